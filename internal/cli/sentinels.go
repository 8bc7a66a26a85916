package cli

import (
	"errors"
	"slices"
	"time"

	rights "recette/internal/access"
	"recette/internal/account"
	"recette/internal/answers"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/milestone"
	"recette/internal/campaign/roster"
	"recette/internal/campaign/state"
	"recette/internal/campaign/visa"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/steps"
	"recette/internal/workspace"
)

// sentinel ties an error that a package documents to the failure that a reader sees.
type sentinel struct {
	is  error
	key string
}

// sentinels are looked at in order: the more precise ones first.
func sentinels() []sentinel {
	return []sentinel{
		{workspace.ErrNoProject, "no-project"},
		{workspace.ErrNothing, "nothing"},
		{application.ErrNoRecord, "no-database"},
		{application.ErrRecordGone, "record-gone"},
		{gap.ErrBlocking, "gap-blocking"},
		{gap.ErrReserveBlocking, "reserve-blocking"},
		{rights.ErrDenied, "denied"},
		{campaign.ErrUnknown, "campaign-unknown"},
		{advice.ErrNotAttested, "not-attested"},
		{fact.ErrNoCriterion, "no-criterion"},
		{advice.ErrMeasured, "criterion-measured"},
		{advice.ErrDeviations, "deviations"},
		{advice.ErrNoResult, "no-result"},
		{advice.ErrUnknownDerogation, "derogation-unknown"},
		{advice.ErrAnswered, "derogation-answered"},
		{advice.ErrUnknownDelegation, "delegation-unknown"},
		{advice.ErrEnded, "delegation-ended"},
		{account.ErrTaken, "login-taken"},
		{account.ErrLogin, "login-bad"},
		{account.ErrTokenName, "token-name"},
		{account.ErrTokenUntil, "token-until"},
		{account.ErrTokenMany, "token-many"},
		{roster.ErrUnknown, "user-nobody"},
		{roster.ErrHolds, "user-holds"},
		{roster.ErrRevoked, "user-revoked"},
		{roster.ErrSame, "user-same"},
		{roster.ErrLastAdmin, "user-last-admin"},
		{roster.ErrBranch, "user-branch"},
		{visa.ErrUnknown, "pv-unknown"},
		{visa.ErrStale, "pv-stale"},
		{milestone.ErrNoClock, "milestone-no-clock"},
		{milestone.ErrUnknown, "milestone-unknown"},
		{milestone.ErrReplaced, "milestone-replaced"},
		{milestone.ErrUndecided, "milestone-undecided"},
		{milestone.ErrNature, "milestone-nature"},
		{milestone.ErrOutcome, "milestone-outcome"},
		{meeting.ErrUnknownSession, "session-unknown"},
		{meeting.ErrAbsent, "session-absent"},
		{recette.ErrSession, "session-phase"},
		{meeting.ErrAlready, "suspended-already"},
		{meeting.ErrGoesOn, "suspended-not"},
		{campaign.ErrSuspended, "suspended"},
		{campaign.ErrSame, "iterate-same"},
		{campaign.ErrExists, "campaign-exists"},
		{campaign.ErrClosed, "campaign-closed"},
		{campaign.ErrUnknownCase, "case-unknown"},
		{gap.ErrUnknownAnomaly, "anomaly-unknown"},
		{gap.ErrUnknownReserve, "reserve-unknown"},
		{gap.ErrUnknownDraft, "draft-gone"},
		{gap.ErrProposal, "gap-proposal"},
		{gap.ErrOriginal, "gap-original"},
		{campaign.ErrUnknownJourney, "journey-unknown"},
		{campaign.ErrNotTheirs, "sign-not-theirs"},
		{campaign.ErrUnknownPV, "pv-unknown"},
		{campaign.ErrNothingKept, "erase-nobody"},
		{campaign.ErrUnknownText, "erase-meanwhile"},
		{campaign.ErrHolding, "erase-holding"},
		{campaign.ErrRemains, "erase-remains"},
		{campaign.ErrRepeats, "erase-repeats"},
		{campaign.ErrHeld, "held"},
		{campaign.ErrIterated, "iterated"},
		{campaign.ErrDrift, "drifted"},
		{campaign.ErrIncomplete, "incomplete"},
		{campaign.ErrPast, "due-past"},
		{campaign.ErrInvalid, "invalid"},
		{signoff.ErrTooLarge, "pv-too-large"},
		{signoff.ErrAnnexes, "annexes-planned"},
		{signoff.ErrUndeclared, "key-undeclared"},
		{signoff.ErrDeclaredLater, "key-later"},
		{campaign.ErrPVUnsigned, "sign-order"},
		{campaign.ErrPVFile, "sign-unknown"},
		{document.ErrBox, "pv-box"},
		{document.ErrNotYet, "pv-not-yet"},
		{campaign.ErrCancelled, "pv-cancelled"},
		{campaign.ErrOvertaken, "pv-overtaken"},
		{campaign.ErrSigned, "pv-signed"},
		{campaign.ErrSignature, "signature-turn"},
		{binding.ErrNothingSelected, "nothing"},
		{execution.ErrAllSkipped, "nothing-judged"},
		{execution.ErrNothingExecuted, "nothing-executed"},
		{answers.ErrNone, "no-answer"},
		{execution.ErrAnswer, "invalid"},
		{campaign.ErrNoEvidence, "invalid"},
		{binding.ErrChanged, "changed"},
		{execution.ErrHasResult, "attempt"},
		{application.ErrNoLogKey, "no-log-key"},
		{application.ErrOtherLog, "log-other"},
		{application.ErrOtherKey, "log-key-other"},
		{application.ErrFull, "disk-full"},
		{campaign.ErrMeanwhile, "busy"},
		{application.ErrLocked, "busy"},
		{application.ErrBusy, "busy"},
		{application.ErrForeign, "foreign"},
		{application.ErrNewerLeaf, "leaf-newer"},
		{application.ErrNewer, "newer"},
		{application.ErrCorrupt, "integrity"},
		{application.ErrRolledBack, "rolled-back"},
		{application.ErrDiverged, "diverged"},
		{application.ErrBesideGone, "beside-gone"},
		{application.ErrHeadsGone, "heads-gone"},
		{application.ErrUnanchored, "unanchored"},
		{application.ErrSchema, "schema"},
		{application.ErrNothingToRestore, "restore-nothing"},
		{application.ErrEmptied, "database-emptied"},
		{application.ErrGone, "database-gone"},
		{application.ErrOtherProject, "database-other"},
		{application.ErrRefused, "database"},
		{application.ErrIO, "database-disk"},
		{application.ErrFailed, "database"},
		{application.ErrReadOnly, "database"},
		{workspace.ErrNoGo, "no-go"},
		{workspace.ErrBuild, "worker"},
		{workspace.ErrWorker, "worker"},
		{workspace.ErrGit, "git"},
		{execution.ErrWorker, "worker"},
		{steps.ErrSource, "worker"},
		{signoff.ErrKeysHeld, "keys-held"},
		{signoff.ErrSign, "sign"},
		{recette.ErrAttempt, "attempt"},
	}
}

// decisionFailure prints what a typed error knows beyond its sentence: the grounds of a refused decision.
func (a *app) decisionFailure(err error) error {
	var d *campaign.DecisionError
	if !errors.As(err, &d) {
		return err
	}
	for _, r := range d.Reasons {
		why := a.words.T("decision.reason." + string(r.Code))
		if len(r.Subjects) == 0 {
			say(a.env.Stderr, a.words.T("decision.reason.bare", why))
			continue
		}
		subjects := r.Subjects
		if r.Code == recette.ReasonExitUnmet {
			subjects = unmetNamed(d.Exit, subjects)
		}
		said := listed(subjects)
		if t, err := time.Parse(time.DateOnly, said); err == nil {
			said = a.words.Date(t)
		}
		say(a.env.Stderr, a.words.T("decision.reason", why, said))
	}
	return fail("decision-refused", nil)
}

// unmetNamed gives criteria of exit with their text, what each comes to and its threshold: as their names alone say it
// when nothing more is known.
func unmetNamed(exit []state.Criterion, names []string) []string {
	said := slices.Clone(names)
	for i := range exit {
		if at := slices.Index(names, exit[i].Name(recette.ExitCriteria)); at >= 0 {
			said[at] = names[at] + " " + exit[i].String()
		}
	}
	return said
}

// listed prints subjects, a few of them when there are many.
func listed(subjects []string) string {
	const most = 8
	text := ""
	for i, s := range subjects {
		if i == most {
			return text + "…"
		}
		if i > 0 {
			text += ", "
		}
		text += s
	}
	return text
}
