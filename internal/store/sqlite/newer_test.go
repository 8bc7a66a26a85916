package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// appendRaw records a leaf as a later version of recette would, behind the back of this one. The store is closed.
func (r *recorded) appendRaw(t testing.TB, kind, format string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite3", r.o.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tree := &journal.Tree{}
	rows, err := db.QueryContext(t.Context(), `SELECT leaf FROM journal ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var leaf []byte
		if err := rows.Scan(&leaf); err != nil {
			t.Fatal(err)
		}
		tree.Add(leaf)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	seq := tree.Size()
	raw := fmt.Appendf(nil, format, seq)
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`INSERT INTO journal (seq, at, kind, campaign, case_id, leaf)
		VALUES (?, '2026-11-23T14:00:00.000Z', ?, '2026-T4', 'SC-7', ?)`, seq, kind, raw)
	exec(`INSERT INTO journal_hash (seq, hashes) VALUES (?, ?)`, seq, tree.Add(raw))
	return raw
}

const (
	newerLeaf = `{"at":"2026-11-23T14:00:00.000Z","campaign":"2026-T4","kind":"result",` +
		`"result":{"case":"SC-7","mood":"calm"},"seq":%d,"v":1000}`
	unknownLeaf = `{"at":"2026-11-23T14:00:00.000Z","campaign":"2026-T4","kind":"visit","seq":%d,` +
		`"v":1,"visit":{"case":"SC-7"}}`
)

// TestNewerLeaf: every reading that meets it is refused, by name, and the chain still holds.
func TestNewerLeaf(t *testing.T) {
	r := record(t)
	r.appendRaw(t, "result", newerLeaf)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	for name, f := range map[string]journal.Filter{
		"all": {}, "campaign": {Campaign: "2026-T4"}, "case": {Case: "SC-7"},
		"kind": {Kinds: []journal.Kind{journal.KindResult}},
	} {
		n := 0
		var last error
		for _, err := range db.Records(t.Context(), f) {
			n++
			last = err
		}
		newer, ok := errors.AsType[*journal.NewerError](last)
		if !ok || !errors.Is(last, store.ErrNewerLeaf) || errors.Is(last, store.ErrCorrupt) ||
			newer.Seq != 20 || newer.Version != 1000 {
			t.Errorf("%s: after %d records, error %v", name, n, last)
		}
	}
	if err := db.Export(t.Context(), io.Discard); !errors.Is(err, store.ErrNewerLeaf) {
		t.Errorf("Export() = %v, want ErrNewerLeaf", err)
	}
	got, err := db.Verify(t.Context(), store.VerifyOptions{Evidence: r.evidence})
	if err != nil || !got.OK() || got.Newer != 1 || got.Unknown != 0 || got.Leaves != 21 ||
		codes(got) != string(store.LeafNewer) {
		t.Errorf("Verify() = %+v, %v; want one notice that leaf 20 is newer", got, err)
	}
}

// TestUnknownKind: it is carried by readings and exports, proven and listed.
func TestUnknownKind(t *testing.T) {
	r := record(t)
	raw := r.appendRaw(t, "visit", unknownLeaf)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	records := 0
	for rec, err := range db.Records(t.Context(), journal.Filter{Campaign: "2026-T4"}) {
		if err != nil {
			t.Fatal(err)
		}
		if records++; rec.Leaf.Seq == 20 && (rec.Leaf.Kind != "visit" || !bytes.Equal(rec.Raw, raw)) {
			t.Errorf("position 20 gives %+v, %s", rec.Leaf, rec.Raw)
		}
	}
	mustAppend(t, db, auto(21)) // the log goes on
	var out strings.Builder
	if err := db.Export(t.Context(), &out); err != nil || !strings.Contains(out.String(), string(raw)) {
		t.Errorf("Export() = %v, or without the leaf", err)
	}
	got, err := db.Verify(t.Context(), store.VerifyOptions{Evidence: r.evidence})
	if err != nil || !got.OK() || got.Unknown != 1 || got.Newer != 0 || records != 21 ||
		codes(got) != string(store.LeafKindUnknown) {
		t.Errorf("Verify() = %+v, %v after %d records; want one notice of an unknown kind", got, err, records)
	}
}

// TestNewerLeaf_Altered: what cannot be read is proven all the same.
func TestNewerLeaf_Altered(t *testing.T) {
	r := record(t)
	r.appendRaw(t, "result", newerLeaf)
	db, err := sql.Open("sqlite3", r.o.Path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `DROP TRIGGER journal_update`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(),
		`UPDATE journal SET leaf = CAST(replace(CAST(leaf AS TEXT), 'calm', 'bold') AS BLOB) WHERE seq = 20`,
	); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := r.verify(t)
	if err != nil || got.OK() || !strings.Contains(codes(got), string(store.LeafAltered)) {
		t.Errorf("Verify() = %+v, %v; want the leaf altered", got, err)
	}
}
