package verify_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
)

// What is dated before what it is about: by the data, by the signature, by the leaf of the decision.
func TestWhatIsDatedTooEarlyShows(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	early := func(r *sign.Request) { r.At = doc.IssuedAt.Add(-time.Minute) }
	for name, tt := range map[string]struct {
		file func() []byte
		want verify.Code
	}{
		"PV before its last fact": {func() []byte {
			changed := clone(t, &doc)
			changed.IssuedAt = doc.IssuedAt.Add(-24 * time.Hour)
			return p.both(p.render(changed, manifest, nil)).po.PDF
		}, verify.IssuedEarly},
		"PV after its signatures": {func() []byte {
			changed := clone(t, &doc)
			changed.IssuedAt = doc.IssuedAt.Add(24 * time.Hour)
			return p.both(p.render(changed, manifest, nil)).po.PDF
		}, verify.SignedEarly},
		"PPO before the PV": {func() []byte {
			return p.sign(p.sign(p.render(doc, manifest, nil), p.ppo, early).PDF, p.po, nil).PDF
		}, verify.SignedEarly},
		"PO before the PPO": {func() []byte {
			return p.sign(p.sign(p.render(doc, manifest, nil), p.ppo, nil).PDF, p.po, func(r *sign.Request) {
				r.At = doc.IssuedAt
			}).PDF
		}, verify.SignedEarly},
	} {
		t.Run(name, func(t *testing.T) { expect(t, p.verify(tt.file()), tt.want) })
	}
}

// decided appends a decision that is dated as asked, as a program that is not ours could.
func (p *project) decided(at time.Time, d recette.Decision) {
	p.t.Helper()
	who, err := journal.NewPerson(rand.Reader, marc.Ref, marc.Name, string(marc.Role))
	check(p.t, err)
	reason, err := journal.NewText(rand.Reader, "ainsi soit-il")
	check(p.t, err)
	_, err = p.db.Append(p.t.Context(), journal.Entry{
		Leaf: journal.Leaf{
			At: journal.Instant(at), Kind: journal.KindDecision, Campaign: campaignID, Actor: who.Actor(),
			Decision: &journal.Decision{
				Decision: string(d), Number: "DEC-REC-0009", Reason: reason.Commitment, Effect: "2026-11-23",
			},
		},
		Texts: []journal.Text{reason}, Persons: []journal.Person{who},
	})
	check(p.t, err)
}

// A decision that is dated a year before the executions that it judges: the leaves prove their order, not their dates.
func TestADecisionDatedBeforeTheExecutionsIsNeverConform(t *testing.T) {
	p := conduct(t)
	p.decided(day.AddDate(-1, 0, 0), recette.Refused)
	s := p.issuePV("")
	for name, r := range map[string]*verify.Report{"alone": p.verify(s.po.PDF), "journal": p.against(s.po.PDF)} {
		if r.Status != verify.Indeterminate || !has(r, verify.DecidedEarly) || !has(r, verify.ClockBack) {
			t.Errorf("%s: %s, %v", name, r.Status, all(r))
		}
	}
}

// A clock that went back is in the journal, and said.
func TestAClockThatWentBackIsSaid(t *testing.T) {
	p := conduct(t)
	p.now = p.now.Add(-time.Hour)
	p.auto("SC-0006", 2, pass, pass, pass)
	p.now = p.now.Add(2 * time.Hour)
	s := p.issuePV("")
	for name, r := range map[string]*verify.Report{"alone": p.verify(s.po.PDF), "journal": p.against(s.po.PDF)} {
		if r.Status != verify.Conform || !has(r, verify.ClockBack) {
			t.Errorf("%s: %s, %v", name, r.Status, all(r))
		}
	}
}

// A later decision takes nothing from the PV, and is said: on its journey, or on everything.
func TestALaterDecisionIsSaid(t *testing.T) {
	p := conduct(t)
	s, other := p.issuePV("adhesion"), p.issuePV("reste")
	_, err := p.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Journey: "adhesion", Decision: recette.Refused, Reason: "tout bien pesé",
	})
	check(t, err)
	if r := p.against(s.po.PDF); r.Status != verify.Conform || !has(r, verify.DecidedSince) {
		t.Errorf("of the journey: %s, %v", r.Status, all(r))
	}
	if r := p.against(other.po.PDF); r.Status != verify.Conform || has(r, verify.DecidedSince) {
		t.Errorf("of another journey: %s, %v", r.Status, all(r))
	}
	p.auto("SC-0006", 2, pass, pass, pass) // a decision of another journey hides no fact of this one
	if r := p.against(other.po.PDF); r.Status != verify.Conform || !has(r, verify.FactsSince) {
		t.Errorf("a result of this journey: %s, %v", r.Status, all(r))
	}
	_, err = p.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.Refused, Reason: "tout bien pesé",
	})
	check(t, err)
	if r := p.against(other.po.PDF); r.Status != verify.Conform || !has(r, verify.DecidedSince) {
		t.Errorf("of everything: %s, %v", r.Status, all(r))
	}
}

// The PPO may certify the results of a PV that shows no decision, though one was pronounced since.
func TestADecisionSinceIsNoneOfAPVWithoutOne(t *testing.T) {
	p := newProject(t, planOf(4, 3))
	p.auto("SC-0001", 1, pass, pass, pass)
	doc, manifest := p.build("adhesion")
	base := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
		Number: doc.Number, Journey: "adhesion", SHA256: verify.Digest(base), Checkpoint: doc.Journal.Size,
	}))
	_, err := p.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Journey: "adhesion", Decision: recette.Refused, Reason: "tout bien pesé",
	})
	check(t, err)
	s := p.sign(base, p.ppo, nil)
	p.recordSigned(elise, doc.Number, base, s)
	r := judge(t, s.PDF, verify.Options{Anchors: p.anchors(), Journal: p.db, Expect: []string{"PPO"}})
	if r.Status != verify.Conform || !has(r, verify.DecidedSince) {
		t.Errorf("%s, %v", r.Status, all(r))
	}
}

// Whose clock is behind neither decides nor signs.
func TestAClockThatIsBehindIsRefused(t *testing.T) {
	p := conduct(t)
	ctx := t.Context()
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	check(t, p.s.RecordPVRendered(ctx, elise, campaignID, campaign.Rendered{
		Number: doc.Number, SHA256: verify.Digest(base), Checkpoint: doc.Journal.Size,
	}))
	now := p.now
	p.now = now.Add(-24 * time.Hour)
	if err := p.s.CheckSign(ctx, elise, campaignID, doc.Number, verify.Digest(base)); !errors.Is(
		err, campaign.ErrClock,
	) {
		t.Errorf("CheckSign() = %v, want the clock to be refused", err)
	}
	_, err := p.s.Decide(ctx, marc, campaign.Decide{Campaign: campaignID, Decision: recette.Refused, Reason: "non"})
	if !errors.Is(err, campaign.ErrClock) {
		t.Errorf("Decide() = %v, want the clock to be refused", err)
	}
	p.now = now
	signed := p.sign(base, p.ppo, nil)
	p.recordSigned(elise, doc.Number, base, signed)
	p.now = now.Add(time.Second) // after the PV was established, before the PPO signed
	if err := p.s.CheckSign(ctx, marc, campaignID, doc.Number, verify.Digest(signed.PDF)); !errors.Is(
		err, campaign.ErrClock,
	) {
		t.Errorf("CheckSign() after the PPO = %v, want the clock to be refused", err)
	}
	p.now = now.Add(time.Hour)
	check(t, p.s.CheckSign(ctx, marc, campaignID, doc.Number, verify.Digest(signed.PDF)))
}
