package host

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"recette/runner/protocol"
)

// scenario is the godog side of an attempt: the hooks that surround those of the project. All of it runs on the
// goroutine of the attempt.
type scenario struct {
	*attempt

	registry registry
	all      []unsafe.Pointer // definitions of the project, then ours; nil when the registry is not usable
	own      []unsafe.Pointer // ours alone
	last     []unsafe.Pointer // as godog was left with
	extended bool             // a hook registered definitions during the scenario

	steps   []*godog.Step
	at      int                    // index of the current step, -1 before the first
	inStep  bool                   // its before hooks began and its last after hook has not run
	stopped bool                   // a step ended otherwise than passed: nothing more is run
	begun   bool                   // a step of the worker was granted
	granted bool                   // the current step may run, and its outcome was not sent
	status  godog.StepResultStatus // of the current step before the project's after hooks; with err, once shown
	err     error
	nested  string // text of the last step that the current one ran as a part of itself

	started time.Time          // of the current step, once granted
	seen    []godog.Attachment // attachments already attributed

	outcome  string // first that is not passed
	message  protocol.Message
	loose    []protocol.Attachment
	log      []string
	afterErr error // error that the project's first after hook got
}

// initialize is the scenario initializer given to godog: the order of registration is the order of the hooks.
func (s *scenario) initialize(sc *godog.ScenarioContext) {
	sc.Before(s.first)
	sc.StepContext().Before(s.beforeHooks)
	sc.StepContext().After(s.shown)
	sc.After(s.beforeAfterHooks)
	s.h.suite.Scenario(sc)
	sc.StepContext().Before(s.afterBeforeHooks)
	sc.StepContext().After(s.stepEnded)
	sc.After(s.scenarioEnded)
	sc.Step(reservedExpr, s.elsewhere)

	if r, ok := s.h.open(sc); ok && s.h.exact && len(*r.steps) == len(s.h.defs)+1 {
		s.registry, s.all = r, *r.steps
		s.own, s.last = s.all[len(s.all)-1:len(s.all):len(s.all)], s.all
	}
}

var reservedExpr = regexp.MustCompile(reservedPattern)

// first is the first before-scenario hook: it gives the scenario its true name and texts, before any hook of the
// project looks at them.
func (s *scenario) first(ctx context.Context, p *godog.Scenario) (context.Context, error) {
	p.Name, p.Uri = s.begin.Name, s.begin.URI
	if s.begin.Case != "" {
		p.Id = s.begin.Case
	}
	p.Tags = make([]*messages.PickleTag, len(s.begin.Tags))
	for i, t := range s.begin.Tags {
		p.Tags[i] = &messages.PickleTag{Name: t}
	}
	s.steps = p.Steps
	for i, st := range p.Steps {
		from := &s.begin.Steps[i]
		st.Text, st.Type, st.Argument = from.Text, stepType(from.Type), argument(from)
	}
	return ctx, nil
}

// mine reports whether the current step is the worker's and may still be run.
func (s *scenario) mine() bool { return s.begin.Steps[s.at].Mine && !s.stopped }

// index returns the place of st in the scenario, -1 when it is a nested step.
func (s *scenario) index(st *godog.Step) int {
	return slices.Index(s.steps, st)
}

// beforeHooks is the first before-step hook. godog calls it for nested steps too, which are none of the conductor's.
func (s *scenario) beforeHooks(ctx context.Context, st *godog.Step) (context.Context, error) {
	i := s.index(st)
	if i < 0 {
		s.nested = st.Text
		return ctx, nil
	}
	s.at, s.inStep, s.seen, s.granted, s.nested = i, true, nil, false, ""
	s.status, s.err = godog.StepPassed, nil
	if i == 0 { // what before-scenario hooks attached is not the first step's
		s.keep(ctx)
	}
	if !s.mine() {
		return ctx, nil
	}
	if err := s.awaitGrant(i); err != nil {
		return ctx, err
	}
	if !s.begun {
		s.begun = true
		s.h.replies.mark(s.id, protocol.StageStepping)
	}
	s.granted, s.started = true, s.h.suite.Now()
	return ctx, nil
}

// afterBeforeHooks is the last before-step hook; godog looks for the definition next. A step that the worker must not
// run becomes the reserved one, whatever the project's patterns would match. A step that one definition matches is left
// with that definition alone: godog would otherwise try all of them, twice.
func (s *scenario) afterBeforeHooks(ctx context.Context, st *godog.Step) (context.Context, error) {
	if s.index(st) < 0 {
		return ctx, nil
	}
	if !s.mine() {
		st.Text = reserved
		s.choose(s.own)
		return ctx, nil
	}
	k := -1
	if d := s.plan[s.at]; len(d) == 1 {
		k = d[0]
	}
	switch {
	case s.all == nil || k < 0 || s.expr(k).String() != s.h.defs[k].expr.String():
		s.choose(s.all)
	case s.h.defs[k].nested:
		// Its steps may be any. godog calls a handler marked as nested once to see what it returns and once more to run
		// it; what it returns is known without the mark.
		s.registry.field(s.all[k], "Nested").SetBool(false)
		s.choose(s.all)
	default:
		s.choose(s.all[k : k+1 : k+1])
	}
	return ctx, nil
}

func (s *scenario) expr(k int) *regexp.Regexp {
	return s.registry.field(s.all[k], "Expr").Interface().(*regexp.Regexp)
}

// choose limits what godog can match to list: a part of s.all, or all of it. Definitions that a hook registered since
// the last choice are not lost: they join the others, and from then on godog matches for itself.
func (s *scenario) choose(list []unsafe.Pointer) {
	if s.all == nil {
		return
	}
	if now := *s.registry.steps; len(now) > len(s.last) {
		s.all = append(slices.Clip(s.all), now[len(s.last):]...)
		s.extended = true
	}
	if s.extended && &list[0] != &s.own[0] {
		list = s.all
	}
	*s.registry.steps, s.last = list, list
}

// elsewhere is the handler of the reserved step: someone else does the step, and the conductor tells what came of it.
func (s *scenario) elsewhere() error {
	t, err := s.awaitTold(s.at)
	if err != nil {
		return err
	}
	switch t.Outcome {
	case protocol.OutcomePassed:
		return nil
	case protocol.OutcomeSkipped:
		return godog.ErrSkip
	case protocol.OutcomePending:
		return fmt.Errorf("step %d: %w", t.Index, errors.Join(godog.ErrPending, errors.New(t.Message)))
	}
	return fmt.Errorf("step %d was done elsewhere: %s: %s", t.Index, t.Outcome, t.Message)
}

// shown is the first after-step hook: those of the project see the text of the step again.
func (s *scenario) shown(
	ctx context.Context, st *godog.Step, status godog.StepResultStatus, err error,
) (context.Context, error) {
	if i := s.index(st); i >= 0 {
		st.Text = s.begin.Steps[i].Text
		s.status, s.err = status, err
	}
	return ctx, nil
}

// stepEnded is the last after-step hook: err holds the errors of the step and of the hooks before this one.
func (s *scenario) stepEnded(
	ctx context.Context, st *godog.Step, status godog.StepResultStatus, err error,
) (context.Context, error) {
	i := s.index(st)
	if i < 0 {
		return ctx, nil
	}
	outcome, message := outcomeOf(status, err, s.nested)
	if outcome == protocol.OutcomePassed && !s.stopped {
		switch {
		case leaving():
			outcome, message = protocol.OutcomeError, said(errLeft, "")
		case !s.h.replies.out.open():
			outcome, message = protocol.OutcomeError, said(errClosed, "")
		}
	}
	// A before-scenario hook that panics keeps godog from calling any before-step hook; one that fails does not.
	hook := i == 0 && (!s.inStep || own(message) == protocol.FaultBeforeScenario)
	if !s.inStep && !s.stopped {
		message = message.Around(coded(protocol.FaultBeforeScenario))
	}
	s.at, s.inStep = i, false
	if s.stopped {
		s.keep(ctx)
		if s.outcome == protocol.OutcomeSkipped &&
			(outcome == protocol.OutcomeFailed || outcome == protocol.OutcomeError) {
			s.fail(outcome, message) // of a hook: the step itself was not run
		}
		return ctx, nil
	}
	aborted := errors.Is(err, errAborted)
	switch {
	case aborted:
		outcome, message = protocol.OutcomeInterrupted, s.reason()
		s.keep(ctx)
	case hook || !s.begin.Steps[s.at].Mine:
		s.keep(ctx)
	default:
		end := &protocol.StepEnd{
			Index: s.at, Outcome: outcome, Message: clipped(message), Duration: s.h.suite.Now().Sub(s.started),
			Attachments: s.attached(ctx),
		}
		if d := s.plan[s.at]; len(d) == 1 {
			end.Definition = s.h.defs[d[0]].expr.String()
		}
		flush := end.Duration >= quick || len(end.Attachments) > 0
		s.granted = false
		// a dead conductor is noticed by the reader
		_ = s.h.replies.send(&protocol.Reply{ID: s.id, StepEnd: end}, flush)
	}
	if outcome != protocol.OutcomePassed {
		s.stopped = true
		s.outcome = outcome
		if hook || aborted || s.unowned() {
			s.message = message // the rest was said of a step, by us or by who did it
		}
		s.trace(err)
	}
	return ctx, nil
}

// unowned reports whether what went wrong in the current step is nobody's word about it: the step is someone else's,
// who said nothing wrong, so that it is a step hook of the project.
func (s *scenario) unowned() bool {
	if s.begin.Steps[s.at].Mine {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.told[s.at]
	return t == nil || t.Outcome == protocol.OutcomePassed
}

// beforeAfterHooks is the first after-scenario hook.
func (s *scenario) beforeAfterHooks(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
	s.afterErr = err
	return ctx, nil
}

// scenarioEnded is the last after-scenario hook: an error that the first one had not is that of a hook.
func (s *scenario) scenarioEnded(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
	s.keep(ctx)
	s.log = append(s.log, godog.LoggedMessages(ctx)...)
	if err != nil && !sameError(err, s.afterErr) {
		s.fail(protocol.OutcomeFailed, s.afterHooks(err).Around(coded(protocol.FaultAfterScenario)))
	}
	return ctx, nil
}

func sameError(a, b error) bool {
	ta, tb := reflect.TypeOf(a), reflect.TypeOf(b)
	return ta == tb && ta.Comparable() && a == b //nolint:errorlint // whether it is the very same value is the question
}

// fail records a failure of the scenario that is not that of a step. It outranks what the steps said: the message of
// the step is already with the conductor.
func (s *scenario) fail(outcome string, message protocol.Message) {
	if s.outcome == protocol.OutcomeInterrupted || s.outcome == "" || s.outcome == protocol.OutcomeSkipped {
		s.outcome = outcome
	}
	s.message = append(s.message, message...)
}

// afterHooks gives what the after-scenario hooks said. godog puts the error of the steps behind it, which was told
// where it belongs.
func (s *scenario) afterHooks(err error) protocol.Message {
	var message protocol.Message
	for {
		inner := errors.Unwrap(err)
		if inner == nil || s.afterErr == nil {
			return append(message, said(err, "")...)
		}
		head, ok := strings.CutSuffix(err.Error(), ", "+inner.Error())
		if !ok {
			return append(message, said(err, "")...)
		}
		message = append(message, said(errors.New(head), "")...)
		if sameError(errors.Unwrap(inner), s.afterErr) {
			return message
		}
		err = inner
	}
}

// escaped records what godog did not catch.
func (s *scenario) escaped(err error, stack bool) {
	s.outcome = protocol.OutcomeError
	where := coded(protocol.FaultHook)
	if s.inStep {
		where = coded(protocol.FaultStep, s.at+1) // as people count
	}
	s.message = append(s.message, said(err, "").Around(where)...)
	if s.inStep && s.granted && !s.stopped { // one of its after hooks: nothing was said of the step yet
		s.lost(err)
	}
	if stack {
		s.log = append(s.log, clip(string(debug.Stack())))
	}
}

// lost tells of the current step that one of its hooks escaped. What the step itself came to outranks it.
func (s *scenario) lost(err error) {
	outcome, message := outcomeOf(s.status, s.err, s.nested)
	if outcome == protocol.OutcomePassed {
		outcome = protocol.OutcomeError
	}
	message = append(message, said(err, "").Around(coded(protocol.FaultStepHook))...)
	s.granted, s.stopped = false, true
	took := s.h.suite.Now().Sub(s.started)
	end := &protocol.StepEnd{Index: s.at, Outcome: outcome, Message: clipped(message), Duration: took}
	_ = s.h.replies.send(&protocol.Reply{ID: s.id, StepEnd: end}, false) // the end of the scenario follows
}

// returned compares godog's exit code with what the hooks saw: they must agree, or something was missed.
func (s *scenario) returned(code int) {
	switch {
	case code == 0 && s.at == len(s.begin.Steps)-1:
	case code != 0 && s.outcome != "" && s.outcome != protocol.OutcomePassed:
	default:
		s.fail(
			protocol.OutcomeError,
			protocol.Message{{coded(protocol.FaultGodog, code, s.at+1, len(s.begin.Steps))}},
		)
		s.outcome = protocol.OutcomeError
	}
}

// maxLog is how many bytes of log one reply carries: a reply longer than a line of the protocol would be lost whole,
// and the case would look like one that hung.
const maxLog = 1 << 20

// bounded keeps the first lines of a log and gives how many it leaves out.
func bounded(log []string) (kept []string, cut int) {
	size := 0
	for i, line := range log {
		if size += len(line); size > maxLog {
			return log[:i:i], len(log) - i
		}
	}
	return log, 0
}

// ended returns the last reply of the attempt.
func (s *scenario) ended() *protocol.ScenarioEnded {
	e := &protocol.ScenarioEnded{
		Outcome: s.outcome, Message: clipped(s.message), Attachments: s.loose,
	}
	e.Log, e.Cut = bounded(s.log)
	if e.Outcome == "" {
		e.Outcome = protocol.OutcomePassed
	}
	return e
}
