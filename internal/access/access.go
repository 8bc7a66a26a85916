// Package access says who may do what, where: one matrix of rights and one function, Allow, that every front end's call
// goes through, to write and to read. It refuses to know who somebody is (that is the caller's) and what the action
// does.
package access

import (
	"errors"
	"fmt"
	"slices"

	"recette/internal/recette"
)

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
	CauseSelfJudge   Cause = "self_judge"  // who decides, or signs it, recorded verdicts, and the policy forbids it
	CausePerimeter   Cause = "perimeter"   // it is of a branch outside of the actor's perimeter
	CauseUnplaced    Cause = "unplaced"    // the right is of one's own branch, and nobody said which one is theirs
	CauseWhole       Cause = "whole"       // it bears on all branches, and the actor's perimeter is limited to some
	CauseSession     Cause = "session"     // a session is open, and the actor attends none
	CauseAdmin       Cause = "admin"       // somebody administers the project: it is theirs
	CauseDeputed     Cause = "deputed"     // the role has it by delegation alone, and none holds
	CauseRevoked     Cause = "revoked"     // they hold nothing in the project any more
	CauseErased      Cause = "erased"      // their name was erased: what they would record would bring it back
	CauseSelf        Cause = "self"        // nobody changes what they may do themselves
)

// ErrDenied is the root of every refusal.
var ErrDenied = errors.New("access denied")

// DeniedError is a refusal with its cause. It wraps ErrDenied.
type DeniedError struct {
	Ref       string
	Role      recette.Role
	Action    Action
	Cause     Cause
	Right     Right    // what the role may do about it instead; of CauseRole
	Branch    string   // of what is outside of the perimeter; empty: what is played once, for all
	Perimeter []string // of the actor
}

// Error says who may not do what, without the person's name.
func (e *DeniedError) Error() string {
	return fmt.Sprintf("%s as %q may not %s: %s", e.Ref, e.Role, e.Action, e.Cause)
}

// Unwrap gives ErrDenied.
func (e *DeniedError) Unwrap() error { return ErrDenied }

// Local is the reference of who looks at the record from a command line without saying who they are: they hold the
// files of the project, and see what an auditor sees.
const Local = "local"

// Member is a person in a role of a campaign.
type Member struct {
	Ref      string
	Role     recette.Role
	Branches []string // of the person, in every role, as the campaign writes them; none: everywhere
	Entity   string   // that they belong to: the branch of a right that is limited to one's own
	Deputed  bool     // by delegation, for now
	For      string   // reference of whoever gave it; empty: nobody did
	Journey  string   // that a delegation is limited to; empty: it is not
}

// Place is a row of a campaign that an action bears on.
type Place struct {
	Branch   string // where it is played; empty: once, for all
	Assigned string // reference of who is to play it
}

// Scope is where an action takes place.
type Scope struct {
	Members  []Member // participants of the campaign; none means that anybody may take part
	Anybody  bool     // so may those whom no member bears the reference of: what is of the project, and of no campaign
	Revoked  []string // references of those who hold nothing any more
	Erased   []string // references of those whose name was erased, as far as the actor is one
	Subject  string   // reference of the person whose rights are changed; empty when no one's are
	Parted   bool     // some rows are played in branches: each branch sees its own
	Places   []Place  // rows that the action bears on
	Sessions Sittings
	Admin    bool     // somebody administers the project
	Owner    string   // reference of the author of what is changed; empty when nothing is
	Signed   []Member // who signed the same PV already
	Judges   []string // references of those who recorded a counted verdict in the scope of the decision
	Journey  string   // that the action bears on; empty: on all of them
	Duties   Duties   // how strictly the rules of the separation of duties are kept
}

// Sittings says whether sessions are open, and whether the actor attends one of them.
type Sittings struct{ Open, Attended bool }

// Allow returns nil, or a *DeniedError. It checks in turn: the right of the role in the matrix, the participation,
// which an auditor does not need, the limits of the right and the perimeter of the person, the ownership (nobody
// changes the result or the run of another), the two signatures of a PV by two persons, and the decision, or its
// signature, by somebody who has no counted verdict, when the policy blocks it.
func Allow(actor recette.Actor, action Action, scope Scope) error {
	refused := &DeniedError{Ref: actor.Ref, Role: actor.Role, Action: action}
	deny := func(c Cause) error {
		refused.Cause = c
		return refused
	}
	if actor.Ref == "" {
		return deny(CauseNobody)
	}
	if slices.Contains(scope.Revoked, actor.Ref) {
		return deny(CauseRevoked)
	}
	if slices.Contains(scope.Erased, actor.Ref) && action != ErasePersonal { // somebody ends what was begun
		return deny(CauseErased)
	}
	if !actor.Role.Valid() {
		return deny(CauseUnknownRole)
	}
	branches := scope.Branches(actor)
	right, holds := grant(actor.Role, len(branches) > 0, action)
	switch {
	case !holds:
		refused.Right, _ = Granted(actor.Role, len(branches) > 0, action)
		return deny(CauseRole)
	case !scope.takesPart(actor):
		return deny(CauseStranger)
	case scope.Subject == actor.Ref:
		return deny(CauseSelf)
	case right&alone != 0 && scope.Admin:
		return deny(CauseAdmin)
	case right&deputed != 0:
		return deny(CauseDeputed)
	case right&sitting != 0 && right&l == 0 && scope.Sessions.Open && !scope.Sessions.Attended:
		return deny(CauseSession)
	}
	if right&branch != 0 && len(branches) == 0 {
		if branches = scope.home(actor); len(branches) == 0 && scope.Parted {
			return deny(CauseUnplaced)
		}
	}
	if cause := scope.outside(actor.Ref, action, branches, refused); cause != "" {
		return deny(cause)
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
	default:
	}
	if (action == Decide || action == SignPO) && scope.Duties.Of(DeciderExecuted) == Block &&
		SelfJudge(actor.Ref, scope.Judges) {
		return deny(CauseSelfJudge)
	}
	return nil
}

// SelfJudge reports whether the decision-maker recorded a counted verdict in the scope of the decision.
func SelfJudge(ref string, judges []string) bool {
	return slices.Contains(judges, ref)
}

func (s *Scope) takesPart(actor recette.Actor) bool {
	named, audited := false, false
	for _, m := range s.Members {
		audited = audited || m.Role == recette.Auditor
		if m.Ref != actor.Ref {
			continue
		}
		named = true
		if m.Role == actor.Role && (m.Journey == "" || m.Journey == s.Journey) {
			return true
		}
	}
	switch actor.Role { // the others take part by what plans say
	case recette.Auditor: // whoever holds the files, until the project names its auditors
		return !audited || actor.Ref == Local
	case recette.Admin:
		return len(s.Members) == 0 && !s.Anybody // asked of the role alone
	default:
		return len(s.Members) == 0 || s.Anybody && !named
	}
}
