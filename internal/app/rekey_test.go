package app

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"recette/internal/journal"
	"recette/internal/project"
	"recette/internal/recette"
)

func theLead(context.Context, *Record) (recette.Actor, error) {
	return recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}, nil
}

// sealed gives a project whose log has begun, under a signed head.
func sealed(t *testing.T) (*App, project.Layout) {
	t.Helper()
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Seal(t.Context(), nil), r.Close()); err != nil {
		t.Fatal(err)
	}
	return a, l
}

// A change of key that was cut short after it was recorded is ended by the next one; one that was cut short before is
// made anew. The log takes facts in between by no other key than the one it names.
func TestRekey_EndsWhatWasCutShort(t *testing.T) {
	a, l := sealed(t)
	former, err := os.ReadFile(l.LogKey())
	if err != nil {
		t.Fatal(err)
	}
	// A key that waits and that no leaf names yet.
	private, _, err := journal.GenerateLogKey(a.Rand, "recette/essai")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(newKey(l), []byte(private), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := a.changeKey(t.Context(), l, "essai", theLead)
	if err != nil || done.Resumed || done.Lost {
		t.Fatalf("changeKey = %+v, %v", done, err)
	}
	// The process dies here.
	if _, err := a.Record(t.Context(), l.Root, Writing); !errors.Is(err, ErrOtherKey) {
		t.Errorf("Record with the key of before = %v, want ErrOtherKey", err)
	}
	again, err := a.Rekey(t.Context(), l.Root, "essai", theLead)
	if err != nil || !again.Resumed || again.Verifier != done.Verifier {
		t.Errorf("Rekey = %+v, %v, want %s resumed", again, err, done.Verifier)
	}
	now, err := os.ReadFile(l.LogKey())
	if err != nil || string(now) == string(former) {
		t.Errorf("the key of before stands in its place, %v", err)
	}
	r, err := a.Record(t.Context(), l.Root, Writing)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	report, err := r.Verify(t.Context(), auditor)
	if err != nil || !report.OK() || report.Rotations != 1 || report.Signed != report.Leaves {
		t.Errorf("Verify = %+v, %v, want one rotation, all of it signed", report, err)
	}
}

// A change of key that was cut short between its record and the signature of the key of before is vouched for all the
// same, once it is ended.
func TestRekey_VouchesWhenItIsEnded(t *testing.T) {
	a, l := sealed(t)
	r, err := a.record(t.Context(), l, rekeying)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.log.Binding(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k, err := a.freshKey(t.Context(), l, r, b)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := theLead(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Service.Rekey(t.Context(), actor, k, "essai"), r.Close()); err != nil {
		t.Fatal(err)
	}
	// The process dies here.
	if done, err := a.Rekey(t.Context(), l.Root, "essai", theLead); err != nil || !done.Resumed {
		t.Fatalf("Rekey = %+v, %v, want it resumed", done, err)
	}
	if r, err = a.Record(t.Context(), l.Root, Writing); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	size, _, err := r.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	heads, err := r.log.Checkpoints(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	vouched := slices.ContainsFunc(heads, func(h journal.Signed) bool {
		return h.Size == size && h.Verifier == b.Verifier
	})
	if !vouched {
		t.Errorf("no head of size %d is signed by the key of before", size)
	}
}

// A key of another log that stands in the place of the lost one is set aside, not destroyed.
func TestRekey_SetsAsideWhatItDoesNotKnow(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.LogKey(), []byte("rien de tel"), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := a.Rekey(t.Context(), l.Root, "essai", theLead)
	if err != nil || !done.Lost {
		t.Fatalf("Rekey = %+v, %v, want a key that was lost", done, err)
	}
	if kept, err := os.ReadFile(l.LogKey() + ".orphan"); err != nil || string(kept) != "rien de tel" {
		t.Errorf("what stood there became %q, %v", kept, err)
	}
}

// A restoration that was cut short after it was recorded, before its key took its place, is ended by the next one.
func TestRestore_EndsWhatWasCutShort(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Seal(t.Context(), nil), r.Close(), os.Remove(l.LogKey()), os.Remove(l.Head())); err != nil {
		t.Fatal(err)
	}
	made, placed, err := a.restore(t.Context(), l, "essai", theLead)
	if err != nil || placed || made.Verifier == "" {
		t.Fatalf("restore = %+v, %t, %v, want a key that waits", made, placed, err)
	}
	// The process dies here.
	if _, err := a.Restore(t.Context(), l.Root, "essai", theLead); err != nil {
		t.Fatal(err)
	}
	if r, err = a.Record(t.Context(), l.Root, Writing); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	report, err := r.Verify(t.Context(), auditor)
	if err != nil || !report.OK() || report.Rotations != 1 || report.Signed != report.Leaves {
		t.Errorf("Verify = %+v, %v, want one rotation, all of it signed", report, err)
	}
	if now, err := keyAt(l.LogKey()); err != nil || now != made.Verifier {
		t.Errorf("the key is %q, %v, want %q", now, err, made.Verifier)
	}
}
