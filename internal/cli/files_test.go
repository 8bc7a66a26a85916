package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A failure while a document is written leaves what was there, and no debris.
func TestWriteWholeLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := writeWhole(path, func(w io.Writer) error {
		if _, err := w.Write([]byte("moitié")); err != nil {
			return err
		}
		return io.ErrUnexpectedEOF
	})
	if err == nil {
		t.Fatal("writeWhole = nil, want the error of the writer")
	}
	data, readErr := os.ReadFile(path)
	if readErr != nil || string(data) != "ancien" {
		t.Errorf("file = %q, %v, want the old one", data, readErr)
	}
	entries, readErr := os.ReadDir(dir)
	if readErr != nil || len(entries) != 1 {
		t.Errorf("%d files left, %v, want 1", len(entries), readErr)
	}
}

// A file is not wider than its owner wants their files to be: the umask counts.
func TestWriteWholeHonoursTheUmask(t *testing.T) {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "journal.ndjson")
	if err := writeWhole(path, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode = %o, want 600", got)
	}
}

func TestReplaceFileKeepsLinkAndMode(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "vrai.feature"), filepath.Join(dir, "lien.feature")
	if err := os.WriteFile(real, []byte("avant"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(real, 0o664); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, []byte("après")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is now %v, %v, want a link", info.Mode(), err)
	}
	data, err := os.ReadFile(real)
	if err != nil || string(data) != "après" {
		t.Errorf("content = %q, %v, want the new one", data, err)
	}
	if info, err := os.Stat(real); err != nil || info.Mode().Perm() != 0o664 {
		t.Errorf("mode = %v, %v, want 664", info.Mode(), err)
	}
}

// What the journal refuses does not appear; what it accepted is durable before it accepts.
func TestRecordedFileFollowsTheJournal(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("journal refuses")
	if err := recorded(path, []byte("signé"), func() error { return refusal }); !errors.Is(err, refusal) {
		t.Errorf("recorded = %v, want the refusal", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
		t.Errorf("after a refusal, file = %q, %v, want the old one", data, err)
	}
	err := recorded(path, []byte("signé"), func() error {
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
