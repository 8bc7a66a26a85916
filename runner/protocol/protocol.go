// Package protocol is the step protocol: versioned JSON lines between the conductor of a recette and a worker process
// that owns step definitions, in any language. A worker reads requests from one descriptor and writes replies to
// another, never on stdout, which belongs to the steps. The package holds the messages and a strict codec. It refuses
// to know how a step runs.
package protocol

import "time"

// Version is the version of the protocol that this package speaks. A worker that speaks another one is refused.
const Version = 2

// What a worker says of a step or of a scenario. Only OutcomePassed is green. OutcomeError is a fault of the test
// itself (a panic, an argument that cannot be converted), as opposed to OutcomeFailed, an expectation that the product
// did not meet.
const (
	OutcomePassed      = "passed"
	OutcomeFailed      = "failed"
	OutcomeSkipped     = "skipped"
	OutcomeUndefined   = "undefined"
	OutcomeAmbiguous   = "ambiguous"
	OutcomePending     = "pending"
	OutcomeError       = "error"
	OutcomeInterrupted = "interrupted" // the scenario was aborted; never said of a step
)

// Codes of Problem.
const (
	ProblemVersion      = "version"         // the worker speaks another version of the protocol
	ProblemBusy         = "busy"            // a scenario is under way
	ProblemUnknown      = "unknown-request" // out of order, or with values that make no sense
	ProblemSuiteHook    = "suite-hook"      // a before-suite hook failed: no scenario can run in this process
	ProblemRegistration = "registration"    // the step definitions could not be registered
)

// Request is a line from the conductor to the worker. Exactly one field but ID is set.
type Request struct {
	ID    int64         `json:"id"`
	Hello *Hello        `json:"hello,omitempty"`
	Match *MatchRequest `json:"match,omitempty"`
	Begin *Begin        `json:"begin,omitempty"` // starts a scenario; grants may come with it
	Grant *Grant        `json:"grant,omitempty"` // lets steps run
	Told  *Told         `json:"told,omitempty"`  // a step of another owner is done: this is its outcome
	Abort *Abort        `json:"abort,omitempty"` // ends the scenario: no further step will come
	Bye   *struct{}     `json:"bye,omitempty"`   // end of the session: run the suite's after hooks and exit
}

// Reply is a line from the worker. ID repeats the request that it answers; events of a scenario carry the ID of its
// Begin.
type Reply struct {
	ID      int64          `json:"id"`
	Welcome *Welcome       `json:"welcome,omitempty"`
	Matches *Matches       `json:"matches,omitempty"`
	Waiting *Waiting       `json:"waiting,omitempty"` // the scenario has reached a step of another owner
	StepEnd *StepEnd       `json:"step,omitempty"`
	Ended   *ScenarioEnded `json:"ended,omitempty"`
	Problem *Problem       `json:"problem,omitempty"` // the request could not be served
	Goodbye *Goodbye       `json:"goodbye,omitempty"`
}

// Hello opens the session.
type Hello struct {
	Version int `json:"version"`
}

// Welcome answers Hello with the step definitions that the worker holds.
type Welcome struct {
	Version     int          `json:"version"`
	Worker      string       `json:"worker"` // "go/godog v0.15.1"
	Definitions []Definition `json:"definitions"`
}

// Definition is one step definition.
type Definition struct {
	Pattern string `json:"pattern"`           // as the worker's language writes it
	Keyword string `json:"keyword,omitempty"` // "given", "when", "then"; empty matches any step type
	Place   string `json:"place,omitempty"`   // "steps/adhesion.go:41", when known
}

// StepText is a step to match: its type in lower case ("context", "action", "outcome", "unknown") and its text.
type StepText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// MatchRequest asks which definitions match each step. Nothing is run.
type MatchRequest struct {
	Steps []StepText `json:"steps"`
}

// Matches answers with the indexes in Welcome.Definitions, a list for each step: none is undefined, two are ambiguous.
type Matches struct {
	Definitions [][]int `json:"definitions"`
}

// Begin starts one attempt of one case.
type Begin struct {
	Case  string   `json:"case"`
	URI   string   `json:"uri"`
	Name  string   `json:"name"`
	Tags  []string `json:"tags"` // with @
	Steps []Step   `json:"steps"`
	Grant *Grant   `json:"grant,omitempty"` // saves a round trip when the first steps are the worker's
}

// Step is one step of the case. A step with Mine false belongs to another owner: the worker waits for Told.
type Step struct {
	Type      string     `json:"type"`
	Text      string     `json:"text"`
	Mine      bool       `json:"mine"`
	Table     [][]string `json:"table,omitempty"`
	DocString *DocString `json:"doc,omitempty"`
}

// DocString is the block of text of a step.
type DocString struct {
	MediaType string `json:"media,omitempty"`
	Content   string `json:"content"`
}

// Grant lets the worker run the steps from its present position up to, but not including, Until. At a step of another
// owner within that range the worker waits for Told, then goes on.
type Grant struct {
	Until int `json:"until"`
}

// Waiting says that the scenario has reached step Index, which belongs to another owner, and that every hook before it
// has passed: the time to ask that owner. The worker now waits for Told or Abort.
type Waiting struct {
	Index int `json:"index"`
}

// Told says that step Index, owned by someone else, ended. An outcome other than OutcomePassed makes the worker skip
// the rest: a verdict that lets the case go on (conform with a remark, not applicable) is told as OutcomePassed.
type Told struct {
	Index   int    `json:"index"`
	Outcome string `json:"outcome"`
	Message string `json:"message,omitempty"`
}

// Abort ends a scenario before its last step, so that the after hooks run.
type Abort struct {
	Reason string `json:"reason"`
}

// StepEnd is the outcome of one step of the worker's own. No StepEnd comes for a step that was not run: after a first
// outcome other than passed, or after a failing before hook, only ScenarioEnded follows.
type StepEnd struct {
	Index       int           `json:"index"`
	Outcome     string        `json:"outcome"` // one of the Outcome constants but OutcomeInterrupted
	Message     Message       `json:"message,omitempty"`
	Definition  string        `json:"definition,omitempty"` // pattern that ran
	Duration    time.Duration `json:"ns"`
	Attachments []Attachment  `json:"attachments,omitempty"`
}

// Attachment is evidence that a step attached. Body is base64 in JSON.
type Attachment struct {
	Name      string `json:"name"`
	MediaType string `json:"media"`
	Body      []byte `json:"body"`
}

// ScenarioEnded closes the attempt. Outcome is that of hooks and scenario as the worker saw it; a failing hook shows
// here and nowhere else. Message tells what no StepEnd told: of a hook, of an abort, of a fault in the worker.
type ScenarioEnded struct {
	Outcome     string       `json:"outcome"` // one of the Outcome constants
	Message     Message      `json:"message,omitempty"`
	Log         []string     `json:"log,omitempty"`
	Cut         int          `json:"cut,omitempty"`         // lines of log left out
	Attachments []Attachment `json:"attachments,omitempty"` // attached by hooks
}

// Problem says why a request could not be served.
type Problem struct {
	Code    string  `json:"code"` // one of the Problem constants
	Message Message `json:"message,omitempty"`
}

// Goodbye answers Bye after the suite's after hooks.
type Goodbye struct {
	Message Message `json:"message,omitempty"` // error of an after-suite hook
}
