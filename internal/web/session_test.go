package web_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"recette/internal/account"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/web"
	"recette/internal/web/meter"
)

// onePerson is a record and accounts of one person, who is always inside: the sessions alone are looked at.
type onePerson struct{ web.Campaigns }

func (onePerson) NameOf(context.Context, string) (string, error) { return yann.Name, nil }

func (onePerson) ListOf(context.Context, string) ([]campaign.Summary, error) { return nil, nil }

func (onePerson) List(context.Context, recette.Actor) ([]campaign.Summary, error) { return nil, nil }

type anybody struct{ web.Accounts }

func (anybody) Enter(context.Context, string, string, string) (account.Account, error) {
	return account.Account{Ref: yann.Ref, Stamp: "s"}, nil
}

func (anybody) Holds(context.Context, string, string) (account.Account, error) {
	return account.Account{}, nil
}

// TestSession_Ends: after twenty hours without a gesture, and three days at most, whoever came in and however they did.
// A page that its script reads again is no gesture (ASVS 5.0, 7.3.1 and 7.3.2). The library reads the clock itself.
func TestSession_Ends(t *testing.T) {
	words := map[i18n.Lang]*i18n.Printer{}
	p, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	words[i18n.French] = p
	s, err := web.New(web.Deps{ // outside of the bubble: the store of its sessions has a clock of its own
		Project: "CRM", Cookie: "recette-test", Hosts: []string{"localhost"}, Words: words, Accounts: anybody{},
		Open: func(context.Context) (web.Record, error) {
			return web.Record{Campaigns: onePerson{}, Closer: nothing{}}, nil
		},
		Zone: time.UTC, Now: time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
		Meter: meter.New("essai", time.Now),
	})
	if err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
	for name, tt := range map[string]struct {
		every   time.Duration // between two requests
		rereads bool
		want    time.Duration // until the first refusal, at most an interval more
	}{
		"gestures every hour":      {time.Hour, false, 72 * time.Hour},
		"gestures every 19 hours":  {19 * time.Hour, false, 72 * time.Hour},
		"a gesture after 21 hours": {21 * time.Hour, false, 21 * time.Hour},
		"only the script reads":    {time.Hour, true, 20 * time.Hour},
	} {
		synctest.Test(t, func(t *testing.T) {
			ask := func(method, path, token, body string, rereads bool) *httptest.ResponseRecorder {
				r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(body))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				if rereads {
					r.Header.Set("Recette-Relit", "1")
				}
				r.AddCookie(&http.Cookie{Name: "recette-test", Value: token})
				out := httptest.NewRecorder()
				h.ServeHTTP(out, r)
				return out
			}
			entered := ask(http.MethodPost, "/connexion", "", "identifiant=y&mot-de-passe=z", false)
			cookies := entered.Result().Cookies()
			if entered.Code != http.StatusSeeOther || len(cookies) != 1 {
				t.Fatalf("%s: entering: %d, %v", name, entered.Code, cookies)
			}
			began := time.Now()
			for ; time.Since(began) < 100*time.Hour; time.Sleep(tt.every) {
				if ask(http.MethodGet, "/", cookies[0].Value, "", tt.rereads).Code == http.StatusUnauthorized {
					break
				}
			}
			if got := time.Since(began); got < tt.want || got > tt.want+tt.every {
				t.Errorf("%s: out after %s, want %s", name, got, tt.want)
			}
		})
	}
}

type nothing struct{}

func (nothing) Close() error { return nil }
