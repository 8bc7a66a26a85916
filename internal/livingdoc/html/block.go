package html

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// late holds the bodies of scenarios that are written apart from their lines.
type late struct{ bodies []string }

func (l *late) add(body string) int {
	l.bodies = append(l.bodies, body)
	return len(l.bodies) - 1
}

// jsonString writes a string that may stand in a script or in a page: <, > and & are escaped, as are the line ends that
// only scripts know.
func jsonString(s string) string {
	b, err := json.Marshal(s)
	if err != nil { // a string always marshals
		return `""`
	}
	return string(b)
}

// block writes data for the script in a block of the page, packed when asked: deflated, in base 64.
func (p *page) block(id markup, data any, packed bool) error {
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	p.raw(`<script type="application/json" id="` + id + `"`)
	if !packed {
		p.raw(">")
		p.b.Write(text) // escaped by the encoder: no tag can open or close in it
		p.raw("</script>\n")
		return nil
	}
	var z bytes.Buffer
	w, err := flate.NewWriter(&z, flate.BestCompression)
	if err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	p.raw(` data-z="1">`)
	var b strings.Builder
	e := base64.NewEncoder(base64.StdEncoding, &b)
	if _, err := e.Write(z.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	if err := e.Close(); err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	p.b.WriteString(b.String())
	p.raw("</script>\n")
	return nil
}
