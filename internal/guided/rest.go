package guided

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/recette"
)

// ErrMarked says that something was noted of a step, or found wrong, that "the rest conforms" would pass over.
var ErrMarked = errors.New("something was said of a step: judge it by itself")

// Rest is one gesture for all that a person has still to judge in an attempt: it conforms.
type Rest struct {
	Case    string // the row
	Plan    string // digest of the frozen plan that it was shown of
	Content string // hash of the text that was shown
	Attempt int
	Step    int       // that was asked when the gesture was made, 0-based
	Given   time.Time // as Judgement.Given
	Key     string    // UUID that the page made for this gesture
}

// at gives the judgement of a step that the gesture makes: its key follows from that of the gesture.
func (r *Rest) at(step int) *Judgement {
	space, _ := uuid.Parse(r.Key) // Conform checked it
	key := uuid.NewSHA1(space, []byte("rest "+strconv.Itoa(step)))
	return &Judgement{
		Case: r.Case, Plan: r.Plan, Content: r.Content, Attempt: r.Attempt, Step: step, Verdict: recette.Passed,
		Key: key.String(),
	}
}

// Conform records that each step which a person has still to judge conforms, one row a question, with the automated
// steps between them run at their turn: one of those that fails ends the case, as it does for any answer. A step of
// which something was noted is left to be judged by itself: ErrMarked. Asked again it records nothing twice, and goes
// on where it was cut, unless somebody judged meanwhile: then nothing more is said in their place. The rest is as
// Answer.
func (s *Session) Conform(ctx context.Context, r Rest) error {
	if space, err := uuid.Parse(r.Key); err != nil || space.String() != r.Key {
		return fmt.Errorf("key of a gesture: %w", campaign.ErrRequest)
	}
	return s.do(ctx, Late{Case: r.Case}, func(ctx context.Context) error { return s.conform(ctx, &r) })
}

// First is the judgement of the step that was asked when the gesture was made.
func (r *Rest) First() *Judgement { return r.at(r.Step) }

func (s *Session) conform(ctx context.Context, r *Rest) error {
	first := r.First()
	done, err := s.answered(ctx, first, first.request(s.Campaign))
	if err != nil {
		return err
	}
	switch {
	case r.Plan == s.Plan:
	case done:
		return nil // what of it was said then is durable, and nothing more is
	default:
		return fmt.Errorf("another plan: %w", ErrMoved)
	}
	q, err := s.question(ctx, r.Case, r.Attempt)
	if done && errors.Is(err, ErrMoved) {
		return nil // it ended since
	}
	if err != nil {
		return err
	}
	if done {
		if q, err = s.cut(ctx, r, q); q == nil || err != nil {
			return err
		}
	} else if q.Step != r.Step || q.Again || q.Case.Content != r.Content {
		return fmt.Errorf("step %d: %w", r.Step+1, ErrMoved)
	}
	given, err := s.believed(ctx, r.Given)
	if err != nil {
		return err
	}
	for ; q != nil && q.Case.ID == r.Case && q.Attempt == r.Attempt; done = true {
		if marked(q) {
			return partly(done, fmt.Errorf("step %d: %w", q.Step+1, ErrMarked))
		}
		j := r.at(q.Step)
		request := j.request(s.Campaign)
		answer := execution.Answer{Verdict: recette.Passed, Request: request, Given: given}
		err := safely(ctx, func(ctx context.Context) error { return s.inner.Answer(ctx, answer) })
		if err != nil {
			return partly(done, s.cameOf(ctx, j, request, err))
		}
		q = s.inner.Question()
	}
	if err := s.service.seal(ctx); err != nil {
		return &RecordedError{err}
	}
	return nil
}

// partly tells of a gesture that stops at a step: what it said of those before is recorded.
func partly(some bool, err error) error {
	if _, whole := errors.AsType[*RecordedError](err); !some || whole {
		return err
	}
	return &RecordedError{err}
}

// cut gives the question at which a gesture was cut before it said all that it says; nil when somebody judged since.
func (s *Session) cut(ctx context.Context, r *Rest, q *execution.Question) (*execution.Question, error) {
	if q.Again || q.Case.Content != r.Content {
		return nil, nil
	}
	before := -1 // the last step that a person judged
	for i := range q.First() {
		o := q.Observed(i)
		switch {
		case o == nil || o.Mode != recette.Manual || o.Verdict == recette.NotRun:
			continue
		case i >= r.Step && (o.Verdict != recette.Passed || o.Comment != "" || len(o.Evidence) > 0):
			return nil, nil // it was corrected
		}
		before = i
	}
	if before < r.Step {
		return nil, nil
	}
	last := r.at(before)
	ours, err := s.answered(ctx, last, last.request(s.Campaign))
	if !ours || err != nil {
		return nil, err
	}
	return q, nil
}

// marked tells whether something was noted of a step that is asked, or went wrong in the attempt.
func marked(q *execution.Question) bool {
	for i := q.First(); i <= q.Step; i++ {
		if !q.At(i).Notes.Empty() {
			return true
		}
	}
	return slices.ContainsFunc(q.History, func(o campaign.Observation) bool {
		return o.Verdict == recette.Failed || o.Verdict == recette.Blocked
	})
}
