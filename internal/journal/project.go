package journal

import (
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkProject holds for the leaves that bind the log and its signers: kind and body go together, and a leaf of the
// whole project is of no campaign.
func (l *Leaf) checkProject() error {
	opens, rotates := l.Kind == KindLogOpen, l.Kind == KindLogRotate
	switch {
	case (opens || rotates) != (l.Log != nil), (l.Kind == KindLogRestore) != (l.Restore != nil):
		return fmt.Errorf("%w: kind %s and what it says of the log do not go together", ErrValue, l.Kind)
	case (l.Log != nil || l.Restore != nil) && l.Campaign != "":
		return fmt.Errorf("%w: a leaf of the whole project names a campaign", ErrValue)
	case l.Log != nil && rotates != (l.Log.Former != ""):
		return fmt.Errorf("%w: a rotation, and nothing else, names the key of before", ErrValue)
	}
	if err := l.Log.check(); err != nil {
		return err
	}
	if err := l.Restore.check(); err != nil {
		return err
	}
	return l.Key.check()
}

func (b *Bound) check() error {
	if b == nil {
		return nil
	}
	if err := checkVerifier(b.Origin, b.Verifier); err != nil {
		return err
	}
	if b.Former == "" {
		if b.Lost || b.Reason != "" {
			return fmt.Errorf("%w: a log that opens has no key of before", ErrValue)
		}
		return nil
	}
	if !IsDigest(b.Reason) || b.Former == b.Verifier {
		return fmt.Errorf("%w: a rotation has a reason, and another key", ErrValue)
	}
	return checkVerifier(b.Origin, b.Former)
}

// checkVerifier holds for the keys of a log: they bear its name, so that a head of one log cannot pass for another's.
func checkVerifier(origin, verifier string) error {
	v, err := note.NewVerifier(verifier)
	if err != nil || v.Name() != origin {
		return fmt.Errorf("%w: not a key of the log %q", ErrValue, origin)
	}
	return nil
}

func (r *Restored) check() error {
	if r == nil {
		return nil
	}
	if !IsDigest(r.Reason) || r.Size < 0 || r.Known < 0 || r.Skip < 0 {
		return fmt.Errorf("%w: no reason, or no head, to go on from", ErrValue)
	}
	for _, root := range []string{r.Root, r.KnownRoot} {
		if h, err := tlog.ParseHash(root); (root != "" || root == r.Root) && (err != nil || h.String() != root) {
			return fmt.Errorf("%w: root %q", ErrValue, root)
		}
	}
	return nil
}

// UnknownSkip is how many numbers are skipped when nothing tells how many entries were lost.
const UnknownSkip = 1000

// Skipped is how many numbers of each kind are never given after the leaf. One that does not say it was written before
// leaves did: an entry gives one number at most.
func (r *Restored) Skipped() int64 {
	switch {
	case r == nil:
		return 0
	case r.Skip > 0:
		return r.Skip
	case r.Origin == "" && r.Known == 0:
		return UnknownSkip
	}
	return max(0, r.Known-r.Size)
}

// check judges what version 4 added: a certificate that replaces one says which, and why.
func (k *Key) check() error {
	switch {
	case k == nil:
		return nil
	case k.Issuer != "" && !IsDigest(k.Issuer), k.Name != "" && !IsDigest(k.Name):
		return fmt.Errorf("%w: a key names its issuer or its holder otherwise than by a digest", ErrValue)
	case (k.Replaces == "") != (k.Reason == ""), k.Replaces != "" && (!IsDigest(k.Replaces) || !IsDigest(k.Reason)):
		return fmt.Errorf("%w: a key replaces another one, and says why", ErrValue)
	}
	return nil
}

// Binding is what the leaves of a log say of the log itself, read in order.
type Binding struct {
	Seq      int64  // of the leaf that opened it; -1 when none did
	Origin   string // empty when none did
	Verifier string // of the key that signs its heads now
}

// Unbound is the binding of a log that no leaf opened yet.
func Unbound() Binding { return Binding{Seq: -1} }

// Follow reads one more leaf. It returns ErrBinding for a second opening, a rotation of a log that is not open, of
// another log, or from another key than the one that held.
func (b *Binding) Follow(l *Leaf) error {
	if l.Log == nil {
		return nil
	}
	switch opened := b.Seq >= 0; {
	case l.Kind == KindLogOpen && !opened:
		b.Seq, b.Origin = l.Seq, l.Log.Origin
	case l.Kind == KindLogRotate && opened && l.Log.Origin == b.Origin && l.Log.Former == b.Verifier:
	default:
		return fmt.Errorf("%w: %s at position %d", ErrBinding, l.Kind, l.Seq)
	}
	b.Verifier = l.Log.Verifier
	return nil
}
