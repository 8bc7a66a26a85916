package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
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

// Standing gives the opinions that bear on a journey, or on the campaign when it is empty: of each person, in each
// role, the last one. One on the whole campaign bears on every journey.
func (n *Notes) Standing(journey string) []*Opinion {
	var out []*Opinion
	for i := range n.Opinions {
		o := &n.Opinions[i]
		if o.Journey != "" && o.Journey != journey {
			continue
		}
		out = slices.DeleteFunc(out, func(x *Opinion) bool { return x.By.Ref == o.By.Ref && x.By.Role == o.By.Role })
		out = append(out, o)
	}
	return out
}

// Answered gives the last answer to a warning as it stands in the PV of a journey, or nil. One that was given for the
// PV of everything holds in each.
func (n *Notes) Answered(journey, code string, args []string) *Answer {
	args = recette.Impersonal(code, args)
	for i := len(n.Answers) - 1; i >= 0; i-- {
		a := &n.Answers[i]
		if a.Code == code && slices.Equal(a.Args, args) && (a.Journey == "" || a.Journey == journey) {
			return a
		}
	}
	return nil
}
