package iteration

import "recette/internal/recette"

// Stood is where a row stood at the end of an iteration, or stands now.
type Stood struct {
	ID      string
	Verdict recette.Verdict
	Hold    recette.Hold // what holds its result back
}

// Turn says what became of a row.
type Turn string

// What becomes of a row.
const (
	fixed     Turn = "fixed"         // failed or blocked before, conform now
	broken    Turn = "broken"        // conform before, failed or blocked now
	failing   Turn = "still_failing" // failed or blocked before, and now
	replay    Turn = "to_replay"     // its result is of an iteration before, and is to be obtained again
	changed   Turn = "changed"       // otherwise than that: played for the first time, set aside
	added     Turn = "new"           // it was not in the plan
	removed   Turn = "gone"          // it is in the plan no more
	Unchanged Turn = "unchanged"
)

// Turns lists them, in the order in which they are said.
func Turns() []Turn {
	return []Turn{broken, failing, fixed, replay, changed, added, removed, Unchanged}
}

// Difference is what became of one row. Was or Now is empty for one that was, or is, not there.
type Difference struct {
	ID       string
	Turn     Turn
	Was, Now recette.Verdict
}

// Compare says what became of each row, in the order of now, then of those that are gone.
func Compare(was, now []Stood) []Difference {
	before := make(map[string]Stood, len(was))
	for _, s := range was {
		before[s.ID] = s
	}
	var out []Difference
	for _, s := range now {
		d := Difference{ID: s.ID, Now: s.Verdict, Turn: added}
		if old, there := before[s.ID]; there {
			d.Was, d.Turn = old.Verdict, turn(old, s)
			delete(before, s.ID)
		}
		out = append(out, d)
	}
	for _, s := range was {
		if _, left := before[s.ID]; left {
			out = append(out, Difference{ID: s.ID, Was: s.Verdict, Turn: removed})
		}
	}
	return out
}

func turn(was, now Stood) Turn {
	wrong := func(v recette.Verdict) bool { return v == recette.Failed || v == recette.Blocked }
	proved := func(s Stood) bool { return s.Verdict.Conform() && s.Hold == recette.Free }
	switch {
	case now.Hold.Again(): // nobody looked at it since
		return replay
	case wrong(was.Verdict) && wrong(now.Verdict):
		return failing
	case wrong(was.Verdict) && proved(now):
		return fixed
	case proved(was) && wrong(now.Verdict):
		return broken
	case was.Verdict == now.Verdict && was.Hold == now.Hold:
		return Unchanged
	}
	return changed
}
