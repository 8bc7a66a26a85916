package verify

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// rules judges whether what the leaves record obeys the rules under which the product records it: whoever holds the key
// of the log writes any leaf, and a PV that repeats it well would say more than was tested. A former version recorded
// under fewer rules: what breaks one is doubtful, and conform for nobody.
func (c *check) rules(f *fold, s scope) {
	for _, row := range c.pv.Cases {
		if t := f.cases[row.ID]; t != nil {
			c.observed(row, t)
		}
	}
	c.pronounced(f, s)
	c.lowered(f)
	c.gaps(f)
	c.decisive(f)
	c.loaded(f)
	c.proxies(f)
	c.natures(f, s)
	c.agreed(f)
	c.attestors(f)
	c.granted(f)
	c.members(f)
	c.timely(f)
	c.unsaid()
}

// timely judges whether each plan was frozen before the leaf that put it in force: that of the opening, then that of
// each iteration.
func (c *check) timely(f *fold) {
	for i := range len(c.frozen.Before) + 1 {
		said, force := c.frozen.FrozenAt, f.opened
		if i < len(c.frozen.Before) {
			said = c.frozen.Before[i].FrozenAt
		}
		if i > 0 && i <= len(f.iterations) {
			force = f.iterations[i-1].At
		}
		at, err := time.Parse(time.RFC3339Nano, said)
		if err != nil {
			continue
		}
		if frozen := journal.Instant(at); since(force, frozen) > clockSlack {
			c.contents.add(doubt(FrozenLate, frozen, force))
		}
	}
}

// observed judges what stands of the steps of a case: a failure says what was seen, a blocking its cause, automation
// the verdict of its outcome; a case is not conform when no expected result of its own was found so. It says what took
// the place of a failure within the attempt.
func (c *check) observed(row *caseRow, t *tally) {
	verified := false
	if t.outdated() { // its steps are not known any more
		return
	}
	for i := range min(len(t.steps), len(row.Steps)) {
		step := &t.steps[i]
		if !step.seen() {
			continue
		}
		shown, o := row.Steps[i].words(), step.o
		said := recette.Seen{
			Mode: recette.Mode(o.Mode.String()), Verdict: o.verdict(), Outcome: recette.Outcome(o.Outcome.String()),
			Observed: shown.Observed, Comment: shown.Comment, Reason: shown.Reason,
			Cause: recette.Cause(o.Cause.String()),
		}
		at := strconv.Itoa(i + 1)
		if flaw, broken := errors.AsType[*recette.Flaw](said.Check()); broken {
			c.contents.add(doubt(StepRules, row.ID, at, flaw.Field))
		}
		if step.former != "" && said.Verdict.Conform() {
			c.contents.add(info(StepCorrected, row.ID, at, string(step.former), step.in.At))
		}
		verified = verified || t.frozen.Steps[i].Expected && said.Verdict.Conform()
	}
	if t.verdict().Conform() && !verified {
		c.contents.add(doubt(CaseUnverified, row.ID))
	}
}

// outcomeStep is the type of the steps that say what must be observed.
const outcomeStep = "outcome"

// pronounced judges the decision that the PV shows by the rules of the kernel, on the facts that the PV holds, and says
// which later one bears on a part of what it is about.
func (c *check) pronounced(f *fold, s scope) {
	l := f.decision(s.journey)
	if l == nil {
		return
	}
	for _, later := range f.decisions {
		if s.journey == "" && later.Seq > l.Seq {
			c.contents.add(doubt(DecidedApart, later.Decision.Number, later.Decision.Decision, later.At))
		}
	}
	d := l.Decision
	if !slices.Contains(c.frozen.decisions(), d.Decision) {
		c.contents.add(doubt(DecisionRules, d.Number, d.Decision, "other_vocabulary"))
	}
	if !accepting(d.Decision) && slices.ContainsFunc(d.Triggers, func(e string) bool {
		return e != string(recette.EffectNone)
	}) {
		c.contents.add(doubt(DecisionRules, d.Number, d.Decision, "triggers"))
	}
	c.untimely(f, l)
	// A decision on everything may show in the PV of a part, which holds no more than that.
	part := d.Journey != s.journey && len(s.ids) < len(c.frozen.Cases)
	p := recette.Pronouncement{
		Decision: recette.Decision(d.Decision), Motivated: d.Reason != "", Waived: c.waived(f, l, part),
		Reserves: d.Reserves, Rate: int(d.Rate), Again: d.Again != "",
	}
	upon := c.situation(f, s, l)
	upon.Unmet = c.unmet(f, l)
	reasons := recette.Refusals(upon, p)
	if accepting(d.Decision) { // what was done since makes nothing right
		reasons = append(reasons, recette.Refusals(c.situation(c.before(s, l), s, l), p)...)
	}
	said := map[recette.ReasonCode]bool{}
	for _, reason := range reasons {
		if !said[reason.Code] && (!part || !reason.Whole()) {
			said[reason.Code] = true
			c.contents.add(doubt(DecisionRules, d.Number, d.Decision, string(reason.Code)))
		}
	}
}

// before counts what a decision was pronounced upon: the leaves before its own.
func (c *check) before(s scope, act *journal.Leaf) *fold {
	n := 0
	for n < len(c.proven) && c.proven[n].leaf.Seq < act.Seq {
		n++
	}
	return count(c.frozen, s, c.proven[:n], c.began(), c.budget)
}

// situation gives the facts that a decision is pronounced upon, as leaves tell them, but the criteria of exit. That a
// text has changed since is no fact of the campaign. A reserve that was lifted since still was one then.
func (c *check) situation(f *fold, s scope, act *journal.Leaf) recette.Situation {
	sit := recette.Situation{}
	if act.Seq >= c.present(f) { // the plan of before may have said something else
		sit.Scale = c.frozen.scale()
	}
	for _, id := range s.ids {
		sit.Cases = append(sit.Cases, recette.CaseFact{
			ID: id, Verdict: f.cases[id].verdict(), Critical: c.critical(f.cases[id].frozen),
			Freshness: c.aged(f, id), Hold: f.held(f.cases[id]), Contested: f.cases[id].contested != nil,
		})
	}
	for _, a := range f.anomalies {
		if !f.bears.anomaly(a) {
			continue
		}
		stands := f.lines()[a].end // on the case of its duplicate too
		sit.Anomalies = append(sit.Anomalies, recette.AnomalyFact{
			Number: stands.Number, Severity: recette.Severity(stands.Severity), Open: f.weighs(a) != nil, Case: a.Case,
		})
	}
	for _, r := range f.reserves {
		if !r.pendingAt(act.Seq) || !f.bears.reserve(r) {
			continue
		}
		of := r.Anomaly
		if a := f.numbered[of]; a != nil {
			of = f.lines()[a].end.Number
		}
		sit.Reserves = append(sit.Reserves, recette.ReserveFact{
			Number: r.Number, Class: recette.Severity(r.Class), Anomaly: of, Check: r.Check, Owned: r.Owner != "",
			Dated: r.Due != "",
		})
	}
	return sit
}

// lowered says which anomalies became less severe: the PV shows what they are now. Of a blocking one, that is for the
// PO to say.
func (c *check) lowered(f *fold) {
	for _, a := range f.anomalies {
		if !f.bears.anomaly(a) {
			continue
		}
		for _, x := range a.lowered {
			say := info
			if x.from == string(recette.Blocking) && (x.by == nil || x.by.Role != string(recette.PO)) {
				say = doubt
			}
			c.contents.add(say(AnomalyLowered, a.Number, x.from, x.to, x.at))
		}
	}
}

// lowering is one change of an anomaly to a lesser severity.
type lowering struct {
	from, to, at string
	by           *journal.Actor
}
