package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"recette/internal/account"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// newAccounts gives the accounts of a new folder, and their file.
func newAccounts(t *testing.T) (*sqlite.Accounts, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "comptes ?.db")
	return openAccounts(t, path), path
}

func openAccounts(t *testing.T, path string) *sqlite.Accounts {
	t.Helper()
	s := sqlite.NewAccounts(path)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func invitation(n int) account.Invitation {
	return account.Invitation{
		Ref: fmt.Sprintf("p-%d", n), Login: fmt.Sprintf("Nadia %d", n), Key: fmt.Sprintf("nadia %d", n),
		Digest: fmt.Sprintf("digest %d", n), Until: noon.Add(time.Hour),
	}
}

func accountOf(i account.Invitation) account.Account {
	return account.Account{
		Ref: i.Ref, Login: i.Login, Key: i.Key, Hash: "hash of " + i.Ref, Stamp: "stamp", Since: noon,
	}
}

// joined keeps an account.
func joined(t *testing.T, s *sqlite.Accounts, n int) account.Account {
	t.Helper()
	i := invitation(n)
	a := accountOf(i)
	if err := errors.Join(s.Invite(t.Context(), i, noon), s.Accept(t.Context(), i.Digest, a)); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	s, path := newAccounts(t)
	ctx := t.Context()
	i := invitation(1)
	for name, err := range map[string]error{
		"accepting": s.Accept(ctx, i.Digest, accountOf(i)), "renewing": s.Renew(ctx, accountOf(i), accountOf(i)),
		"a login":       second(s.ByLogin(ctx, i.Key)),
		"a person":      second(s.ByPerson(ctx, i.Ref)),
		"an invitation": second(s.Invitation(ctx, i.Digest)),
	} {
		if !errors.Is(err, account.ErrNone) {
			t.Errorf("%s before anybody was invited: %v", name, err)
		}
	}
	a := joined(t, s, 1)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	for name, get := range map[string]func() (account.Account, error){
		"by login":  func() (account.Account, error) { return s.ByLogin(ctx, "nadia 1") },
		"by person": func() (account.Account, error) { return s.ByPerson(ctx, "p-1") },
	} {
		if got, err := get(); err != nil || got != a {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, a)
		}
	}
	if err := s.Accept(ctx, i.Digest, a); !errors.Is(err, account.ErrNone) {
		t.Errorf("an invitation that was used: %v", err)
	}
	b := a
	b.Hash, b.Stamp = "another", "other"
	if err := s.Renew(ctx, b, b); !errors.Is(err, account.ErrNone) {
		t.Errorf("renewing what it was not: %v", err)
	}
	if err := s.Renew(ctx, a, b); err != nil {
		t.Error(err)
	}
	if got, err := s.ByPerson(ctx, "p-1"); err != nil || got != b {
		t.Errorf("renewed: %+v, %v", got, err)
	}
	taken := invitation(2)
	taken.Key = "nadia 1"
	if err := s.Invite(ctx, taken, noon); !errors.Is(err, account.ErrTaken) {
		t.Errorf("the login of an account: %v", err)
	}
	if err := s.Invite(ctx, invitation(2), noon); err != nil {
		t.Error(err)
	}
	other := accountOf(invitation(2))
	other.Key = "nadia 1"
	if err := s.Accept(ctx, invitation(2).Digest, other); !errors.Is(err, account.ErrTaken) {
		t.Errorf("accepting under the login of somebody else: %v", err)
	}
	taken = invitation(3)
	taken.Key = "nadia 2"
	if err := s.Invite(ctx, taken, noon); !errors.Is(err, account.ErrTaken) {
		t.Errorf("the login of an invitation: %v", err)
	}
	if err := s.Invite(ctx, taken, noon.Add(time.Hour)); err != nil {
		t.Errorf("the login of an invitation that opens no more: %v", err)
	}
	accounts, invited, err := s.All(ctx)
	if err != nil || len(accounts) != 1 || len(invited) != 1 || accounts[0] != b || invited[0].Ref != "p-3" {
		t.Errorf("all: %v, %v, %v", accounts, invited, err)
	}
}

func second[T any](_ T, err error) error { return err }

// TestAccounts_LeaveNothing: of what is removed no byte stays in the files.
func TestAccounts_LeaveNothing(t *testing.T) {
	t.Parallel()
	s, path := newAccounts(t)
	a := joined(t, s, 1)
	joined(t, s, 2)
	if found, err := s.Remove(t.Context(), a.Ref); !found || err != nil {
		t.Fatalf("removed: %v, %v", found, err)
	}
	if found, err := s.Remove(t.Context(), a.Ref); found || err != nil {
		t.Errorf("removed again: %v, %v", found, err)
	}
	there := false
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		there = there || bytes.Contains(content, []byte("Nadia 2"))
		for _, gone := range []string{"Nadia 1", "hash of p-1", "digest 1"} {
			if bytes.Contains(content, []byte(gone)) {
				t.Errorf("%s still holds %q", filepath.Base(name), gone)
			}
		}
	}
	if !there {
		t.Error("the other account was not looked for where it is")
	}
}

// TestAccounts_OfSeveral: processes that make the file at once, and use it at once, lose nothing.
func TestAccounts_OfSeveral(t *testing.T) {
	t.Parallel()
	_, path := newAccounts(t)
	var all sync.WaitGroup
	const each = 5
	for k := range 4 {
		s := openAccounts(t, path)
		all.Go(func() {
			for n := range each {
				if err := s.Invite(t.Context(), invitation(k*each+n), noon); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if _, invited, err := openAccounts(t, path).All(t.Context()); err != nil || len(invited) != 4*each {
		t.Errorf("%d invitations, %v", len(invited), err)
	}
}

// TestAccounts_FollowTheFile: one that is taken away while it is open takes the accounts with it, one that is put in
// its place brings its own.
func TestAccounts_FollowTheFile(t *testing.T) {
	t.Parallel()
	s, path := newAccounts(t)
	a := joined(t, s, 1)
	other, elsewhere := newAccounts(t)
	joined(t, other, 2)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.ByPerson(t.Context(), a.Ref); !errors.Is(err, account.ErrNone) {
		t.Errorf("the account of a file that is gone: %v", err)
	}
	if err := os.Rename(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if got, err := s.ByPerson(t.Context(), "p-2"); err != nil || got.Ref != "p-2" {
		t.Errorf("the account of another file: %+v, %v", got, err)
	}
}

// TestAccounts_Refuse: a file that is another's, of a newer program or no file stays as it is.
func TestAccounts_Refuse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		make func(path string) error
		want error
	}{
		"another database": {func(path string) error { return run(path, "CREATE TABLE a (b)") }, store.ErrForeign},
		"the journal": {func(path string) error {
			return run(path, "PRAGMA application_id=0x50562331")
		}, store.ErrForeign},
		"a newer one": {func(path string) error {
			return run(path, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=99", sqlite.AccountsID))
		}, store.ErrNewer},
		"a text": {func(path string) error {
			return os.WriteFile(path, bytes.Repeat([]byte("rien "), 500), 0o600)
		}, store.ErrForeign},
		"a folder": {func(path string) error { return os.Mkdir(path, 0o700) }, store.ErrForeign},
		"a link":   {func(path string) error { return os.Symlink(path+".other", path) }, store.ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, path := newAccounts(t)
			if err := tt.make(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path) // nothing of a folder
			if err := s.Invite(t.Context(), invitation(1), noon); !errors.Is(err, tt.want) {
				t.Errorf("inviting: %v, want %v", err, tt.want)
			}
			if _, err := s.ByPerson(t.Context(), "p-1"); !errors.Is(err, tt.want) {
				t.Errorf("looking: %v, want %v", err, tt.want)
			}
			if after, err := os.ReadFile(path); err == nil && !bytes.Equal(after, before) {
				t.Error("the file was changed")
			}
		})
	}
}

// run makes a database of anything.
func run(path, statement string) (err error) {
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Path: path}).String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.Exec(statement)
	return err
}
