package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// LogKey is the key that signs the heads of the log from now on.
type LogKey struct {
	Origin   string
	Verifier string
	Producer string // the program
	// Former is the key of before, when the log was never opened by a leaf: that of its last signed head, if any.
	Former string
	Lost   bool // the key of before is not there to vouch for this one
}

// Rekey records that another key signs the heads of the log, for whom and why. It returns *FieldError without a reason,
// and refusals under access.ErrDenied.
func (s *Service) Rekey(ctx context.Context, actor recette.Actor, k LogKey, reason string) error {
	if recette.Blank(reason) {
		return missing("reason")
	}
	if err := s.allow(ctx, actor, access.RotateLogKey); err != nil {
		return err
	}
	return s.addToProject(ctx, func(ctx context.Context) ([]*entry, error) { return s.rotation(ctx, actor, k, reason) })
}

// rotation makes the leaf that changes the key, after the one that opens the log when none did.
func (s *Service) rotation(ctx context.Context, actor recette.Actor, k LogKey, reason string) ([]*entry, error) {
	b, err := s.log.Binding(ctx)
	if err != nil {
		return nil, err
	}
	var made []*entry
	if b.Seq < 0 {
		first := &entry{rand: s.people}
		first.entry.Leaf = journal.Leaf{At: journal.Instant(s.clock()), Kind: journal.KindLogOpen}
		b.Verifier = k.Former
		if b.Verifier == "" {
			b.Verifier = k.Verifier
		}
		first.entry.Leaf.Log = &journal.Bound{Origin: k.Origin, Verifier: b.Verifier, Producer: k.Producer}
		made = append(made, first)
	}
	if b.Verifier == k.Verifier {
		return made, nil // never signed: there is no key of before
	}
	d := s.entry(actor, journal.KindLogRotate, "")
	d.entry.Leaf.Log = &journal.Bound{
		Origin: k.Origin, Verifier: k.Verifier, Producer: k.Producer, Former: b.Verifier, Lost: k.Lost,
		Reason: d.text("reason", reason),
	}
	return append(made, d), nil
}

// Restored says from which head the log goes on, and which one was known outside.
type Restored struct {
	Size, Known     int64
	Root, KnownRoot string
	Origin          string // of the head that was known
	Faults          []string
	Key             *LogKey // that signs from now on, when the one that the log names is not there
	Skip            int64   // how many numbers of each kind the lost entries may have given
}

// Restore records that the log goes on from another head than the one that was known, for whom and why, and with which
// key when that changes: both or neither. It returns *FieldError without a reason, and refusals under access.ErrDenied.
func (s *Service) Restore(ctx context.Context, actor recette.Actor, r Restored, reason string) error {
	if recette.Blank(reason) {
		return missing("reason")
	}
	if err := s.allow(ctx, actor, access.RestoreLog); err != nil {
		return err
	}
	if r.Key != nil {
		if err := s.allow(ctx, actor, access.RotateLogKey); err != nil {
			return err
		}
	}
	return s.addToProject(ctx, func(ctx context.Context) (made []*entry, err error) {
		if r.Key != nil {
			if made, err = s.rotation(ctx, actor, *r.Key, reason); err != nil {
				return nil, err
			}
		}
		d := s.entry(actor, journal.KindLogRestore, "")
		d.entry.Leaf.Restore = &journal.Restored{
			Size: r.Size, Root: r.Root, Faults: r.Faults, Origin: r.Origin, Known: r.Known, KnownRoot: r.KnownRoot,
			Skip: r.Skip, Reason: d.text("reason", reason),
		}
		return append(made, d), nil
	})
}

// addToProject adds facts of the whole project, which build gives as the log stands: nobody else appends meanwhile.
func (s *Service) addToProject(ctx context.Context, build func(context.Context) ([]*entry, error)) error {
	var made []*entry
	_, err := s.log.AppendWith(ctx, func(ctx context.Context) ([]journal.Entry, error) {
		var err error
		if made, err = build(ctx); err != nil {
			return nil, err
		}
		entries := make([]journal.Entry, len(made))
		for i, d := range made {
			if d.err != nil {
				return nil, d.err
			}
			entries[i] = d.entry
		}
		return entries, nil
	})
	if err == nil {
		s.stored(made...)
	}
	return err
}
