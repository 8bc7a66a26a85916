package pv

import (
	"time"

	"recette/reports"
)

// clocks gives the regime of the decision, and where its delays stand on the day of the PV; nil when it is common
// practice without delays. What silence does is computed: nobody decided it.
func (b *builder) clocks() {
	t := b.m.Terms()
	if t.Zero() {
		return
	}
	out := &reports.Clocks{Vocabulary: string(t.Vocabulary), Region: t.Region, Delays: []reports.Delay{}}
	for _, d := range t.Delays {
		out.Delays = append(out.Delays, reports.Delay{
			Clock: string(d.Clock), Length: d.Length, Unit: d.Unit, Silence: d.Silence, Source: d.Source,
			Clause: d.Clause,
		})
	}
	b.pv.Clocks = out
	if len(t.Delays) == 0 || b.in.Antenne != "" {
		return
	}
	for _, m := range b.state.MilestonesOf(b.in.Journey) {
		out.Milestones = append(out.Milestones, reports.Milestone{
			Number: m.Number, What: m.What, Day: m.Day, Outcome: m.Outcome, Decision: m.Decision,
			Reference: b.text(m.Reference), SHA256: m.SHA256, Replaces: m.Replaces, Reason: b.text(m.Reason),
			By: b.name(m.By), At: moment(m.At),
		})
	}
	for _, r := range b.state.Clocks(b.in.Journey, b.pv.IssuedAt.In(b.m.Zone()).Format(time.DateOnly)) {
		out.Runs = append(out.Runs, reports.Run{
			Clock: string(r.Clock), From: r.From, Start: r.Start, Due: r.Due, Ended: r.Ended, End: r.End,
			Given: string(r.Given), Status: string(r.Status), Acquired: r.Acquired,
		})
	}
}
