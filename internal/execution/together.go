package execution

import (
	"fmt"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
)

// show makes the question for when a person comes to the step at first. It is about the outcome that follows
// preparation and actions, or about the last of them when none does before the case ends, a step is somebody else's or
// was judged.
func (t *turn) show(first int) Question {
	step, a := first, t.a
	for t.together && a.c.Steps[step].Type != catalogue.Outcome {
		if next := step + 1; next == len(a.owners) || a.owners[next] != binding.Person || a.kept(next) != nil {
			break
		}
		step++
	}
	q := t.question(step)
	q.At = func(step int) Question {
		at := q
		at.Step, at.Ticks = step, step-first
		return at
	}
	return q.At(step)
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
