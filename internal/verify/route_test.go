package verify_test

import (
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/verify"
)

// asking is a plan that asks for the visas of roles before the decision.
func asking(effect string, roles ...string) plan.Manifest {
	m := planOf(2, 1)
	asks(&m, effect, roles...)
	return m
}

func asks(m *plan.Manifest, effect string, roles ...string) {
	s := *m.Sections
	s.Signoff = route.Policy{Effect: effect}
	for _, r := range roles {
		s.Signoff.Visas = append(s.Signoff.Visas, route.Visa{Role: r})
	}
	m.Sections = &s
}

// conform is a project of a plan whose cases all passed.
func conform(t *testing.T, m plan.Manifest) *project {
	t.Helper()
	p := newProject(t, m)
	for _, id := range []string{"SC-0001", "SC-0002", "SC-0003", "SC-9999"} {
		p.auto(id, 1, pass, pass, pass)
	}
	return p
}

// Facts recorded after a visa overtake it, before the decision and after: the PV says so, and the leaves give the same.
func TestRoute_FactsOvertakeTheVisa(t *testing.T) {
	for name, record := range map[string]func(p *project){
		"anomaly": func(p *project) {
			p.note(yann, gap.Anomaly{Severity: recette.Minor, Case: "SC-0003", Summary: "x", Workaround: "y"})
		},
		"invalidation": func(p *project) {
			p.note(samira, advice.Invalidation{Case: "SC-0003", Cause: recette.FlawedData, Reason: "faux"})
		},
		"contest": func(p *project) { p.note(yann, advice.Contest{Case: "SC-0003", Reason: "faux"}) },
		"reserve": func(p *project) {
			p.note(elise, gap.Reserve{Class: recette.Major, Text: "x", Owner: "Atelier", Due: "2027-01-01"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := conform(t, asking("warn", "qa"))
			p.submit("PV-2026-001-v1")
			p.note(samira, visa.Act{What: route.Give})
			if doc, _ := p.build(""); doc.Signoff.Phase != "ready" {
				t.Fatalf("before: %s", doc.Signoff.Phase)
			}
			record(p)
			doc, manifest := p.build("")
			if got, want := doc.Signoff.Phase, "overtaken"; got != want {
				t.Errorf("phase %s, want %s", got, want)
			}
			if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status == verify.NotConform {
				t.Errorf("the leaves give another route: %v", all(r))
			}
		})
	}
}

// The acts of an iteration are judged by its plan: the next one may ask for other visas, or for none.
func TestRoute_AnotherIterationAsksForSomethingElse(t *testing.T) {
	for name, tt := range map[string]struct{ before, after []string }{
		"the same":         {[]string{"qa"}, []string{"qa"}},
		"then nothing":     {[]string{"qa"}, nil},
		"then of another":  {[]string{"qa"}, []string{"ppo"}},
		"nothing, then qa": {nil, []string{"qa"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := conform(t, asking("block", tt.before...))
			if tt.before != nil {
				p.submit("PV-2026-001-v1")
				p.note(samira, visa.Act{What: route.Give})
			}
			check(t, p.refuses())
			p.iterate(campaign.Iteration{Build: true, Aside: true, Impact: func([]string) bool { return false }},
				func(m *plan.Manifest) {
					m.Release.Build, m.Environment.Build, m.Release.Version = "b2", "b2", "1.4.1"
					asks(m, "block", tt.after...)
				})
			doc, manifest := p.build("")
			r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest))
			for _, f := range all(r) {
				if f.Code == verify.NoteRules {
					t.Errorf("%s %v", f.Code, f.Args)
				}
			}
		})
	}
}

// A decision that rests on a silence which a clock ahead made is incomplete once the clock is set back.
func TestRoute_AClockAheadEndsNoDelay(t *testing.T) {
	m := asking("warn")
	m.Antennes = []string{"Bretagne", "Corse"}
	m.Sections.Signoff.Branches = route.Panel{Panel: m.Antennes, Quorum: 2, Days: 5, Silence: route.NoOpinion}
	p := conform(t, m)
	p.submit("PV-2026-001-v1")
	was := p.now
	p.now = p.now.AddDate(0, 0, 10)
	check(t, p.refuses())
	if doc, _ := p.build(""); !doc.Signoff.Complete {
		t.Fatalf("past the delay: %+v", doc.Signoff)
	}
	p.now = was.Add(time.Minute)
	p.note(samira, advice.Deviation{Text: "a", Reason: "b"})
	doc, manifest := p.build("")
	if doc.Signoff.Complete {
		t.Error("silence counts before the end of the delay")
	}
	r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest))
	for _, f := range all(r) {
		if f.Code == verify.NoteMismatch {
			t.Errorf("the leaves give another route: %v", f.Args)
		}
	}
}
