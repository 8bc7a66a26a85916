package host

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// faultError is a fault that this package finds, about what caused it.
type faultError struct {
	fault protocol.Fault
	cause error // may be nil
}

// Error implements error: hooks of the project may see it.
func (e *faultError) Error() string { return said(e, "").String() }

// Unwrap gives the cause.
func (e *faultError) Unwrap() error { return e.cause }

// around says where an error comes from.
func around(err error, code protocol.Code, args ...any) error {
	return &faultError{fault: coded(code, args...), cause: err}
}

func coded(code protocol.Code, args ...any) protocol.Fault {
	f := protocol.Fault{Code: code}
	for _, a := range args {
		f.Args = append(f.Args, fmt.Sprint(a))
	}
	return f
}

// What godog v0.15.1 says in English is known here alone, and leaves as codes: what it puts before an error that it
// passes on, its own errors, and the texts of those that come from an internal package (TestSaidOfGodog pins them).
var (
	heads = map[string]protocol.Code{
		"before scenario hook failed": protocol.FaultBeforeScenario,
		"after scenario hook failed":  protocol.FaultAfterScenario,
		"before step hook failed":     protocol.FaultBeforeStep,
		godog.ErrUndefined.Error():    protocol.FaultUndefined,
	}
	whole = map[string]protocol.Code{
		godog.ErrSkip.Error():      protocol.FaultSkipped,
		godog.ErrPending.Error():   protocol.FaultPending,
		godog.ErrUndefined.Error(): protocol.FaultUndefined,
		failed:                     protocol.FaultFail,
	}
)

const (
	failed     = "fail called on TestingT"
	checks     = "checks failed:\n"
	conversion = "cannot convert argument"
	arity      = "func expected more arguments than given"
	parameter  = "func has unsupported parameter type"
)

// said gives what an error of godog, of the project or of this package says: what is godog's as codes, what is the
// project's in its own words. nested is the text of the last step that the current one ran as a part of itself, empty
// when none: of the error of such a one godog keeps the text alone, behind that of the step.
func said(err error, nested string) protocol.Message {
	if err == nil {
		return nil
	}
	inner := errors.Unwrap(err)
	if e, ok := err.(*faultError); ok { //nolint:errorlint // what it wraps is said after it
		return said(inner, nested).Around(e.fault)
	}
	text := err.Error()
	switch {
	case isTrace(err):
		return protocol.Words(text).Around(coded(protocol.FaultPanic))
	case inner == nil:
		return leaf(err, text, nested)
	case inner == godog.ErrUndefined || inner == godog.ErrAmbiguous || internal(inner): //nolint:errorlint // as above
		if m := plain(text); m != nil {
			return m
		}
	}
	tail := said(inner, nested)
	if head, ok := strings.CutSuffix(text, ": "+inner.Error()); ok {
		if code := heads[head]; code != "" && code != protocol.FaultUndefined {
			return tail.Around(coded(code))
		}
		if isCoded(tail) {
			return tail.Around(protocol.Fault{Text: head})
		}
	}
	if head, ok := strings.CutSuffix(text, ", "+inner.Error()); ok && isCoded(tail) { // a hook's, before the rest
		return append(said(errors.New(head), ""), tail...)
	}
	return protocol.Words(text)
}

// leaf says an error that wraps none.
func leaf(err error, text, nested string) protocol.Message {
	switch {
	case whole[text] != "" && (text == failed || exact(err)):
		return protocol.Message{{coded(whole[text])}}
	case strings.HasPrefix(text, checks+"* "):
		return append(protocol.Message{{coded(protocol.FaultChecks)}}, protocol.Words(text[len(checks):])...)
	}
	if i := strings.LastIndex(text, nested+": "); nested != "" && i >= 0 {
		end := i + len(nested)
		if m := plain(text[end+len(": "):]); m != nil {
			return m.Around(protocol.Fault{Text: text[:end]})
		}
	}
	return protocol.Words(text)
}

// exact reports whether an error is one that godog exports, and not one that wraps it.
func exact(err error) bool {
	return slices.Contains([]error{godog.ErrSkip, godog.ErrPending, godog.ErrUndefined}, err)
}

// internal reports whether an error is one of those that godog does not export.
func internal(err error) bool {
	text := err.Error()
	return errors.Unwrap(err) == nil && (text == conversion || text == arity || text == parameter)
}

// plain says a text that is all that is left of an error of godog; nil when it is none.
func plain(text string) protocol.Message {
	if code := whole[text]; code != "" {
		return protocol.Message{{coded(code)}}
	}
	var i, given int
	if head, rest, ok := strings.Cut(text, ": "); ok {
		switch {
		case heads[head] != "":
			return protocol.Words(rest).Around(coded(heads[head]))
		case head == parameter:
			_, rest, _ = strings.Cut(rest, "parameter ") // "the slice parameter 0 type []int is not supported"
			at, kind, _ := strings.Cut(strings.TrimSuffix(rest, " is not supported"), " type ")
			return protocol.Message{{coded(protocol.FaultParameter, at, kind)}}
		case head == arity:
			if _, err := fmt.Sscanf(rest, "expected %d arguments, matched %d from step", &i, &given); err == nil {
				return protocol.Message{{coded(protocol.FaultArity, i, given)}}
			}
		case strings.HasPrefix(head, conversion+" "):
			if i, err := strconv.Atoi(head[len(conversion)+1:]); err == nil {
				return protocol.Words(rest).Around(coded(protocol.FaultArgument, i))
			}
		}
	}
	if rest, ok := strings.CutPrefix(text, godog.ErrAmbiguous.Error()+", step text: "); ok {
		step, patterns, _ := strings.Cut(rest, "\n    matches:")
		return protocol.Words(step + patterns).Around(coded(protocol.FaultAmbiguous))
	}
	return nil
}

func isCoded(m protocol.Message) bool {
	for _, line := range m {
		for _, f := range line {
			if f.Code != "" {
				return true
			}
		}
	}
	return false
}

// own is the code of what a step that ran others said by itself, behind their texts.
func own(m protocol.Message) protocol.Code {
	if len(m) == 0 {
		return ""
	}
	for _, f := range m[0] {
		if f.Code != "" {
			return f.Code
		}
	}
	return ""
}
