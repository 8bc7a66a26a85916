package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// unshown takes back what a re-test closed or lifted, once somebody objects to it or sends it back: the gap is said to
// be corrected, and nothing shows it.
func (f *fold) unshown(l *journal.Leaf, of journal.Retest, why string) {
	if !f.affords(len(f.anomalies) + len(f.reserves)) {
		return
	}
	for _, a := range f.anomalies {
		if a.Retest != nil && *a.Retest == of && a.Status == string(recette.AnomalyClosed) {
			a.Status, a.Retest, a.reopened, a.why = string(recette.AnomalyFixed), nil, l.Seq, why
			a.tell(l)
		}
	}
	for _, r := range f.reserves {
		if r.Retest != nil && *r.Retest == of && r.standing() == recette.ReserveLifted {
			r.Status, r.Retest, r.ended, r.last = string(recette.ReserveFixed), nil, nil, l
			r.why, r.test = why, nil
		}
	}
}

// repeated gives the anomaly that a duplicate repeats, nil when it is none or when that is not there.
func (f *fold) repeated(a *anomaly) *anomaly {
	if a.Status != string(recette.AnomalyDuplicate) {
		return nil
	}
	return f.numbered[a.Original]
}

// line is what an anomaly comes to along all that it repeats.
type line struct {
	end      *anomaly // that weighs where it was raised
	reopened int64    // position of the last reopening of one of them
}

// lines follows each anomaly to the one that it repeats in the end. It is asked for once all is counted: a chain of
// duplicates is gone along once.
func (f *fold) lines() map[*anomaly]line {
	if f.follows != nil {
		return f.follows
	}
	f.follows = make(map[*anomaly]line, len(f.anomalies))
	for _, first := range f.anomalies {
		var chain []*anomaly
		met := map[*anomaly]bool{}
		at := first
		for at != nil && f.follows[at].end == nil && !met[at] {
			met[at], chain = true, append(chain, at)
			at = f.repeated(at)
		}
		var last line
		switch {
		case at == nil:
			last.end = chain[len(chain)-1]
		case f.follows[at].end != nil:
			last = f.follows[at]
		default: // they repeat each other: none is before another
			last.end = at
		}
		for _, a := range slices.Backward(chain) {
			last.reopened = max(last.reopened, a.reopened)
			f.follows[a] = last
		}
	}
	return f.follows
}

// weighs gives the anomaly that weighs on the case of another one, nil when none does. What repeats nothing that is
// there weighs itself.
func (f *fold) weighs(a *anomaly) *anomaly {
	if end := f.lines()[a].end; end.open() || end.Status == string(recette.AnomalyDuplicate) {
		return end
	}
	return nil
}

// opens tells whether one weighs, while leaves are still counted.
func (f *fold) opens(a *anomaly) bool {
	for range f.anomalies {
		if a.open() || !f.affords(each) {
			return true
		}
		next := f.repeated(a)
		if next == nil {
			break
		}
		a = next
	}
	return a.Status == string(recette.AnomalyDuplicate)
}

// reach says of the cases on which an anomaly stands, its own and those of its duplicates, whether one is in scope, is
// of the plan, is not.
type reach struct{ in, named, loose bool }

// bearing is what bears on what a PV, or a journey of it, is about.
type bearing struct {
	fold  *fold
	scope *scope
	on    map[*anomaly]reach
}

// bearing tells it of all anomalies: what one says of its case holds for all that it repeats.
func (f *fold) bearing(s *scope) *bearing {
	b := &bearing{f, s, make(map[*anomaly]reach, len(f.anomalies))}
	for _, first := range f.anomalies {
		own := reach{s.in[first.Case], s.known[first.Case], !s.known[first.Case]}
		for at := first; at != nil; at = f.repeated(at) {
			was, met := b.on[at]
			now := reach{was.in || own.in, was.named || own.named, was.loose || own.loose}
			if b.on[at] = now; met && now == was && at != first {
				break
			}
		}
	}
	return b
}

// anomaly tells it of one: a case on which it stands is in scope, or is none of the plan.
func (b *bearing) anomaly(a *anomaly) bool { return b.on[a].in || b.on[a].loose }

// reserve tells it of a reserve, through its anomaly and the case that verifies it.
func (b *bearing) reserve(r *reserve) bool {
	of := b.on[b.fold.numbered[r.Anomaly]] // of none: nothing
	return of.in || b.scope.in[r.Check] || !of.named && !b.scope.known[r.Check]
}
