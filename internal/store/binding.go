package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recette/internal/journal"
)

// Errors of who this log is, and of the key that signs its heads.
var (
	// ErrOtherLog is a log, or a key, of another project than the one that is known here.
	ErrOtherLog = refusal("the log or its key is of another project", nil)
	// ErrOtherKey is a key that is not the one that the log says signs its heads.
	ErrOtherKey = refusal("not the key of this log", nil)
)

// Binding reads which log this is, and which key signs its heads, from its own leaves. It returns ErrCorrupt when they
// contradict each other.
func (l *Journal) Binding(ctx context.Context) (journal.Binding, error) {
	b := journal.Unbound()
	// The first leaf is read by its position: its row could hide what it is.
	first, err := l.rows.Leaves(ctx, journal.Filter{}, 0, 1)
	if err != nil {
		return b, fmt.Errorf("the first leaf: %w", err)
	}
	if len(first) > 0 {
		r, err := first[0].record()
		if err != nil && !errors.Is(err, ErrNewerLeaf) {
			return b, err
		}
		if err := b.Follow(&r.Leaf); err != nil {
			return b, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
	}
	kinds := []journal.Kind{journal.KindLogOpen, journal.KindLogRotate}
	for r, err := range l.Records(ctx, journal.Filter{Kinds: kinds, From: 1}) {
		if err != nil {
			return b, err
		}
		if err := b.Follow(&r.Leaf); err != nil {
			return b, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
	}
	return b, nil
}

// Bind makes sure that the log says which one it is and that the key it was opened with signs its heads: the first leaf
// of a new log, or the next one of a log that was begun before there was such a leaf. It returns ErrNoLogKey,
// ErrOtherLog and ErrOtherKey, and the errors of Append. From then on nothing is appended to a log whose key another
// process changed.
func (l *Journal) Bind(ctx context.Context, producer string, at time.Time) error {
	if l.commits == nil {
		return fmt.Errorf("bind: %w", ErrReadOnly)
	}
	bound, err := l.checkKey(ctx)
	if err != nil {
		return err
	}
	if !bound {
		// A log that says which one it is was known outside before: that it is not any more is then no accident.
		if err := l.anchor(ctx); err != nil {
			return err
		}
		if _, err := l.AppendWith(ctx, func(ctx context.Context) ([]journal.Entry, error) {
			if bound, err := l.checkKey(ctx); bound || err != nil {
				return nil, err
			}
			return []journal.Entry{{Leaf: journal.Leaf{
				At: journal.Instant(at), Kind: journal.KindLogOpen,
				Log: &journal.Bound{Origin: l.key.Origin(), Verifier: l.key.Verifier(), Producer: producer},
			}}}, nil
		}); err != nil {
			return err
		}
	}
	return l.commits.Do(ctx, func(context.Context) error {
		l.commits.guard = func(ctx context.Context) error {
			_, err := l.checkKey(ctx)
			return err
		}
		return nil
	})
}

// anchor keeps the present head outside.
func (l *Journal) anchor(ctx context.Context) error {
	return l.commits.Do(ctx, func(ctx context.Context) error {
		signed, err := l.key.Sign(l.commits.tree.Size(), l.commits.tree.Root())
		if err == nil {
			err = l.keepOutside(ctx, signed)
		}
		if err != nil {
			return fmt.Errorf("keep the head outside: %w", err)
		}
		return nil
	})
}

// CheckKey tells whether the key that the log was opened with is the one that signs its heads: ErrNoLogKey,
// ErrOtherLog, ErrOtherKey.
func (l *Journal) CheckKey(ctx context.Context) error {
	_, err := l.checkKey(ctx)
	return err
}

// checkKey compares the key of the log with what its leaves say, or, when none says it, with its name and with the last
// head that was signed.
func (l *Journal) checkKey(ctx context.Context) (bound bool, err error) {
	if l.key == nil {
		return false, ErrNoLogKey
	}
	b, err := l.Binding(ctx)
	if err != nil {
		return false, fmt.Errorf("read which log this is: %w", err)
	}
	if b.Seq < 0 {
		b.Origin = journal.Origin(l.project)
		heads, err := l.rows.Checkpoints(ctx)
		if err != nil {
			return false, fmt.Errorf("checkpoints: %w", err)
		}
		if b.Verifier = l.key.Verifier(); len(heads) > 0 {
			b.Verifier = heads[len(heads)-1].Verifier
		}
	}
	switch {
	case l.key.Origin() != b.Origin:
		return false, fmt.Errorf("%w: the key is of %s, the log is %s", ErrOtherLog, l.key.Origin(), b.Origin)
	case l.key.Verifier() != b.Verifier:
		return false, fmt.Errorf("%w: the log is signed by %s", ErrOtherKey, b.Verifier)
	}
	return b.Seq >= 0, nil
}
