package durable

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// only wants one file in a folder, with that content.
func only(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s = %q, %v, want %q", path, got, err, want)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files, %v, want 1", len(entries), err)
	}
}

// A failure while a document is written leaves what was there, and no debris.
func TestWriteLeavesTheOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := Write(path, 0o644, func(w io.Writer) error {
		if _, err := w.Write([]byte("moitié")); err != nil {
			return err
		}
		return io.ErrUnexpectedEOF
	})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("Write = %v, want the error of the writer", err)
	}
	only(t, path, "ancien")
}

// A file is not wider than its owner wants their files to be: the umask counts.
func TestWriteHonoursTheUmask(t *testing.T) {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "journal.ndjson")
	if err := Write(path, 0o644, Bytes([]byte("x"))); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v, want 600", info.Mode(), err)
	}
}

func TestReplaceKeepsLinkAndMode(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "vrai.feature"), filepath.Join(dir, "lien.feature")
	if err := errors.Join(os.WriteFile(real, []byte("avant"), 0o600), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(real, 0o664); err != nil { // wider than the umask would give
		t.Fatal(err)
	}
	if err := Replace(link, []byte("après")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("link = %v, %v, want it kept", info, err)
	}
	got, err := os.ReadFile(real)
	if err != nil || string(got) != "après" {
		t.Errorf("file = %q, %v", got, err)
	}
	if info, err := os.Stat(real); err != nil || info.Mode().Perm() != 0o664 {
		t.Errorf("mode = %v, %v, want 664", info, err)
	}
}

// Of two that write the same new file, one is refused, and what the other wrote stands.
func TestWriteNewReplacesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "DEC-0001.md")
	if err := WriteNew(path, 0o644, []byte("première")); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(path, 0o644, []byte("seconde")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("WriteNew over a file = %v, want fs.ErrExist", err)
	}
	only(t, path, "première")
}

// Nobody sees a staged file under its name before it is committed, nor a trace of it once it is discarded.
func TestStageShowsNothingBeforeCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pv.pdf")
	s, err := Stage(path, 0o644, Bytes([]byte("signé")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before Commit: %v, want nothing there", err)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	only(t, path, "signé")
	s, err = Stage(path, 0o644, Bytes([]byte("autre")))
	if err != nil {
		t.Fatal(err)
	}
	s.Discard()
	only(t, path, "signé")
}

func TestMakeDirMakesParents(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := MakeDir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder = %v, %v", info, err)
	}
}
