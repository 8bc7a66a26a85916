package api

import (
	"encoding/json"
	"io"

	"recette/internal/execution"
)

// RunEvent is a line of "recette run --jsonl", version 1: one event each.
type RunEvent = execution.Event

// RunEvents writes events, a line each, as they come.
func RunEvents(w io.Writer) func(RunEvent) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(event RunEvent) error { return e.Encode(event) } //nolint:wrapcheck // of w, which its caller names
}
