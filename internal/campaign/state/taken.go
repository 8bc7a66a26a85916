package state

import "recette/internal/journal"

// PlayedOn gives the day, YYYY-MM-DD, on which what a leaf records was played: the one that the filled cahier says,
// when it was taken from one that says it, else recorded, that of the leaf. A week on paper is not the day on which
// somebody took it in.
func PlayedOn(o *journal.Taken, recorded string) string {
	if o != nil && o.Day != "" {
		return min(o.Day, recorded)
	}
	return recorded
}

// Since gives when what is tested now was put in force, as in the leaf: the last iteration, else the opening. Nothing
// of it was played before.
func (s *State) Since() string {
	if n := len(s.Iterations); n > 0 {
		return s.Iterations[n-1].At
	}
	return s.OpenedAt
}
