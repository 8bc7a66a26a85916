package store

import "recette/internal/journal"

// signing is which key may sign the heads of the log, as the leaves read so far say.
type signing struct {
	journal.Binding
	former  string    // the key before the last rotation
	rotated int64     // position of that rotation
	before  []witness // signed heads that came before any leaf named a key
}

// follow reads what a leaf says of the log itself.
func (v *verification) follow(l *journal.Leaf) {
	if l.Log == nil {
		return
	}
	k := &v.keys
	former, opened := k.Verifier, k.Seq >= 0
	if err := k.Follow(l); err != nil {
		v.report.At(LogBinding, l.Seq, err.Error())
		return
	}
	if opened {
		k.former, k.rotated = former, l.Seq
		v.report.Rotations++
		return
	}
	if l.Log.Origin != journal.Origin(v.report.Project) {
		v.report.At(LogBinding, l.Seq, "the log is "+l.Log.Origin)
	}
	for i := range k.before {
		v.bound(&k.before[i])
	}
	k.before = nil
}

// bound reports a head that is signed by another key than the one that the leaves below it name. The head that ends
// with a rotation is signed by the key of before too: it vouches for the new one.
func (v *verification) bound(w *witness) {
	k := &v.keys
	switch {
	case k.Seq < 0:
		k.before = append(k.before, *w)
	case w.verifier == k.Verifier, w.verifier == k.former && w.size == k.rotated+1:
	default:
		v.report.About(CheckpointUntrusted, w.from, "key "+w.verifier)
	}
}
