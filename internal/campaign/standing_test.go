package campaign_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

const digest = "abababababababababababababababababababababababababababababababab"

// renderedPV renders the PV of a journey at the present checkpoint.
func renderedPV(t *testing.T, b *bench, number, journey string) {
	t.Helper()
	cp, err := b.db.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
		Number: number, Journey: journey, SHA256: digest, Checkpoint: cp.Size,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPV_IsNotSignedOnceFactsOvertookIt holds a PV that was rendered green: nobody signs it any more once a result, an
// anomaly, a reserve or another decision of its scope was recorded. What happens to another journey does not weigh on
// it.
func TestPV_IsNotSignedOnceFactsOvertookIt(t *testing.T) {
	t.Parallel()
	later := map[string]struct {
		fact func(t *testing.T, b *bench)
		want error
	}{
		"nothing": {func(*testing.T, *bench) {}, nil},
		"a failing attempt": {func(_ *testing.T, b *bench) {
			b.attempt(yann, "SC-4", recette.Passed, recette.Passed, recette.Failed)
		}, campaign.ErrOvertaken},
		"an attempt that is still open": {func(t *testing.T, b *bench) {
			r := campaign.Result{
				Campaign: "v1", Case: "SC-4", Content: "content/1:SC-4", Attempt: 2, Pass: 1, Mode: recette.Manual,
				Steps: []campaign.Observation{manual(0, recette.Failed)},
			}
			if _, err := b.s.Record(t.Context(), yann, r); err != nil {
				t.Fatal(err)
			}
		}, campaign.ErrOvertaken},
		"an anomaly of the case": {func(t *testing.T, b *bench) {
			a := gap.Anomaly{Severity: recette.Inconsequential, Case: "SC-4", Summary: "un détail"}
			if _, err := b.s.Note(t.Context(), yann, "v1", a); err != nil {
				t.Fatal(err)
			}
		}, campaign.ErrOvertaken},
		"a reserve about no case": {func(t *testing.T, b *bench) {
			r := gap.Reserve{Class: recette.Minor, Text: "à corriger", Owner: "Atelier", Due: "2099-01-01"}
			if _, err := b.s.Note(t.Context(), elise, "v1", r); err != nil {
				t.Fatal(err)
			}
		}, campaign.ErrOvertaken},
		"a result of another journey": {func(_ *testing.T, b *bench) { conform(b, "SC-1") }, nil},
		"a refusal": {func(t *testing.T, b *bench) {
			b.decide(t, campaign.Decide{Journey: "reste", Decision: recette.Refused, Reason: "un défaut"})
		}, campaign.ErrOvertaken},
		"the same decision once more": {func(t *testing.T, b *bench) {
			b.decide(t, campaign.Decide{Journey: "reste", Decision: recette.Accepted})
		}, campaign.ErrOvertaken},
		"a refusal of the whole campaign": {func(t *testing.T, b *bench) {
			b.decide(t, campaign.Decide{Decision: recette.Refused, Reason: "un défaut"})
		}, campaign.ErrOvertaken},
		"a decision on another journey": {func(t *testing.T, b *bench) {
			b.decide(t, campaign.Decide{Journey: "adhesion", Decision: recette.Refused, Reason: "un défaut"})
		}, nil},
	}
	for name, tt := range later {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, campaign.Policies{})
			b.open()
			conform(b, "SC-4")
			b.decide(t, campaign.Decide{Journey: "reste", Decision: recette.Accepted})
			renderedPV(t, b, "PV-2026-001-v1", "reste")
			tt.fact(t, b)
			if err := b.s.CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest); !errors.Is(err, tt.want) {
				t.Errorf("the PPO signs after %s: error = %v, want %v", name, err, tt.want)
			}
			agree(t, b, "PV-2026-001-v1", tt.want == nil)
		})
	}
}

// agree holds the list of PVs and what waits for somebody to what a signature is answered: a PV is to be signed in
// each, or in none, and what replaces a signature is asked for.
func agree(t *testing.T, b *bench, number string, signs bool) {
	t.Helper()
	st, err := b.s.Status(t.Context(), elise, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if got := st.Stages[number] == recette.PVToSign; got != signs {
		t.Errorf("%s is %s, and its signature is accepted: %v", number, st.Stages[number], signs)
	}
	asks := map[campaign.WaitKind]bool{}
	for _, w := range st.Waiting(nil) {
		if w.Journey != "adhesion" {
			asks[w.Kind] = true
		}
	}
	if again := asks["remake"] || asks["render"] || asks["decide"]; asks["sign.ppo"] != signs || again == signs {
		t.Errorf("what waits is %v, and the signature of %s is accepted: %v", asks, number, signs)
	}
}

// decide pronounces a decision on the campaign of the tests.
func (b *bench) decide(t *testing.T, d campaign.Decide) {
	t.Helper()
	d.Campaign = "v1"
	if _, err := b.s.Decide(t.Context(), marc, d); err != nil {
		t.Fatal(err)
	}
}

// TestPV_OfAllIsOvertakenByADecisionOnAJourney holds a PV of the whole campaign that shows its decision: a journey that
// is decided on after that decision is part of it, be it before the PV was made, which does not show it. What was
// pronounced before the decision on all is overtaken by it.
func TestPV_OfAllIsOvertakenByADecisionOnAJourney(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	refused := campaign.Decide{Journey: "reste", Decision: recette.Refused, Reason: "un défaut"}
	b.decide(t, refused)
	b.decide(t, campaign.Decide{Decision: recette.Postponed, Reason: "plus tard"})
	renderedPV(t, b, "PV-2026-001-v1", "")
	if err := b.s.CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest); err != nil {
		t.Errorf("before: %v", err)
	}
	b.decide(t, refused)
	renderedPV(t, b, "PV-2026-001-v2", "")
	for _, number := range []string{"PV-2026-001-v1", "PV-2026-001-v2"} {
		err := b.s.CheckSign(t.Context(), elise, "v1", number, digest)
		if !errors.Is(err, campaign.ErrOvertaken) {
			t.Errorf("%s, after: error = %v, want ErrOvertaken", number, err)
		}
	}
}

// TestPV_ShowsNoDecisionPronouncedSince holds that the PPO certifies the results of a PV that shows no decision, though
// one was pronounced since, and that the PO has nothing to sign there.
func TestPV_ShowsNoDecisionPronouncedSince(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	renderedPV(t, b, "PV-2026-001-v1", "reste")
	b.decide(t, campaign.Decide{Journey: "reste", Decision: recette.Accepted})
	signed := campaign.SignedPV{
		Number: "PV-2026-001-v1", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}
	if err := b.s.RecordPVSigned(t.Context(), elise, "v1", signed); err != nil {
		t.Errorf("the PPO certifies the results: %v", err)
	}
	err := b.s.RecordPVSigned(t.Context(), marc, "v1", signed)
	if !errors.Is(err, campaign.ErrSignature) || errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("the PO signs a PV without a decision: error = %v, want ErrSignature alone", err)
	}
}

// TestPV_CheckpointIsNotBelieved holds that whoever renders cannot say that a PV covers nothing, or more than there is:
// later facts would then overtake it unseen.
func TestPV_CheckpointIsNotBelieved(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	size, _, err := b.db.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{-1, 0, size + 1, 1 << 40} {
		err := b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
			Number: "PV-2026-001-v1", Journey: "reste", SHA256: digest, Checkpoint: n,
		})
		if !errors.Is(err, campaign.ErrInvalid) {
			t.Errorf("checkpoint %d of %d: error = %v, want ErrInvalid", n, size, err)
		}
	}
	renderedPV(t, b, "PV-2026-001-v1", "reste")
	if err := b.s.CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest); err != nil {
		t.Errorf("at %d: %v", size, err)
	}
}

// TestPV_OldCheckpointIsNotBelieved holds the PVs that were recorded with any number as their checkpoint: nobody signs
// them, whatever came after.
func TestPV_OldCheckpointIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, 1 << 40} {
		b := newBench(t, campaign.Policies{})
		b.open()
		var leaf journal.Leaf
		for rec, err := range b.db.Records(t.Context(), journal.Filter{Campaign: "v1"}) {
			if err != nil {
				t.Fatal(err)
			}
			leaf.Actor, leaf.At = rec.Leaf.Actor, rec.Leaf.At
		}
		leaf.Kind, leaf.Campaign = journal.KindPVRendered, "v1"
		leaf.PV = &journal.PV{Number: "PV-2026-001-v1", Journey: "reste", SHA256: digest, Checkpoint: n}
		if _, err := b.db.Append(t.Context(), journal.Entry{Leaf: leaf}); err != nil {
			t.Fatal(err)
		}
		err := b.service(campaign.Policies{}).CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest)
		if !errors.Is(err, campaign.ErrOvertaken) {
			t.Errorf("checkpoint %d: error = %v, want ErrOvertaken", n, err)
		}
	}
}

// TestPV_IsNotSignedUnderADecisionThatNoLongerStands holds an acceptance that was pronounced on green results: once a
// case fails, a PV rendered again shows both, and nobody signs it before a decision that the state allows.
func TestPV_IsNotSignedUnderADecisionThatNoLongerStands(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-1", "SC-2", "SC-3")
	decide := func(d recette.Decision, reason string) {
		t.Helper()
		b.decide(t, campaign.Decide{Journey: "adhesion", Decision: d, Reason: reason})
	}
	decide(recette.Accepted, "")
	b.attempt(yann, "SC-3", recette.Passed, recette.Passed, recette.Failed)
	renderedPV(t, b, "PV-2026-001-v1", "adhesion")
	err := b.s.CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest)
	if !errors.Is(
		err, campaign.ErrSignature,
	) || !errors.Is(err, campaign.ErrOvertaken) || !errors.Is(err, campaign.ErrDecision) {
		t.Errorf("the PPO signs an overtaken acceptance: error = %v, want ErrSignature and its grounds", err)
	}
	decide(recette.Postponed, "un cas échoue")
	renderedPV(t, b, "PV-2026-001-v2", "adhesion")
	for _, actor := range []recette.Actor{elise, marc} {
		signed := campaign.SignedPV{
			Number: "PV-2026-001-v2", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
		}
		if err := b.s.RecordPVSigned(t.Context(), actor, "v1", signed); err != nil {
			t.Errorf("the %s signs the postponement: %v", actor.Role, err)
		}
	}
}

// TestBlankTexts_SayNothing holds that spaces and invisible characters are no motive, no summary and no owner.
func TestBlankTexts_SayNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	for name, text := range map[string]string{
		"space": " ", "no-break space": "\u00a0", "zero width": "\u200b", "tab": "\t\n",
	} {
		refused := campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Refused, Reason: text}
		if _, err := b.s.Decide(t.Context(), marc, refused); !errors.Is(err, campaign.ErrDecision) {
			t.Errorf("%s as a motive: error = %v, want ErrDecision", name, err)
		}
		a := gap.Anomaly{Severity: recette.Minor, Case: "SC-4", Summary: text}
		if _, err := b.s.Note(t.Context(), yann, "v1", a); !errors.Is(err, campaign.ErrIncomplete) {
			t.Errorf("%s as a summary: error = %v, want ErrIncomplete", name, err)
		}
		r := gap.Reserve{Class: recette.Minor, Text: text}
		if _, err := b.s.Note(t.Context(), elise, "v1", r); !errors.Is(err, campaign.ErrIncomplete) {
			t.Errorf("%s as a reserve: error = %v, want ErrIncomplete", name, err)
		}
		o := manual(0, recette.Failed)
		o.Observed = text
		_, err := b.s.Record(t.Context(), yann, campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{o},
		})
		if !errors.Is(err, campaign.ErrIncomplete) {
			t.Errorf("%s as what was observed: error = %v, want ErrIncomplete", name, err)
		}
	}
	if _, err := b.s.Note(
		t.Context(), elise, "v1",
		gap.Reserve{Class: recette.Minor, Text: "à corriger", Owner: " ", Due: "2026-12-15"},
	); err != nil {
		t.Fatal(err)
	}
	with := campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.AcceptedWithReserves, Reason: "accord"}
	if _, err := b.s.Decide(t.Context(), marc, with); !strings.Contains(
		strings.Join(codes(reasons(err)), " "), string(recette.ReasonReserveIncomplete),
	) {
		t.Errorf("a reserve owned by a space: error = %v, want reserve_incomplete", err)
	}
}

func codes(list []recette.ReasonCode) []string {
	var out []string
	for _, c := range list {
		out = append(out, string(c))
	}
	return out
}

// TestRefs_OneSpellingAfterAnotherIsOnePerson holds that the same name in capitals, with a no-break space or with its
// accents apart does not make a second person, who could then sign under the other role.
func TestRefs_OneSpellingAfterAnotherIsOnePerson(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	spellings := []string{"Paule Été", "PAULE ÉTÉ", "Paule\u00a0Été ", "Paule E\u0301te\u0301", "Yann le  goff"}
	got, err := b.s.Refs(t.Context(), auditor, spellings)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range spellings[1:4] {
		if got[n] == "" || got[n] != got["Paule Été"] {
			t.Errorf("%q has the reference %q, want that of Paule Été, %q", n, got[n], got["Paule Été"])
		}
	}
	if got["Yann le  goff"] != yann.Ref {
		t.Errorf("Yann le  goff = %q, want the reference of the earlier campaign, %q", got["Yann le  goff"], yann.Ref)
	}
	people, err := b.s.People(t.Context(), auditor, "")
	if err != nil || people[yann.Ref] != "Yann Le Goff" {
		t.Errorf("People() names %s %q, %v", yann.Ref, people[yann.Ref], err)
	}
	if _, err := b.s.People(t.Context(), recette.Actor{Ref: "p-x"}, ""); !errors.Is(err, access.ErrDenied) {
		t.Errorf("People() for nobody = %v, want a refusal", err)
	}
}

// TestUnclosed_NothingOfItIsConform holds that a case of which nobody closed the attempt is not run, whatever was
// answered step by step: in its verdict, in the figures, for a decision, in this process and in another.
func TestUnclosed_NothingOfItIsConform(t *testing.T) {
	t.Parallel()
	const aside = recette.NotApplicable
	for name, tt := range map[string]struct {
		seen []recette.Verdict
		want recette.Verdict
	}{
		"done, results set aside": {[]recette.Verdict{recette.Passed, recette.Passed, aside}, recette.NotRun},
		"all conform":             {[]recette.Verdict{recette.Passed, recette.Passed, recette.Passed}, recette.NotRun},
		"with a remark": {
			[]recette.Verdict{recette.Passed, recette.Passed, recette.PassedWithRemark}, recette.NotRun,
		},
		"all set aside": {[]recette.Verdict{aside, aside, aside}, recette.NotRun},
		"one failed":    {[]recette.Verdict{recette.Passed, recette.Failed, recette.Passed}, recette.Failed},
		"one blocked":   {[]recette.Verdict{recette.Passed, recette.Blocked}, recette.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, campaign.Policies{})
			b.open()
			for i, v := range tt.seen {
				_, err := b.s.Record(t.Context(), yann, campaign.Result{
					Campaign: "v1", Case: "SC-4", Content: "content/1:SC-4", Attempt: 1, Pass: 1, Mode: recette.Manual,
					Steps: []campaign.Observation{manual(i, v)},
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			for who, s := range map[string]*campaign.Service{
				"this process": b.s, "another process": b.service(campaign.Policies{}),
			} {
				if got := b.progress(s, "SC-4"); got.Verdict != tt.want || !got.Open {
					t.Errorf("%s sees %s, open %v, want %s", who, got.Verdict, got.Open, tt.want)
				}
				st, err := s.Status(t.Context(), marc, "v1")
				if err != nil {
					t.Fatal(err)
				}
				if n := st.Figures; n.Conform() != 0 || n.NotApplicable != 0 {
					t.Errorf("%s counts %+v", who, n)
				}
				accept := campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted}
				if _, err := s.Decide(t.Context(), marc, accept); !errors.Is(err, campaign.ErrDecision) {
					t.Errorf("%s accepts it: %v", who, err)
				}
			}
		})
	}
}

// TestRefs_OfAProjectBegunBefore holds the journals of before, whose manifests name a person as somebody typed it: any
// spelling of the name finds the reference, and one person who was given two by a curved apostrophe stands under one
// from here on, in both roles.
func TestRefs_OfAProjectBegunBefore(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	for i := range m.Parties {
		switch p := &m.Parties[i]; p.Role {
		case string(recette.PPO):
			p.Name, p.Ref = "Jeanne L’Hostis", "p-1"
		case string(recette.PO):
			p.Name, p.Ref = "Jeanne L'Hostis", "p-2"
		case string(recette.QA):
			p.Name, p.Ref = "Jean\u2011Luc Le\u00a0Goff", "p-3"
		}
	}
	if err := b.s.Open(
		t.Context(), recette.Actor{Ref: "p-1", Name: "Jeanne L’Hostis", Role: recette.PPO}, m,
	); err != nil {
		t.Fatal(err)
	}
	s := b.service(campaign.Policies{})
	names := []string{"Jeanne L’Hostis", "Jeanne L'Hostis", "JEANNE L‘HOSTIS", "Jean-Luc Le Goff", "Zoé Martin"}
	refs, err := s.Refs(t.Context(), auditor, names)
	if err != nil {
		t.Fatal(err)
	}
	if one := refs[names[0]]; one != refs[names[1]] || one != refs[names[2]] || one != "p-1" && one != "p-2" {
		t.Errorf("one person stands under %v", refs)
	}
	if refs["Jean-Luc Le Goff"] != "p-3" {
		t.Errorf("the reference of before is lost: %v", refs)
	}

	// A campaign opened now: she opens, and does not sign it under both roles.
	m.Campaign = "v2"
	if err := m.Refer(withAll(refs, &m)); err != nil {
		t.Fatal(err)
	}
	ppo := recette.Actor{Ref: refs[names[0]], Name: names[0], Role: recette.PPO}
	po := recette.Actor{Ref: refs[names[1]], Name: names[1], Role: recette.PO}
	if err := s.Open(t.Context(), ppo, m); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(
		t.Context(), po, campaign.Decide{Campaign: "v2", Decision: recette.Refused, Reason: "non"},
	); err != nil {
		t.Fatal(err)
	}
	cp, err := b.db.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rendered := campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest, Checkpoint: cp.Size}
	if err := s.RecordPVRendered(t.Context(), ppo, "v2", rendered); err != nil {
		t.Fatal(err)
	}
	signed := campaign.SignedPV{
		Number: rendered.Number, Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}
	if err := s.RecordPVSigned(t.Context(), ppo, "v2", signed); err != nil {
		t.Fatal(err)
	}
	if err := s.RecordPVSigned(t.Context(), po, "v2", signed); cause(err) != access.CauseSameSigner {
		t.Errorf("one person signs under both roles: error = %v, want a refusal", err)
	}
}

// withAll adds the references that the manifest gives to those who are not asked about.
func withAll(refs map[string]string, m *plan.Manifest) map[string]string {
	all := maps.Clone(refs)
	for _, p := range m.Parties {
		if all[p.Name] == "" {
			all[p.Name] = p.Ref
		}
	}
	return all
}
