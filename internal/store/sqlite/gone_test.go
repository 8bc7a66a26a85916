package sqlite_test

import (
	"errors"
	"os"
	"testing"

	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// SQLite goes on writing to a file that was deleted or replaced, and acknowledges: what nobody can find again is not
// recorded.
func TestAppend_RefusesOnceTheDatabaseIsGone(t *testing.T) {
	for name, do := range map[string]func(string) error{
		"deleted":  os.Remove,
		"moved":    func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error { return replaceFile(path, []byte("autre chose")) },
		"log lost": func(path string) error { return os.Remove(path + "-wal") },
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, t.TempDir())
			db, err := sqlite.Create(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close() // the file is no longer there to be closed properly
			mustAppend(t, db, auto(1))
			if err := do(o.Path); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Append(t.Context(), auto(2)); !errors.Is(err, store.ErrGone) {
				t.Errorf("Append = %v, want ErrGone", err)
			}
			if _, err := db.Append(t.Context(), auto(3)); !errors.Is(err, store.ErrFailed) {
				t.Errorf("the next Append = %v, want ErrFailed: nothing more is written", err)
			}
		})
	}
}

func replaceFile(path string, data []byte) error {
	if err := os.WriteFile(path+".x", data, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".x", path)
}
