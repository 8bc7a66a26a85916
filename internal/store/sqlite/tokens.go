package sqlite

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"recette/internal/account"
)

// tokenRow is a row of the table of tokens.
type tokenRow struct {
	ID     string `db:"id"`
	Person string `db:"person"`
	Name   string `db:"name"`
	Scopes string `db:"scopes"`
	Digest string `db:"digest"`
	Since  int64  `db:"since"`
	Until  int64  `db:"until"`
	Used   string `db:"used"`
}

func (r *tokenRow) token() account.Token {
	t := account.Token{
		ID: r.ID, Ref: r.Person, Name: r.Name, Digest: r.Digest,
		Since: time.UnixMilli(r.Since).UTC(), Until: time.UnixMilli(r.Until).UTC(), Used: r.Used,
	}
	for scope := range strings.SplitSeq(r.Scopes, ",") {
		t.Scopes = append(t.Scopes, account.Scope(scope))
	}
	return t
}

// KeepToken implements account.Store.
func (s *Accounts) KeepToken(ctx context.Context, t account.Token) error {
	db, err := s.made(ctx)
	if err != nil {
		return err
	}
	scopes := make([]string, len(t.Scopes))
	for i, scope := range t.Scopes {
		scopes[i] = string(scope)
	}
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		return must(ctx, tx, `INSERT INTO token (id, person, name, scopes, digest, since, until, used)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, t.ID, t.Ref, t.Name, strings.Join(scopes, ","), t.Digest,
			t.Since.UnixMilli(), t.Until.UnixMilli(), t.Used)
	})
}

// Token implements account.Store.
func (s *Accounts) Token(ctx context.Context, digest string) (account.Token, error) {
	var r tokenRow
	if err := s.get(ctx, &r, `SELECT * FROM token WHERE digest = ?`, digest); err != nil {
		return account.Token{}, err
	}
	return r.token(), nil
}

// Tokens implements account.Store.
func (s *Accounts) Tokens(ctx context.Context) (all []account.Token, err error) {
	db, err := s.opened(ctx)
	if db == nil || err != nil {
		return nil, err
	}
	var rows []tokenRow
	if err := db.SelectContext(ctx, &rows, `SELECT * FROM token ORDER BY rowid`); err != nil {
		return nil, classify(err)
	}
	for i := range rows {
		all = append(all, rows[i].token())
	}
	return all, nil
}

// TokenUsed implements account.Store.
func (s *Accounts) TokenUsed(ctx context.Context, id, day string) error {
	db, err := s.opened(ctx)
	if db == nil || err != nil {
		return errors.Join(err, account.ErrNone)
	}
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		return must(ctx, tx, `UPDATE token SET used = ? WHERE id = ?`, day, id)
	})
}

// RemoveToken implements account.Store. What was deleted leaves the files as Remove says.
func (s *Accounts) RemoveToken(ctx context.Context, id string) error {
	db, err := s.opened(ctx)
	switch {
	case err != nil:
		return err
	case db == nil:
		return account.ErrNone
	}
	err = inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		return must(ctx, tx, `DELETE FROM token WHERE id = ?`, id)
	})
	if err != nil {
		return err
	}
	return emptyWAL(ctx, db)
}
