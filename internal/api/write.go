package api

import (
	"encoding/json"
	"io"
)

// Write writes a document for people to read too: two spaces a level, no escapes for HTML, a final line feed.
func Write(w io.Writer, doc any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc) //nolint:wrapcheck // of w, which its caller names
}
