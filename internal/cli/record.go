package cli

import (
	"context"
	"strings"

	application "recette/internal/app"
)

// openRecord is the record of a project, open.
type openRecord struct {
	*app
	*application.Record
}

// The ways in which a verb uses the record.
const (
	reading  = application.Reading
	auditing = application.Auditing
	writing  = application.Writing
	creating = application.Creating
)

// application gives the product to call: who waits for the record is told on standard error.
func (a *app) application() *application.App {
	return &application.App{
		Now: a.env.Now, Rand: a.env.Rand, Environ: a.env.Environ, Self: a.env.Self, Version: Version,
		Tree:    a.env.Tree,
		Process: "recette " + strings.Join(a.env.Args, " "),
		Waits:   func(h application.Holder) { say(a.env.Stderr, a.waitsFor(h)) },
	}
}

// waitsFor says who holds the record, when anybody does.
func (a *app) waitsFor(h application.Holder) string {
	if h.Name == "" {
		return a.words.T("store.waiting.nameless")
	}
	return a.words.T("store.waiting", h.Name, h.PID)
}

// open opens the project's record. The caller closes it.
func (a *app) open(ctx context.Context, how application.Mode) (*openRecord, error) {
	root, err := a.projectRoot()
	if err != nil {
		return nil, err
	}
	r, err := a.application().Record(ctx, root, how)
	if err != nil {
		return nil, err
	}
	return &openRecord{app: a, Record: r}, nil
}

func (w *openRecord) close() error { return w.Close() }
