package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The refusals.
var (
	ErrNone       = errors.New("no such account")
	ErrMeanwhile  = errors.New("the account changed meanwhile") // nothing of what was asked did
	ErrTaken      = errors.New("the login is that of another person")
	ErrLogin      = errors.New("no login") // it is empty, too long, or cannot be typed
	ErrInvitation = errors.New("the invitation does not open")
	ErrRefused    = errors.New("login or password refused") // which of the two is said to nobody
)

// Account is how somebody of the record enters.
type Account struct {
	Ref   string    // of the person in the record
	Login string    // as it was typed
	Key   string    // of the login: two logins with one key are one
	Hash  string    // of the password, with its parameters and salt
	Stamp string    // that the sessions of the account bear: one with another stamp is closed
	Since time.Time // when the password was chosen
}

// Invitation lets somebody choose a password, once.
type Invitation struct {
	Ref, Login, Key string
	Digest          string    // SHA-256 of the token, in hex: whoever reads the store enters nowhere
	Until           time.Time // after which it opens no more
}

// Store keeps accounts and invitations. Each method is one transaction.
type Store interface {
	// ByLogin and ByPerson give an account: ErrNone.
	ByLogin(ctx context.Context, key string) (Account, error)
	ByPerson(ctx context.Context, ref string) (Account, error)
	// All lists accounts and invitations, in the order of their logins.
	All(ctx context.Context) ([]Account, []Invitation, error)

	// Invite keeps an invitation in the place of the former one of that person, and drops those that open no more at
	// an instant. ErrTaken says that an account or an invitation of somebody else has this login.
	Invite(ctx context.Context, i Invitation, at time.Time) error
	// Invitation gives the one whose token has a digest: ErrNone.
	Invitation(ctx context.Context, digest string) (Invitation, error)
	// Accept uses the invitation of a digest up, and puts an account in the place of the former one of that person:
	// ErrNone when it was used meanwhile, ErrTaken when somebody else has its login.
	Accept(ctx context.Context, digest string, a Account) error
	// Renew changes hash, stamp and date of an account whose hash and stamp are still those of was: ErrNone.
	Renew(ctx context.Context, was, a Account) error
	// Remove takes the account, the invitation and the tokens of somebody away, and leaves nothing of them in the
	// files. It tells whether there was any.
	Remove(ctx context.Context, ref string) (bool, error)

	// KeepToken keeps a new token.
	KeepToken(ctx context.Context, t Token) error
	// Token gives the one with a digest: ErrNone.
	Token(ctx context.Context, digest string) (Token, error)
	// Tokens lists them in the order in which they were made.
	Tokens(ctx context.Context) ([]Token, error)
	// TokenUsed keeps the last day of use of a token, and RemoveToken takes one away: ErrNone.
	TokenUsed(ctx context.Context, id, day string) error
	RemoveToken(ctx context.Context, id string) error
}

// longestLogin is in bytes: an address of e-mail has 254 at most (RFC 5321, 4.5.3.1.3).
const longestLogin = 254

// login gives a login as it is kept, and its key: one login whatever its capitals and the encoding of its accents.
func login(typed string) (kept, key string, err error) {
	kept = strings.Join(strings.Fields(norm.NFC.String(typed)), " ")
	hidden := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) }
	if kept == "" || len(kept) > longestLogin || !utf8.ValidString(kept) || strings.ContainsFunc(kept, hidden) {
		return "", "", ErrLogin
	}
	return kept, norm.NFC.String(cases.Fold().String(kept)), nil
}

// WaitError refuses a try that comes too early, whoever it is about, before anything is computed for it.
type WaitError struct{ For time.Duration }

// Error says how long to wait.
func (e *WaitError) Error() string { return fmt.Sprintf("too many tries: wait %s", e.For) }
