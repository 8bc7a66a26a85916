package report

import (
	"encoding/json"
	"io"
)

// encode writes a document for people to read too: two spaces a level, and no escapes for HTML.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
