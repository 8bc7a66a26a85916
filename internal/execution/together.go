package execution

import (
	"fmt"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// show makes the question for when a person comes to the step at first. It is about the outcome that follows
// preparation and actions, or about the last of them when none does before the case ends, a step is somebody else's or
// was judged.
func (t *turn) show(first int) Question {
	step := first
	if t.together {
		step = upTo(t.a.c, t.a.owners, first, func(next int) bool { return t.a.kept(next) != nil })
	}
	q := t.question(step)
	q.At = func(step int) Question {
		at := q
		at.Step, at.Ticks = step, step-first
		return at
	}
	return q.At(step)
}

// upTo gives the step that is asked with those before it when a person comes to the first of them.
func upTo(c *catalogue.Case, owners []binding.Owner, first int, judged func(int) bool) int {
	step := first
	for c.Steps[step].Type != catalogue.Outcome {
		if next := step + 1; next == len(owners) || owners[next] != binding.Person || judged(next) {
			break
		}
		step++
	}
	return step
}

// Ahead gives what a person is asked after a question that goes on, and after those, for a page that must show it
// without asking anybody. It ends before a step that is not theirs: what that one gives is not known before it ran. It
// is for sessions that ask together (SessionOptions.Together), and gives nothing after a correction.
func (q Question) Ahead() []Question {
	if q.Again {
		return nil
	}
	return q.from(q.Step + 1)
}

// Ahead gives what a person is asked of a case that nobody began, as Question.Ahead.
func Ahead(c *catalogue.Case, owners []binding.Owner, attempt int) []Question {
	return Question{Case: *c, Owners: owners, Attempt: attempt}.from(0)
}

// from gives what is asked from a step on.
func (q Question) from(first int) (all []Question) {
	judged := func(step int) bool {
		was := q.Observed(step)
		return was != nil && was.Verdict != recette.NotRun
	}
	for first < len(q.Owners) && q.Owners[first] == binding.Person {
		if judged(first) {
			first++
			continue
		}
		next := q
		next.Step = upTo(&q.Case, q.Owners, first, judged)
		next.Ticks, next.Notes, next.Refused = next.Step-first, Notes{}, nil
		next.At, next.Keep = nil, nil
		all = append(all, next)
		first = next.Step + 1
	}
	return all
}

// back asks again of a step that the person judged, or gives the question of the step that comes next.
func (t *turn) back(step int) error {
	q := t.show(t.pos)
	if step < q.First() || step > q.Step {
		if t.a.judgement(step) == nil {
			return fmt.Errorf("%s step %d: %w", t.a.c.ID, step+1, ErrNotJudged)
		}
		stands := q.Step
		q = t.question(step)
		q.Stands, q.Again, q.At = stands, true, func(int) Question { return q }
	}
	t.asked = &q
	return nil
}

// given is what the person gave of the step of a question before its verdict.
func (t *turn) given(q Question) Notes {
	if o := t.a.judgement(q.Step); o != nil && q.Again {
		return Notes{Comment: o.Comment, Evidence: slices.Clone(o.Evidence)}
	}
	return t.a.notes(q.Step)
}
