package state

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Amendment is what the author of a result corrected of it, in the session in which they had obtained it.
type Amendment struct {
	Case    string
	Attempt int
	Reason  string // commitment
	Mark
	Was, Now recette.Verdict // of the case
	Steps    []Corrected     // none when the steps of closed attempts are not kept
}

// Corrected is a step as it stood and as it stands.
type Corrected struct {
	Step int // 0-based
	Was  Step
	Now  journal.Observation
}

// Amendable says why somebody may not correct a result at an instant, written as in leaves: attempt and leaf say which
// one they had before them. What the steps hold is for the caller to judge.
func (s *State) Amendable(c *Case, attempt int, leaf int64, ref, at string) recette.AmendFlaw {
	a := c.Last
	switch {
	case a == nil, !a.Closed, a.Invalid != nil:
		return recette.AmendNothing
	case attempt != a.Number, leaf != a.LastSeq:
		return recette.AmendOld
	case a.Origin != nil:
		return recette.AmendTaken
	case !slices.Equal(a.Authors(), []string{ref}):
		return recette.AmendForeign
	case a.Contested != nil:
		return recette.AmendContested
	case a.Iteration != s.Iteration, a.Review != nil && a.Review.Reading == string(recette.Return):
		return recette.AmendDue
	case !s.sits(a, ref, at):
		return recette.AmendSession
	}
	return recette.AmendSound
}

// sits tells whether somebody still attends the session in which they obtained a result. Of one that was obtained in no
// session, the day on which it was takes its place: a clock that is set back does not bring it back, once something of
// the campaign was recorded on a later day.
func (s *State) sits(a *Attempt, ref, at string) bool {
	if then := s.Sitting(a); then != "" {
		now := s.Attends(ref)
		return now != nil && now.Number == then
	}
	zone := s.frozen.Zone()
	day := calendar.DayOf(a.EndedAt, zone)
	return day != "" && day == calendar.DayOf(at, zone) && day == calendar.DayOf(max(s.latest, at), zone)
}

// amend folds the correction of a result in; one that Amendable or holds does not let changes nothing. They judge
// neither what its judgements lack or repeat nor whether they give the verdicts that are said of the case: whoever
// records it does, and verification says so of a leaf that nobody judged. The failures that it takes back stay to be
// explained: somebody saw them.
func (s *State) amend(l *journal.Leaf, at Mark) {
	m := l.Amend
	c := s.Case(m.Case)
	if s.ClosedAt != "" || s.Suspended() != nil {
		return
	}
	if c == nil { // a row that an iteration dropped: what it had shown is still there
		s.unshown(l, journal.Retest{Case: m.Case, Attempt: m.Attempt}, m.Reason, at)
		return
	}
	if s.Amendable(c, m.Attempt, m.Leaf, at.By.Ref, l.At) != recette.AmendSound || !c.Last.holds(m) {
		return
	}
	a, done := c.Last, Amendment{Case: m.Case, Attempt: m.Attempt, Reason: m.Reason, Mark: at, Was: c.Verdict()}
	for i := range m.Steps {
		x := &m.Steps[i]
		now := x.On(journal.Observation{Step: x.Step, Mode: string(recette.Manual)})
		if a.Steps != nil {
			was := a.Steps[x.Step]
			now = x.On(was.Record)
			done.Steps = append(done.Steps, Corrected{x.Step, was, now})
			a.Steps[x.Step] = Step{Seen: true, At: l.At, Pass: was.Pass, Actor: at.By, Record: now}
		}
		if failure(&now) { // what waits of the step is replaced
			s.draft(l, m.Case, m.Attempt, true, &now, at.By)
		}
	}
	a.Declared, a.LastSeq, a.Amended, a.Review = recette.Verdict(m.Verdict), l.Seq, true, nil
	a.Leaves = append(a.Leaves, l.Seq)
	done.Now = c.Verdict()
	s.Amendments = append(s.Amendments, done)
	s.unshown(l, journal.Retest{Case: m.Case, Attempt: m.Attempt}, m.Reason, at)
}

// holds tells whether each step of a correction was judged by hand in the attempt. When its steps are not kept, what
// the journal holds of them was looked at before the correction was recorded.
func (a *Attempt) holds(m *journal.Amend) bool {
	return a.Steps == nil || !slices.ContainsFunc(m.Steps, func(x journal.Correction) bool {
		return x.Step < 0 || x.Step >= len(a.Steps) || !a.Steps[x.Step].ByHand()
	})
}

// ByHand tells whether somebody judged the step by hand.
func (st *Step) ByHand() bool { return st.Seen && recette.Mode(st.Record.Mode) == recette.Manual }

// Stood gives the steps of the last attempt of a row from the leaves of the campaign, in order: those of a closed one
// are not kept.
func (s *State) Stood(c *Case, leaves []journal.Leaf) []Step {
	steps, _ := s.StoodIn(c, c.Last.Iteration, c.Last.Leaves, leaves)
	return steps
}

// StoodIn is Stood of an attempt that was made in an iteration, whose leaves are at those positions. It gives the steps
// as each correction found and left them too, by the position of its leaf.
func (s *State) StoodIn(
	c *Case, iteration int, at []int64, leaves []journal.Leaf,
) (steps []Step, corrected map[int64][]Corrected) {
	_, n := s.frozen.Cases[s.index[c.ID]].TextAt(iteration)
	a, corrected := Attempt{Steps: make([]Step, n)}, map[int64][]Corrected{}
	for i := range leaves {
		l := &leaves[i]
		if !slices.Contains(at, l.Seq) {
			continue
		}
		var who journal.Actor
		if l.Actor != nil {
			who = *l.Actor
		}
		switch {
		case l.Result != nil:
			a.observe(l, who, func(bool, *journal.Observation) {})
		case l.Amend != nil:
			for _, x := range l.Amend.Steps {
				if x.Step >= 0 && x.Step < n && a.Steps[x.Step].ByHand() {
					was := a.Steps[x.Step]
					a.Steps[x.Step].Record = x.On(was.Record)
					corrected[l.Seq] = append(corrected[l.Seq], Corrected{x.Step, was, a.Steps[x.Step].Record})
				}
			}
		}
	}
	return a.Steps, corrected
}
