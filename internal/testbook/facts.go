package testbook

import (
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports/cahier"
)

// read notes which anomalies speak of which case.
func (b *builder) read() {
	b.about = map[string][]string{}
	for i := range b.state.Anomalies {
		a := &b.state.Anomalies[i]
		b.about[a.Case] = append(b.about[a.Case], a.Number)
	}
}

// executed puts beside a case what its attempts found.
func (b *builder) executed(s *state.Case, c *cahier.Case) {
	c.Freshness = string(b.state.Freshness(s, b.in.Present))
	c.Anomalies = list(b.about[c.ID])
	for i := range s.Former {
		f := &s.Former[i]
		former := cahier.Former{
			Attempt: f.Number, Verdict: string(f.Verdict), Tester: b.name(f.Actor), Build: b.m.At(f.Iteration).Build,
		}
		if n := len(f.Leaves); n > 0 {
			former.At = instant(b.in.Told.At[f.Leaves[n-1]])
		}
		former.Amended = b.amended(c.ID, f.Number)
		c.Former = append(c.Former, former)
	}
	a := s.Last
	if a == nil {
		return
	}
	c.Tester, c.Declared = b.name(a.Actor), !a.Actor.Auth
	c.StartedAt, c.EndedAt, c.Build = instant(a.StartedAt), instant(a.EndedAt), b.m.At(a.Iteration).Build
	if a.Outcome != recette.OutcomePassed {
		c.Outcome = string(a.Outcome)
	}
	c.Message = b.text(a.Message)
	if o := a.Origin; o != nil {
		c.Origin = &cahier.Origin{File: b.text(o.File), SHA256: o.SHA256, Day: o.Day, By: b.participant(o.By)}
	}
	c.Invalid, c.Contested = b.objection(a.Invalid), b.objection(a.Contested)
	c.Amended = b.amended(c.ID, a.Number)
	if r := a.Review; r != nil {
		said := &cahier.Objection{
			Verdict: string(r.Verdict), Reason: b.text(r.Reason), By: b.name(r.By), At: instant(r.At),
		}
		if c.Accepted = said; r.Reading == string(recette.Return) {
			c.Accepted, c.Returned = nil, said
		}
	}
	if s.Outdated() { // what was seen of another text says nothing of these steps
		return
	}
	manual, auto := false, false
	for i := range a.Steps {
		seen := b.seen(&a.Steps[i], a)
		manual = manual || seen.Mode == string(recette.Manual)
		auto = auto || seen.Mode == string(recette.Automated)
		c.Micros += a.Steps[i].Record.Micros
		switch {
		case i < c.Prior:
			c.Background = append(c.Background, seen)
		case i-c.Prior < len(c.Steps):
			c.Steps[i-c.Prior].Seen = seen
		}
	}
	switch { // what happened, rather than what the tags announced
	case manual && auto:
		c.Mode = string(recette.Mixed)
	case manual:
		c.Mode = string(recette.Manual)
	case auto:
		c.Mode = string(recette.Automated)
	}
}

func (b *builder) seen(st *state.Step, a *state.Attempt) cahier.Seen {
	if !st.Seen {
		return cahier.Seen{}
	}
	o := &st.Record
	s := cahier.Seen{
		Verdict: o.Verdict, Mode: o.Mode, Observed: b.text(o.Observed), Comment: b.text(o.Comment), Cause: o.Cause,
		Reason: b.text(o.Reason), At: instant(st.At), GivenAt: instant(o.Given),
	}
	if o.Outcome != string(recette.OutcomePassed) {
		s.Outcome = o.Outcome
	}
	if st.Actor.Ref != a.Actor.Ref {
		s.By = b.name(st.Actor)
	}
	for _, e := range o.Evidence {
		s.Evidence = append(s.Evidence, cahier.Evidence{
			Name: b.text(e.Name), MIME: e.MIME, Size: e.Size, SHA256: e.SHA256,
		})
	}
	return s
}

// amended gives what the author of an attempt corrected of it, with the verdict that it had before.
func (b *builder) amended(id string, attempt int) (out []cahier.Objection) {
	for i := range b.state.Amendments {
		if a := &b.state.Amendments[i]; a.Case == id && a.Attempt == attempt {
			out = append(out, cahier.Objection{
				Reason: b.text(a.Reason), By: b.name(a.By), At: instant(a.At), Verdict: string(a.Was),
			})
		}
	}
	return out
}

func (b *builder) objection(o *state.Objection) *cahier.Objection {
	if o == nil {
		return nil
	}
	return &cahier.Objection{
		Cause: o.Cause, Reason: b.text(o.Reason), By: b.name(o.By), At: instant(o.At), Verdict: string(o.Verdict),
	}
}

// anomalies gives those about the cases of the cahier, and those about no case in particular.
func (b *builder) anomalies() {
	here := map[string]bool{}
	for i := range b.doc.Cases {
		here[b.doc.Cases[i].ID] = true
	}
	bearing := b.state.Bearing(here)
	for i := range b.state.Anomalies {
		a := &b.state.Anomalies[i]
		if !bearing.Anomaly(i) {
			continue
		}
		out := cahier.Anomaly{
			Number: a.Number, Severity: a.Severity, Priority: a.Priority, Status: a.Status, Summary: b.text(a.Summary),
			Case: a.Case, Workaround: b.text(a.Workaround), RaisedBy: b.name(a.RaisedBy), RaisedAt: instant(a.RaisedAt),
		}
		if a.Step != nil {
			out.Step = *a.Step + 1
		}
		b.doc.Anomalies = append(b.doc.Anomalies, out)
	}
}

// branches says how each scenario stands in the branches where it is played.
func (b *builder) branches() {
	at := map[string]int{}
	for i := range b.doc.Cases {
		c := &b.doc.Cases[i]
		if c.Antenne == "" {
			continue
		}
		id := plan.CaseID(c.ID)
		n, known := at[id]
		if !known {
			n = len(b.doc.Branches)
			at[id] = n
			b.doc.Branches = append(b.doc.Branches, cahier.Branch{
				Scenario: id, Name: c.Name, Verdicts: map[string]string{},
			})
		}
		b.doc.Branches[n].Verdicts[c.Antenne] = c.Verdict
	}
}

// name is that of who recorded something; what stands in its place when it was erased.
func (b *builder) name(a journal.Actor) string {
	if a.Ref == "" {
		return ""
	}
	if p, ok := b.in.Told.Persons[a.C]; ok && p.Name != "" {
		return p.Name
	}
	if _, ok := b.in.Told.Erased[a.C]; ok {
		return b.in.Words("pv.erased.person", a.Ref)
	}
	return b.in.Words("pv.missing.person", a.Ref)
}

// participant is the name of one who takes part, by reference.
func (b *builder) participant(ref string) string {
	for i := range b.m.Parties {
		if p := &b.m.Parties[i]; p.Ref == ref && ref != "" {
			return p.Name
		}
	}
	return ""
}

// text is what a commitment stands for; what stands in its place when it was erased.
func (b *builder) text(commitment string) string {
	if commitment == "" {
		return ""
	}
	if t, ok := b.in.Told.Texts[commitment]; ok {
		return t
	}
	if e, ok := b.in.Told.Erased[commitment]; ok {
		at := e.At
		if t := instant(e.At); t != nil {
			at = b.day(*t)
		}
		return b.in.Words("pv.erased", at)
	}
	return b.in.Words("pv.missing")
}

// day writes a day in the language of the cahier, as it is counted there.
func (b *builder) day(t time.Time) string {
	if t = t.In(b.m.Zone()); b.m.Language == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("02/01/2006")
}

// instant reads the time of a leaf.
func instant(at string) *time.Time {
	t, err := time.Parse(journal.TimeLayout, at)
	if err != nil {
		return nil
	}
	return &t
}
