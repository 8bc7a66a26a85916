package answers

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
)

// ErrNone says that the file has no answer for a step. See NoneError.
var ErrNone = fmt.Errorf("%w: no answer for the step", errFile)

// NoneError names the step that an answers file says nothing of.
type NoneError struct {
	Case string
	Step int // 0-based
	Text string
}

// Error implements error.
func (e *NoneError) Error() string {
	return fmt.Sprintf("%v: %s step %d: %s", ErrNone, e.Case, e.Step+1, e.Text)
}

// Unwrap gives ErrNone.
func (e *NoneError) Unwrap() error { return ErrNone }

// EvidenceError names the piece of evidence of an answers file that was not taken.
type EvidenceError struct {
	Case string
	Step int    // 0-based
	Path string // as the file names it
	Err  error  // why
}

// Error implements error.
func (e *EvidenceError) Error() string {
	return fmt.Sprintf("evidence %s of %s step %d: %v", e.Path, e.Case, e.Step+1, e.Err)
}

// Unwrap gives the cause.
func (e *EvidenceError) Unwrap() error { return e.Err }

// Unused is an answer that no step took.
type Unused struct {
	Case  string
	Match string // empty when the whole case was never met
}

// Robot is a Person who answers from an answers file; use it for one session.
type Robot struct {
	file  File
	open  func(path string) (io.ReadCloser, error)
	sink  execution.EvidenceSink
	inner execution.Person

	used []map[int]bool // answers that a step took, by case of the file
}

var _ execution.Person = (*Robot)(nil)

// NewRobot answers from a file. open opens the evidence that it names; sink keeps it. watch, which may be nil, is told
// of every recorded verdict, so that a screen can show them.
func NewRobot(
	f File, open func(path string) (io.ReadCloser, error), sink execution.EvidenceSink, watch execution.Person,
) *Robot {
	return &Robot{file: f, open: open, sink: sink, inner: watch, used: make([]map[int]bool, len(f.Cases))}
}

// Ask implements execution.Person. The error is a *NoneError, an *execution.AnswerError when the file breaks a rule, or
// an *EvidenceError.
func (r *Robot) Ask(ctx context.Context, q execution.Question) (execution.Answer, error) {
	if q.Refused != nil {
		return execution.Answer{}, q.Refused // a file would answer the same for ever
	}
	step := &q.Case.Steps[q.Step]
	i := r.file.of(q.Case.ID)
	j := -1
	if i >= 0 {
		assigned := r.file.Cases[i].assign(q.Case.Steps, q.Manual)
		if r.used[i] == nil {
			r.used[i] = map[int]bool{}
		}
		// What the steps before took counts as used: they were answered, here or in an earlier process.
		for _, k := range assigned {
			if k >= 0 {
				r.used[i][k] = true
			}
		}
		j = assigned[q.Step]
	}
	if j < 0 {
		if r.file.Default != "" && (step.Type == catalogue.Context || step.Type == catalogue.Action) {
			return execution.Answer{Verdict: r.file.Default, Comment: q.Notes.Comment, Evidence: q.Notes.Evidence}, nil
		}
		return execution.Answer{}, &NoneError{Case: q.Case.ID, Step: q.Step, Text: step.Text}
	}
	s := &r.file.Cases[i].Steps[j]
	a := execution.Answer{
		Verdict: s.Verdict, Observed: s.Observed, Comment: s.Comment, Cause: s.Cause, Reason: s.Reason,
		Evidence: q.Notes.Evidence, // what a person gave before stays
	}
	if q.Notes.Comment != "" {
		a.Comment = strings.TrimSuffix(q.Notes.Comment+"\n"+s.Comment, "\n")
	}
	for _, p := range s.Evidence {
		ev, err := r.keep(ctx, p)
		if err != nil {
			return execution.Answer{}, &EvidenceError{Case: q.Case.ID, Step: q.Step, Path: p, Err: err}
		}
		a.Evidence = append(a.Evidence, ev)
	}
	return a, nil
}

func (r *Robot) keep(ctx context.Context, name string) (campaign.Attachment, error) {
	f, err := r.open(name)
	if err != nil {
		return campaign.Attachment{}, err
	}
	defer f.Close() // it was only read
	return r.sink.Put(ctx, path.Base(name), mediaType(name), f)
}

// mediaType tells the type of a piece of evidence by its name: those that people attach. It does not depend on the
// tables of the machine.
func mediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".gif":
		return "image/gif"
	case ".pdf":
		return "application/pdf"
	case ".json":
		return "application/json"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".log", ".md":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// Recorded implements execution.Person.
func (r *Robot) Recorded(ctx context.Context, q execution.Question, o campaign.Observation) error {
	if r.inner == nil {
		return nil
	}
	return r.inner.Recorded(ctx, q, o)
}

// Unused lists the answers that no step took, in the order of the file: a typing mistake in match, or a case that the
// session did not meet.
func (r *Robot) Unused() []Unused {
	var list []Unused
	for i := range r.file.Cases {
		c := &r.file.Cases[i]
		if r.used[i] == nil {
			list = append(list, Unused{Case: c.ID})
			continue
		}
		for j := range c.Steps {
			if !r.used[i][j] {
				list = append(list, Unused{Case: c.ID, Match: c.Steps[j].Match})
			}
		}
	}
	return slices.Clip(list)
}
