package host

import (
	"context"
	"io"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// suiteHooks runs the suite's hooks once in the process: an outer godog run opens with the suite's initializer, holds
// its single step for as long as the session lasts, and closes with the after hooks. The scenario runs are nested
// inside and never call a suite initializer, so that nothing of the suite can be shared between scenarios. The
// initializer itself runs at hello, the before hooks at the first scenario: a session that only matches starts nothing.
type suiteHooks struct {
	initialize func(*godog.TestSuiteContext)

	registered chan error    // the initializer returned: nil, or why its registrations are refused
	open       chan struct{} // closed: before hooks may run
	ready      chan struct{} // closed: before hooks have run
	leave      chan struct{} // closed: after hooks may run, or nothing when before hooks did not
	finished   chan struct{} // closed: the outer run is over
	err        error         // why it ended, when a hook failed; valid once finished

	opened, left bool // open, leave were closed; only the session's goroutines of the moment touch them
}

// errRefused unwinds an outer run whose hooks must not run.
var errRefused = around(nil, protocol.FaultBeforeSuite)

// suiteFeature is the single scenario of the outer run.
const suiteFeature = "Feature: recette\nScenario: suite\n* the suite is open\n"

func newSuiteHooks(initialize func(*godog.TestSuiteContext)) *suiteHooks {
	return &suiteHooks{
		initialize: initialize,
		registered: make(chan error, 1),
		open:       make(chan struct{}),
		ready:      make(chan struct{}),
		leave:      make(chan struct{}),
		finished:   make(chan struct{}),
	}
}

// register calls the initializer and returns why what it registered is refused.
func (s *suiteHooks) register(ctx context.Context) error {
	go s.run(ctx)
	return <-s.registered
}

func (s *suiteHooks) run(ctx context.Context) {
	defer close(s.finished)
	stage := protocol.FaultInitSuite
	normal := false
	defer func() {
		v := recover()
		switch {
		case v == any(errRefused):
			return
		case v != nil:
			s.err = around(recovered(v), stage)
		case !normal:
			s.err = around(errLeft, stage)
		}
		select {
		case s.registered <- s.err:
		default:
		}
	}()
	godog.TestSuite{
		Name: "recette",
		TestSuiteInitializer: func(tsc *godog.TestSuiteContext) {
			tsc.BeforeSuite(func() { // first of the before hooks: nothing runs before the first scenario
				select {
				case <-s.open:
				case <-s.leave:
					panic(errRefused)
				}
				stage = protocol.FaultBeforeSuite
			})
			s.initialize(tsc)
			if n := suiteRegistrations(tsc); n > 0 {
				s.registered <- around(nil, protocol.FaultShared, n)
				panic(errRefused)
			}
			s.registered <- nil
		},
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			sc.Step(`^the suite is open$`, func() {
				close(s.ready)
				<-s.leave
				stage = protocol.FaultAfterSuite
			})
		},
		Options: &godog.Options{
			Format: formatName, Output: io.Discard, NoColors: true, Strict: true, Concurrency: 1, DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: "suite", Contents: []byte(suiteFeature)}},
		},
	}.Run()
	normal = true
}

// before makes the before hooks run, the first time, and returns why they failed.
func (s *suiteHooks) before() error {
	if !s.opened {
		s.opened = true
		close(s.open)
	}
	select {
	case <-s.ready:
		return nil
	case <-s.finished:
		if s.err == nil {
			return errRefused
		}
		return s.err
	}
}

// after ends the suite: its after hooks run if its before hooks did. It returns why they failed.
func (s *suiteHooks) after() error {
	if !s.left {
		s.left = true
		close(s.leave)
	}
	<-s.finished
	return s.err
}
