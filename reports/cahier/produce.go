package cahier

import (
	"errors"
	"fmt"
	"io"
	"time"

	"recette/reports"
	"recette/reports/page"
)

// Errors of the producers.
var (
	// ErrOptions says that a producer was called without what it needs.
	ErrOptions = errors.New("incomplete options")
	// ErrSchema says that the model is of another version.
	ErrSchema = errors.New("unknown version of the cahier model")
)

// Options are what a document needs beside its cahier.
type Options struct {
	Texts    page.Texts     // domains « cahier » and « reports »; required
	Location *time.Location // of printed times; nil is UTC
}

// Check returns ErrOptions or ErrSchema when no document can be made.
func (o *Options) Check(c *Cahier) error {
	if c.Schema != Schema {
		return fmt.Errorf("cahier %s: %w: %q", c.Campaign, ErrSchema, c.Schema)
	}
	if o.Texts == nil {
		return fmt.Errorf("cahier %s: %w: no texts", c.Campaign, ErrOptions)
	}
	return nil
}

// JSON writes the cahier in its canonical form. It returns ErrSchema, and the errors of w.
func JSON(w io.Writer, c Cahier) error {
	if c.Schema != Schema {
		return fmt.Errorf("cahier %s: %w: %q", c.Campaign, ErrSchema, c.Schema)
	}
	if err := reports.CanonicalJSON(w, &c); err != nil {
		return fmt.Errorf("write cahier %s as JSON: %w", c.Campaign, err)
	}
	return nil
}
