package journal

// Kind says what fact a leaf records.
type Kind string

// The kinds of leaves.
const (
	KindProjectInit   Kind = "project.init"
	KindCampaignOpen  Kind = "campaign.open"
	KindCampaignClose Kind = "campaign.close"
	KindRunOpen       Kind = "run.open"  // a run outside any campaign
	KindRunClose      Kind = "run.close" // with its figures
	KindResult        Kind = "result"    // observations of an attempt
	KindAnomaly       Kind = "anomaly"
	KindReserve       Kind = "reserve"
	KindDecision      Kind = "decision"
	KindPVRendered    Kind = "pv.rendered"
	KindPVSigned      Kind = "pv.signed"
	KindKeyAdd        Kind = "key.add"

	// KindLogOpen binds the log to its origin and to the key that signs its heads: the first leaf of a log, or the next
	// one of a log that was begun before there were such leaves. KindLogRotate changes that key. KindLogRestore takes
	// another head than the one that was known for that of the log: a backup was put back, or what is kept beside the
	// database was lost. They came with version 4 of the format: who signed a head, and which log it is, rests on them.
	KindLogOpen    Kind = "log.open"
	KindLogRotate  Kind = "log.rotate"
	KindLogRestore Kind = "log.restore"

	// KindCampaignIterate puts another manifest in the place of the one that a campaign was opened on: a new build, or
	// the texts of now. It came with version 6 of the format: which results count rests on it. KindCampaignAssign says
	// who is to play which rows; it judges nothing.
	KindCampaignIterate Kind = "campaign.iterate"
	KindCampaignAssign  Kind = "campaign.assign"

	// KindPersonalErase says which texts, names and attachments were erased, why, and by whom. It alone makes their
	// absence right. Whoever does not know it would take what was erased for lost: it came with version 3 of the
	// format.
	KindPersonalErase Kind = "personal.erase"

	// KindAttest says that somebody attests something in their name, or takes it back. KindDeviation is a deviation
	// from the plan. They came with version 6 of the format.
	KindAttest    Kind = "campaign.attest"
	KindDeviation Kind = "deviation"
	// KindAnomalyDrop says that a failure is the matter of no anomaly. It came with version 6 of the format.
	KindAnomalyDrop Kind = "anomaly.drop"

	// A session of the recette opens, people come and go, it closes. A campaign is suspended, and resumed. Somebody
	// says that a result counts for nothing, or contests it. All came with version 6.
	KindSessionOpen     Kind = "session.open"
	KindSessionPresence Kind = "session.presence"
	KindSessionClose    Kind = "session.close"
	KindSuspend         Kind = "campaign.suspend"
	KindResume          Kind = "campaign.resume"
	KindInvalidate      Kind = "result.invalidate"
	KindContest         Kind = "result.contest"

	// KindDataLoad says that a data set was loaded, or put back. It came with version 6.
	KindDataLoad Kind = "data.load"

	// What somebody thinks of the recette, and what is answered to a warning. They came with version 6.
	KindOpinion Kind = "opinion"
	KindAnswer  Kind = "warning.answer"

	// A derogation is asked for, granted or refused; a role is delegated, or its delegation ends. They came with
	// version 6.
	KindDerogation Kind = "derogation"
	KindDelegation Kind = "delegation"

	// KindPVEnd says that a PV counts for nothing any more, or that another one takes its place. It came with version
	// 6.
	KindPVEnd Kind = "pv.end"

	// KindPVScan attaches the scan of a printed PV that somebody signed by hand. It came with version 6.
	KindPVScan Kind = "scan"

	// KindUser says who holds which roles in the project, and where. It came with version 6: who may record what rests
	// on it.
	KindUser Kind = "user"

	// KindVisa says that a PV was put on the route to its decision, or what somebody did about it there. It came with
	// version 6.
	KindVisa Kind = "visa"

	// KindMilestone says that something happened on which delays of the regime depend. It came with version 6.
	KindMilestone Kind = "milestone"

	// KindReview says that a second person read a result over, and accepted it or sent it back. It came with version 6:
	// what counts rests on it.
	KindReview Kind = "result.review"

	// KindAmend is the correction of a result by its author, in the session in which they gave it: the case is not
	// played again. It came with version 6: verdicts rest on it.
	KindAmend Kind = "result.amend"

	// KindTrial carries observations of a rehearsal, or of an exploration, in the form of a result. It is another kind
	// than a result so that nothing which counts results can meet one. It came with version 6.
	KindTrial Kind = "result.trial"

	// KindClockRegression is recorded by the store itself when the clock went back: instants before and after it do not
	// compare.
	KindClockRegression Kind = "clock.regression"
)

// Known reports whether this version of recette knows the kind. A leaf of another kind is carried, proved and listed,
// and changes nothing to how the others are judged: a kind that does comes with a new version of the format.
func (k Kind) Known() bool {
	switch k {
	case KindProjectInit, KindCampaignOpen, KindCampaignClose, KindRunOpen, KindRunClose, KindResult, KindAnomaly,
		KindReserve, KindDecision, KindPVRendered, KindPVSigned, KindKeyAdd, KindPersonalErase, KindClockRegression,
		KindLogOpen, KindLogRotate, KindLogRestore, KindCampaignIterate, KindCampaignAssign, KindUser, KindTrial:
		return true
	default:
		return k.Noted()
	}
}

// Noted reports whether a kind is of what people record beside results, in a campaign. Those kinds came with version
// 6 of the format or later.
func (k Kind) Noted() bool {
	switch k {
	case KindAttest, KindDeviation, KindSessionOpen, KindSessionPresence, KindSessionClose, KindSuspend, KindResume,
		KindInvalidate, KindContest, KindOpinion, KindAnswer, KindDataLoad, KindAnomalyDrop,
		KindDerogation, KindDelegation, KindPVEnd, KindPVScan, KindVisa, KindMilestone, KindReview,
		KindAmend:
		return true
	default:
		return false
	}
}

// ProjectKinds lists the kinds whose leaves are of the whole project: what they say holds for every campaign.
func ProjectKinds() []Kind {
	return []Kind{KindLogOpen, KindLogRotate, KindLogRestore, KindKeyAdd, KindUser}
}
