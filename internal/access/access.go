// Package access says who may do what, where: one table of rights and one function, Allow, that every front end's call
// goes through. It refuses to know who somebody is (that is the caller's) and what the action does.
package access

import (
	"errors"
	"fmt"
	"slices"

	"recette/internal/recette"
)

// Action is something that a person does with a campaign.
type Action string

// The actions of this version.
const (
	OpenCampaign     Action = "campaign.open"
	CloseCampaign    Action = "campaign.close"
	Iterate          Action = "campaign.iterate" // another build, or the texts of now
	Assign           Action = "campaign.assign"
	Record           Action = "result.record"   // manual, or mixed: a person judges
	Automate         Action = "result.automate" // results that automation alone produced, in a campaign
	RunFree          Action = "run"             // a run outside any campaign: nothing official comes out of it
	TakeOver         Action = "attempt.takeover"
	Attach           Action = "evidence.attach"
	RaiseAnomaly     Action = "anomaly.raise"
	QualifyAnomaly   Action = "anomaly.qualify" // change of severity
	DowngradeAnomaly Action = "anomaly.downgrade"
	CloseAnomaly     Action = "anomaly.close"
	AddReserve       Action = "reserve.add"
	AttestCampaign   Action = "campaign.attest" // what somebody affirms in their own name
	RecordDeviation  Action = "deviation.add"   // from the plan
	ConductSession   Action = "session.conduct" // open, close, say who is there
	SuspendCampaign  Action = "campaign.suspend"
	InvalidateResult Action = "result.invalidate"
	ContestResult    Action = "result.contest"  // another attempt decides
	ProposeAnomaly   Action = "anomaly.propose" // to the PO: that it weighs less
	AssignAnomaly    Action = "anomaly.assign"  // who corrects it, by when, in which order
	FixAnomaly       Action = "anomaly.fix"     // to say that a build corrects it
	RejectAnomaly    Action = "anomaly.reject"  // to set it aside: it is none, it will stay, it repeats another one
	DropAnomaly      Action = "anomaly.drop"    // to say that a failure is the matter of none
	FixReserve       Action = "reserve.fix"     // to say that a build corrects what it asks
	LiftReserve      Action = "reserve.lift"    // to lift, maintain, convert or abandon it
	LoadData         Action = "data.load"
	GiveOpinion      Action = "opinion.give"   // in the role in which somebody says it
	AnswerWarning    Action = "warning.answer" // that was computed before the signature
	Decide           Action = "decide"
	RenderPV         Action = "pv.render"
	SignPPO          Action = "pv.sign.ppo"
	SignPO           Action = "pv.sign.po"
	ErasePersonal    Action = "personal.erase" // texts, names and attachments, for ever
	AddKey           Action = "key.add"        // a certificate that will sign
	RotateLogKey     Action = "log.rotate"     // another key for the heads of the log
	RestoreLog       Action = "log.restore"    // another head than the one that was known

	// Reading. What is read is told apart, so that a later version may show one thing and not another.
	ReadStatus   Action = "status.read"   // campaigns, their frozen plan, figures and freshness
	ReadAttempts Action = "attempts.read" // what was observed of each case, step by step
	ReadDossier  Action = "dossier.read"  // anomalies, reserves, decisions and their texts
	ReadPV       Action = "pv.read"       // what a PV is made of, and which PVs there are
	ReadPeople   Action = "people.read"   // the references under which people stand in the journal
	ReadJournal  Action = "journal.read"  // all entries as they are, with the names and texts beside them
)

// rights is the table. A right that does not stand here does not exist.
func rights(a Action) []recette.Role {
	const ppo, po, qa, tester = recette.PPO, recette.PO, recette.QA, recette.Tester
	others := []recette.Role{recette.Delivery, recette.Referent, recette.UX, recette.LeadTech, recette.Supplier}
	switch a {
	case OpenCampaign, CloseCampaign, SignPPO, AddKey, RotateLogKey, RestoreLog:
		return []recette.Role{ppo}
	case Record:
		return []recette.Role{qa, tester, recette.Referent}
	case Automate, InvalidateResult, LoadData:
		return []recette.Role{qa}
	case TakeOver, QualifyAnomaly, RenderPV, AttestCampaign, RecordDeviation, ConductSession, SuspendCampaign, Iterate,
		Assign:
		return []recette.Role{ppo, qa}
	case CloseAnomaly, ProposeAnomaly, AssignAnomaly, FixAnomaly, DropAnomaly, FixReserve:
		return []recette.Role{ppo, qa}
	case RejectAnomaly:
		return []recette.Role{ppo, po, qa}
	case AddReserve, ErasePersonal, AnswerWarning:
		return []recette.Role{ppo, po}
	case Decide, SignPO, DowngradeAnomaly, LiftReserve:
		return []recette.Role{po}
	case RunFree:
		return []recette.Role{ppo, po, qa, tester}
	case Attach: // whoever raises an anomaly within the project shows it
		return []recette.Role{ppo, po, qa, tester, recette.Referent}
	case RaiseAnomaly, ContestResult:
		return append([]recette.Role{ppo, po, qa, tester}, others...)
	case GiveOpinion:
		return append([]recette.Role{ppo, qa}, others...)
	case ReadStatus, ReadAttempts, ReadDossier, ReadPV, ReadPeople, ReadJournal:
		return append([]recette.Role{ppo, po, qa, tester, recette.Auditor}, others...)
	}
	return nil
}

// Holders lists the roles that may do a, for a message that says whom to ask.
func Holders(a Action) []recette.Role { return rights(a) }

// Acting lists the roles in which somebody who holds several does a, the first one first: that of whom the action is
// expected of. One that has not the right is there so that a refusal names it.
func Acting(a Action) []recette.Role {
	const ppo, po, qa, tester = recette.PPO, recette.PO, recette.QA, recette.Tester
	switch a {
	case OpenCampaign, CloseCampaign, AddReserve, RenderPV, SignPPO, QualifyAnomaly, AddKey, RotateLogKey, RestoreLog:
		return []recette.Role{ppo}
	case AttestCampaign, RecordDeviation, ConductSession, SuspendCampaign:
		return []recette.Role{ppo, qa}
	case InvalidateResult:
		return []recette.Role{qa}
	case ContestResult:
		return []recette.Role{qa, ppo, po, tester}
	case GiveOpinion:
		return []recette.Role{
			qa, ppo, recette.Delivery, recette.Referent, recette.UX, recette.LeadTech, recette.Supplier, po, tester,
		}
	case AnswerWarning:
		return []recette.Role{po, ppo}
	case TakeOver, Iterate, Assign:
		return []recette.Role{ppo, qa}
	case ErasePersonal:
		return []recette.Role{ppo, po}
	case ProposeAnomaly, AssignAnomaly, FixAnomaly, DropAnomaly, FixReserve:
		return []recette.Role{ppo, qa}
	case RejectAnomaly:
		return []recette.Role{ppo, qa, po}
	case CloseAnomaly:
		return []recette.Role{ppo, qa, tester}
	case Record, Attach:
		return []recette.Role{tester, qa, recette.Referent, ppo}
	case RaiseAnomaly:
		return []recette.Role{tester, qa, ppo, po}
	case Automate, LoadData:
		return []recette.Role{qa, ppo}
	case RunFree:
		return []recette.Role{qa}
	case Decide, SignPO, DowngradeAnomaly, LiftReserve:
		return []recette.Role{po}
	case ReadStatus, ReadAttempts, ReadDossier, ReadPV, ReadPeople, ReadJournal:
		return []recette.Role{recette.Auditor}
	}
	return nil
}

// Cause says why an action is refused.
type Cause string

// The causes of a refusal.
const (
	CauseRole        Cause = "role"        // the role has not this right
	CauseUnknownRole Cause = "unknown"     // the role is none of the known ones
	CauseNobody      Cause = "nobody"      // the actor has no reference
	CauseStranger    Cause = "stranger"    // the actor does not take part in the campaign under this role
	CauseNotOwn      Cause = "not_own"     // what is to be changed was recorded by somebody else
	CauseSameSigner  Cause = "same_signer" // the same person signed under the other role
	CauseSelfJudge   Cause = "self_judge"  // the decision-maker recorded verdicts, and the policy forbids it
)

// ErrDenied is the root of every refusal.
var ErrDenied = errors.New("access denied")

// DeniedError is a refusal with its cause. It wraps ErrDenied.
type DeniedError struct {
	Ref    string
	Role   recette.Role
	Action Action
	Cause  Cause
}

// Error says who may not do what, without the person's name.
func (e *DeniedError) Error() string {
	return fmt.Sprintf("%s as %q may not %s: %s", e.Ref, e.Role, e.Action, e.Cause)
}

// Unwrap gives ErrDenied.
func (e *DeniedError) Unwrap() error { return ErrDenied }

// Member is a person in a role of a campaign.
type Member struct {
	Ref  string
	Role recette.Role
}

// Policy says what happens when a rule of separation of duties is broken.
type Policy string

// The policies of separation of duties. The zero value warns: small teams exist, and the PV then says so.
const (
	Warn  Policy = ""
	Block Policy = "block"
)

// Scope is where an action takes place.
type Scope struct {
	Members  []Member // participants of the campaign; none means that anybody may take part
	Owner    string   // reference of the author of what is changed; empty when nothing is
	Signed   []Member // who signed the same PV already
	Judges   []string // references of those who recorded a counted verdict in the scope of the decision
	Separate Policy   // who decides has no counted verdict
}

// Allow returns nil, or a *DeniedError. It checks in turn: the right of the role, the participation, which an auditor
// does not need, the ownership (nobody changes the result or the run of another), the two signatures of a PV by two
// persons, and the decision by somebody who has no counted verdict, when the policy blocks it.
func Allow(actor recette.Actor, action Action, scope Scope) error {
	deny := func(c Cause) error {
		return &DeniedError{Ref: actor.Ref, Role: actor.Role, Action: action, Cause: c}
	}
	switch {
	case actor.Ref == "":
		return deny(CauseNobody)
	case !actor.Role.Valid():
		return deny(CauseUnknownRole)
	case !holds(actor.Role, action):
		return deny(CauseRole)
	case !takesPart(actor, scope.Members):
		return deny(CauseStranger)
	}
	switch action {
	case Record, Automate, RunFree:
		if scope.Owner != "" && scope.Owner != actor.Ref {
			return deny(CauseNotOwn)
		}
	case SignPPO, SignPO:
		for _, s := range scope.Signed {
			if s.Ref == actor.Ref && s.Role != actor.Role {
				return deny(CauseSameSigner)
			}
		}
	case Decide:
		if scope.Separate == Block && SelfJudge(actor.Ref, scope.Judges) {
			return deny(CauseSelfJudge)
		}
	case OpenCampaign, CloseCampaign, Iterate, Assign, TakeOver, Attach, RaiseAnomaly, QualifyAnomaly, DowngradeAnomaly,
		CloseAnomaly, ProposeAnomaly, AssignAnomaly, FixAnomaly, RejectAnomaly, DropAnomaly, AddReserve, FixReserve,
		LiftReserve, AttestCampaign, RecordDeviation, ConductSession, SuspendCampaign, InvalidateResult, ContestResult,
		LoadData, GiveOpinion, AnswerWarning, RenderPV, ErasePersonal, AddKey, RotateLogKey, RestoreLog, ReadStatus,
		ReadAttempts, ReadDossier, ReadPV, ReadPeople, ReadJournal:
	}
	return nil
}

// SelfJudge reports whether the decision-maker recorded a counted verdict in the scope of the decision.
func SelfJudge(ref string, judges []string) bool {
	return slices.Contains(judges, ref)
}

func holds(r recette.Role, a Action) bool {
	return slices.Contains(rights(a), r)
}

func takesPart(actor recette.Actor, members []Member) bool {
	if len(members) == 0 || actor.Role == recette.Auditor {
		return true
	}
	for _, m := range members {
		if m.Ref == actor.Ref && m.Role == actor.Role {
			return true
		}
	}
	return false
}
