package state

import (
	"maps"
	"math"
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Notes is what people recorded beside results, in order.
type Notes struct {
	Attestations []Attestation
	Deviations   []Deviation
	Sessions     []Session
	Pauses       []Pause
	Objections   []Objection
	Reviews      []Review
	Amendments   []Amendment
	Loads        []Load
	Opinions     []Opinion
	Answers      []Answer
	Derogations  []Derogation
	Delegations  []Delegation
	Visas        []Visa
	Milestones   []Milestone
	LastNote     int64 // position of the last of them; -1 when there is none

	present int                  // number of the present iteration
	freed   map[string]int       // by row: the last iteration in which a deviation lets it be played out of its order
	numbers map[string]int       // places of sessions, by number
	seats   map[string][]seating // of who takes part, by reference, in order
}

// Mark says when, by whom and where in the log something was recorded.
type Mark struct {
	At  string // as in the leaf
	By  journal.Actor
	Seq int64

	Iteration int // of the campaign, in which it was recorded
}

// Attestation is what somebody affirmed, or took back.
type Attestation struct {
	journal.Attest
	Mark
}

// Deviation is a deviation from the plan.
type Deviation struct {
	journal.Deviation
	Mark
}

// Load is the loading of a data set, or its being put back.
type Load struct {
	journal.DataLoad
	Mark
}

// Loads reports whether data were loaded, to the end.
func (l *Load) Loads() bool { return l.Act == recette.LoadAct && l.Outcome == recette.LoadDone }

// ends reports whether it is the end of what another one began.
func (l *Load) ends(begun *Load) bool {
	return begun.Outcome == recette.LoadBegun && begun.Act == l.Act && begun.Mode == l.Mode && begun.By.Ref == l.By.Ref
}

// Current reports whether something was recorded in the present iteration: what was said of another build, or of other
// texts, says nothing of this one.
func (n *Notes) Current(m Mark) bool { return m.Iteration == n.present }

// Loaded reports whether the last thing that the present iteration did to a data set was to load this file, to the end:
// one that is not the frozen one was loaded for a reason, which is recorded. What was reset since, or was to be loaded
// again and did not come to its end, is not loaded; nor is what something else was done to while a command loaded it.
func (n *Notes) Loaded(set, sha256 string) bool { return n.loadedBefore(set, sha256, math.MaxInt64) }

// loadedBefore is Loaded as it was at a position of the log.
func (n *Notes) loadedBefore(set, sha256 string, at int64) bool {
	var before, last *Load
	for i := range n.Loads {
		if l := &n.Loads[i]; l.Set == set && n.Current(l.Mark) && l.Seq < at {
			before, last = last, l
		}
	}
	if last == nil || !last.Loads() || last.SHA256 != sha256 {
		return false
	}
	return last.Mode == string(recette.Manual) || before != nil && last.ends(before)
}

// Attested gives the attestation that stands on a subject: the last one, unless it was taken back since, or is of an
// iteration before; nil when none does. A deviation ends the attestation that there was none.
func (n *Notes) Attested(subject string) *Attestation {
	for i := len(n.Attestations) - 1; i >= 0; i-- {
		a := &n.Attestations[i]
		if a.Subject != subject {
			continue
		}
		last := len(n.Deviations) - 1
		if a.Withdrawn || !n.Current(a.Mark) ||
			subject == string(recette.NoDeviation) && last >= 0 && n.Deviations[last].Seq > a.Seq {
			return nil
		}
		return a
	}
	return nil
}

// mark says when, by whom and where a leaf is.
func (n *Notes) mark(l *journal.Leaf, who journal.Actor) Mark {
	return Mark{At: l.At, By: who, Seq: l.Seq, Iteration: n.present}
}

// note folds in what somebody recorded beside results.
func (n *Notes) note(l *journal.Leaf, who journal.Actor) {
	at := n.mark(l, who)
	n.LastNote = l.Seq
	switch {
	case l.Attest != nil:
		n.Attestations = append(n.Attestations, Attestation{*l.Attest, at})
	case l.Deviation != nil:
		n.Deviations = append(n.Deviations, Deviation{*l.Deviation, at})
		for _, id := range l.Deviation.Cases {
			n.freed[id] = n.present
		}
	case l.Session != nil:
		n.session(l, at)
	case l.Pause != nil:
		n.pause(l, at)
	case l.Data != nil:
		n.Loads = append(n.Loads, Load{*l.Data, at})
	case l.Opinion != nil:
		n.Opinions = append(n.Opinions, Opinion{*l.Opinion, at})
	case l.Answer != nil:
		n.Answers = append(n.Answers, Answer{*l.Answer, at})
	case l.Derogation != nil:
		n.derogate(l, at)
	case l.Delegation != nil:
		n.delegate(l, at)
	case l.Visa != nil:
		n.Visas = append(n.Visas, Visa{*l.Visa, at})
	case l.Milestone != nil:
		n.Milestones = append(n.Milestones, Milestone{*l.Milestone, at})
	}
}

// CloneNotes copies the lists, which grow.
func (n *Notes) CloneNotes() Notes {
	out := *n
	out.Attestations, out.Deviations = slices.Clone(n.Attestations), slices.Clone(n.Deviations)
	out.Sessions, out.Pauses, out.Objections = slices.Clone(n.Sessions), slices.Clone(n.Pauses),
		slices.Clone(n.Objections)
	out.Opinions, out.Answers = slices.Clone(n.Opinions), slices.Clone(n.Answers)
	for i := range out.Sessions {
		out.Sessions[i].People = slices.Clone(out.Sessions[i].People)
		out.Sessions[i].here = maps.Clone(out.Sessions[i].here)
	}
	out.Loads, out.Reviews = slices.Clone(n.Loads), slices.Clone(n.Reviews)
	out.Amendments = slices.Clone(n.Amendments)
	out.Derogations, out.Delegations = slices.Clone(n.Derogations), slices.Clone(n.Delegations)
	out.Visas, out.Milestones = slices.Clone(n.Visas), slices.Clone(n.Milestones)
	out.numbers, out.seats = maps.Clone(n.numbers), maps.Clone(n.seats)
	out.freed = maps.Clone(n.freed)
	return out
}

// Commitments lists the texts behind what was recorded.
func (n *Notes) Commitments() []string {
	var out []string
	for i := range n.Attestations {
		out = append(out, n.Attestations[i].Text, n.Attestations[i].Reason)
	}
	for i := range n.Deviations {
		d := &n.Deviations[i]
		out = append(out, d.Text, d.Reason, d.Agreed)
	}
	for i := range n.Sessions {
		s := &n.Sessions[i]
		out = append(out, s.Place, s.Remark)
		for k := range s.People {
			out = append(out, s.People[k].Name, s.People[k].Function, s.People[k].Entity)
		}
	}
	for i := range n.Pauses {
		p := &n.Pauses[i]
		out = append(out, p.Reason, p.Criterion, p.Resumed, p.Cleared)
	}
	for i := range n.Objections {
		out = append(out, n.Objections[i].Reason)
	}
	for i := range n.Reviews {
		out = append(out, n.Reviews[i].Reason)
	}
	for i := range n.Amendments {
		out = append(out, n.Amendments[i].Reason)
		for k := range n.Amendments[i].Steps {
			x := &n.Amendments[i].Steps[k]
			out = append(out, x.Was.Record.Observed, x.Was.Record.Comment, x.Was.Record.Reason, x.Now.Observed,
				x.Now.Comment, x.Now.Reason)
		}
	}
	for i := range n.Loads {
		out = append(out, n.Loads[i].Reason)
		if log := n.Loads[i].Log; log != nil {
			out = append(out, log.Name)
		}
	}
	for i := range n.Opinions {
		out = append(out, n.Opinions[i].Text)
	}
	for i := range n.Answers {
		out = append(out, n.Answers[i].Text)
	}
	for i := range n.Derogations {
		out = append(out, n.Derogations[i].Text, n.Derogations[i].Reason)
	}
	for i := range n.Delegations {
		out = append(out, n.Delegations[i].Reference)
	}
	for i := range n.Visas {
		out = append(out, n.Visas[i].Reason)
	}
	for i := range n.Milestones {
		out = append(out, n.Milestones[i].Reference, n.Milestones[i].Reason)
	}
	return out
}
