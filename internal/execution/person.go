package execution

import (
	"context"
	"errors"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// Person judges manual steps: a terminal, a browser, an answers file.
type Person interface {
	// Ask gives the answer for one step. It may wait as long as the person does. An answer with Leave leaves the
	// attempt open. An answer that breaks a rule is asked again, with q.Refused. An error other than that of ctx ends
	// the session.
	Ask(ctx context.Context, q Question) (Answer, error)
	// Recorded is called once the answer is durable, and only then may a screen say so.
	Recorded(ctx context.Context, q Question, o campaign.Observation) error
}

// Resumption is an open attempt about to be resumed: what Session.Resume would do of it.
type Resumption struct {
	Case    catalogue.Case
	Attempt int
	Cursor  int   // index of the step that will be asked first; len(Steps) when only the closing is missing
	Replay  []int // automated steps that ran already and will run again to rebuild state
	Actions bool  // whether an action (Quand) is among them: it may create a second record in the product under test
}

// Question is a manual step put to a person, with what a screen needs to show.
type Question struct {
	Case     catalogue.Case
	Index    int // of the case in the plan
	Journey  string
	Step     int // 0-based index in Case.Steps
	Owners   []binding.Owner
	Attempt  int
	Pass     int
	History  []campaign.Observation // what stands of the steps of this attempt so far, in order
	Previous recette.Verdict        // verdict of the attempt before this one, empty when there is none
	Aged     recette.Freshness      // whether that verdict still speaks of what is tested; empty as Previous
	Asked    time.Time
	Again    bool         // the step was judged already: the answer corrects what History holds of it
	Stands   int          // step at which the case stands: Step, unless it is asked again
	Refused  *AnswerError // why the answer given just before was not taken; nil the first time

	// Ticks is how many steps right before Step are asked together with it: preparation and actions that nobody judged
	// yet, and that a verdict on Step says to be done. At gives the question of Step or of one of them, for an answer
	// that goes Back to it: its verdict ticks those before it only.
	Ticks int
	At    func(step int) Question

	// Notes are what the person gave of this step before the verdict, here or in an earlier session. Keep makes other
	// notes durable in their place: after nil they survive kill -9, and Notes gives them the next time the step is
	// asked. An answer holds the whole of what it must record, the notes included. The error of Keep ends the session.
	Notes Notes
	Keep  func(Notes) error

	// Past is what ended before in the session, to be corrected by whoever is asked; nil when nothing of it may be.
	Past Past
}

// Notes are what is given of a step before its verdict. In the journal they are an observation of a step that was not
// run: what was said of a step is a fact, whether it is judged afterwards or not, and a fact is added, not edited.
type Notes struct {
	Comment  string
	Evidence []campaign.Attachment // stored already
}

// Empty reports whether the notes say nothing.
func (n Notes) Empty() bool { return n.Comment == "" && len(n.Evidence) == 0 }

// observation gives what is recorded of a step of which the notes are all that was said.
func (n Notes) observation(step int, v recette.Verdict) campaign.Observation {
	return campaign.Observation{Step: step, Mode: recette.Manual, Verdict: v, Comment: n.Comment, Evidence: n.Evidence}
}

// Outcome reports whether the step is one that takes a full verdict; the others are done, blocked or failed.
func (q Question) Outcome() bool { return q.Case.Steps[q.Step].Type == catalogue.Outcome }

// First is the index of the first step that is asked: Step, or the first that a verdict ticks.
func (q Question) First() int { return q.Step - q.Ticks }

// Choices lists the verdicts that fit the step: an action or a context is done, failed or blocked.
func (q Question) Choices() []recette.Verdict {
	if q.Outcome() {
		return []recette.Verdict{
			recette.Passed, recette.PassedWithRemark, recette.Failed, recette.Blocked, recette.NotApplicable,
		}
	}
	return []recette.Verdict{recette.Passed, recette.Failed, recette.Blocked}
}

// Answer is what the person said of one step, and of those before it that the verdict ticks.
type Answer struct {
	Leave    bool // leave the attempt open; nothing else is read
	Return   int  // step, from 1, to be asked next in the place of this one, as Session.Back; nothing else is read
	Back     int  // how many steps before that of the question the verdict is of, Ticks at most; it ends the case there
	Verdict  recette.Verdict
	Observed string                // constaté, mandatory when failed
	Comment  string                // mandatory when passed with a remark, unless Observed says it
	Cause    recette.Cause         // mandatory when blocked
	Reason   string                // mandatory when not applicable
	Evidence []campaign.Attachment // stored already
	// Given is when it was said, of what a device kept: see campaign.Believed. It is that of what is ticked too.
	Given time.Time
	// Request is that of a client that may send the answer again: it goes with the first row that records it. Only the
	// session's Recorder, not Several, takes it.
	Request campaign.Request
}

// Check tells which rule an answer breaks: a verdict that does not fit the step, or one that the kernel refuses
// (campaign.Observation.Check). The error is an *AnswerError.
func (a Answer) Check(q Question) error {
	switch {
	case a.Leave, a.Return > 0 && q.Returns(a.Return-1):
		return nil
	case a.Return != 0:
		return &AnswerError{Case: q.Case.ID, Field: "verdict", Step: q.Step}
	}
	step := q.Step - a.Back
	if a.Back < 0 || a.Back > q.Ticks || a.Back > 0 && goesOn(a.Verdict) ||
		!slices.Contains(q.Choices(), a.Verdict) {
		return &AnswerError{Case: q.Case.ID, Field: "verdict", Step: q.Step}
	}
	o := a.observation(step, 0)
	err := o.Check()
	if bad, ok := errors.AsType[*campaign.FieldError](err); ok {
		missing := errors.Is(err, campaign.ErrIncomplete)
		return &AnswerError{Case: q.Case.ID, Field: bad.Field, Missing: missing, Step: step}
	}
	return err
}

// observation turns a checked answer into what is recorded.
func (a Answer) observation(step int, took time.Duration) campaign.Observation {
	return campaign.Observation{
		Step: step, Mode: recette.Manual, Verdict: a.Verdict, Duration: took, Observed: a.Observed,
		Comment: a.Comment, Cause: a.Cause, Reason: a.Reason, Evidence: a.Evidence, Given: a.Given,
	}
}

// ticked gives what is recorded of a step that the answer ticks, of which notes were given.
func (a Answer) ticked(step int, n Notes) campaign.Observation {
	o := n.observation(step, recette.Passed) // what was said of it stays with it
	o.Given = a.Given
	return o
}
