package pv

import "recette/reports"

// clocks gives the regime of the decision; nil when it is common practice without delays.
func (b *builder) clocks() *reports.Clocks {
	t := b.m.Terms()
	if t.Zero() {
		return nil
	}
	out := &reports.Clocks{Vocabulary: string(t.Vocabulary), Region: t.Region, Delays: []reports.Delay{}}
	for _, d := range t.Delays {
		out.Delays = append(out.Delays, reports.Delay{
			Clock: string(d.Clock), Length: d.Length, Unit: d.Unit, Silence: d.Silence, Source: d.Source,
			Clause: d.Clause,
		})
	}
	return out
}
