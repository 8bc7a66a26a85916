package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"
)

// statements are prepared once on the writer's connection: preparing, or naming parameters, costs as much as inserting.
// BEGIN and COMMIT are among them, because database/sql prepares a statement again for each of its own
// transactions.
type statements struct {
	begin, commit, rollback *sqlx.Stmt

	size       *sqlx.Stmt
	leaf       *sqlx.Stmt
	hashes     *sqlx.Stmt
	text       *sqlx.Stmt
	textKnown  *sqlx.Stmt
	person     *sqlx.Stmt
	persKnown  *sqlx.Stmt
	blob       *sqlx.Stmt
	blobKnown  *sqlx.Stmt
	checkpoint *sqlx.Stmt
}

func (s *statements) prepare(ctx context.Context, conn *sqlx.Conn) error {
	for _, q := range []struct {
		stmt **sqlx.Stmt
		sql  string
	}{
		{&s.begin, `BEGIN IMMEDIATE`}, // deferred would fail at once when another process writes, whatever the time-out
		{&s.commit, `COMMIT`},
		{&s.rollback, `ROLLBACK`},
		{&s.size, `SELECT coalesce(max(seq), -1) + 1 FROM journal`},
		{&s.leaf, `INSERT INTO journal (seq, at, kind, campaign, case_id, leaf) VALUES (?, ?, ?, ?, ?, ?)`},
		{&s.hashes, `INSERT INTO journal_hash (seq, hashes) VALUES (?, ?)`},
		{&s.text, `INSERT INTO free_text (commitment, salt, value) VALUES (?, ?, ?)`},
		{&s.textKnown, `SELECT (SELECT count(*) FROM free_text WHERE commitment = ?) + (SELECT count(*) FROM erasure WHERE commitment = ?)`},
		{&s.person, `INSERT INTO person (commitment, ref, salt, name, role) VALUES (?, ?, ?, ?, ?)`},
		{&s.persKnown, `SELECT (SELECT count(*) FROM person WHERE commitment = ?) + (SELECT count(*) FROM erasure WHERE commitment = ?)`},
		{&s.blob, `INSERT INTO document (sha256, data) VALUES (?, ?)`},
		{&s.blobKnown, `SELECT count(*) FROM document WHERE sha256 = ?`},
		{&s.checkpoint, `INSERT INTO checkpoint (size, verifier, root, note) VALUES (?, ?, ?, ?)`},
	} {
		var err error
		if *q.stmt, err = conn.PreparexContext(ctx, q.sql); err != nil { //nolint:sqlclosecheck // close does, through the same pointers
			return fmt.Errorf("prepare %q: %w", q.sql, classify(err))
		}
	}
	return nil
}

func (s *statements) exec(ctx context.Context, stmt *sqlx.Stmt, args ...any) error {
	_, err := stmt.ExecContext(ctx, args...)
	return classify(err)
}

// count runs a statement that gives one number.
func (s *statements) count(ctx context.Context, stmt *sqlx.Stmt, args ...any) (int64, error) {
	var n int64
	err := stmt.QueryRowxContext(ctx, args...).Scan(&n)
	return n, classify(err)
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range []*sqlx.Stmt{
		s.begin, s.commit, s.rollback, s.size, s.leaf, s.hashes, s.text, s.textKnown, s.person, s.persKnown, s.blob,
		s.blobKnown, s.checkpoint,
	} {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	return errors.Join(errs...)
}

// inTransaction asks SQLite, which ends a transaction by itself after some errors.
func (w *writer) inTransaction() (open bool, err error) {
	err = w.conn.Raw(func(c any) error {
		conn, ok := c.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("driver connection is a %T", c)
		}
		open = !conn.AutoCommit()
		return nil
	})
	return open, err
}
