package execution

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// site is an environment under test that can be shut.
func site(t *testing.T) (address string, shut func()) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return "http://" + l.Addr().String(), func() { _ = l.Close() }
}

func reaching(t *testing.T, w *world, to Target, src Source) *Engine {
	t.Helper()
	e, err := New(Options{
		Sources: []Source{src}, Recorder: w, Evidence: w, Emit: w.emit, Clock: time.Now, Target: to, Slow: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// TestNothingBeginsOnASilentEnvironment: neither a run nor a session of a campaign records anything of a case that
// automation takes part in; a case for a person alone needs no environment, and a free run says nothing beforehand.
func TestNothingBeginsOnASilentEnvironment(t *testing.T) {
	address, shut := site(t)
	shut()
	auto, mixed := kase("SC-1", "outcome go a"), kase("SC-2", "context go a", "outcome je vois")
	manual := kase("SC-3", "outcome je vois")

	t.Run("run of a campaign", func(t *testing.T) {
		w, f := newWorld(), &farm{}
		e := reaching(t, w, Target{Address: address, Required: true}, f.source("go", nil, hooks{}, "go "))
		_, err := runCases(t, w, e, binding.Policy{People: true}, auto)
		u, ok := errors.AsType[*UnreachableError](err)
		if !ok || u.Address != address || len(w.results) != 0 || len(f.ran) != 0 {
			t.Errorf("Run = %v, with %d results and steps %v, want a refusal and nothing", err, len(w.results), f.ran)
		}
	})
	t.Run("session", func(t *testing.T) {
		w, f := newWorld(), &farm{}
		e := reaching(t, w, Target{Address: address, Required: true}, f.source("go", nil, hooks{}, "go "))
		p := &people{w: w}
		_, err := sitDown(t.Context(), t, w, e, p, manual, mixed)
		if !errors.Is(err, errUnreachable) || len(f.ran) != 0 {
			t.Errorf("Test = %v, steps %v, want a refusal before any automated step", err, f.ran)
		}
		if r := w.whole("SC-3"); r.Verdict != recette.Passed || len(w.whole("SC-2").Steps) != 0 {
			t.Errorf("results = %+v, want that of the manual case alone", w.results)
		}
	})
	t.Run("free run", func(t *testing.T) {
		w, f := newWorld(), &farm{}
		e := reaching(t, w, Target{Address: address}, f.source("go", nil, hooks{}, "go "))
		sum, err := runCases(t, w, e, binding.Policy{}, auto)
		if err != nil || !sum.Green() {
			t.Errorf("Run = %+v, %v, want green: its steps did not need the environment", sum, err)
		}
	})
}

// TestAStepThatFailsWithoutTheEnvironmentJudgesNothing: an environment that goes away in the middle of a case prevents
// it from being tested; the next case does not begin. While it answers, a failure is one.
func TestAStepThatFailsWithoutTheEnvironmentJudgesNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		gone bool
		want recette.Verdict
	}{"gone": {true, recette.Blocked}, "there": {false, recette.Failed}} {
		t.Run(name, func(t *testing.T) {
			address, shut := site(t)
			w, f := newWorld(), &farm{}
			fail := func(_ *fakeWorker, s *protocol.StepEnd) error {
				if tt.gone {
					shut()
				}
				s.Outcome, s.Message = "failed", protocol.Words("connexion refusée")
				return nil
			}
			to := Target{Address: address, Required: true}
			e := reaching(t, w, to, f.source("go", script{"go a": fail}, hooks{}, "go "))
			e.target.clock = func() time.Time { return time.Now().Add(time.Duration(len(w.results)) * time.Hour) }
			p := &people{w: w}
			_, err := sitDown(t.Context(), t, w, e, p,
				kase("SC-1", "context go a", "outcome je vois"), kase("SC-2", "context go b", "outcome je vois"))
			if got := errors.Is(err, errUnreachable); got != tt.gone {
				t.Errorf("Test = %v", err)
			}
			r := w.whole("SC-1")
			if r.Verdict != tt.want {
				t.Errorf("SC-1 = %s, want %s", r.Verdict, tt.want)
			}
			o := r.Steps[0]
			said := "connexion refusée\nunreachable " + address
			if tt.gone &&
				(o.Outcome != recette.OutcomeError || o.Cause != recette.CauseEnvironment || o.Observed != said) {
				t.Errorf("step = %+v, want an error of the environment that keeps what the step said", o)
			}
		})
	}
}

// TestAddressesThatNobodyCanTryAreNotAsked: what is no address of a server says nothing.
func TestAddressesThatNobodyCanTryAreNotAsked(t *testing.T) {
	for _, address := range []string{
		"", "gele.test", "https://", "file:///tmp/x", "ldap://annuaire", "http://[::1", "\x00",
	} {
		if err := (&target{Target: Target{Address: address}}).ask(context.Background()); err != nil {
			t.Errorf("ask(%q) = %v, want nothing", address, err)
		}
	}
}

// TestBefore_HoldsNobody: while somebody tries a connection, others wait for that answer and may give up.
func TestBefore_HoldsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &target{Target: Target{Address: "http://127.0.0.1:1", Required: true}, clock: time.Now}
		to.asking = make(chan struct{}) // by somebody else
		gone, cancel := context.WithCancel(t.Context())
		left, told := make(chan error, 1), make(chan error, 1)
		go func() { left <- to.before(gone) }()
		go func() { told <- to.before(t.Context()) }()
		synctest.Wait() // both wait: nobody answers there, and neither asks
		if len(left) != 0 || len(told) != 0 {
			t.Fatal("somebody did not wait for the answer under way")
		}
		cancel()
		synctest.Wait()
		if len(left) != 1 || len(told) != 0 {
			t.Fatalf("%d gave up and %d went on, want the one whose context ended alone", len(left), len(told))
		}
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("before = %v, want the end of the context while somebody else asks", err)
		}
		if err := to.noteAnswer(nil); err != nil {
			t.Fatal(err)
		}
		if err := <-told; err != nil { // the answer is that of whoever asked
			t.Errorf("before = %v, want the answer that somebody else got", err)
		}
	})
	to := &target{Target: Target{Address: "http://127.0.0.1:1", Required: true}, clock: time.Now}
	if err := to.before(t.Context()); !errors.Is(err, errUnreachable) || to.asking != nil {
		t.Errorf("before = %v, still asking %v, want a refusal and an end", err, to.asking != nil)
	}
}
