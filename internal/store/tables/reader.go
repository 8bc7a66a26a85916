package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"

	"recette/internal/journal"
	"recette/internal/store"
)

// A page of leaves ends at the first of these limits: it is what a reader holds in memory.
const (
	pageRows  = 512
	pageBytes = 4 << 20
)

// detachedRows is how many rows of what leaves commit to are read at once: texts may be long.
const detachedRows = 64

// maxList is how many values a list in a query holds; SQLite takes 32766 and PostgreSQL 65535.
const maxList = 500

// What reader and writer both ask.
const (
	sizeOf   = `SELECT coalesce(max(seq), -1) + 1 FROM journal`
	hashesOf = `SELECT hashes FROM journal_hash WHERE seq = ?`
)

// Reader reads the tables. Its methods are those of store.Rows. What it asks with ? it rebinds to the placeholders of
// the database.
type Reader struct {
	db   *sqlx.DB
	name func(context.Context, error) error

	preparing sync.Mutex
	size      *sqlx.Stmt // prepared when it is first asked: a database without the table can be opened, and verified
}

// NewReader makes a reader over a pool. name puts the errors of internal/store over those of the driver; it gives nil
// for nil. The caller closes the reader.
func NewReader(db *sqlx.DB, name func(context.Context, error) error) *Reader {
	return &Reader{db: db, name: name}
}

// Close ends what the reader prepared.
func (r *Reader) Close() error {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	if r.size == nil {
		return nil
	}
	return r.size.Close()
}

func (r *Reader) prepared(ctx context.Context) (_ *sqlx.Stmt, err error) {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	if r.size == nil {
		r.size, err = r.db.PreparexContext(ctx, sizeOf)
	}
	return r.size, err
}

func (r *Reader) get(ctx context.Context, dest any, query string, args ...any) error {
	return r.name(ctx, sqlx.GetContext(ctx, r.db, dest, r.db.Rebind(query), args...))
}

func (r *Reader) list(ctx context.Context, dest any, query string, args ...any) error {
	return r.name(ctx, sqlx.SelectContext(ctx, r.db, dest, r.db.Rebind(query), args...))
}

// Size is the number of leaves.
func (r *Reader) Size(ctx context.Context) (int64, error) {
	// Whoever wants to know what others added asks all the time, and the answer is immediate: to be interruptible would
	// cost two goroutines a call.
	whole := context.WithoutCancel(ctx)
	var n int64
	err := ctx.Err()
	if err == nil {
		var stmt *sqlx.Stmt
		if stmt, err = r.prepared(whole); err == nil { //nolint:sqlclosecheck // it is kept: Close does
			err = stmt.QueryRowxContext(whole).Scan(&n)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("size of the journal: %w", r.name(ctx, err))
	}
	return n, nil
}

// Leaves gives the next rows that match in [from, end), without their hashes, as many as a page holds. A kind is a bad
// index beside a campaign or a case, and the planner could take it: it is then asked of an expression, which has none.
func (r *Reader) Leaves(ctx context.Context, f journal.Filter, from, end int64) ([]store.Row, error) {
	var q strings.Builder
	q.WriteString(`SELECT seq, at, kind, campaign, case_id, leaf FROM journal WHERE seq >= ? AND seq < ?`)
	args := []any{from, end}
	if f.Campaign != "" {
		q.WriteString(` AND campaign = ?`)
		args = append(args, f.Campaign)
	}
	if f.Case != "" {
		q.WriteString(` AND case_id = ?`)
		args = append(args, f.Case)
	}
	if len(f.Kinds) > 0 {
		kind := `kind`
		if f.Campaign != "" || f.Case != "" {
			kind = `kind || ''`
		}
		q.WriteString(` AND ` + kind + ` IN (?` + strings.Repeat(", ?", len(f.Kinds)-1) + `)`)
		for _, k := range f.Kinds {
			args = append(args, string(k))
		}
	}
	q.WriteString(` ORDER BY seq LIMIT ?`)
	return r.page(ctx, func(row *store.Row) []any {
		return []any{&row.Seq, &row.At, &row.Kind, &row.Campaign, &row.Case, (*document)(&row.Leaf)}
	}, q.String(), append(args, pageRows)...)
}

// HashedLeaves gives the next rows in [from, end) with their hashes, as many as a page holds.
func (r *Reader) HashedLeaves(ctx context.Context, from, end int64) ([]store.Row, error) {
	return r.page(ctx, func(row *store.Row) []any {
		return []any{&row.Seq, &row.At, &row.Kind, &row.Campaign, &row.Case, &row.Leaf, &row.Hashes}
	}, `SELECT j.seq, j.at, j.kind, j.campaign, j.case_id, j.leaf, h.hashes
FROM journal j LEFT JOIN journal_hash h ON h.seq = j.seq
WHERE j.seq >= ? AND j.seq < ? ORDER BY j.seq LIMIT ?`, from, end, pageRows)
}

// Requests gives the positions at which requests are recorded, by key.
func (r *Reader) Requests(ctx context.Context, keys []string) (map[string]int64, error) {
	type place struct {
		Key string `db:"request"`
		Seq int64  `db:"seq"`
	}
	found, err := in[place](ctx, r, `SELECT request, seq FROM journal WHERE request IN (?)`, keys)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int64, len(found))
	for _, p := range found {
		at[p.Key] = p.Seq
	}
	return at, nil
}

func (r *Reader) page(
	ctx context.Context, columns func(*store.Row) []any, query string, args ...any,
) ([]store.Row, error) {
	rows, err := r.db.QueryxContext(ctx, r.db.Rebind(query), args...)
	if err != nil {
		return nil, r.name(ctx, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	var out []store.Row
	for bytes := 0; bytes < pageBytes && rows.Next(); {
		var row store.Row
		if err := rows.Scan(columns(&row)...); err != nil {
			return nil, r.name(ctx, err)
		}
		bytes += len(row.Leaf)
		out = append(out, row)
	}
	return out, r.name(ctx, rows.Err())
}

// Hashes gives the hashes that a leaf completes, nil when there are none.
func (r *Reader) Hashes(ctx context.Context, seq int64) ([]byte, error) {
	var row []byte
	err := sqlx.GetContext(ctx, r.db, &row, r.db.Rebind(hashesOf), seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return row, r.name(ctx, err)
}

// HashesFrom counts the rows of hashes of a position and of all after it.
func (r *Reader) HashesFrom(ctx context.Context, seq int64) (n int64, err error) {
	err = r.get(ctx, &n, `SELECT count(*) FROM journal_hash WHERE seq >= ?`, seq)
	return n, err
}

// Texts gives the texts that are there.
func (r *Reader) Texts(ctx context.Context, commitments []string) ([]journal.Text, error) {
	return in[journal.Text](
		ctx, r, `SELECT commitment, salt, value FROM free_text WHERE commitment IN (?)`, commitments,
	)
}

// Persons gives the persons who are there.
func (r *Reader) Persons(ctx context.Context, commitments []string) ([]journal.Person, error) {
	return in[journal.Person](ctx, r,
		`SELECT commitment, ref, salt, name, role FROM person WHERE commitment IN (?)`, commitments)
}

// Known gives the keys that are there.
func (r *Reader) Known(ctx context.Context, of store.Detached, keys []string) ([]string, error) {
	query := map[store.Detached]string{
		store.DetachedTexts:     `SELECT commitment FROM free_text WHERE commitment IN (?)`,
		store.DetachedPersons:   `SELECT commitment FROM person WHERE commitment IN (?)`,
		store.DetachedDocuments: `SELECT sha256 FROM document WHERE sha256 IN (?)`,
	}[of]
	return in[string](ctx, r, query, keys)
}

// in gives what a query gives whose one placeholder stands for a list.
func in[T any](ctx context.Context, r *Reader, query string, list []string) ([]T, error) {
	var out []T
	for chunk := range slices.Chunk(list, maxList) {
		query, args, err := sqlx.In(query, chunk)
		if err != nil {
			return nil, err
		}
		var found []T
		if err := r.list(ctx, &found, query, args...); err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Document gives a document, ErrUnknown when there is none.
func (r *Reader) Document(ctx context.Context, sha256 string) ([]byte, error) {
	var data document
	err := sqlx.GetContext(ctx, r.db, &data, r.db.Rebind(`SELECT data FROM document WHERE sha256 = ?`), sha256)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.ErrUnknown
	}
	return data, r.name(ctx, err)
}

// pieceSize is how much of a document is given at once.
const pieceSize = 256 << 10

// DocumentPieces gives a document piece by piece. The engine holds all of it meanwhile, once: it would read a column
// whole for each piece, and keeps the value of a query in parentheses. The document does not change between the two
// questions: its address is its content.
func (r *Reader) DocumentPieces(ctx context.Context, sha256 string, give func([]byte) error) error {
	var length int64
	size := r.db.Rebind(`SELECT length(data) FROM document WHERE sha256 = ?`)
	err := sqlx.GetContext(ctx, r.db, &length, size, sha256)
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrUnknown
	}
	if err != nil || length == 0 {
		return r.name(ctx, err)
	}
	rows, err := r.db.QueryxContext(ctx, r.db.Rebind(
		`WITH RECURSIVE piece (start) AS (SELECT 1 UNION ALL SELECT start + ? FROM piece WHERE start + ? <= ?)
SELECT substr((SELECT data FROM document WHERE sha256 = ?), start, ?) FROM piece`,
	), pieceSize, pieceSize, length, sha256, pieceSize)
	if err != nil {
		return r.name(ctx, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	for rows.Next() {
		var piece document
		if err := rows.Scan(&piece); err != nil {
			return r.name(ctx, err)
		}
		if err := give(piece); err != nil {
			return err
		}
	}
	return r.name(ctx, rows.Err())
}

// document keeps the bytes that the driver made for one row: it makes them anew for each, and they are too many to be
// copied once more.
type document []byte

// Scan implements sql.Scanner.
func (d *document) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("bytes that are a %T", src)
	}
	*d = data
	return nil
}

// NextTexts gives the texts after a commitment, in order.
func (r *Reader) NextTexts(ctx context.Context, after string) (out []journal.Text, err error) {
	err = r.list(ctx, &out,
		`SELECT commitment, salt, value FROM free_text WHERE commitment > ? ORDER BY commitment LIMIT ?`, after,
		detachedRows)
	return out, err
}

// NextPersons gives the persons after a commitment, in order.
func (r *Reader) NextPersons(ctx context.Context, after string) (out []journal.Person, err error) {
	err = r.list(ctx, &out,
		`SELECT commitment, ref, salt, name, role FROM person WHERE commitment > ? ORDER BY commitment LIMIT ?`, after,
		detachedRows)
	return out, err
}

// NextDocuments gives the addresses of documents after one, in order.
func (r *Reader) NextDocuments(ctx context.Context, after string) (out []string, err error) {
	err = r.list(ctx, &out, `SELECT sha256 FROM document WHERE sha256 > ? ORDER BY sha256 LIMIT ?`, after, detachedRows)
	return out, err
}

// Checkpoints gives the stored checkpoints by size.
func (r *Reader) Checkpoints(ctx context.Context) (out []store.StoredCheckpoint, err error) {
	err = r.list(ctx, &out, `SELECT size, verifier, note, root FROM checkpoint ORDER BY size, verifier`)
	return out, err
}
