package sqlite

import (
	"context"
	"errors"
	"fmt"
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
	want, err := freshSchema(ctx, ms)
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
			return fmt.Errorf("%w: %s", store.ErrSchema, name)
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
			return fmt.Errorf("%w: %s", store.ErrSchema, name)
		}
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return classify(err)
		}
	}
	return classify(tx.Commit())
}
