package importer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/recette"
	"recette/reports/cahier"
)

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
	file, err := Open("c.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	c.Origin.SHA256 = file.SHA256 // the very file, whatever was said since
	p = against(t, data, now)
	if d := cmp.Diff([]string{"A7 same", "A8 same"}, said(&p)); d != "" {
		t.Errorf("the very file: lines (-want +got):\n%s", d)
	}
}

// A result that is recorded and that no anomaly accounts for still misses the one that was to be raised with it: the
// same file raises it, once, and records no result.
func TestAgainst_RaisesWhatIsMissing(t *testing.T) {
	data := filled(t, map[string]string{
		"front 14": "Théo Legrand", "verdict 7": "ko", "observed 7": "345 €", "severity 7": "majeure",
		"verdict 8": "ko", "observed 8": "au 1er", "severity 8": "mineure",
	})
	file, err := Open("c.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	now := book(cahier.Executed)
	now.Cases[0].Attempt, now.Cases[0].Origin = 2, &cahier.Origin{SHA256: file.SHA256}
	for name, tt := range map[string]struct {
		waits []Failure
		lines []string
		raise []Place
	}{
		"both": {
			[]Failure{{"SC-0001", 2, 3}, {"SC-0001", 2, 4}},
			[]string{"A7 raise", "A8 raise"},
			[]Place{{"", 7, 0}, {"", 8, 0}},
		},
		"one":     {[]Failure{{"SC-0001", 2, 4}}, []string{"A7 same", "A8 raise"}, []Place{{"", 8, 0}}},
		"none":    {nil, []string{"A7 same", "A8 same"}, nil},
		"earlier": {[]Failure{{"SC-0001", 1, 3}, {"SC-0002", 2, 3}}, []string{"A7 same", "A8 same"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			as := stand(&now)
			as.Waits = func(f Failure) bool { return slices.Contains(tt.waits, f) }
			p, err := file.Against(as)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			var raise []Place
			for i := range p.Entries {
				if e := &p.Entries[i]; !e.Kept || e.Attempt != 1 { // the anomaly is of the attempt after it
					t.Errorf("kept %v, after attempt %d, want true and 1", e.Kept, e.Attempt)
				}
				for _, r := range p.Entries[i].Raise {
					raise = append(raise, Place{Row: r.At.Row})
				}
			}
			if d := cmp.Diff(tt.raise, raise); d != "" || p.Ready() != 0 {
				t.Errorf("%d cases to record, anomalies of the rows (-want +got):\n%s", p.Ready(), d)
			}
		})
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
