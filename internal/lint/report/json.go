package report

import (
	"encoding/json"
	"io"

	"recette/internal/lint"
)

// jsonDocument is what "recette lint --json" prints, version 2: version 1 knew neither waivers, nor remarks, nor what a
// baseline accepts.
type jsonDocument struct {
	V        int           `json:"v"`
	Files    int           `json:"files"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Infos    int           `json:"infos"`
	Accepted int           `json:"accepted"`
	Stale    int           `json:"stale"`
	Mended   int           `json:"mended"`
	Findings []Item        `json:"findings"`
	Waivers  []lint.Waiver `json:"waivers"`
}

// JSON writes the document of the product itself.
func JSON(w io.Writer, d *Document) error {
	c := d.Count()
	out := jsonDocument{
		V: 2, Files: d.Files, Errors: c.Errors, Warnings: c.Warnings, Infos: c.Infos, Accepted: c.Accepted, Stale: d.Stale,
		Mended: len(d.Mended), Findings: d.Items, Waivers: d.Waivers,
	}
	if out.Findings == nil {
		out.Findings = []Item{}
	}
	if out.Waivers == nil {
		out.Waivers = []lint.Waiver{}
	}
	return encode(w, out)
}

// encode writes a document for people to read too: two spaces a level, and no escapes for HTML.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
