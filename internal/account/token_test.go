package account_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"recette/internal/account"
)

// token makes one that reads, for a day.
func (w *world) token(ref string) (secret string, t account.Token) {
	w.t.Helper()
	secret, t, err := w.AddToken(w.t.Context(), ref, "CI", []account.Scope{account.ScopeRead}, w.now.AddDate(0, 0, 1))
	w.must(err)
	return secret, t
}

// TestTokens: one opens what it says, until it is taken away or over, and its secret is kept nowhere (ASVS 5.0, 6.5.2,
// 7.4.2 and 11.4.1).
func TestTokens(t *testing.T) {
	w := newWorld(t)
	opens := func(secret string) error {
		_, err := w.Opens(t.Context(), secret, "192.0.2.1")
		return err
	}
	if err := opens(account.TokenPrefix + strings.Repeat("A", 43)); !errors.Is(err, account.ErrToken) {
		t.Errorf("before there is any: %v", err)
	}
	secret, made := w.token("p-1")
	other, _ := w.token("p-2")
	if !strings.HasPrefix(secret, "recette_") || len(secret) != 8+43 || secret == other {
		t.Errorf("the secret: %q", secret)
	}
	got, err := w.Opens(t.Context(), secret, "192.0.2.1")
	if err != nil || got.Ref != "p-1" || got.ID != made.ID ||
		!got.Lets(account.ScopeRead) || got.Lets(account.ScopeRecord) {
		t.Errorf("%+v, %v", got, err)
	}
	w.must(w.Used(t.Context(), &got))
	all, err := w.Tokens(t.Context())
	w.must(err)
	if len(all) != 2 || all[0].Used != "2026-11-30" || all[1].Used != "" {
		t.Errorf("listed: %+v", all)
	}
	for _, name := range []string{w.path, w.path + "-wal"} {
		content, err := os.ReadFile(name)
		w.must(err)
		if bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte(secret[8:])) {
			t.Errorf("%s holds the secret", name)
		}
	}
	for name, wrong := range map[string]string{
		"nothing": "", "its number": made.ID, "its digest": made.Digest, "without its prefix": secret[8:],
		"in other case": strings.ToUpper(secret), "longer": secret + "A",
	} {
		if err := opens(wrong); !errors.Is(err, account.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.must(w.RemoveToken(t.Context(), made.ID))
	if err := opens(secret); !errors.Is(err, account.ErrToken) {
		t.Errorf("one that was taken away: %v", err)
	}
	if err := errors.Join(w.RemoveToken(t.Context(), made.ID)); !errors.Is(err, account.ErrNone) {
		t.Errorf("taken away twice: %v", err)
	}
	if err := w.Used(t.Context(), &made); !errors.Is(err, account.ErrNone) {
		t.Errorf("the use of none: %v", err)
	}
	w.now = w.now.AddDate(0, 0, 1)
	if err := opens(other); !errors.Is(err, account.ErrToken) {
		t.Errorf("one whose time is over: %v", err)
	}
}

// TestTokens_Asked: what is not made.
func TestTokens_Asked(t *testing.T) {
	w := newWorld(t)
	day := w.now.AddDate(0, 0, 1)
	read := []account.Scope{account.ScopeRead}
	for name, tt := range map[string]struct {
		name   string
		scopes []account.Scope
		until  time.Time
		want   error
	}{
		"no name":       {" ", read, day, account.ErrTokenName},
		"a long name":   {strings.Repeat("é", 51), read, day, account.ErrTokenName},
		"a hidden name": {"CI\u202e", read, day, account.ErrTokenName},
		"no text":       {"CI\xff", read, day, account.ErrTokenName},
		"no scope":      {"CI", nil, day, account.ErrTokenScope},
		"any scope":     {"CI", append(read, "decide"), day, account.ErrTokenScope},
		"the past":      {"CI", read, w.now, account.ErrTokenUntil},
		"over a year":   {"CI", read, w.now.AddDate(1, 0, 2), account.ErrTokenUntil},
		"for ever":      {"CI", read, time.Time{}, account.ErrTokenUntil},
	} {
		if secret, _, err := w.AddToken(t.Context(), "p-1", tt.name, tt.scopes, tt.until); !errors.Is(err, tt.want) ||
			secret != "" {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	for range 20 {
		w.token("p-1")
	}
	if _, _, err := w.AddToken(t.Context(), "p-1", "CI", read, day); !errors.Is(err, account.ErrTokenMany) {
		t.Errorf("the one too many: %v", err)
	}
	w.now = day
	w.token("p-1") // the others are over
}

// TestTokens_Remove: they go with their person, and who has tokens alone is known to enter.
func TestTokens_Remove(t *testing.T) {
	w := newWorld(t)
	secret, _ := w.token("p-1")
	other, _ := w.token("p-2")
	all, err := w.Standings(t.Context())
	w.must(err)
	if all["p-1"].Tokens != 1 || len(all) != 2 {
		t.Errorf("standings: %+v", all)
	}
	if found, err := w.Remove(t.Context(), "p-1"); err != nil || !found {
		t.Fatalf("removed: %v, %v", found, err)
	}
	if _, err := w.Opens(t.Context(), secret, ""); !errors.Is(err, account.ErrToken) {
		t.Errorf("of who is gone: %v", err)
	}
	if _, err := w.Opens(t.Context(), other, ""); err != nil {
		t.Errorf("of somebody else: %v", err)
	}
}

// TestTokens_Throttle: whoever tries many waits, who has one that opens does not, and nobody's password is held up
// (ASVS 5.0, 6.3.1).
func TestTokens_Throttle(t *testing.T) {
	w := newWorld(t)
	secret, _ := w.token("p-1")
	n := 0
	for ; n < 40; n++ {
		_, err := w.Opens(t.Context(), account.TokenPrefix+"x", "192.0.2.1")
		if _, waits := errors.AsType[*account.WaitError](err); waits {
			break
		}
	}
	if n != 30 {
		t.Errorf("%d wrong ones before a wait, want 30", n)
	}
	if _, err := w.Opens(t.Context(), secret, "192.0.2.1"); err != nil {
		t.Errorf("a good one: %v", err)
	}
	if _, err := w.Enter(t.Context(), "nobody", good, "192.0.2.1"); !errors.Is(err, account.ErrRefused) {
		t.Errorf("a password: %v", err)
	}
}
