package campaign_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// byHand are the results of a whole manual attempt of a case, one a step.
func byHand(id string, vs ...recette.Verdict) []campaign.Result {
	rs := make([]campaign.Result, len(vs))
	for i, v := range vs {
		rs[i] = campaign.Result{
			Campaign: "v1", Case: id, Content: "content/1:" + id, Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(i, v)}, Closed: i == len(vs)-1,
		}
	}
	return rs
}

// leaves are the results in the journal, in order.
func (b *bench) leaves() (all []string) {
	b.t.Helper()
	for rec, err := range b.db.Records(b.t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			b.t.Fatal(err)
		}
		r := rec.Leaf.Result
		all = append(all, fmt.Sprintf(
			"%s %d.%d step %d %s closed %v %s", r.Case, r.Attempt, r.Pass, r.Steps[0].Step, r.Steps[0].Verdict,
			r.Closed, r.Verdict,
		))
	}
	return all
}

// TestRecordAll_IsRecordOfEach: whether results share a commit or not, the same leaves come in the same order with the
// same verdicts, and an attempt of several results ends with what all of them make of it.
func TestRecordAll_IsRecordOfEach(t *testing.T) {
	rs := slices.Concat(
		byHand("SC-2", recette.Passed, recette.Blocked, recette.Passed),
		byHand("SC-1", recette.Passed, recette.PassedWithRemark, recette.Passed),
		byHand("SC-4", recette.Passed, recette.Passed, recette.Failed),
		byHand("SC-3", recette.Passed, recette.Passed, recette.NotApplicable),
	)
	again := byHand("SC-4", recette.Passed, recette.Passed, recette.Passed)
	for i := range again {
		again[i].Attempt = 2
	}
	rs = append(rs, again...)
	one, all := newBench(t, campaign.Policies{}), newBench(t, campaign.Policies{})
	one.open()
	all.open()
	var want []campaign.Recorded
	for _, r := range rs {
		got, err := one.s.Record(t.Context(), yann, r)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, got)
	}
	got, err := all.s.RecordAll(t.Context(), yann, rs)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded (-each +together):\n%s", diff)
	}
	if diff := cmp.Diff(one.leaves(), all.leaves()); diff != "" {
		t.Errorf("leaves (-each +together):\n%s", diff)
	}
	for who, s := range map[string]*campaign.Service{"here": all.s, "elsewhere": all.service(campaign.Policies{})} {
		for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
			if diff := cmp.Diff(one.progress(one.s, id).Verdict, all.progress(s, id).Verdict); diff != "" {
				t.Errorf("%s %s: %s", id, who, diff)
			}
		}
	}
	all.verified()
}

// TestRecordAll_StopsAtARefusal: what comes before the one that is refused is recorded, it and the rest are not, and
// the rest can be recorded afterwards.
func TestRecordAll_StopsAtARefusal(t *testing.T) {
	open := func(b *bench, actor recette.Actor) {
		elsewhere := b.service(campaign.Policies{})
		if _, err := elsewhere.Record(t.Context(), actor, byHand("SC-2", recette.Passed, "")[0]); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		before func(*bench)
		spoil  func(*campaign.Result) // of the second case
		want   error
		denied access.Cause
	}{
		"somebody else's attempt": {before: func(b *bench) { open(b, zoe) }, want: campaign.ErrHeld},
		"one's own elsewhere":     {before: func(b *bench) { open(b, yann) }, want: recette.ErrAttempt},
		"another text":            {spoil: func(r *campaign.Result) { r.Content = "x" }, want: campaign.ErrDrift},
		"no such case":            {spoil: func(r *campaign.Result) { r.Case = "SC-9" }, want: campaign.ErrUnknownCase},
		"no such step":            {spoil: func(r *campaign.Result) { r.Steps[0].Step = 3 }, want: campaign.ErrInvalid},
		"nothing was observed": {
			spoil: func(r *campaign.Result) { r.Steps[0].Verdict = recette.Failed }, want: campaign.ErrIncomplete,
		},
		"no right": {
			spoil: func(r *campaign.Result) {
				r.Mode = recette.Automated
				r.Steps = []campaign.Observation{{Mode: recette.Automated, Outcome: pass}}
			},
			denied: access.CauseRole,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			begin := func(id string) *campaign.Hold {
				a, err := b.s.BeginAttempt(t.Context(), yann, campaign.Begin{
					Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual,
				})
				if err != nil {
					t.Fatal(err)
				}
				return a.Hold
			}
			var rs []campaign.Result
			for _, id := range []string{"SC-1", "SC-2", "SC-3"} {
				hold := begin(id)
				for _, r := range byHand(id, recette.Passed, recette.Passed, recette.Passed) {
					r.Hold = hold
					rs = append(rs, r)
				}
			}
			if tt.before != nil {
				tt.before(b)
			}
			if tt.spoil != nil {
				tt.spoil(&rs[3])
			}
			foreign := len(b.leaves())
			got, err := b.s.RecordAll(t.Context(), yann, rs)
			if tt.want != nil && !errors.Is(err, tt.want) || cause(err) != tt.denied && tt.denied != "" {
				t.Errorf("error = %v, want %v %s", err, tt.want, tt.denied)
			}
			if n := len(b.leaves()) - foreign; len(got) != 3 || got[2].Verdict != recette.Passed || n != 3 {
				t.Fatalf("recorded %+v, %d leaves, want the three of the first case", got, n)
			}
			got, err = b.s.RecordAll(t.Context(), yann, rs[6:])
			if err != nil || len(got) != 3 || got[2].Verdict != recette.Passed {
				t.Errorf("the rest = %+v, %v", got, err)
			}
			b.verified()
		})
	}
	t.Run("after its own end", func(t *testing.T) {
		b := newBench(t, campaign.Policies{})
		b.open()
		rs := byHand("SC-1", recette.Passed, recette.Passed, recette.Passed)
		got, err := b.s.RecordAll(t.Context(), yann, append(rs, rs[2]))
		if !errors.Is(err, recette.ErrAttemptClosed) || len(got) != 3 {
			t.Errorf("recorded %d, %v, want three and that the attempt is closed", len(got), err)
		}
	})
}

// failing is a log that takes nothing of more than limit entries at once, or of the entry after so many.
type failing struct {
	*hooked
	limit, left int
	err         error
	calls       int
}

func (f *failing) Extend(
	ctx context.Context, build func(journal.Head) ([]journal.Entry, error),
) ([]journal.Record, error) {
	f.calls++
	return f.hooked.Extend(ctx, func(h journal.Head) ([]journal.Entry, error) {
		entries, err := build(h)
		if err == nil && (len(entries) > f.limit || len(entries) > f.left) {
			return nil, f.err
		}
		f.left -= len(entries)
		return entries, err
	})
}

// TestRecordAll_TheLogFails: nothing that it did not take comes back as recorded. One that it refuses for good costs
// those before it nothing; one that passes is told at once.
func TestRecordAll_TheLogFails(t *testing.T) {
	for name, tt := range map[string]struct {
		limit, left int
		err         error
		want, calls int // recorded, calls of the log
	}{
		"the fifth is refused":         {12, 4, errors.New("refused"), 4, 6},
		"all together are too much":    {3, 12, errors.New("too much"), 6, 7},
		"full, and may not be later":   {12, 4, fmt.Errorf("full: %w", journal.ErrAgain), 0, 1},
		"the disk fails at the commit": {12, 0, errors.New("stopped"), 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			log := &failing{hooked: &hooked{DB: b.db}, limit: tt.limit, left: tt.left, err: tt.err}
			s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader})
			if err != nil {
				t.Fatal(err)
			}
			rs := slices.Concat(
				byHand("SC-1", recette.Passed, recette.Passed, recette.Passed),
				byHand("SC-2", recette.Passed, recette.Passed, recette.Passed),
			)
			got, err := s.RecordAll(t.Context(), yann, rs)
			if (err != nil) != (tt.want < len(rs)) || err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error = %v, want %v", err, tt.err)
			}
			if n := len(b.leaves()); len(got) != tt.want || n != tt.want || log.calls != tt.calls {
				t.Errorf("%d recorded, %d leaves, %d calls, want %d in %d", len(got), n, log.calls, tt.want, tt.calls)
			}
		})
	}
}

// TestRecordAll_Concurrent: callers in this process and in another who record of the same cases in opposite orders do
// not wait for each other for ever, each case is recorded once, and all that was told is there.
func TestRecordAll_Concurrent(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ids := []string{"SC-1", "SC-2", "SC-3", "SC-4"}
	services := []*campaign.Service{b.s, b.s, b.service(campaign.Policies{}), b.service(campaign.Policies{})}
	var wg sync.WaitGroup
	var mu sync.Mutex
	ended := 0
	for n, s := range services {
		order := slices.Clone(ids)
		if n%2 == 1 {
			slices.Reverse(order)
		}
		wg.Go(func() {
			for len(order) > 0 {
				var rs []campaign.Result
				for _, id := range order {
					rs = append(rs, byHand(id, recette.Passed, recette.Passed, recette.Passed)...)
				}
				got, err := s.RecordAll(t.Context(), yann, rs)
				if err != nil && !errors.Is(err, recette.ErrAttempt) {
					t.Error(err)
					return
				}
				mu.Lock()
				ended += len(got) / 3
				mu.Unlock()
				order = order[min(len(order), len(got)/3+1):] // the one that somebody else was faster with
			}
		})
	}
	wg.Wait()
	if ended != len(ids) || len(b.leaves()) != 3*len(ids) {
		t.Errorf("%d cases were told, %d leaves, want %d", ended, len(b.leaves()), len(ids))
	}
	b.verified()
}
