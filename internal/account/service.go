package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// InviteTime is how long an invitation opens.
const InviteTime = 7 * 24 * time.Hour

// Cost of a password: 19 MiB, twice, the least that OWASP's Password Storage Cheat Sheet asks of argon2id, about 70 ms
// of a core. Two are computed at once, so that logins that come together take 38 MiB.
const (
	memory  = 19 << 10 // KiB
	passes  = 2
	atOnce  = 2
	saltLen = 16
	hashLen = 32
)

// nobody is compared with in the place of an account that is not there, so that it takes the same time. No password has
// this hash but by chance.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$cmVjZXR0ZS1wZXJzb25uZQ$cmVjZXR0ZS1wZXJzb25uZS1uLWEtY2UtbW90LWRlLXA"

// Deps is the world of the accounts. All of it is mandatory.
type Deps struct {
	Store Store
	Now   func() time.Time
	Rand  io.Reader // of tokens and stamps; the salts of passwords are the library's, from crypto/rand
}

// Service lets people in. It is safe for concurrent use.
type Service struct {
	Deps
	throttle *throttle
	tokens   *throttle // of wrong ones, apart: they keep nobody from entering
	hashing  chan struct{}
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{Deps: d, throttle: newThrottle(), tokens: newThrottle(), hashing: make(chan struct{}, atOnce)}
}

// Invite lets a person choose a password, once, within InviteTime, and gives the token that does. It takes the place of
// the former invitation; the account that they may have stays until they choose. Nobody chooses a password for somebody
// else (ASVS 5.0, 6.4.1 and 6.4.6). It returns ErrLogin and ErrTaken.
func (s *Service) Invite(ctx context.Context, ref, typed string) (token string, i Invitation, err error) {
	i = Invitation{Ref: ref, Until: s.Now().Add(InviteTime)}
	if i.Login, i.Key, err = login(typed); err != nil {
		return "", i, err
	}
	const bytes = 32
	if token, err = s.draw(bytes); err != nil {
		return "", i, err
	}
	i.Digest = digest(token)
	return token, i, s.Store.Invite(ctx, i, s.Now())
}

func (s *Service) draw(bytes int) (string, error) {
	b := make([]byte, bytes)
	if _, err := io.ReadFull(s.Rand, b); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// digest is what is kept of a token: it has more than 112 bits, for which a plain hash does (ASVS 5.0, 6.5.2).
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invited gives the invitation that a token opens, and uses nothing up: ErrInvitation.
func (s *Service) Invited(ctx context.Context, token string) (Invitation, error) {
	i, err := s.Store.Invitation(ctx, digest(token))
	if errors.Is(err, ErrNone) || err == nil && !s.Now().Before(i.Until) {
		return Invitation{}, ErrInvitation
	}
	return i, err
}

// Accept chooses the password of who was invited, and uses the invitation up. It returns ErrInvitation, ErrTaken and a
// *WeakError: then the invitation opens still.
func (s *Service) Accept(ctx context.Context, token, password string, c Context) (Account, error) {
	i, err := s.Invited(ctx, token)
	if err != nil {
		return Account{}, err
	}
	if err := judge(password, i.Login, c); err != nil {
		return Account{}, err
	}
	a := Account{Ref: i.Ref, Login: i.Login, Key: i.Key}
	if err := s.choose(ctx, &a, password); err != nil {
		return Account{}, err
	}
	err = s.Store.Accept(ctx, i.Digest, a)
	if errors.Is(err, ErrNone) {
		err = ErrInvitation
	}
	return a, err
}

// choose gives an account a password, and closes its sessions.
func (s *Service) choose(ctx context.Context, a *Account, password string) (err error) {
	if a.Hash, err = s.hash(ctx, password); err != nil {
		return err
	}
	a.Since = s.Now()
	return s.stamp(a)
}

func (s *Service) stamp(a *Account) (err error) {
	const bytes = 16
	a.Stamp, err = s.draw(bytes)
	return err
}

// Enter gives the account of who has its login and its password, tried from an address. It returns ErrRefused, alike
// and after the same time whether there is such an account or not (ASVS 5.0, 6.3.8), and a *WaitError before anything
// is computed.
func (s *Service) Enter(ctx context.Context, typed, password, from string) (Account, error) {
	_, key, err := login(typed)
	if err != nil {
		key = typed // that nobody has
	}
	counted, wait := s.throttle.take(key, from, s.Now())
	if wait > 0 {
		return Account{}, &WaitError{wait}
	}
	a, err := s.Store.ByLogin(ctx, key)
	if err != nil && !errors.Is(err, ErrNone) {
		return Account{}, err
	}
	if err := s.check(ctx, &a, password); err != nil {
		return Account{}, err
	}
	counted.entered()
	return a, nil
}

// check compares a password with that of an account, of nobody when it is empty: ErrRefused. One that was kept at a
// lesser cost is kept anew.
func (s *Service) check(ctx context.Context, a *Account, password string) error {
	kept, none := a.Hash, a.Hash == ""
	if none {
		kept = nobody
	}
	weak := false
	var same bool
	err := s.compute(ctx, func() (err error) {
		var p *argon2id.Params
		same, p, err = argon2id.CheckHash(norm.NFC.String(password), kept)
		weak = err == nil && (p.Memory < memory || p.Iterations < passes)
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("check a password: %w", err)
	case none || !same:
		return ErrRefused
	case !weak:
		return nil
	}
	was := *a
	if a.Hash, err = s.hash(ctx, password); err != nil {
		return err
	}
	if err = s.Store.Renew(ctx, was, *a); errors.Is(err, ErrNone) {
		return ErrRefused // it was changed meanwhile
	}
	return err
}

// hash computes what is kept of a password. It is taken in one form of Unicode (NIST SP 800-63B-4, 3.1.1.2), and
// otherwise as it came (ASVS 5.0, 6.2.8).
func (s *Service) hash(ctx context.Context, password string) (kept string, err error) {
	err = s.compute(ctx, func() (err error) {
		kept, err = argon2id.CreateHash(norm.NFC.String(password), &argon2id.Params{
			Memory: memory, Iterations: passes, Parallelism: 1, SaltLength: saltLen, KeyLength: hashLen,
		})
		return err
	})
	return kept, err
}

// compute waits for its turn: few hashes at once, whoever asks.
func (s *Service) compute(ctx context.Context, do func() error) error {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
		return do()
	case <-ctx.Done():
		return fmt.Errorf("wait to compute a hash: %w", ctx.Err())
	}
}

// Holds gives the account of a session that bears a stamp, or ErrNone: it was taken away, or its sessions were closed.
func (s *Service) Holds(ctx context.Context, ref, stamp string) (Account, error) {
	a, err := s.Store.ByPerson(ctx, ref)
	if err == nil && a.Stamp != stamp {
		err = ErrNone
	}
	if err != nil {
		return Account{}, err
	}
	return a, nil
}

// Change gives an account another password to who knows the present one, and closes its sessions: that of who asks goes
// on with the stamp that it returns (ASVS 5.0, 6.2.2, 6.2.3 and 7.4.3). It returns ErrNone, ErrRefused, a *WeakError,
// a *WaitError, and ErrMeanwhile when the account was changed at the same moment.
func (s *Service) Change(ctx context.Context, ref, present, next, from string, c Context) (Account, error) {
	return s.known(ctx, ref, present, from, func(a *Account) error {
		if err := judge(next, a.Login, c); err != nil {
			return err
		}
		return s.choose(ctx, a, next)
	})
}

// CloseOthers closes the sessions of an account for who knows its password (ASVS 5.0, 7.5.2), as Change does.
func (s *Service) CloseOthers(ctx context.Context, ref, present, from string) (Account, error) {
	return s.known(ctx, ref, present, from, s.stamp)
}

// Confirm tells that whoever asks knows the password of an account now, for what a session alone does not do (ASVS 5.0,
// 7.5.3). Nothing changes. It returns ErrNone, ErrRefused and a *WaitError: a try is counted as one to enter is.
func (s *Service) Confirm(ctx context.Context, ref, present, from string) error {
	_, err := s.proven(ctx, ref, present, from)
	return err
}

// known changes an account for who knows its password.
func (s *Service) known(
	ctx context.Context, ref, present, from string, change func(*Account) error,
) (Account, error) {
	a, err := s.proven(ctx, ref, present, from)
	if err != nil {
		return Account{}, err
	}
	was := a
	if err := change(&a); err != nil {
		return Account{}, err
	}
	err = s.Store.Renew(ctx, was, a)
	if errors.Is(err, ErrNone) { // it stood as it was a moment before
		err = ErrMeanwhile
	}
	return a, err
}

// proven gives an account to who knows its password.
func (s *Service) proven(ctx context.Context, ref, present, from string) (Account, error) {
	a, err := s.Store.ByPerson(ctx, ref)
	if err != nil {
		return Account{}, err
	}
	counted, wait := s.throttle.take(a.Key, from, s.Now())
	if wait > 0 {
		return Account{}, &WaitError{wait}
	}
	if err := s.check(ctx, &a, present); err != nil {
		return Account{}, err
	}
	counted.entered()
	return a, nil
}

// Remove takes away how somebody enters, their invitation and their tokens too, and closes their sessions. It tells
// whether there was anything.
func (s *Service) Remove(ctx context.Context, ref string) (bool, error) {
	return s.Store.Remove(ctx, ref)
}

// Standing is how somebody enters: since when, or until when they may choose a password, or both.
type Standing struct {
	Login        string
	Since, Until time.Time // zero: no account, no invitation that opens
	Tokens       int       // that were not taken away
}

// Standings gives who enters, by reference, and who was invited and let the time pass: their login is kept too. So is
// who has tokens alone.
func (s *Service) Standings(ctx context.Context) (map[string]Standing, error) {
	accounts, invited, err := s.Store.All(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]Standing{}
	for i := range accounts {
		all[accounts[i].Ref] = Standing{Login: accounts[i].Login, Since: accounts[i].Since}
	}
	for _, i := range invited {
		st, enters := all[i.Ref]
		switch {
		case s.Now().Before(i.Until):
			st.Login, st.Until = i.Login, i.Until
		case !enters:
			st.Login = i.Login
		}
		all[i.Ref] = st
	}
	tokens, err := s.Store.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	for i := range tokens {
		st := all[tokens[i].Ref]
		st.Tokens++
		all[tokens[i].Ref] = st
	}
	return all, nil
}
