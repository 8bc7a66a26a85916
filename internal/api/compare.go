package api

import (
	"recette/internal/campaign"
	"recette/internal/recette"
)

// Comparison is the document of "recette campaign compare", version 1.
type Comparison struct {
	V    int           `json:"v"`
	Was  string        `json:"was"`
	Now  string        `json:"now"`
	Rows []comparedRow `json:"rows"`
}

// comparedRow is what became of a row of the plan.
type comparedRow struct {
	Case string          `json:"case"`
	Turn campaign.Turn   `json:"turn"`
	Was  recette.Verdict `json:"was,omitempty"`
	Now  recette.Verdict `json:"now,omitempty"`
}

// NewComparison tells what became of rows.
func NewComparison(was, now string, list []campaign.Difference) Comparison {
	doc := Comparison{V: 1, Was: was, Now: now, Rows: []comparedRow{}}
	for _, d := range list {
		doc.Rows = append(doc.Rows, comparedRow{d.ID, d.Turn, d.Was, d.Now})
	}
	return doc
}
