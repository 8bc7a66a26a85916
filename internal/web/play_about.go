package web

import (
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/guided"
	"recette/internal/recette"
)

// briefing is what somebody should know before the first step of a row.
type briefing struct {
	guided.About
	Plan      *campaign.Outline // where it is played, and what was delivered
	Waits     string            // the row that it waits for, and where that one stands
	WaitsAt   recette.Verdict
	Anomalies []anomaly // about it, that are to be dealt with
	Before    []catalogue.Step
	Examples  []said
}

// around reads what a page shows beside the steps of a row.
func (s *Server) around(v *visit, p *place, page *played) error {
	at := page.At()
	if at == "busy" {
		return nil
	}
	about, err := p.session.About(v.r.Context(), p.index)
	if err != nil {
		return err
	}
	b := &briefing{About: about, Plan: p.outline}
	for _, x := range page.Case.Steps {
		if x.Background {
			b.Before = append(b.Before, x)
		}
	}
	if row := page.Case.Examples; row != nil {
		for i := range min(len(row.Header), len(row.Cells)) {
			b.Examples = append(b.Examples, said{Name: row.Header[i], Text: row.Cells[i]})
		}
	}
	page.About = b
	if at == "asked" {
		return nil
	}
	st, rows, err := s.statusTo(v, p.actor, page.Campaign)
	if err != nil {
		return err
	}
	b.of(st, page.Case.ID)
	for i := range st.Drafts {
		if d := &st.Drafts[i]; d.Case == page.Case.ID {
			page.Unexplained = append(page.Unexplained, failure{ID: d.ID(), N: d.Step + 1})
		}
	}
	page.Next, page.Left = upNext(list(p, st, rows), page.Case.ID)
	return nil
}

// of takes what the record holds of a row.
func (b *briefing) of(st *campaign.Status, row string) {
	for _, h := range st.HeldBack {
		if h.Case == row {
			b.Waits, b.WaitsAt = h.For, h.Verdict
		}
	}
	for i := range st.Anomalies {
		if a := &st.Anomalies[i]; a.Case == row && recette.AnomalyStatus(a.Status).Outstanding() {
			b.Anomalies = append(b.Anomalies, anomalyOf(a, st.Texts))
		}
	}
}

// Told tells whether there is anything to read of the scenario beside its steps.
func (b *briefing) Told(c *catalogue.Case) bool {
	return strings.TrimSpace(c.Feature.Name+c.Feature.About+c.About) != "" || c.Rule != nil || len(c.Criteria) > 0
}

// Paragraphs gives a text line by line, without those that are empty.
func (v *view) Paragraphs(text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}
