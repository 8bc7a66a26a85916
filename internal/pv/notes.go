package pv

import (
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/reports"
)

// notes fills what people recorded beside results.
func (b *builder) notes() {
	for i := range b.state.Attestations {
		a := &b.state.Attestations[i]
		b.pv.Attested = append(b.pv.Attested, reports.Attestation{
			Subject: a.Subject, Text: b.text(a.Text), By: b.name(a.By), At: moment(a.At), Withdrawn: a.Withdrawn,
			Reason: b.text(a.Reason), Delegation: b.stead(a), Iteration: b.former(a.Mark),
		})
	}
	for i := range b.state.Loads {
		l := &b.state.Loads[i]
		out := reports.DataLoad{
			Set: l.Set, SHA256: l.SHA256, Act: l.Act, Mode: l.Mode, Outcome: l.Outcome, Micros: l.Micros,
			Environment: l.Environment, Build: l.Build, Reason: b.text(l.Reason), By: b.name(l.By), At: moment(l.At),
		}
		if e := l.Log; e != nil {
			out.Evidence = []reports.Evidence{{SHA256: e.SHA256, Name: b.text(e.Name), MIME: e.MIME, Size: e.Size}}
		}
		b.pv.DataLoads = append(b.pv.DataLoads, out)
	}
	for i := range b.state.Deviations {
		d := &b.state.Deviations[i]
		b.pv.Deviations = append(b.pv.Deviations, reports.Deviation{
			Number: d.Number, Text: b.text(d.Text), Reason: b.text(d.Reason), Agreed: b.text(d.Agreed),
			By: b.name(d.By), At: moment(d.At), Cases: d.Cases,
		})
	}
	b.duties()
	b.meetings()
	for _, o := range b.state.Given(b.in.Journey) {
		b.pv.Opinions = append(b.pv.Opinions, reports.Opinion{
			Role: o.By.Role, Name: b.name(o.By), Entity: b.speaksFor(o.Mark), Journey: o.Journey,
			Opinion: o.Opinion.Opinion, Text: b.text(o.Text), Points: o.Points, At: moment(o.At),
			Iteration: b.former(o.Mark),
		})
	}
	for i := range b.state.Pauses {
		p := &b.state.Pauses[i]
		out := reports.Pause{
			Reason: b.text(p.Reason), Criterion: b.text(p.Criterion), From: moment(p.From.At), By: b.name(p.From.By),
		}
		if p.To.At != "" {
			out.To, out.ResumedBy, out.Resumed = instant(p.To.At), b.name(p.To.By), b.text(p.Resumed)
			out.Cleared = b.text(p.Cleared)
		}
		b.pv.Pauses = append(b.pv.Pauses, out)
	}
	for i := range b.state.Objections {
		o := &b.state.Objections[i]
		if !b.scope.in[o.Case] {
			continue
		}
		kind := "contested"
		if o.Invalid {
			kind = "invalidated"
		}
		b.pv.Objections = append(b.pv.Objections, reports.Objection{
			Kind: kind, Case: o.Case, Attempt: o.Attempt, Verdict: string(o.Verdict), Cause: o.Cause,
			Reason: b.text(o.Reason), By: b.name(o.By), At: moment(o.At),
		})
	}
	b.amendments()
	for i := range b.state.Reviews {
		r := &b.state.Reviews[i]
		if !b.scope.in[r.Case] {
			continue
		}
		b.pv.Readings = append(b.pv.Readings, reports.Reading{
			Case: r.Case, Attempt: r.Attempt, Verdict: string(r.Verdict), Reading: r.Reading,
			Reason: b.text(r.Reason), By: b.name(r.By), Role: r.By.Role, At: moment(r.At),
		})
	}
}

// amendments fills what authors of results corrected of them.
func (b *builder) amendments() {
	for i := range b.state.Amendments {
		a := &b.state.Amendments[i]
		if !b.scope.in[a.Case] {
			continue
		}
		out := reports.Amendment{
			Case: a.Case, Attempt: a.Attempt, Was: string(a.Was), Verdict: string(a.Now), Reason: b.text(a.Reason),
			By: b.name(a.By), At: moment(a.At), Steps: []reports.AmendedStep{},
		}
		for k := range a.Steps {
			x := &a.Steps[k]
			out.Steps = append(out.Steps, reports.AmendedStep{
				Step: x.Step + 1, Was: b.judgement(&x.Was.Record), Now: b.judgement(&x.Now),
			})
		}
		b.pv.Amendments = append(b.pv.Amendments, out)
	}
}

func (b *builder) judgement(o *journal.Observation) reports.Judgement {
	return reports.Judgement{
		Verdict: o.Verdict, Cause: o.Cause, Observed: b.text(o.Observed), Comment: b.text(o.Comment),
		Reason: b.text(o.Reason),
	}
}

// former gives the iteration of what was recorded in one before, and stands no more; 0 for what stands.
func (b *builder) former(m state.Mark) int {
	if b.state.Current(m) {
		return 0
	}
	return m.Iteration
}

// answers puts what was answered beside each warning that still says the same.
func (b *builder) answers() {
	ref := ""
	if d := b.decision(); d != nil {
		ref = d.By.Ref
	}
	for i := range b.pv.Warnings {
		w := &b.pv.Warnings[i]
		if a := b.state.Answered(b.in.Journey, w.Code, recette.WarningState(w.Code, w.Args, ref)); a != nil {
			w.Answer, w.AnsweredBy, w.AnsweredAt = b.text(a.Text), b.name(a.By), instant(a.At)
		}
	}
}

// meetings fills the sessions that were held, with who attended them.
func (b *builder) meetings() {
	for i := range b.state.Sessions {
		s := &b.state.Sessions[i]
		out := reports.Meeting{
			Number: s.Number, Planned: s.Planned, Antenne: s.Antenne, Place: b.text(s.Place),
			OpenedAt: moment(s.Opened.At), OpenedBy: b.name(s.Opened.By), Remark: b.text(s.Remark),
			Cases:  len(b.played[s.Number]),
			People: []reports.Attendance{},
		}
		if s.Closed.At != "" {
			out.ClosedAt, out.ClosedBy = instant(s.Closed.At), b.name(s.Closed.By)
		}
		for k := range s.People {
			out.People = append(out.People, b.attendance(&s.People[k]))
		}
		b.pv.Meetings = append(b.pv.Meetings, out)
	}
}

func (b *builder) attendance(a *state.Attendance) reports.Attendance {
	out := reports.Attendance{Animates: a.Animates, From: moment(a.From.At), To: instant(a.To.At)}
	if a.Name != "" {
		out.Name, out.Function, out.Entity, out.Guest = b.text(a.Name), b.text(a.Function), b.text(a.Entity), true
		return out
	}
	p := b.participant(a.Ref)
	out.Name, out.Role, out.Entity = p.Name, p.Role, p.Entity
	return out
}

// moment reads the time of a leaf, which the codec holds to its one form.
func moment(at string) time.Time {
	if t := instant(at); t != nil {
		return *t
	}
	return time.Time{}
}
