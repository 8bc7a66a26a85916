package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file that is to be replaced is read again first: nothing that somebody saved meanwhile is lost.
func TestSinceRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.feature")
	for _, tt := range []struct {
		now, read, next string
		want            Since
	}{
		{"lu", "lu", "écrit", Untouched},
		{"écrit", "lu", "écrit", Done},
		{"autre", "lu", "écrit", Saved},
		{"lu et bien plus", "lu", "écrit", Saved},
		{"", "lu", "écrit", Saved},
		{"", "", "écrit", Untouched},
		{"autre", "", "", Saved},
	} {
		if err := os.WriteFile(path, []byte(tt.now), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := SinceRead(path, []byte(tt.read), []byte(tt.next))
		if err != nil || got != tt.want {
			t.Errorf(
				"SinceRead of %q, read %q, to be %q = %d, %v, want %d", tt.now, tt.read, tt.next, got, err, tt.want,
			)
		}
	}
	if _, err := SinceRead(path+".gone", []byte("lu"), []byte("écrit")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("SinceRead of a file that is gone = %v, want ErrNotExist", err)
	}
}
