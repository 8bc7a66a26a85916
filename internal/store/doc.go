// Package store is the journal of a project as the rest of the product knows it: the interface, what it promises, the
// errors by which it says that it will not, the commits that callers share, and what is made of rows in the same way
// whatever keeps them: reading, proofs, checkpoints, verification, export. Its engines lie below: store/sqlite, over
// the SQL that all of them understand, store/tables.
//
// What it refuses: to know a database. No SQL and no driver lives here.
package store
