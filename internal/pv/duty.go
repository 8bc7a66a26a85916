package pv

import (
	"slices"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/reports"
)

// delegated gives the number of the delegation under which somebody acted on a journey; nothing when they acted in
// their own name.
func (b *builder) delegated(who journal.Actor, journey, at string, seq int64) string {
	return b.delegatedBy(nil, who, journey, at, seq)
}

// delegatedBy is delegated for what is to be done by people, of these references.
func (b *builder) delegatedBy(by []string, who journal.Actor, journey, at string, seq int64) string {
	when := instant(at)
	if when == nil {
		return ""
	}
	d := b.state.DelegatedBy(by, who.Ref, who.Role, journey, when.In(b.m.Zone()).Format(time.DateOnly), seq,
		b.roster.Lost)
	if d == nil {
		return ""
	}
	return d.Number
}

// stead gives the number of the delegation under which somebody attests, that of whom the plan names before any other;
// nothing when they do so in their own name, as who holds the role.
func (b *builder) stead(a *state.Attestation) (number string) {
	var named []string
	list, place, known := recette.Subject(a.Subject).Criterion()
	if of := b.asked.Criteria(list); known && place <= len(of) && b.state.Current(a.Mark) {
		for _, p := range slices.Concat(b.m.Parties, b.planned) {
			if p.Named(of[place-1].Attested) {
				named = append(named, p.Ref)
			}
		}
	}
	if slices.Contains(named, a.By.Ref) {
		return ""
	}
	number = b.delegatedBy(named, a.By, "", a.At, a.Seq)
	if number == "" || !b.roster.Held(a.By.Ref, a.By.Role, a.Seq, b.planned) {
		return number
	}
	for i := range b.state.Delegations { // they hold the role themselves: only whom the plan names gives more
		if d := &b.state.Delegations[i]; d.Number == number && slices.Contains(named, d.By) {
			return number
		}
	}
	return ""
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
