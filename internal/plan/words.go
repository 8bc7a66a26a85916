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
func annexes() []string { return []string{"A", "B", "C", "F", "G", "H"} }

// isFunction tells whether a word names what somebody does, and not who they are.
func isFunction(who string) bool { return slices.Contains(recette.Functions(), who) }

func roles() []string {
	var out []string
	for _, r := range recette.Participants() {
		out = append(out, string(r))
	}
	return out
}
