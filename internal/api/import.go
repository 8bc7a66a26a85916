package api

import "recette/internal/importer"

// Import is the document of "recette import", version 1.
type Import struct {
	V         int          `json:"v"`
	File      string       `json:"file"`
	SHA256    string       `json:"sha256"`
	Encoding  string       `json:"encoding,omitempty"` // of a delimited text
	Comma     string       `json:"comma,omitempty"`    // what parts its cells
	Campaign  string       `json:"campaign"`
	DryRun    bool         `json:"dry_run"`
	Recorded  int          `json:"recorded"`           // cases
	Ready     int          `json:"ready"`              // cases that could be recorded
	Raised    int          `json:"raised,omitempty"`   // anomalies
	Unraised  int          `json:"unraised,omitempty"` // anomalies that could not be raised beside a recorded result
	Conflicts int          `json:"conflicts"`
	Lines     []importLine `json:"lines"`

	Warnings []DutyWarning `json:"warnings,omitempty"` // of the separation of duties
}

// importLine is a row that somebody filled, or a sheet or a column that is not taken.
type importLine struct {
	Sheet   string   `json:"sheet"`
	Cell    string   `json:"cell,omitempty"` // "E12"; empty for a whole sheet
	Case    string   `json:"case,omitempty"`
	Steps   string   `json:"steps,omitempty"` // "4", "1-2"; empty for the whole case
	Verdict string   `json:"verdict,omitempty"`
	Status  string   `json:"status"` // record, same, raise, left, conflict, held
	Code    string   `json:"code,omitempty"`
	Args    []string `json:"args,omitempty"`
}

// NewImport gives what becomes of each row of a file.
func NewImport(f *importer.File, campaign string, p *importer.Plan) Import {
	doc := Import{
		V: 1, File: f.Name, SHA256: f.SHA256, Campaign: campaign, Ready: p.Ready(), Conflicts: p.Conflicts(),
		Lines: []importLine{},
	}
	if t := f.Table; t != nil {
		doc.Encoding, doc.Comma = t.Encoding, string(t.Comma)
	}
	doc.Add(p.Lines)
	return doc
}

// Add adds lines.
func (doc *Import) Add(lines []importer.Line) {
	for i := range lines {
		l := &lines[i]
		doc.Lines = append(doc.Lines, importLine{
			Sheet: l.Place.Sheet, Cell: l.Place.Cell(), Case: l.Case, Steps: l.Steps(), Verdict: string(l.Verdict),
			Status: string(l.Status), Code: l.Code, Args: l.Args,
		})
	}
}
