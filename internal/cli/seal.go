package cli

import (
	"context"
	"errors"
)

// seal signs the head of the log once a verb has recorded in a campaign, whatever came of the verb. That it could not
// is told beside another failure.
func (w *openRecord) seal(ctx context.Context, came error) error {
	err := w.Seal(ctx, came)
	if err == nil {
		return came
	}
	if _, said := errors.AsType[quiet](came); came != nil && !said {
		say(w.env.Stderr, w.words.T("journal.unsigned"))
		return came
	}
	return err
}
