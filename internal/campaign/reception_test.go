package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// TestReception_IsDecidedOnceAndAsShown: a decision rests on what was shown, and a second press is answered as the
// first.
func TestReception_IsDecidedOnceAndAsShown(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-1", "SC-2", "SC-3", "SC-4")
	r, err := b.s.Reception(t.Context(), marc, "v1", "", nil)
	must(t, err)
	if !r.Whole || r.Decided != nil || len(r.Allowed) == 0 {
		t.Errorf("what is to be decided: %+v", r)
	}
	if _, err := b.s.Reception(t.Context(), yann, "v1", "", nil); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a tester reads it: %v", err)
	}
	b.attempt(yann, "SC-4", passed, passed, passed)
	decide := campaign.Decide{
		Campaign: "v1", Decision: recette.Refused, Reason: "trop lent", Seen: r.Seen, Request: gesture(1, "refused"),
	}
	for name, do := range map[string]func(recette.Actor) error{
		"CheckDecide": func(who recette.Actor) error { return b.s.CheckDecide(t.Context(), who, decide) },
		"Decide":      func(who recette.Actor) error { _, err := b.s.Decide(t.Context(), who, decide); return err },
	} {
		if err := do(elise); !errors.Is(err, access.ErrDenied) || errors.Is(err, campaign.ErrMoved) {
			t.Errorf("%s tells what came since to whoever may not decide: %v", name, err)
		}
		moved, ok := errors.AsType[*campaign.MovedError](do(marc))
		if !ok || len(moved.Changes) == 0 || moved.Changes[0].Ref != yann.Ref || moved.Changes[0].Case != "SC-4" {
			t.Errorf("%s upon what was shown before: %+v", name, moved)
		}
	}
	r, err = b.s.Reception(t.Context(), marc, "v1", "", nil)
	must(t, err)
	decide.Seen = r.Seen
	first, err := b.s.Decide(t.Context(), marc, decide)
	must(t, err)
	size := b.size()
	again, err := b.s.Decide(t.Context(), marc, decide)
	if err != nil || again.Number != first.Number || b.size() != size {
		t.Errorf("a second press: %+v, %v", again, err)
	}
	decide.Decision = recette.Postponed
	if _, err := b.s.Decide(t.Context(), marc, decide); !errors.Is(err, campaign.ErrRequest) {
		t.Errorf("the key of another decision: %v", err)
	}
	if r, err = b.s.Reception(t.Context(), marc, "v1", "", nil); err != nil || r.Decided == nil {
		t.Errorf("once decided: %+v, %v", r, err)
	}
}

// TestReception_TellsABranchOfItsOwn: whoever decides for a branch alone is told that something came in another one,
// and neither of which row nor by whom.
func TestReception_TellsABranchOfItsOwn(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	paul := recette.Actor{Ref: "p-brest", Name: "Paul Kerneis", Role: recette.PO}
	openNaming(t, b, "v1", func(m *plan.Manifest) {
		m.Antennes = []string{"Brest", "Lyon"}
		var brest []string
		for i := range m.Cases {
			m.Cases[i].Antenne = m.Antennes[i%2]
			if i%2 == 0 {
				brest = append(brest, m.Cases[i].ID)
			}
		}
		m.Journeys = []plan.Journey{{Code: "brest", Title: "Brest", Cases: brest}}
		m.Parties = append(m.Parties, plan.Participant{
			Ref: paul.Ref, Name: paul.Name, Role: string(paul.Role), Perimeter: []string{"Brest"},
		})
	})
	seen := b.size()
	decide := campaign.Decide{
		Campaign: "v1", Journey: "brest", Decision: recette.Refused, Reason: "trop lent", Seen: int64(seen),
	}
	b.attempt(yann, "SC-2", passed, passed, passed) // in Lyon
	moved, ok := errors.AsType[*campaign.MovedError](b.s.CheckDecide(t.Context(), paul, decide))
	if !ok || len(moved.Changes) != 0 || moved.More == 0 {
		t.Errorf("what came in another branch: %+v", moved)
	}
	b.attempt(yann, "SC-1", passed, passed, passed) // in Brest
	moved, ok = errors.AsType[*campaign.MovedError](b.s.CheckDecide(t.Context(), paul, decide))
	if !ok || len(moved.Changes) == 0 || moved.Changes[0].Case != "SC-1" {
		t.Errorf("what came in one's own: %+v", moved)
	}
}

// TestPV_OfABranch: the référent of a branch reads the constat that they sign, and no other PV, be it there or not.
func TestPV_OfABranch(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	loic := recette.Actor{Ref: "p-ref", Name: "Loïc Kerneis", Role: recette.Referent}
	openNaming(t, b, "v1", func(m *plan.Manifest) {
		m.Antennes = []string{"Brest", "Lyon"}
		for i := range m.Cases {
			m.Cases[i].Antenne = m.Antennes[i%2]
		}
		m.Parties = append(m.Parties, plan.Participant{
			Ref: loic.Ref, Name: loic.Name, Role: string(loic.Role), Entity: "Brest",
		})
	})
	theirs, other, whole := b.render("", "Brest"), b.render("", "Lyon"), b.render("", "")
	if pv, err := b.s.PV(t.Context(), loic, "v1", theirs); err != nil || pv.Antenne != "Brest" {
		t.Errorf("the constat of their branch: %+v, %v", pv, err)
	}
	for name, number := range map[string]string{
		"the constat of another branch": other, "the PV of all": whole, "none": "PV-2026-999-v1",
	} {
		if _, err := b.s.PV(t.Context(), loic, "v1", number); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := b.s.PV(t.Context(), elise, "v1", number); (err != nil) != (name == "none") {
			t.Errorf("%s, for the PPO: %v", name, err)
		}
	}
}

// TestPV_IsSignedOnceAndConfirmed: how whoever signs proved once more who they are is bound to the file that they
// signed, and a second press records nothing.
func TestPV_IsSignedOnceAndConfirmed(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-1", "SC-2", "SC-3", "SC-4")
	rendered, signed := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	n, err := b.s.NextPV(t.Context(), elise, "v1", "")
	must(t, err)
	cp, err := b.db.Checkpoint(t.Context())
	must(t, err)
	must(t, b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
		Number: n, SHA256: rendered, Checkpoint: cp.Size,
	}))
	sign := campaign.SignedPV{
		Number: n, Of: rendered, SHA256: signed, Signature: signed, Certificate: signed,
		Confirmed: campaign.ByPassword, Request: gesture(1, "sign"),
	}
	if err := b.s.RecordPVSigned(t.Context(), elise, "v1", sign); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("confirmed by somebody whom nobody knows: %v", err)
	}
	known := elise
	known.Authenticated = true
	if done, err := b.s.Known(t.Context(), known, "v1", journal.KindPVSigned, sign.Request); done || err != nil {
		t.Errorf("before: %v, %v", done, err)
	}
	must(t, b.s.RecordPVSigned(t.Context(), known, "v1", sign))
	size := b.size()
	must(t, b.s.RecordPVSigned(t.Context(), known, "v1", sign))
	done, err := b.s.Known(t.Context(), known, "v1", journal.KindPVSigned, sign.Request)
	if !done || err != nil || b.size() != size {
		t.Errorf("after: %v, %v, %d leaves more", done, err, b.size()-size)
	}
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindPVSigned}}) {
		must(t, err)
		if c := rec.Leaf.PV.Confirmed; c == nil || c.How != "password" || c.Of != rendered || rec.Leaf.Request == nil {
			t.Errorf("the leaf says %+v", rec.Leaf.PV)
		}
	}
	pv, err := b.s.PV(t.Context(), marc, "v1", n)
	if err != nil || pv.Latest() != signed {
		t.Errorf("the PV: %+v, %v", pv, err)
	}
	if _, err := b.s.PV(t.Context(), yann, "v1", n); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a tester reads it: %v", err)
	}
}
