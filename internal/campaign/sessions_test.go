package campaign_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
)

// TestService_ServesManySessions conducts eight sessions at once on three campaigns, by hand and by automation, in one
// service, beside people who read: every verdict that was acknowledged is there, and there is no other.
func TestService_ServesManySessions(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(3)
	cases := []string{"SC-1", "SC-2", "SC-3", "SC-4"}
	var wg sync.WaitGroup
	var mu sync.Mutex
	type told struct {
		attempt int
		verdict recette.Verdict
	}
	said := map[string]told{} // of the last attempt that was closed
	record := func(id, c string, actor recette.Actor, mode recette.Mode, last recette.Verdict) error {
		at, err := b.s.BeginAttempt(t.Context(), actor, campaign.Begin{
			Campaign: id, Case: c, Content: "content/1:" + c, Mode: mode,
		})
		if err != nil {
			return err
		}
		for step := range 3 {
			o := manual(step, recette.Passed)
			if step == 2 {
				o = manual(step, last)
			}
			if mode == recette.Automated {
				o = campaign.Observation{Step: step, Mode: recette.Automated, Outcome: pass}
			}
			got, err := b.s.Record(t.Context(), actor, campaign.Result{
				Campaign: id, Case: c, Content: at.Content, Attempt: at.Number, Pass: at.Pass, Mode: mode,
				Steps: []campaign.Observation{o}, Closed: step == 2,
			})
			if err != nil {
				return err
			}
			if step == 2 {
				mu.Lock()
				if at.Number > said[id+c].attempt {
					said[id+c] = told{at.Number, got.Verdict}
				}
				mu.Unlock()
			}
		}
		return nil
	}
	for session := range 8 {
		wg.Go(func() {
			actor, mode := yann, recette.Manual
			if session%2 == 1 {
				actor, mode = samira, recette.Automated
			}
			for n := range cases { // each in an order of its own
				id := ids[(session/2+n)%len(ids)]
				c := cases[(n+session)%len(cases)]
				last := []recette.Verdict{recette.Passed, recette.Failed}[(session/2)%2]
				if err := record(id, c, actor, mode, last); err != nil {
					// Another session holds, or has just closed, the same case: it is told, nothing is mixed.
					continue
				}
			}
		})
		wg.Go(func() {
			for i := range 6 {
				id := ids[i%len(ids)]
				if _, err := b.s.Status(t.Context(), marc, id); err != nil {
					t.Error(err)
				}
				if _, err := b.s.Cases(t.Context(), zoe, id); err != nil {
					t.Error(err)
				}
				if _, err := b.s.List(t.Context(), auditor); err != nil {
					t.Error(err)
				}
				if _, err := b.s.RaiseAnomaly(t.Context(), zoe, id, campaign.Anomaly{
					Severity: recette.Minor, Case: cases[i%4], Summary: fmt.Sprint("vu par ", session),
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(said) == 0 {
		t.Fatal("no session recorded anything")
	}
	fresh := b.service(campaign.Policies{})
	for _, id := range ids {
		st, err := fresh.Status(t.Context(), auditor, id)
		if err != nil || len(st.Strays) != 0 {
			t.Errorf("campaign %s: %d results count for nothing, %v", id, len(st.Strays), err)
		}
		now, err := b.s.Cases(t.Context(), auditor, id)
		if err != nil {
			t.Fatal(err)
		}
		again, err := fresh.Cases(t.Context(), auditor, id)
		if err != nil {
			t.Fatal(err)
		}
		for i := range again {
			c := &again[i]
			if c.Verdict != now[i].Verdict {
				t.Errorf("%s %s: %s in memory, %s in the journal", id, c.ID, now[i].Verdict, c.Verdict)
			}
			if want, ok := said[id+c.ID]; ok && !c.Open && c.Attempt == want.attempt && c.Verdict != want.verdict {
				t.Errorf("%s %s: %s, want %s as the last one was told", id, c.ID, c.Verdict, want.verdict)
			}
		}
	}
}

// hooked lets something happen just before something is appended to the log.
type hooked struct {
	*sqlite.DB
	before func()
}

func (h *hooked) happen() {
	if f := h.before; f != nil {
		h.before = nil
		f()
	}
}

func (h *hooked) Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	h.happen()
	return h.DB.Append(ctx, entries...)
}

func (h *hooked) Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error) {
	h.happen()
	return h.DB.Extend(ctx, build)
}

func (h *hooked) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	h.happen()
	return h.DB.AppendWith(ctx, build)
}

func (h *hooked) Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error] {
	if ctx.Err() != nil {
		return func(yield func(journal.Record, error) bool) { yield(journal.Record{}, ctx.Err()) }
	}
	return h.DB.Records(ctx, f)
}

// TestRecord_SeesItsOwnAfterAReadBroke: a reader whose context ends while somebody records takes nothing from what is
// known of the case: another person who waited is told who holds it.
func TestRecord_SeesItsOwnAfterAReadBroke(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	log := &hooked{DB: b.db}
	s, err := campaign.New(campaign.Deps{Log: log, Clock: b.clock, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	one := func(who recette.Actor) error {
		_, err := s.Record(t.Context(), who, campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(0, recette.Passed)},
		})
		return err
	}
	if _, err := s.Status(t.Context(), marc, "v1"); err != nil {
		t.Fatal(err)
	}
	second := make(chan error)
	log.before = func() {
		go func() { second <- one(zoe) }()
		time.Sleep(100 * time.Millisecond)
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Status(gone, marc, "v1"); err == nil {
			t.Error("Status of a context that ended succeeded")
		}
	}
	if err := one(yann); err != nil {
		t.Fatal(err)
	}
	if err := <-second; !errors.Is(err, campaign.ErrHeld) {
		t.Errorf("Record of another person = %v, want ErrHeld", err)
	}
}

// TestAttempts_AbandonsNoOther: an attempt that is given up may end meanwhile in another process, and somebody else
// begin the next one: that one is theirs, and stays open. When the campaign was closed meanwhile, nothing is added to
// it.
func TestAttempts_AbandonsNoOther(t *testing.T) {
	for name, giveUp := range map[string]func(*campaign.Service, campaign.Begin) error{
		"restart": func(s *campaign.Service, b campaign.Begin) error {
			b.Restart = true
			_, err := s.BeginAttempt(t.Context(), yann, b)
			return err
		},
		"release": func(s *campaign.Service, b campaign.Begin) error {
			_, err := s.Release(t.Context(), elise, b.Campaign, b.Case)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			other := b.service(campaign.Policies{})
			log := &hooked{DB: b.db}
			s, err := campaign.New(campaign.Deps{Log: log, Clock: b.clock, Rand: rand.Reader})
			if err != nil {
				t.Fatal(err)
			}
			record := func(s *campaign.Service, who recette.Actor, attempt int, closed bool) {
				_, err := s.Record(t.Context(), who, campaign.Result{
					Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: attempt, Pass: 1, Mode: recette.Manual,
					Steps: []campaign.Observation{manual(0, recette.Failed)}, Closed: closed,
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			record(s, yann, 1, false)
			log.before = func() {
				record(other, yann, 1, true)
				record(other, zoe, 2, false)
			}
			begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
			if err := giveUp(s, begin); !errors.Is(err, recette.ErrAttempt) {
				t.Errorf("error = %v, want ErrAttempt", err)
			}
			if got := b.progress(other, "SC-1"); !got.Open || got.Attempt != 2 || got.Holder != zoe.Ref {
				t.Errorf("the case = %+v, want attempt 2 open, by %s", got, zoe.Ref)
			}
			record(other, zoe, 2, true)
			record(s, yann, 3, false)
			log.before = func() {
				if err := other.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}); err != nil {
					t.Fatal(err)
				}
			}
			if err := giveUp(s, begin); !errors.Is(err, campaign.ErrClosed) {
				t.Errorf("error = %v, want ErrClosed", err)
			}
			if st, err := other.Status(t.Context(), marc, "v1"); err != nil || len(st.Strays) != 0 {
				t.Errorf("%d results count for nothing, %v", len(st.Strays), err)
			}
		})
	}
}

// TestBeginAttempt_KnowsWhatOthersRecorded: automation that looked at a campaign once begins where another process
// leaves it, not where it was then.
func TestBeginAttempt_KnowsWhatOthersRecorded(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	long := b.service(campaign.Policies{})
	if _, err := long.Cases(t.Context(), samira, "v1"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Record(t.Context(), samira, auto("SC-4", pass, pass, recette.OutcomeFailed)); err != nil {
		t.Fatal(err)
	}
	begin := campaign.Begin{Campaign: "v1", Case: "SC-4", Content: "content/1:SC-4", Mode: recette.Automated}
	a, err := long.BeginAttempt(t.Context(), samira, begin)
	if err != nil || a.Number != 2 || a.Previous != recette.Failed {
		t.Fatalf("attempt %d after %q, %v, want the second, after one that failed", a.Number, a.Previous, err)
	}
	r := auto("SC-4", pass, pass, pass)
	r.Attempt, r.Pass, r.Hold = a.Number, a.Pass, a.Hold
	if got, err := long.Record(t.Context(), samira, r); err != nil || got.Verdict != recette.Passed {
		t.Errorf("Record = %+v, %v", got, err)
	}
	if _, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-4", Content: r.Content, Attempt: 3, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{manual(0, recette.Passed)},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := long.BeginAttempt(t.Context(), samira, begin); !errors.Is(err, campaign.ErrHeld) {
		t.Errorf("BeginAttempt = %v, want that somebody holds the case", err)
	}
}
