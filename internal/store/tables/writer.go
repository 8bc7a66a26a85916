package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"recette/internal/journal"
	"recette/internal/store"
)

// Writer writes the tables on one connection, in the transaction that its engine began there. Its methods are those of
// store.Engine. Statements are prepared once: preparing, or naming parameters, costs as much as inserting.
type Writer struct {
	name func(error) error

	size       *sqlx.Stmt
	requested  *sqlx.Stmt
	leaf       *sqlx.Stmt
	hashes     *sqlx.Stmt
	text       *sqlx.Stmt
	textKnown  *sqlx.Stmt
	person     *sqlx.Stmt
	persKnown  *sqlx.Stmt
	blob       *sqlx.Stmt
	blobKnown  *sqlx.Stmt
	checkpoint *sqlx.Stmt
	note       *sqlx.Stmt
	hashesOf   *sqlx.Stmt

	eraseText   *sqlx.Stmt
	erasePerson *sqlx.Stmt
	noteErased  *sqlx.Stmt
}

// NewWriter prepares the statements on a connection. name puts the errors of internal/store over those of the driver;
// it gives nil for nil. The caller closes the writer, also after an error.
func NewWriter(ctx context.Context, conn *sqlx.Conn, name func(error) error) (*Writer, error) {
	w := &Writer{name: name}
	for _, q := range []struct {
		stmt **sqlx.Stmt
		sql  string
	}{
		{&w.size, sizeOf},
		{&w.requested, `SELECT count(*) FROM journal WHERE request = ?`},
		{&w.leaf, `INSERT INTO journal (seq, at, kind, campaign, case_id, leaf, request)
			VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''))`},
		{&w.hashes, `INSERT INTO journal_hash (seq, hashes) VALUES (?, ?)`},
		{&w.text, `INSERT INTO free_text (commitment, salt, value) VALUES (?, ?, ?)`},
		{
			&w.textKnown,
			`SELECT (SELECT count(*) FROM free_text WHERE commitment = ?)
				+ (SELECT count(*) FROM erasure WHERE commitment = ?)`,
		},
		{&w.person, `INSERT INTO person (commitment, ref, salt, name, role) VALUES (?, ?, ?, ?, ?)`},
		{
			&w.persKnown,
			`SELECT (SELECT count(*) FROM person WHERE commitment = ?)
				+ (SELECT count(*) FROM erasure WHERE commitment = ?)`,
		},
		{&w.blob, `INSERT INTO document (sha256, data) VALUES (?, ?)`},
		{&w.blobKnown, `SELECT count(*) FROM document WHERE sha256 = ?`},
		{&w.checkpoint, `INSERT INTO checkpoint (size, verifier, root, note) VALUES (?, ?, ?, ?)`},
		{&w.note, `SELECT note FROM checkpoint WHERE size = ? AND verifier = ?`},
		{&w.hashesOf, hashesOf},
		{&w.eraseText, `DELETE FROM free_text WHERE commitment = ?`},
		{&w.erasePerson, `DELETE FROM person WHERE commitment = ?`},
		{
			&w.noteErased,
			`INSERT INTO erasure (commitment, at) SELECT ?, ?
				WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE commitment = ?)`,
		},
	} {
		var err error
		//nolint:sqlclosecheck // Close does, through the same pointers
		if *q.stmt, err = conn.PreparexContext(ctx, conn.Rebind(q.sql)); err != nil {
			return w, fmt.Errorf("prepare %q: %w", q.sql, name(err))
		}
	}
	return w, nil
}

// Close ends the statements.
func (w *Writer) Close() error {
	var errs []error
	for _, stmt := range []*sqlx.Stmt{
		w.size, w.requested, w.leaf, w.hashes, w.text, w.textKnown, w.person, w.persKnown, w.blob, w.blobKnown,
		w.checkpoint, w.note,
		w.hashesOf,
		w.eraseText, w.erasePerson, w.noteErased,
	} {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	return errors.Join(errs...)
}

func (w *Writer) exec(ctx context.Context, stmt *sqlx.Stmt, args ...any) error {
	_, err := stmt.ExecContext(ctx, args...)
	return w.name(err)
}

// count runs a statement that gives one number.
func (w *Writer) count(ctx context.Context, stmt *sqlx.Stmt, args ...any) (int64, error) {
	var n int64
	err := stmt.QueryRowxContext(ctx, args...).Scan(&n)
	return n, w.name(err)
}

// Size implements store.Engine.
func (w *Writer) Size(ctx context.Context) (int64, error) { return w.count(ctx, w.size) }

// Hashes implements store.Engine.
func (w *Writer) Hashes(ctx context.Context, seq int64) ([]byte, error) {
	var row []byte
	err := w.hashesOf.GetContext(ctx, &row, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return row, w.name(err)
}

// Insert implements store.Engine.
func (w *Writer) Insert(ctx context.Context, r store.Row) error {
	if r.Request != "" {
		n, err := w.count(ctx, w.requested, r.Request)
		if err == nil && n > 0 {
			err = fmt.Errorf("%w: request %s is recorded", store.ErrConflict, r.Request)
		}
		if err != nil {
			return err
		}
	}
	if err := w.exec(ctx, w.leaf, r.Seq, r.At, r.Kind, r.Campaign, r.Case, r.Leaf, r.Request); err != nil {
		return err
	}
	return w.exec(ctx, w.hashes, r.Seq, r.Hashes)
}

// InsertDetached implements store.Engine.
func (w *Writer) InsertDetached(ctx context.Context, e *journal.Entry) error {
	if err := w.erase(ctx, &e.Leaf); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	for _, t := range e.Texts {
		n, err := w.count(ctx, w.textKnown, t.Commitment, t.Commitment)
		if err == nil && n == 0 {
			err = w.exec(ctx, w.text, t.Commitment, t.Salt, t.Value)
		}
		if err != nil {
			return fmt.Errorf("text: %w", err)
		}
	}
	for _, p := range e.Persons {
		n, err := w.count(ctx, w.persKnown, p.Commitment, p.Commitment)
		if err == nil && n == 0 {
			err = w.exec(ctx, w.person, p.Commitment, p.Ref, p.Salt, p.Name, p.Role)
		}
		if err != nil {
			return fmt.Errorf("person: %w", err)
		}
	}
	for _, b := range e.Blobs {
		n, err := w.count(ctx, w.blobKnown, b.SHA256)
		if err == nil && n == 0 {
			err = w.exec(ctx, w.blob, b.SHA256, append([]byte{}, b.Data...)) // a driver makes NULL of a nil slice
		}
		if err != nil {
			return fmt.Errorf("document: %w", err)
		}
	}
	return nil
}

// erase deletes the texts and names that a leaf erases, with their salts, in the transaction that appends the leaf. The
// table of erasures is an index: it keeps what was erased from being stored again. That an absence is right is in the
// leaf alone.
func (w *Writer) erase(ctx context.Context, l *journal.Leaf) error {
	if l.Erase == nil {
		return nil
	}
	for _, c := range l.Erase.Commitments {
		for _, stmt := range []*sqlx.Stmt{w.eraseText, w.erasePerson} {
			if err := w.exec(ctx, stmt, c); err != nil {
				return err
			}
		}
		if err := w.exec(ctx, w.noteErased, c, l.At, c); err != nil {
			return err
		}
	}
	return nil
}

// Note implements store.Engine.
func (w *Writer) Note(ctx context.Context, size int64, verifier string) (note string, known bool, err error) {
	err = w.note.GetContext(ctx, &note, size, verifier)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return note, err == nil, w.name(err)
}

// InsertCheckpoint implements store.Engine.
func (w *Writer) InsertCheckpoint(ctx context.Context, s journal.Signed) error {
	return w.exec(ctx, w.checkpoint, s.Size, s.Verifier, s.Root, s.Note)
}
