package account_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"recette/internal/account"
	"recette/internal/store/sqlite"
)

const good = "quatre girafes mangent du papier"

// world is a service on a real file, at a time of its own.
type world struct {
	*account.Service
	t     *testing.T
	store *sqlite.Accounts
	path  string
	now   time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, path: filepath.Join(t.TempDir(), "accounts.db")}
	w.now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	w.store = sqlite.NewAccounts(w.path)
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Service = account.New(account.Deps{Store: w.store, Now: func() time.Time { return w.now }, Rand: rand.Reader})
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// invites gives the token of an invitation.
func (w *world) invites(ref, login string) string {
	w.t.Helper()
	token, _, err := w.Invite(w.t.Context(), ref, login)
	w.must(err)
	return token
}

// joins makes an account.
func (w *world) joins(ref, login, password string) account.Account {
	w.t.Helper()
	a, err := w.Accept(w.t.Context(), w.invites(ref, login), password, account.Context{})
	w.must(err)
	return a
}

func (w *world) enters(login, password string) error {
	w.t.Helper()
	_, err := w.Enter(w.t.Context(), login, password, "127.0.0.1")
	return err
}

// TestPasswords: what is taken, and by which rule what is not (ASVS 5.0, 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11).
func TestPasswords(t *testing.T) {
	w := newWorld(t)
	token := w.invites("p-1", "nadia.roux@exemple.fr")
	about := account.Context{Project: "CRM des antennes", Name: "Nadia Roux-Lefèvre"}
	for password, want := range map[string]account.Rule{
		"":                                  account.Short,
		"quatre girafes":                    account.Short, // fourteen
		"éééééééééééééé":                    account.Short, // twenty-eight bytes
		"e\u0301tang, nuage":                account.Short, // fourteen characters, of fifteen code points
		strings.Repeat("girafe nuage ", 20): account.Long,  // 260 bytes
		"girafe\x00 nuage carnet":           account.Unreadable,
		"girafe\xff nuage carnet":           account.Unreadable,
		"185127511603442":                   account.Digits, // as a number of social security is
		"25/12/1980 25/12/1980":             account.Digits,
		"ababababababababab":                account.Repeated,
		"girafe girafe girafe":              account.Repeated,
		"Girafe-girafe-GIRAFE!":             account.Repeated,
		"Recette2026Printemps!":             account.Guessable,
		"recettecampagnetesteur":            account.Guessable,
		"Nadia ROUX Lefevre 1980":           account.Guessable,
		"nadia.roux@exemple.fr":             account.Guessable,
		"N4d14-R0ux-2026!!!":                account.Guessable,
		"CRM des antennes 12":               account.Guessable,
		"motdepasse123456":                  account.Common,
		"M0t de P@sse 2026":                 account.Common,
		"azertyuiopqsdfgh":                  account.Common,
		"qwertyuiopasdfgh1":                 account.Common,
		"mlkjhgfdsqpoiuytreza":              account.Common,
		"abcdefghijklmnop":                  account.Common,
		"1qaz2wsx3edc4rfv":                  account.Common,
		`&é"'(-è_çà)=azerty`:                account.Common,
		"Bonjour Printemps 2025 !!!!!":      account.Common,
		"correct horse battery staple":      account.Common,
		"JanvierFevrierMars":                account.Common,
	} {
		_, err := w.Accept(t.Context(), token, password, about)
		weak, ok := errors.AsType[*account.WeakError](err)
		if !ok || weak.Rule != want {
			t.Errorf("%q: %v, want %s", password, err, want)
		}
		if password != "" && err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("%q is in the refusal", password)
		}
	}
	for _, password := range []string{
		good, "le chat de Nadia dort en juillet 2026", "zxkq vbnt wplm rsdf", "Tr0ub4dor&3-corbeau", "7kW#2mPx9!qLr4vZ",
		"éléphant violet, ça va", "猫が好きです、とても好きです。本当に", strings.Repeat("bol girafe étang ", 13) + "et un carnet",
		"!?;:,*%$£€@§~^<>{}[]", "        girafe carnet nuage",
	} {
		w := newWorld(t)
		if _, err := w.Accept(t.Context(), w.invites("p-1", "nadia.roux@exemple.fr"), password, about); err != nil {
			t.Errorf("%q: %v", password, err)
		}
		if err := w.enters("nadia.roux@exemple.fr", password); err != nil {
			t.Errorf("%q does not open: %v", password, err)
		}
	}
}

// TestEnter: a login is one whatever its capitals and the encoding of its accents, a password is as it was typed, and
// who has no account is answered as who mistyped (ASVS 5.0, 6.2.8 and 6.3.8).
func TestEnter(t *testing.T) {
	w := newWorld(t)
	const secret = "Élan, nuage et carnet gris"
	w.joins("p-1", "Hélène Straße", secret)
	for name, tt := range map[string]struct {
		login, password string
		want            error
	}{
		"as typed":                  {"Hélène Straße", secret, nil},
		"other capitals":            {"HÉLÈNE STRASSE", secret, nil},
		"accents in two":            {"He\u0301le\u0300ne straße", secret, nil},
		"spaces around":             {"  Hélène  Straße ", secret, nil},
		"password with accents too": {"Hélène Straße", "E\u0301lan, nuage et carnet gris", nil},
		"password in capitals":      {"Hélène Straße", strings.ToUpper(secret), account.ErrRefused},
		"a password cut short":      {"Hélène Straße", secret[:len(secret)-1], account.ErrRefused},
		"a password with a space":   {"Hélène Straße", secret + " ", account.ErrRefused},
		"without accents":           {"Helene Strasse", secret, account.ErrRefused},
		"nobody":                    {"Nadia Roux", secret, account.ErrRefused},
		"no login":                  {"", secret, account.ErrRefused},
		"no password":               {"Hélène Straße", "", account.ErrRefused},
		"a login that nobody types": {"a\x00b", secret, account.ErrRefused},
	} {
		w.now = w.now.Add(48 * time.Hour) // no throttle
		if err := w.enters(tt.login, tt.password); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestEnter_TakesAsLong: a stranger's hash costs what that of an account does (ASVS 5.0, 6.3.8). The times themselves
// are not compared: the machine may be busy.
func TestEnter_TakesAsLong(t *testing.T) {
	w := newWorld(t)
	params, _, _, err := argon2id.DecodeHash(account.Nobody)
	w.must(err)
	kept, _, _, err := argon2id.DecodeHash(w.joins("p-1", "Nadia", good).Hash)
	w.must(err)
	if *params != *kept {
		t.Errorf("nobody costs %+v, somebody %+v", *params, *kept)
	}
	if kept.Memory < 19<<10 || kept.Iterations < 2 || kept.Parallelism != 1 {
		t.Errorf("a password costs %+v", *kept)
	}
}

// TestInvitations open once, for seven days, and their tokens are kept nowhere (ASVS 5.0, 6.4.1 and 6.5.1).
func TestInvitations(t *testing.T) {
	w := newWorld(t)
	first := w.invites("p-1", "Nadia")
	second := w.invites("p-1", "Nadia")
	if _, err := w.Invited(t.Context(), first); !errors.Is(err, account.ErrInvitation) {
		t.Errorf("the one before the last: %v", err)
	}
	for range 2 { // a look uses nothing up
		if i, err := w.Invited(t.Context(), second); err != nil || i.Ref != "p-1" || i.Login != "Nadia" {
			t.Errorf("%+v, %v", i, err)
		}
	}
	if _, err := w.Accept(t.Context(), second, "court", account.Context{}); err == nil {
		t.Error("a short password is taken")
	}
	var wins, losses int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			_, err := w.Accept(t.Context(), second, good, account.Context{})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case errors.Is(err, account.ErrInvitation):
				losses++
			default:
				t.Error(err)
			}
		})
	}
	if all.Wait(); wins != 1 || losses != 3 {
		t.Errorf("%d enter and %d do not, want 1 and 3", wins, losses)
	}
	third := w.invites("p-1", "Nadia")
	if err := w.enters("nadia", good); err != nil {
		t.Errorf("the present password until another one is chosen: %v", err)
	}
	w.now = w.now.Add(account.InviteTime - time.Second)
	if _, err := w.Invited(t.Context(), third); err != nil {
		t.Errorf("before seven days: %v", err)
	}
	w.now = w.now.Add(time.Second)
	for _, token := range []string{third, "", "A", strings.Repeat("A", len(third))} {
		if _, err := w.Accept(t.Context(), token, good, account.Context{}); !errors.Is(err, account.ErrInvitation) {
			t.Errorf("%q: %v", token, err)
		}
	}
	fourth := w.invites("p-1", "Nadia")
	w.must(w.store.Close())
	for _, name := range []string{w.path, w.path + "-wal"} {
		content, err := os.ReadFile(name)
		if err == nil && (bytes.Contains(content, []byte(fourth)) || bytes.Contains(content, []byte(good))) {
			t.Errorf("%s holds a token or a password", name)
		}
	}
}

// TestLogins: two persons never share one, and what is none is refused.
func TestLogins(t *testing.T) {
	w := newWorld(t)
	w.joins("p-1", "Nadia", good)
	w.invites("p-2", "Bao")
	for login, want := range map[string]error{
		"NADIA": account.ErrTaken, "bao": account.ErrTaken, "": account.ErrLogin, " \t": account.ErrLogin,
		"a\u202eb": account.ErrLogin, "a\x00": account.ErrLogin, strings.Repeat("a", 255): account.ErrLogin,
		"ana@exemple.fr": nil,
	} {
		if _, _, err := w.Invite(t.Context(), "p-3", login); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%q: %v, want %v", login, err, want)
		}
	}
	w.now = w.now.Add(account.InviteTime)
	w.invites("p-3", "Bao") // an invitation that opens no more holds no login
	a, err := w.Accept(t.Context(), w.invites("p-1", "Nadia Roux"), good, account.Context{})
	if err != nil || a.Login != "Nadia Roux" || !errors.Is(w.enters("Nadia", good), account.ErrRefused) {
		t.Errorf("another login of one person: %+v, %v", a, err)
	}
}

// TestThrottle: the sixth try waits a minute, 25 are counted in a day at most, and an address waits for all accounts
// (ASVS 5.0, 6.3.1). A login that nobody has waits as one that somebody has.
func TestThrottle(t *testing.T) {
	for _, login := range []string{"Nadia", "Personne"} {
		w := newWorld(t)
		w.joins("p-1", "Nadia", good)
		for i := range 5 {
			if err := w.enters(login, "faux"); !errors.Is(err, account.ErrRefused) {
				t.Fatalf("%s, try %d: %v", login, i+1, err)
			}
		}
		err := w.enters(login, good)
		wait, ok := errors.AsType[*account.WaitError](err)
		if !ok || wait.For <= 0 || wait.For > time.Minute {
			t.Fatalf("%s, the sixth try: %v", login, err)
		}
		counted := 5
		for at := w.now; w.now.Before(at.Add(24*time.Hour - time.Second)); w.now = w.now.Add(30 * time.Second) {
			for _, from := range []string{"192.0.2.1", "192.0.2.2"} {
				_, err := w.Enter(t.Context(), login, "faux", from)
				if errors.Is(err, account.ErrRefused) {
					counted++
				}
			}
		}
		if counted > 25 || counted < 20 {
			t.Errorf("%s: %d tries in a day", login, counted)
		}
	}
}

// TestThrottle_ByAddress: whoever tries many logins from one place waits, and who enters from there does not.
func TestThrottle_ByAddress(t *testing.T) {
	w := newWorld(t)
	w.joins("p-1", "Nadia", good)
	tries := func(from string) (n int) {
		for ; n < 40; n++ {
			_, err := w.Enter(t.Context(), "personne "+from+strings.Repeat("x", n), "faux", from)
			if _, waits := errors.AsType[*account.WaitError](err); waits {
				return n
			}
		}
		return n
	}
	if n := tries("192.0.2.1"); n != 30 {
		t.Errorf("%d tries from one address, want 30", n)
	}
	if n := tries("2001:db8::1") + tries("2001:db8::2"); n != 30 {
		t.Errorf("%d tries from one network of IPv6, want 30", n)
	}
	for range 40 {
		if _, err := w.Enter(t.Context(), "Nadia", good, "192.0.2.7"); err != nil {
			t.Fatalf("who enters is counted: %v", err)
		}
	}
}

// TestThrottle_OfOwner: who enters has all their tries again.
func TestThrottle_OfOwner(t *testing.T) {
	w := newWorld(t)
	w.joins("p-1", "Nadia", good)
	for range 3 {
		for range 4 {
			if err := w.enters("Nadia", "faux"); !errors.Is(err, account.ErrRefused) {
				t.Fatal(err)
			}
		}
		if err := w.enters("Nadia", good); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSessions close when the password changes, when they are closed, and when the account goes (ASVS 5.0, 6.2.3,
// 7.4.2, 7.4.3 and 7.4.5).
func TestSessions(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	a := w.joins("p-1", "Nadia", good)
	holds := func(a account.Account) bool {
		t.Helper()
		got, err := w.Holds(ctx, a.Ref, a.Stamp)
		if err != nil && !errors.Is(err, account.ErrNone) {
			t.Fatal(err)
		}
		return err == nil && got.Ref == a.Ref
	}
	if !holds(a) || holds(account.Account{Ref: "p-1"}) || holds(account.Account{Ref: "p-2", Stamp: a.Stamp}) {
		t.Error("a session holds by its stamp alone")
	}
	const other = "cinq loutres lisent le journal"
	for name, tt := range map[string]struct {
		present, next string
		want          error
	}{
		"without the present one": {"faux", other, account.ErrRefused},
		"too weak":                {good, "Nadia2026Nadia2026", new(account.WeakError)},
	} {
		_, err := w.Change(ctx, "p-1", tt.present, tt.next, "127.0.0.1", account.Context{})
		_, weak := errors.AsType[*account.WeakError](err)
		if !errors.Is(err, tt.want) && !weak || !holds(a) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b, err := w.Change(ctx, "p-1", good, other, "127.0.0.1", account.Context{})
	if err != nil || holds(a) || !holds(b) || w.enters("Nadia", other) != nil {
		t.Errorf("changed: %v", err)
	}
	if err := w.enters("Nadia", good); !errors.Is(err, account.ErrRefused) {
		t.Errorf("the former password: %v", err)
	}
	if _, err := w.CloseOthers(ctx, "p-1", "faux", "127.0.0.1"); !errors.Is(err, account.ErrRefused) || !holds(b) {
		t.Errorf("closing without the password: %v", err)
	}
	c, err := w.CloseOthers(ctx, "p-1", other, "127.0.0.1")
	if err != nil || holds(b) || !holds(c) {
		t.Errorf("closed: %v", err)
	}
	found, err := w.Remove(ctx, "p-1")
	if err != nil || !found || holds(c) || !errors.Is(w.enters("Nadia", other), account.ErrRefused) {
		t.Errorf("taken away: %v, %v", found, err)
	}
	if d := w.joins("p-1", "Nadia", other); holds(c) || !holds(d) {
		t.Error("a session of the former account holds")
	}
}

// TestChange_Waits: guessing the present password is counted as entering is.
func TestChange_Waits(t *testing.T) {
	w := newWorld(t)
	w.joins("p-1", "Nadia", good)
	var err error
	for range 6 {
		_, err = w.Change(t.Context(), "p-1", "faux", good, "127.0.0.1", account.Context{})
	}
	if _, waits := errors.AsType[*account.WaitError](err); !waits {
		t.Errorf("the sixth: %v", err)
	}
}

// TestConfirm: the password of an account alone confirms, changes nothing, and guessing it is counted (ASVS 5.0,
// 7.5.3).
func TestConfirm(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	a := w.joins("p-1", "Nadia", good)
	w.joins("p-2", "Bao", "cinq loutres lisent le journal")
	for name, tt := range map[string]struct {
		ref, password string
		want          error
	}{
		"theirs": {"p-1", good, nil}, "of another": {"p-2", good, account.ErrRefused},
		"none": {"p-1", "", account.ErrRefused}, "nobody": {"p-3", good, account.ErrNone},
	} {
		if err := w.Confirm(ctx, tt.ref, tt.password, "127.0.0.1"); !errors.Is(err, tt.want) ||
			(err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if _, err := w.Holds(ctx, a.Ref, a.Stamp); err != nil {
		t.Errorf("the session of before: %v", err)
	}
	for range 5 {
		_ = w.Confirm(ctx, "p-1", "faux", "127.0.0.1")
	}
	if _, waits := errors.AsType[*account.WaitError](w.Confirm(ctx, "p-1", good, "127.0.0.1")); !waits {
		t.Error("guessing is not counted")
	}
}

// TestRehash: a password kept at a lesser cost is kept anew when it opens, and its sessions go on.
func TestRehash(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	a := w.joins("p-1", "Nadia", good)
	cheap := a
	var err error
	cheap.Hash, err = argon2id.CreateHash(good, &argon2id.Params{
		Memory: 8 << 10, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32,
	})
	w.must(err)
	w.must(w.store.Renew(ctx, a, cheap))
	w.must(w.enters("Nadia", good))
	kept, err := w.store.ByPerson(ctx, "p-1")
	w.must(err)
	if p, _, _, err := argon2id.DecodeHash(kept.Hash); err != nil || p.Memory != 19<<10 || kept.Stamp != a.Stamp {
		t.Errorf("kept at %+v, %v", p, err)
	}
	w.must(w.enters("Nadia", good))
}

// TestStandings: who has an account, and who is invited.
func TestStandings(t *testing.T) {
	w := newWorld(t)
	if all, err := w.Standings(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("nobody: %v, %v", all, err)
	}
	if _, err := os.Stat(w.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a look makes the file: %v", err)
	}
	w.joins("p-1", "Nadia", good)
	w.invites("p-1", "Nadia Roux")
	w.invites("p-2", "Bao")
	at := w.now
	all, err := w.Standings(t.Context())
	w.must(err)
	want := map[string]account.Standing{
		"p-1": {Login: "Nadia Roux", Since: at, Until: at.Add(account.InviteTime)},
		"p-2": {Login: "Bao", Until: at.Add(account.InviteTime)},
	}
	if len(all) != 2 || all["p-1"] != want["p-1"] || all["p-2"] != want["p-2"] {
		t.Errorf("%v, want %v", all, want)
	}
	w.now = w.now.Add(account.InviteTime)
	all, err = w.Standings(t.Context())
	w.must(err)
	want = map[string]account.Standing{"p-1": {Login: "Nadia", Since: at}, "p-2": {Login: "Bao"}} // for who erases it
	if len(all) != 2 || all["p-1"] != want["p-1"] || all["p-2"] != want["p-2"] {
		t.Errorf("once the invitations open no more: %v, want %v", all, want)
	}
}

// TestHashing: few hashes are computed at once, and who gives up waiting computes none (ASVS 5.0, 15.2.2).
func TestHashing(t *testing.T) {
	w := newWorld(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	full := account.Fill(w.Service)
	if _, err := w.Enter(gone, "Nadia", good, "127.0.0.1"); !errors.Is(err, context.Canceled) {
		t.Errorf("a third one: %v", err)
	}
	full()
	if err := w.enters("Nadia", good); !errors.Is(err, account.ErrRefused) {
		t.Errorf("once there is room: %v", err)
	}
}

// raced is a store in which something else is done just before an account is renewed.
type raced struct {
	account.Store
	before func()
}

func (r raced) Renew(ctx context.Context, was, now account.Account) error {
	r.before()
	return r.Store.Renew(ctx, was, now)
}

// TestChange_Meanwhile: of two who change an account at once, one is told so, and changes nothing.
func TestChange_Meanwhile(t *testing.T) {
	w := newWorld(t)
	w.joins("p-1", "nadia", good)
	slow := account.New(account.Deps{
		Store: raced{w.store, func() {
			_, err := w.CloseOthers(t.Context(), "p-1", good, "127.0.0.1")
			w.must(err)
		}},
		Now: func() time.Time { return w.now }, Rand: rand.Reader,
	})
	_, err := slow.Change(t.Context(), "p-1", good, "cinq loutres lisent un carnet", "127.0.0.1", account.Context{})
	if !errors.Is(err, account.ErrMeanwhile) {
		t.Errorf("error = %v, want ErrMeanwhile", err)
	}
	if err := w.enters("nadia", good); err != nil {
		t.Errorf("the password of before: %v", err)
	}
}
