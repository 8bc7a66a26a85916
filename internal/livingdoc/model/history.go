package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recette/internal/recette"
	"recette/internal/standing"
)

// Round is what was observed of one build in one environment: a point of the history of the product.
type Round struct {
	Campaign    string // of the newest result
	Version     string
	Build       string
	Environment string
	At          time.Time // of the newest result
	Tally                 // of the cases of the document that have a result there; nothing is stale in the past
}

// history folds the results of all builds, oldest first.
func (b *Builder) history() []Round {
	var list []*Round
	index := map[[2]string]*Round{}
	for _, s := range b.all {
		for i := range s.Cases {
			last := s.Cases[i].Status.Last
			for j := range last {
				r := &last[j]
				if !r.Ran() {
					continue
				}
				key := [2]string{r.Build, r.Environment}
				round := index[key]
				if round == nil {
					round = &Round{Build: r.Build, Environment: r.Environment, Tally: newTally()}
					index[key] = round
					list = append(list, round)
				}
				if r.At.After(round.At) {
					round.At, round.Campaign, round.Version = r.At, r.Campaign, r.Version
				}
				verdict := r.Verdict
				if !verdict.Valid() {
					verdict = recette.NotRun
				}
				round.Verdicts[verdict]++
				round.Add(&standing.Status{Result: *r, Freshness: recette.Fresh})
			}
		}
	}
	slices.SortFunc(list, func(x, y *Round) int {
		return cmp.Or(
			x.At.Compare(y.At), strings.Compare(x.Build, y.Build), strings.Compare(x.Environment, y.Environment),
		)
	})
	out := make([]Round, len(list))
	for i, r := range list {
		out[i] = *r
	}
	return out
}
