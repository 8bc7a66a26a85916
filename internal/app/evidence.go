package app

import (
	"context"
	"errors"

	"recette/internal/access"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/recette"
)

// EvidenceFacts counts the pieces of evidence that the log names and nobody erased.
type EvidenceFacts struct {
	Named   int
	Missing []string // addresses of those that are not there, or not whole
}

// EvidenceFacts looks for the files of evidence, by name and size: verification reads them.
func (r *Record) EvidenceFacts(ctx context.Context, actor recette.Actor) (f EvidenceFacts, err error) {
	if err := access.Allow(actor, access.VerifyJournal, access.Scope{}); err != nil {
		return f, err //nolint:wrapcheck // it says what is denied
	}
	sizes, order := map[string]int64{}, []string{}
	kinds := append(journal.EvidenceKinds(), journal.KindPersonalErase)
	for rec, err := range r.log.Records(ctx, journal.Filter{Kinds: kinds}) {
		if err != nil {
			return f, err //nolint:wrapcheck // it says what it read
		}
		if rec.Leaf.Erase != nil {
			for _, sum := range rec.Leaf.Erase.Evidence {
				delete(sizes, sum)
			}
		}
		for e := range rec.Leaf.EvidenceRefs() {
			if _, known := sizes[e.SHA256]; !known {
				order = append(order, e.SHA256)
			}
			sizes[e.SHA256] = e.Size
		}
	}
	f.Named = len(sizes)
	for _, sum := range order {
		want, named := sizes[sum]
		if !named {
			continue
		}
		delete(sizes, sum) // named twice
		switch size, err := r.Evidence.Stat(ctx, sum); {
		case errors.Is(err, evidence.ErrMissing), err == nil && size != want:
			f.Missing = append(f.Missing, sum)
		case err != nil:
			return f, err //nolint:wrapcheck // it says which piece
		}
	}
	return f, nil
}
