package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/project"
	"recette/internal/recette"
)

// Rekeyed is the key that signs the heads of the log from now on.
type Rekeyed struct {
	Verifier string
	Lost     bool // the key of before was not there: it did not vouch for this one
	Resumed  bool // the change was recorded already, and the key had not taken its place
}

// Acting finds who acts, among the people that an open record names.
type Acting func(ctx context.Context, r *Record) (recette.Actor, error)

// Rekey gives the log of the project at root another key, and records it: who tells the person who asks for it. The key
// of before, when it is there and the right one, signs the head that holds the change; it is then thrown away. It may
// be cut short anywhere, and called again.
func (a *App) Rekey(
	ctx context.Context, root, reason string, who Acting,
) (done Rekeyed, err error) {
	at := project.Layout{Root: root}
	if err := durable.MakeDir(at.Keys(), 0o700); err != nil {
		return done, &KeyError{Path: at.LogKey(), Err: err}
	}
	if done, err = a.changeKey(ctx, at, reason, who); err != nil {
		return done, err
	}
	if err := placeKey(at, done.Lost); err != nil {
		return done, &KeyError{Path: at.LogKey(), Err: err}
	}
	r, err := a.Record(ctx, root, Writing)
	if err != nil {
		return done, err
	}
	return done, errors.Join(r.Seal(ctx, nil), r.Close())
}

// newKey is where a key waits until the log names it.
func newKey(at project.Layout) string { return at.LogKey() + ".new" }

func (a *App) changeKey(
	ctx context.Context, at project.Layout, reason string, who Acting,
) (done Rekeyed, err error) {
	r, err := a.record(ctx, at, rekeying)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	actor, err := who(ctx, r)
	if err != nil {
		return done, err
	}
	b, err := r.log.Binding(ctx)
	if err != nil {
		return done, err //nolint:wrapcheck // it says what the log contradicts
	}
	if done.Verifier, err = keyAt(newKey(at)); err != nil {
		return done, err
	}
	if done.Verifier != "" && done.Verifier == b.Verifier {
		done.Resumed = true
		return done, vouch(ctx, at, r, b)
	}
	lost := false
	switch err := r.log.CheckKey(ctx); {
	case err == nil:
		if b.Seq < 0 {
			err = r.log.Bind(ctx, a.producer(), a.now())
		}
		if err != nil {
			return done, err //nolint:wrapcheck // it says what was not recorded
		}
	case errors.Is(err, ErrNoLogKey), errors.Is(err, ErrOtherLog), errors.Is(err, ErrOtherKey):
		lost = true
	default:
		return done, err //nolint:wrapcheck // it says what cannot be read
	}
	k, err := a.freshKey(ctx, at, r, b)
	if err != nil {
		return done, err
	}
	k.Lost = lost
	if err := r.Service.Rekey(ctx, actor, k, reason); err != nil {
		return done, err //nolint:wrapcheck // it says what is refused
	}
	done = Rekeyed{Verifier: k.Verifier, Lost: k.Lost}
	if !k.Lost {
		err = r.Seal(ctx, nil) // with the key of before: it vouches for the new one
	}
	return done, err
}

// vouch has the key of before sign the head that ends with a change that was cut short once recorded, when that key is
// still there: nothing else proves that it named the next one.
func vouch(ctx context.Context, at project.Layout, r *Record, b journal.Binding) error {
	former, err := keyAt(at.LogKey())
	if err != nil || former == "" {
		return err
	}
	size, _, err := r.log.Head(ctx)
	if err != nil {
		return err //nolint:wrapcheck // it says what it read
	}
	for rec, err := range r.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRotate}}) {
		if err != nil {
			return fmt.Errorf("read the change of key: %w", err)
		}
		l := rec.Leaf.Log
		if rec.Leaf.Seq+1 == size && l.Verifier == b.Verifier && l.Former == former && !l.Lost {
			return r.Seal(ctx, nil)
		}
	}
	return nil
}

// freshKey makes the key that comes after the one that a log names, and puts it where it waits.
func (a *App) freshKey(
	ctx context.Context, at project.Layout, r *Record, b journal.Binding,
) (k campaign.LogKey, err error) {
	k = campaign.LogKey{Origin: b.Origin, Producer: a.producer()}
	if b.Seq < 0 {
		k.Origin = journal.Origin(r.log.Project())
		heads, err := r.log.Checkpoints(ctx)
		if err != nil {
			return k, err //nolint:wrapcheck // it says which head is damaged
		}
		if len(heads) > 0 {
			k.Former = heads[len(heads)-1].Verifier
		}
	}
	private, verifier, err := journal.GenerateLogKey(a.Rand, k.Origin)
	if err != nil {
		return k, fmt.Errorf("make the log key: %w", err)
	}
	if err := durable.Write(newKey(at), 0o600, durable.Bytes([]byte(private+"\n"))); err != nil {
		return k, &KeyError{Path: newKey(at), Err: err}
	}
	k.Verifier = verifier
	return k, nil
}

// keyAt gives the public form of a key that waits; nothing when there is none that can be read.
func keyAt(path string) (string, error) {
	data, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", &KeyError{Path: path, Err: err}
	}
	key, err := journal.ParseLogKey(strings.TrimSpace(string(data)))
	if err != nil {
		return "", nil // torn: it is made again
	}
	return key.Verifier(), nil
}

// placeKey gives the key that waited its place. A file that stood there when the key of before was lost is another key,
// or nobody knows what: it is set aside.
func placeKey(at project.Layout, lost bool) error {
	if lost {
		if err := os.Rename(at.LogKey(), at.LogKey()+".orphan"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(newKey(at), at.LogKey()); err != nil {
		return err
	}
	return durable.SyncDir(at.Keys())
}
