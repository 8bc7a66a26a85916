package verify_test

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/document"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// carrying conducts a campaign whose signed PV carries four reserves, and gives their numbers.
func carrying(t *testing.T) (p *project, parent states, number string, reserves []string) {
	t.Helper()
	p = conduct(t)
	reserves = []string{"RES-0001"}
	for _, id := range []string{"SC-0001", "SC-0002", "SC-0001"} {
		reserves = append(reserves, p.note(elise, gap.Reserve{
			Class: recette.Minor, Text: "À revoir " + id, Owner: "Atelier", Due: "2026-12-24", Check: id,
		}))
	}
	_, err := p.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Avec réserves.", LiftBy: "2026-12-31",
		Fallback: "Retour.", Triggers: []string{"guarantee"},
	})
	check(t, err)
	doc, manifest := p.build("")
	return p, p.issued(doc, manifest, campaign.Rendered{}), doc.Number, reserves
}

// lift corrects a reserve, has its case replayed by somebody else, and lifts it.
func (p *project) lift(reserve, id string, attempt int) {
	p.t.Helper()
	p.note(elise, gap.Move{Number: reserve, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
	p.auto(id, attempt, pass, pass, pass)
	p.note(marc, gap.Move{Number: reserve, Act: recette.ReserveLift, Reason: "Vu au re-test."})
}

// lifting makes the PV of lifting of another, as the product does.
func (p *project) lifting(parent string) (reports.PV, []byte, campaign.Rendered) {
	p.t.Helper()
	number, journey, err := p.s.NextLifting(p.t.Context(), elise, campaignID, parent)
	check(p.t, err)
	doc, manifest := p.buildAs(number, journey, parent)
	return doc, manifest, campaign.Rendered{Journey: journey, Lifts: parent, Reserves: doc.Lifting.Here()}
}

// Two PVs of lifting follow one another on one parent: each lifts its own, says what the other lifted and what remains,
// and verifies alone, beside its parent and with the journal. A lie in each field of the second shows.
func TestLifting_EachFieldIsJudged(t *testing.T) {
	p, parent, number, res := carrying(t)
	p.lift(res[1], "SC-0001", 4)
	p.note(samira, advice.Opinion{Opinion: recette.Favourable, Text: "Bien corrigé."})
	doc, manifest, as := p.lifting(number)
	if doc.Lifting.Outcome != "reserves_partly_lifted" || !slices.Equal(doc.Lifting.Here(), res[1:2]) {
		t.Fatalf("first: %+v", doc.Lifting)
	}
	first, former := p.issued(doc, manifest, as), doc.Number
	p.note(marc, gap.Move{Number: res[0], Act: recette.ReserveConvert, Into: "US-208", Reason: "Hors du contrat."})
	p.lift(res[3], "SC-0001", 5)
	doc, manifest, as = p.lifting(number)
	var said []string
	for i := range doc.Lifting.Reserves {
		said = append(said, doc.Lifting.Reserves[i].Says)
	}
	if want := []string{"ended", "lifted_before", "remains", "lifted"}; !slices.Equal(said, want) {
		t.Fatalf("second says %v, want %v", said, want)
	}
	for i := range doc.Reserves { // that were lifted before say in which PV
		want := ""
		if r := &doc.Reserves[i]; r.Number == res[1] {
			want = former
		}
		if got := doc.Reserves[i].LiftedIn; got != want {
			t.Errorf("%s is lifted in %q, want %q", doc.Reserves[i].Number, got, want)
		}
	}
	second := p.issued(doc, manifest, as)
	if doc.Number == strings.Replace(as.Lifts, "001", "002", 1) {
		t.Errorf("the second took the number of the first: %s", doc.Number)
	}
	for name, file := range map[string][]byte{"first": first.po.PDF, "second": second.po.PDF, "parent": parent.po.PDF} {
		if r := p.verify(file); r.Status != verify.Conform {
			t.Errorf("%s alone: %s, %v", name, r.Status, all(r))
		}
		if r := p.against(file); r.Status == verify.NotConform {
			t.Errorf("%s with the journal: %s, %v", name, r.Status, all(r))
		}
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s, %v", r.Status, all(r))
	}
	lies := 0
	for _, l := range everyLie(&doc) {
		own := strings.HasPrefix(l.path, "lifting") || strings.HasPrefix(l.path, "documents") ||
			strings.HasSuffix(l.path, "lifted_in") || l.path == "title" || l.path == "nature" || l.path == "state"
		if !own {
			continue
		}
		lies++
		changed := clone(t, &doc)
		l.change(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s %s: %s", l.path, l.how, r.Status)
		}
	}
	if lies < 80 {
		t.Errorf("%d lies were told", lies)
	}
}

// What a PV lifts is of a PV in force that carries it, and no other: whoever owns the project and grafts a lifting on
// the PV of another state of the log is found out by the leaves that the file joins.
func TestLifting_OfAParentThatDoesNotHold(t *testing.T) {
	end := func(act recette.PVAct) func(*project, string) {
		return func(p *project, number string) {
			p.note(marc, document.End{Number: number, Act: act, Reason: "Un autre plan."})
		}
	}
	for name, tt := range map[string]struct {
		then func(p *project, parent string)
		lie  func(doc *reports.PV)
		want string
	}{
		"cancelled":  {then: end(recette.PVCancel), want: "cancelled"},
		"to replace": {then: end(recette.PVReplace), want: "to_replace"},
		"replaced": {then: func(p *project, parent string) {
			end(recette.PVReplace)(p, parent)
			_, err := p.s.Decide(p.t.Context(), marc, campaign.Decide{
				Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Avec les autres.",
			})
			check(p.t, err)
			p.issuePV("")
		}, want: "replaced"},
		"another one": {lie: func(doc *reports.PV) { doc.Lifting.Parent.Number = "PV-2025-090-v1" }, want: "cancelled"},
		"unsigned":    {lie: func(doc *reports.PV) { doc.Lifting.Parent.Number = "PV-2025-089-v1" }, want: "unsigned"},
		"of a lifting": {then: func(p *project, parent string) {
			doc, manifest, as := p.lifting(parent)
			p.issued(doc, manifest, as)
		}, lie: func(doc *reports.PV) {
			for i := range doc.Documents {
				if doc.Documents[i].Lifts != "" {
					doc.Lifting.Parent.Number = doc.Documents[i].Number
				}
			}
		}, want: "lifting"},
		"of itself": {lie: func(doc *reports.PV) { doc.Lifting.Parent.Number = doc.Number }, want: "unknown"},
		"twice": {then: func(p *project, parent string) {
			doc, manifest, as := p.lifting(parent)
			p.issued(doc, manifest, as)
		}, want: "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, number, res := carrying(t)
			p.lift(res[1], "SC-0001", 4)
			legit, _, _ := p.lifting(number)
			if tt.then != nil {
				tt.then(p, number)
			}
			doc, manifest := p.build("")
			doc.Lifting, doc.Nature, doc.State = legit.Lifting, legit.Nature, "to_sign"
			if tt.lie != nil {
				tt.lie(&doc)
			}
			doc.Title = strings.Replace(legit.Title, number, doc.Lifting.Parent.Number, 1)
			r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
			expect(t, r, verify.LiftingRules)
			if f := all(r); !slices.ContainsFunc(f, func(f verify.Finding) bool {
				return f.Code == verify.LiftingRules && f.Args[1] == tt.want
			}) {
				t.Errorf("%v, want a parent that is %s", f, tt.want)
			}
		})
	}
}

// A parent is compared by its digest with the files that are beside: there, another file of that number, not there.
func TestLifting_BesideItsParent(t *testing.T) {
	p, parent, number, res := carrying(t)
	p.lift(res[1], "SC-0001", 4)
	doc, manifest, as := p.lifting(number)
	lifting := p.issued(doc, manifest, as)
	for name, tt := range map[string]struct {
		beside []byte
		want   verify.Code
		status verify.Status
		bad    bool // it is not conform itself
	}{
		"there":         {parent.po.PDF, verify.ParentGiven, verify.Conform, false},
		"not there":     {nil, verify.ParentAbsent, verify.Conform, false},
		"as it was":     {parent.ppo.PDF, verify.ParentDiffers, verify.Indeterminate, false},
		"not conform":   {parent.po.PDF, verify.ParentUnsound, verify.Indeterminate, true},
		"with one more": {append(slices.Clone(parent.po.PDF), '\n'), verify.ParentDiffers, verify.Indeterminate, false},
	} {
		reports := []*verify.Report{p.verify(lifting.po.PDF)}
		if tt.beside != nil {
			reports = append(reports, p.verify(tt.beside))
		}
		if tt.bad {
			reports[1].Status = verify.NotConform
		}
		verify.Together([]string{"levee.pdf", "origine.pdf"}[:len(reports)], reports)
		r := reports[0]
		found := slices.ContainsFunc(r.Together, func(f verify.Finding) bool { return f.Code == tt.want })
		if !found || r.Status != tt.status {
			t.Errorf("%s: %s, %v, want %s by %s", name, r.Status, r.Together, tt.status, tt.want)
		}
	}
}
