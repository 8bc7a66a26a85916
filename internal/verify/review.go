package verify

import (
	"slices"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// reading is what somebody who read a result over said of it, as the PV shows it.
type reading struct {
	Case    string    `json:"case"`
	Attempt int       `json:"attempt"`
	Verdict string    `json:"verdict"`
	Reading string    `json:"reading"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	Role    string    `json:"role"`
	At      time.Time `json:"at"`
}

// frozenReview is what the plan asks to be read over.
type frozenReview struct {
	Named    []string `json:"named"`
	Verdicts []string `json:"verdicts"`
	By       []string `json:"by"`
}

// asks tells whether a verdict of a row is to be read over. What was not executed claims nothing.
func (r *frozenReview) asks(id string, v recette.Verdict) bool {
	switch v {
	case recette.Passed, recette.PassedWithRemark, recette.Failed, recette.NotApplicable:
		return slices.Contains(r.Named, id) && (len(r.Verdicts) == 0 || slices.Contains(r.Verdicts, string(v)))
	case recette.Blocked, recette.NotRun:
	}
	return false
}

// asks tells whether the plan asks to read the last result of a row over, for what it came to or for what it did before
// its author corrected it.
func (f *fold) asks(t *tally) bool {
	r, id := &f.plan.Sections.Review, t.frozen.ID
	return r.asks(id, t.verdict()) || t.amended && slices.ContainsFunc(f.amendments, func(a amended) bool {
		m := a.leaf.Amend
		return m.Case == id && m.Attempt == t.now.Number && r.asks(id, a.was)
	})
}

// perused is a reading that counts, and the verdict that the result had.
type perused struct {
	leaf    *journal.Leaf
	verdict recette.Verdict
}

// held says what keeps a result out of every figure: it is to be obtained again, because an iteration asks for it or
// because a reader sent it back, or nobody who should read it over did.
func (f *fold) held(t *tally) recette.Hold {
	switch {
	case t.attempts == 0 || f.owed(t):
		if t.attempts > 0 {
			return recette.Due
		}
		return recette.Free
	case t.invalid != nil:
		return recette.Free
	case t.read == nil && t.closed && f.asks(t):
		return recette.Unread
	case t.read != nil && t.read.Review.Reading == "returned":
		return recette.Returned
	}
	return recette.Free
}

// unfit says what is wrong with a reading of a row: it is of another attempt than the last, or of what it was before
// its last leaf, or somebody read that already; or the reader made it, or took it in. Empty when nothing is.
func (t *tally) unfit(l *journal.Leaf) string {
	r := l.Review
	switch {
	case t.attempts == 0, !t.closed, t.invalid != nil, r.Attempt != t.now.Number, r.Leaf != t.last:
		return "attempt"
	case t.read != nil:
		return "life"
	case l.Actor == nil || t.judged(l.Actor.Ref) || t.taken == l.Actor.Ref:
		return "self"
	}
	return ""
}

// peruse folds a reading in: one that is unfit leaves the result as unread as it was.
func (f *fold) peruse(l *journal.Leaf) {
	t := f.cases[l.Review.Case]
	if f.closed || t != nil && t.unfit(l) != "" {
		return
	}
	if t != nil {
		t.read = l
		f.perused = append(f.perused, perused{l, t.verdict()})
	}
	if l.Review.Reading == "returned" { // of a case out of scope, what it had shown may be in it
		f.unshown(l, journal.Retest{Case: l.Review.Case, Attempt: l.Review.Attempt}, l.Review.Reason)
	}
}

// peruses judges whether the rules let somebody say what a leaf says of a result. What iterations before asked is not
// known: of them only what no plan allows is judged.
func (f *fold) peruses(l *journal.Leaf, m *manifest, flaw func(when bool, what string)) {
	r := l.Review
	flaw(r.Reading == "returned" && r.Reason == "", "reason")
	t := f.cases[r.Case]
	if t == nil {
		return
	}
	what := t.unfit(l)
	flaw(what != "", what)
	if what != "" || len(m.Before) > 0 {
		return
	}
	by := m.Sections.Review.By
	flaw(!f.asks(t), "review")
	flaw(len(by) > 0 && !slices.Contains(by, l.Actor.Role), "right")
}

// readings gives the readings as the PV must show them.
func (c *check) readings(f *fold, n *notes) []reading {
	var out []reading
	for i, p := range f.perused {
		r, shown := p.leaf.Review, at(c.pv.Readings, i)
		out = append(out, reading{
			Case: r.Case, Attempt: r.Attempt, Verdict: string(p.verdict), Reading: r.Reading,
			Reason: n.text(r.Reason, shown.Reason), By: n.by(p.leaf, shown.By), Role: p.leaf.Actor.Role,
			At: n.at(p.leaf),
		})
	}
	return out
}

// standsIn tells whether the author of a reading held their role by a delegation from somebody who made what they read.
func (c *check) standsIn(f *fold, l *journal.Leaf, t *tally) bool {
	if _, member, _ := c.own(l); member { // they hold it themselves too
		return false
	}
	number := c.delegated(f, l)
	return number != "" && slices.ContainsFunc(f.given, func(x *journal.Leaf) bool {
		d := x.Delegation
		return d.Number == number && !d.Ended && (t.judged(d.By) || t.taken == d.By)
	})
}

// proxies says which readings were made in the place of those who had made what is read. What is read was the last
// attempt then: one that another followed is not judged.
func (c *check) proxies(f *fold) {
	for _, p := range f.perused {
		if t := f.cases[p.leaf.Review.Case]; t.read == p.leaf && c.standsIn(f, p.leaf, t) {
			f.flaws = append(f.flaws, flawed{p.leaf, "deputy"})
		}
	}
}

// kept is what holds a result back as rows of the PV say it: what is due has a field of its own.
func kept(h recette.Hold) string {
	if h == recette.Due {
		return ""
	}
	return string(h)
}
