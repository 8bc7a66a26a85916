package recette

import "slices"

// Hold says why a result does not count, though somebody obtained it. A result keeps its verdict where it is shown by
// itself: what holds it back says that nothing may rest on that verdict yet, or any more.
type Hold string

// What holds a result back. One that several things hold back is held by the first that stands here: what has to be
// played again needs no reader.
const (
	Free     Hold = ""         // nothing: it counts
	Due      Hold = "due"      // of an iteration before, and to be obtained again
	Returned Hold = "returned" // whoever read it over sent it back: it is to be obtained again
	Unread   Hold = "unread"   // the plan asks that a second person read it over, and nobody did
)

// Again reports whether the result is to be obtained again.
func (h Hold) Again() bool { return h == Due || h == Returned }

// Counts gives the verdict under which a result counts, wherever results are counted or rolled up: in figures and
// rates, in the verdict of a journey, in a measure, in the rules of a decision and when a campaign closes. One that
// anything holds back counts as not run.
func Counts(v Verdict, h Hold) Verdict {
	if h != Free {
		return NotRun
	}
	return v
}

// Reading is what somebody says of a result that they read over.
type Reading string

// What is said of a result. The plan asks for one reading: the first one stands until another attempt is made.
const (
	Accept Reading = "accepted"
	Return Reading = "returned" // with a reason: the case is to be played again
)

// Valid tells whether r is one of the two.
func (r Reading) Valid() bool { return r == Accept || r == Return }

// ReviewedVerdicts lists the verdicts that a second person may have to read over: those that count as a result, and
// that which takes a case out of the count. What is blocked or was not run claims nothing.
func ReviewedVerdicts() []Verdict {
	return []Verdict{Passed, PassedWithRemark, Failed, NotApplicable}
}

// Readers lists the roles that may read a result over, in the order of the matrix of docs/droits.md.
func Readers() []Role { return []Role{PPO, QA, Referent} }

// ReadingFlaw says why somebody may not read a result over; the rights of their role apart.
type ReadingFlaw string

// The flaws. The zero value is none.
const (
	ReadingSound    ReadingFlaw = ""
	ReadingUnasked  ReadingFlaw = "unasked"  // the plan asks nobody to read that case, or that verdict, over
	ReadingNothing  ReadingFlaw = "nothing"  // no closed attempt that counts
	ReadingOld      ReadingFlaw = "old"      // of another attempt than the last, or of what it was before
	ReadingDone     ReadingFlaw = "done"     // somebody did already
	ReadingOwn      ReadingFlaw = "own"      // the reader gave, transcribed or launched it
	ReadingDelegate ReadingFlaw = "delegate" // the reader stands in for somebody who did
	ReadingRole     ReadingFlaw = "role"     // the plan asks for it in other roles
)

// Asks is what a plan asks to be read over, of the cases that it names: the verdicts, and the roles of the readers.
// Empty lists are all of them.
type Asks struct {
	Verdicts []Verdict
	By       []Role
}

// Of reports whether a verdict is to be read over.
func (a Asks) Of(v Verdict) bool {
	if !slices.Contains(ReviewedVerdicts(), v) {
		return false
	}
	return len(a.Verdicts) == 0 || slices.Contains(a.Verdicts, v)
}

// From reports whether the plan lets somebody read in a role.
func (a Asks) From(r Role) bool { return len(a.By) == 0 || slices.Contains(a.By, r) }
