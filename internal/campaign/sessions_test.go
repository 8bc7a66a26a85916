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
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
)

// crowd conducts attempts in one service from several sessions, and notes what each was told.
type crowd struct {
	*bench
	mu    sync.Mutex
	acks  map[int64]string // what was acknowledged, by position
	ended map[string]told  // the last attempt that was closed, by campaign and case
}

type told struct {
	attempt int
	verdict recette.Verdict
}

// row is what is told, and recorded, of a result.
func row(id, c string, attempt, pass, step int, closed bool, v string) string {
	return fmt.Sprintf("%s %s %d.%d step %d closed %v %s", id, c, attempt, pass, step, closed, v)
}

// conduct conducts one attempt. Its error is that of a refusal.
func (w *crowd) conduct(id, c string, actor recette.Actor, mode recette.Mode, last recette.Verdict) error {
	at, err := w.s.BeginAttempt(w.t.Context(), actor, campaign.Begin{
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
		got, err := w.s.Record(w.t.Context(), actor, campaign.Result{
			Campaign: id, Case: c, Content: at.Content, Attempt: at.Number, Pass: at.Pass, Mode: mode, Hold: at.Hold,
			Steps: []campaign.Observation{o}, Closed: step == 2,
		})
		if err != nil {
			return err
		}
		w.mu.Lock()
		w.acks[got.Seq] = row(id, c, at.Number, at.Pass, step, step == 2, string(got.Verdict))
		if step == 2 && at.Number > w.ended[id+c].attempt {
			w.ended[id+c] = told{at.Number, got.Verdict}
		}
		w.mu.Unlock()
	}
	return nil
}

// session conducts each case once, in an order of its own, and comes back to one that somebody else holds, or went on
// with meanwhile.
func (w *crowd) session(n int, ids, cases []string) {
	actor, mode := yann, recette.Manual
	if n%2 == 1 {
		actor, mode = samira, recette.Automated
	}
	last := []recette.Verdict{recette.Passed, recette.Failed}[(n/2)%2]
	for i := range cases {
		id, c := ids[(n/2+i)%len(ids)], cases[(i+n)%len(cases)]
		for tries := 0; ; tries++ {
			err := w.conduct(id, c, actor, mode, last)
			if err == nil {
				break
			}
			if !errors.Is(err, campaign.ErrHeld) && !errors.Is(err, recette.ErrAttempt) || tries == 10_000 {
				w.t.Errorf("session %d, %s %s: %v", n, id, c, err)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
}

// TestService_ServesManySessions conducts eight sessions at once on three campaigns, by hand and by automation, in one
// service, beside people who read: each goes to its end, every verdict that was acknowledged is there, and there is no
// other.
func TestService_ServesManySessions(t *testing.T) {
	t.Parallel()
	const sessions = 8
	w := &crowd{bench: newBench(t, campaign.Policies{}), acks: map[int64]string{}, ended: map[string]told{}}
	ids, cases := w.openSeveral(3), []string{"SC-1", "SC-2", "SC-3", "SC-4"}
	var wg sync.WaitGroup
	for session := range sessions {
		wg.Go(func() { w.session(session, ids, cases) })
		wg.Go(func() {
			for i := range 6 {
				id := ids[i%len(ids)]
				if _, err := w.s.Status(t.Context(), marc, id); err != nil {
					t.Error(err)
				}
				if _, err := w.s.Cases(t.Context(), zoe, id); err != nil {
					t.Error(err)
				}
				if _, err := w.s.List(t.Context(), auditor); err != nil {
					t.Error(err)
				}
				if _, err := w.s.Note(t.Context(), zoe, id, gap.Anomaly{
					Severity: recette.Minor, Case: cases[i%4], Summary: fmt.Sprint("vu par ", session),
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	closed := 0
	for rec, err := range w.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		l, r := &rec.Leaf, rec.Leaf.Result
		got := row(l.Campaign, r.Case, r.Attempt, r.Pass, r.Steps[0].Step, r.Closed, r.Verdict)
		if want := w.acks[l.Seq]; got != want {
			t.Errorf("recorded at %d: %s, told %q", l.Seq, got, want)
		}
		delete(w.acks, l.Seq)
		if r.Closed {
			closed++
		}
	}
	for seq, lost := range w.acks {
		t.Errorf("told and not recorded at %d: %s", seq, lost)
	}
	if closed != sessions*len(cases) {
		t.Errorf("%d attempts ended, want %d: each session ends its own", closed, sessions*len(cases))
	}
	fresh := w.service(campaign.Policies{})
	for _, id := range ids {
		st, err := fresh.Status(t.Context(), auditor, id)
		if err != nil || len(st.Strays) != 0 {
			t.Errorf("campaign %s: %d results count for nothing, %v", id, len(st.Strays), err)
		}
		now, err := w.s.Cases(t.Context(), auditor, id)
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
			want := w.ended[id+c.ID]
			if c.Open || c.Attempt != want.attempt || want.attempt > 0 && c.Verdict != want.verdict {
				t.Errorf("%s: %+v, want %+v as the last one was told", id, *c, want)
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

func (h *hooked) Extend(
	ctx context.Context, build func(journal.Head) ([]journal.Entry, error),
) ([]journal.Record, error) {
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
	s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader})
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
			s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader})
			if err != nil {
				t.Fatal(err)
			}
			record := func(s *campaign.Service, who recette.Actor, attempt int, closed bool) {
				_, err := s.Record(t.Context(), who, campaign.Result{
					Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: attempt, Pass: 1,
					Mode:  recette.Manual,
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
				if err := other.Close(
					t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true},
				); err != nil {
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
