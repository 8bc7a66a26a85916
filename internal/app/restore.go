package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/project"
)

// ErrNothingToRestore says that nothing was done to the record that a look tells.
var ErrNothingToRestore = errors.New("nothing to restore")

// Restored says what became of a log that goes on.
type Restored struct {
	Found    []error
	Verifier string // of the key that was made, when the one that the log names was not there; else empty
	Lost     int64  // entries
	Unknown  bool   // there may be more of them: nothing tells
	Skip     int64  // numbers of each kind that are never given
}

// Restore lets the log of the project at root go on in spite of what a look finds, and records it: who tells the person
// who asks for it. A backup was put back, a file beside the database or the head that is kept outside is lost, a guard
// was taken down. Entries that were altered are not restored by that. A log whose key is lost besides gets another one
// in the same act: nobody could give it one before it goes on. It may be cut short anywhere, and called again.
func (a *App) Restore(
	ctx context.Context, root, reason string, who Acting,
) (done Restored, err error) {
	at := project.Layout{Root: root}
	done, placed, err := a.restore(ctx, at, reason, who)
	if err != nil || placed {
		return done, err
	}
	if err := placeKey(at, true); err != nil {
		return done, &KeyError{Path: at.LogKey(), Err: err}
	}
	if done.Found == nil { // the key waited: the log named it already
		done, _, err = a.restore(ctx, at, reason, who)
		return done, err
	}
	r, err := a.record(ctx, at, restoring)
	if err != nil {
		return done, err
	}
	return done, errors.Join(r.log.Bind(ctx, a.producer(), a.now()), r.Seal(ctx, nil), r.Close())
}

// restore records that the log goes on. When its key changes with that, the new one waits to take its place: placed is
// false.
func (a *App) restore(
	ctx context.Context, at project.Layout, reason string, who Acting,
) (done Restored, placed bool, err error) {
	r, err := a.record(ctx, at, restoring)
	if err != nil {
		return done, false, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if len(r.Doubts) == 0 {
		return done, false, cmp.Or(r.log.CheckKey(ctx), ErrNothingToRestore)
	}
	actor, err := who(ctx, r)
	if err != nil {
		return done, false, err
	}
	if err := access.Allow(actor, access.RestoreLog, access.Scope{}); err != nil { // before a key is made
		return done, false, err //nolint:wrapcheck // it says what is denied
	}
	known, ok, err := r.outside()
	if err != nil {
		return done, false, err //nolint:wrapcheck // it says which file
	}
	key, waits, err := a.keyToRestore(ctx, at, r, known.Origin)
	if err != nil || waits {
		return done, false, err
	}
	size, rootHash, err := r.log.Head(ctx)
	if err != nil {
		return done, false, fmt.Errorf("read the head: %w", err)
	}
	from := campaign.Restored{Size: size, Root: rootHash, Faults: faultsOf(r.Doubts), Key: key}
	if ok {
		from.Origin, from.Known, from.KnownRoot = known.Origin, known.Size, known.Root
	}
	lost := max(0, r.reached-size)
	here, err := r.log.Skipped(ctx)
	if err != nil {
		return done, false, err //nolint:wrapcheck // it says what it read
	}
	if from.Skip = lost + max(0, known.Skipped-here); !ok {
		from.Skip += journal.UnknownSkip
	}
	if err := r.Service.Restore(ctx, actor, from, reason); err != nil {
		return done, false, err //nolint:wrapcheck // it says what is refused
	}
	done.Found, done.Lost, done.Unknown, done.Skip = r.Doubts, lost, !ok, from.Skip
	if key != nil {
		done.Verifier = key.Verifier
		return done, false, nil
	}
	return done, true, r.Seal(ctx, nil)
}

// keyToRestore makes the key of a log that goes on without the one that it names; nil when that one is there. A log of
// another origin than the head that was known has its own key or none: waits says that the key which the log names is
// the one that waits to take its place.
func (a *App) keyToRestore(
	ctx context.Context, at project.Layout, r *Record, known string,
) (key *campaign.LogKey, waits bool, err error) {
	lost := r.log.CheckKey(ctx)
	switch {
	case lost == nil:
		return nil, false, r.log.Bind(ctx, a.producer(), a.now()) //nolint:wrapcheck // it says what was not recorded
	case !errors.Is(lost, ErrNoLogKey) && !errors.Is(lost, ErrOtherLog) && !errors.Is(lost, ErrOtherKey):
		return nil, false, lost //nolint:wrapcheck // it says what cannot be read
	}
	b, err := r.log.Binding(ctx)
	if err != nil {
		return nil, false, err //nolint:wrapcheck // it says what the log contradicts
	}
	if known != "" && known != cmp.Or(b.Origin, journal.Origin(r.log.Project())) {
		return nil, false, fmt.Errorf("%w: the head outside is of %s", ErrOtherLog, known)
	}
	waiting, err := keyAt(newKey(at))
	if err != nil || waiting != "" && waiting == b.Verifier {
		return nil, err == nil, err
	}
	if err := durable.MakeDir(at.Keys(), 0o700); err != nil {
		return nil, false, &KeyError{Path: at.LogKey(), Err: err}
	}
	k, err := a.freshKey(ctx, at, r, b)
	k.Lost = true
	return &k, false, err
}

// faultsOf names what was found, as the leaf keeps it.
func faultsOf(doubts []error) (found []string) {
	for _, f := range faults() {
		if errors.Is(errors.Join(doubts...), f.is) {
			found = append(found, f.name)
		}
	}
	return found
}
