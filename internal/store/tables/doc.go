// Package tables is the SQL that every engine of internal/store understands: it reads and writes the tables of the
// journal, which each engine makes in its own way. It gives rows as they stand.
//
// What it refuses: to open a database, to know a driver, to begin or end a transaction, to judge what it reads.
package tables
