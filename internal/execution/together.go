package execution

import "recette/internal/catalogue"

// show makes the question for when a person comes to the step at first. It is about the outcome that follows
// preparation and actions, or about the last of them when none does before the case ends, a step is somebody else's or
// was judged.
func (t *turn) show(first int) Question {
	step, a := first, t.a
	for t.together && a.c.Steps[step].Type != catalogue.Outcome {
		if next := step + 1; next == len(a.owners) || a.owners[next] != OwnerPerson || a.kept(next) != nil {
			break
		}
		step++
	}
	q := t.question(step)
	q.At = func(step int) Question {
		at := q
		at.Step, at.Ticks, at.Draft = step, step-first, t.a.draft(step)
		at.Keep = func(d Draft) error { return t.keep(step, d) }
		return at
	}
	return q.At(step)
}
