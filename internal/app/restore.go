package app

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/campaign"
	"recette/internal/project"
	"recette/internal/recette"
)

// ErrNothingToRestore says that nothing was done to the record that a look tells.
var ErrNothingToRestore = errors.New("nothing to restore")

// Restore lets the log of the project at root go on in spite of what a look finds, and records it: who tells the person
// who asks for it. A backup was put back, a file beside the database or the head that is kept outside is lost, a guard
// was taken down. Entries that were altered are not restored by that. It gives what was found.
func (a *App) Restore(
	ctx context.Context, root, reason string, who func(context.Context, *Record) (recette.Actor, error),
) (found []error, err error) {
	r, err := a.record(ctx, project.Layout{Root: root}, restoring)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if len(r.Doubts) == 0 {
		return nil, ErrNothingToRestore
	}
	actor, err := who(ctx, r)
	if err != nil {
		return nil, err
	}
	size, rootHash, err := r.log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head: %w", err)
	}
	at := campaign.Restored{Size: size, Root: rootHash, Faults: faultsOf(r.Doubts)}
	known, ok, err := r.outside()
	if err != nil {
		return nil, err //nolint:wrapcheck // it says which file
	}
	if ok {
		at.Origin, at.Known, at.KnownRoot = known.Origin, known.Size, known.Root
	}
	if err := r.Service.Restore(ctx, actor, at, reason); err != nil {
		return nil, err //nolint:wrapcheck // it says what is refused
	}
	return r.Doubts, r.Seal(ctx, nil)
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
