package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/journal"
	"recette/internal/store"
)

// A page of records ends at the first of these limits: it is what a reader holds in memory.
const (
	pageRows  = 512
	pageBytes = 4 << 20
)

// maxList is how many values a list in a query holds; SQLite takes 32766 and PostgreSQL 65535.
const maxList = 500

// Records yields the records that match f, in order of position, as the log stood when the iteration began. It reads
// page by page and keeps no connection while the caller runs, so that a slow reader holds nothing up and memory does
// not grow with the log. Iterating again reads again. The first error ends the iteration; a record that does not
// decode, or does not say what its row says, is ErrCorrupt and named by its position; one of a newer version is
// ErrNewerLeaf.
func (db *DB) Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		end, err := size(ctx, db.readers)
		if err != nil {
			yield(journal.Record{}, fmt.Errorf("records: %w", db.readError(ctx, err)))
			return
		}
		for next := max(f.From, 0); next < end; {
			rows, err := db.page(ctx, f, next, end)
			if err != nil {
				yield(journal.Record{}, fmt.Errorf("records from position %d: %w", next, err))
				return
			}
			for _, row := range rows {
				r, err := row.record()
				if err != nil {
					yield(journal.Record{}, fmt.Errorf("records: %w", err))
					return
				}
				if wanted(&r.Leaf, f.Kinds) && !yield(r, nil) {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			next = rows[len(rows)-1].Seq + 1
		}
	}
}

func wanted(l *journal.Leaf, kinds []journal.Kind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, l.Kind)
}

// readError names the error of a read. What is neither the driver's nor the context's is a row that does not have the
// form of its table: SQLite hands out what a damaged page says, NULL in a column that cannot be NULL.
func (db *DB) readError(ctx context.Context, err error) error {
	var se sqlite3.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case db.closed.Load():
		return store.ErrClosed
	case errors.As(err, &se):
		return db.trueCause(classify(err))
	}
	return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
}

// row is a leaf with what its row repeats of it.
type row struct {
	Seq      int64  `db:"seq"`
	At       string `db:"at"`
	Kind     string `db:"kind"`
	Campaign string `db:"campaign"`
	CaseID   string `db:"case_id"`
	Leaf     []byte `db:"leaf"`
}

func (r *row) columns() columns {
	return columns{at: r.At, kind: r.Kind, campaign: r.Campaign, caseID: r.CaseID}
}

// repeats reports whether the row says what its leaf says. Which case a leaf of an unknown kind or version is about is
// in what was not read of it.
func (r *row) repeats(l *journal.Leaf) bool {
	want := columnsOf(l)
	if !l.Kind.Known() || l.V > journal.Version {
		want.caseID = r.CaseID
	}
	return want == r.columns()
}

func (r *row) record() (journal.Record, error) {
	l, err := journal.Decode(r.Leaf)
	switch {
	case errors.Is(err, store.ErrNewerLeaf):
		return journal.Record{}, err
	case err != nil:
		return journal.Record{}, fmt.Errorf("%w: position %d: %w", store.ErrCorrupt, r.Seq, err)
	}
	if l.Seq != r.Seq {
		return journal.Record{}, fmt.Errorf("%w: position %d holds the leaf of position %d", store.ErrCorrupt, r.Seq, l.Seq)
	}
	if !r.repeats(&l) {
		return journal.Record{}, fmt.Errorf("%w: the row of position %d does not say what its leaf says", store.ErrCorrupt, r.Seq)
	}
	return journal.Record{Leaf: l, Raw: r.Leaf}, nil
}

// page reads the matching rows in [from, end), as many as a page holds. Kinds go in the query only when nothing else
// selects: a kind alone is a bad index beside a campaign, and the planner could take it.
func (db *DB) page(ctx context.Context, f journal.Filter, from, end int64) ([]row, error) {
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
	if len(f.Kinds) > 0 && f.Campaign == "" && f.Case == "" {
		q.WriteString(` AND kind IN (?` + strings.Repeat(", ?", len(f.Kinds)-1) + `)`)
		for _, k := range f.Kinds {
			args = append(args, string(k))
		}
	}
	q.WriteString(` ORDER BY seq LIMIT ?`)
	args = append(args, pageRows)

	rows, err := db.readers.QueryxContext(ctx, q.String(), args...)
	if err != nil {
		return nil, db.readError(ctx, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	var out []row
	for bytes := 0; bytes < pageBytes && rows.Next(); {
		var r row
		if err := rows.Scan(&r.Seq, &r.At, &r.Kind, &r.Campaign, &r.CaseID, &r.Leaf); err != nil {
			return nil, db.readError(ctx, err)
		}
		bytes += len(r.Leaf)
		out = append(out, r)
	}
	return out, db.readError(ctx, rows.Err())
}

// Texts gives back the texts behind commitments. One that was erased, or never was, is absent. A text that is not what
// the leaf committed to is ErrCorrupt: it is never shown.
func (db *DB) Texts(ctx context.Context, commitments []string) (map[string]string, error) {
	out := make(map[string]string, len(commitments))
	err := inChunks(commitments, func(chunk []string) error {
		var ts []textRow
		if err := db.selectIn(ctx, &ts, `SELECT commitment, salt, value FROM free_text WHERE commitment IN (?)`, chunk); err != nil {
			return err
		}
		for _, t := range ts {
			if err := t.text().Check(); err != nil {
				return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
			}
			out[t.Commitment] = t.Value
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return out, nil
}

// Persons gives back the persons behind the commitments of actors. One that was erased, or never was, is absent. A name
// that is not what the leaf committed to is ErrCorrupt.
func (db *DB) Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error) {
	out := make(map[string]journal.Person, len(commitments))
	err := inChunks(commitments, func(chunk []string) error {
		var ps []personRow
		if err := db.selectIn(ctx, &ps, `SELECT commitment, ref, salt, name, role FROM person WHERE commitment IN (?)`, chunk); err != nil {
			return err
		}
		for _, p := range ps {
			if err := p.person().Check(); err != nil {
				return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
			}
			out[p.Commitment] = p.person()
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("persons: %w", err)
	}
	return out, nil
}

type personRow struct {
	Commitment string `db:"commitment"`
	Ref        string `db:"ref"`
	Salt       []byte `db:"salt"`
	Name       string `db:"name"`
	Role       string `db:"role"`
}

func (p personRow) person() journal.Person {
	return journal.Person{Commitment: p.Commitment, Ref: p.Ref, Salt: p.Salt, Name: p.Name, Role: p.Role}
}

// Blob gives back a document by its SHA-256, in hex. It returns ErrUnknown when there is none, ErrCorrupt when it is
// not what its address says.
func (db *DB) Blob(ctx context.Context, sha256 string) ([]byte, error) {
	var data document
	err := db.readers.GetContext(ctx, &data, `SELECT data FROM document WHERE sha256 = ?`, sha256)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("document %.12s: %w", sha256, store.ErrUnknown)
	}
	if err != nil {
		return nil, fmt.Errorf("document %.12s: %w", sha256, db.readError(ctx, err))
	}
	if err := (journal.Blob{SHA256: sha256, Data: data}).Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	}
	return data, nil
}

// document keeps the bytes that the driver made for one row: it makes them anew for each, and a manifest is too large
// to be copied once more.
type document []byte

// Scan implements sql.Scanner.
func (d *document) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("a document is a %T", src)
	}
	*d = data
	return nil
}

func inChunks(list []string, f func([]string) error) error {
	for chunk := range slices.Chunk(list, maxList) {
		if err := f(chunk); err != nil {
			return err
		}
	}
	return nil
}

// selectIn runs a query whose one placeholder stands for a list.
func (db *DB) selectIn(ctx context.Context, dest any, query string, list []string) error {
	query, args, err := sqlx.In(query, list)
	if err != nil {
		return err
	}
	return db.readError(ctx, db.readers.SelectContext(ctx, dest, query, args...))
}
