package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"recette/internal/store"
)

// Schema implements store.Rows: it compares tables, indexes and triggers with those that the migrations make.
func (r rows) Schema(ctx context.Context, report *store.Report) error {
	ms, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	want, err := freshSchema(ctx, ms[:r.db.version])
	if err != nil {
		return err
	}
	got, err := schemaOf(ctx, r.db.readers)
	if err != nil {
		return r.db.readError(ctx, err)
	}
	for name, text := range want {
		switch have, ok := got[name]; {
		case !ok:
			report.About(store.SchemaDiffers, name, "missing")
		case have != text:
			report.About(store.SchemaDiffers, name, "changed")
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			report.About(store.SchemaDiffers, name, "added")
		}
	}
	return nil
}

// freshSchema runs the migrations in memory.
func freshSchema(ctx context.Context, ms []migration) (_ map[string]string, err error) {
	db, err := connectByName("file::memory:?_txlock=immediate", probes, 1)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := migrate(ctx, db, ms, 0, "", ""); err != nil {
		return nil, err
	}
	return schemaOf(ctx, db)
}

func schemaOf(ctx context.Context, db sqlx.QueryerContext) (map[string]string, error) {
	var rows []struct {
		Type string `db:"type"`
		Name string `db:"name"`
		SQL  string `db:"sql"`
	}
	// SQLite's own objects (sqlite_stat1, automatic indexes) follow from the others.
	err := sqlx.SelectContext(
		ctx, db, &rows,
		`SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
	)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Type+" "+r.Name] = r.SQL
	}
	return out, nil
}

// mendSchema makes again the triggers and indexes that are missing or changed, and takes away those that were added. A
// table that is not the one that was made is ErrSchema: what it holds is not known.
func (db *DB) mendSchema(ctx context.Context) (err error) {
	ms, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	want, err := freshSchema(ctx, ms)
	if err != nil {
		return err
	}
	w, err := connect(db.opts.Path, writes, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	tx, err := w.BeginTxx(ctx, nil)
	if err != nil {
		return classify(err)
	}
	defer tx.Rollback() //nolint:errcheck // no-op after Commit
	got, err := schemaOf(ctx, tx)
	if err != nil {
		return err
	}
	for name := range got {
		if got[name] == want[name] && want[name] != "" {
			continue
		}
		kind, object, _ := strings.Cut(name, " ")
		if kind != "trigger" && kind != "index" {
			return &store.SchemaError{Name: name}
		}
		if _, err := tx.ExecContext(ctx, `DROP `+kind+` "`+strings.ReplaceAll(object, `"`, `""`)+`"`); err != nil {
			return classify(err)
		}
	}
	for name, text := range want {
		if got[name] == text {
			continue
		}
		if !strings.HasPrefix(name, "trigger ") && !strings.HasPrefix(name, "index ") {
			return &store.SchemaError{Name: name}
		}
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return classify(err)
		}
	}
	return classify(tx.Commit())
}

// checkSchema compares the schema with the one that the migrations make. The triggers that keep accidents away are in
// it.
func (db *DB) checkSchema(ctx context.Context) error {
	got, err := schemaOf(ctx, db.readers)
	if err != nil {
		return db.readError(ctx, err)
	}
	if digestOf(got) != schemaDigests()[db.version-1] {
		return store.ErrSchema
	}
	return nil
}

// checkInstance compares what the database says of its beginning: it was made when its first migration was run.
func (db *DB) checkInstance(ctx context.Context) error {
	var made struct {
		Created  string `db:"created"`
		Migrated string `db:"migrated"`
	}
	if err := db.readers.GetContext(
		ctx, &made, `SELECT created, (SELECT at FROM migration ORDER BY version LIMIT 1) AS migrated FROM instance`,
	); err != nil {
		return db.readError(ctx, err)
	}
	if made.Created != made.Migrated {
		return fmt.Errorf(
			"%w: the database says that it was made at %s, and its first migration at %s", store.ErrCorrupt,
			made.Created, made.Migrated,
		)
	}
	return nil
}

// schemaDigests are those of the schemas that the migrations make, each after those before it: a test holds them to the
// migrations, for running these takes longer than all the rest of an opening.
func schemaDigests() []string {
	return []string{
		"d0ca11ab7f010cd3ece57ef92e9383b7a049abebbea2179fbf4ddcfdf6001352",
		"dc1b4c62371dbce4436f8a675dd8bbb6afbced27db90c902d408248d5a402cd2",
	}
}

// digestOf is a digest of a schema.
func digestOf(schema map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(schema)) {
		fmt.Fprintf(h, "%s\x00%s\x00", name, schema[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}
