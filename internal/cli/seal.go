package cli

import (
	"context"
	"errors"
)

// seal signs the head of the log once a verb has recorded in a campaign, whatever came of the verb.
func (w *openRecord) seal(ctx context.Context, came error) error {
	err := w.Seal(ctx, came)
	if _, said := errors.AsType[quiet](came); err == nil || came != nil && !said {
		return came
	}
	return err
}
