package campaign_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/recette"
)

func TestPV_NumbersAndSignatures(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	digest := strings.Repeat("ab", 32)
	next := func(journey string) string {
		t.Helper()
		n, err := b.s.NextPV(t.Context(), elise, "v1", journey)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	render := func(number, journey string) {
		t.Helper()
		cp, err := b.db.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = b.s.RecordPVRendered(
			t.Context(), elise, "v1",
			campaign.Rendered{Number: number, Journey: journey, SHA256: digest, Checkpoint: cp.Size},
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	conform(b, "SC-4")
	if n := next("reste"); n != "PV-2026-001-v1" {
		t.Errorf("first number = %s", n)
	}
	render("PV-2026-001-v1", "reste")
	if n := next("reste"); n != "PV-2026-001-v2" {
		t.Errorf("second version = %s", n)
	}
	if n := next("adhesion"); n != "PV-2026-002-v1" {
		t.Errorf("other journey = %s", n)
	}
	err := b.s.RecordPVRendered(
		t.Context(), elise, "v1", campaign.Rendered{Number: "PV-2026-001-v1", Journey: "reste", SHA256: digest},
	)
	if !errors.Is(err, campaign.ErrExists) {
		t.Errorf("a number rendered twice: error = %v, want ErrExists", err)
	}
	err = b.s.RecordPVRendered(t.Context(), yann, "v1", campaign.Rendered{Number: "PV-2026-009-v1", SHA256: digest})
	if cause(err) != access.CauseRole {
		t.Errorf("a tester renders: error = %v", err)
	}

	sign := func(actor recette.Actor, number string) error {
		return b.s.RecordPVSigned(
			t.Context(), actor, "v1",
			campaign.SignedPV{Number: number, Of: digest, SHA256: digest, Signature: digest, Certificate: digest},
		)
	}
	if err := sign(marc, "PV-2026-001-v1"); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PO signs first: error = %v, want ErrSignature", err)
	}
	if err := sign(elise, "PV-2026-001-v1"); err != nil {
		t.Fatal(err)
	}
	if err := sign(elise, "PV-2026-001-v1"); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PPO signs twice: error = %v, want ErrSignature", err)
	}
	if _, err := b.s.Decide(
		t.Context(), marc, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted},
	); err != nil {
		t.Fatal(err)
	}
	if err := b.s.CheckSign(t.Context(), marc, "v1", "PV-2026-001-v1", digest); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PO signs a PV older than the decision: error = %v, want ErrSignature", err)
	}
	render("PV-2026-001-v2", "reste")
	if err := sign(elise, "PV-2026-001-v2"); err != nil {
		t.Fatal(err)
	}
	if err := sign(yann, "PV-2026-001-v2"); cause(err) != access.CauseRole {
		t.Errorf("a tester signs: error = %v", err)
	}
	if err := sign(marc, "PV-2026-001-v2"); err != nil {
		t.Errorf("the PO signs after the PPO: %v", err)
	}
	if err := sign(marc, "PV-2026-404-v1"); !errors.Is(err, campaign.ErrUnknownPV) {
		t.Errorf("an unknown PV: error = %v", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil || len(st.PVs) != 2 || len(st.PVs[1].Signatures) != 2 || st.PVs[1].Signatures[1].Role != recette.PO {
		t.Errorf("PVs = %+v, %v", st.PVs, err)
	}
}

func TestPV_OnePersonDoesNotSignTwice(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.Parties = append(m.Parties, m.Parties[0])
	m.Parties[len(m.Parties)-1].Role = "po"
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	digest := strings.Repeat("ab", 32)
	rendered := campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest, Checkpoint: 1}
	if err := b.s.RecordPVRendered(t.Context(), elise, "v1", rendered); err != nil {
		t.Fatal(err)
	}
	signed := campaign.SignedPV{
		Number: "PV-2026-001-v1", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}
	if err := b.s.RecordPVSigned(t.Context(), elise, "v1", signed); err != nil {
		t.Fatal(err)
	}
	asPO := recette.Actor{Ref: elise.Ref, Name: elise.Name, Role: recette.PO}
	if err := b.s.RecordPVSigned(t.Context(), asPO, "v1", signed); cause(err) != access.CauseSameSigner {
		t.Errorf("the same person as PO: error = %v, want a refusal", err)
	}
}

// A PV takes the place of one of its own journey alone, and of one that was rendered before: never does an earlier PV
// come back in the place of the one that says otherwise.
func TestPV_TakesThePlaceOfAnEarlierOneAlone(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
		conform(b, id)
	}
	signed := func(number, journey string, d recette.Decision) {
		t.Helper()
		_, err := b.s.Decide(t.Context(), marc, campaign.Decide{
			Campaign: "v1", Journey: journey, Decision: d, Reason: "Un défaut vu depuis.",
		})
		must(t, err)
		digest := strings.Repeat(number[len(number)-1:], 64)
		cp, err := b.db.Checkpoint(t.Context())
		must(t, err)
		must(t, b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
			Number: number, Journey: journey, SHA256: digest, Checkpoint: cp.Size,
		}))
		for _, a := range []recette.Actor{elise, marc} {
			must(t, b.s.RecordPVSigned(t.Context(), a, "v1", campaign.SignedPV{
				Number: number, Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
			}))
		}
	}
	signed("PV-2026-001-v1", "reste", recette.Accepted)
	signed("PV-2026-001-v2", "reste", recette.Refused)
	signed("PV-2026-002-v3", "adhesion", recette.Accepted)
	for _, x := range []struct {
		name, number, with string
		want               error
	}{
		{"by an earlier one", "PV-2026-001-v2", "PV-2026-001-v1", document.ErrOther},
		{"by one of another journey", "PV-2026-001-v2", "PV-2026-002-v3", document.ErrOther},
		{"by a later one", "PV-2026-001-v1", "PV-2026-001-v2", nil},
	} {
		_, err := b.s.Note(t.Context(), marc, "v1", document.End{
			Number: x.number, Act: recette.PVReplace, With: x.with, Reason: "erreur",
		})
		if !errors.Is(err, x.want) || (x.want == nil) != (err == nil) {
			t.Errorf("%s: %v, want %v", x.name, err, x.want)
		}
	}
}

// Two PVs of one journey do not come to stand beside each other unsaid: the second, made before the first was signed,
// is not signed; one that was made since may be, and then waits for somebody to replace the first.
func TestPV_TwoInForceAreNotUnsaid(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
		conform(b, id)
	}
	_, err := b.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: "v1", Journey: "reste", Decision: recette.Accepted,
	})
	must(t, err)
	digest := func(number string) string { return strings.Repeat(number[len(number)-1:], 64) }
	render := func(number string) {
		t.Helper()
		cp, err := b.db.Checkpoint(t.Context())
		must(t, err)
		must(t, b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
			Number: number, Journey: "reste", SHA256: digest(number), Checkpoint: cp.Size,
		}))
	}
	sign := func(a recette.Actor, number string) error {
		d := digest(number)
		return b.s.RecordPVSigned(t.Context(), a, "v1", campaign.SignedPV{
			Number: number, Of: d, SHA256: d, Signature: d, Certificate: d,
		})
	}
	const first, second, third = "PV-2026-001-v1", "PV-2026-001-v2", "PV-2026-001-v3"
	render(first)
	render(second)
	must(t, sign(elise, first))
	must(t, sign(elise, second))
	must(t, sign(marc, first))
	if err := sign(marc, second); !errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("one that was made before the other was signed: error = %v, want %v", err, campaign.ErrOvertaken)
	}
	render(third)
	must(t, sign(elise, third))
	must(t, sign(marc, third))
	st, err := b.s.Status(t.Context(), elise, "v1")
	must(t, err)
	var got []string
	for _, w := range st.Waiting(nil) {
		if w.For == access.EndPV {
			got = append(got, string(w.Kind)+" "+w.Number+" "+w.What)
		}
	}
	if want := []string{"replace " + first + " " + third}; !slices.Equal(got, want) {
		t.Errorf("what waits: %q, want %q", got, want)
	}
	_, err = b.s.Note(t.Context(), marc, "v1", document.End{
		Number: first, Act: recette.PVReplace, With: third, Reason: "erreur",
	})
	must(t, err)
	if st, err = b.s.Status(t.Context(), elise, "v1"); err != nil {
		t.Fatal(err)
	}
	for _, w := range st.Waiting(nil) {
		if w.For == access.EndPV {
			t.Errorf("once replaced, %s %s still waits", w.Kind, w.Number)
		}
	}
}
