package fact

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Err is the root of the refusals of a campaign. Refusals of rights are under access.ErrDenied.
var Err = errors.New("campaign")

// The refusals that every fact shares.
var (
	ErrClosed         = fmt.Errorf("%w: closed", Err)
	ErrUnknownCase    = fmt.Errorf("%w: case not in the campaign", Err)
	ErrNoCriterion    = fmt.Errorf("%w: no such criterion in the plan", Err)
	ErrUnknownJourney = fmt.Errorf("%w: journey not in the campaign", Err)
	ErrInvalid        = fmt.Errorf("%w: invalid value", Err)
	ErrPast           = fmt.Errorf("%w: a day that has passed", ErrInvalid)
	ErrIncomplete     = fmt.Errorf("%w: mandatory value missing", Err)
	// ErrStale says that what a fact is about changed since whoever records it looked at it.
	ErrStale = fmt.Errorf("%w: changed since it was looked at", Err)
)

// FieldError names the value that is missing or invalid. It wraps ErrIncomplete, ErrInvalid or ErrPast.
type FieldError struct {
	Field string // "observed", "cause", "reason", "verdict", "severity", "due"…
	Kind  error
}

func (e *FieldError) Error() string { return fmt.Sprintf("%v: %s", e.Kind, e.Field) }

// Unwrap gives ErrIncomplete, ErrInvalid or ErrPast.
func (e *FieldError) Unwrap() error { return e.Kind }

// ChoiceError says that a value is none of a list. It wraps ErrInvalid.
type ChoiceError struct {
	Field, Said string
	Choices     []string // none: there is nothing to choose from
}

func (e *ChoiceError) Error() string { return fmt.Sprintf("%v: %s: %q", ErrInvalid, e.Field, e.Said) }

// Unwrap gives ErrInvalid.
func (e *ChoiceError) Unwrap() error { return ErrInvalid }

// LongError says that a text is longer than it may be. It wraps a *FieldError, which wraps ErrInvalid.
type LongError struct {
	Field string
	Most  int // characters
}

func (e *LongError) Error() string {
	return fmt.Sprintf("%v: %s: over %d characters", ErrInvalid, e.Field, e.Most)
}

// Unwrap gives the *FieldError.
func (e *LongError) Unwrap() error { return &FieldError{e.Field, ErrInvalid} }

// AtMost refuses a text of more characters than it may have (*LongError).
func AtMost(field, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return &LongError{field, most}
	}
	return nil
}

// Missing says that a mandatory value is not there.
func Missing(field string) error { return &FieldError{Field: field, Kind: ErrIncomplete} }

// Invalid says that a value is none of those that may be.
func Invalid(field string) error { return &FieldError{Field: field, Kind: ErrInvalid} }

// Past says that a day has passed, where one to come is asked for.
func Past(field string) error { return &FieldError{Field: field, Kind: ErrPast} }

// ValidDay tells whether a day is written YYYY-MM-DD.
func ValidDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}
