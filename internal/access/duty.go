package access

import (
	"maps"
	"slices"

	"recette/internal/recette"
)

// Rule is a rule of the separation of duties. Its words are those of the plan.
type Rule string

// The rules that are judged beside the record itself; recette.Duties lists them all.
const (
	DeciderExecuted   Rule = "decider_executed"      // 1: who decides, or signs it, has no counted verdict
	FixerCloses       Rule = "fixer_closes"          // 2: who fixed does not close
	SupplierLowers    Rule = "supplier_lowers"       // 3: a supplier does not lower a severity alone
	AuthorAlone       Rule = "author_alone"          // 4: the author of a scenario is not its only executor
	DataOwnerAlone    Rule = "data_owner_alone"      // 5: the owner of data is not their only verifier
	AdminDecides      Rule = "admin_decides"         // 6: an administrator does not decide, sign or edit results
	OwnDerogation     Rule = "own_derogation"        // 8: a derogation is not approved by who asks for it
	SeveralDeciders   Rule = "several_deciders"      // 10: one decides a PV
	UnconfirmedUrgent Rule = "unconfirmed_emergency" // 12: an accelerated recette expires
)

// Effect is how strictly a rule is kept. Block refuses; warn lets pass, says so at once, and the PV says so; trace lets
// pass, and the PV says so.
type Effect string

// The effects.
const (
	Block Effect = "block"
	Warn  Effect = "warn"
	Trace Effect = "trace"
)

// Valid tells whether e is one of the effects.
func (e Effect) Valid() bool { return e == Block || e == Warn || e == Trace }

// Number is the number of a rule, from 1; 0 for what is none.
func (r Rule) Number() int { return slices.Index(recette.Duties(), string(r)) + 1 }

// usual is the effect of a rule of which nobody says anything.
func (r Rule) usual() Effect {
	switch r {
	case AuthorAlone, DataOwnerAlone:
		return Warn
	case UnconfirmedUrgent:
		return Trace
	default:
		return Block
	}
}

// Duties are the effects that a project gives to rules. One that it does not name has its usual effect.
type Duties map[Rule]Effect

// Of gives the effect of a rule.
func (d Duties) Of(r Rule) Effect {
	if e, said := d[r]; said && !recette.FirmDuty(string(r)) {
		return e
	}
	return r.usual()
}

// With adds what others say of rules that d says nothing of.
func (d Duties) With(others Duties) Duties {
	all := Duties{}
	maps.Copy(all, others)
	maps.Copy(all, d)
	return all
}

// DutyError is a refusal by a rule of the separation of duties. It wraps ErrDenied.
type DutyError struct {
	Rule  Rule
	About []string // cases, data sets, decisions that break it; none: what was asked for
}

func (e *DutyError) Error() string {
	return ErrDenied.Error() + ": separation of duties: " + string(e.Rule)
}

// Unwrap gives ErrDenied.
func (e *DutyError) Unwrap() error { return ErrDenied }

// Break says what comes of breaking a rule: a *DutyError when it blocks; else the effect to record.
func (d Duties) Break(r Rule) (Effect, error) {
	if e := d.Of(r); e != Block {
		return e, nil
	}
	return "", &DutyError{Rule: r}
}
