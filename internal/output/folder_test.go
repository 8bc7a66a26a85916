package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const listName = ".liste.json"

// contents puts files.
func contents(files map[string]string) func(put func(Content) error) error {
	return func(put func(Content) error) error {
		for name, text := range files {
			if err := put(Content{Path: name, Data: []byte(text)}); err != nil {
				return err
			}
		}
		return nil
	}
}

// held gives the files of a folder, but for the list.
func held(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == listName {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A folder holds what the last call gave, and what people put or changed there.
func TestRefill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	refill := func(files map[string]string) Refilled {
		t.Helper()
		got, err := Refill(dir, listName, contents(files))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := map[string]string{"index": "1", "d/a": "a", "d/b": "b", "e/é": "é"}
	if diff := cmp.Diff(Refilled{Written: 4, Kept: []string{}}, refill(first)); diff != "" {
		t.Errorf("the first time (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Refilled{Unchanged: 4, Kept: []string{}}, refill(first)); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
	for name, text := range map[string]string{"d/b": "à moi", "note": "à moi"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := refill(map[string]string{"index": "2"})
	if diff := cmp.Diff(Refilled{Written: 1, Removed: 2, Kept: []string{"d/b"}}, got); diff != "" {
		t.Errorf("without most of them (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"index": "2", "d/b": "à moi", "note": "à moi"}, held(t, dir)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "e")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that holds nothing any more: %v", err)
	}
}

// What is somebody else's, or leads elsewhere, is refused before anything is written.
func TestRefill_Refuses(t *testing.T) {
	elsewhere := t.TempDir()
	for name, tt := range map[string]struct {
		prepare func(dir string) error
		at      string
		want    error
	}{
		"a file in the way": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, "d"), []byte("à moi"), 0o600) }, "d",
			ErrOthers,
		},
		"another list": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, listName), []byte(`{"v":2}`), 0o600) },
			listName, ErrList,
		},
		"no list": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, listName), []byte(`[`), 0o600) }, listName,
			ErrList,
		},
		"a link away": {
			func(dir string) error { return os.Symlink(filepath.Join(elsewhere, "x"), filepath.Join(dir, "d")) }, "d",
			nil,
		},
	} {
		dir := t.TempDir()
		if err := tt.prepare(dir); err != nil {
			t.Fatal(err)
		}
		before := map[string]string{}
		if name != "a link away" {
			before = held(t, dir)
		}
		_, err := Refill(dir, listName, contents(map[string]string{"a": "a", "d": "d"}))
		at, ok := errors.AsType[*FolderError](err)
		if !ok || at.Path != filepath.Join(dir, tt.at) || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: Refill = %v, want %v at %s", name, err, tt.want, tt.at)
		}
		if name == "a link away" {
			if err := os.Remove(filepath.Join(dir, "d")); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(before, held(t, dir)); diff != "" {
			t.Errorf("%s: the folder (-before +after):\n%s", name, diff)
		}
	}
	if left := held(t, elsewhere); len(left) > 0 {
		t.Errorf("written elsewhere: %v", left)
	}
}

// TestRefill_InterruptedLeavesWhatWas: files that were put before an error take no place, and nothing of them stays,
// nor of a call that was killed long ago.
func TestRefill_InterruptedLeavesWhatWas(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{"a": "1", "d/b": "2"}
	if _, err := Refill(dir, listName, contents(before)); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{".recette-77": 2 * time.Hour, ".recette-78": time.Minute} {
		then := time.Now().Add(-age)
		err := errors.Join(
			os.Mkdir(filepath.Join(dir, name), 0o700), os.Chtimes(filepath.Join(dir, name), then, then),
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	stop := errors.New("interrupted")
	_, err := Refill(dir, listName, func(put func(Content) error) error {
		return errors.Join(put(Content{Path: "a", Data: []byte("9")}), put(Content{Path: "new", Data: nil}), stop)
	})
	if !errors.Is(err, stop) {
		t.Errorf("Refill = %v, want the error of the producer", err)
	}
	if diff := cmp.Diff(before, held(t, dir)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".recette-*"))
	if diff := cmp.Diff([]string{filepath.Join(dir, ".recette-78")}, left); diff != "" || err != nil {
		t.Errorf("put aside (-want +got): %v\n%s", err, diff)
	}
}

// TestRefill_LeavesTheFoldersOfOthers: a folder that only looks like one of files put aside is somebody's.
func TestRefill_LeavesTheFoldersOfOthers(t *testing.T) {
	own := fmt.Sprintf(".recette-%d", os.Getpid())
	for _, name := range []string{".recette-2024-notes", ".recette-2024", own} {
		dir := t.TempDir()
		then := time.Now().Add(-2 * time.Hour)
		mine := filepath.Join(dir, name, "notes.md")
		err := errors.Join(
			os.Mkdir(filepath.Join(dir, name), 0o700), os.WriteFile(mine, []byte("à moi"), 0o600),
			os.Chtimes(filepath.Join(dir, name), then, then),
		)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Refill(dir, listName, contents(map[string]string{"a": "1"}))
		if _, err := os.Stat(mine); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if (name == own) != errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: Refill = %v", name, err)
		}
	}
}
