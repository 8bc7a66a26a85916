package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"recette/internal/fault"
	"recette/runner/protocol"
)

// The errors of this package form a tree: test with errors.Is.
var (
	// ErrRefused is the parent of every attachment that is not accepted. Nothing was stored.
	ErrRefused = errors.New("attachment refused")
	// ErrTooLarge is an attachment over the size limit. See *sizeError.
	ErrTooLarge = fmt.Errorf("%w: too large", ErrRefused)
	// ErrEmpty is an attachment without a byte.
	ErrEmpty error = fault.New(ErrRefused, fault.Empty)
	// ErrType is an attachment of a type outside the list. See *TypeError.
	ErrType = fmt.Errorf("%w: type not accepted", ErrRefused)
	// ErrImage is an image that does not decode or has too many pixels. See *imageError.
	ErrImage = fmt.Errorf("%w: image not accepted", ErrRefused)

	// ErrAddress is an address that is not a SHA-256 in lower case hex.
	ErrAddress = errors.New("invalid evidence address")
	// ErrMissing is an attachment that is not stored. It wraps fs.ErrNotExist.
	ErrMissing = fmt.Errorf("evidence is missing: %w", fs.ErrNotExist)
	// ErrAltered is an attachment whose bytes are not what its address says.
	ErrAltered = errors.New("evidence was altered")
)

// storeError is why an attachment was not stored.
type storeError struct{ err error }

func (e *storeError) Error() string { return "store evidence: " + e.err.Error() }

// Faults tells it for fault.Message: the cause alone, since whoever tells it says first that nothing was kept.
func (e *storeError) Faults() protocol.Message { return fault.Message(e.err) }

// Unwrap gives the cause.
func (e *storeError) Unwrap() error { return e.err }

// sizeError says how large an attachment may be.
type sizeError struct{ Limit int64 }

func (e *sizeError) Error() string { return fmt.Sprintf("attachment is over %d bytes", e.Limit) }

// Faults tells it for fault.Message.
func (e *sizeError) Faults() protocol.Message {
	return protocol.Message{{fault.Of(fault.Over, e.Limit)}}
}

// Unwrap makes the error one of ErrTooLarge and ErrRefused.
func (e *sizeError) Unwrap() error { return ErrTooLarge }

// TypeError says what the content looks like, and the extension of the given name.
type TypeError struct{ Detected, Extension string }

func (e *TypeError) Error() string {
	return fmt.Sprintf("attachment looks like %s (extension %q)", e.Detected, e.Extension)
}

// Faults tells it for fault.Message.
func (e *TypeError) Faults() protocol.Message {
	return protocol.Message{{fault.Of(fault.Type, e.Detected, strconv.Quote(e.Extension))}}
}

// Unwrap makes the error one of ErrType and ErrRefused.
func (e *TypeError) Unwrap() error { return ErrType }

// imageError gives the dimensions of a refused image, in pixels; zero when they cannot be read.
type imageError struct{ Width, Height int }

func (e *imageError) Error() string {
	if e.Width == 0 {
		return "image cannot be read"
	}
	return fmt.Sprintf("image of %d by %d pixels is over %d", e.Width, e.Height, maxPixels)
}

// Faults tells it for fault.Message.
func (e *imageError) Faults() protocol.Message {
	if e.Width == 0 {
		return protocol.Message{{fault.Of(fault.Image)}}
	}
	return protocol.Message{{fault.Of(fault.Pixels, e.Width, e.Height, maxPixels)}}
}

// Unwrap makes the error one of ErrImage and ErrRefused.
func (e *imageError) Unwrap() error { return ErrImage }
