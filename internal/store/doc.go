// Package store is the journal of a project as the rest of the product knows it: the interface, what it promises, the
// errors by which it says that it will not, and the commits that callers share. Its engines lie below: store/sqlite.
//
// What it refuses: to know a database. No SQL and no driver lives here.
package store
