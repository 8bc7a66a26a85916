// Package report writes what lint found in the forms that people and machines read: text with the line at fault,
// SARIF, and the formats of GitLab, GitHub and Checkstyle; the product's own document is that of internal/api. It takes
// values and gives bytes, the same for the same values.
// It refuses to word a finding, which is done at the edge, and to read files: whoever calls it hands the texts over.
package report

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// Document is what a run found, worded.
type Document struct {
	Version  string // of the program
	Language string // of the texts
	Files    int
	Items    []Item // sorted
	Waivers  []lint.Waiver
	Mended   []lint.Finding // what --fix mended, or would
	Dry      bool           // nothing was written
	Stale    int            // entries of the baseline that find nothing any more
	Rules    []Rule         // those of the run, and the codes that it found
}

// Item is a finding and its texts.
type Item struct {
	lint.Finding
	Message  string `json:"message"`
	Remedy   string `json:"remedy,omitempty"`
	Accepted bool   `json:"accepted,omitempty"` // by the baseline: it does not count
}

// ID is what the finding goes by: the code of the parser, else the rule.
func (i *Item) ID() string {
	if i.Code != "" {
		return i.Code
	}
	return i.Rule
}

// Rule is a rule, worded.
type Rule struct {
	ID       string
	Group    lint.Group
	Severity lint.Severity // in this run
	Title    string
	Why      string
	Help     string // Markdown: remedy, examples
	Aliases  []string
}

// Counts is how many findings count, by severity, and how many the baseline accepts.
type Counts struct{ Errors, Warnings, Infos, Accepted int }

// Count counts the findings.
func (d *Document) Count() Counts {
	var c Counts
	for i := range d.Items {
		switch {
		case d.Items[i].Accepted:
			c.Accepted++
		case d.Items[i].Severity == syntax.Error:
			c.Errors++
		case d.Items[i].Severity == syntax.Warning:
			c.Warnings++
		default:
			c.Infos++
		}
	}
	return c
}

// Sources gives the text of a file; nil when it cannot be read any more. It is asked file by file, in the order of the
// findings.
type Sources func(path string) *Text
