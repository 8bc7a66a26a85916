package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign/gap"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
)

// history is a project whose record is put back, and the numbers that it gave, whatever became of them.
type history struct {
	*App
	t     *testing.T
	at    project.Layout
	given map[string]bool
	now   time.Time
}

func newHistory(t *testing.T) *history {
	h := &history{
		App: testApp(), t: t, at: at(t, "name: Essai\n"), given: map[string]bool{},
		now: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC),
	}
	h.Now = func() time.Time { return h.now }
	h.open()
	return h
}

// use opens the record for one command.
func (h *history) use(mode Mode, do func(*Record)) {
	h.t.Helper()
	r, err := h.Record(h.t.Context(), h.at.Root, mode)
	if err != nil {
		h.t.Fatal(err)
	}
	do(r)
	if mode != Reading {
		err = r.Seal(h.t.Context(), nil)
	}
	if err := errors.Join(err, r.Close()); err != nil {
		h.t.Fatal(err)
	}
}

// open opens the campaign that anomalies are raised in.
func (h *history) open() {
	h.t.Helper()
	h.use(Creating, func(r *Record) {
		m := plan.Manifest{
			V: 1, Campaign: "v1", Title: "c", Version: "1", Language: "fr",
			Journeys: []plan.Journey{{Code: "a", Cases: []string{"SC-1"}}},
			Parties: []plan.Participant{
				{Ref: "p-1", Name: "Élise Fontaine", Role: "ppo"}, {Ref: "p-2", Name: "Yann", Role: "tester"},
			},
			Cases: []plan.FrozenCase{{Case: catalogue.Case{ID: "SC-1", Stable: true, Content: "c/1:x", Name: "x"}}},
		}
		who := recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}
		if err := r.Service.Open(h.t.Context(), who, m); err != nil {
			h.t.Fatal(err)
		}
	})
}

// raise raises n anomalies: no number was ever given before.
func (h *history) raise(n int) {
	h.t.Helper()
	h.use(Writing, func(r *Record) {
		who := recette.Actor{Ref: "p-2", Name: "Yann", Role: recette.Tester}
		for range n {
			number, err := r.Service.Note(
				h.t.Context(), who, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "x"},
			)
			if err != nil || h.given[number] {
				h.t.Errorf("%s, %v, after %v", number, err, h.given)
			}
			h.given[number] = true
		}
	})
	h.now = h.now.Add(time.Duration(n) * time.Minute)
}

// keep makes a backup of the private folder; back puts it back.
func (h *history) keep() string {
	h.t.Helper()
	to := h.t.TempDir() + "/backup"
	if err := os.CopyFS(to, os.DirFS(h.at.State())); err != nil {
		h.t.Fatal(err)
	}
	return to
}

func (h *history) back(backup string) {
	h.t.Helper()
	if err := errors.Join(os.RemoveAll(h.at.State()), os.CopyFS(h.at.State(), os.DirFS(backup))); err != nil {
		h.t.Fatal(err)
	}
}

// restore lets the log go on; faults is what the leaf must say of it.
func (h *history) restore(faults string) Restored {
	h.t.Helper()
	done, err := h.Restore(h.t.Context(), h.at.Root, "disque", theLead)
	if err != nil || strings.Join(faultsOf(done.Found), " ") != faults {
		h.t.Errorf("Restore() = %+v, %v, want the faults %s", done, err, faults)
	}
	if _, err := h.Restore(h.t.Context(), h.at.Root, "disque", theLead); !errors.Is(err, ErrNothingToRestore) {
		h.t.Errorf("Restore() again = %v, want ErrNothingToRestore", err)
	}
	return done
}

func (h *history) loseHead() {
	h.t.Helper()
	if err := os.Remove(h.at.Head()); err != nil {
		h.t.Fatal(err)
	}
}

// TestRestore_NeverGivesANumberAgain puts the same backup back again and again: no number of an anomaly is given twice,
// whatever branch of the log gave it.
func TestRestore_NeverGivesANumberAgain(t *testing.T) {
	h := newHistory(t)
	h.raise(1)
	backup := h.keep()
	for _, raised := range []int{5, 2, 1, 3} {
		h.raise(raised)
		h.back(backup)
		if done := h.restore("rolled-back"); done.Lost < int64(raised) || done.Skip < done.Lost {
			t.Errorf("after %d: %+v", raised, done)
		}
	}
	h.raise(1)
	for range 3 { // the head outside is gone with it: nothing tells how many were lost
		h.loseHead()
		h.back(backup)
		if done := h.restore("outside"); !done.Unknown || done.Skip < journal.UnknownSkip {
			t.Errorf("without a head: %+v", done)
		}
		h.raise(30)
	}
}

// TestRestore_OfAnotherBranch puts back a backup that a restoration left behind: both branches gave numbers.
func TestRestore_OfAnotherBranch(t *testing.T) {
	h := newHistory(t)
	start := h.keep()
	h.raise(4)
	first := h.keep()
	h.back(start)
	h.restore("rolled-back")
	h.raise(9)
	second := h.keep()
	h.back(first) // shorter: nothing tells that it is another branch, but for what the restorations skipped
	if done := h.restore("rolled-back"); !done.AtMost || done.Skip < 13 {
		t.Errorf("%+v", done)
	}
	h.raise(9)
	h.back(second)
	h.restore("rolled-back")
	h.raise(2)
	third := h.keep()
	h.back(start)
	h.restore("rolled-back")
	h.raise(1)
	h.back(third)
	h.restore("diverged")
	h.raise(2)
}

// TestRestore_OfARecordThatIsGone begins another log, which says so; and goes on beyond the numbers of the one that is
// lost. Nothing but that begins one.
func TestRestore_OfARecordThatIsGone(t *testing.T) {
	h := newHistory(t)
	h.raise(3)
	var before string
	h.use(Reading, func(r *Record) { before = r.log.Project() })
	if err := os.RemoveAll(h.at.State()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir(h.at.State(), 0o700), os.WriteFile(h.at.Database(), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []Mode{Reading, Auditing, Writing, Creating} {
		if _, err := h.Record(t.Context(), h.at.Root, mode); !errors.Is(err, ErrRecordGone) {
			t.Errorf("Record in mode %d = %v, want ErrRecordGone", mode, err)
		}
	}
	// Refused, or cut short: the loss is still to be told.
	nobody := func(context.Context, *Record) (recette.Actor, error) { return recette.Actor{}, errors.New("nobody") }
	if _, err := h.Restore(t.Context(), h.at.Root, "disque", nobody); err == nil {
		t.Error("a new log in nobody's name")
	}
	if _, err := h.Record(t.Context(), h.at.Root, Creating); !errors.Is(err, ErrOtherLog) {
		t.Errorf("Record after that = %v, want ErrOtherLog", err)
	}
	if done := h.restore("other-log"); done.Lost < 3 || done.Unknown {
		t.Errorf("%+v", done)
	}
	h.open()
	h.raise(3)
	if err := os.RemoveAll(h.at.State()); err != nil {
		t.Fatal(err)
	}
	if done := h.restore("gone"); done.Lost < 3 || done.Unknown {
		t.Errorf("%+v", done)
	}
	h.use(Reading, func(r *Record) {
		if r.log.Project() == before {
			t.Errorf("the new log bears the name of the lost one: %s", before)
		}
	})
	h.open()
	h.raise(3)
}

// rewrite replaces a text of the head that is kept outside.
func (h *history) rewrite(pattern, with string) {
	h.t.Helper()
	b, err := os.ReadFile(h.at.Head())
	if err != nil {
		h.t.Fatal(err)
	}
	changed := regexp.MustCompile(pattern).ReplaceAll(b, []byte(with))
	if bytes.Equal(b, changed) {
		h.t.Fatalf("%q is not in %q", pattern, b)
	}
	if err := os.WriteFile(h.at.Head(), changed, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// TestRestore_HoldsTheCountToItsSignature edits how many numbers the head outside says were left out: it is seen, or
// no number comes again all the same. A file of before has no signature, and lasts until the next head.
func TestRestore_HoldsTheCountToItsSignature(t *testing.T) {
	const line = `(?m)^skipped .*\n`
	for name, tt := range map[string]struct {
		pattern, with string
		seen          bool
	}{
		"lowered":             {`(?m)^skipped \d+ `, "skipped 1 ", true},
		"lowered, unsigned":   {line, "skipped 1\n", true},
		"taken out":           {line, "", true},
		"signed as it was":    {`$`, "\n", true}, // the note ends otherwise
		"a file of before":    {`(?m)^(skipped \d+) .*$`, "$1", false},
		"a number of no form": {`(?m)^skipped `, "skipped 0", true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHistory(t)
			start := h.keep()
			h.raise(4)
			h.back(start)
			h.restore("rolled-back")
			h.raise(3)
			h.rewrite(tt.pattern, tt.with)
			h.use(Reading, func(r *Record) {
				if seen := errors.Is(errors.Join(r.Doubts...), ErrUnanchored); seen != tt.seen {
					t.Errorf("%v, want seen %t", r.Doubts, tt.seen)
				}
			})
			if !tt.seen { // the next head is signed as a whole
				h.raise(1)
				if b, err := os.ReadFile(h.at.Head()); err != nil || !signedCount.Match(b) {
					t.Errorf("the head outside is %q, %v", b, err)
				}
				h.rewrite(tt.pattern, tt.with)
			}
			h.back(start) // nothing tells any more that numbers were left out
			if _, err := h.Restore(t.Context(), h.at.Root, "disque", theLead); err != nil {
				t.Fatal(err)
			}
			h.raise(9)
		})
	}
}

// signedCount is a count with its signature.
var signedCount = regexp.MustCompile(`(?m)^skipped \d+ [A-Za-z0-9+/=]{60,}$`)

// TestRestore_ReadsTheHeadOnce: what was compared is what is told, whatever becomes of the file meanwhile.
func TestRestore_ReadsTheHeadOnce(t *testing.T) {
	h := newHistory(t)
	start := h.keep()
	h.raise(4)
	h.back(start)
	read := 0
	_, err := h.Restore(t.Context(), h.at.Root, "disque", func(ctx context.Context, r *Record) (recette.Actor, error) {
		outside := r.outside
		r.outside = func() (sqlite.Outside, bool, error) { read++; return outside() }
		return theLead(ctx, r)
	})
	if err != nil || read != 1 {
		t.Errorf("the head was read %d times, %v", read, err)
	}
}
