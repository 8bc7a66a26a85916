package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"recette/internal/account"
	"recette/internal/durable"
	"recette/internal/store"
)

//go:embed accounts/*.sql
var accountFiles embed.FS

const (
	accountsID   = 0x50562341 // "PV#A"
	accountsPool = 4
)

// Accounts keeps who enters in a file of its own, beside the journal and never in it: it changes, and may be thrown
// away. It implements account.Store. It is safe for concurrent use, by several processes too; Close it.
type Accounts struct {
	path string

	mu   sync.Mutex
	db   *sqlx.DB
	file fs.FileInfo // that db was opened on
}

var _ account.Store = (*Accounts)(nil)

// NewAccounts names the file. It is made when somebody is first invited, and looked for at each use: one that is gone,
// or that another took the place of, is followed at once.
func NewAccounts(path string) *Accounts { return &Accounts{path: path} }

// Close lets go of the file.
func (s *Accounts) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// opened gives the database, nil when there is no file.
func (s *Accounts) opened(ctx context.Context) (*sqlx.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, err := os.Lstat(s.path)
	if err == nil && s.db != nil && os.SameFile(file, s.file) {
		return s.db, nil
	}
	if s.db != nil {
		if err := s.db.Close(); err != nil {
			return nil, err
		}
		s.db = nil
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil //nolint:nilnil // nobody was ever invited
	case err != nil:
		return nil, err
	case !file.Mode().IsRegular():
		return nil, fmt.Errorf("open %s: %w: not a regular file", s.path, store.ErrForeign)
	}
	if s.db, err = openAccounts(ctx, s.path); err != nil {
		return nil, fmt.Errorf("open %s: %w", s.path, err)
	}
	s.file = file
	return s.db, nil
}

// made is opened, once there is a file. Two processes that make it at once make one.
func (s *Accounts) made(ctx context.Context) (*sqlx.DB, error) {
	db, err := s.opened(ctx)
	if db != nil || err != nil {
		return db, err
	}
	f, err := openSide(s.path, os.O_EXCL)
	switch {
	case errors.Is(err, fs.ErrExist):
	case err != nil:
		return nil, err
	default:
		if err := errors.Join(f.Close(), durable.SyncDir(filepath.Dir(s.path))); err != nil {
			return nil, err
		}
	}
	return s.opened(ctx)
}

// openAccounts opens a file of accounts, and brings it to this version. It looks at the file before anything that would
// change it.
func openAccounts(ctx context.Context, path string) (_ *sqlx.DB, err error) {
	if err := checkLibrary(); err != nil {
		return nil, err
	}
	names, err := fs.Glob(accountFiles, "accounts/*.sql")
	if err != nil {
		return nil, err
	}
	id, err := ask(ctx, path, probes)
	switch {
	case err != nil:
		return nil, err
	case id.application != accountsID && id != identity{}:
		return nil, fmt.Errorf("%w: application 0x%08x", store.ErrForeign, uint32(id.application))
	case id.version > len(names):
		return nil, fmt.Errorf("%w: version %d, this one knows %d", store.ErrNewer, id.version, len(names))
	}
	db, err := connect(path, writes, accountsPool)
	if err != nil {
		return nil, err
	}
	err = inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		var version int // another process may have made it meanwhile
		if err := tx.GetContext(ctx, &version, "PRAGMA user_version"); err != nil || version >= len(names) {
			return err
		}
		for _, name := range names[version:] {
			text, err := fs.ReadFile(accountFiles, name)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(text)); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(
			ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", accountsID, len(names)),
		)
		return err
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// accountRow is a row of either table.
type accountRow struct {
	Person string `db:"person"`
	Login  string `db:"login"`
	Key    string `db:"key"`
	Hash   string `db:"hash"`
	Stamp  string `db:"stamp"`
	Since  int64  `db:"since"`
	Digest string `db:"digest"`
	Until  int64  `db:"until"`
}

func (r *accountRow) account() account.Account {
	return account.Account{
		Ref: r.Person, Login: r.Login, Key: r.Key, Hash: r.Hash, Stamp: r.Stamp, Since: time.UnixMilli(r.Since).UTC(),
	}
}

func (r *accountRow) invitation() account.Invitation {
	return account.Invitation{
		Ref: r.Person, Login: r.Login, Key: r.Key, Digest: r.Digest, Until: time.UnixMilli(r.Until).UTC(),
	}
}

// one reads one row, or account.ErrNone.
func (s *Accounts) one(ctx context.Context, query, value string) (r accountRow, err error) {
	err = s.get(ctx, &r, query, value)
	return r, err
}

// get reads one row of any table, or account.ErrNone.
func (s *Accounts) get(ctx context.Context, row any, query, value string) error {
	db, err := s.opened(ctx)
	switch {
	case err != nil:
		return err
	case db == nil:
		return account.ErrNone
	}
	if err = db.GetContext(ctx, row, query, value); errors.Is(err, sql.ErrNoRows) {
		return account.ErrNone
	}
	return classify(err)
}

// ByLogin implements account.Store.
func (s *Accounts) ByLogin(ctx context.Context, key string) (account.Account, error) {
	r, err := s.one(ctx, `SELECT * FROM account WHERE key = ?`, key)
	return r.account(), err
}

// ByPerson implements account.Store.
func (s *Accounts) ByPerson(ctx context.Context, ref string) (account.Account, error) {
	r, err := s.one(ctx, `SELECT * FROM account WHERE person = ?`, ref)
	return r.account(), err
}

// Invitation implements account.Store.
func (s *Accounts) Invitation(ctx context.Context, digest string) (account.Invitation, error) {
	r, err := s.one(ctx, `SELECT * FROM invitation WHERE digest = ?`, digest)
	return r.invitation(), err
}

// All implements account.Store.
func (s *Accounts) All(ctx context.Context) (accounts []account.Account, invited []account.Invitation, err error) {
	db, err := s.opened(ctx)
	if db == nil || err != nil {
		return nil, nil, err
	}
	var a, i []accountRow
	if err := db.SelectContext(ctx, &a, `SELECT * FROM account ORDER BY key`); err != nil {
		return nil, nil, classify(err)
	}
	if err := db.SelectContext(ctx, &i, `SELECT * FROM invitation ORDER BY key`); err != nil {
		return nil, nil, classify(err)
	}
	for k := range a {
		accounts = append(accounts, a[k].account())
	}
	for k := range i {
		invited = append(invited, i[k].invitation())
	}
	return accounts, invited, nil
}

// inTransaction does something in one transaction, in which nobody else writes.
func inTransaction(ctx context.Context, db *sqlx.DB, do func(*sqlx.Tx) error) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return classify(err)
	}
	defer tx.Rollback() //nolint:errcheck // no-op after Commit
	if err := do(tx); err != nil {
		return classify(err)
	}
	return classify(tx.Commit())
}

// must runs a statement that changes one row, or returns account.ErrNone.
func must(ctx context.Context, tx *sqlx.Tx, query string, values ...any) error {
	done, err := tx.ExecContext(ctx, query, values...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); n == 0 {
		return errors.Join(err, account.ErrNone)
	}
	return nil
}

// free refuses a login that is somebody else's.
func free(ctx context.Context, tx *sqlx.Tx, key, ref string) error {
	var others int
	if err := tx.GetContext(ctx, &others, `SELECT (SELECT count(*) FROM account WHERE key = ?1 AND person <> ?2)
		+ (SELECT count(*) FROM invitation WHERE key = ?1 AND person <> ?2)`, key, ref); err != nil {
		return err
	}
	if others > 0 {
		return account.ErrTaken
	}
	return nil
}

// Invite implements account.Store.
func (s *Accounts) Invite(ctx context.Context, i account.Invitation, at time.Time) error {
	db, err := s.made(ctx)
	if err != nil {
		return err
	}
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(
			ctx, `DELETE FROM invitation WHERE person = ? OR until <= ?`, i.Ref, at.UnixMilli(),
		); err != nil {
			return err
		}
		if err := free(ctx, tx, i.Key, i.Ref); err != nil {
			return err
		}
		return must(ctx, tx, `INSERT INTO invitation (person, login, key, digest, until) VALUES (?, ?, ?, ?, ?)`,
			i.Ref, i.Login, i.Key, i.Digest, i.Until.UnixMilli())
	})
}

// Accept implements account.Store.
func (s *Accounts) Accept(ctx context.Context, digest string, a account.Account) error {
	db, err := s.opened(ctx)
	switch {
	case err != nil:
		return err
	case db == nil:
		return account.ErrNone
	}
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		if err := must(ctx, tx, `DELETE FROM invitation WHERE digest = ?`, digest); err != nil {
			return err
		}
		if err := free(ctx, tx, a.Key, a.Ref); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM account WHERE person = ?`, a.Ref); err != nil {
			return err
		}
		return must(ctx, tx, `INSERT INTO account (person, login, key, hash, stamp, since) VALUES (?, ?, ?, ?, ?, ?)`,
			a.Ref, a.Login, a.Key, a.Hash, a.Stamp, a.Since.UnixMilli())
	})
}

// Renew implements account.Store.
func (s *Accounts) Renew(ctx context.Context, was, a account.Account) error {
	db, err := s.opened(ctx)
	switch {
	case err != nil:
		return err
	case db == nil:
		return account.ErrNone
	}
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		return must(ctx, tx, `UPDATE account SET hash = ?, stamp = ?, since = ?
			WHERE person = ? AND hash = ? AND stamp = ?`,
			a.Hash, a.Stamp, a.Since.UnixMilli(), was.Ref, was.Hash, was.Stamp)
	})
}

// Remove implements account.Store. What was deleted is overwritten in the file (secure_delete), and the -wal file is
// emptied: store.ErrBusy says that the account is gone, and that a reader keeps old pages of the file in use.
func (s *Accounts) Remove(ctx context.Context, ref string) (found bool, err error) {
	db, err := s.opened(ctx)
	if db == nil || err != nil {
		return false, err
	}
	err = inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		for _, table := range []string{"account", "invitation", "token"} {
			err := must(ctx, tx, `DELETE FROM `+table+` WHERE person = ?`, ref)
			if err != nil && !errors.Is(err, account.ErrNone) {
				return err
			}
			found = found || err == nil
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	return found, emptyWAL(ctx, db)
}
