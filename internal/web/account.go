package web

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"recette/internal/account"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/web/guard"
)

// Accounts is how people enter by a password. *account.Service implements it.
type Accounts interface {
	Enter(ctx context.Context, login, password, from string) (account.Account, error)
	Invited(ctx context.Context, token string) (account.Invitation, error)
	Accept(ctx context.Context, token, password string, c account.Context) (account.Account, error)
	Holds(ctx context.Context, ref, stamp string) (account.Account, error)
	Change(ctx context.Context, ref, present, next, from string, c account.Context) (account.Account, error)
	Confirm(ctx context.Context, ref, present, from string) error
	CloseOthers(ctx context.Context, ref, present, from string) (account.Account, error)
	Opens(ctx context.Context, secret, from string) (account.Token, error)
	Used(ctx context.Context, t *account.Token) error
}

// security tells the log what was done about entering: of whom by their reference, never by their login, and nothing
// that was typed (ASVS 5.0, 16.2.5 and 16.3.1).
func (s *Server) security(event, ref, why string) {
	s.Meter.Security(event)
	s.Log.Info("security", "event", event, "actor", ref, "why", why)
}

// credentials is a page where a password is typed, with what was refused of it. Passwords are never sent back.
type credentials struct {
	Key     string // of an invitation
	Login   string
	Back    string // page to go to
	Since   time.Time
	Done    string
	Refused refusal
}

// refuse words why a password was not taken: the same for a login that nobody has (ASVS 5.0, 6.3.8).
func (s *Server) refuse(v *visit, page *credentials, err error) (status int, known bool) {
	page.Refused.Title = v.words.T("web.account.refused")
	if wait, ok := errors.AsType[*account.WaitError](err); ok {
		v.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.For.Seconds()))))
		page.Refused.Sentence = v.words.N("web.account.wait", int(math.Ceil(wait.For.Minutes())))
		s.strange(v.r, "tries too many", "", "throttle")
		return http.StatusTooManyRequests, true
	}
	if weak, ok := errors.AsType[*account.WeakError](err); ok {
		page.Refused.Sentence = v.words.T("web.weak." + string(weak.Rule))
		return http.StatusUnprocessableEntity, true
	}
	switch {
	case errors.Is(err, account.ErrRefused):
		page.Refused.Sentence = v.words.T("web.account.wrong")
		return http.StatusUnauthorized, true
	case errors.Is(err, account.ErrMeanwhile):
		page.Refused.Sentence = v.words.T("web.account.meanwhile")
		return http.StatusConflict, true
	case errors.Is(err, errTwice):
		page.Refused.Sentence = v.words.T("web.account.twice")
		return http.StatusUnprocessableEntity, true
	}
	return 0, false
}

// errTwice says that a password that is chosen was not typed twice alike.
var errTwice = errors.New("two passwords")

// chosen gives the password that somebody chose in a form.
func chosen(form url.Values) (string, error) {
	next := form.Get("nouveau")
	if next != form.Get("encore") {
		return "", errTwice
	}
	return next, nil
}

// knock shows where somebody with an account enters.
func (s *Server) knock(v *visit) error {
	if v.inside() {
		return v.to("/")
	}
	return s.show(v, http.StatusOK, "login", credentials{Back: back(v.r.URL.Query().Get("page"))})
}

// login lets somebody in by their account.
func (s *Server) login(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	page := credentials{Login: form.Get("identifiant"), Back: back(form.Get("page"))}
	a, err := s.Accounts.Enter(v.r.Context(), page.Login, form.Get("mot-de-passe"), guard.From(v.r))
	if err == nil {
		if _, err = s.nameOf(v, a.Ref); errors.Is(err, campaign.ErrUnknown) || errors.Is(err, app.ErrNoRecord) {
			s.strange(v.r, "login refused", a.Ref, "no part in the project")
			err = account.ErrRefused // who holds nothing any more is told no more than a stranger
		}
	} else if errors.Is(err, account.ErrRefused) {
		s.strange(v.r, "login refused", "", "login or password")
	}
	if err == nil {
		return s.admit(v, &a, "login", page.Back)
	}
	status, known := s.refuse(v, &page, err)
	if !known {
		return err
	}
	return s.show(v, status, "login", page)
}

// admit begins the session of somebody with an account: its token is another one than before, and nothing of who was
// inside before stays (ASVS 5.0, 7.2.4).
func (s *Server) admit(v *visit, a *account.Account, event, to string) error {
	ctx := v.r.Context()
	if err := s.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.renew(ctx, a); err != nil {
		return err
	}
	s.security(event, a.Ref, "")
	return v.to(to)
}

// renew gives a session another token, and the stamp of an account.
func (s *Server) renew(ctx context.Context, a *account.Account) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, personKey, a.Ref)
	s.sessions.Put(ctx, stampKey, a.Stamp)
	return nil
}

// errInvitation says that an invitation opens no more, whatever the reason.
var errInvitation = errors.New("no invitation")

// invited gives what an invitation opens, and uses nothing up.
func (s *Server) invited(v *visit, token string) (account.Invitation, account.Context, error) {
	about := account.Context{Project: s.Project}
	i, err := s.Accounts.Invited(v.r.Context(), token)
	if err == nil {
		about.Name, err = s.nameOf(v, i.Ref)
	}
	if errors.Is(err, account.ErrInvitation) || errors.Is(err, campaign.ErrUnknown) || errors.Is(err, app.ErrNoRecord) {
		err = errInvitation
	}
	return i, about, err
}

// invitation shows where somebody who is invited chooses their password.
func (s *Server) invitation(v *visit) error {
	token := v.r.URL.Query().Get("cle")
	i, _, err := s.invited(v, token)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, "invitation", credentials{Key: token, Login: i.Login})
}

// accept takes the password that somebody who is invited chose, and lets them in: only this uses the invitation up.
func (s *Server) accept(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	token := form.Get("cle")
	i, about, err := s.invited(v, token)
	if err != nil {
		return err
	}
	next, err := chosen(form)
	var a account.Account
	if err == nil {
		a, err = s.Accounts.Accept(v.r.Context(), token, next, about)
	}
	switch {
	case err == nil:
		return s.admit(v, &a, "invitation accepted", "/")
	case errors.Is(err, account.ErrInvitation), errors.Is(err, account.ErrTaken):
		return errInvitation
	}
	page := credentials{Key: token, Login: i.Login}
	status, known := s.refuse(v, &page, err)
	if !known {
		return err
	}
	return s.show(v, status, "invitation", page)
}

// account shows the account of who is inside. Who came in by a key has none.
func (s *Server) account(v *visit) error {
	done := ""
	switch v.r.URL.Query().Get("fait") {
	case "mot-de-passe":
		done = v.words.T("web.account.changed")
	case "sessions":
		done = v.words.T("web.account.closed")
	}
	return s.showAccount(v, http.StatusOK, &credentials{Done: done})
}

func (s *Server) showAccount(v *visit, status int, page *credentials) error {
	if v.person == nil {
		return errNotFound
	}
	ctx := v.r.Context()
	a, err := s.Accounts.Holds(ctx, v.person.Ref, s.sessions.GetString(ctx, stampKey))
	if err != nil {
		return err
	}
	page.Login, page.Since = a.Login, a.Since
	return s.show(v, status, "account", page)
}

// change takes another password, from who types the present one.
func (s *Server) change(v *visit) error {
	return s.secured(v, "mot-de-passe", "password changed", func(form url.Values) (account.Account, error) {
		next, err := chosen(form)
		if err != nil {
			return account.Account{}, err
		}
		about := account.Context{Project: s.Project, Name: v.person.Name}
		return s.Accounts.Change(v.r.Context(), v.person.Ref, form.Get("mot-de-passe"), next, guard.From(v.r), about)
	})
}

// closeOthers closes the other sessions of who types their password.
func (s *Server) closeOthers(v *visit) error {
	return s.secured(v, "sessions", "other sessions closed", func(form url.Values) (account.Account, error) {
		return s.Accounts.CloseOthers(v.r.Context(), v.person.Ref, form.Get("mot-de-passe"), guard.From(v.r))
	})
}

// secured changes the account of who is inside, whose session goes on under another token.
func (s *Server) secured(
	v *visit, done, event string, change func(url.Values) (account.Account, error),
) error {
	if v.person == nil {
		return errNotFound
	}
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	a, err := change(form)
	if err == nil {
		if err := s.renew(v.r.Context(), &a); err != nil {
			return err
		}
		s.live.dismiss(v.owner())
		s.security(event, a.Ref, "")
		return v.to("/compte?fait=" + done)
	}
	page := &credentials{}
	status, known := s.refuse(v, page, err)
	if !known {
		return err
	}
	s.security(event+": refused", v.person.Ref, strconv.Itoa(status))
	return s.showAccount(v, status, page)
}
