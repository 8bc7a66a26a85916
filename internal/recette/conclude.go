package recette

// StepFact is what stands of one step of a case when its attempt ends.
type StepFact struct {
	Verdict  Verdict // not a verdict when nobody observed the step: it was not run
	Verifies bool    // an expected result of the case itself, outside its Contexte
}

// Stands reports whether what was seen of a step stays when the step is observed again: a replay only rebuilds the
// state of the product, and replaces a judgement only by a worse one. Anything else takes its place: the later one
// holds.
func Stands(seen, replay bool, again Verdict) bool { return seen && replay && again.Conform() }

// Standing folds what stands of the steps of a case with what the end of its attempt declared and the outcome of
// automation, each empty when there is none. These two only make it worse, never better: what every step set aside as
// not applicable stays so whatever is declared.
func Standing(steps []Verdict, declared Verdict, outcome Outcome) Verdict {
	all := RollUp(steps)
	ends := make([]Verdict, 0, 2)
	if declared != "" {
		ends = append(ends, declared)
	}
	if outcome != "" {
		ends = append(ends, outcome.Verdict())
	}
	for _, v := range ends {
		if all == NotApplicable && v.Conform() {
			continue
		}
		all = RollUp([]Verdict{all, v})
	}
	return all
}

// Unclosed gives what stands of an attempt that nobody closed, from what stands of its steps: what failed and what is
// blocked stand; anything else is not run. Whether something was verified is judged when an attempt closes, so until
// then its case is neither conform nor set aside as not applicable.
func Unclosed(steps []Verdict) Verdict {
	if v := RollUp(steps); v == Failed || v == Blocked {
		return v
	}
	return NotRun
}

// Conclude gives the verdict with which an attempt closes. It is Standing, but that a case of which no expected result
// was found conform is never conform: its steps were done, nothing was verified, and it was not run.
func Conclude(steps []StepFact, declared Verdict, outcome Outcome) Verdict {
	vs := make([]Verdict, len(steps))
	verified := false
	for i, s := range steps {
		vs[i] = s.Verdict
		verified = verified || s.Verifies && s.Verdict.Conform()
	}
	v := Standing(vs, declared, outcome)
	if v.Conform() && !verified {
		return NotRun
	}
	return v
}
