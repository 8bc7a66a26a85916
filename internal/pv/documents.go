package pv

import (
	"slices"

	"recette/internal/recette"
	"recette/reports"
)

// documents fills the earlier PVs of the campaign that the decision-maker signed, or of which something was decided,
// and those whose place this one takes.
func (b *builder) documents() {
	for i := range b.state.PVs {
		p := &b.state.PVs[i]
		if p.Standing() == recette.PVProject {
			continue
		}
		x := reports.Document{
			Number: p.Number, Journey: p.Journey, SHA256: p.Latest(), Standing: string(p.Standing()), With: p.With,
			Lifts: p.LiftsOf(),
		}
		if d := b.state.Shown(p); d != nil && p.Lifts == nil && p.Antenne == "" {
			x.Decision = &reports.DocumentDecision{Number: d.Number, Decision: d.Decision.Decision, At: moment(d.At)}
		}
		for _, s := range p.Signatures {
			x.Signed = append(x.Signed, reports.DocumentSigned{
				Role: string(s.Role), By: b.name(s.By), At: moment(s.At),
			})
			if s.Role == recette.PO {
				x.SignedAt = instant(s.At)
			}
		}
		if e := p.Ended; e != nil {
			x.Reason, x.DecidedBy, x.DecidedAt = b.text(e.Reason), b.name(e.By), instant(e.At)
		}
		b.pv.Documents = append(b.pv.Documents, x)
	}
	b.unsigned()
	if b.in.Antenne != "" {
		return // a constat takes no place
	}
	for _, p := range b.state.Awaited(b.in.Journey, b.in.Lifts) {
		b.pv.Replaces = append(b.pv.Replaces, p.Number)
	}
}

// unsigned fills what was decided of single journeys and that none of the earlier PVs shows.
func (b *builder) unsigned() {
	if b.in.Journey != "" || b.in.Antenne != "" || b.in.Lifts != "" || len(b.m.Journeys) < 2 {
		return
	}
	for i := range b.m.Journeys {
		code := b.m.Journeys[i].Code
		d := b.state.Pronounced(code)
		if d == nil {
			continue
		}
		said := reports.DocumentDecision{Number: d.Number, Decision: d.Decision.Decision, At: moment(d.At)}
		if slices.ContainsFunc(b.pv.Documents, func(x reports.Document) bool {
			return x.Journey == code && x.Decision != nil && *x.Decision == said
		}) {
			continue
		}
		row := reports.Unsigned{Journey: code, Decision: said, By: b.name(d.By), Role: d.By.Role}
		for k := range b.state.PVs {
			if p := &b.state.PVs[k]; p.Journey == code && p.Lifts == nil && p.Antenne == "" && b.state.Shown(p) == d {
				row.PV = p.Number
			}
		}
		b.pv.Unsigned = append(b.pv.Unsigned, row)
	}
}
