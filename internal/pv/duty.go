package pv

import (
	"time"

	"recette/internal/journal"
	"recette/reports"
)

// delegated gives the number of the delegation under which somebody acted on a journey; nothing when they acted in
// their own name.
func (b *builder) delegated(who journal.Actor, journey, at string, seq int64) string {
	when := instant(at)
	if when == nil {
		return ""
	}
	d := b.state.Delegated(who.Ref, who.Role, journey, when.In(b.m.Zone()).Format(time.DateOnly), seq,
		b.roster.Lost)
	if d == nil {
		return ""
	}
	return d.Number
}

// duties fills the derogations and the delegations of the campaign.
func (b *builder) duties() {
	for i := range b.state.Derogations {
		d := &b.state.Derogations[i]
		out := reports.Derogation{
			Number: d.Number, Subject: d.Subject, Text: b.text(d.Text), Until: d.Until, By: b.name(d.Asked.By),
			At: moment(d.Asked.At), State: "asked", Criterion: b.state.About(d),
		}
		if d.Granted || d.Refused {
			out.State, out.AnsweredBy, out.AnsweredAt = "refused", b.name(d.Answered.By), instant(d.Answered.At)
			out.Reason = b.text(d.Reason)
		}
		if d.Granted {
			out.State = "granted"
		}
		b.pv.Derogations = append(b.pv.Derogations, out)
	}
	for i := range b.state.Delegations {
		d := &b.state.Delegations[i]
		out := reports.Delegation{
			Number: d.Number, By: b.participant(d.By).Name, To: b.participant(d.To).Name, Role: d.Role,
			Journey: d.Journey, From: d.From, Until: d.Until, Reference: b.text(d.Reference), SHA256: d.SHA256,
			At: moment(d.Given.At), RecordedBy: b.name(d.Given.By),
		}
		if d.Over.At != "" {
			out.EndedAt, out.EndedBy, out.Ending = instant(d.Over.At), b.name(d.Over.By), b.text(d.Ending)
		}
		b.pv.Delegations = append(b.pv.Delegations, out)
	}
}
