package store_test

import (
	"errors"
	"fmt"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

// TestErrAgain: one may try again after what wrote nothing for a reason that passes, and after nothing else.
func TestErrAgain(t *testing.T) {
	for _, err := range []error{store.ErrBusy, store.ErrFull} {
		if !errors.Is(fmt.Errorf("append: %w: driver", err), journal.ErrAgain) {
			t.Errorf("%v is final", err)
		}
	}
	for _, err := range []error{
		store.ErrFailed, store.ErrGone, store.ErrIO, store.ErrClosed, store.ErrCorrupt, store.ErrConflict,
		store.ErrInvalid,
		store.ErrReadOnly, store.ErrLocked,
	} {
		if errors.Is(err, journal.ErrAgain) {
			t.Errorf("%v passes", err)
		}
	}
}
