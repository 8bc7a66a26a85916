package cli

import (
	"context"
	"errors"

	"recette/internal/store"
)

// seal signs the head of the log once a verb has recorded in a campaign, whatever came of the verb: entries after the
// last checkpoint could be cut off without a trace. A database without its key still records.
func (w *openRecord) seal(ctx context.Context, came error) error {
	_, err := w.db.Checkpoint(context.WithoutCancel(ctx))
	if _, said := errors.AsType[quiet](came); err == nil || errors.Is(err, store.ErrNoLogKey) || came != nil && !said {
		return came
	}
	return err
}
