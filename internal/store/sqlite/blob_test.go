package sqlite_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

// TestReadBlob_Altered: a document that is not what its address says is refused, whatever was made of it.
func TestReadBlob_Altered(t *testing.T) {
	db, o := create(t)
	blob := journal.NewBlob([]byte("tel quel"))
	e := auto(0)
	e.Blobs = []journal.Blob{blob}
	mustAppend(t, db, e)
	execAll(t, o.Path, append(unguarded("document"), `UPDATE document SET data = CAST('autrement' AS BLOB)`)...)
	for name, read := range map[string]func(io.Reader) error{
		"whole": func(r io.Reader) error {
			_, err := io.ReadAll(r)
			return err
		},
		"content with it":     func(r io.Reader) error { _, _ = io.Copy(io.Discard, r); return nil },
		"not even looked at":  func(io.Reader) error { return nil },
		"refused, before all": func(io.Reader) error { return errors.New("no manifest") },
	} {
		if err := db.ReadBlob(t.Context(), blob.SHA256, read); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v, want ErrCorrupt", name, err)
		}
	}
	unknown := strings.Repeat("0", 64)
	err := db.ReadBlob(t.Context(), unknown, func(io.Reader) error { return nil })
	if !errors.Is(err, store.ErrUnknown) {
		t.Errorf("an unknown document: %v, want ErrUnknown", err)
	}
	if _, err := db.Blob(t.Context(), blob.SHA256); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Blob: %v, want ErrCorrupt", err)
	}
}
