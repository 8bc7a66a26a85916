package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"recette/internal/bounded"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
)

// hashedRow is a leaf with the hashes that were stored with it.
type hashedRow struct {
	row
	Hashes []byte `db:"hashes"` // nil when there are none
}

func (db *DB) hashedPage(ctx context.Context, from, end int64) ([]hashedRow, error) {
	rows, err := db.readers.QueryxContext(ctx, `SELECT j.seq, j.at, j.kind, j.campaign, j.case_id, j.leaf, h.hashes
FROM journal j LEFT JOIN journal_hash h ON h.seq = j.seq
WHERE j.seq >= ? AND j.seq < ? ORDER BY j.seq LIMIT ?`, from, end, pageRows)
	if err != nil {
		return nil, db.readError(ctx, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	var out []hashedRow
	for bytes := 0; bytes < pageBytes && rows.Next(); {
		var r hashedRow
		if err := rows.Scan(&r.Seq, &r.At, &r.Kind, &r.Campaign, &r.CaseID, &r.Leaf, &r.Hashes); err != nil {
			return nil, db.readError(ctx, err)
		}
		bytes += len(r.Leaf)
		out = append(out, r)
	}
	return out, db.readError(ctx, rows.Err())
}

// pageRefs is what the leaves of a page refer to.
type pageRefs struct {
	texts, persons, documents map[string]int64 // to the first position that names it
	evidence                  []namedEvidence
}

type namedEvidence struct {
	seq int64
	ref journal.EvidenceRef
}

func (p *pageRefs) add(l *journal.Leaf) {
	for c := range l.Commitments() {
		note(&p.texts, c, l.Seq)
	}
	if l.Actor != nil && journal.IsDigest(l.Actor.C) {
		note(&p.persons, l.Actor.C, l.Seq)
	}
	if l.Open != nil && journal.IsDigest(l.Open.Manifest) {
		note(&p.documents, l.Open.Manifest, l.Seq)
	}
	for e := range l.EvidenceRefs() {
		p.evidence = append(p.evidence, namedEvidence{l.Seq, e})
	}
}

func note(m *map[string]int64, key string, seq int64) {
	if *m == nil {
		*m = map[string]int64{}
	}
	if _, ok := (*m)[key]; !ok {
		(*m)[key] = seq
	}
}

// outside checks that what the leaves of a page refer to is there, or was erased on purpose.
func (v *verification) outside(ctx context.Context, p *pageRefs) error {
	for _, c := range []struct {
		wanted  map[string]int64
		query   string
		missing store.Code
	}{
		{p.texts, `SELECT commitment FROM free_text WHERE commitment IN (?)`, store.TextMissing},
		{p.persons, `SELECT commitment FROM person WHERE commitment IN (?)`, store.PersonMissing},
		{p.documents, `SELECT sha256 FROM document WHERE sha256 IN (?)`, store.DocumentMissing},
	} {
		if err := v.strike(ctx, c.wanted, c.query); err != nil {
			return err
		}
		if c.missing != store.DocumentMissing {
			if err := v.strike(ctx, c.wanted, `SELECT commitment FROM erasure WHERE commitment IN (?)`); err != nil {
				return err
			}
		}
		for key, seq := range c.wanted {
			v.report.Add(store.Finding{Code: c.missing, Seq: seq, Subject: key})
		}
	}
	for _, e := range p.evidence {
		if err := v.attachment(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// strike removes from wanted what the query finds.
func (v *verification) strike(ctx context.Context, wanted map[string]int64, query string) error {
	keys := make([]string, 0, len(wanted))
	for k := range wanted {
		keys = append(keys, k)
	}
	return inChunks(keys, func(chunk []string) error {
		var found []string
		if err := v.db.selectIn(ctx, &found, query, chunk); err != nil {
			return err
		}
		for _, k := range found {
			delete(wanted, k)
		}
		return nil
	})
}

func (v *verification) attachment(ctx context.Context, e namedEvidence) error {
	if v.opts.Evidence == nil {
		if !v.report.Has(store.EvidenceUnchecked) {
			v.report.Add(store.Finding{Code: store.EvidenceUnchecked, Seq: e.seq})
		}
		return nil
	}
	if v.seen == nil {
		v.seen = map[string]bool{}
	}
	if v.seen[e.ref.SHA256] {
		return nil
	}
	v.seen[e.ref.SHA256] = true
	err := v.opts.Evidence.Verify(ctx, e.ref.SHA256, e.ref.Size)
	v.report.Evidence++
	f := store.Finding{Seq: e.seq, Subject: e.ref.SHA256}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, evidence.ErrMissing):
		f.Code = store.EvidenceMissing
	default:
		f.Code, f.Detail = store.EvidenceAltered, err.Error()
	}
	v.report.Add(f)
	return nil
}

func (v *verification) orphans(ctx context.Context) error {
	if v.opts.Evidence == nil || v.report.Newer+v.report.Unknown > 0 { // what was not read may name a file
		return nil
	}
	for e, err := range v.opts.Evidence.Orphans(ctx, func(address string) bool { return v.seen[address] }) {
		if err != nil {
			return err
		}
		v.report.About(store.EvidenceOrphan, e.Path, "")
	}
	return nil
}

// texts, persons and documents hash everything that is stored, named by a leaf or not.

func (v *verification) texts(ctx context.Context) error {
	if err := v.db.readers.GetContext(ctx, &v.report.Erased, `SELECT count(*) FROM erasure`); err != nil {
		return v.db.readError(ctx, err)
	}
	return each(ctx, v.db, `SELECT commitment, salt, value FROM free_text WHERE commitment > ? ORDER BY commitment LIMIT ?`,
		func(t *textRow) string {
			v.report.Texts++
			if t.text().Check() != nil {
				v.report.About(store.TextAltered, t.Commitment, "")
			}
			return t.Commitment
		})
}

func (v *verification) persons(ctx context.Context) error {
	return each(ctx, v.db, `SELECT commitment, ref, salt, name, role FROM person WHERE commitment > ? ORDER BY commitment LIMIT ?`,
		func(p *personRow) string {
			v.report.Persons++
			if p.person().Check() != nil {
				v.report.About(store.PersonAltered, p.Commitment, "")
			}
			return p.Commitment
		})
}

func (v *verification) documents(ctx context.Context) error {
	return each(ctx, v.db, `SELECT sha256, data FROM document WHERE sha256 > ? ORDER BY sha256 LIMIT ?`,
		func(d *documentRow) string {
			v.report.Documents++
			if (journal.Blob{SHA256: d.SHA256, Data: d.Data}).Check() != nil {
				v.report.About(store.DocumentAltered, d.SHA256, "")
			}
			return d.SHA256
		})
}

type textRow struct {
	Commitment string `db:"commitment"`
	Salt       []byte `db:"salt"`
	Value      string `db:"value"`
}

func (t textRow) text() journal.Text {
	return journal.Text{Commitment: t.Commitment, Salt: t.Salt, Value: t.Value}
}

type documentRow struct {
	SHA256 string `db:"sha256"`
	Data   []byte `db:"data"`
}

// each runs a query page by page: its placeholders are the last key seen and the size of a page. f gives the key of a
// row.
func each[T any](ctx context.Context, db *DB, query string, f func(*T) string) error {
	const rows = 64 // documents may be large
	for last := ""; ; {
		var page []T
		if err := db.readers.SelectContext(ctx, &page, query, last, rows); err != nil {
			return db.readError(ctx, err)
		}
		for i := range page {
			last = f(&page[i])
		}
		if len(page) < rows {
			return nil
		}
	}
}

// readCheckpoints reads the signed heads kept beside the database. A line that is not one gives a checkpoint without a
// note, which is then reported: a power cut can tear the last line, and so can a hand.
func readCheckpoints(path string) ([]sideCheckpoint, error) {
	f, err := bounded.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	var out []sideCheckpoint
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		var c sideCheckpoint
		if json.Unmarshal([]byte(line), &c) != nil {
			c = sideCheckpoint{}
		}
		out = append(out, c)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return append(out, sideCheckpoint{}), nil // no checkpoint is that long, and nobody can tell what follows
	case err != nil:
		return out, fmt.Errorf("read %s: %w", path, err)
	}
	return out, nil
}
