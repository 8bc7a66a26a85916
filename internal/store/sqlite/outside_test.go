package sqlite_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/store/sqlite"
)

func TestErase(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	n, err := db.Erase(t.Context(), []string{r.text.Commitment, r.person.Commitment, strings.Repeat("0", 64)})
	if err != nil || n != 2 {
		t.Fatalf("Erase() = %d, %v", n, err)
	}
	if n, err := db.Erase(t.Context(), []string{r.text.Commitment}); n != 0 || err != nil {
		t.Errorf("Erase again = %d, %v", n, err)
	}
	// What was erased does not come back with the next entry that carries it.
	e := auto(20)
	e.Leaf.Actor, e.Persons, e.Texts = r.person.Actor(), []journal.Person{r.person}, []journal.Text{r.text}
	mustAppend(t, db, e)
	if ps, err := db.Persons(t.Context(), []string{r.person.Commitment}); len(ps) != 0 || err != nil {
		t.Errorf("Persons() = %v, %v", ps, err)
	}
	// Nothing is left on the disk: not in the free pages, not in the -wal file.
	err = filepath.WalkDir(filepath.Dir(r.o.Path), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == r.o.Path+"-shm" {
			return err
		}
		b, err := os.ReadFile(path)
		for _, secret := range [][]byte{[]byte(r.text.Value), []byte(r.person.Name), r.text.Salt, r.person.Salt} {
			if bytes.Contains(b, secret) {
				t.Errorf("%s still holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	got, err := r.verify(t, r.signed)
	if err != nil || !got.OK() || got.Erased != 2 {
		t.Errorf("Verify() after erasure = %+v, %v", got, err)
	}
}

func TestExport(t *testing.T) {
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if _, err := db.Erase(t.Context(), []string{r.text.Commitment}); err != nil {
		t.Fatal(err)
	}
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
	if got := strings.Join(types, " "); got != "recette.journal leaf person erased document checkpoint end" {
		t.Errorf("types %q", got)
	}
	if tree.Size() != 20 || tree.Root() != first.Root || first.Root != last.Root {
		t.Errorf("%d leaves give root %s, the file says %s and %s", tree.Size(), tree.Root(), first.Root, last.Root)
	}
}
