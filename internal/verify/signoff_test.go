package verify_test

import (
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/verify"
	"recette/reports"
)

// routed is a campaign whose plan asks for visas and opinions before the decision. One visa was refused, given, taken
// back and given again; a branch is silent.
func routed(t *testing.T, effect string, complete bool) *project {
	t.Helper()
	m := planOf(2, 1)
	m.Antennes = []string{"Bretagne", "Île-de-France"}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: referent.Ref, Name: referent.Name, Role: string(referent.Role), Entity: "BRETAGNE",
	})
	m.Sections.Signoff = route.Policy{
		Effect: effect, Ordered: true,
		Visas: []route.Visa{{Role: "qa", Days: 3, Unit: "working_days"}, {Role: "ppo", Who: elise.Name}},
		Branches: route.Panel{
			Panel: []string{"Bretagne", "Île-de-France"}, Quorum: 1, Days: 5, Silence: route.NoOpinion,
		},
	}
	p := newProject(t, m)
	for _, id := range []string{"SC-0001", "SC-0002", "SC-0003", "SC-9999"} {
		p.auto(id, 1, pass, pass, pass)
	}
	p.note(referent, advice.Opinion{Opinion: recette.Favourable, Text: "De la version d’avant."})
	p.submit("PV-2026-001-v1")
	p.note(samira, visa.Act{What: route.Refuse, Reason: "Une preuve manque."})
	p.submit("PV-2026-001-v2")
	p.note(samira, visa.Act{What: route.Give}, visa.Act{What: route.Withdraw, Reason: "Un doute."},
		visa.Act{What: route.Give, Reason: "Levé."})
	p.note(referent, advice.Opinion{Opinion: recette.WithReserves, Text: "D’accord."})
	if complete {
		p.note(elise, visa.Act{What: route.Give})
	}
	return p
}

// referent is of a branch.
var referent = recette.Actor{Ref: "p-ref", Name: "Rozenn Le Goff", Role: recette.Referent}

// submit renders a PV, and puts it on the route.
func (p *project) submit(number string) {
	p.t.Helper()
	doc, _ := p.build("")
	check(p.t, p.s.RecordPVRendered(p.t.Context(), elise, campaignID, campaign.Rendered{
		Number: number, SHA256: strings.Repeat("5a", 32), Checkpoint: doc.Journal.Size,
	}))
	p.note(elise, visa.Submission{Number: number, Remark: "À viser."})
}

func (p *project) refuses() error {
	_, err := p.s.Decide(p.t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.Refused, Reason: "Trop lent.",
	})
	return err
}

// What the PV shows of the route is computed again from the leaves: no field of it can be changed.
func TestSignoff_ALieInEachFieldShows(t *testing.T) {
	for name, complete := range map[string]bool{"waiting": false, "decided": true} {
		t.Run(name, func(t *testing.T) {
			p := routed(t, "block", complete)
			if complete {
				check(t, p.refuses())
			}
			doc, manifest := p.build("")
			if doc.Signoff == nil || doc.Signoff.Complete != complete || doc.Signoff.Number != "PV-2026-001-v2" {
				t.Fatalf("signoff: %+v", doc.Signoff)
			}
			if got := doc.Signoff.Steps[2]; got.Branch != "Bretagne" || got.Status != "given" {
				t.Errorf("the opinion of a branch: %+v", got)
			}
			states := map[bool]string{false: "circulating", true: "to_sign"}
			if doc.State != states[complete] {
				t.Errorf("the status of the PV is %s, want %s", doc.State, states[complete])
			}
			a := p.drawn(clone(t, &doc))
			if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
				t.Fatalf("unchanged: %s, %v", r.Status, all(r))
			}
			found := 0
			for _, l := range everyLie(&doc) {
				if !strings.HasPrefix(l.path, "signoff") {
					continue
				}
				found++
				changed := clone(t, &doc)
				l.change(&changed)
				if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
					t.Errorf("%s %s: %s", l.path, l.how, r.Status)
				}
			}
			if found < 25 {
				t.Errorf("%d lies of the route, want more", found)
			}
		})
	}
}

// A route that is shown complete and is not, with every word to match.
func TestSignoff_AWholeLieShows(t *testing.T) {
	p := routed(t, "warn", false)
	check(t, p.refuses())
	doc, manifest := p.build("")
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("a plan that warns lets it pass: %s, %v", r.Status, all(r))
	}
	warned := func(d *reports.PV) bool {
		for _, w := range d.Warnings {
			if w.Code == "route_incomplete" {
				return true
			}
		}
		return false
	}
	if doc.Signoff.Complete || !warned(&doc) {
		t.Errorf("complete %t, warned %t: want a warning", doc.Signoff.Complete, warned(&doc))
	}
	whole := clone(t, &doc)
	whole.Signoff.Complete = true
	step := &whole.Signoff.Steps[1]
	step.Status, step.By, step.At = "given", elise.Name, whole.Signoff.Steps[0].At
	whole.Signoff.Acts = append(whole.Signoff.Acts, reports.SignoffAct{
		Act: "give", Number: whole.Signoff.Number, SHA256: whole.Signoff.Acts[0].SHA256, Role: "ppo", By: elise.Name,
		At: *step.At,
	})
	if r := p.verify(a.attach(whole, manifest)); r.Status != verify.NotConform || !has(r, verify.NoteMismatch) {
		t.Errorf("a complete route that is none: %s, %v", r.Status, all(r))
	}
}

// Nobody decides before the end of the route, unless the plan only warns.
func TestSignoff_BlocksTheDecision(t *testing.T) {
	if err := routed(t, "block", false).refuses(); err == nil {
		t.Error("decided before the end of the route")
	}
	if err := routed(t, "", true).refuses(); err != nil {
		t.Errorf("a complete route: %v", err)
	}
}

// The status of a PV is that of the route when it was made: no other one can be printed.
func TestSignoff_StatusOfTheJournal(t *testing.T) {
	for want, made := range map[string]func() *project{
		"circulating": func() *project { return routed(t, "block", false) },
		"to_decide":   func() *project { return routed(t, "block", true) },
		"draft": func() *project {
			p := routed(t, "block", false)
			p.auto("SC-0001", 2, pass, pass, pass)
			return p
		},
	} {
		p := made()
		doc, manifest := p.build("")
		if doc.State != want {
			t.Errorf("the status is %s, want %s", doc.State, want)
		}
		for _, state := range []string{"draft", "circulating", "to_decide", "to_sign", "signed"} {
			lie := clone(t, &doc)
			lie.State = state
			r := p.verify(p.both(p.render(lie, manifest, nil)).po.PDF)
			if conform := r.Status == verify.Conform; conform != (state == want) {
				t.Errorf("a PV %s that says %s: %s, %v", want, state, r.Status, all(r))
			}
		}
	}
}
