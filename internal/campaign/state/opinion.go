package state

import (
	"slices"

	"recette/internal/journal"
)

// Opinion is an opinion, in the role of its author.
type Opinion struct {
	journal.Opinion
	Mark
}

// Answer is an answer to a warning.
type Answer struct {
	journal.Answer
	Mark
}

// Given gives the opinions that bear on a journey: of each person, in each role, the last one; one on the whole
// campaign bears on every journey. When journey is empty it gives the last one of each on each journey, and on the
// campaign. Those of an iteration before are among them, and stand no more.
func (n *Notes) Given(journey string) []*Opinion {
	type of struct{ ref, role, journey string }
	last, seen := []*Opinion{}, map[of]bool{}
	for i := len(n.Opinions) - 1; i >= 0; i-- {
		o := &n.Opinions[i]
		if journey != "" && o.Journey != "" && o.Journey != journey {
			continue
		}
		by := of{ref: o.By.Ref, role: o.By.Role}
		if journey == "" {
			by.journey = o.Journey
		}
		if !seen[by] {
			seen[by] = true
			last = append(last, o)
		}
	}
	slices.Reverse(last)
	return last
}

// Answered gives the last answer to a warning in a state (recette.WarningState) in the PV of a journey, or nil. One
// that was given for the PV of everything holds in each. None of an iteration before does.
func (n *Notes) Answered(journey, code string, args []string) *Answer {
	for i := len(n.Answers) - 1; i >= 0; i-- {
		a := &n.Answers[i]
		if n.Current(a.Mark) && a.Code == code && slices.Equal(a.Args, args) &&
			(a.Journey == "" || a.Journey == journey) {
			return a
		}
	}
	return nil
}
