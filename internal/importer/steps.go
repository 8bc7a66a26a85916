package importer

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"recette/internal/recette"
)

// steps makes the observations of a case of its rows. A row of a step says what was seen of it; that of the whole case
// speaks for the steps that are left empty. An action that is left empty before a result that was seen is done: nobody
// sees the result of an action that was not.
func (g *group) steps() (code string, args []string, at Place) {
	n := g.c.StepCount()
	made := make([]*Observation, n)
	for _, a := range g.rows {
		if a.whole() || !a.said() {
			continue
		}
		if code, args := g.one(a, made); code != "" {
			return code, args, a.at
		}
	}
	if w := g.whole; w != nil && w.said() {
		if code, args := g.all(w, made); code != "" {
			return code, args, w.at
		}
	}
	g.imply(made)
	for _, o := range made {
		if o != nil {
			g.entry.Steps = append(g.entry.Steps, *o)
		}
	}
	g.entry.Verdict = g.conclude(made)
	if w := g.whole; w != nil && w.verdict != "" && len(g.entry.Steps) > 0 && g.entry.Verdict != w.verdict {
		return "contradiction", []string{string(w.verdict), string(g.entry.Verdict)}, w.at
	}
	return "", nil, Place{}
}

// conclude gives what the steps of the case come to.
func (g *group) conclude(made []*Observation) recette.Verdict {
	facts := make([]recette.StepFact, len(made))
	for i, o := range made {
		facts[i].Verifies = g.expects(i)
		if o != nil {
			facts[i].Verdict = o.Verdict
		}
	}
	return recette.Conclude(facts, "", "")
}

// contradicts says that the verdict of the whole case is not that of its steps.
func (g *group) contradicts(w *answer, made []*Observation) (code string, args []string) {
	return "contradiction", []string{string(w.verdict), string(g.conclude(made))}
}

// expects tells whether a step, from 0, says what must be observed of the case itself.
func (g *group) expects(i int) bool { return i >= g.c.Prior && g.c.Steps[i-g.c.Prior].Expects() }

// one makes the observations of a row of steps.
func (g *group) one(a *answer, made []*Observation) (code string, args []string) {
	if a.verdict == "" {
		return "no-verdict", nil
	}
	if a.to > len(made) {
		return "text-changed", nil
	}
	if g.file.bound == nil && a.to-a.from > 1 && (a.verdict == recette.Failed || a.verdict == recette.Blocked) {
		return "which-step", nil
	}
	o := Observation{
		Verdict: a.verdict, Observed: a.observed, Comment: a.comment, Cause: a.cause, Reason: a.reason,
		Evidence: a.evidence, Given: a.given,
	}
	g.spare(&o)
	if code := flaw(&o); code != "" {
		return code, nil
	}
	for i := a.from; i < a.to; i++ {
		if made[i] != nil {
			return "twice", nil
		}
	}
	switch a.verdict {
	case recette.Passed, recette.PassedWithRemark: // what is remarked is so at the end
		for i := a.from; i < a.to-1; i++ {
			made[i] = &Observation{Step: i, Verdict: recette.Passed}
		}
		o.Step = a.to - 1
	case recette.NotApplicable:
		for i := a.from; i < a.to-1; i++ {
			made[i] = &Observation{Step: i, Verdict: recette.NotApplicable, Reason: a.reason}
		}
		o.Step = a.to - 1
	default: // it stopped at the first
		o.Step = a.from
	}
	made[o.Step] = &o
	return g.raise(a, &o)
}

// spare moves what a sheet says in the column that it has to where it belongs: many have one column for all of it.
func (g *group) spare(o *Observation) {
	if g.file.bound != nil {
		return
	}
	switch {
	case o.Verdict == recette.Failed && o.Observed == "":
		o.Observed, o.Comment = o.Comment, ""
	case o.Verdict == recette.NotApplicable && o.Reason == "":
		o.Reason, o.Comment = first(o.Comment, o.Observed), ""
		if o.Reason == o.Observed {
			o.Observed = ""
		}
	}
}

// flaw gives what an observation breaks of the rules of the kernel.
func flaw(o *Observation) string {
	seen := recette.Seen{
		Mode: recette.Manual, Verdict: o.Verdict, Observed: o.Observed, Comment: o.Comment, Cause: o.Cause,
		Reason: o.Reason,
	}
	if f, ok := errors.AsType[*recette.Flaw](seen.Check()); ok {
		if f.Missing {
			return "missing-" + f.Field
		}
		return "bad-" + f.Field
	}
	if o.Cause != "" && o.Verdict != recette.Blocked {
		return "cause-unasked"
	}
	return ""
}

// raise asks for the anomaly of a failure with a severity.
func (g *group) raise(a *answer, o *Observation) (code string, args []string) {
	if a.severity == "" {
		return "", nil
	}
	if o.Verdict != recette.Failed {
		return "severity-unasked", nil
	}
	summary, _, _ := strings.Cut(o.Observed, "\n")
	if r := []rune(summary); len(r) > 200 {
		summary = string(r[:199]) + "…"
	}
	g.entry.Raise = append(g.entry.Raise, Raise{At: a.at, Step: o.Step, Severity: a.severity, Summary: summary})
	return "", nil
}

// all makes what the row of the whole case says of the steps that are left empty.
func (g *group) all(w *answer, made []*Observation) (code string, args []string) {
	empty := func(expected bool) (out []int) {
		for i := range made {
			if made[i] == nil && (!expected || g.expects(i)) {
				out = append(out, i)
			}
		}
		return out
	}
	o := Observation{
		Verdict: w.verdict, Observed: w.observed, Comment: w.comment, Cause: w.cause, Reason: w.reason,
		Evidence: w.evidence,
	}
	g.spare(&o)
	has := func(v recette.Verdict) bool {
		return slices.ContainsFunc(made, func(x *Observation) bool { return x != nil && x.Verdict == v })
	}
	marked := slices.ContainsFunc(made, func(x *Observation) bool { return x != nil })
	switch w.verdict {
	case "":
		if !marked {
			return "no-verdict", nil
		}
		return g.add(w, &o, made)
	case recette.Passed, recette.PassedWithRemark:
		remark := w.verdict == recette.PassedWithRemark && !has(recette.PassedWithRemark)
		if remark && flaw(&o) != "" {
			return flaw(&o), nil
		}
		for _, i := range empty(false) {
			made[i] = &Observation{Step: i, Verdict: recette.Passed}
		}
		return g.last(w, &o, made, remark)
	case recette.NotApplicable:
		if marked && !has(recette.NotApplicable) || flaw(&o) != "" && !marked {
			if code := flaw(&o); code != "" {
				return code, nil
			}
			return g.contradicts(w, made)
		}
		if o.Reason == "" {
			return g.add(w, &o, made)
		}
		for _, i := range empty(false) {
			made[i] = &Observation{Step: i, Verdict: recette.NotApplicable, Reason: o.Reason}
		}
		o.Reason = ""
		return g.add(w, &o, made)
	case recette.Failed, recette.Blocked:
		if has(w.verdict) {
			return g.add(w, &o, made)
		}
		if code := flaw(&o); code != "" {
			return code, nil
		}
		free := empty(w.verdict == recette.Failed)
		if len(free) == 0 {
			return "which-step", nil
		}
		o.Step = free[0]
		if w.verdict == recette.Failed { // nobody said at which: at the end, all of it was expected
			if g.file.bound != nil && len(free) > 1 {
				return "which-step", nil
			}
			o.Step = free[len(free)-1]
		}
		made[o.Step] = &o
		return g.raise(w, &o)
	case recette.NotRun:
		if o.Cause != "" || w.severity != "" || len(o.Evidence) > 0 {
			return "which-step", nil
		}
		if o.Comment == "" && o.Observed == "" && o.Reason == "" {
			return "", nil
		}
		free := empty(false)
		if len(free) == 0 {
			return g.contradicts(w, made)
		}
		o.Step = free[0]
		made[o.Step] = &o
		return flaw(&o), nil
	}
	return "", nil
}

// add keeps what the row of the whole case says beside the steps: with the last one that was seen.
func (g *group) add(w *answer, o *Observation, made []*Observation) (code string, args []string) {
	if o.Cause != "" || w.severity != "" {
		return "which-step", nil
	}
	if o.Observed == "" && o.Comment == "" && o.Reason == "" && len(o.Evidence) == 0 {
		return "", nil
	}
	for i := range slices.Backward(made) {
		if x := made[i]; x != nil {
			said := *x
			said.Comment = joined(said.Comment, o.Observed, o.Comment, o.Reason)
			said.Evidence = append(slices.Clone(said.Evidence), o.Evidence...)
			made[i] = &said
			return flaw(&said), nil
		}
	}
	return "no-verdict", nil
}

// last keeps what is said of a whole case that is conform with its last expected result.
func (g *group) last(w *answer, o *Observation, made []*Observation, remark bool) (code string, args []string) {
	if o.Cause != "" {
		return "cause-unasked", nil
	}
	if w.severity != "" {
		return "severity-unasked", nil
	}
	for i := range slices.Backward(made) {
		if x := made[i]; g.expects(i) && x.Verdict.Conform() {
			said := *x
			if remark {
				said.Verdict = recette.PassedWithRemark
			}
			said.Observed = joined(said.Observed, o.Observed)
			said.Comment = joined(said.Comment, o.Comment, o.Reason)
			said.Evidence = append(slices.Clone(said.Evidence), o.Evidence...)
			made[i] = &said
			return flaw(&said), nil
		}
	}
	return g.contradicts(w, made)
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// imply marks as done the actions that are left empty before a result that was seen.
func (g *group) imply(made []*Observation) {
	last := -1
	for i, o := range made {
		if o != nil && o.Verdict.Executed() {
			last = i
		}
	}
	for i := range max(last, 0) {
		if made[i] == nil && !g.expects(i) {
			made[i] = &Observation{Step: i, Verdict: recette.Passed, Implied: true}
		}
	}
}

// Steps names a span of steps as people do: "4", "1-2"; empty for the whole case.
func (l *Line) Steps() string {
	switch l.From {
	case 0:
		return ""
	case l.To:
		return strconv.Itoa(l.From)
	}
	return strconv.Itoa(l.From) + "-" + strconv.Itoa(l.To)
}
