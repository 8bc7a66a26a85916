// Package recette is the kernel: the vocabulary of a French recette and the rules that fold verdicts, figures and
// severities into a decision. It holds values and pure functions only. It refuses I/O, clocks and third parties.
package recette

// Verdict is the judgement of a person, or of an automated step, on a step or on a case. The zero value is not a
// verdict; code that finds one treats it as NotRun.
type Verdict string

// The six verdicts. Acceptance of a failure by decision is not among them: it is a Decision
// recorded beside the result.
const (
	Passed           Verdict = "passed"             // conforme
	PassedWithRemark Verdict = "passed_with_remark" // conforme avec observation
	Failed           Verdict = "failed"             // non conforme
	Blocked          Verdict = "blocked"            // bloqué
	NotRun           Verdict = "not_run"            // non exécuté
	NotApplicable    Verdict = "not_applicable"     // sans objet
)

// Verdicts lists the verdicts in the order in which they are printed.
func Verdicts() []Verdict {
	return []Verdict{Passed, PassedWithRemark, Failed, Blocked, NotRun, NotApplicable}
}

// Valid reports whether v is one of the six verdicts.
func (v Verdict) Valid() bool {
	switch v {
	case Passed, PassedWithRemark, Failed, Blocked, NotRun, NotApplicable:
		return true
	}
	return false
}

// Executed reports whether v counts as executed. Blocked does not: what is blocked was not tested.
func (v Verdict) Executed() bool {
	return v == Passed || v == PassedWithRemark || v == Failed
}

// Conform reports whether v counts as conform, with or without a remark.
func (v Verdict) Conform() bool { return v == Passed || v == PassedWithRemark }

// RollUp folds the verdicts of steps into that of a case, or of cases into that of a journey: failed > blocked >
// not run > (all not applicable) > with remark > passed. No verdict at all is NotRun. The rule is printed on each PV.
func RollUp(vs []Verdict) Verdict {
	var failed, blocked, notRun, remark, passed bool
	for _, v := range vs {
		switch v {
		case Failed:
			failed = true
		case Blocked:
			blocked = true
		case PassedWithRemark:
			remark = true
		case Passed:
			passed = true
		case NotApplicable:
		case NotRun:
			notRun = true
		default:
			notRun = true
		}
	}
	switch {
	case failed:
		return Failed
	case blocked:
		return Blocked
	case notRun, len(vs) == 0:
		return NotRun
	case remark:
		return PassedWithRemark
	case passed:
		return Passed
	}
	return NotApplicable
}

// Outcome is what automation reports of a step. It is kept apart from the verdict: only OutcomePassed is green, and a
// step that could not be judged (timeout, error, undefined…) is never said to have failed the product.
type Outcome string

// The technical outcomes of a step.
const (
	OutcomePassed      Outcome = "passed"
	OutcomeFailed      Outcome = "failed"
	OutcomeSkipped     Outcome = "skipped"
	OutcomeUndefined   Outcome = "undefined"
	OutcomeAmbiguous   Outcome = "ambiguous"
	OutcomePending     Outcome = "pending"
	OutcomeError       Outcome = "error"       // the harness broke: worker died, panic in a hook
	OutcomeTimeout     Outcome = "timeout"     // deadline of the step passed
	OutcomeInterrupted Outcome = "interrupted" // the person or a signal stopped the run
)

// Valid reports whether o is a known outcome.
func (o Outcome) Valid() bool {
	switch o {
	case OutcomePassed, OutcomeFailed, OutcomeSkipped, OutcomeUndefined, OutcomeAmbiguous, OutcomePending,
		OutcomeError, OutcomeTimeout, OutcomeInterrupted:
		return true
	}
	return false
}

// Verdict maps an outcome of automation to the verdict that it supports: passed and failed are judgements; skipped and
// interrupted mean that nothing was tested; the others mean that testing was prevented, which is blocked.
func (o Outcome) Verdict() Verdict {
	switch o {
	case OutcomePassed:
		return Passed
	case OutcomeFailed:
		return Failed
	case OutcomeSkipped, OutcomeInterrupted:
		return NotRun
	case OutcomeUndefined, OutcomeAmbiguous, OutcomePending, OutcomeError, OutcomeTimeout:
		return Blocked
	}
	return NotRun
}

// Around gives the outcome of a case that something around its steps ended, from the one that the hook came to. No step
// judged the product there: a preparation that fails keeps it from being tested, and after a cleaning that fails nobody
// knows what the next case will find. Neither is a non-conformity, so a failure is an error, whether the hook returned
// it or panicked; what was judged before a cleaning stays judged, and the case is not green. An expectation belongs in
// a step.
func (o Outcome) Around() Outcome {
	if o == OutcomeFailed {
		return OutcomeError
	}
	return o
}

// Mode says who observed a step.
type Mode string

// The modes of execution. A case is mixed when it has steps of both.
const (
	Manual    Mode = "manual"
	Automated Mode = "auto"
	Mixed     Mode = "mixed"
)

// Cause says why a step is blocked.
type Cause string

// The causes of a blocked step.
const (
	CauseEnvironment Cause = "environment"
	CauseData        Cause = "data"
	causeRights      Cause = "rights"
	causeDependency  Cause = "dependency"
	causeAnomaly     Cause = "anomaly"
	CauseAutomation  Cause = "automation" // the outcome of automation says which
)

// Causes lists the causes that a person may choose from.
func Causes() []Cause {
	return []Cause{CauseEnvironment, CauseData, causeRights, causeDependency, causeAnomaly}
}
