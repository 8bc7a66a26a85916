package importer

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recette/internal/recette"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
	"recette/reports/page"
)

// texts reads the texts of the product.
func texts(t testing.TB) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "cahier"} {
		data, err := os.ReadFile("../i18n/texts/" + domain + ".fr.txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				m[key] = text
			}
		}
	}
	return func(key string, args ...any) string {
		if len(args) == 0 {
			return m[key]
		}
		return fmt.Sprintf(m[key], args...)
	}
}

// book is a cahier of two cases: one of a Contexte of two steps, an action and two expected results, one of an action
// and an expected result.
func book(kind cahier.Kind) cahier.Cahier {
	content := func(n string) string { return "content/1:" + strings.Repeat(n, 64) }
	return cahier.Cahier{
		Schema: cahier.Schema, Kind: kind, Language: "fr", Producer: "recette 0.1.0", Campaign: "demo", Title: "Démo",
		IssuedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Environment: cahier.Environment{
			Name:  "poste",
			Build: "100",
		},
		People:   []cahier.Person{{Name: "Théo Legrand", Role: "tester"}, {Name: "Samira Haddad", Role: "qa"}},
		Journeys: []cahier.Journey{{Code: "cotisation", Title: "Cotisation", Cases: 2}},
		Contexts: []cahier.Context{{Number: "C1", Steps: []cahier.Step{
			{Number: 1, Keyword: "Soit", Type: "context", Text: "une base vide"},
			{Number: 2, Keyword: "Et", Type: "context", Text: "un trésorier connecté"},
		}}},
		Cases: []cahier.Case{
			{
				ID: "SC-0001", Name: "Le montant dû s'affiche", Journey: "cotisation", Mode: "manual",
				Content: content("a"),
				Context: "C1", Prior: 2, Verdict: "not_run", Steps: []cahier.Step{
					{Number: 3, Keyword: "Quand", Type: "action", Text: "elle ouvre son espace"},
					{Number: 4, Keyword: "Alors", Type: "outcome", Text: "elle lit le montant dû"},
					{Number: 5, Keyword: "Et", Type: "outcome", Text: "l'échéance est au 31 janvier"},
				},
			},
			{
				ID: "SC-0002@nord", Antenne: "Nord", Name: "Rien n'est dû", Journey: "cotisation", Mode: "manual",
				Content: content("b"), Verdict: "not_run", Assigned: "Samira Haddad", Steps: []cahier.Step{
					{Number: 1, Keyword: "Quand", Type: "action", Text: "elle ouvre son espace"},
					{Number: 2, Keyword: "Alors", Type: "outcome", Text: "elle lit que rien n'est dû"},
				},
			},
		},
	}
}

// The rows of the sheet of the journey.
const (
	rowOne     = 4 // the whole of SC-0001
	rowContext = 5
	rowAction  = 6
	rowFirst   = 7
	rowSecond  = 8
	rowTwo     = 9 // the whole of SC-0002
	rowDo      = 10
	rowSee     = 11
)

var columnOf = map[string]string{
	"key": "A", "verdict": "E", "observed": "F", "comment": "G", "cause": "H", "reason": "I", "evidence": "J",
	"severity": "K", "tester": "L", "day": "M", "minutes": "N", "beyond": "P",
}

// filled makes the blank workbook of a cahier and fills cells of it: "verdict 7" is the verdict of row 7, "front 14" a
// cell of the front sheet.
func filled(t testing.TB, cells map[string]string) []byte {
	t.Helper()
	var blank bytes.Buffer
	if err := workbook.Write(&blank, book(cahier.Blank), cahier.Options{Texts: texts(t)}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&blank)
	if err != nil {
		t.Fatal(err)
	}
	for where, value := range cells {
		column, row, _ := strings.Cut(where, " ")
		sheet, cell := f.GetSheetName(1), columnOf[column]+row
		if column == "front" {
			sheet, cell = f.GetSheetName(0), "C"+row
		}
		if formula, ok := strings.CutPrefix(value, "="); ok {
			err = f.SetCellFormula(sheet, cell, formula)
		} else {
			err = f.SetCellStr(sheet, cell, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// stand is how the campaign of a cahier stands: it was opened on 2 November 2026, and today is 1 December.
func stand(now *cahier.Cahier) Stand {
	return Stand{
		Book: now, People: []string{"Théo Legrand", "Samira Haddad"}, From: "2026-11-02", Today: "2026-12-01",
		There: func(name string) bool { return name == "ecran.png" },
	}
}

func against(t testing.TB, data []byte, now cahier.Cahier) Plan {
	t.Helper()
	file, err := Open("c.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := file.Against(stand(&now))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func said(p *Plan) (out []string) {
	for _, l := range p.Lines {
		line := fmt.Sprintf("%s %s", l.Place.Cell(), l.Status)
		if l.Code != "" {
			line += " " + l.Code
		}
		out = append(out, line)
	}
	return out
}

func recorded(p *Plan) (out []string) {
	for i := range p.Entries {
		e := &p.Entries[i]
		line := fmt.Sprintf("%s by %s on %s: %s", e.Case, e.Tester, e.Day, e.Verdict)
		for _, s := range e.Steps {
			line += fmt.Sprintf(" %d=%s", s.Step+1, s.Verdict)
			for _, x := range []string{
				s.Observed, s.Comment, string(s.Cause), s.Reason,
				strings.Join(s.Evidence, "+"),
			} {
				if x != "" {
					line += "(" + x + ")"
				}
			}
		}
		for _, r := range e.Raise {
			line += fmt.Sprintf(" raise %s on %d", r.Severity, r.Step+1)
		}
		out = append(out, line)
	}
	return out
}

func TestAgainst(t *testing.T) {
	at := func(column string, row int) string { return fmt.Sprintf("%s %d", column, row) }
	for name, tt := range map[string]struct {
		cells    map[string]string
		now      func(*cahier.Cahier)
		lines    []string
		recorded []string
	}{
		"nothing": {},
		"each step": {
			cells: map[string]string{
				"front 14": "théo  legrand", "front 15": "23/11/2026", at("verdict", rowContext): "conforme",
				at("verdict", rowAction): "OK", at("verdict", rowFirst): "Non conforme",
				at("observed", rowFirst): "345 €",
				at("severity", rowFirst): "majeure", at("evidence", rowFirst): "ecran.png",
				at("verdict", rowSecond): "n/a",
				at("reason", rowSecond):  "pas d'échéance", at("minutes", rowOne): "7,5",
			},
			lines: []string{"A5 record", "A6 record", "A7 record", "A8 record"},
			recorded: []string{"SC-0001 by Théo Legrand on 2026-11-23: failed 1=passed 2=passed 3=passed " +
				"4=failed(345 €)(ecran.png) 5=not_applicable(pas d'échéance) raise major on 4"},
		},
		"the whole is conform": {
			cells: map[string]string{
				at("tester", rowOne): "Samira Haddad", at("day", rowOne): "2026-11-23",
				at("verdict", rowOne): "conforme",
				at("comment", rowOne): "page lente",
			},
			lines: []string{"A4 record"},
			recorded: []string{"SC-0001 by Samira Haddad on 2026-11-23: passed 1=passed 2=passed 3=passed 4=passed " +
				"5=passed(page lente)"},
		},
		"the whole is conform with a remark": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowTwo): "conforme avec observation",
				at("comment", rowTwo): "ton sec",
			},
			lines: []string{"A9 record"},
			recorded: []string{
				"SC-0002@nord by Théo Legrand on : passed_with_remark 1=passed 2=passed_with_remark(ton sec)",
			},
		},
		"actions left empty are done": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowFirst): "conforme", at("verdict", rowSecond): "conforme",
			},
			lines: []string{"A7 record", "A8 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on : passed 1=passed 2=passed 3=passed 4=passed 5=passed",
			},
		},
		"an expected result left empty was not seen": {
			cells: map[string]string{"front 14": "Théo Legrand", at("verdict", rowSecond): "conforme"},
			lines: []string{"A8 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on : not_run 1=passed 2=passed 3=passed 5=passed",
			},
		},
		"the Contexte is blocked": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowContext): "bloqué",
				at("cause", rowContext): "environnement",
			},
			lines:    []string{"A5 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : blocked 1=blocked(environment)"},
		},
		"the whole is not applicable": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowTwo): "sans objet", at("reason", rowTwo): "fermée",
			},
			lines: []string{"A9 record"},
			recorded: []string{
				"SC-0002@nord by Théo Legrand on : not_applicable 1=not_applicable(fermée) 2=not_applicable(fermée)",
			},
		},
		"not run says why": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowTwo): "non exécuté",
				at("comment", rowTwo): "faute de temps",
				at("verdict", rowOne): "non exécuté",
			},
			lines:    []string{"A4 left not-run", "A9 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : not_run 1=not_run(faute de temps)"},
		},
		"who played nothing": {
			cells: map[string]string{at("tester", rowOne): "Théo Legrand"}, lines: []string{"A4 left not-played"},
		},
		"a failure that says nothing": {
			cells: map[string]string{"front 14": "Théo Legrand", at("verdict", rowFirst): "ko"},
			lines: []string{"A7 conflict missing-observed"},
		},
		"a blocking without its cause": {
			cells: map[string]string{"front 14": "Théo Legrand", at("verdict", rowFirst): "bloqué"},
			lines: []string{"A7 conflict missing-cause"},
		},
		"not applicable without its reason": {
			cells: map[string]string{"front 14": "Théo Legrand", at("verdict", rowFirst): "sans objet"},
			lines: []string{"A7 conflict missing-reason"},
		},
		"words without a verdict": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("comment", rowFirst): "à revoir", at("verdict", rowSecond): "OK",
			},
			lines: []string{"A7 conflict no-verdict", "A8 held"},
		},
		"values that are none": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowFirst): "peut-être", at("cause", rowFirst): "pluie",
				at("severity", rowFirst): "énorme", at("day", rowOne): "hier", at("minutes", rowOne): "-3",
				at("beyond", rowSecond): "?", at("verdict", rowTwo): "=1+1",
			},
			lines: []string{
				"M4 conflict bad-day", "N4 conflict bad-minutes", "E7 conflict bad-verdict", "H7 conflict bad-cause",
				"K7 conflict bad-severity", "P8 conflict stray", "E9 conflict formula",
			},
		},
		"a cause that nothing asks for": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowFirst): "OK", at("cause", rowFirst): "donnée",
				at("verdict", rowSee): "OK", at("severity", rowSee): "mineure",
			},
			lines: []string{"A7 conflict cause-unasked", "A11 conflict severity-unasked"},
		},
		"a failure that no step bears": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowOne): "non conforme", at("observed", rowOne): "345 €",
			},
			lines: []string{"A4 conflict which-step"},
		},
		"the only expected result bears it": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowTwo): "non conforme", at("observed", rowTwo): "3 €",
			},
			lines:    []string{"A9 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : failed 1=passed 2=failed(3 €)"},
		},
		"the whole contradicts its steps": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowOne): "conforme", at("verdict", rowFirst): "KO",
				at("observed", rowFirst): "345 €",
			},
			lines: []string{"A4 conflict contradiction", "A7 held"},
		},
		"nobody, somebody else": {
			cells: map[string]string{
				at("verdict", rowOne): "OK", at("verdict", rowTwo): "OK", at("tester", rowTwo): "Odile Roux",
			},
			lines: []string{"A4 conflict no-tester", "A9 conflict not-tester"},
		},
		"two rows of one step": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowFirst): "OK", at("verdict", rowSecond): "OK",
				at("key", rowSecond): "1.3-4",
			},
			lines: []string{"A7 held", "A8 conflict twice", "D8 conflict changed"},
		},
		"a key of nothing": {
			cells: map[string]string{at("key", rowSecond): "9.3-4", at("verdict", rowSecond): "OK"},
			lines: []string{"A8 conflict bad-key"},
		},
		"a row without its key": {
			cells: map[string]string{at("key", rowSee): "", at("verdict", rowSee): "OK"},
			lines: []string{
				"B11 conflict stray", "C11 conflict stray", "D11 conflict stray", "E11 conflict stray",
			},
		},
		"evidence that is not there": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowOne): "OK", at("evidence", rowOne): "autre.png",
				at("verdict", rowTwo): "OK", at("evidence", rowTwo): "../ecran.png",
			},
			lines: []string{"A4 conflict evidence", "A9 conflict evidence"},
		},
		"another version": {
			cells: map[string]string{"front 14": "Théo Legrand", "front 16": "99", at("verdict", rowOne): "OK"},
			lines: []string{"C16 conflict other-build", "A4 held"},
		},
		"a text that changed, a case that is gone": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowOne): "OK",
				at("verdict", rowTwo): "OK",
			},
			now: func(c *cahier.Cahier) {
				c.Cases[0].Content = "content/1:other"
				c.Cases = c.Cases[:1]
			},
			lines: []string{"A4 conflict text-changed", "A9 conflict unknown-case"},
		},
		"a result since": {
			cells: map[string]string{
				"front 14": "Théo Legrand", at("verdict", rowOne): "OK",
				at("verdict", rowTwo): "OK",
			},
			now: func(c *cahier.Cahier) {
				c.Cases[0].Attempt, c.Cases[0].Tester, c.Cases[0].Verdict = 1, "Samira Haddad", "failed"
				c.Cases[1].Attempt, c.Cases[1].Open = 1, true
			},
			lines: []string{"A4 conflict already", "A9 conflict open"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			now := book(cahier.Executed)
			if tt.now != nil {
				tt.now(&now)
			}
			p := against(t, filled(t, tt.cells), now)
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.recorded, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
}

// What is recorded already, word for word, is no conflict and is not recorded again.
func TestAgainst_TheSameIsNotRecordedTwice(t *testing.T) {
	data := filled(t, map[string]string{
		"front 14": "Théo Legrand", "front 15": "23/11/2026", "verdict 7": "ko", "observed 7": "345 €",
		"verdict 8": "ok",
	})
	p := against(t, data, book(cahier.Executed))
	if len(p.Entries) != 1 {
		t.Fatalf("%d entries, want 1", len(p.Entries))
	}
	now := book(cahier.Executed)
	c := &now.Cases[0]
	c.Attempt, c.Tester, c.Verdict, c.Origin = 1, "Théo Legrand", "failed", &cahier.Origin{Day: "2026-11-23"}
	c.Background = make([]cahier.Seen, c.Prior)
	for _, o := range p.Entries[0].Steps {
		s := cahier.Seen{Verdict: string(o.Verdict), Observed: o.Observed}
		if o.Step < c.Prior {
			c.Background[o.Step] = s
		} else {
			c.Steps[o.Step-c.Prior].Seen = s
		}
	}
	p = against(t, data, now)
	if d := cmp.Diff([]string{"A7 same", "A8 same"}, said(&p)); d != "" || len(p.Entries) > 0 {
		t.Errorf("%d entries, lines (-want +got):\n%s", len(p.Entries), d)
	}
	c.Steps[1].Seen.Observed = "autre chose"
	p = against(t, data, now)
	if d := cmp.Diff([]string{"A7 conflict already", "A8 held"}, said(&p)); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	file, _ := Open("c.xlsx", data)
	c.Origin.SHA256 = file.SHA256 // the very file, whatever was said since
	p = against(t, data, now)
	if d := cmp.Diff([]string{"A7 same", "A8 same"}, said(&p)); d != "" {
		t.Errorf("the very file: lines (-want +got):\n%s", d)
	}
}

// Whatever people fill in, each row that they filled has its line, and what is to be recorded keeps the rules of the
// kernel.
func TestAgainst_DropsNothingInSilence(t *testing.T) {
	values := map[string][]string{
		"verdict": {
			"conforme", "conforme avec observation", "non conforme", "bloqué", "sans objet", "non exécuté",
			"?",
		},
		"observed": {"345 €"}, "comment": {"vu"}, "reason": {"fermé"}, "cause": {"donnée", "?"},
		"severity": {"mineure", "?"}, "evidence": {"ecran.png", "x"}, "tester": {"Théo Legrand", "Inconnue"},
		"day": {"23/11/2026", "?"}, "minutes": {"5", "?"},
	}
	names := []string{
		"verdict", "verdict", "verdict", "observed", "comment", "reason", "cause", "severity", "evidence", "tester",
		"day",
		"minutes",
	}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		cells := map[string]string{"front 14": "Théo Legrand"}
		rows := map[string]bool{}
		for range 1 + r.IntN(9) {
			name, row := names[r.IntN(len(names))], rowOne+r.IntN(rowSee-rowOne+1)
			if (name == "tester" || name == "day" || name == "minutes") && row != rowOne && row != rowTwo {
				continue
			}
			of := values[name]
			cells[fmt.Sprintf("%s %d", name, row)] = of[r.IntN(len(of))]
			rows[fmt.Sprint(row)] = true
		}
		p := against(t, filled(t, cells), book(cahier.Executed))
		told := map[string]bool{}
		for _, l := range p.Lines {
			told[fmt.Sprint(l.Place.Row)] = true
		}
		played := map[string]bool{}
		for i := range p.Entries {
			e := &p.Entries[i]
			played[e.Case] = true
			for _, o := range e.Steps {
				if code := flaw(&o); code != "" {
					t.Errorf("seed %d: step %d of %s breaks a rule: %s", seed, o.Step+1, e.Case, code)
				}
			}
			if !slices.Contains(recette.Verdicts(), e.Verdict) {
				t.Errorf("seed %d: verdict %q", seed, e.Verdict)
			}
		}
		for row := range rows {
			// Who played a case, when and how long goes with its other rows.
			whole := row == fmt.Sprint(rowOne) && anyLine(&p, "SC-0001") || row == fmt.Sprint(rowTwo) &&
				anyLine(&p, "SC-0002@nord")
			if !told[row] && !whole {
				t.Errorf("seed %d: row %s was filled and nothing is said of it: %v, %v", seed, row, cells, said(&p))
			}
		}
	}
}

func anyLine(p *Plan, id string) bool {
	return slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Case == id })
}

func TestOpen_Refuses(t *testing.T) {
	executed := func() []byte {
		var b bytes.Buffer
		if err := workbook.Write(&b, book(cahier.Executed), cahier.Options{Texts: texts(t)}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	changed := func(cell, value string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, nil)))
		if err == nil {
			err = f.SetCellStr(workbook.Binding, cell, value)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"an executed cahier": {executed(), ErrExecuted},
		"another case":       {changed("A2", "SC-0009"), ErrBinding},
		"another text":       {changed("B2", "content/1:other"), ErrBinding},
		"another attempt":    {changed("E2", "7"), ErrBinding},
		"another campaign":   {changed("B1", "autre"), ErrBinding},
		"no digest":          {changed("G1", ""), ErrBinding},
		"more cases":         {changed("F1", "99999999"), ErrBinding},
	} {
		if _, err := Open("c.xlsx", tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
}

// sheetOf makes a workbook of one sheet of texts.
func sheetOf(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for r, row := range rows {
		for c, text := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err == nil && text != "" {
				err = f.SetCellStr("Sheet1", cell, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAgainst_UsualLayout(t *testing.T) {
	head := []string{
		"N°", "Scénario", "Étape", "Résultat attendu", "Résultat obtenu", "Statut", "Commentaire",
		"Testé par", "Date",
	}
	for name, tt := range map[string]struct {
		rows     [][]string
		lines    []string
		recorded []string
	}{
		"a row a scenario": {
			rows: [][]string{
				head,
				{"sc-0001", "", "", "", "345 €", "KO", "", "Théo Legrand", "23/11/2026"},
				{"", "Rien n’est du\u0302", "", "", "", "OK", "vu", "THEO LEGRAND", "2026-11-23"},
			},
			lines: []string{"A2 record", "A3 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on 2026-11-23: failed 1=passed 2=passed 3=passed 5=failed(345 €)",
				"SC-0002@nord by Théo Legrand on 2026-11-23: passed 1=passed 2=passed(vu)",
			},
		},
		"a row a step, the scenario named once": {
			rows: [][]string{
				head,
				{"SC-0001", "Le montant", "elle ouvre son espace", "", "", "OK", "", "Théo Legrand", ""},
				{"", "", "", "elle lit le montant dû.", "", "OK", "", "", ""},
				{"", "", "", "Et l’échéance est au 31 janvier", "le 1er", "NOK", "", "", ""},
				{"SC-0002", "", "Quand elle ouvre son espace", "", "", "", "", "Samira Haddad", ""},
				{"", "", "", "elle lit que rien n'est dû", "", "OK", "", "", ""},
			},
			lines: []string{"B1 left alien-title", "A2 record", "A3 record", "A4 record", "A6 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on : failed 1=passed 2=passed 3=passed 4=passed 5=failed(le 1er)",
				"SC-0002@nord by Samira Haddad on : passed 1=passed 2=passed",
			},
		},
		"what nobody knows": {
			rows: [][]string{
				append(slices.Clone(head), "Lot"),
				{"SC-0009", "", "", "", "", "OK", "", "Théo Legrand", "", "L1"},
				{"SC-0001", "", "autre chose", "", "", "OK", "", "Théo Legrand", ""},
				{"", "", "elle ouvre son espace", "", "", "OK", "", "", ""},
				{"SC-0002", "", "", "", "", "bof", "", "Théo Legrand", ""},
			},
			lines: []string{
				"J1 left column", "A2 conflict unknown-case", "A3 conflict unknown-step", "A4 held",
				"F5 conflict bad-verdict",
			},
		},
		"a blocking says its cause": {
			rows: [][]string{
				append(slices.Clone(head), "Cause", "Gravité"),
				{"SC-0002", "", "", "", "", "Bloqué", "", "Théo Legrand", "", ""},
				{"SC-0001", "", "", "", "", "Bloqué", "", "Théo Legrand", "", "Données"},
			},
			lines:    []string{"A2 conflict missing-cause", "A3 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : blocked 1=blocked(data)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := against(t, sheetOf(t, tt.rows...), book(cahier.Executed))
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.recorded, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
	file, err := Open("x.xlsx", sheetOf(t, []string{"Nom", "Prénom"}, []string{"a", "b"}))
	if err != nil {
		t.Fatal(err)
	}
	now := book(cahier.Executed)
	if _, err := file.Against(stand(&now)); !errors.Is(err, ErrLayout) {
		t.Errorf("another sheet: error = %v, want ErrLayout", err)
	}
}

// FuzzUsualLayout: whatever the cells of a sheet say, each is read without a fault, and what is to be recorded keeps
// the rules of the kernel.
func FuzzUsualLayout(f *testing.F) {
	f.Add("N°", "Statut", "Résultat obtenu", "SC-0001", "KO", "345 €")
	f.Add("Scénario", "OK/KO", "Testé par", "Rien n’est dû", "OK", "Théo Legrand")
	f.Add("ID", "Verdict", "N° étape", "SC-0002", "bloqué", "2")
	f.Fuzz(func(t *testing.T, h1, h2, h3, c1, c2, c3 string) {
		data := sheetOf(t, []string{h1, h2, h3, "Testeur"}, []string{c1, c2, c3, "Théo Legrand"},
			[]string{"", c2, c1, ""})
		file, err := Open("x.xlsx", data)
		if err != nil {
			return
		}
		now := book(cahier.Executed)
		p, err := file.Against(stand(&now))
		if err != nil && !errors.Is(err, ErrLayout) {
			t.Fatal(err)
		}
		for i := range p.Entries {
			for _, o := range p.Entries[i].Steps {
				if code := flaw(&o); code != "" {
					t.Fatalf("step %d breaks a rule: %s", o.Step+1, code)
				}
			}
		}
	})
}
