package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"recette/internal/store"
)

// seal signs the head of the log once a verb has recorded in a campaign, whatever came of the verb: entries after the
// last checkpoint could be cut off without a trace (reliability 2.6). A database without its key still records.
func (w *workspace) seal(ctx context.Context, came error) error {
	_, err := w.db.Checkpoint(context.WithoutCancel(ctx))
	if _, said := errors.AsType[quiet](came); err == nil || errors.Is(err, store.ErrNoLogKey) || came != nil && !said {
		return came
	}
	return err
}

// errIrregular is why a pipe, a device or a folder is no evidence: opening one could block for ever, deaf to Ctrl+C.
var errIrregular = errors.New("not a regular file")

// openRegular opens a file that a person named.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errIrregular}
	}
	return os.Open(path)
}
