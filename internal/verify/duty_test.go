package verify_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A PV that somebody else than its decider signed, where the project lets that pass, is said to break the rule of one
// decider in every PV that comes after it. These are honest: the leaf of the signature says it, and they conform.
func TestASignatureOfAnotherDeciderIsWarnedOf(t *testing.T) {
	m := planOf(2, 1)
	paul := recette.Actor{Ref: "p-paul", Name: "Paul Roux", Role: recette.PO}
	m.Parties = append(m.Parties, plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: string(paul.Role)})
	p := newProject(t, m)
	var err error
	p.s, err = campaign.New(campaign.Deps{
		Journal: p.db, Clock: p.clock, Rand: rand.Reader, Evidence: p.kept,
		Policies: campaign.Policies{Duties: access.Duties{access.SeveralDeciders: access.Trace}},
	})
	check(t, err)
	for _, c := range m.Cases {
		p.manual(c.ID, recette.Passed, recette.Passed, recette.Passed)
	}
	_, err = p.s.Decide(t.Context(), marc, campaign.Decide{Campaign: campaignID, Decision: recette.Accepted})
	check(t, err)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(base), Checkpoint: doc.Journal.Size,
	}))
	ppo := p.sign(base, p.ppo, nil)
	p.recordSigned(elise, doc.Number, base, ppo)
	p.recordSigned(paul, doc.Number, ppo.PDF, p.sign(ppo.PDF, p.po, nil))
	signed := doc.Number
	doc, manifest = p.build("")
	if !slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool {
		return w.Code == "duty_several_deciders" && slices.Contains(w.Args, signed)
	}) {
		t.Errorf("warnings %v, none of the signature of another decider", doc.Warnings)
	}
	if r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF); r.Status != verify.Conform {
		t.Errorf("an honest PV made after it: %s %v", r.Status, all(r))
	}
}
