package journal

import (
	"errors"
	"fmt"
)

// The errors of this package form a tree: test with errors.Is for as much as you need to know.
var (
	// ErrLeaf is any leaf that cannot be encoded or decoded.
	ErrLeaf = errors.New("invalid leaf")
	// ErrMalformed is a leaf whose bytes are not the one canonical form: unknown or missing field, wrong order, white
	// space, a number or an escape written another way. It wraps ErrLeaf.
	ErrMalformed = tree("not the canonical form", ErrLeaf)
	// ErrValue is a leaf that holds what the format cannot: invalid UTF-8, an integer of 2^53 or more, an instant
	// that is not UTC with milliseconds. It wraps ErrLeaf.
	ErrValue = tree("value outside the format", ErrLeaf)
	// ErrTooLarge is a leaf over MaxLeaf bytes. It wraps ErrLeaf.
	ErrTooLarge = tree("leaf too large", ErrLeaf)
	// ErrNewer is a leaf of a version that this one does not read: nothing is known of what it says, and no verdict
	// rests on a guess. Update recette. See *NewerError. It wraps ErrLeaf.
	ErrNewer = tree("written by a newer version", ErrLeaf)

	// ErrProof is a proof that does not hold, or is not a proof.
	ErrProof = errors.New("proof does not hold")

	// ErrCheckpoint is a checkpoint that is malformed or not signed by the expected key.
	ErrCheckpoint = errors.New("invalid checkpoint")
	// ErrSignature is a well-formed checkpoint that the expected key did not sign. It wraps ErrCheckpoint.
	ErrSignature = tree("signature refused", ErrCheckpoint)
	// ErrLogKey is a log key, private or public, that cannot be read.
	ErrLogKey = errors.New("invalid log key")
	// ErrBinding is a log whose leaves do not say one after the other which log it is and which key signs its heads.
	ErrBinding = errors.New("the log does not say which one it is")
	// ErrAgain is a log that wrote nothing for a reason that passes: the same call may succeed a moment later.
	ErrAgain = errors.New("nothing was written: try again")

	// ErrCommitment is a text or a name that is not what the leaf committed to.
	ErrCommitment = errors.New("commitment does not match")
)

// NewerError says which leaf is of a newer version.
type NewerError struct {
	Seq     int64
	Version int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%v: leaf %d is of version %d, this one reads up to %d", ErrNewer, e.Seq, e.Version, Version)
}

// Unwrap makes it an ErrNewer.
func (e *NewerError) Unwrap() error { return ErrNewer }

// child is a sentinel below another one.
type child struct {
	text   string
	parent error
}

func (e *child) Error() string { return e.parent.Error() + ": " + e.text }
func (e *child) Unwrap() error { return e.parent }

func tree(text string, parent error) error { return &child{text: text, parent: parent} }
