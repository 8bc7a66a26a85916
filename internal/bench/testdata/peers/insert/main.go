// Command insert is the peer of a session by hand: one row a verdict in a table of SQLite, each durable before the
// next.
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strconv"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path, rows string) error {
	n, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _,
		err := db.Exec(
		`CREATE TABLE IF NOT EXISTS verdict (id INTEGER PRIMARY KEY, case_id TEXT, at TEXT, verdict TEXT)`,
	); err != nil {
		return err
	}
	insert, err := db.Prepare(`INSERT INTO verdict (case_id, at, verdict) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	for i := range n {
		if _, err := insert.Exec(fmt.Sprintf("SC-%04d", i+1), "2026-11-23T09:00:00.000Z", "passed"); err != nil {
			return err
		}
	}
	return db.Close()
}
