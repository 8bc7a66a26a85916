package attacks

import (
	"slices"
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// paul is another PO, in the plans that name him.
var paul = recette.Actor{Ref: "p-paul", Name: "Paul Roux", Role: recette.PO}

// pronouncedBy appends a refusal by somebody, which says that it breaks rules.
func (w *world) pronouncedBy(who recette.Actor, says ...journal.Broken) {
	w.t.Helper()
	w.leaf(who, journal.KindDecision, func(l *journal.Leaf, text func(string) string) {
		l.Broken = says
		l.Decision = &journal.Decision{
			Number: "DEC-REC-0002", Decision: "refused", Reason: text("Non."), Effect: "2026-11-23",
		}
	})
}

// plays appends a counted result of somebody as a tester.
func (w *world) plays(who recette.Actor) {
	w.t.Helper()
	who.Role = recette.Tester
	w.leaf(who, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
		l.Result = &journal.Result{
			Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Mode: "manual", Closed: true,
			Verdict: "passed",
			Steps:   []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)},
		}
	})
}

// What a decision says of rules 1 and 10 of the separation of duties is not believed: whoever verifies counts it again.
func TestDecisionsAgainstTheDuties(t *testing.T) {
	t.Parallel()
	executed := journal.Broken{Rule: "decider_executed", Effect: "warn"}
	several := journal.Broken{Rule: "several_deciders", Effect: "trace"}
	firm := func(m *plan.Manifest) {
		m.Sections.Policies = []plan.Policy{{Rule: "several_deciders", Effect: "block"}}
	}
	for name, tt := range map[string]struct {
		plan func(*plan.Manifest)
		do   func(w *world)
		want []string // rules about which there is a doubt
	}{
		"lawful":                    {do: func(w *world) { w.pronouncedBy(marc) }},
		"another decider, said":     {do: func(w *world) { w.pronouncedBy(paul, several) }},
		"another decider, not said": {do: func(w *world) { w.pronouncedBy(paul) }, want: []string{several.Rule}},
		"another decider, invented": {
			do: func(w *world) { w.pronouncedBy(marc, several) }, want: []string{several.Rule},
		},
		"another decider, plan blocks": {
			plan: firm, do: func(w *world) { w.pronouncedBy(paul, several) }, want: []string{several.Rule},
		},
		"who played, not said": {
			do: func(w *world) { w.plays(marc); w.pronouncedBy(marc) }, want: []string{executed.Rule},
		},
		"who played, said":     {do: func(w *world) { w.plays(marc); w.pronouncedBy(marc, executed) }},
		"who played, invented": {do: func(w *world) { w.pronouncedBy(marc, executed) }, want: []string{executed.Rule}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Parties = append(m.Parties,
					plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: "po"},
					plan.Participant{Ref: marc.Ref, Name: marc.Name, Role: "tester"})
				m.Sections = &plan.Sections{}
				if tt.plan != nil {
					tt.plan(m)
				}
			})
			tt.do(w)
			m := w.make()
			var got []string
			for _, f := range w.judge(m.file, true).Content {
				if f.Code == verify.NoteRules && (f.Args[2] == executed.Rule || f.Args[2] == several.Rule) {
					got = append(got, f.Args[2])
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("doubts about %v, want %v: %v", got, tt.want, w.judge(m.file, true).Content)
			}
		})
	}
}
