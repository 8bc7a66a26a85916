package verify

import (
	"slices"

	"recette/internal/recette"
)

// scale gives what the plan makes of severities, for the rules of a decision.
func (m *manifest) scale() recette.Scale {
	out := recette.Scale{}
	for _, x := range m.heavier() {
		out[recette.Severity(x.Severity)] = recette.Weighing{Weight: recette.Weight(x.Decision), AtMost: x.AtMost}
	}
	return out
}

// heavier gives the severities that weigh more on a decision, by the plan, than they usually do. A plan that would make
// one lighter, or a blocking one or an observation anything, is of no version: it is read as saying nothing of it.
func (m *manifest) heavier() (out []severityRule) {
	steps := []string{"free", "reserve", "forbid"}
	usual := map[string]int{"major": 1, "minor": 0}
	weighs, most := map[string]int{"major": 1, "minor": 0}, map[string]int{}
	for _, x := range m.Sections.Rules.Severities {
		if _, may := usual[x.Severity]; !may {
			continue
		}
		weighs[x.Severity] = max(weighs[x.Severity], slices.Index(steps, x.Decision))
		if x.AtMost > 0 && (most[x.Severity] == 0 || x.AtMost < most[x.Severity]) {
			most[x.Severity] = x.AtMost
		}
	}
	weighs["major"] = max(weighs["major"], weighs["minor"])
	for _, s := range []string{"major", "minor"} {
		if weighs[s] != usual[s] || most[s] > 0 {
			out = append(out, severityRule{Severity: s, Decision: steps[weighs[s]], AtMost: most[s]})
		}
	}
	return out
}

// barred gives the open anomalies and the pending reserves that forbid to accept by what the plan makes of severities
// alone: those of a severity that it forbids, then those of which there are more than it takes.
func (w *warnings) barred() (numbers []string) {
	rules := w.frozen.heavier()
	if len(rules) == 0 {
		return nil
	}
	gaps, reserves := map[string][]string{}, map[string][]string{} // by severity
	counted := map[[2]string]bool{}
	var order [][2]string // severity, number: anomalies, then reserves
	for _, a := range w.fold.anomalies {
		if !w.fold.bears.anomaly(a) || w.fold.weighs(a) == nil {
			continue
		}
		end := w.fold.lines()[a].end
		at := [2]string{end.Severity, end.Number}
		if !counted[at] {
			counted[at], order = true, append(order, at)
			gaps[end.Severity] = append(gaps[end.Severity], end.Number)
		}
	}
	for _, r := range w.fold.reserves {
		if !r.standing().Pending() || !w.fold.bears.reserve(r) {
			continue
		}
		order = append(order, [2]string{r.Class, r.Number})
		of := r.Anomaly
		if a := w.fold.numbered[of]; a != nil {
			of = w.fold.lines()[a].end.Number
		}
		if !counted[[2]string{r.Class, of}] {
			reserves[r.Class] = append(reserves[r.Class], r.Number)
		}
	}
	said := map[string]bool{}
	add := func(number string) {
		if !said[number] {
			said[number], numbers = true, append(numbers, number)
		}
	}
	for _, at := range order {
		if slices.ContainsFunc(rules, func(x severityRule) bool {
			return x.Severity == at[0] && x.Decision == string(recette.WeighsForbids)
		}) {
			add(at[1])
		}
	}
	for _, x := range rules {
		list := slices.Concat(gaps[x.Severity], reserves[x.Severity])
		if x.AtMost > 0 && len(list) > x.AtMost {
			for _, number := range list {
				add(number)
			}
		}
	}
	return numbers
}
