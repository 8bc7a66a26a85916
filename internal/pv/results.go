package pv

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// results fills the cases, the figures and the period.
func (b *builder) results() {
	pv := &b.pv
	pv.Cases, pv.Stale, pv.Journeys = []reports.Case{}, []string{}, []reports.Journey{}
	b.about = map[string][]string{}
	for i := range b.state.Anomalies {
		a := &b.state.Anomalies[i]
		b.about[a.Case] = append(b.about[a.Case], a.Number)
	}
	var all, manual, auto, mixed, taken, again recette.Figures
	regression := b.m.Regression()
	for _, id := range b.scope.ids {
		c := b.testCase(b.frozen[id], b.state.Case(id))
		v, hold := recette.Verdict(c.Verdict), b.state.Hold(b.state.Case(id))
		all.AddResult(v, hold)
		switch recette.Mode(c.Mode) {
		case recette.Manual:
			manual.AddResult(v, hold)
		case recette.Automated:
			auto.AddResult(v, hold)
		case recette.Mixed:
			mixed.AddResult(v, hold)
		}
		if regression[id] {
			again.AddResult(v, hold)
		}
		if c.Taken != nil {
			taken.AddResult(v, hold)
		}
		if c.Freshness != string(recette.Fresh) {
			pv.Stale = append(pv.Stale, id)
		}
		pv.Cases = append(pv.Cases, c)
	}
	pv.Figures, pv.Manual, pv.Auto, pv.Mixed = figures(all), figures(manual), figures(auto), figures(mixed)
	pv.Transcribed, pv.Regression = figures(taken), figures(again)
	if n := b.state.Tried(func(id string) bool { return b.scope.in[id] }); len(n) > 0 {
		pv.Trials = &reports.Trials{Rehearsal: n[recette.Rehearsal], Exploratory: n[recette.Exploratory]}
	}
	for _, j := range b.scope.journeys {
		vs := make([]recette.Verdict, 0, len(j.Cases))
		var counted recette.Figures
		for _, id := range j.Cases {
			c := b.state.Case(id)
			vs = append(vs, b.state.Counted(c))
			counted.AddResult(c.Verdict(), b.state.Hold(c))
		}
		pv.Journeys = append(pv.Journeys, reports.Journey{
			Code: j.Code, Title: j.Title, Owner: j.Owner, Critical: j.Critical, Verdict: string(recette.RollUp(vs)),
			Figures: figures(counted),
		})
	}
	b.period()
}

func figures(f recette.Figures) reports.Figures { return reports.Figures(f) }

func (b *builder) testCase(f *plan.FrozenCase, s *state.Case) reports.Case {
	c := reports.Case{
		ID: f.ID, Antenne: f.Antenne, Name: f.Name, Feature: f.Feature.Name, Path: f.Feature.Path, Line: f.Line,
		Story: f.Story, Criteria: f.Criteria, Rules: f.Rules, Journey: b.scope.under(f.ID),
		Journeys: b.scope.shared(f.ID),
		Critical: b.critical[f.ID], DataSets: f.DataSets, Content: f.Content, Presentation: f.Presentation,
		Source:  f.Source,
		Verdict: string(s.Verdict()), Freshness: string(b.state.Freshness(s, b.in.Present)),
		Steps: make([]reports.Step, len(f.Steps)),
	}
	if k := b.in.Drifts.Of(f.ID); k != plan.Identical {
		c.Drift = string(k)
	}
	if f.Rule != nil {
		c.Rule = f.Rule.Name
	}
	if e := f.Examples; e != nil {
		c.Examples, c.Row = e.Name, row(e)
	}
	for i := range f.Steps {
		var seen *state.Step
		// What was seen of another text says nothing of these steps.
		if s.Last != nil && !s.Outdated() && i < len(s.Last.Steps) && s.Last.Steps[i].Seen {
			seen = &s.Last.Steps[i]
		}
		c.Steps[i] = b.step(&f.Steps[i], seen)
	}
	c.Mode = string(b.modeOf(f, s, c.Steps))
	c.Anomalies = b.about[f.ID]
	if a := s.Last; a != nil {
		c.Attempt, c.Attempts, c.Build = a.Number, len(s.Former)+1, b.m.At(a.Iteration).Build
		if b.m.Number() > 1 {
			c.Iteration = a.Iteration
		}
		switch hold := b.state.Hold(s); hold {
		case recette.Due:
			c.Due = true
		case recette.Unread, recette.Returned:
			c.Hold = string(hold)
		case recette.Free:
		}
		c.Tester, c.StartedAt, c.EndedAt = b.name(a.Actor), instant(a.StartedAt), instant(a.EndedAt)
		if o := a.Origin; o != nil {
			c.Taken = &reports.Transcript{
				File: b.text(o.File), SHA256: o.SHA256, By: b.participant(o.By).Name, Day: o.Day,
			}
		}
		if a.Outcome != recette.OutcomePassed {
			c.Outcome = string(a.Outcome)
		}
		c.Message = b.text(a.Message)
		for _, old := range s.Former {
			c.Leaves = append(c.Leaves, old.Leaves...)
		}
		c.Leaves = append(c.Leaves, a.Leaves...)
	}
	c.Reason = b.reason(&c, s)
	return c
}

// row writes the cells of an example row with their headers: "siret = 123, effectif = 10".
func row(e *catalogue.Row) string {
	cells := make([]string, 0, len(e.Cells))
	for i, cell := range e.Cells {
		if i < len(e.Header) {
			cell = e.Header[i] + " = " + cell
		}
		cells = append(cells, cell)
	}
	return strings.Join(cells, ", ")
}

func (b *builder) step(f *catalogue.Step, seen *state.Step) reports.Step {
	st := reports.Step{
		Keyword: f.Keyword, Type: string(f.Type), Text: f.Text, Table: f.Table, Background: f.Background,
		Verdict: string(recette.NotRun),
	}
	if f.DocString != nil {
		st.DocString, st.MediaType = f.DocString.Content, f.DocString.MediaType
	}
	if seen == nil {
		return st
	}
	o := &seen.Record
	st.Mode, st.Verdict, st.Micros, st.At = o.Mode, o.Verdict, o.Micros, instant(seen.At)
	st.GivenAt = instant(o.Given)
	if o.Outcome != string(recette.OutcomePassed) {
		st.Outcome = o.Outcome
	}
	st.Observed, st.Comment, st.Cause, st.Reason = b.text(o.Observed), b.text(o.Comment), o.Cause, b.text(o.Reason)
	for _, e := range o.Evidence {
		st.Evidence = append(
			st.Evidence, reports.Evidence{SHA256: e.SHA256, Name: b.text(e.Name), MIME: e.MIME, Size: e.Size},
		)
	}
	return st
}

// modeOf says who conducted a case: what its steps say, else what ended its attempt, else its tags, else a person, whom
// nothing replaced.
func (b *builder) modeOf(f *plan.FrozenCase, s *state.Case, steps []reports.Step) recette.Mode {
	manual, auto := false, false
	for i := range steps {
		manual = manual || steps[i].Mode == string(recette.Manual)
		auto = auto || steps[i].Mode == string(recette.Automated)
	}
	switch {
	case manual && auto:
		return recette.Mixed
	case manual:
		return recette.Manual
	case auto:
		return recette.Automated
	case s.Last != nil && s.Last.Closed && !s.Outdated():
		return cmp.Or(s.Last.Mode, recette.Manual)
	}
	return cmp.Or(b.in.Tags.Mode(f.Tags), recette.Manual)
}

// reason says why a case is blocked, not run or not applicable: what the first such step says.
func (b *builder) reason(c *reports.Case, s *state.Case) string {
	v := recette.Verdict(c.Verdict)
	if v != recette.Blocked && v != recette.NotRun && v != recette.NotApplicable {
		return ""
	}
	if s.Last == nil {
		return b.unplayed(s)
	}
	if o := s.Last.Invalid; o != nil {
		return b.in.Words("pv.reason.invalidated."+o.Cause, b.text(o.Reason))
	}
	if s.Outdated() {
		return b.in.Words("pv.reason.outdated")
	}
	for i := range c.Steps {
		st := &c.Steps[i]
		if st.Verdict != c.Verdict {
			continue
		}
		var parts []string
		if st.Cause != "" && st.Outcome == "" { // the outcome of automation says more than that it was automation
			parts = append(parts, b.in.Words("cause."+st.Cause))
		}
		if st.Outcome != "" {
			parts = append(parts, b.in.Words("outcome."+st.Outcome))
		}
		for _, t := range []string{st.Reason, st.Observed, st.Comment} {
			if t != "" {
				parts = append(parts, t)
				break
			}
		}
		if len(parts) > 0 {
			return b.in.Words("pv.reason.step", i+1, strings.Join(parts, ", "))
		}
	}
	switch {
	case !s.Last.Closed:
		return b.in.Words("pv.reason.open")
	case c.Outcome != "":
		return b.in.Words("outcome." + c.Outcome)
	case v == recette.NotRun && !slices.ContainsFunc(
		c.Steps, func(st reports.Step) bool { return st.Verdict == c.Verdict },
	):
		return b.unverified(c)
	}
	return b.in.Words("pv.reason.partial")
}

// unplayed says why nobody played a case.
func (b *builder) unplayed(s *state.Case) string {
	held := b.state.Awaits(s, b.in.Antenne != "")
	at := slices.IndexFunc(held, b.ordered)
	if at < 0 {
		return b.in.Words("pv.reason.never")
	}
	how := "verdict." + string(held[at].Verdict)
	switch hold := b.state.Hold(b.state.Case(held[at].For)); hold {
	case recette.Unread, recette.Returned:
		how = "pv.notshown.hold." + string(hold)
	case recette.Due, recette.Free:
	}
	return b.in.Words("pv.reason.held_back", held[at].For, b.in.Words(how))
}

// early gives what held a row back when it was played, as the scope sees it.
func (b *builder) early(s *state.Case) []state.HeldBack {
	if b.in.Antenne != "" {
		return s.EarlyHere
	}
	return s.Early
}

// ordered tells whether what holds a case back is in the scope, in a journey of it: a PV says what it shows.
func (b *builder) ordered(h state.HeldBack) bool {
	return b.scope.in[h.For] &&
		slices.ContainsFunc(b.scope.journeys, func(j plan.Journey) bool { return j.Code == h.Journey })
}

// unverified says why a case whose every step was seen is not run: no expected result was verified, the first one for
// the reason that the person gave.
func (b *builder) unverified(c *reports.Case) string {
	for i := range c.Steps {
		if st := &c.Steps[i]; st.Verdict == string(recette.NotApplicable) && !st.Background && st.Reason != "" {
			return b.in.Words("pv.reason.set_aside", i+1, st.Reason)
		}
	}
	return b.in.Words("pv.reason.unverified")
}

// period computes when, how long and by whom the cases in scope were conducted, superseded attempts included.
func (b *builder) period() {
	pv := &b.pv
	pv.Sessions = []reports.Session{}
	type key struct{ day, ref, role, meeting, taker string }
	b.played = map[string]map[string]bool{}
	declared := map[string]bool{}
	at := map[key]int{}
	cases := map[key]map[string]bool{}
	days, onPaper := map[string]bool{}, false
	for i := range b.in.Records {
		l := &b.in.Records[i].Leaf
		if l.Kind != journal.KindResult || l.Result == nil || l.Actor == nil || !b.scope.in[l.Result.Case] ||
			b.stray[l.Seq] || len(l.Result.Steps) == 0 {
			continue
		}
		t := instant(l.At)
		if t == nil {
			continue
		}
		if pv.FirstRunAt == nil || t.Before(*pv.FirstRunAt) {
			pv.FirstRunAt = t
		}
		if pv.LastRunAt == nil || t.After(*pv.LastRunAt) {
			pv.LastRunAt = t
		}
		for _, o := range l.Result.Steps {
			pv.RunMicros += o.Micros
		}
		taken, recorded := l.Result.Origin, t.In(b.m.Zone()).Format(time.DateOnly)
		k := key{
			day: state.PlayedOn(taken, recorded), ref: l.Actor.Ref, role: l.Actor.Role,
			meeting: b.state.ObtainedIn(l.Actor.Ref, l.Seq, l.At, taken),
		}
		if taken != nil {
			onPaper, k.taker = true, taken.By
		}
		if b.played[k.meeting] == nil {
			b.played[k.meeting] = map[string]bool{}
		}
		b.played[k.meeting][l.Result.Case] = true
		if !l.Actor.Auth && !declared[l.Actor.Ref] {
			declared[l.Actor.Ref] = true
			pv.Declared = append(pv.Declared, b.name(*l.Actor))
		}
		days[k.day] = true
		n, ok := at[k]
		if !ok {
			n = len(pv.Sessions)
			at[k], cases[k] = n, map[string]bool{}
			pv.Sessions = append(pv.Sessions, reports.Session{
				Day: k.day, Actor: b.name(*l.Actor), Role: k.role, From: *t, To: *t, Meeting: k.meeting,
			})
			if k.taker != "" {
				pv.Sessions[n].TakenBy = b.participant(k.taker).Name
			}
		}
		s := &pv.Sessions[n]
		s.To = *t
		cases[k][l.Result.Case] = true
		s.Cases = len(cases[k])
	}
	pv.RunDays = len(days)
	if onPaper {
		all := slices.Sorted(maps.Keys(days))
		pv.FirstDay, pv.LastDay = all[0], all[len(all)-1]
	}
}
