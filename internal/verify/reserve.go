package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// reserve is a reserve after all leaves of its number.
type reserve struct {
	journal.Reserve
	leaf  *journal.Leaf // the first
	fixed *journal.Leaf // that announced the last correction; the first while none does
	owned int64         // position from which its owner is to lift it
	ended *journal.Leaf // that from which it waits for nothing any more; nil while it waits
	last  *journal.Leaf
	why   string // commitment: the reason of the last act
	flaws []string

	fixedBy, lifted, decided *journal.Leaf // the last acts: that announced a correction, that lifted, that decided
	test                     *shownTest    // that its lifting rests on, as it stood then
}

func (r *reserve) standing() recette.ReserveStatus {
	if r.Status == "" {
		return recette.ReserveIssued
	}
	return recette.ReserveStatus(r.Status)
}

// pendingAt tells whether a reserve waited for something at a position of the log.
func (r *reserve) pendingAt(seq int64) bool { return r.ended == nil || r.ended.Seq > seq }

func (f *fold) reserve(l *journal.Leaf) {
	n := l.Reserve
	r := f.kept[n.Number]
	if r == nil {
		r = &reserve{Reserve: *n, leaf: l, fixed: l, owned: l.Seq, last: l}
		f.reserves, f.kept[n.Number] = append(f.reserves, r), r
		if n.Act != "" || n.Status != "" || n.Fix != nil || n.Retest != nil {
			r.flaws = append(r.flaws, "life")
		}
		return
	}
	f.moves(r, l)
	if n.Act == string(recette.ReserveUpdate) {
		keep(&r.Class, n.Class)
		keep(&r.Text, n.Text)
	}
	r.why = n.Reason
	if n.Owner != "" {
		r.owned = l.Seq
	}
	for _, x := range []struct {
		at *string
		to string
	}{
		{&r.Owner, n.Owner},
		{&r.Due, n.Due},
		{&r.Check, n.Check},
		{&r.Workaround, n.Workaround},
		{&r.Effect, n.Effect},
		{&r.Verification, n.Verification},
		{&r.Into, n.Into},
		{&r.Decision, n.Decision},
		{&r.Status, n.Status},
	} {
		keep(x.at, x.to)
	}
	if n.Fix != nil {
		r.Fix, r.fixed, r.Retest, r.test = n.Fix, l, nil, nil
	}
	if n.Retest != nil {
		r.Retest, r.test = n.Retest, f.testOf(n.Retest)
	}
	switch act := recette.ReserveAct(n.Act); {
	case act == recette.ReserveFix:
		r.fixedBy, r.decided = l, nil
	case act == recette.ReserveLift:
		r.lifted, r.decided = l, l
	case act.Decides():
		r.decided = l
	}
	if r.last = l; r.ended == nil && !r.standing().Pending() {
		r.ended = l
	}
}

// moves notes what the rules forbid of a change of a reserve.
func (f *fold) moves(r *reserve, l *journal.Leaf) {
	n := l.Reserve
	flaw := func(what string) {
		if !slices.Contains(r.flaws, what) {
			r.flaws = append(r.flaws, what)
		}
	}
	act := recette.ReserveAct(n.Act)
	if to, err := r.standing().After(act); err != nil || string(to) != n.Status {
		flaw("life")
	}
	role := roleOf(l.Actor)
	if act == recette.ReserveUpdate {
		// What was accepted under one text never stands under another: no decision cites it yet.
		if n.Anomaly != r.Anomaly || f.cited[n.Number] || !recette.Severity(n.Class).Valid() {
			flaw("rewritten")
		}
		if role != recette.PPO && role != recette.PO {
			flaw("right")
		}
		if n.Reason == "" {
			flaw("reason")
		}
		return
	}
	if n.Class != r.Class || n.Anomaly != r.Anomaly || n.Text != r.Text {
		flaw("rewritten")
	}
	if act.Decides() && role != recette.PO || !act.Decides() && !mayAct(recette.AnomalyFix, role) {
		flaw("right")
	}
	switch act {
	case recette.ReserveUpdate: // judged above
	case recette.ReserveFix:
		if n.Fix == nil || n.Fix.Build == "" || n.Fix.By == "" {
			flaw("fix")
		}
	case recette.ReserveLift:
		x := correction{r.Fix, r.fixed, []string{r.Check}, []string{r.Check}, n.Reason}
		if r.Check == "" { // those of its anomaly verify it or, when it has none, any
			x.places, x.on = f.placesOf(r.Anomaly), []string{f.caseOf(r.Anomaly)}
		}
		if what := f.shows(n.Retest, l, x); what != recette.RetestSound {
			flaw(string(what))
		}
	case recette.ReserveMaintain, recette.ReserveConvert, recette.ReserveAbandon:
		if n.Reason == "" {
			flaw("reason")
		}
		if act == recette.ReserveConvert && n.Into == "" || act == recette.ReserveAbandon && !f.pronounced[n.Decision] {
			flaw("life")
		}
	}
}
