package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotFound says that no directory from the start upwards holds recette.yaml.
var ErrNotFound = errors.New("no project here")

// Find gives the root of the project that holds dir: the nearest directory upwards with recette.yaml, as an absolute
// path. It returns ErrNotFound when there is none, and the error of the file system when dir cannot be looked at.
func Find(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find project: %w", err)
	}
	if info, err := os.Stat(abs); err != nil {
		return "", fmt.Errorf("find project: %w", err)
	} else if !info.IsDir() {
		return "", fmt.Errorf("find project: %s: %w", abs, fs.ErrInvalid)
	}
	for at := abs; ; at = filepath.Dir(at) {
		info, err := os.Stat(filepath.Join(at, FileName))
		if err == nil && !info.IsDir() {
			return at, nil // whatever else it is, the reading of it says so
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", fmt.Errorf("find project: %w", err)
		}
		if filepath.Dir(at) == at {
			return "", fmt.Errorf("%w: %s", ErrNotFound, abs)
		}
	}
}

// Layout says where things lie in a project.
type Layout struct{ Root string }

// config is the configuration.
func (l Layout) config() string { return filepath.Join(l.Root, FileName) }

// Plans holds the validation plans, a YAML file each.
func (l Layout) Plans() string { return filepath.Join(l.Root, "plans") }

// Plan is the file of the plan of that name.
func (l Layout) Plan(name string) string { return filepath.Join(l.Plans(), name+".yaml") }

// State is private, and not for git: mode 0700.
func (l Layout) State() string { return filepath.Join(l.Root, ".recette") }

// Database is the record of the project.
func (l Layout) Database() string { return filepath.Join(l.State(), "recette.db") }

// Accounts is who enters the pages, and how: no part of the record.
func (l Layout) Accounts() string { return filepath.Join(l.State(), "accounts.db") }

// Head keeps the last signed head of the journal, outside of the private folder and not for git: it shows that the
// folder was exchanged.
func (l Layout) Head() string { return filepath.Join(l.Root, ".recette.head") }

// Evidence holds attachments by content address.
func (l Layout) Evidence() string { return filepath.Join(l.State(), "evidence") }

// Keys holds the keys of the log and of the signers.
func (l Layout) Keys() string { return filepath.Join(l.State(), "keys") }

// LogKey is the key that signs the heads of the journal.
func (l Layout) LogKey() string { return filepath.Join(l.Keys(), "log.key") }

// Cache holds what can be made again.
func (l Layout) Cache() string { return filepath.Join(l.State(), "cache") }
