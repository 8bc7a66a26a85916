// Package store is the journal of a project as the rest of the product knows it: the interface of an engine, what it
// promises, and the errors by which it says that it will not. Its engines lie below: store/sqlite.
//
// What it refuses: to know a database. No SQL and no driver lives here.
package store
