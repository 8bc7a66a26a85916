package worker

import (
	"io"

	"recette/internal/secret"
	"recette/runner/protocol"
)

// hide takes the secrets out of a reply, as it comes from the worker and before anyone sees it: whatever is recorded,
// shown or thrown is made of replies and of what capture gives.
func hide(m *secret.Masker, r *protocol.Reply) {
	if m == nil {
		return
	}
	switch {
	case r.StepEnd != nil:
		r.StepEnd.Message, r.StepEnd.Definition = m.String(r.StepEnd.Message), m.String(r.StepEnd.Definition)
		r.StepEnd.Outcome = m.String(r.StepEnd.Outcome)
		hideAll(m, r.StepEnd.Attachments)
	case r.Ended != nil:
		r.Ended.Outcome, r.Ended.Message = m.String(r.Ended.Outcome), m.String(r.Ended.Message)
		hideLines(m, r.Ended.Log)
		hideAll(m, r.Ended.Attachments)
	case r.Problem != nil:
		r.Problem.Code, r.Problem.Message = m.String(r.Problem.Code), m.String(r.Problem.Message)
	case r.Goodbye != nil:
		r.Goodbye.Message = m.String(r.Goodbye.Message)
	case r.Welcome != nil:
		r.Welcome.Worker = m.String(r.Welcome.Worker)
		for i := range r.Welcome.Definitions {
			d := &r.Welcome.Definitions[i]
			d.Pattern, d.Keyword, d.Place = m.String(d.Pattern), m.String(d.Keyword), m.String(d.Place)
		}
	}
}

// hideLines takes the secrets out of lines of log: a value of several lines may have been logged line by line, or
// whole.
func hideLines(m *secret.Masker, lines []string) {
	for i := range lines {
		lines[i] = m.String(lines[i])
	}
}

func hideAll(m *secret.Masker, list []protocol.Attachment) {
	for i := range list {
		a := &list[i]
		a.Name, a.Body = m.String(a.Name), m.Body(a.MediaType, a.Body)
		a.MediaType = m.String(a.MediaType)
	}
}

// hidden is an error whose text is shown without secrets; it is still the error that it was.
type hidden struct {
	error
	text string
}

// Error implements error.
func (e *hidden) Error() string { return e.text }

// Unwrap gives the error as it came.
func (e *hidden) Unwrap() error { return e.error }

// hideError takes the secrets out of the text of an error.
func hideError(m *secret.Masker, err error) error {
	if err == nil || m == nil {
		return err
	}
	text := err.Error()
	if shown := m.String(text); shown != text {
		return &hidden{err, shown}
	}
	return err
}

// hidingWriter takes the secrets out of what passes through it; flush lets out what it holds back.
type hidingWriter struct {
	w      io.Writer
	stream *secret.Stream
}

// Write implements io.Writer.
func (h *hidingWriter) Write(p []byte) (int, error) {
	if _, err := h.w.Write(h.stream.Add(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// flush writes what is left. A log that cannot be written is no fault of the build.
func (h *hidingWriter) flush() { _, _ = h.w.Write(h.stream.Flush()) }
