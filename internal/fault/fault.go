// Package fault makes errors of what goes wrong around the steps that a worker runs: a code and its arguments beside
// the words of others, so that a record and a screen say them each in their own language. It refuses to word them.
package fault

import (
	"context"
	"errors"
	"fmt"
	"io"

	"recette/runner/protocol"
)

// Error is a fault of which a sentinel tells the kind, and about which there may be more to say.
type Error struct {
	kind  error
	fault protocol.Fault
	cause error // may be nil
}

// New makes an error of a kind; its arguments are those of the sentence of its code.
func New(kind error, code protocol.Code, args ...any) *Error { return About(kind, code, nil, args...) }

// About is New with what caused it.
func About(kind error, code protocol.Code, cause error, args ...any) *Error {
	return &Error{kind: kind, fault: Of(code, args...), cause: cause}
}

// Of gives a fault; its arguments are those of the sentence of its code.
func Of(code protocol.Code, args ...any) protocol.Fault {
	f := protocol.Fault{Code: code}
	for _, arg := range args {
		f.Args = append(f.Args, fmt.Sprint(arg))
	}
	return f
}

// Error implements error, for whoever looks for a fault in the program.
func (e *Error) Error() string {
	s := fmt.Sprintf("%v: %v", e.kind, protocol.Message{{e.fault}})
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return []error{e.kind}
	}
	return []error{e.kind, e.cause}
}

// Faults tells the faults.
func (e *Error) Faults() protocol.Message { return Message(e.cause).Around(e.fault) }

// teller is an error that tells its faults.
type teller interface {
	error
	Faults() protocol.Message
}

// said is an error that is a message.
type said struct{ message protocol.Message }

// Said makes an error of what was said.
func Said(m protocol.Message) error { return said{m} }

// Error implements error.
func (s said) Error() string { return s.message.String() }

// Faults tells the faults.
func (s said) Faults() protocol.Message { return s.message }

// Message gives the faults that an error tells. One that tells none is the word of a library or of the system. The end
// of a stream tells nothing: what broke off is said around it.
func Message(err error) protocol.Message {
	if t, ok := errors.AsType[teller](err); ok {
		return t.Faults()
	}
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return protocol.Message{{{Code: deadline}}}
	}
	return protocol.Words(err.Error())
}
