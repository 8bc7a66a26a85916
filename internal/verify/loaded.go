package verify

import (
	"recette/internal/journal"
	"recette/internal/recette"
)

// frozenSet is a data set as it was frozen, with what says how it is loaded; empty when nothing does.
type frozenSet struct {
	dataSet

	Load string `json:"load"`
}

// loads counts the sets of the plan that say how they are loaded and, of them, those that the present iteration had
// loaded as they were frozen before a position of the log.
func (f *fold) loads(at int64) (sets, loaded int) {
	for i := range f.plan.DataSets {
		d := &f.plan.DataSets[i]
		if d.Load == "" {
			continue
		}
		if sets++; f.holds(d, at) {
			loaded++
		}
	}
	return sets, loaded
}

// holds tells whether the last fact about a set is that its frozen file was loaded, to the end: by hand, or by a
// command of which the beginning is the fact before. Anything else in between, or since, may have left something else.
func (f *fold) holds(d *frozenSet, at int64) bool {
	since := int64(-1)
	if n := len(f.iterations); n > 0 {
		since = f.iterations[n-1].Seq
	}
	var before, last *journal.Leaf
	for _, x := range f.loaded {
		if l := x.leaf; l.Data.Set == d.Code && l.Seq > since && l.Seq < at {
			before, last = last, l
		}
	}
	if last == nil || last.Data.Act != "load" || last.Data.Outcome != "done" || last.Data.SHA256 != d.SHA256 {
		return false
	}
	if last.Data.Mode == string(recette.Manual) {
		return true
	}
	return before != nil && before.Data.Outcome == "begun" && before.Data.Act == "load" &&
		before.Data.Mode == last.Data.Mode && ref(before.Actor) == ref(last.Actor)
}
