package store

import (
	"context"

	"recette/internal/journal"
)

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

// turns lists the changes of the key and the restorations, with what the texts say of them.
func (v *verification) turns(ctx context.Context) error {
	for i := range v.report.Turns {
		t := &v.report.Turns[i]
		said := t.Reason
		if said == "" {
			continue
		}
		t.Reason = ""
		reason, err := v.rows.Texts(ctx, []string{said})
		if err != nil {
			return err
		}
		if len(reason) == 1 && reason[0].Check() == nil { // an altered reason is reported with the texts
			t.Reason = reason[0].Value
		}
	}
	return nil
}

// turn notes a leaf that changes the key or restores the log, or that names it late: of what comes before, nothing but
// signed heads tells the key. Its reason is a commitment until turns reads it.
func (v *verification) turn(l *journal.Leaf) {
	t := Turn{Seq: l.Seq, At: l.At, Kind: l.Kind}
	switch {
	case len(v.report.Turns) >= maxErasures:
		return
	case l.Kind == journal.KindLogOpen && l.Seq > 0: // nobody is said to have done it: the program did
	case l.Kind == journal.KindLogRotate && l.Log != nil:
		t.Lost, t.Reason = l.Log.Lost, l.Log.Reason
	case l.Kind == journal.KindLogRestore && l.Restore != nil:
		t.Reason, t.Skip = l.Restore.Reason, l.Restore.Skipped()
	default:
		return
	}
	if l.Actor != nil {
		t.By = l.Actor.Ref
	}
	v.report.Turns = append(v.report.Turns, t)
}
