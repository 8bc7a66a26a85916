package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/project"
)

// LogKeyError says what keeps the key that signs the heads of the log from being read; nil when it can be, or is lost.
func (a *App) LogKeyError(root string) error {
	_, _, err := a.logKey(project.Layout{Root: root}, false)
	return err
}

// logKey reads the key that signs checkpoints, and gives the project that the database is made for. Whoever makes the
// database makes the key first: its name is the origin of the log, so it says which project it belongs to. A database
// without its key takes no more facts: nobody could tell them from those that somebody else put there.
func (a *App) logKey(at project.Layout, makes bool) (private, id string, err error) {
	path := at.LogKey()
	none := noDatabase(at) // asked first: the key is made before the database
	data, err := bounded.ReadFile(path, bounded.Mark)
	if err == nil {
		key, err := journal.ParseLogKey(strings.TrimSpace(string(data)))
		if err != nil {
			return "", "", &KeyError{Path: path, Err: err}
		}
		return strings.TrimSpace(string(data)), strings.TrimPrefix(key.Origin(), journal.Origin("")), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", "", &KeyError{Path: path, Err: err}
	}
	if !none || !makes {
		return "", "", nil
	}
	drawn, err := uuid.NewRandomFromReader(a.Rand)
	if err != nil {
		return "", "", fmt.Errorf("name the project: %w", err)
	}
	id = drawn.String()
	private, _, err = journal.GenerateLogKey(a.Rand, journal.Origin(id))
	if err != nil {
		return "", "", fmt.Errorf("make the log key: %w", err)
	}
	if err := durable.MakeDir(filepath.Dir(path), 0o700); err != nil {
		return "", "", &KeyError{Path: path, Err: err}
	}
	err = durable.WriteNew(path, 0o600, []byte(private+"\n"))
	if errors.Is(err, fs.ErrExist) { // another process made one meanwhile, and a database by it
		return a.logKey(at, makes)
	}
	if err != nil {
		return "", "", &KeyError{Path: path, Err: err}
	}
	return private, id, nil
}
