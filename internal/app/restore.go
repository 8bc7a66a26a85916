package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/project"
	"recette/internal/store/sqlite"
)

// ErrNothingToRestore says that nothing was done to the record that a look tells.
var ErrNothingToRestore = errors.New("nothing to restore")

// Restored says what became of a log that goes on.
type Restored struct {
	Found    []error
	Verifier string // of the key that was made, when the one that the log names was not there; else empty
	Losses
}

// Losses is what the log that goes on has no more.
type Losses struct {
	Lost    int64 // entries
	AtMost  bool  // they may be fewer: the log is of another branch than the one that was known
	Unknown bool  // there may be more of them: nothing tells
	Skip    int64 // numbers of each kind that are never given, for they may have been
}

// Restore lets the log of the project at root go on in spite of what a look finds, and records it: who tells the person
// who asks for it. A backup was put back, a file beside the database or the head that is kept outside is lost, a guard
// was taken down. Of a record that is gone, another one takes the place, and says so. Entries that were altered are not
// restored by that. A log whose key is lost besides gets another one in the same act: nobody could give it one before
// it goes on. It may be cut short anywhere, and called again.
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
	b, err := r.log.Binding(ctx)
	if err != nil {
		return done, false, err //nolint:wrapcheck // it says what the log contradicts
	}
	other := ok && known.Origin != cmp.Or(b.Origin, journal.Origin(r.log.Project()))
	key, waits, err := a.keyToRestore(ctx, at, r, b, other)
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
	done.Losses, err = a.losses(ctx, r, size, known, ok, other)
	if err != nil {
		return done, false, err
	}
	from.Skip = done.Skip
	if err := r.Service.Restore(ctx, actor, from, reason); err != nil {
		return done, false, err //nolint:wrapcheck // it says what is refused
	}
	done.Found = r.Doubts
	if key != nil && key.Lost {
		done.Verifier = key.Verifier
		return done, false, nil
	}
	return done, true, r.Seal(ctx, nil)
}

// losses counts what a log of so many entries has no more of the one that was known, if it was. Each entry gave one
// number of a kind at most, beyond those that the restorations before it left out. other tells that the one that was
// known bears another name.
func (a *App) losses(
	ctx context.Context, r *Record, size int64, known sqlite.Outside, ok, other bool,
) (l Losses, err error) {
	l.Lost = max(0, r.reached-size)
	here := int64(0)
	for rec, err := range r.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRestore}}) {
		if err != nil {
			return l, err //nolint:wrapcheck // it says what it read
		}
		f := rec.Leaf.Restore
		if ok && f != nil && f.Known == known.Size && f.KnownRoot == known.Root {
			l.Skip = l.Lost
			return l, nil // what was lost is told already, by whoever was cut short before the new head was signed
		}
		here += f.Skipped()
	}
	var untold int64
	if !ok || !known.Sworn { // what nobody signed, anybody may have lowered
		last, err := a.sinceLast(ctx, r, size)
		if err != nil {
			return l, err
		}
		// The same copy may be put back twice, and nothing tells: people give fewer numbers than one a second.
		untold = journal.UnknownSkip + int64(last/time.Second)
	}
	switch {
	case !ok:
		l.Unknown, l.Skip = true, l.Lost+untold
	case !known.Sworn, other, known.Skipped != here, errors.Is(errors.Join(r.Doubts...), ErrDiverged):
		// Another log, or another branch of this one: nothing tells how far both are one, but what that one may have
		// given is known.
		l.Lost, l.AtMost, l.Skip = known.Size, !other, known.Size+known.Skipped+untold
	default:
		l.Skip = l.Lost
	}
	return l, nil
}

// sinceLast is how long ago the last entry of a log was recorded, by its own word.
func (a *App) sinceLast(ctx context.Context, r *Record, size int64) (d time.Duration, err error) {
	for last, err := range r.log.Records(ctx, journal.Filter{From: size - 1}) {
		if err != nil {
			return 0, err //nolint:wrapcheck // it says what it read
		}
		if at, err := time.Parse(time.RFC3339, last.Leaf.At); err == nil {
			d = max(0, a.now().Sub(at))
		}
	}
	return d, nil
}

// keyToRestore makes the key of a log that goes on without the one that it names; nil when that one is there. A log
// that names none yet is given its own. A log of another origin than the head that was known has its own key or none.
// waits says that the key which the log names is the one that waits to take its place.
func (a *App) keyToRestore(
	ctx context.Context, at project.Layout, r *Record, b journal.Binding, other bool,
) (key *campaign.LogKey, waits bool, err error) {
	lost := r.log.CheckKey(ctx)
	switch {
	case lost == nil && b.Seq >= 0:
		return nil, false, nil
	case lost == nil:
		own := campaign.LogKey{Origin: journal.Origin(r.log.Project()), Producer: a.producer()}
		own.Verifier, err = keyAt(at.LogKey())
		return &own, false, err
	case !errors.Is(lost, ErrNoLogKey) && !errors.Is(lost, ErrOtherLog) && !errors.Is(lost, ErrOtherKey):
		return nil, false, lost //nolint:wrapcheck // it says what cannot be read
	case other:
		return nil, false, fmt.Errorf("%w: the head outside is of another log", ErrOtherLog)
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
