package verify_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/sign"
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

// A deputy who played does not sign what somebody else decided (rule 1). Where the plan lets that pass, their signature
// and what comes after it say so, and conform; where it does not, whoever verifies is told.
func TestWhoPlayedDoesNotSign(t *testing.T) {
	for name, tt := range map[string]struct {
		planned string        // how strictly the plan keeps the rule
		want    verify.Status // of what is found of the signature, as far as the rule goes
	}{
		"the plan traces": {"trace", verify.Conform}, "the plan warns": {"warn", verify.Conform},
		"the plan blocks": {"", verify.Indeterminate},
	} {
		t.Run(name, func(t *testing.T) {
			m := planOf(2, 1)
			m.Sections.Policies = nil
			if tt.planned != "" {
				m.Sections.Policies = []plan.Policy{{Rule: "decider_executed", Effect: tt.planned}}
			}
			p := newProject(t, m)
			for _, c := range m.Cases {
				p.manual(c.ID, recette.Passed, recette.Passed, recette.Passed)
			}
			p.note(elise, advice.Delegation{
				By: marc.Ref, To: yann.Ref, Role: recette.PO, From: "2026-11-23", Until: "2026-11-23",
				Reference: "note", SHA256: strings.Repeat("ab", 32),
			})
			_, err := p.s.Decide(t.Context(), marc, campaign.Decide{Campaign: campaignID, Decision: recette.Accepted})
			check(t, err)
			deputy, key := yann, p.issue(yann.Name, sign.RolePO)
			deputy.Role = recette.PO
			doc, manifest := p.build("")
			base := p.render(doc, manifest, nil)
			check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
				Number: doc.Number, SHA256: verify.Digest(base), Checkpoint: doc.Journal.Size,
			}))
			ppo := p.sign(base, p.ppo, nil)
			p.recordSigned(elise, doc.Number, base, ppo)
			po := p.sign(ppo.PDF, key, nil)
			if got := found(p.verify(po.PDF), verify.SignerExecuted); got != tt.want {
				t.Errorf("%s: %q, want %q", verify.SignerExecuted, got, tt.want)
			}
			if tt.planned == "" {
				return
			}
			p.recordSigned(deputy, doc.Number, ppo.PDF, p.sign(ppo.PDF, p.po, nil))
			number := doc.Number
			doc, manifest = p.build("")
			if !slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool {
				return w.Code == "duty_decider_executed" && slices.Contains(w.Args, number)
			}) {
				t.Errorf("warnings %v, none of a signature by somebody who played", doc.Warnings)
			}
			if r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF); r.Status != verify.Conform {
				t.Errorf("an honest PV made after it: %s %v", r.Status, all(r))
			}
		})
	}
}

// found gives how grave the findings of a code are; nothing when there is none.
func found(r *verify.Report, code verify.Code) verify.Status {
	for _, f := range all(r) {
		if f.Code == code {
			return f.Status
		}
	}
	return ""
}
