package campaign_test

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
)

// A correction says what was given on the route of a PV, and holds no more: before the decision, and after it. What
// was overtaken already is not said again.
func TestAmend_SaysWhatLapses(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.routed(route.Policy{Visas: []route.Visa{{Role: "qa"}, {Role: "delivery"}}}, plan.Participant{
		Ref: "p-denis", Name: "Denis Roy", Role: string(recette.Delivery),
	})
	denis := recette.Actor{Ref: "p-denis", Name: "Denis Roy", Role: recette.Delivery}
	b.attempt(yann, "SC-4", passed, passed, failed)
	amends := func(v recette.Verdict, seen string) campaign.Amended {
		t.Helper()
		a := conformNow("SC-4")
		a.Steps[0].Verdict, a.Steps[0].Observed = v, seen
		done, err := b.s.Amend(t.Context(), yann, a)
		must(t, err)
		return done
	}
	if got := amends(passed, ""); got.Lapsed != nil {
		t.Errorf("nothing was on the route: %+v", got.Lapsed)
	}
	number := b.render("", "")
	b.noted(elise, visa.Submission{Number: number})
	b.noted(samira, visa.Act{What: route.Give})
	got := amends(failed, "rien")
	if len(got.Lapsed) != 1 || got.Lapsed[0].PV != number || got.Lapsed[0].Decided || len(got.Lapsed[0].Steps) != 1 ||
		got.Lapsed[0].Steps[0].Role != "qa" || got.Lapsed[0].Steps[0].Ref != samira.Ref {
		t.Errorf("lapsed %+v, want the visa of the QA alone", got.Lapsed)
	}
	if got := amends(passed, ""); got.Lapsed != nil {
		t.Errorf("what was overtaken is overtaken again: %+v", got.Lapsed)
	}
	b.approved("")
	b.noted(denis, visa.Act{What: route.Give})
	must(t, b.decides("", recette.Accepted))
	if got := amends(failed, "rien"); len(got.Lapsed) != 1 || !got.Lapsed[0].Decided || len(got.Lapsed[0].Steps) != 2 {
		t.Errorf("lapsed %+v, want both visas and the decision", got.Lapsed)
	}
	if got := amends(passed, ""); got.Lapsed != nil {
		t.Errorf("what was overtaken since the decision is overtaken again: %+v", got.Lapsed)
	}
}

// A correction says which reading it takes back, and who may read the result now.
func TestAmend_SaysWhichReadingLapses(t *testing.T) {
	for name, c := range map[string]struct {
		verdicts []string
		want     []recette.Role
	}{
		"asked of what it became":     {nil, []recette.Role{recette.QA}},
		"asked of what it was":        {[]string{"failed"}, []recette.Role{recette.QA}},
		"asked of nothing that it is": {[]string{"not_applicable"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			m := manifest()
			m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Review: plan.Review{
				Cases: []string{"SC-1"}, Named: []string{"SC-1"}, By: []string{"qa"}, Verdicts: c.verdicts,
			}}
			must(t, b.s.Open(t.Context(), elise, m))
			b.attempt(yann, "SC-1", passed, passed, failed)
			read := c.want != nil
			if read {
				b.noted(samira, advice.Review{Case: "SC-1", Reading: recette.Accept})
			}
			done, err := b.s.Amend(t.Context(), yann, conformNow("SC-1"))
			must(t, err)
			switch got := done.Reread; {
			case !read && (got != nil || done.Unread):
				t.Errorf("nobody had read it: %+v", done.Effects)
			case read && (got == nil || got.By != samira.Ref || got.At == "" || len(got.Roles) != 1 ||
				got.Roles[0] != c.want[0] || !done.Unread):
				t.Errorf("reread %+v, unread %v, want the reading of the QA", got, done.Unread)
			}
		})
	}
}
