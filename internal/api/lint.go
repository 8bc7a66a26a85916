package api

import (
	"recette/internal/lint"
	"recette/internal/lint/report"
)

// Linting is the document of "recette lint", version 2: version 1 knew neither waivers, nor infos, nor what a
// baseline accepts.
type Linting struct {
	V        int           `json:"v"`
	Files    int           `json:"files"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Infos    int           `json:"infos"`
	Accepted int           `json:"accepted"` // by the baseline: counted nowhere else
	Stale    int           `json:"stale"`    // entries of the baseline that find nothing any more
	Mended   int           `json:"mended"`   // by --fix, or would be
	Findings []report.Item `json:"findings"`
	Waivers  []lint.Waiver `json:"waivers"`
}

// NewLinting makes the document of what a run found, worded.
func NewLinting(d *report.Document) Linting {
	c := d.Count()
	return Linting{
		V: 2, Files: d.Files, Errors: c.Errors, Warnings: c.Warnings, Infos: c.Infos, Accepted: c.Accepted,
		Stale:  d.Stale,
		Mended: len(d.Mended), Findings: append([]report.Item{}, d.Items...),
		Waivers: append([]lint.Waiver{}, d.Waivers...),
	}
}
