package attacks

import (
	"context"
	"database/sql"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
)

// requests are gestures that whoever holds the database counts twice.
func requests() map[string]fabricated {
	return map[string]fabricated{
		"a gesture that was recorded twice": {do: func(w *world) {
			for step := range 2 {
				w.forgetRequests()
				w.leaf(yann, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
					l.Request = &journal.Request{
						Key: "5f0c1b0e-7a64-4f7e-9d2b-6b8f0c2d1a11", C: text(strings.Repeat("ab", 32)),
					}
					l.Result = &journal.Result{
						Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Mode: string(recette.Manual),
						Steps: []journal.Observation{manual(step, recette.Passed)},
					}
					if l.Result.Closed = step == 1; l.Result.Closed {
						l.Result.Verdict = string(recette.Passed)
					}
				})
			}
		}, want: verify.NoteRules},
	}
}

// forgetRequests takes the keys of requests out of what the database is searched by.
func (w *world) forgetRequests() {
	w.t.Helper()
	db, err := sql.Open("sqlite3", w.path)
	w.must(err)
	defer db.Close()
	for _, statement := range []string{
		`DROP TRIGGER IF EXISTS journal_update`, `UPDATE journal SET request = NULL`,
	} {
		_, err := db.ExecContext(context.WithoutCancel(w.t.Context()), statement)
		w.must(err)
	}
}
