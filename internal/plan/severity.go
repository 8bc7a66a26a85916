package plan

import (
	"slices"

	"recette/internal/recette"
)

// mostGaps is how many anomalies of a severity a plan may take at most: more is no limit.
const mostGaps = 1000

// Scale gives what the plan makes of severities, where it says it.
func (m *Manifest) Scale() recette.Scale {
	if m.Sections == nil {
		return nil
	}
	return scaleOf(m.Sections.Anomalies.Severities)
}

func scaleOf(rules []SeverityRule) recette.Scale {
	out := recette.Scale{}
	for i := range rules {
		if s := &rules[i]; s.Decision != "" || s.AtMost != 0 {
			out[recette.Severity(s.Severity)] = recette.Weighing{
				Weight: recette.Weight(s.Decision), AtMost: s.AtMost,
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// weights lists what a severity may do to a decision.
func weights() []string {
	var out []string
	for _, w := range recette.Weights() {
		out = append(out, string(w))
	}
	return out
}

// severities judges what the plan makes of severities. It may only make them heavier: the words of a PV keep their
// sense.
func (k checker) severities(rules []SeverityRule) {
	seen, scale := map[string]bool{}, scaleOf(rules)
	for i, s := range rules {
		here := at("anomaly_rules.severities", i)
		named(k.doc, here+".severity", "severity", s.Severity, seen)
		k.word(here+".severity", s.Severity, severities())
		k.word(here+".decision", s.Decision, weights())
		k.amount(here+".correction_days", s.Correction, 365)
		k.amount(here+".at_most", s.AtMost, mostGaps)
		severity, said := recette.Severity(s.Severity), recette.Weight(s.Decision)
		if !severity.Valid() || s.Decision != "" && !slices.Contains(recette.Weights(), said) {
			continue
		}
		usual := severity.Usual()
		weighs := scale.Of(severity).Weight
		switch {
		case s.Decision == "" && weighs != usual, s.Decision != "" && said.Lighter(weighs) && !said.Lighter(usual):
			k.doc.Report(here, weightOrder, "", s.Severity, string(weighs))
		case s.Decision != "" && said != weighs:
			k.doc.Report(here+".decision", fixedWeight, "", s.Severity, string(usual))
		}
		if s.AtMost > 0 && (!severity.Weighed() || weighs == recette.WeighsForbids) {
			k.doc.Report(here+".at_most", limitApart, "", s.Severity)
		}
	}
}
