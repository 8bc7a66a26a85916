package host

import (
	"context"
	"errors"
	"fmt"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"recette/runner/protocol"
)

// stepType is the type of a step as godog names it; an unknown one is matched by any definition.
func stepType(t string) messages.PickleStepType {
	switch t {
	case "context":
		return messages.PickleStepType_CONTEXT
	case "action":
		return messages.PickleStepType_ACTION
	case "outcome":
		return messages.PickleStepType_OUTCOME
	}
	return messages.PickleStepType_UNKNOWN
}

// argument is the table or the text block of a step as godog hands it to handlers, nil when there is none.
func argument(s *protocol.Step) *messages.PickleStepArgument {
	if s.Table == nil && s.DocString == nil {
		return nil
	}
	arg := &messages.PickleStepArgument{}
	if s.DocString != nil {
		arg.DocString = &messages.PickleDocString{MediaType: s.DocString.MediaType, Content: s.DocString.Content}
	}
	if s.Table != nil {
		arg.DataTable = &messages.PickleTable{Rows: make([]*messages.PickleTableRow, len(s.Table))}
		for i, cells := range s.Table {
			row := &messages.PickleTableRow{Cells: make([]*messages.PickleTableCell, len(cells))}
			for j, c := range cells {
				row.Cells[j] = &messages.PickleTableCell{Value: c}
			}
			arg.DataTable.Rows[i] = row
		}
	}
	return arg
}

// outcomeOf turns what godog says of a step into an outcome. A panic, and a handler that cannot be called, are faults
// of the test: an error, never a failure of the product. For nested see said.
func outcomeOf(status godog.StepResultStatus, err error, nested string) (outcome string, message protocol.Message) {
	message = said(err, nested)
	switch status {
	case godog.StepPassed:
		if err != nil { // an after-step hook of the project failed, which is no expectation of the step
			return protocol.OutcomeError, message.Around(coded(protocol.FaultAfterStep))
		}
		return protocol.OutcomePassed, nil
	case godog.StepSkipped:
		return protocol.OutcomeSkipped, message
	case godog.StepUndefined:
		return protocol.OutcomeUndefined, message
	case godog.StepPending:
		return protocol.OutcomePending, message
	case godog.StepAmbiguous:
		return protocol.OutcomeAmbiguous, message
	case godog.StepFailed:
	default: // a status of a later godog is not green
	}
	if isPanic(err) {
		return protocol.OutcomeError, message
	}
	if o, ok := otherwise[own(message)]; ok {
		return o, message
	}
	return protocol.OutcomeFailed, message
}

// otherwise are the outcomes of failed steps that are no failure of the product.
var otherwise = map[protocol.Code]string{
	protocol.FaultSkipped:    protocol.OutcomeSkipped, // of a nested step: it judges nothing, no more than by itself
	protocol.FaultPending:    protocol.OutcomePending,
	protocol.FaultArgument:   protocol.OutcomeError,
	protocol.FaultArity:      protocol.OutcomeError,
	protocol.FaultParameter:  protocol.OutcomeError,
	protocol.FaultBeforeStep: protocol.OutcomeError, // of the project: what the step would have said is not known
}

// isPanic reports whether err is, or wraps, what godog makes of a panic in a step.
func isPanic(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if isTrace(err) {
			return true
		}
	}
	return false
}

func isTrace(err error) bool { return fmt.Sprintf("%T", err) == "*godog.traceError" }

// trace keeps the stack of a panic for the log: it is for QA and stays out of messages, which reach the PV.
func (s *scenario) trace(err error) {
	if isPanic(err) {
		s.log = append(s.log, clip(fmt.Sprintf("%+v", err)))
	}
}

// attached returns what was attached in ctx since the last call for the same step. A handler may have returned a
// context that lost former attachments, so they are compared, not counted.
func (s *scenario) attached(ctx context.Context) []protocol.Attachment {
	all := godog.Attachments(ctx)
	n := 0
	for n < len(s.seen) && n < len(all) && sameAttachment(&s.seen[n], &all[n]) {
		n++
	}
	s.seen = all
	if n == len(all) {
		return nil
	}
	list := make([]protocol.Attachment, 0, len(all)-n)
	for _, a := range all[n:] {
		list = append(list, protocol.Attachment{Name: a.FileName, MediaType: a.MediaType, Body: a.Body})
	}
	return list
}

func sameAttachment(a, b *godog.Attachment) bool {
	return a.FileName == b.FileName && a.MediaType == b.MediaType && len(a.Body) == len(b.Body) &&
		(len(a.Body) == 0 || &a.Body[0] == &b.Body[0])
}

// keep sets what was attached outside the worker's steps aside for the end of the scenario.
func (s *scenario) keep(ctx context.Context) {
	s.loose = append(s.loose, s.attached(ctx)...)
}

// reason is why the attempt was aborted.
func (a *attempt) reason() protocol.Message {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.why
}
