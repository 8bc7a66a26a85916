package api

import (
	"recette/internal/campaign/gap"
	"recette/internal/ticket"
)

// AnomalyImport is the document of "recette anomaly import", version 1.
type AnomalyImport struct {
	V         int          `json:"v"`
	File      string       `json:"file"`
	SHA256    string       `json:"sha256"`
	Campaign  string       `json:"campaign"`
	DryRun    bool         `json:"dry_run"`
	Recorded  int          `json:"recorded"` // rows
	Ready     int          `json:"ready"`    // rows of which something could be recorded
	Conflicts int          `json:"conflicts"`
	Columns   []string     `json:"columns_left"` // titles that are not taken
	Lines     []ticketLine `json:"lines"`

	Warnings []DutyWarning `json:"warnings,omitempty"` // of the separation of duties
}

// ticketLine is a row of a table of anomalies.
type ticketLine struct {
	Row    int          `json:"row"` // line of the file
	Name   string       `json:"name,omitempty"`
	Number string       `json:"number,omitempty"`
	Status string       `json:"status"` // record, same, left, conflict
	Set    []ticketSet  `json:"set,omitempty"`
	Notes  []ticketNote `json:"notes,omitempty"`
}

type ticketSet struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to"`
}

type ticketNote struct {
	Code  string   `json:"code"`
	Field string   `json:"field,omitempty"`
	Args  []string `json:"args,omitempty"`
}

// NewAnomalyImport gives what becomes of each row of a table of anomalies.
func NewAnomalyImport(campaign string, from gap.Source, s *ticket.Sheet, lines []ticket.Line) AnomalyImport {
	doc := AnomalyImport{
		V: 1, File: from.File, SHA256: from.SHA256, Campaign: campaign, Columns: append([]string{}, s.Left...),
		Lines: []ticketLine{},
	}
	for i := range lines {
		l := &lines[i]
		out := ticketLine{Row: l.Row, Name: l.Name, Number: l.Number, Status: string(l.Status)}
		for _, set := range l.Sets {
			out.Set = append(out.Set, ticketSet{Field: set.Field, From: set.From, To: set.To})
		}
		for _, n := range l.Notes {
			out.Notes = append(out.Notes, ticketNote{Code: n.Code, Field: n.Field, Args: n.Args})
		}
		switch {
		case l.Status == ticket.Conflict:
			doc.Conflicts++
		case l.Raise != nil || len(l.Changes) > 0:
			doc.Ready++
		}
		doc.Lines = append(doc.Lines, out)
	}
	return doc
}
