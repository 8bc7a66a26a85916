package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"
)

// transactions are the statements that begin and end one. They are prepared, because database/sql prepares a statement
// again for each of its own transactions.
type transactions struct {
	begin, commit, rollback *sqlx.Stmt
}

func (t *transactions) prepare(ctx context.Context, conn *sqlx.Conn) error {
	for _, q := range []struct {
		stmt **sqlx.Stmt
		sql  string
	}{
		{&t.begin, `BEGIN IMMEDIATE`}, // deferred would fail at once when another process writes, whatever the time-out
		{&t.commit, `COMMIT`},
		{&t.rollback, `ROLLBACK`},
	} {
		var err error
		//nolint:sqlclosecheck // close does, through the same pointers
		if *q.stmt, err = conn.PreparexContext(ctx, q.sql); err != nil {
			return fmt.Errorf("prepare %q: %w", q.sql, classify(err))
		}
	}
	return nil
}

func exec(ctx context.Context, stmt *sqlx.Stmt) error {
	_, err := stmt.ExecContext(ctx)
	return classify(err)
}

func (t *transactions) close() error {
	var errs []error
	for _, stmt := range []*sqlx.Stmt{t.begin, t.commit, t.rollback} {
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
