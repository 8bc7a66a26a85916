package store

import (
	"context"
	"errors"
	"maps"
	"slices"

	"recette/internal/evidence"
	"recette/internal/journal"
)

// erased is what the leaves read so far erased.
type erased struct {
	next        int64 // first position that was not looked at
	commitments map[string]bool
	evidence    map[string]bool
}

// followErased reads the leaves that erase, from where it stopped to the present end. It finds them by their row: one
// that lies about its kind is not found, nor is what it erased, and the row is reported by whoever reads all of them.
func (v *verification) followErased(ctx context.Context) error {
	e := &v.erased
	if e.commitments == nil {
		e.commitments, e.evidence = map[string]bool{}, map[string]bool{}
	}
	end, err := v.rows.Size(ctx)
	if err != nil {
		return err
	}
	for e.next < end {
		rows, err := v.rows.Leaves(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}, e.next, end)
		if err != nil {
			return err
		}
		for i := range rows {
			r, err := rows[i].record()
			if err != nil || r.Leaf.Erase == nil {
				continue // reported by whoever reads all of them
			}
			if err := v.tellErased(ctx, &r.Leaf); err != nil {
				return err
			}
		}
		if e.next = end; len(rows) > 0 {
			e.next = rows[len(rows)-1].Seq + 1
		}
	}
	v.report.Erased = int64(len(e.commitments) + len(e.evidence))
	return nil
}

func (v *verification) tellErased(ctx context.Context, l *journal.Leaf) error {
	for _, c := range l.Erase.Commitments {
		v.erased.commitments[c] = true
	}
	for _, a := range l.Erase.Evidence {
		v.erased.evidence[a] = true
	}
	said := Erasure{Seq: l.Seq, At: l.At, Count: len(l.Erase.Commitments) + len(l.Erase.Evidence)}
	if l.Actor != nil {
		said.By = l.Actor.Ref
	}
	reason, err := v.rows.Texts(ctx, []string{l.Erase.Reason})
	if err != nil {
		return err
	}
	if len(reason) == 1 && reason[0].Check() == nil { // an altered reason is reported with the texts
		said.Reason = reason[0].Value
	}
	v.report.erase(said)
	return nil
}

// strikeErased removes from wanted what leaves erased. It looks again at the end of the log: somebody may have erased
// what this verification was about to read.
func (v *verification) strikeErased(ctx context.Context, wanted map[string]int64) error {
	if len(wanted) == 0 {
		return nil
	}
	if err := v.followErased(ctx); err != nil {
		return err
	}
	for key := range wanted {
		if v.erased.commitments[key] {
			delete(wanted, key)
		}
	}
	return nil
}

// undone reports the texts and names that a leaf erased and that are there: leaf and deletion are one transaction.
func (v *verification) undone(ctx context.Context, erased map[string]int64) error {
	keys := slices.Sorted(maps.Keys(erased))
	for _, of := range []Detached{DetachedTexts, DetachedPersons} {
		there, err := v.rows.Known(ctx, of, keys)
		if err != nil {
			return err
		}
		for _, c := range there {
			v.report.Add(Finding{Code: ErasureUndone, Seq: erased[c], Subject: c})
		}
	}
	return nil
}

// evidenceErased tells whether a leaf erased an attachment, and says so when its file is there all the same: the leaf
// comes first, and whoever erased it may have been interrupted before the file went.
func (v *verification) evidenceErased(ctx context.Context, address string) (bool, error) {
	_, missing := v.opts.Evidence.Stat(ctx, address)
	if missing != nil {
		if err := v.followErased(ctx); err != nil {
			return false, err
		}
	}
	if !v.erased.evidence[address] {
		return false, nil
	}
	if !errors.Is(missing, evidence.ErrMissing) {
		v.report.About(EvidenceErased, address, "")
	}
	return true, nil
}
