package verify

import (
	"strconv"

	"recette/internal/journal"
)

// trials is what a PV says was played out of its figures.
type trials struct {
	Rehearsal   int `json:"rehearsal"`
	Exploratory int `json:"exploratory"`
}

// attempted is an attempt of a case out of the figures: each person counts their own.
type attempted struct {
	id, ref string
	number  int
}

// tries notes an attempt that counts nowhere. It is of the kind with which it began.
func (f *fold) tries(l *journal.Leaf) {
	at := attempted{l.Result.Case, ref(l.Actor), l.Result.Attempt}
	if _, begun := f.tried[at]; !begun && f.scope.in[at.id] {
		f.tried[at] = l.Result.Trial
	}
}

// trials compares how many attempts out of the figures the PV tells of: one that hides them, or makes some up, is not
// believed. That none of them is in a figure is shown by the recount, which counts results alone.
func (c *check) trials(f *fold) {
	var want, shown trials
	for _, kind := range f.tried {
		if kind == "rehearsal" {
			want.Rehearsal++
		} else {
			want.Exploratory++
		}
	}
	if c.pv.Trials != nil {
		shown = *c.pv.Trials
	}
	for _, n := range []struct {
		kind        string
		shown, want int
	}{{"rehearsal", shown.Rehearsal, want.Rehearsal}, {"exploratory", shown.Exploratory, want.Exploratory}} {
		if n.shown != n.want || c.pv.Trials != nil && shown == (trials{}) {
			c.contents.add(bad(FiguresMode, "trials", n.kind, strconv.Itoa(n.shown), strconv.Itoa(n.want)))
		}
	}
}
