package recette

import "slices"

// Duties lists the rules of the separation of duties, in the order in which people number them: docs/droits.md says
// each. It is the one list of them.
func Duties() []string {
	return []string{
		"decider_executed",      // who decides, or signs it, has no counted verdict
		"fixer_closes",          // who fixed does not close
		"supplier_lowers",       // a supplier does not lower a severity alone
		"author_alone",          // the author of a scenario is not its only executor
		"data_owner_alone",      // the owner of data is not their only verifier
		"admin_decides",         // a technical administrator does not decide, sign or edit results
		"foreign_verdict",       // only its author amends a verdict, in the session
		"own_derogation",        // a derogation is not approved by who asks for it
		"changed_after_signing", // what changes after a signature is signed again
		"several_deciders",      // one decides, the others give their visa or opinion
		"unreferenced_delegate", // a delegate names who delegates, the scope, the dates, the reference
		"unconfirmed_emergency", // an accelerated recette expires unless it is confirmed
	}
}

// ExitUnmet is the rule that whoever accepts a critical journey without reserve has its criteria of exit met, as far as
// they are measured. A manifest that says nothing of it is of before the rule: nothing is refused then.
const ExitUnmet = "exit_unmet"

// PolicyRules lists the rules of which a plan says how strictly they are kept: those of the separation of duties, and
// ExitUnmet.
func PolicyRules() []string { return append(Duties(), ExitUnmet) }

// LoadDone is the outcome of a load, or of a reset, of data that came to its end.
const LoadDone = "done"

// LoadBegun is the outcome of what a command is about to do to data: it is recorded before.
const LoadBegun = "begun"

// LoadAct is the act of loading data. The other one, of resetting them, loads nothing.
const LoadAct = "load"

// FirmDuty tells whether a rule is blocked whatever a project says: the record itself rests on it.
func FirmDuty(rule string) bool {
	return slices.Contains([]string{"foreign_verdict", "changed_after_signing", "unreferenced_delegate"}, rule)
}

// Strictnesses lists how strictly a rule is kept, the strictest first.
func Strictnesses() []string { return []string{"block", "warn", "trace"} }
