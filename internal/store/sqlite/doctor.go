package sqlite

import (
	"context"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/store"
)

// Doctor gathers facts about the database and where it lies. It changes nothing.
func (db *DB) Doctor(ctx context.Context) (*store.Facts, error) {
	name, _, _ := sqlite3.Version()
	f := &store.Facts{Project: db.project, SQLite: name, Settings: map[string]string{}}
	ms, err := migrations(migrationFiles)
	if err != nil {
		return nil, err
	}
	f.Latest = len(ms)
	for _, q := range []struct {
		dest any
		sql  string
	}{
		{&f.SchemaVersion, `PRAGMA user_version`},
		{&f.Leaves, `SELECT coalesce(max(seq), -1) + 1 FROM journal`},
		{&f.LastCheckpoint, `SELECT coalesce(max(size), 0) FROM checkpoint`},
	} {
		if err := db.readers.GetContext(ctx, q.dest, q.sql); err != nil {
			return nil, fmt.Errorf("doctor: %w", db.readError(ctx, err))
		}
	}
	for pragma := range settings(db.reading) {
		var value string
		if err := db.readers.GetContext(ctx, &value, `PRAGMA `+pragma); err != nil {
			return nil, fmt.Errorf("doctor: %w", db.readError(ctx, err))
		}
		f.Settings[pragma] = value
	}
	if err := db.readers.SelectContext(ctx, &f.QuickCheck, `PRAGMA quick_check(20)`); err != nil {
		return nil, fmt.Errorf("doctor: %w", db.readError(ctx, err))
	}
	if len(f.QuickCheck) == 1 && f.QuickCheck[0] == "ok" {
		f.QuickCheck = nil
	}
	if f.FileSystem, f.Network, err = db.opts.fileSystem()(db.opts.dir()); err != nil {
		return nil, fmt.Errorf("doctor: %w", err)
	}
	if f.FreeBytes, err = FreeBytes(db.opts.dir()); err != nil {
		return nil, fmt.Errorf("doctor: %w", err)
	}
	return f, nil
}
