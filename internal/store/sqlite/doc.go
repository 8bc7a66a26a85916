// Package sqlite is the engine that keeps the journal of a project in one SQLite file. It makes facts durable before it
// says so, gives them back in order, and finds what was tampered with. Its SQL is here and, where any engine can share
// it, in store/tables; but for the demo system, no other package of the product speaks SQL.
//
// What it refuses: to judge a fact, to change one, to open a file that is not its own, that is newer than itself, that
// was emptied or rolled back, or whose safety settings do not read back as they were asked.
//
// The files of a project lie side by side in a directory of mode 0700:
//
//	recette.db (and -wal, -shm)  the database
//	lock                         shared by those who record, held alone, with a name, by who makes or migrates
//	instance                     says that a database existed, so that an emptied one is not taken for a new one
//	head                         size and root after the last commit, so that lost commits are noticed
//	checkpoints                  signed heads, one JSON object a line, so that a rollback is noticed
//	checkpoints.left             those of branches that the log left when an older database was put back
//	mending                      a restoration was begun, and is not recorded yet
//	accounts.db (and -wal, -shm) who enters the pages: it changes, and is no part of the journal
//
// Never open, copy or hash the database file with os.Open inside a process that uses it: closing the descriptor drops
// SQLite's POSIX locks, and another process then writes in the middle of a transaction.
package sqlite
