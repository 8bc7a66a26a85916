package store

import (
	"context"
	"fmt"

	"recette/internal/journal"
)

// Checkpoint signs the present head of the log, makes the checkpoint durable in the database and beside it, and returns
// it. Asked twice without an entry between, it returns the same one. It returns ErrNoLogKey when the store was opened
// without a key, and the errors of Append.
func (l *Journal) Checkpoint(ctx context.Context) (journal.Signed, error) {
	return l.checkpoint(ctx, false)
}

// CheckpointAtOnce is Checkpoint for whoever waited long enough: it is ErrBusy when another process is writing.
func (l *Journal) CheckpointAtOnce(ctx context.Context) (journal.Signed, error) {
	return l.checkpoint(ctx, true)
}

func (l *Journal) checkpoint(ctx context.Context, hasty bool) (signed journal.Signed, err error) {
	switch {
	case l.commits == nil:
		return signed, fmt.Errorf("checkpoint: %w", ErrReadOnly)
	case l.key == nil:
		return signed, fmt.Errorf("checkpoint: %w", ErrNoLogKey)
	}
	fresh := false
	err = l.commits.submit(ctx, &request{
		hasty: hasty,
		within: func(ctx context.Context) (err error) {
			signed, fresh, err = l.commits.sign(ctx, l.key)
			return err
		},
		after: func() error {
			if err := l.commits.engine.KeepBeside(ctx, signed, fresh); err != nil {
				return fmt.Errorf("keep a copy beside the database: %w", err)
			}
			if err := l.keepOutside(ctx, signed); err != nil {
				return fmt.Errorf("keep the head outside: %w", err)
			}
			return nil
		},
	})
	if err != nil {
		return journal.Signed{}, fmt.Errorf("checkpoint: %w", err)
	}
	return signed, nil
}

// keepOutside keeps a signed head outside, with how many numbers were skipped below it.
func (l *Journal) keepOutside(ctx context.Context, signed journal.Signed) error {
	n, err := l.skipped(ctx)
	if err != nil {
		return err
	}
	skipped, err := l.key.SignSkipped(signed, n)
	if err != nil {
		return err
	}
	return l.commits.engine.KeepOutside(signed, skipped)
}

// skipped is how many numbers of each kind the restorations of the log left out, all together.
func (l *Journal) skipped(ctx context.Context) (n int64, err error) {
	for r, err := range l.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRestore}}) {
		if err != nil {
			return 0, fmt.Errorf("what was skipped: %w", err)
		}
		n += r.Leaf.Restore.Skipped()
	}
	return n, nil
}

// sign stores the checkpoint of the present head, unless it is stored already.
func (c *Commits) sign(ctx context.Context, key *journal.LogKey) (_ journal.Signed, fresh bool, err error) {
	signed, err := key.Sign(c.tree.Size(), c.tree.Root())
	if err != nil {
		return signed, false, err
	}
	note, known, err := c.engine.Note(ctx, signed.Size, signed.Verifier)
	switch {
	case err != nil:
		return signed, false, err
	case !known:
		return signed, true, c.engine.InsertCheckpoint(ctx, signed)
	case note != signed.Note: // Ed25519 is deterministic: the same head has one signature
		return signed, false, fmt.Errorf("%w: another checkpoint of %d entries is stored", ErrCorrupt, signed.Size)
	}
	return signed, false, nil
}

// Checkpoints gives the stored checkpoints, oldest first. One that its key did not sign is ErrCorrupt.
func (l *Journal) Checkpoints(ctx context.Context) ([]journal.Signed, error) {
	stored, err := l.rows.Checkpoints(ctx)
	if err != nil {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	out := make([]journal.Signed, 0, len(stored))
	for i := range stored {
		s, err := stored[i].Open()
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}
