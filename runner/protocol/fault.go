package protocol

import "strings"

// Code names what went wrong. Whoever shows or records it has a sentence for it, in a language of theirs.
type Code string

// Fault is one thing that went wrong: a code with its arguments, or words of somebody else (the author of a step, a
// library, the system), which stay as they are.
type Fault struct {
	Code Code     `json:"code,omitempty"`
	Args []string `json:"args,omitempty"`
	Text string   `json:"text,omitempty"` // with an empty code
}

// Line is what is said in one line, what surrounds first: where it happened, then what happened there.
type Line []Fault

// Message is what is said of one step or of one scenario.
type Message []Line

// Words gives a message in the words of somebody else; it is empty when the text is.
func Words(text string) Message {
	if text == "" {
		return nil
	}
	return Message{{{Text: text}}}
}

// Around gives a message with something that surrounds its first line.
func (m Message) Around(f ...Fault) Message {
	if len(m) == 0 {
		return Message{f}
	}
	first := append(Line(f), m[0]...)
	return append(Message{first}, m[1:]...)
}

// String gives codes, arguments and words for whoever looks for a fault in the program: it is no sentence.
func (m Message) String() string {
	lines := make([]string, len(m))
	for i, line := range m {
		said := make([]string, len(line))
		for j, f := range line {
			said[j] = strings.TrimSpace(strings.Join(append([]string{string(f.Code)}, f.Args...), " ") + f.Text)
		}
		lines[i] = strings.Join(said, ": ")
	}
	return strings.Join(lines, "\n")
}

// Codes of what a worker says of a scenario. Words of the author, or a further fault, come after most of them.
const (
	FaultBeforeScenario Code = "before-scenario" // in the hooks before the scenario
	FaultAfterScenario  Code = "after-scenario"  // in the hooks after it
	FaultBeforeStep     Code = "before-step"     // in the hooks before the step
	FaultAfterStep      Code = "after-step"      // in the hooks after it
	FaultStepHook       Code = "step-hook"       // in a hook of the step
	FaultHook           Code = "hook"            // in a hook, or in what registers the definitions
	FaultStep           Code = "step"            // at that step, counted from 1, or in its hooks
	FaultPanic          Code = "panic"           // with that value
	FaultGoroutine      Code = "goroutine"       // neither returned nor panicked: the goroutine was ended
	FaultDescriptor     Code = "descriptor"      // the descriptor of the replies was closed, or is another file's
	FaultDeserted       Code = "deserted"        // the worker was told to stop, or lost the conductor
	FaultAttachment     Code = "attachment"      // of that name and so many bytes does not fit in a line: not kept
	FaultGodog          Code = "godog"           // godog ended with that code after step that of so many, unexplained
)

// Codes of what a worker says of a step that judges nothing.
const (
	FaultSkipped   Code = "skipped"
	FaultPending   Code = "pending"
	FaultUndefined Code = "undefined" // with the text that no definition matches
	FaultAmbiguous Code = "ambiguous" // with the text that several match, then their patterns
	FaultArgument  Code = "argument"  // that argument, counted from 0, does not convert
	FaultArity     Code = "arity"     // the definition takes so many arguments, the step gives so many
	FaultParameter Code = "parameter" // the definition has a parameter of a type that no step can give
	FaultFail      Code = "fail"      // it failed through a testing.T, without a message
	FaultChecks    Code = "checks"    // several checks failed, a line each
)

// Codes of what a worker says of itself.
const (
	FaultInitScenario Code = "init-scenario" // in InitializeScenario
	FaultInitSuite    Code = "init-suite"    // in InitializeTestSuite
	FaultBeforeSuite  Code = "suite"         // in the hooks before the suite
	FaultAfterSuite   Code = "after-suite"   // in the hooks after it
	FaultShared       Code = "shared"        // so many steps or hooks are registered for all scenarios at once
	FaultListing      Code = "listing"       // what godog lists of a definition cannot be read
	FaultVersion      Code = "version"       // it speaks that version of the protocol, not this one
)
