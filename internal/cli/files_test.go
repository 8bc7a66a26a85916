package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What the journal refuses does not appear; what it accepted is durable before it accepts.
func TestRecordedFileFollowsTheJournal(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("journal refuses")
	place, err := (&app{dir: dir}).output(path, shapeAny, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := place.recorded(t.Context(), "", []byte("signé"), func() error { return refusal }); !errors.Is(err, refusal) {
		t.Errorf("recorded = %v, want the refusal", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
		t.Errorf("after a refusal, file = %q, %v, want the old one", data, err)
	}
	_, err = place.recorded(t.Context(), "", []byte("signé"), func() error {
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
