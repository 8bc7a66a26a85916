package app

import (
	"context"
	"errors"
	"os"
	"testing"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

func theLead(context.Context, *Record) (recette.Actor, error) {
	return recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}, nil
}

// A change of key that was cut short after it was recorded is ended by the next one; one that was cut short before is
// made anew. The log takes facts in between by no other key than the one it names.
func TestRekey_EndsWhatWasCutShort(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Seal(t.Context(), nil), r.Close()); err != nil {
		t.Fatal(err)
	}
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
	if r, err = a.Record(t.Context(), l.Root, Writing); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	report, err := r.Verify(t.Context(), auditor)
	if err != nil || !report.OK() || report.Rotations != 1 || report.Signed != report.Leaves {
		t.Errorf("Verify = %+v, %v, want one rotation, all of it signed", report, err)
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

// copyOf copies the private folder of a project.
func copyOf(t *testing.T, from, to string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(from))); err != nil {
		t.Fatal(err)
	}
}

// TestRestore_NeverGivesANumberAgain puts the same backup back again and again: no number of an anomaly is given twice,
// whatever branch of the log gave it.
func TestRestore_NeverGivesANumberAgain(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	record := func(mode Mode, use func(*Record)) {
		t.Helper()
		r, err := a.Record(t.Context(), l.Root, mode)
		if err != nil {
			t.Fatal(err)
		}
		use(r)
		if err := errors.Join(r.Seal(t.Context(), nil), r.Close()); err != nil {
			t.Fatal(err)
		}
	}
	given := map[string]bool{}
	raise := func(r *Record) {
		t.Helper()
		who := recette.Actor{Ref: "p-2", Name: "Yann", Role: recette.Tester}
		n, err := r.Service.RaiseAnomaly(
			t.Context(), who, "v1", campaign.Anomaly{Severity: recette.Minor, Summary: "x"},
		)
		if err != nil || given[n] {
			t.Errorf("%s, %v, after %v", n, err, given)
		}
		given[n] = true
	}
	record(Creating, func(r *Record) {
		m := plan.Manifest{
			V: 1, Campaign: "v1", Title: "c", Version: "1", Language: "fr",
			Journeys: []plan.Journey{{Code: "a", Cases: []string{"SC-1"}}},
			Parties: []plan.Participant{
				{Ref: "p-1", Name: "Élise Fontaine", Role: "ppo"}, {Ref: "p-2", Name: "Yann", Role: "tester"},
			},
			Cases: []plan.FrozenCase{{Case: catalogue.Case{ID: "SC-1", Stable: true, Content: "c/1:x", Name: "x"}}},
		}
		who := recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}
		if err := r.Service.Open(t.Context(), who, m); err != nil {
			t.Fatal(err)
		}
		raise(r)
	})
	backup := t.TempDir() + "/backup"
	copyOf(t, l.State(), backup)
	for i, raised := range []int{5, 2, 1, 3} {
		record(Writing, func(r *Record) {
			for range raised {
				raise(r)
			}
		})
		copyOf(t, backup, l.State())
		done, err := a.Restore(t.Context(), l.Root, "disque", theLead)
		if err != nil || done.Lost < int64(raised) || done.Skip < done.Lost || done.Unknown {
			t.Errorf("restoration %d after %d: %+v, %v", i+1, raised, done, err)
		}
	}
	record(Writing, raise)

	// The head outside is gone: nothing tells how many were lost.
	copyOf(t, backup, l.State())
	if err := os.Remove(l.Head()); err != nil {
		t.Fatal(err)
	}
	done, err := a.Restore(t.Context(), l.Root, "disque", theLead)
	if err != nil || !done.Unknown || done.Skip != journal.UnknownSkip {
		t.Errorf("restoration without a head: %+v, %v", done, err)
	}
	record(Writing, raise)
}
