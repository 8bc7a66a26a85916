package state

import (
	"iter"

	"recette/internal/recette"
)

// Stand is an anomaly on the case on which it was raised, and the one that weighs there for it: the one that it repeats
// in the end, when it is a duplicate, else itself.
type Stand struct {
	Raised, Weighs *Anomaly
	Open           bool // it weighs on a decision
}

// Stands gives where anomalies stand, in the order in which they were raised: an anomaly weighs on its own case and on
// that of each of its duplicates. One that is said to repeat what is not there weighs itself: the severe reading.
func (s *State) Stands() iter.Seq[Stand] {
	return func(yield func(Stand) bool) {
		ends := make([]*Anomaly, len(s.Anomalies)) // what each repeats in the end, once it is known
		var line []int
		for i := range s.Anomalies {
			line = line[:0]
			at, end := i, (*Anomaly)(nil)
			for end == nil {
				next, repeats := s.repeated(&s.Anomalies[at])
				switch {
				case ends[at] != nil:
					end = ends[at]
				case !repeats:
					end = &s.Anomalies[at]
				default:
					line = append(line, at)
					if at = next; len(line) > len(s.Anomalies) { // they repeat each other
						end = &s.Anomalies[i]
					}
				}
			}
			for _, k := range line {
				ends[k] = end
			}
			ends[i] = end
			open := end.Open() || recette.AnomalyStatus(end.Status) == recette.AnomalyDuplicate
			if !yield(Stand{&s.Anomalies[i], end, open}) {
				return
			}
		}
	}
}

// repeated gives the place of the anomaly that a duplicate repeats; false when it is none, or repeats what is not
// there.
func (s *State) repeated(a *Anomaly) (at int, ok bool) {
	if recette.AnomalyStatus(a.Status) != recette.AnomalyDuplicate {
		return 0, false
	}
	at, ok = s.numbered[a.Original]
	return at, ok
}

// Line gives an anomaly, then what it repeats, up to the one that weighs.
func (s *State) Line(a *Anomaly) iter.Seq[*Anomaly] {
	return func(yield func(*Anomaly) bool) {
		for range s.Anomalies {
			if !yield(a) {
				return
			}
			next, ok := s.repeated(a)
			if !ok {
				return
			}
			a = &s.Anomalies[next]
		}
	}
}

// weighs reports whether an anomaly, or the one that it repeats, weighs on a decision.
func (s *State) weighs(a *Anomaly) bool {
	var last *Anomaly
	for last = range s.Line(a) {
		if last.Open() {
			return true
		}
	}
	return recette.AnomalyStatus(last.Status) == recette.AnomalyDuplicate
}

// Turned reports whether an anomaly of a row, which has a result, was corrected or reopened since, or one that it
// repeats was.
func (s *State) Turned(c *Case) bool {
	return s.since(c, func(a *Anomaly) int64 { return a.TurnedSeq })
}

// since reports whether something happened to an anomaly that stands on a row after its last result.
func (s *State) since(c *Case, when func(*Anomaly) int64) bool {
	for _, i := range s.about[c.ID] {
		for a := range s.Line(&s.Anomalies[i]) {
			if when(a) > c.Last.Played {
				return true
			}
		}
	}
	return false
}

// Bearing says which anomalies and reserves bear on cases: through the case on which an anomaly was raised, through
// those of its duplicates, or because it is about no case of the plan.
type Bearing struct {
	state *State
	ids   map[string]bool
	on    []reach // by place among Anomalies
}

// reach says of the cases on which an anomaly stands whether one is asked for, is of the plan, is not.
type reach struct{ in, named, loose bool }

// Bearing looks at all anomalies at once, for the given cases.
func (s *State) Bearing(ids map[string]bool) *Bearing {
	b := &Bearing{state: s, ids: ids, on: make([]reach, len(s.Anomalies))}
	for i := range s.Anomalies {
		_, known := s.index[s.Anomalies[i].Case]
		own := reach{ids[s.Anomalies[i].Case], known, !known}
		for at, ok := i, true; ok; at, ok = s.repeated(&s.Anomalies[at]) {
			was := b.on[at]
			b.on[at] = reach{was.in || own.in, was.named || own.named, was.loose || own.loose}
			if at != i && b.on[at] == was { // so is it of all that this one repeats
				break
			}
		}
	}
	return b
}

// Anomaly reports whether the anomaly at a place bears on the cases.
func (b *Bearing) Anomaly(at int) bool { return b.on[at].in || b.on[at].loose }

// Reserve reports whether a reserve does: through its anomaly, or through the case that verifies it.
func (b *Bearing) Reserve(r *Reserve) bool {
	_, named := b.state.index[r.Check]
	in := b.ids[r.Check]
	if at, ok := b.state.numbered[r.Anomaly]; ok {
		in, named = in || b.on[at].in, named || b.on[at].named
	}
	return in || !named
}
