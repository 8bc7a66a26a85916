package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/execution"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// TestPlay_NothingRecorded: when the record takes nothing the page says so and gives back what was typed; once it takes
// again, the same form is recorded, once (ASVS 5.0, 16.5.3).
func TestPlay_NothingRecorded(t *testing.T) {
	for name, tt := range map[string]struct {
		fault  error
		opened int32 // how often the record was opened by then
	}{
		"the disk broke":    {errors.New("input/output error"), 3},
		"a moment of stall": {errAgain, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			c := w.tester()
			const at = "/campagnes/v1/cas/SC-0001"
			c.press(at, "/commencer")
			form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "rien ne s’affiche")
			w.full.Store(&tt.fault)
			status, body := c.post(at+"/jugement", form)
			if status != http.StatusServiceUnavailable || !strings.Contains(body, "rien ne s’affiche") ||
				!strings.Contains(body, "Rien n’est enregistré") {
				t.Errorf("%d: %s", status, body)
			}
			if _, verdict, _ := w.stands("SC-0001"); verdict != recette.NotRun {
				t.Errorf("verdict %s", verdict)
			}
			w.broken.Store(&tt.fault) // the page of the row cannot be made either
			if status, body := c.post(at+"/jugement", form); status != http.StatusServiceUnavailable ||
				!strings.Contains(body, "rien ne s’affiche") {
				t.Errorf("without its page: %d: %s", status, body)
			}
			w.broken.Store(nil)
			w.full.Store(nil)
			for range 2 {
				if status, body := c.post(at+"/jugement", form); status != http.StatusSeeOther {
					t.Errorf("%d: %s", status, body)
				}
			}
			if _, verdict, attempts := w.stands("SC-0001"); verdict != recette.Failed || attempts != 1 {
				t.Errorf("verdict %s, %d attempts", verdict, attempts)
			}
			if got := w.opened.Load(); got != tt.opened {
				t.Errorf("the record was opened %d times, want %d", got, tt.opened)
			}
		})
	}
}

// errAgain is what a record says that is busy.
var errAgain = passing{}

type passing struct{}

func (passing) Error() string { return "busy" }

// Is makes it campaign.ErrAgain.
func (passing) Is(target error) bool { return target.Error() == "nothing was written: try again" }

// TestPlay_ManyAtOnce: one gesture that arrives over ten lines at once is one entry.
func TestPlay_ManyAtOnce(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "passed")
	before, _, _ := w.stands("SC-0001")
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if status, _ := c.post(at+"/jugement", form); status != http.StatusSeeOther {
				t.Errorf("%d", status)
			}
		})
	}
	all.Wait()
	if n, verdict, _ := w.stands("SC-0001"); n != before+1 || verdict != recette.Passed {
		t.Errorf("%d entries more, verdict %s", n-before, verdict)
	}
}

// TestPlay_TakeOver: who may take over what somebody left open does, and nobody else.
func TestPlay_TakeOver(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0004"
	c.press(at, "/commencer")
	w.plays("SC-0003", "", "") // Yann left this one open elsewhere
	ppo := w.inside()
	ppo.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}})
	if status, _ := ppo.press(third, "/commencer", "comment", "relayer"); status != http.StatusSeeOther {
		t.Errorf("taking over: %d", status)
	}
	if ppo.asks("SC-0003").Get("essai") != "2" {
		t.Errorf("what was taken over is %v", ppo.asks("SC-0003"))
	}
	if status, _ := c.press(third, "/commencer", "comment", "relayer"); status != http.StatusConflict {
		t.Errorf("a tester takes over: %d", status)
	}
}

// TestPlay_TakeOverRefused: what stands against beginning a case leaves what somebody else has open as it is.
func TestPlay_TakeOverRefused(t *testing.T) {
	m := manifest(4)
	m.Journeys[0].Blocking = true
	m.Sections = &plan.Sections{Review: plan.Review{}}
	unfit := error(&execution.DataError{Case: "SC-0003", Set: "JDD-adhesion"})
	for name, tt := range map[string]struct {
		against func(w *world)
		want    string
	}{
		"the order of a journey": {func(w *world) { w.plays("SC-0002", recette.Failed, "non") }, "SC-0002"},
		"the data":               {func(w *world) { w.unfit.Store(&unfit) }, "JDD-adhesion"},
	} {
		w := worldOf(t, &m)
		w.plays("SC-0001", recette.Passed, "")
		w.plays("SC-0002", recette.Passed, "")
		w.plays("SC-0003", "", "") // Yann left it open
		tt.against(w)
		s := w.as(samira)
		if status, body := s.press(third, "/commencer", "comment", "relayer"); status != http.StatusConflict ||
			!strings.Contains(why(body), tt.want) {
			t.Errorf("%s: %d: %s", name, status, why(body))
		}
		got, err := w.campaigns.Observed(t.Context(), elise, "v1", "SC-0003")
		w.must(err)
		if !got.Open || got.Holder != yann.Ref || got.Attempt != 1 {
			t.Errorf("%s: it is refused, and what somebody had open stands as %+v", name, got.CaseStatus)
		}
	}
}

// TestPlay_TakesOverWhatItShowed: an attempt that is not the one of the page, or is somebody else's, is not taken over.
func TestPlay_TakesOverWhatItShowed(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", "", "")
	s := w.as(samira)
	for _, other := range [][]string{{"essai", "2"}, {"tient", elise.Ref}, {"essai", "0", "tient", ""}} {
		status, _ := s.press(third, "/commencer", append([]string{"comment", "relayer"}, other...)...)
		if status != http.StatusConflict {
			t.Errorf("%v: %d", other, status)
		}
	}
	got, err := w.campaigns.Observed(t.Context(), elise, "v1", "SC-0003")
	w.must(err)
	if !got.Open || got.Holder != yann.Ref || got.Attempt != 1 {
		t.Errorf("%+v", got.CaseStatus)
	}
}

// TestPlay_UnderWay: automated steps that take long go on; the page says so, and asks once they are over.
func TestPlay_UnderWay(t *testing.T) {
	t.Parallel() // it waits
	release := make(chan struct{})
	w := newWorld(t, 4, execution.Source{Name: "go:./steps", Start: func(context.Context) (execution.Worker, error) {
		return &slow{until: release}, nil
	}})
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	if _, body := c.get(at); !strings.Contains(body, "ce que font les étapes automatiques est enregistré") {
		t.Error("the page does not say that what steps do is recorded")
	}
	began := time.Now()
	if status, _ := c.press(at, "/commencer"); status != http.StatusSeeOther || time.Since(began) > 30*time.Second {
		t.Errorf("beginning: %d after %s", status, time.Since(began))
	}
	if _, body := c.get(at); !strings.Contains(body, "Les étapes automatiques sont en cours.") {
		t.Error("the page does not say that steps run")
	}
	close(release)
	for range 100 {
		if c.asks("SC-0001") != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	form := c.asks("SC-0001")
	if form.Get("etape") != "3" {
		t.Fatalf("the form is %v", form)
	}
	if status, _ := c.post(at+"/jugement", says(form, "verdict", "passed")); status != http.StatusSeeOther {
		t.Errorf("the judgement: %d", status)
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Passed {
		t.Errorf("verdict %s", verdict)
	}
}

// TestPlay_Preparing: a campaign that takes long to be made ready is waited for without holding the browser.
func TestPlay_Preparing(t *testing.T) {
	t.Parallel() // it waits
	w := newWorld(t, 4)
	w.preparing = make(chan struct{})
	c := w.tester()
	if status, body := c.get("/campagnes/v1/cas"); status != http.StatusOK ||
		!strings.Contains(body, "La campagne se prépare") {
		t.Errorf("while it is made ready: %d", status)
	}
	close(w.preparing)
	for range 100 {
		if _, body := c.get("/campagnes/v1/cas"); strings.Contains(body, "SC-0004") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the rows never come")
}

// slow is a worker that owns the first step of each scenario, and runs it once it is let.
type slow struct {
	until <-chan struct{}
	at    int
}

func (s *slow) Definitions() []protocol.Definition { return []protocol.Definition{{}} }

func (s *slow) Match(_ context.Context, steps []protocol.StepText) ([][]int, error) {
	out := make([][]int, len(steps))
	for i := range steps {
		if steps[i].Text == "a" {
			out[i] = []int{0}
		}
	}
	return out, nil
}
func (s *slow) Ready(context.Context) error                 { return nil }
func (s *slow) Begin(context.Context, protocol.Begin) error { s.at = 0; return nil }
func (s *slow) Told(context.Context, protocol.Told) error   { return nil }
func (s *slow) Abort(context.Context, string) error         { return nil }
func (s *slow) TakeOutput() string                          { return "" }
func (s *slow) Close(context.Context) error                 { return nil }
func (s *slow) Kill() error                                 { return nil }
func (s *slow) Next(ctx context.Context, _ time.Duration) (execution.Reply, error) {
	defer func() { s.at++ }()
	switch s.at {
	case 0:
		select {
		case <-s.until:
		case <-ctx.Done():
			return execution.Reply{}, ctx.Err()
		}
		return execution.Reply{Step: &protocol.StepEnd{Index: 0, Outcome: "passed"}}, nil
	case 1, 2:
		return execution.Reply{Waiting: &protocol.Waiting{Index: s.at}}, nil
	}
	return execution.Reply{Ended: &protocol.ScenarioEnded{Outcome: "passed"}}, nil
}
