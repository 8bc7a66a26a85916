package execution

import (
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/fault"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// eventVersion is the version of Event and of everything below it. The report of the binding has its own.
const eventVersion = 1

// EventKind says what an event tells.
type EventKind string

// The kinds of events, in the order in which a run emits them; of a long run, cases may come before the binding is
// known whole (Engine.BindAhead).
const (
	EventBound        EventKind = "bound"         // Report: who owns every step
	EventCaseStarted  EventKind = "case.started"  // Case without results
	EventStepRecorded EventKind = "step.recorded" // Step: durable before its case is
	EventCaseFinished EventKind = "case.finished" // Case with results, all durable
	EventCaseLeft     EventKind = "case.left"     // Case not run here: a person is needed, or left
	EventProblem      EventKind = "problem"       // Problem: of the run itself
	EventRunFinished  EventKind = "run.finished"  // Summary
)

// Event is one line of the stream that printers, --jsonl among them, read. Events come in the order in which cases
// complete; Case.Index gives the place in the plan. Exactly one of the pointers is set.
type Event struct {
	V       int             `json:"v"`
	Kind    EventKind       `json:"event"`
	At      time.Time       `json:"at"`
	Report  *binding.Report `json:"report,omitempty"`
	Case    *CaseEvent      `json:"case,omitempty"`
	Step    *StepEvent      `json:"step,omitempty"`
	Problem *Problem        `json:"problem,omitempty"`
	Summary *Summary        `json:"summary,omitempty"`
}

// CaseEvent tells of one attempt of one case.
type CaseEvent struct {
	Index    int              `json:"index"` // 0-based place in the plan
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Feature  string           `json:"feature"`
	Path     string           `json:"path"`
	Line     int              `json:"line"`
	Mode     recette.Mode     `json:"mode"`
	Attempt  int              `json:"attempt,omitempty"`
	Pass     int              `json:"pass,omitempty"`
	Verdict  recette.Verdict  `json:"verdict,omitempty"`
	Outcome  recette.Outcome  `json:"outcome,omitempty"`
	Duration time.Duration    `json:"ns,omitempty"`
	Steps    []StepEvent      `json:"steps,omitempty"`
	Message  string           `json:"message,omitempty"` // of a hook, of a worker that died, as it is recorded
	Said     protocol.Message `json:"-"`                 // the same, to be worded; nil when nothing was said
	Log      []string         `json:"log,omitempty"`     // what steps logged and printed, at most logLines lines
	Cut      int              `json:"log_cut,omitempty"` // lines of log left out
}

// Green reports whether a case stands in nobody's way: it conforms, or has nothing to judge.
func (c *CaseEvent) Green() bool { return green(c.Verdict) && !red(c.Outcome) }

// Fault gives the step at which a case stopped being green, nil when none of them says so.
func (c *CaseEvent) Fault() *StepEvent {
	for i := range c.Steps {
		s := &c.Steps[i]
		// What is said beyond the steps kept one that is skipped from being run.
		if !green(s.Verdict) && (s.Outcome != recette.OutcomeSkipped || c.Message == "") {
			return s
		}
	}
	return nil
}

func green(v recette.Verdict) bool { return v.Conform() || v == recette.NotApplicable }

// StepEvent tells of one step.
type StepEvent struct {
	Case    string `json:"case,omitempty"`  // set in step.recorded only
	Index   int    `json:"index,omitempty"` // of the case, in step.recorded only
	Keyword string `json:"keyword"`
	Text    string `json:"text"`
	Owner   string `json:"owner"` // name of the source, "person", "undefined", "ambiguous"
	// Said is what Observed is the recorded wording of, to be worded for a reader; nil when it was recorded before, or
	// is a person's word.
	Said protocol.Message `json:"-"`
	campaign.Observation
}

// Problem is a fault of the run that belongs to no case: a suite hook, a worker that does not start.
type Problem struct {
	Code    ProblemCode      `json:"code"`
	Source  string           `json:"source,omitempty"`
	Case    string           `json:"case,omitempty"`
	Message string           `json:"message"` // for whoever looks for a fault in the program
	Said    protocol.Message `json:"-"`       // the same, to be worded for a reader
}

func problem(code ProblemCode, source, id string, err error) Problem {
	return Problem{Code: code, Source: source, Case: id, Message: err.Error(), Said: fault.Message(err)}
}

// ProblemCode names a fault of the run.
type ProblemCode string

// The faults of a run. Each makes the run fail.
const (
	problemStart  ProblemCode = "worker-start"  // a worker could not be started
	problemSuite  ProblemCode = "suite-hook"    // an after-suite hook failed
	ProblemBroken ProblemCode = "worker-broken" // a worker broke between two cases; Case is the one that ended before
	problemLeft   ProblemCode = "left-behind"   // processes that steps started could not be ended
	ProblemRecord ProblemCode = "record"        // a result could not be made durable
	ProblemOwned  ProblemCode = "owned"         // an open attempt belongs to someone else
	ProblemTaken  ProblemCode = "taken"         // somebody else recorded of the case first: this result is not kept
	ProblemDrift  ProblemCode = "drift"         // the text of an open attempt changed
	ProblemData   ProblemCode = "data"          // a data set of the case is not the frozen one
)

// caseEvent describes a case without its results.
func caseEvent(index int, c *catalogue.Case, mode recette.Mode) CaseEvent {
	return CaseEvent{
		Index: index, ID: c.ID, Name: c.Name, Feature: c.Feature.Name, Path: c.Feature.Path, Line: c.Line, Mode: mode,
	}
}
