package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recette/internal/durable"
)

func none(string, fs.FileInfo) bool { return false }

// What the journal refuses does not appear; what it accepted is durable before it accepts.
func TestRecordedFileFollowsTheJournal(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("journal refuses")
	place, err := At(path, Options{Shape: Any, Own: none})
	if err != nil {
		t.Fatal(err)
	}
	refuse := func() error { return refusal }
	if _, err := place.Record(t.Context(), "", []byte("signé"), refuse); !errors.Is(err, refusal) {
		t.Errorf("Record = %v, want the refusal", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
		t.Errorf("after a refusal, file = %q, %v, want the old one", data, err)
	}
	_, err = place.Record(t.Context(), "", []byte("signé"), func() error {
		beside, err := filepath.Glob(filepath.Join(dir, ".recette-*"))
		if err != nil || len(beside) != 1 {
			t.Errorf("while recording, %d files beside, %v, want 1", len(beside), err)
			return err
		}
		if data, err := os.ReadFile(beside[0]); err != nil || string(data) != "signé" {
			t.Errorf("while recording, the file beside = %q, %v, want it whole", data, err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
			t.Errorf("while recording, file = %q, %v, want the old one", data, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "signé" {
		t.Errorf("file = %q, %v, want the new one", data, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files left, %v, want 1", len(entries), err)
	}
}

// A place says what is wrong with it before anything is made, and again before anything is replaced.
func TestAt_RefusesWhatWouldBeLost(t *testing.T) {
	dir := t.TempDir()
	signed := []byte("%PDF-1.7 /ByteRange [0 1 2 3]")
	for name, data := range map[string][]byte{
		"signe.pdf": signed, "brouillon.pdf": []byte("%PDF-1.7"), "vide.pdf": nil, "notes.txt": []byte("à garder\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("signe.pdf", filepath.Join(dir, "lien.pdf")); err != nil {
		t.Fatal(err)
	}
	own := func(path string, _ fs.FileInfo) bool { return filepath.Base(path) == "recette.yaml" }
	for _, tt := range []struct {
		name string
		o    Options
		want Why
	}{
		{"neuf.pdf", Options{Shape: PDF}, ""},
		{"vide.pdf", Options{Shape: New}, ""},
		{"brouillon.pdf", Options{Shape: PDF}, ""},
		{"brouillon.pdf", Options{Shape: New, Force: true}, Taken},
		{"brouillon.pdf", Options{Shape: shapeCSV}, Foreign},
		{"notes.txt", Options{Shape: PDF}, Foreign},
		{"notes.txt", Options{Shape: PDF, Force: true}, ""},
		{"signe.pdf", Options{Shape: PDF, Force: true}, Signed},
		{"lien.pdf", Options{Shape: PDF, Force: true}, Signed},
		{"signe.pdf", Options{Shape: PDF, Renews: sha256.Sum256(signed)}, ""},
		{"signe.pdf", Options{Shape: PDF, Renews: sha256.Sum256([]byte("%PDF-1.7 autre"))}, Signed},
		{"recette.yaml", Options{Shape: Any, Force: true}, Own},
		{".", Options{Shape: Any, Force: true}, Folder},
		{"notes.txt/x.pdf", Options{Shape: PDF}, Fault},
	} {
		tt.o.Own = own
		path := filepath.Join(dir, tt.name)
		_, err := At(path, tt.o)
		var got Why
		if p, ok := errors.AsType[*Problem](err); ok {
			got = p.Why
			if p.Path != path || p.Shape != tt.o.Shape && p.Why != Fault {
				t.Errorf("%s: %+v, want the path and the shape that were given", tt.name, p)
			}
		}
		if got != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("At(%s, %+v) = %v, want %q", tt.name, tt.o, err, tt.want)
		}
	}
}

// What came to stand at a place while the content was made is not lost either.
func TestWrite_LooksAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pv.pdf")
	place, err := At(path, Options{Shape: PDF, Own: none})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("une note"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = place.Write(t.Context(), durable.Bytes([]byte("%PDF-1.7")))
	if p, ok := errors.AsType[*Problem](err); !ok || p.Why != Foreign {
		t.Errorf("Write = %v, want %q", err, Foreign)
	}
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, []byte("une note")) {
		t.Errorf("the file holds %q, %v, want what was there", data, err)
	}
}
