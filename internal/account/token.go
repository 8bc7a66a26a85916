package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Scope is a kind of thing that a token lets a program do. What its person may not do it never lets.
type Scope string

// The scopes. None of them decides, signs or lets people in.
const (
	ScopeRead   Scope = "read"   // see what the person sees
	ScopeRecord Scope = "record" // record verdicts and their evidence as the person
	ScopeImport Scope = "import" // take cahiers that were filled in
)

// Scopes lists them.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeRecord, ScopeImport} }

// TokenPrefix begins every token: whoever finds one in a file, and what looks for secrets there, knows what it is.
const TokenPrefix = "recette_"

// Token lets a program in for somebody, until a day.
type Token struct {
	ID     string // by which it is listed and taken away; it opens nothing
	Ref    string // of the person in the record
	Name   string // what it is for
	Scopes []Scope
	Digest string // SHA-256 of the token, in hex: whoever reads the store enters nowhere
	Since  time.Time
	Until  time.Time // from which it opens no more
	Used   string    // the last day, YYYY-MM-DD of UTC; empty: never
}

// Lets tells whether a token is for something.
func (t *Token) Lets(s Scope) bool { return slices.Contains(t.Scopes, s) }

// The refusals of a token that is asked for.
var (
	ErrTokenName  = errors.New("no name of a token")             // it is empty, too long, or cannot be typed
	ErrTokenScope = errors.New("no scope of a token")            // none, or one that there is not
	ErrTokenUntil = errors.New("a token ends in a year at most") // and after now
	ErrTokenMany  = errors.New("the person has too many tokens") // mostTokens of them open still
	ErrToken      = errors.New("the token does not open")        // which of the reasons is said to nobody
)

// longestTokenName is in bytes.
const longestTokenName = 100

// mostTokens is how many tokens somebody may have that open still.
const mostTokens = 20

// AddToken lets a program in for somebody until an instant, for what scopes say, and gives the secret that does: it is
// shown once, and not kept (ASVS 5.0, 6.5.2 and 11.5.1: 256 bits of a secure generator). It returns ErrTokenName,
// ErrTokenScope, ErrTokenUntil and ErrTokenMany.
func (s *Service) AddToken(
	ctx context.Context, ref, name string, scopes []Scope, until time.Time,
) (secret string, t Token, err error) {
	now := s.Now()
	t = Token{Ref: ref, Name: strings.Join(strings.Fields(norm.NFC.String(name)), " "), Since: now, Until: until}
	hidden := func(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }
	if t.Name == "" || len(t.Name) > longestTokenName || !utf8.ValidString(name) ||
		strings.ContainsFunc(t.Name, hidden) {
		return "", t, ErrTokenName
	}
	for _, scope := range Scopes() {
		if slices.Contains(scopes, scope) {
			t.Scopes = append(t.Scopes, scope)
		}
	}
	strange := func(scope Scope) bool { return !slices.Contains(Scopes(), scope) }
	if len(t.Scopes) == 0 || slices.ContainsFunc(scopes, strange) {
		return "", t, ErrTokenScope
	}
	if !until.After(now) || until.After(now.AddDate(1, 0, 1)) { // the last day is one of them
		return "", t, ErrTokenUntil
	}
	all, err := s.Store.Tokens(ctx)
	if err != nil {
		return "", t, err
	}
	open := 0
	for i := range all {
		if all[i].Ref == ref && now.Before(all[i].Until) {
			open++
		}
	}
	if open >= mostTokens {
		return "", t, ErrTokenMany
	}
	const bytes = 32
	drawn, err := s.draw(bytes)
	if err != nil {
		return "", t, err
	}
	secret = TokenPrefix + drawn
	t.Digest = digest(secret)
	const shown = 10 // digits of the digest, which tell nothing of the secret
	t.ID = t.Digest[:shown]
	return secret, t, s.Store.KeepToken(ctx, t)
}

// Tokens lists those of all people, in the order in which they were made, those that open no more too.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) { return s.Store.Tokens(ctx) }

// RemoveToken takes a token away: ErrNone.
func (s *Service) RemoveToken(ctx context.Context, id string) error {
	return s.Store.RemoveToken(ctx, id)
}

// Opens gives the token that a secret is, shown from an address. It returns ErrToken, alike of one
// that never was, that was taken away, and whose time is over; and a *WaitError when too many of an address were wrong.
// One that opens is held up by no wrong one of its address.
func (s *Service) Opens(ctx context.Context, secret, from string) (Token, error) {
	t, err := s.tokenOf(ctx, secret)
	if errors.Is(err, ErrNone) || err == nil && !s.Now().Before(t.Until) {
		if wait := s.tokens.address(from, s.Now()); wait > 0 {
			return Token{}, &WaitError{wait}
		}
		return Token{}, ErrToken
	}
	return t, err
}

// Used keeps that a token was used today: once a day. A disk that takes nothing more is no reason not to let in.
func (s *Service) Used(ctx context.Context, t *Token) error {
	day := s.Now().UTC().Format(time.DateOnly)
	if day == t.Used {
		return nil
	}
	return s.Store.TokenUsed(ctx, t.ID, day)
}

// tokenOf finds a token by its secret. What cannot be one is not looked for.
func (s *Service) tokenOf(ctx context.Context, secret string) (Token, error) {
	const long = 43 // 32 bytes in base64
	if !strings.HasPrefix(secret, TokenPrefix) || len(secret) != len(TokenPrefix)+long {
		return Token{}, ErrNone
	}
	return s.Store.Token(ctx, digest(secret))
}
