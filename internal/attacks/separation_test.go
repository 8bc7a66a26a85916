package attacks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// nadia is a QA, in the plans that name her.
var nadia = recette.Actor{Ref: "p-nadia", Name: "Nadia Roux", Role: recette.QA}

// loads appends that somebody loaded a data set.
func (w *world) loads(who recette.Actor, says ...journal.Broken) {
	w.t.Helper()
	w.handles(who, "load", says...)
}

// handles appends that somebody loaded, or reset, a data set.
func (w *world) handles(who recette.Actor, act string, says ...journal.Broken) {
	w.t.Helper()
	w.leaf(who, journal.KindDataLoad, func(l *journal.Leaf, _ func(string) string) {
		l.Broken = says
		l.Data = &journal.DataLoad{
			Set: "JDD-1", SHA256: strings.Repeat("ab", 32), Act: act, Mode: "manual", Outcome: "done",
			Environment: "recette", Build: "b1",
		}
	})
}

// entrusts appends a delegation by the PO, that somebody recorded.
func (w *world) entrusts(by recette.Actor) {
	w.t.Helper()
	w.leaf(by, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
		l.Delegation = &journal.Delegation{
			Number: "DEL-0001", By: marc.Ref, To: nadia.Ref, Role: "po", From: "2026-11-23", Until: "2026-11-24",
			Reference: text("Note 12"), SHA256: strings.Repeat("ab", 32),
		}
	})
}

// accepts appends an acceptance by the PO.
func (w *world) accepts(says ...journal.Broken) {
	w.t.Helper()
	w.leaf(marc, journal.KindDecision, func(l *journal.Leaf, text func(string) string) {
		l.Broken = says
		l.Decision = &journal.Decision{
			Number: "DEC-REC-0002", Decision: "accepted_with_reserves", Reason: text("Oui."), Effect: "2026-11-23",
			Reserves: []string{"RES-0001"},
		}
	})
}

// The author of a scenario who plays it alone, the owner of data who verifies them alone, what an accelerated recette
// accepted and nobody confirmed: each is counted again, whatever the leaves say, and the PV warns of each.
func TestCountedDuties(t *testing.T) {
	t.Parallel()
	author := journal.Broken{Rule: "author_alone", Effect: "warn"}
	owner := journal.Broken{Rule: "data_owner_alone", Effect: "warn"}
	urgent := journal.Broken{Rule: "unconfirmed_emergency", Effect: "trace"}
	wrote := func(who string) func(*plan.Manifest) {
		return func(m *plan.Manifest) {
			m.Sections.Authors = []plan.Authorship{{Who: who, Named: []string{"SC-1", "SC-2"}}}
		}
	}
	owned := func(m *plan.Manifest) {
		m.DataSets = []plan.DataSet{{Code: "JDD-1", SHA256: strings.Repeat("ab", 32)}}
		m.DataSets[0].Owner = nadia.Name
	}
	hurried := func(m *plan.Manifest) { m.Sections.Accelerated = plan.Accelerated{Reason: "Astreinte", Days: 10} }
	late := func(says ...journal.Broken) func(*world) {
		return func(w *world) {
			m := w.make()
			w.rendered(m, m.file)
			w.now = w.now.AddDate(0, 0, 11)
			w.leaf(marc, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
				l.Broken = says
				l.PV = &journal.PV{
					Number: m.draft.Number, SHA256: strings.Repeat("5b", 32), Role: "po",
					Signature: strings.Repeat("5c", 32), Certificate: strings.Repeat("5d", 32),
				}
			})
		}
	}
	ana := recette.Actor{Ref: "p-ana", Name: "Ana", Role: recette.Admin}
	for name, tt := range map[string]struct {
		plan  func(*plan.Manifest)
		do    func(w *world)
		want  []string // rules about which there is a doubt
		warns []string
	}{
		"the author alone":    {plan: wrote(yann.Name), warns: []string{"duty_author_alone"}},
		"somebody else wrote": {plan: wrote(elise.Name)},
		"the author alone, not said": {
			plan: wrote(yann.Name), do: func(w *world) { w.accepts() }, want: []string{author.Rule},
			warns: []string{"duty_author_alone"},
		},
		"the author alone, of a refusal": {
			plan: wrote(yann.Name), do: func(w *world) { w.pronouncedBy(marc) }, warns: []string{"duty_author_alone"},
		},
		"the author alone, invented": {
			plan: wrote(elise.Name), do: func(w *world) { w.accepts(author) }, want: []string{author.Rule},
		},
		"the owner alone, said": {
			plan: owned, do: func(w *world) { w.loads(nadia, owner) }, warns: []string{"duty_data_owner_alone"},
		},
		"the owner alone, not said": {
			plan: owned, do: func(w *world) { w.loads(nadia) }, want: []string{owner.Rule},
			warns: []string{"duty_data_owner_alone"},
		},
		"the owner alone, said twice": {
			plan: owned, do: func(w *world) { w.loads(nadia, owner); w.loads(nadia, owner) },
			want: []string{owner.Rule}, warns: []string{"duty_data_owner_alone"},
		},
		"another loads afterwards": {
			plan: owned, do: func(w *world) { w.loads(nadia, owner); w.loads(lea) },
		},
		"another resets afterwards": {
			plan: owned, do: func(w *world) { w.loads(nadia, owner); w.handles(lea, "reset") },
			warns: []string{"duty_data_owner_alone"},
		},
		"the owner resets": {plan: owned, do: func(w *world) { w.handles(nadia, "reset") }},
		"the owner alone, said of a reset": {
			plan: owned, do: func(w *world) { w.handles(nadia, "reset", owner) }, want: []string{owner.Rule},
		},
		"the owner alone, invented": {
			plan: owned, do: func(w *world) { w.loads(lea, owner) }, want: []string{owner.Rule},
		},
		"a delegation by an administrator": {
			plan: owned, do: func(w *world) { w.entrusts(ana) },
			warns: []string{"delegated_by_admin"},
		},
		"a delegation by who gives it": {plan: owned, do: func(w *world) { w.entrusts(marc) }},
		"accelerated":                  {plan: hurried, warns: []string{"accelerated_until"}},
		"accelerated, expired": {
			plan: hurried, do: func(w *world) { w.now = w.now.AddDate(0, 0, 11) },
			warns: []string{"duty_unconfirmed_emergency"},
		},
		"accelerated, confirmed": {
			plan: hurried, do: func(w *world) { w.now = w.now.AddDate(0, 0, 3); w.accepts() },
		},
		"accelerated, confirmed too late": {
			plan: hurried, do: func(w *world) { w.now = w.now.AddDate(0, 0, 11); w.accepts() },
			warns: []string{"accelerated_until"},
		},
		"accelerated, signed late, said": {
			plan: hurried, do: late(urgent), warns: []string{"duty_unconfirmed_emergency"},
		},
		"accelerated, signed late, not said": {
			plan: hurried, do: late(), want: []string{urgent.Rule}, warns: []string{"duty_unconfirmed_emergency"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				for _, a := range []recette.Actor{nadia, lea} {
					m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
				}
				m.Sections = &plan.Sections{}
				tt.plan(m)
			})
			if tt.do != nil {
				tt.do(w)
			}
			w.now = w.now.Add(time.Minute)
			m := w.make()
			var got, warns []string
			report := w.judge(m.file, true)
			for _, f := range report.Content {
				counted := []string{author.Rule, owner.Rule, urgent.Rule}
				if f.Code == verify.NoteRules && slices.Contains(counted, f.Args[2]) {
					got = append(got, f.Args[2])
				} else if f.Code == verify.Derived {
					t.Errorf("the product and the verifier do not count alike: %v", f)
				}
			}
			for _, x := range m.pv.Warnings {
				codes := []string{"duty_author_alone", "duty_data_owner_alone", "delegated_by_admin"}
				if slices.Contains(codes, x.Code) ||
					strings.Contains(x.Code, "emergency") || strings.HasPrefix(x.Code, "accelerated") {
					warns = append(warns, x.Code)
				}
			}
			if !slices.Equal(got, tt.want) || !slices.Equal(warns, tt.warns) {
				t.Errorf("doubts about %v, want %v; warnings %v, want %v: %v", got, tt.want, warns, tt.warns,
					report.Content)
			}
		})
	}
}

// lea is another QA.
var lea = recette.Actor{Ref: "p-lea", Name: "Léa Morel", Role: recette.QA}
