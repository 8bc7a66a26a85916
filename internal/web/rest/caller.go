package rest

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"recette/internal/account"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// asked is one request, with who asks.
type asked struct {
	w     http.ResponseWriter
	r     *http.Request
	words *i18n.Printer
	token account.Token // of nobody when a session may ask too
	ends  []func()
	in    bool // it was let in: what it asks for may be done
}

type askedKey struct{}

func askedOf(ctx context.Context) *asked {
	return ctx.Value(askedKey{}).(*asked) //nolint:forcetypeassert // ServeHTTP put it there
}

func (a *asked) end() {
	for _, end := range a.ends {
		end()
	}
}

// enters finds who asks before anything of the request is read: a token that opens, of somebody who takes part now, for
// what is asked (ASVS 5.0, 8.2.1 and 8.3.2). A session opens nothing here but what the API says of itself: what
// changes something is never asked by a browser unawares (ASVS 5.0, 3.5.1).
func (s *Server) enters(ctx huma.Context, next func(huma.Context)) {
	a := askedOf(ctx.Context())
	r := routeOf(ctx.Operation())
	why := s.known(a, r)
	if why == nil {
		why = r.takes(a)
	}
	if why == nil && r.Body > maxJSON {
		why = s.room(a, r)
	}
	if why != nil {
		s.refuse(a, *why)
		return
	}
	a.in = true
	next(ctx)
}

// known finds whose token a request shows.
func (s *Server) known(a *asked, r *Route) *fault {
	ctx := a.r.Context()
	said := a.r.Header.Values("Authorization")
	if len(said) == 0 && r.Scope == "" && s.Inside(a.r) {
		return nil
	}
	if len(said) != 1 {
		a.w.Header().Set("WWW-Authenticate", `Bearer realm="recette"`)
		return &fault{code: "token_missing"}
	}
	scheme, secret, _ := strings.Cut(said[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		secret = ""
	}
	t, err := s.Tokens.Opens(ctx, secret, guard.From(a.r))
	if err == nil {
		err = s.takesPart(ctx, t.Ref)
	}
	wait, waits := errors.AsType[*account.WaitError](err)
	switch {
	case waits:
		a.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.For.Seconds()))))
		s.Security(a.r, "tries too many", "", "token")
		return &fault{code: "token_wait"}
	case errors.Is(err, account.ErrToken):
		s.Security(a.r, "token refused", t.Ref, "token")
		a.w.Header().Set("WWW-Authenticate", `Bearer realm="recette", error="invalid_token"`)
		return &fault{code: "token_refused"}
	case err != nil:
		return &fault{err: err}
	}
	if err := s.Tokens.Used(ctx, &t); err != nil {
		s.Log.Error("token", "error", err.Error())
	}
	if a.token = t; r.Scope != "" && !t.Lets(r.Scope) {
		s.Security(a.r, "token refused", t.Ref, "scope")
		return &fault{code: "scope"}
	}
	return nil
}

// read gives what is read of campaigns, until the request is answered.
func (s *Server) read(ctx context.Context) (Campaigns, error) {
	r, letGo, err := s.Read(ctx)
	if letGo != nil {
		a := askedOf(ctx)
		a.ends = append(a.ends, letGo)
	}
	return r, err
}

// takesPart refuses the token of who takes part in the project no more, as one that opens nothing.
func (s *Server) takesPart(ctx context.Context, ref string) error {
	r, err := s.read(ctx)
	if err == nil {
		_, err = r.NameOf(ctx, ref)
	}
	if errors.Is(err, campaign.ErrUnknown) || errors.Is(err, app.ErrNoRecord) {
		return account.ErrToken
	}
	return err
}

// reader finds as whom the person of a token reads a campaign: one that they take no part in does not exist.
func (s *Server) reader(ctx context.Context, id string) (Campaigns, recette.Actor, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, recette.Actor{}, err
	}
	actor, err := r.ReaderOf(ctx, askedOf(ctx).token.Ref, id)
	return r, declared(actor), err
}

// room takes room for what a request may bring.
func (s *Server) room(a *asked, r *Route) *fault {
	bytes := a.r.ContentLength
	if bytes > r.Body {
		return &fault{code: "too_large"}
	}
	if bytes < 0 {
		bytes = r.Body
	}
	release, err := s.Coming(a.r.Context(), bytes)
	if err != nil {
		return &fault{code: "full", err: err}
	}
	a.ends = append(a.ends, release)
	return nil
}
