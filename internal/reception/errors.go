package reception

import (
	"errors"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/signoff"
)

// RecordedError says that a gesture is recorded, and that what came after it failed.
type RecordedError struct{ Err error }

func (e *RecordedError) Error() string { return "recorded, then: " + e.Err.Error() }

// Unwrap gives what failed.
func (e *RecordedError) Unwrap() error { return e.Err }

// UnknownError says that nobody knows whether a gesture is recorded. The same request may be sent again: it is recorded
// once.
type UnknownError struct{ Err error }

func (e *UnknownError) Error() string { return "recorded or not: " + e.Err.Error() }

// Unwrap gives what failed.
func (e *UnknownError) Unwrap() error { return e.Err }

// unsure makes an *UnknownError of what became of recording, unless a rule refused it.
func unsure(err error) error {
	if err == nil {
		return nil
	}
	for _, rule := range []error{
		access.ErrDenied, campaign.Err, signoff.ErrNoKey, signoff.ErrDerogation, signoff.ErrUnacted,
		signoff.ErrNoLogKey, signoff.ErrTooLarge,
	} {
		if errors.Is(err, rule) {
			return err
		}
	}
	if _, gone := errors.AsType[*signoff.UnknownWarningError](err); gone {
		return err
	}
	return &UnknownError{err}
}
