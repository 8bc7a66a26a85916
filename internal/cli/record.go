package cli

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/evidence"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// openRecord is the record of a project: its database, its evidence and the service that front ends call.
type openRecord struct {
	*app
	root     string // of the project
	db       store.Store
	evidence *evidence.Store
	service  *campaign.Service
	policy   rights.Policy // separation of duties, from recette.yaml
}

// separation reads the project's rule on separation of duties. A configuration that cannot be read is reported by the
// verb that needs it; the rule is then the stricter one.
func separation(root string) string {
	c, err := project.Load(root)
	if err != nil {
		return string(rights.Block)
	}
	if c.Policies.Separation == "block" {
		return string(rights.Block)
	}
	return string(rights.Warn)
}

// layout says where things lie in the project.
func (w *openRecord) layout() project.Layout { return project.Layout{Root: w.root} }

// access says how a verb uses the database.
type access int

const (
	reading  access = iota // beside whoever writes
	auditing               // the same, of a record that may have been damaged or rolled back: verification names it
	writing                // alone
	creating               // alone, and the first verb that records makes the database
)

// waitsFor says who holds the database, when anybody does.
func (a *app) waitsFor(h store.Holder) string {
	if h.Name == "" {
		return a.words.T("store.waiting.nameless")
	}
	return a.words.T("store.waiting", h.Name, h.PID)
}

// open opens the project's record. The caller closes it.
func (a *app) open(ctx context.Context, how access) (*openRecord, error) {
	root, err := a.projectRoot()
	if err != nil {
		return nil, err
	}
	o := sqlite.Options{
		Path: project.Layout{Root: root}.Database(), Now: a.env.Now, Rand: a.env.Rand, ReadOnly: how == reading || how == auditing,
		AcceptRollback: how == auditing,
		Holder:         "recette " + strings.Join(a.env.Args, " "), Wait: 10 * time.Second,
		OnWait: func(h store.Holder) { say(a.env.Stderr, a.waitsFor(h)) },
	}
	if o.ReadOnly {
		o.Holder, o.Wait, o.OnWait = "", 0, nil
	} else {
		if o.LogKey, o.Project, err = a.logKey(root, how); err != nil {
			return nil, err
		}
	}
	db, err := sqlite.Open(ctx, o)
	if errors.Is(err, store.ErrNotFound) && how == creating {
		db, err = sqlite.Create(ctx, o)
		if errors.Is(err, fs.ErrExist) { // another process made it meanwhile
			db, err = sqlite.Open(ctx, o)
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, fail("no-database", nil)
	}
	if err != nil {
		return nil, err
	}
	w := &openRecord{app: a, root: root, db: db, policy: rights.Policy(separation(root))}
	if err := w.serve(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

func (w *openRecord) serve() (err error) {
	w.evidence, err = evidence.New(evidence.Options{Dir: w.layout().Evidence()})
	if err != nil {
		return err
	}
	w.service, err = campaign.New(campaign.Deps{
		Log: w.db, Clock: w.env.now, Rand: w.env.Rand, Evidence: w.evidence,
		Policies: campaign.Policies{Separation: w.policy},
	})
	return err
}

func (w *openRecord) close() error { return w.db.Close() }

func actorOf(p plan.Participant) recette.Actor {
	return recette.Actor{Ref: p.Ref, Name: p.Name, Role: recette.Role(p.Role)}
}

func sameName(a, b string) bool {
	return keyboard(a) == keyboard(b)
}

// keyboard folds a name to what a French keyboard types without effort: case, the straight apostrophe, simple spaces.
func keyboard(name string) string {
	return strings.NewReplacer("’", "'", "‑", "-").Replace(plan.FoldName(name))
}
