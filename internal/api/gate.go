package api

import (
	"recette/internal/campaign/state"
	"recette/reports"
)

// Gate is the document of "recette campaign status --gate", version 1.
type Gate struct {
	V        int      `json:"v"`
	Campaign string   `json:"campaign"`
	Gate     string   `json:"gate"` // entry, exit
	Met      bool     `json:"met"`  // every criterion is, or is derogated
	Criteria []passed `json:"criteria"`
	Reached  []passed `json:"suspension_reached"`
}

// passed is a criterion with what it comes to.
type passed struct {
	Criterion string `json:"criterion"`
	Threshold string `json:"threshold,omitempty"`
	Measured  string `json:"measured,omitempty"`  // numerator and denominator, or a count; absent when it is attested
	Met       string `json:"met"`                 // yes, no, unknown, or the number of a derogation
	Elsewhere bool   `json:"elsewhere,omitempty"` // that number is of a decision out of the journal: it is not verified
	Cited     string `json:"cited,omitempty"`     // by the plan: a derogation that excuses nothing, for the reason Void
	Void      string `json:"void,omitempty"`
}

func passedOf(c *reports.Criterion, n *state.Notes) passed {
	return passed{c.Text, c.Threshold, c.Measured, c.Met, n.Elsewhere(c.Met), c.Cited, c.Void}
}

// NewGate tells what the criteria of a gate come to. One that nobody measures or attests is not met, and no criterion
// at all lets nothing pass. n holds the derogations of the journal.
func NewGate(campaign, gate string, list, reached []reports.Criterion, n *state.Notes) Gate {
	doc := Gate{V: 1, Campaign: campaign, Gate: gate, Met: len(list) > 0, Criteria: []passed{}, Reached: []passed{}}
	for i := range list {
		c := &list[i]
		doc.Criteria = append(doc.Criteria, passedOf(c, n))
		doc.Met = doc.Met && c.Met != "no" && c.Met != "unknown"
	}
	for i := range reached {
		doc.Reached = append(doc.Reached, passedOf(&reached[i], n))
	}
	return doc
}
