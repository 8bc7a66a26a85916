package attacks

import (
	"slices"
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/verify"
)

// A suspension by a criterion that the plan has not makes the PV doubtful; one in other words than those of the plan
// makes it false.
func TestSuspendedByNoCriterion(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		named, text, cleared string
		want                 verify.Code // empty: the PV stands
	}{
		"none":                        {},
		"of the plan":                 {named: "suspension/1", text: "Arrêt", cleared: "resumption/1"},
		"any words":                   {text: "nimporte quoi", want: verify.NoteRules},
		"beyond the plan":             {named: "suspension/2", text: "Arrêt", want: verify.NoteRules},
		"of another list":             {named: "resumption/1", text: "Rendu", want: verify.NoteRules},
		"in other words":              {named: "suspension/1", text: "Arrêt du client", want: verify.NoteMismatch},
		"a resumption by none":        {cleared: "resumption/2", want: verify.NoteRules},
		"a resumption by a criterion": {cleared: "resumption/1"},
		"a resumption by another":     {cleared: "suspension/1", want: verify.NoteRules},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Sections = &plan.Sections{
					Suspension: []plan.Criterion{{Text: "Arrêt"}}, Resumption: []plan.Criterion{{Text: "Rendu"}},
				}
			})
			w.leaf(elise, journal.KindSuspend, func(l *journal.Leaf, text func(string) string) {
				l.Pause = &journal.Pause{Reason: text("panne"), Named: tt.named}
				if tt.text != "" {
					l.Pause.Criterion = text(tt.text)
				}
			})
			w.leaf(elise, journal.KindResume, func(l *journal.Leaf, text func(string) string) {
				l.Pause = &journal.Pause{Reason: text("réparé"), Named: tt.cleared}
				if tt.cleared != "" {
					l.Pause.Criterion = text("Rendu")
				}
			})
			var got []verify.Code
			for _, f := range w.judge(w.make().file, true).Content {
				if f.Code == verify.NoteRules && f.Args[2] == "criterion" || f.Status == verify.NotConform {
					got = append(got, f.Code)
				}
			}
			var want []verify.Code
			if tt.want != "" {
				want = append(want, tt.want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}
