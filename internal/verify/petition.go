package verify

import (
	"recette/internal/journal"
	"recette/internal/recette"
)

// petition is a derogation that somebody asked for, with the first answer to it.
type petition struct {
	asked, answer *journal.Leaf // answer is nil while there is none
}

// petition folds in what was said of a derogation. An answer to what nobody asked, and a second one, are no answer.
func (f *fold) petition(l *journal.Leaf) {
	x, there := f.petitions[l.Derogation.Number]
	switch {
	case l.Derogation.Act == recette.AskDerogation && !there:
		x = &petition{asked: l}
		f.petitions[l.Derogation.Number] = x
		f.petitioned = append(f.petitioned, x)
	case l.Derogation.Act != recette.AskDerogation && there && x.answer == nil:
		x.answer = l
	}
}

// granted tells whether what was asked was granted.
func (x *petition) granted() bool {
	return x.answer != nil && x.answer.Derogation.Act == recette.GrantDerogation
}
