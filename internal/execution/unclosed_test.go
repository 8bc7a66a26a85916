package execution

import (
	"context"
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// A screen that goes away at the last answer leaves an attempt of which everything was seen and that nobody closed: the
// case is not run, be its one expected result conform or set aside.
func TestSession_LeftAtTheLastAnswerIsNotConform(t *testing.T) {
	for name, last := range map[string]Answer{
		"conform":        passed,
		"not applicable": {Verdict: recette.NotApplicable, Reason: "hors de propos"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := openProject(t.Context(), t.TempDir(), "")
			if err != nil {
				t.Fatal(err)
			}
			defer p.db.Close()
			m := openCampaign(t, p, "v1", []catalogue.Case{kase("SC-1", "action go a", "outcome je vois")})
			items := FromManifest(&m)
			e, err := New(Options{Sources: []Source{(&farm{}).source("go", nil, hooks{}, "go ")}, Clock: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			l, gone := NewLedger(p.service, tester(0), "v1", protocol.Message.String), errors.New("the screen is gone")
			s, err := e.NewSession(t.Context(), b, SessionOptions{
				Items: items, Recorder: l, Evidence: l,
				Recorded: func(context.Context, Question, campaign.Observation) error { return gone },
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Begin(t.Context(), "SC-1"); err != nil {
				t.Fatal(err)
			}
			if err := s.Answer(t.Context(), last); !errors.Is(err, gone) {
				t.Fatalf("Answer = %v, want the screen gone", err)
			}
			if _, err := s.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			all, err := p.service.Cases(t.Context(), tester(0), "v1")
			if err != nil || len(all) != 1 || !all[0].Open || all[0].Verdict != recette.NotRun {
				t.Errorf("the case stands as %+v, %v; want open and not run", all, err)
			}
		})
	}
}

// A run outside any campaign holds the rule of all: steps that pass without an expected result verify nothing. The case
// is not run, the run is not green, and it is no run of nothing.
func TestRun_NothingVerifiedIsNotGreen(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
	sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a", "action go b"))
	if err != nil || sum.Green() || sum.Err() != nil || sum.Verdicts[recette.NotRun] != 1 || len(sum.Faults) != 1 {
		t.Errorf("Run = %+v, %v, end %v; want one case not run, not green", sum, err, sum.Err())
	}
	if r := w.whole("SC-1"); r.Verdict != recette.NotRun || r.Outcome != recette.OutcomePassed {
		t.Errorf("recorded %s (%s), want not run, of steps that passed", r.Verdict, r.Outcome)
	}
}
