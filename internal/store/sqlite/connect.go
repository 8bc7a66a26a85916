package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/jmoiron/sqlx"
	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/store"
)

const (
	applicationID = 0x50562331 // "PV#1"
	busyMillis    = 5000
	// minSQLite is the first version without the race that resets the write-ahead log and corrupts the database
	// (sqlite.org/changes.html, 3.51.3).
	minSQLite = 3_051_003
)

// connectionKind says what a connection is for.
type connectionKind int

const (
	writes    connectionKind = iota // the one writer
	reads                           // query_only, beside a writer
	inspects                        // mode=ro: a store opened read-only
	immutable                       // mode=ro on a read-only medium, where not even the -shm file can be made
	probes                          // mode=ro and no setting: a file that may not be ours stays as it is
)

// dsn holds every setting, because a PRAGMA given through a pool touches one connection only. The path is escaped: a
// question mark in it would otherwise end the file name. The driver ignores a key it does not know, so that readBack
// checks each one.
func dsn(path string, k connectionKind) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("path of the database: %w", err)
	}
	q := url.Values{}
	switch k {
	case writes, reads:
		q.Set("mode", "rw") // never create: Create makes the file, with its mode
	case inspects, probes:
		q.Set("mode", "ro")
	case immutable:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	q.Set("_busy_timeout", fmt.Sprint(busyMillis))
	if k != probes {
		q.Set("_synchronous", "FULL")
		q.Set("_foreign_keys", "on")
		q.Set("_recursive_triggers", "on")
		q.Set("_secure_delete", "on")
	}
	switch k {
	case writes:
		q.Set("_journal_mode", "WAL")
		q.Set("_txlock", "immediate")
	case reads, inspects, immutable, probes:
		q.Set("_query_only", "on")
		q.Set("_txlock", "deferred")
	}
	return (&url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}).String(), nil
}

// settings is what must read back on a connection of each kind.
func settings(k connectionKind) map[string]string {
	if k == probes {
		return nil
	}
	s := map[string]string{
		"synchronous":        "2",
		"foreign_keys":       "1",
		"busy_timeout":       fmt.Sprint(busyMillis),
		"recursive_triggers": "1",
		"secure_delete":      "1",
		"trusted_schema":     "0",
		"cell_size_check":    "1",
		"query_only":         "1",
	}
	if k == writes {
		s["query_only"] = "0"
	}
	if k != immutable {
		s["journal_mode"] = "wal"
	}
	return s
}

// connect opens a pool of at most n connections, each checked when it is made.
func connect(path string, k connectionKind, n int) (*sqlx.DB, error) {
	name, err := dsn(path, k)
	if err != nil {
		return nil, err
	}
	return connectByName(name, k, n)
}

func connectByName(name string, k connectionKind, n int) (*sqlx.DB, error) {
	returnLargeBlocks()
	c := &connector{dsn: name}
	c.driver.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
		if k == probes {
			return nil
		}
		// The driver has no DSN key for these two. The third keeps the -wal file from staying large after a large
		// transaction.
		if _, err := conn.Exec(
			"PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA journal_size_limit=67108864", nil,
		); err != nil {
			return fmt.Errorf("settings of a connection: %w", err)
		}
		return readBack(conn, settings(k))
	}
	db := sqlx.NewDb(sql.OpenDB(c), "sqlite3")
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

type connector struct {
	dsn    string
	driver sqlite3.SQLiteDriver
}

func (c *connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c *connector) Driver() driver.Driver                        { return &c.driver }

// readBack compares every setting with what the connection says of itself. It returns a *SettingError.
func readBack(conn *sqlite3.SQLiteConn, want map[string]string) error {
	for name, w := range want {
		got, err := pragma(conn, name)
		if err != nil {
			return fmt.Errorf("read back %s: %w", name, err)
		}
		if got != w {
			return &store.SettingError{Name: name, Got: got, Want: w}
		}
	}
	return nil
}

func pragma(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close() //nolint:errcheck // the value was read
	dest := make([]driver.Value, len(rows.Columns()))
	switch err := rows.Next(dest); {
	case errors.Is(err, io.EOF):
		return "", nil
	case err != nil:
		return "", err
	}
	return strings.ToLower(fmt.Sprint(dest[0])), nil
}

// checkLibrary refuses an SQLite that may corrupt the database.
func checkLibrary() error {
	if name, n, _ := sqlite3.Version(); n < minSQLite {
		return fmt.Errorf("%w: %s, want 3.51.3 or later", store.ErrOldSQLite, name)
	}
	return nil
}
