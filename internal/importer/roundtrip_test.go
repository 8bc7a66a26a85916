package importer

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recette/internal/delimited"
	"recette/internal/recette"
	"recette/internal/testbook/usual"
	"recette/reports/cahier"
)

// The columns of the usual layout that people fill, from 0.
const (
	usualObserved = 6
	usualVerdict  = 7
	usualComment  = 8
	usualTester   = 9
	usualDay      = 10
)

// tableOf gives the cells of a cahier in the usual layout, written in a format and read back by other code.
func tableOf(t *testing.T, c cahier.Cahier, format string) [][]string {
	t.Helper()
	var out bytes.Buffer
	o := cahier.Options{Texts: texts(t)}
	if format == "csv" {
		if err := usual.CSV(&out, c, o); err != nil {
			t.Fatal(err)
		}
		rows, err := delimited.Read(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var cells [][]string
		for _, r := range rows {
			cells = append(cells, r.Cells)
		}
		return cells
	}
	if err := usual.XLSX(&out, c, o); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for i := range cells {
		for len(cells[i]) < usualDay+1 {
			cells[i] = append(cells[i], "")
		}
	}
	return cells
}

// fileOf writes cells in a format, as a spreadsheet does.
func fileOf(t *testing.T, cells [][]string, format string) []byte {
	t.Helper()
	if format == "xlsx" {
		return sheetOf(t, cells...)
	}
	var out bytes.Buffer
	w := delimited.NewWriter(&out, ';')
	for _, row := range cells {
		inert := make([]string, len(row))
		for i, c := range row {
			inert[i] = delimited.Inert(c)
		}
		w.Row(inert)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// executed gives a cahier with what a plan records.
func executed(c cahier.Cahier, p *Plan) cahier.Cahier {
	c.Kind = cahier.Executed
	for i := range p.Entries {
		e := &p.Entries[i]
		for k := range c.Cases {
			x := &c.Cases[k]
			if x.ID != e.Case {
				continue
			}
			x.Attempt, x.Tester, x.Verdict, x.Freshness = 1, e.Tester, string(e.Verdict), "fresh"
			x.Origin, x.Background = &cahier.Origin{Day: e.Day}, make([]cahier.Seen, x.Prior)
			for _, o := range e.Steps {
				s := cahier.Seen{
					Verdict: string(o.Verdict), Observed: o.Observed, Comment: o.Comment, Reason: o.Reason,
					Cause: string(o.Cause),
				}
				if o.Step < x.Prior {
					x.Background[o.Step] = s
				} else {
					x.Steps[o.Step-x.Prior].Seen = s
				}
			}
		}
	}
	return c
}

// What is filled in the usual layout, in either format, is what is recorded and what the executed cahier shows again.
func TestUsual_RoundTrip(t *testing.T) {
	answers := [][3]string{ // observed, verdict, comment
		{"", "OK", ""},
		{"345 €", "OK", "@vu"},
		{"", "OK avec observation", "Page lente\n« vraiment » ; \"trop\""},
		{"=345 €\nau lieu de 12 €", "KO", ""},
		{"+1", "KO", "-2"},
		{"", "Bloqué\u00a0: donnée", "Jeu périmé"},
		{"vide", "Bloqué\u00a0: environnement", ""},
		{"", "Sans objet", "Fermé l’été"},
		{"", "Non exécuté", "Plus tard"},
		{"", "", ""},
	}
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 3))
		format := []string{"csv", "xlsx"}[seed%2]
		blank := book(cahier.Blank)
		blank.Cases[1].Name = "=1+1"
		cells := tableOf(t, blank, format)
		if len(cells) != 4 || len(cells[1]) != usualDay+1 {
			t.Fatalf("%d rows of %d columns, want 4 of 11", len(cells), len(cells[1]))
		}
		played := 0
		for _, row := range cells[2:] {
			a := answers[r.IntN(len(answers))]
			if a[1] == "" {
				continue
			}
			played++
			row[usualObserved], row[usualVerdict], row[usualComment] = a[0], a[1], a[2]
			row[usualTester], row[usualDay] = "Théo Legrand", "23/11/2026"
		}
		now := book(cahier.Executed)
		now.Cases[1].Name = "=1+1"
		p := againstNamed(t, "c."+format, fileOf(t, cells, format), now)
		if p.Conflicts() > 0 || len(p.Entries) != played {
			t.Fatalf("seed %d: %d entries for %d rows that were played: %v", seed, len(p.Entries), played, said(&p))
		}
		got := tableOf(t, executed(blank, &p), format)
		cells[0][0] = "Cahier\u00a0: exécuté"
		for _, row := range cells[2:] {
			if row[usualVerdict] == "" {
				row[usualVerdict] = "Non exécuté"
			}
		}
		if d := cmp.Diff(cells, got); d != "" {
			t.Fatalf("seed %d, %s (-filled +shown):\n%s", seed, format, d)
		}
	}
}

// usualFile gives a cahier in the usual layout, whose first row somebody filled when it was blank.
func usualFile(t *testing.T, c cahier.Cahier, format string) []byte {
	t.Helper()
	cells := tableOf(t, c, format)
	if c.Kind == cahier.Blank {
		copy(cells[2][usualVerdict:], []string{"OK", "", "Théo Legrand", "23/11/2026"})
	}
	return fileOf(t, cells, format)
}

// A cahier in the usual layout holds for what it was made for, whatever the days say: results of one build are none of
// the next. An executed one shows what is recorded, and gives nothing more.
func TestUsual_HoldsForWhatItWasMadeFor(t *testing.T) {
	type change = func(*cahier.Cahier)
	nothing := func(*cahier.Cahier) {}
	var allConform []Observation
	for i := range 5 {
		allConform = append(allConform, Observation{Step: i, Verdict: recette.Passed})
	}
	played := func(c *cahier.Cahier) {
		*c = executed(*c, &Plan{Entries: []Entry{{
			Case: "SC-0001", Tester: "Théo Legrand", Day: "2026-11-23", Verdict: recette.Passed, Steps: allConform,
		}}})
	}
	due := func(c *cahier.Cahier) {
		played(c)
		c.Environment.Build, c.Cases[0].Due = "101", true
	}
	again := func(c *cahier.Cahier) { c.Iteration, c.Cases[0].Due = 2, true }
	for name, tt := range map[string]struct {
		kind      cahier.Kind
		made, now change
		lines     []string
		err       error
	}{
		"blank":                  {cahier.Blank, nothing, nothing, []string{"A3 record"}, nil},
		"blank of another build": {cahier.Blank, nothing, due, []string{"A1 conflict other-build", "A3 held"}, nil},
		"blank of an iteration before": {
			cahier.Blank, nothing, again, []string{"A1 conflict other-iteration", "A3 held"}, nil,
		},
		"blank of another campaign": {
			cahier.Blank, func(c *cahier.Cahier) { c.Campaign = "autre" }, nothing,
			[]string{"A1 conflict other-campaign", "A3 held"},
			nil,
		},
		"blank of a plan that no campaign played": {
			cahier.Blank, func(c *cahier.Cahier) { c.Campaign, c.Reference.File = "autre", "plans/autre.yml" }, nothing,
			[]string{"A3 record"},
			nil,
		},
		"executed, as it stands": {cahier.Executed, played, played, []string{"A3 same", "A4 left not-run"}, nil},
		"executed on another build": {
			cahier.Executed, played, due, []string{"A1 conflict other-build", "A3 held", "A4 held"}, nil,
		},
		"executed in an iteration before": {
			cahier.Executed, played, again, []string{"A1 conflict other-iteration", "A3 held", "A4 held"}, nil,
		},
		"executed, and not recorded": {cahier.Executed, played, nothing, nil, ErrExecuted},
	} {
		for _, format := range []string{"csv", "xlsx"} {
			t.Run(name+" as "+format, func(t *testing.T) {
				c, now := book(tt.kind), book(cahier.Executed)
				tt.made(&c)
				tt.now(&now)
				c.Kind = tt.kind
				file, err := Open("c."+format, usualFile(t, c, format))
				if err != nil {
					t.Fatal(err)
				}
				p, err := file.Against(stand(&now))
				if !errors.Is(err, tt.err) {
					t.Fatalf("error = %v, want %v", err, tt.err)
				}
				if d := cmp.Diff(tt.lines, said(&p)); d != "" {
					t.Errorf("lines (-want +got):\n%s", d)
				}
			})
		}
	}
}

// The same values as the result of the build before are a result of this one when something says so, and never « déjà
// enregistré » : what was replayed would be lost.
func TestAgainst_SameAgain(t *testing.T) {
	head := []string{"ID", "Scénario", "Statut", "Testé par", "Date"}
	row := []string{"SC-0002", "", "OK", "Théo Legrand", "23/11/2026"}
	due := func(c *cahier.Cahier) {
		*c = executed(*c, &Plan{Entries: []Entry{{
			Case: "SC-0002@nord", Tester: "Théo Legrand", Day: "2026-11-23", Verdict: recette.Passed,
			Steps: []Observation{{Step: 0, Verdict: recette.Passed}, {Step: 1, Verdict: recette.Passed}},
		}}})
		c.Cases[1].Due = true
	}
	for name, tt := range map[string]struct {
		rows [][]string
		due  bool
		want []string
	}{
		"not due":                 {[][]string{head, row}, false, []string{"A2 same"}},
		"due":                     {[][]string{head, row}, true, []string{"A2 conflict same-due"}},
		"due, and the build said": {[][]string{{"Version testée : 100"}, head, row}, true, []string{"A3 record"}},
	} {
		t.Run(name, func(t *testing.T) {
			now, file := book(cahier.Executed), sheetOf(t, tt.rows...)
			due(&now)
			now.Cases[1].Due = tt.due
			p := against(t, file, now)
			if d := cmp.Diff(tt.want, said(&p)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			opened, err := Open("c.xlsx", file)
			if err != nil {
				t.Fatal(err)
			}
			now.Cases[1].Origin.SHA256 = opened.SHA256
			p = against(t, file, now)
			if got := said(&p); len(got) != 1 || got[0] != tt.want[0][:3]+"same" {
				t.Errorf("the file that it came from: %v, want it to be the same", got)
			}
		})
	}
}

// A verdict has one cause, whichever cells say it.
func TestAgainst_UsualLayout_CauseBesideTheVerdict(t *testing.T) {
	head := []string{"ID", "Statut", "Cause", "Testé par"}
	rights := []string{"SC-0002@nord by Théo Legrand on : blocked 1=blocked(rights)"}
	for name, tt := range map[string]struct {
		verdict, cause string
		lines          []string
		recorded       []string
	}{
		"beside":      {"Bloqué : droits", "", []string{"A2 record"}, rights},
		"both":        {"Bloqué : Droits", "droits", []string{"A2 record"}, rights},
		"two":         {"Bloqué : droits", "donnée", []string{"C2 conflict bad-cause"}, nil},
		"no cause":    {"Bloqué : pluie", "", []string{"B2 conflict bad-verdict"}, nil},
		"not blocked": {"OK : droits", "", []string{"B2 conflict bad-verdict"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := against(t, sheetOf(t, head, []string{"SC-0002", tt.verdict, tt.cause, "Théo Legrand"}),
				book(cahier.Executed))
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.recorded, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
}
