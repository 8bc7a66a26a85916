package verify

import (
	"slices"
	"time"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// amendment is what the author of a result corrected of it without playing the case again, as the PV shows it.
type amendment struct {
	Case    string        `json:"case"`
	Attempt int           `json:"attempt"`
	Was     string        `json:"was"`
	Verdict string        `json:"verdict"`
	Reason  string        `json:"reason"`
	By      string        `json:"by"`
	At      time.Time     `json:"at"`
	Steps   []amendedStep `json:"steps"`
}

type amendedStep struct {
	Step int      `json:"step"`
	Was  judgment `json:"was"`
	Now  judgment `json:"now"`
}

type judgment struct {
	Verdict  string `json:"verdict"`
	Cause    string `json:"cause"`
	Observed string `json:"observed"`
	Comment  string `json:"comment"`
	Reason   string `json:"reason"`
}

// amended is a correction that counts: the verdict of the case before and after it, the steps before.
type amended struct {
	leaf     *journal.Leaf
	was, now recette.Verdict
	steps    []*sighting
}

// amends folds the correction of a result in, when nothing is wrong with it. It is the same attempt, and nobody plays
// it: what was seen of the other steps, when it was played and what goes with each step stay.
func (f *fold) amends(l *journal.Leaf) {
	m := l.Amend
	t := f.cases[m.Case]
	if f.closed || f.suspended || t != nil && len(f.misamended(l)) > 0 {
		return
	}
	if t == nil { // out of scope, what it had shown may be in it
		f.unshown(l, journal.Retest{Case: m.Case, Attempt: m.Attempt}, m.Reason)
		return
	}
	done := amended{leaf: l, was: t.verdict()}
	for i := range m.Steps {
		s := &t.steps[m.Steps[i].Step]
		done.steps = append(done.steps, s.o)
		now := corrected(s.o, &m.Steps[i])
		former := s.former
		if v := s.o.verdict(); v == recette.Failed || v == recette.Blocked {
			former = v
		}
		if now.verdict() == recette.Failed { // what waits of the step is replaced
			f.account(m.Case, func(x *failure) bool { return x.attempt == m.Attempt && x.step == now.Step })
			f.failing(m.Case, m.Attempt, now.Step)
		}
		*s = observed{l, now, former}
	}
	t.declared, t.last, t.amended, t.read = recette.Verdict(m.Verdict), l.Seq, true, nil
	t.leaves = append(t.leaves, l.Seq)
	done.now = t.verdict()
	f.amendments = append(f.amendments, done)
	f.unshown(l, journal.Retest{Case: m.Case, Attempt: m.Attempt}, m.Reason)
}

// corrected gives what was seen of a step with another judgement of it.
func corrected(was *sighting, c *journal.Correction) *sighting {
	now := *was
	now.Verdict, now.Cause, now.Replay = strictjson.WordOf(c.Verdict), strictjson.WordOf(c.Cause), false
	words := hidden{c.Observed, c.Comment, c.Reason, was.words().Evidence, ""}
	if now.more = nil; c.Observed+c.Comment+c.Reason != "" || len(words.Evidence) > 0 {
		now.more = &words
	}
	return &now
}

// misamended says in what a correction is not one that the rules let somebody record, before it is folded in. Of a case
// out of scope nothing is known.
func (f *fold) misamended(l *journal.Leaf) (wrong []string) {
	m := l.Amend
	t := f.cases[m.Case]
	if t == nil {
		return nil
	}
	flaw := func(when bool, what string) {
		if when {
			wrong = append(wrong, what)
		}
	}
	if t.attempts == 0 || !t.closed || t.invalid != nil || m.Attempt != t.now.Number || m.Leaf != t.last {
		return []string{"attempt"}
	}
	flaw(f.suspended, "life")
	flaw(t.origin != nil, "taken")
	flaw(l.Actor == nil || ref(t.actor) != l.Actor.Ref || slices.ContainsFunc(t.steps, func(s observed) bool {
		return s.seen() && ref(s.in.Actor) != l.Actor.Ref
	}), "foreign")
	flaw(t.contested != nil, "contested_result")
	flaw(t.iteration != f.iteration() || t.read != nil && t.read.Review.Reading == "returned", "due_result")
	flaw(!f.sits(l, t), "sitting")
	facts, given := t.facts(), map[int]bool{}
	known := t.content == t.frozen.Content // which steps of a former text verified something is not known
	flaw(known && recette.Conclude(facts, "", t.outcome) != t.verdict(), "ended")
	for i := range m.Steps {
		c := &m.Steps[i]
		if c.Step < 0 || c.Step >= len(t.steps) || given[c.Step] || !t.steps[c.Step].byHand() {
			return append(wrong, "by_hand")
		}
		given[c.Step] = true
		what := wording(t.steps[c.Step].o, c)
		flaw(what != "", what)
		facts[c.Step].Verdict = recette.Verdict(c.Verdict)
	}
	flaw(known && recette.Conclude(facts, "", t.outcome) != recette.Verdict(m.Verdict), "verdict")
	return wrong
}

// wording says what is wrong with the judgement that takes the place of another one.
func wording(was *sighting, c *journal.Correction) string {
	v, old := recette.Verdict(c.Verdict), was.words()
	switch {
	case !v.Valid():
		return "verdict"
	case v == recette.Failed && c.Observed == "":
		return "observed"
	case v == recette.Blocked && c.Cause == "",
		c.Cause != "" && !slices.Contains(recette.Causes(), recette.Cause(c.Cause)):
		return "cause"
	case v == recette.NotApplicable && c.Reason == "":
		return "reason"
	case v == recette.PassedWithRemark && c.Comment+c.Observed == "":
		return "comment"
	case v == was.verdict() && c.Cause == was.Cause.String() && c.Observed == old.Observed &&
		c.Comment == old.Comment && c.Reason == old.Reason:
		return "same"
	}
	return ""
}

// sits tells whether the author of a correction still attended the session in which they had obtained the result; when
// they had attended none, whether it was the same day, by all that the campaign recorded until then.
func (f *fold) sits(l *journal.Leaf, t *tally) bool {
	if l.Actor == nil {
		return false
	}
	then := f.during(&journal.Leaf{Seq: t.played, Actor: l.Actor})
	if then != "" {
		s := f.sitting[then]
		return f.during(l) == then && s != nil && s.phase == recette.SessionOpen
	}
	day := calendar.DayOf(t.ended, f.zone)
	return day != "" && day == calendar.DayOf(l.At, f.zone) && day == calendar.DayOf(max(f.latest, l.At), f.zone)
}

// facts gives what stands of the steps of an attempt.
func (t *tally) facts() []recette.StepFact {
	facts := make([]recette.StepFact, len(t.steps))
	for i := range t.steps {
		if t.steps[i].seen() {
			facts[i].Verdict = t.steps[i].o.verdict()
		}
		facts[i].Verifies = i < len(t.frozen.Steps) && t.frozen.Steps[i].Expected
	}
	return facts
}

// replayed tells whether a former attempt of a case was not conform, or was not before its author corrected it.
func (f *fold) replayed(id string) bool {
	t := f.cases[id]
	return slices.ContainsFunc(t.former, func(v recette.Verdict) bool { return !v.Conform() }) ||
		slices.ContainsFunc(f.amendments, func(a amended) bool {
			return a.leaf.Amend.Case == id && a.leaf.Amend.Attempt < t.now.Number && !a.was.Conform()
		})
}

// bettered tells whether a case holds less against the product, for its author corrected its last result without
// playing it again.
func (f *fold) bettered(id string) bool {
	t := f.cases[id]
	return t.invalid == nil && slices.ContainsFunc(f.amendments, func(a amended) bool {
		m := a.leaf.Amend
		return m.Case == id && m.Attempt == t.now.Number && recette.Lightened(a.was, t.verdict())
	})
}

// byHand tells whether somebody judged the step by hand.
func (s *observed) byHand() bool {
	return s.seen() && recette.Mode(s.o.Mode.String()) == recette.Manual
}

// amendments gives the corrections as the PV must show them, each with the judgements that it took back.
func (c *check) amendments(f *fold, n *notes) []amendment {
	var out []amendment
	for i, a := range f.amendments {
		m, shown := a.leaf.Amend, at(c.pv.Amendments, i)
		row := amendment{
			Case: m.Case, Attempt: m.Attempt, Was: string(a.was), Verdict: string(a.now),
			Reason: n.text(m.Reason, shown.Reason), By: n.by(a.leaf, shown.By), At: n.at(a.leaf),
			Steps: []amendedStep{},
		}
		for k, was := range a.steps {
			said, old := at(shown.Steps, k), was.words()
			x := &m.Steps[k]
			row.Steps = append(row.Steps, amendedStep{
				Step: x.Step + 1,
				Was: judgment{
					Verdict: string(was.verdict()), Cause: was.Cause.String(),
					Observed: n.text(old.Observed, said.Was.Observed), Comment: n.text(old.Comment, said.Was.Comment),
					Reason: n.text(old.Reason, said.Was.Reason),
				},
				Now: judgment{
					Verdict: x.Verdict, Cause: x.Cause, Observed: n.text(x.Observed, said.Now.Observed),
					Comment: n.text(x.Comment, said.Now.Comment), Reason: n.text(x.Reason, said.Now.Reason),
				},
			})
		}
		out = append(out, row)
	}
	return out
}
