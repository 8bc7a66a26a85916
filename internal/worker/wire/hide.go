package wire

import (
	"strings"

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
		hideMessage(m, r.StepEnd.Message)
		r.StepEnd.Definition = hideText(m, r.StepEnd.Definition)
		r.StepEnd.Outcome = hideText(m, r.StepEnd.Outcome)
		hideAll(m, r.StepEnd.Attachments)
	case r.Ended != nil:
		r.Ended.Outcome = hideText(m, r.Ended.Outcome)
		hideMessage(m, r.Ended.Message)
		hideLines(m, r.Ended.Log)
		hideAll(m, r.Ended.Attachments)
	case r.Problem != nil:
		r.Problem.Code = hideText(m, r.Problem.Code)
		hideMessage(m, r.Problem.Message)
	case r.Goodbye != nil:
		hideMessage(m, r.Goodbye.Message)
	case r.Welcome != nil:
		r.Welcome.Worker = hideText(m, r.Welcome.Worker)
		for i := range r.Welcome.Definitions {
			d := &r.Welcome.Definitions[i]
			d.Pattern, d.Keyword, d.Place = hideText(m, d.Pattern), hideText(m, d.Keyword), hideText(m, d.Place)
		}
	}
}

// hideText takes the secrets out of a text of the host, which cuts a long one and says so after the cut: that may go
// through a value.
func hideText(m *secret.Masker, s string) string {
	i := strings.LastIndex(s, "… (+")
	if i < 0 || !strings.HasSuffix(s, ")") {
		return m.String(s)
	}
	t := m.Stream()
	return string(append(t.Add([]byte(s[:i])), t.Flush()...)) + m.String(s[i:])
}

// hideMessage takes the secrets out of all that a message is made of.
func hideMessage(m *secret.Masker, message protocol.Message) {
	for _, line := range message {
		for i := range line {
			f := &line[i]
			f.Code, f.Text = protocol.Code(hideText(m, string(f.Code))), hideText(m, f.Text)
			hideLines(m, f.Args)
		}
	}
}

// hideLines takes the secrets out of lines of log: a value of several lines may have been logged line by line, or
// whole.
func hideLines(m *secret.Masker, lines []string) {
	for i := range lines {
		lines[i] = hideText(m, lines[i])
	}
}

func hideAll(m *secret.Masker, list []protocol.Attachment) {
	for i := range list {
		a := &list[i]
		a.Name, a.Body = hideText(m, a.Name), m.Body(a.MediaType, a.Body)
		a.MediaType = hideText(m, a.MediaType)
	}
}
