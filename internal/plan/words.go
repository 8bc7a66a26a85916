package plan

import (
	"slices"

	"recette/internal/recette"
)

// natures lists the kinds of recette.
func natures() []string {
	return []string{"usine", "technique", "metier", "va", "vsr", "levee", "global"}
}

// Origins lists where test data may come from: never from production as it is.
func Origins() []string { return []string{"fictif", "anonymisé"} }

// statuses lists the states of a plan.
func statuses() []string { return []string{"draft", "submitted", "approved"} }

// bases lists the kinds of documents that say what is expected.
func bases() []string { return []string{"mockup", "contract", "specification", "decision", "other"} }

// criticalities lists how much a journey weighs.
func criticalities() []string { return []string{"critical", "major", "ordinary"} }

// riskKinds lists the kinds of risks.
func riskKinds() []string { return []string{"product", "project"} }

// degrees lists the degrees of a probability and of an impact.
func degrees() []string { return []string{"low", "medium", "high"} }

// levels lists the levels of tests.
func levels() []string { return []string{"usine", "technique", "metier", "regression"} }

// modes lists how cases are executed.
func modes() []string {
	return []string{string(recette.Manual), string(recette.Automated), string(recette.Mixed)}
}

// severities lists the severities of anomalies.
func severities() []string {
	return []string{
		string(recette.Blocking), string(recette.Major), string(recette.Minor), string(recette.Inconsequential),
	}
}

// capacities lists in what capacity somebody approves.
func capacities() []string { return []string{"visa", "opinion", "decision"} }

// annexes lists those of a PV whose printing is a choice.
func annexes() []string { return []string{"A", "B", "C"} }

// effects lists how strictly a rule is kept.
func effects() []string { return []string{"block", "warn", "trace"} }

// firmRules lists those that are blocked whatever is said: the record rests on them.
func firmRules() []string {
	return []string{"foreign_verdict", "changed_after_signing", "unreferenced_delegate"}
}

// separationRules lists the rules of the separation of duties that a plan may harden or soften.
func separationRules() []string {
	return []string{
		"decider_executed",      // who decides has no counted verdict
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

// isFunction tells whether a word names what somebody does, and not who they are.
func isFunction(who string) bool { return slices.Contains(recette.Functions(), who) }

func roles() []string {
	var out []string
	for _, r := range recette.Participants() {
		out = append(out, string(r))
	}
	return out
}
