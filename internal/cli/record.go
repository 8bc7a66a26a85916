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
		Doubted: a.doubt,
		Warned:  a.sayWarned, Outlines: a.outlines,
	}
}

// waitsFor says who holds the record, when anybody does.
func (a *app) waitsFor(h application.Holder) string {
	if h.Name == "" {
		return a.words.T("store.waiting.nameless")
	}
	return a.words.T("store.waiting", h.Name, h.PID)
}

// open opens the project's record. The caller closes it. Whoever only reads is told what was done to it.
func (a *app) open(ctx context.Context, how application.Mode) (*openRecord, error) {
	return a.openBy(ctx, a.application(), how)
}

// opened is open for whoever says by themselves what was done to the record.
func (a *app) opened(ctx context.Context, how application.Mode) (*openRecord, error) {
	by := a.application()
	by.Doubted = nil
	return a.openBy(ctx, by, how)
}

func (a *app) openBy(ctx context.Context, by *application.App, how application.Mode) (*openRecord, error) {
	root, err := a.projectRoot()
	if err != nil {
		return nil, err
	}
	r, err := by.Record(ctx, root, how)
	if err != nil {
		return nil, err
	}
	return &openRecord{app: a, Record: r}, nil
}

// doubt says, once, what was done to the record behind its back.
func (a *app) doubt(err error) {
	f := classify(err)
	if a.doubted != nil {
		if _, said := a.doubted.LoadOrStore(f.key, true); said {
			return
		}
	}
	say(a.env.Stderr, a.words.T("record.doubt", f.code, f.sentence(a.words)))
	say(a.env.Stderr, "→ "+a.words.T("fail."+f.key+".hint", echoed(f.args)...))
}

func (w *openRecord) close() error { return w.Close() }
