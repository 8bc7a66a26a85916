package sqlite_test

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// erase appends the leaf that erases.
func erase(t testing.TB, db *sqlite.DB, e journal.Erase) {
	t.Helper()
	reason, err := journal.NewText(rand.Reader, "demande de la personne")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(e.Commitments)
	e.Reason = reason.Commitment
	mustAppend(t, db, journal.Entry{
		Leaf:  journal.Leaf{At: "2026-11-24T10:00:00.000Z", Kind: journal.KindPersonalErase, Erase: &e},
		Texts: []journal.Text{reason},
	})
}

// holds names the files under a folder that contain one of the secrets.
func holds(t testing.TB, dir string, secrets ...[]byte) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(b, secret) {
				found = append(found, filepath.Base(path)+" "+string(secret))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestErase(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	// A text of many pages lies in overflow pages, which go to the list of free ones.
	long, err := journal.NewText(rand.Reader, strings.Repeat("Zoé Martin habite 3 rue du Port. ", 4000))
	if err != nil {
		t.Fatal(err)
	}
	e := auto(20)
	e.Leaf.Result.Steps[0].Comment, e.Texts = long.Commitment, []journal.Text{long}
	mustAppend(t, db, e)
	secrets := [][]byte{
		[]byte(r.text.Value), []byte(r.person.Name), r.text.Salt, r.person.Salt, []byte("3 rue du Port"), long.Salt,
	}
	if got := holds(t, filepath.Dir(r.o.Path), secrets...); len(got) == 0 {
		t.Fatal("nothing to erase: the test cannot fail")
	}
	erase(t, db, journal.Erase{Commitments: []string{r.text.Commitment, r.person.Commitment, long.Commitment}})
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Nothing is left on the disk: not in the free pages, not in the -wal file.
	if got := holds(t, filepath.Dir(r.o.Path), secrets...); len(got) > 0 {
		t.Errorf("files still hold %q", got)
	}
	// What was erased does not come back with the next entry that carries it.
	e = auto(22)
	e.Leaf.Actor, e.Persons, e.Texts = r.person.Actor(), []journal.Person{r.person}, []journal.Text{r.text}
	mustAppend(t, db, e)
	if ps, err := db.Persons(t.Context(), []string{r.person.Commitment}); len(ps) != 0 || err != nil {
		t.Errorf("Persons() = %v, %v", ps, err)
	}
	closeStore(t, db)
	got, err := r.verify(t, r.signed)
	if err != nil || !got.OK() || got.Erased != 3 || len(got.Erasures) != 1 ||
		got.Erasures[0].Reason != "demande de la personne" ||
		got.Erasures[0].Count != 3 || got.Erasures[0].Seq != 21 {
		t.Errorf("Verify() after erasure = %+v, %v", got, err)
	}
}

// TestErase_AReaderHoldsItBack: the leaf is there, and Scrub says that old pages are too.
func TestErase_AReaderHoldsItBack(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	mustAppend(t, db, auto(20)) // so that the reader has a -wal file to read
	reader, err := sql.Open("sqlite3", "file:"+r.o.Path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	tx, err := reader.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM free_text`).Scan(&n); err != nil || n != 2 {
		t.Fatalf("%d texts, %v", n, err)
	}
	erase(t, db, journal.Erase{Commitments: []string{r.text.Commitment}})
	if err := db.Scrub(t.Context()); !errors.Is(err, store.ErrBusy) {
		t.Errorf("Scrub() = %v, want ErrBusy", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := db.Scrub(t.Context()); err != nil {
		t.Errorf("Scrub() once the reader is done: %v", err)
	}
	if got := holds(t, filepath.Dir(r.o.Path), []byte(r.text.Value)); len(got) > 0 {
		t.Errorf("files still hold %q", got)
	}
}

// TestErase_FakedInTheDatabase: a row that says erased makes nothing right, nor does a leaf about something else.
func TestErase_FakedInTheDatabase(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	erase(t, db, journal.Erase{Commitments: []string{strings.Repeat("ab", 32)}})
	closeStore(t, db)
	execAll(t, r.o.Path,
		`INSERT INTO erasure SELECT commitment, '2026-11-24T10:00:00.000Z' FROM free_text
			WHERE value LIKE 'Le bouton%'`,
		`INSERT INTO erasure SELECT commitment, '2026-11-24T10:00:00.000Z' FROM person`,
		`DELETE FROM free_text WHERE value LIKE 'Le bouton%'`, `DELETE FROM person`)
	got, err := r.verify(t)
	if err != nil || got.OK() || codes(got) != "text.missing person.missing" || got.Erased != 1 {
		t.Errorf("found %q, %d erased, %v; want text.missing person.missing", codes(got), got.Erased, err)
	}
}

// TestErase_Undone: what a leaf erased and stands in the database all the same is named.
func TestErase_Undone(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	erase(t, db, journal.Erase{Commitments: []string{r.text.Commitment}})
	closeStore(t, db)
	execAll(
		t, r.o.Path,
		fmt.Sprintf(`INSERT INTO free_text VALUES ('%s', x'%x', '%s')`, r.text.Commitment, r.text.Salt, r.text.Value),
	)
	got, err := r.verify(t)
	if err != nil || got.OK() || codes(got) != "erasure.undone" || got.Findings[0].Seq != 20 {
		t.Errorf("found %q, %v; want erasure.undone at 20", codes(got), err)
	}
}

// TestErase_Evidence: an attachment that a leaf erased may be absent, and is named while its file is there.
func TestErase_Evidence(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	erase(t, db, journal.Erase{Evidence: []string{r.refs[1].SHA256}})
	closeStore(t, db)
	got, err := r.verify(t)
	if err != nil || !got.OK() || codes(got) != "evidence.erased" || got.Evidence != 1 {
		t.Errorf("found %q, %v; want evidence.erased", codes(got), err)
	}
	remove(t, filepath.Join(r.dir, r.refs[1].SHA256[:2], r.refs[1].SHA256))
	got, err = r.verify(t)
	if err != nil || len(got.Findings) != 0 || got.Erased != 1 {
		t.Errorf("found %q, %d erased, %v", codes(got), got.Erased, err)
	}
	remove(t, filepath.Join(r.dir, r.refs[0].SHA256[:2], r.refs[0].SHA256))
	if got, err = r.verify(t); err != nil || codes(got) != "evidence.missing" {
		t.Errorf("found %q, %v; want evidence.missing", codes(got), err)
	}
}

func TestExport(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	erase(t, db, journal.Erase{Commitments: []string{r.text.Commitment}})
	var out bytes.Buffer
	if err := db.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	tree := &journal.Tree{}
	var types []string
	var first, last struct{ Root string }
	for line := range strings.Lines(out.String()) {
		var l struct {
			Type string          `json:"type"`
			Leaf json.RawMessage `json:"leaf"`
			Root string          `json:"root"`
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if l.Type == "leaf" {
			if _, err := journal.Decode(l.Leaf); err != nil {
				t.Fatal(err)
			}
			tree.Add(l.Leaf)
		}
		if len(types) == 0 {
			first.Root = l.Root
		}
		if len(types) == 0 || types[len(types)-1] != l.Type {
			types = append(types, l.Type)
		}
		last.Root = l.Root
	}
	if got := strings.Join(types, " "); got != "recette.journal leaf person text erased document checkpoint end" {
		t.Errorf("types %q", got)
	}
	if tree.Size() != 21 || tree.Root() != first.Root || first.Root != last.Root {
		t.Errorf("%d leaves give root %s, the file says %s and %s", tree.Size(), tree.Root(), first.Root, last.Root)
	}
}
