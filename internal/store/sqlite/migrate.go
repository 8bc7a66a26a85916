package sqlite

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/bounded"
	"recette/internal/store"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

type migration struct {
	version int
	name    string
	sql     string
	sha256  string
}

// migrations gives the embedded migrations in order. Their numbers follow each other from 1.
func migrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql") // sorted
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var ms []migration
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		base := strings.TrimSuffix(path.Base(name), ".sql")
		number, title, _ := strings.Cut(base, "_")
		v, err := strconv.Atoi(number)
		if err != nil || v != len(ms)+1 || title == "" {
			return nil, fmt.Errorf("migration %s: want number %04d and a name", base, len(ms)+1)
		}
		sum := sha256.Sum256(b)
		ms = append(ms, migration{version: v, name: title, sql: string(b), sha256: hex.EncodeToString(sum[:])})
	}
	return ms, nil
}

// migrate brings the database to the last version. Each migration is one transaction with the change of user_version,
// which is transactional in SQLite: a crash leaves the version before or the one after. The first one also names the
// project, so that there is no database without a name.
func migrate(ctx context.Context, db *sqlx.DB, ms []migration, from int, at, project string) error {
	for _, m := range ms[from:] {
		if err := migrateOne(ctx, db, m, at, project); err != nil {
			return fmt.Errorf("migration %04d_%s: %w", m.version, m.name, classify(err))
		}
	}
	return nil
}

func migrateOne(ctx context.Context, db *sqlx.DB, m migration, at, project string) error {
	tx, err := db.BeginTxx(ctx, nil) // immediate, by the DSN
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // no-op after Commit
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO migration (version, name, sha256, at) VALUES (?, ?, ?, ?)`,
		m.version, m.name, m.sha256, at); err != nil {
		return err
	}
	if m.version == 1 {
		if _, err := tx.ExecContext(
			ctx, `INSERT INTO instance (id, project, created) VALUES (1, ?, ?)`, project, at,
		); err != nil {
			return err
		}
	}
	// A pragma takes no placeholder; both values are numbers of ours.
	if _,
		err := tx.ExecContext(
		ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", applicationID, m.version),
	); err != nil {
		return err
	}
	return tx.Commit()
}

// checkMigrations refuses a database that another set of migrations made: its tables may not be what this code expects.
// An older one may be read.
func (db *DB) checkMigrations(ctx context.Context, ms []migration) error {
	var applied []struct {
		Version int    `db:"version"`
		SHA256  string `db:"sha256"`
	}
	if err := db.readers.SelectContext(
		ctx, &applied, `SELECT version, sha256 FROM migration ORDER BY version`,
	); err != nil {
		return fmt.Errorf("list applied migrations: %w", db.readError(ctx, err))
	}
	for i, a := range applied {
		if i >= len(ms) || a.Version != ms[i].version || a.SHA256 != ms[i].sha256 {
			return fmt.Errorf("%w: number %d", store.ErrMigration, a.Version)
		}
	}
	if db.version = len(applied); db.version != len(ms) && (!db.opts.ReadOnly || db.version == 0) {
		return fmt.Errorf("%w: %d applied, want %d", store.ErrMigration, len(applied), len(ms))
	}
	return nil
}

// identity is what a file says of itself, read without changing it.
type identity struct {
	application int
	version     int
	objects     int // tables, indexes, triggers
}

// probe looks at a file. SQLite says of a disk that refuses to read that the file is damaged: whether it can be read at
// all tells one from the other.
func probe(ctx context.Context, file string, k connectionKind) (identity, error) {
	id, err := ask(ctx, file, k)
	if !errors.Is(err, store.ErrCorrupt) {
		return id, err
	}
	if refused := readThrough(file); refused != nil {
		return id, fmt.Errorf("look at %s: %w: %w", file, store.ErrIO, refused)
	}
	return id, err
}

// readThrough reads a file to its end. No connection to it may be open: closing it drops their locks.
func readThrough(file string) error {
	f, err := bounded.Open(file)
	if err != nil {
		return err
	}
	defer f.Close() // nothing was written
	return toItsEnd(f)
}

func toItsEnd(f *os.File) error {
	_, err := io.Copy(io.Discard, io.NewSectionReader(f, 0, math.MaxInt64))
	return err
}

// trueCause is what probe finds out, for connections that are open: what SQLite calls damage is a failure of the disk
// when the system refuses to read the file, or what was committed beside it. It looks once.
func (db *DB) trueCause(err error) error {
	if !errors.As(err, new(sqlite3.Error)) || !errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrIO) {
		return err
	}
	db.look.Do(func() {
		if db.looked, db.refuse = bounded.Open(db.opts.Path); db.refuse != nil {
			return
		}
		if db.refuse = toItsEnd(db.looked); db.refuse == nil {
			if e := readThrough(db.opts.Path + "-wal"); !errors.Is(e, fs.ErrNotExist) {
				db.refuse = e
			}
		}
	})
	if db.refuse != nil {
		return fmt.Errorf("%w: %w", store.ErrIO, db.refuse)
	}
	return err
}

func ask(ctx context.Context, file string, k connectionKind) (identity, error) {
	var id identity
	db, err := connect(file, k, 1)
	if err != nil {
		return id, err
	}
	defer db.Close() //nolint:errcheck // nothing was written
	for _, q := range []struct {
		sql  string
		dest *int
	}{
		{"PRAGMA application_id", &id.application},
		{"PRAGMA user_version", &id.version},
		{"SELECT count(*) FROM sqlite_schema", &id.objects},
	} {
		if err := db.GetContext(ctx, q.dest, q.sql); err != nil {
			return id, fmt.Errorf("look at %s: %w", file, classify(err))
		}
	}
	return id, nil
}

// check says whether the file is ours and how old it is. An empty database of no application is a new one of ours.
func (id identity) check(latest int) (fresh bool, err error) {
	switch {
	case id.application == 0 && id.version == 0 && id.objects == 0:
		return true, nil
	case id.application != applicationID:
		return false, fmt.Errorf("%w: application 0x%08x", store.ErrForeign, uint32(id.application))
	case id.version > latest:
		return false, fmt.Errorf("%w: version %d, this one knows %d", store.ErrNewer, id.version, latest)
	}
	return false, nil
}
