package plan

import (
	"errors"

	"recette/internal/yamldoc"
)

// Level says whether a problem forbids to freeze.
type Level string

// The levels of problems.
const (
	levelError   Level = "error"
	levelWarning Level = "warning"
)

// Problem is something wrong with a plan or with what it selects. The sentence that a person reads is made at the edge,
// from "plan.problem." and the code.
type Problem struct {
	Code    ProblemCode
	Level   Level
	Case    string
	Path    string // of the plan, or the feature file when a case is at fault; empty when nobody knows
	Line    int
	Column  int // 0: of the line
	Args    []string
	Suggest string
	// Document is what is wrong with another file that the plan rests on, that of a data set: its sentence is that of
	// documents.
	Document *yamldoc.Problem
}

// Refuses tells whether the plan cannot be frozen for it.
func (p *Problem) Refuses() bool { return p.Level == levelError }

// ProblemCode says what is wrong.
type ProblemCode string

// What can be wrong.
const (
	emptySelection     ProblemCode = "empty_selection"
	unknownJourney     ProblemCode = "unknown_journey" // no case carries its tag
	emptyJourney       ProblemCode = "empty_journey"   // cases carry its tag, none of them is selected
	duplicateID        ProblemCode = "duplicate_id"
	provisionalInside  ProblemCode = "provisional_critical" // a case without stable id in a critical journey
	provisionalCase    ProblemCode = "provisional"
	draftCase          ProblemCode = "draft"
	obsoleteCase       ProblemCode = "obsolete"
	noOutcome          ProblemCode = "no_outcome"     // no step of its own says what must be observed
	noWords            ProblemCode = "no_words"       // a step holds no letter and no digit
	noTitle            ProblemCode = "no_title"       // so the feature, the rule or the case itself
	noParticipant      ProblemCode = "no_participant" // nobody holds the role
	unplaced           ProblemCode = "unplaced"       // a référent of whom nothing says which branch is theirs
	elsewhere          ProblemCode = "elsewhere"      // a perimeter of recette.yaml that the panel does not hold
	lookalikes         ProblemCode = "lookalikes"     // names of two people that read as one
	unknownParticipant ProblemCode = "unknown_participant"
	personTwice        ProblemCode = "person_twice"       // in one role, under two spellings of their name
	placeholderPerson  ProblemCode = "placeholder_person" // a name that nobody replaced
	placeholderParty   ProblemCode = "placeholder_party"
	placeholderProject ProblemCode = "placeholder_project" // recette.yaml does not name the project
	placeholderText    ProblemCode = "placeholder_text"    // what says what is received is still to be written
	unknownEnvironment ProblemCode = "unknown_environment"
	buildMismatch      ProblemCode = "build_mismatch"
	dataSetUndeclared  ProblemCode = "data_set_undeclared"
	dataSetNoFile      ProblemCode = "data_set_no_file"
	leftBlank          ProblemCode = "left_blank"      // what its author marked as to be filled
	unknownPerson      ProblemCode = "unknown_person"  // named by a section, and standing nowhere
	ruledNobody        ProblemCode = "ruled_nobody"    // an author, or an owner of data, who takes no part
	attestsNothing     ProblemCode = "attests_nothing" // who is to attest a criterion, and may not
	notInJourney       ProblemCode = "not_in_journey"  // an ordered scenario that the journey has not
	orderedTwice       ProblemCode = "ordered_twice"   // an ordered scenario whose rows all stand before
	ordersCross        ProblemCode = "orders_cross"    // rows wait for each other in blocking orders
	noSuchJourney      ProblemCode = "no_such_journey" // named by a session or a criterion
	notSelected        ProblemCode = "not_selected"    // a scenario of a session that the plan does not select
	riskUncovered      ProblemCode = "risk_uncovered"  // no selected case carries the tag of the risk
	noRegression       ProblemCode = "no_regression"   // no selected case is one of non-regression
	noBranchCase       ProblemCode = "no_branch_case"  // the plan names branches, and nothing is played there
	dataSetFault       ProblemCode = "data_set_fault"  // its file is wrong: Document says how
	nobodyAsked        ProblemCode = "nobody_asked"    // a visa that no participant can give
	noReferent         ProblemCode = "no_referent"     // a branch whose opinion nobody can give
	reviewNothing      ProblemCode = "review_nothing"  // what is to be read over names no selected case
	authorNothing      ProblemCode = "author_nothing"  // what somebody wrote names no selected case
	reviewNobody       ProblemCode = "review_nobody"   // no participant may read over
	dataSetOrigin      ProblemCode = "data_set_origin" // the plan says another one than the file
	vagueCriterion     ProblemCode = "vague_criterion" // neither measured, nor compared, nor attested by somebody
	metInPlan          ProblemCode = "met_in_plan"     // a criterion of entry that the plan itself says is met
	noDecision         ProblemCode = "no_decision"     // that a criterion says excuses it: it has no page
	unactedDecision    ProblemCode = "unacted_decision"
	noAgreement        ProblemCode = "no_agreement" // of a decision to what is out of scope: it has no page
	unactedAgreement   ProblemCode = "unacted_agreement"
	outsideCalendar    ProblemCode = "out_of_calendar" // a day of a session or of an iteration
	notApproved        ProblemCode = "not_approved"    // a plan that says that it is still to be approved
)

// The errors of Freeze.
var (
	// ErrRefused says that a problem forbids to freeze: the problems say which.
	ErrRefused = errors.New("plan refused")
	// ErrInput says that the caller gave less than Freeze needs: a matcher, a reference.
	ErrInput = errors.New("incomplete input")
)
