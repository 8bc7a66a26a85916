package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/recette"
)

// total recounts the figures: all cases, and those of each mode.
func (c *check) total(f *fold) {
	var all, taken, again recette.Figures
	regression := listed(c.frozen.Sections.Regression)
	modes := map[recette.Mode]*recette.Figures{recette.Manual: {}, recette.Automated: {}, recette.Mixed: {}}
	for _, row := range c.pv.Cases {
		v, hold := f.cases[row.ID].verdict(), f.held(f.cases[row.ID])
		all.AddResult(v, hold)
		if m := modes[recette.Mode(row.Mode)]; m != nil {
			m.AddResult(v, hold)
		}
		if c.canon.covers && regression[row.ID] {
			again.AddResult(v, hold)
		}
		if f.cases[row.ID].origin != nil {
			taken.AddResult(v, hold)
		}
	}
	c.figures(FiguresMismatch, nil, c.pv.Figures, all)
	c.figures(FiguresMode, []string{string(recette.Manual)}, c.pv.Manual, *modes[recette.Manual])
	c.figures(FiguresMode, []string{string(recette.Automated)}, c.pv.Auto, *modes[recette.Automated])
	c.figures(FiguresMode, []string{string(recette.Mixed)}, c.pv.Mixed, *modes[recette.Mixed])
	c.figures(FiguresMode, []string{"transcribed"}, c.pv.Transcribed, taken)
	c.figures(FiguresMode, []string{"regression"}, c.pv.Regression, again)
	c.trials(f)
}

// figures compares one set of figures, name by name.
func (c *check) figures(code Code, of []string, shown figures, counted recette.Figures) {
	want := figures(counted)
	for _, n := range []struct {
		name        string
		shown, want int
	}{
		{"in_scope", shown.InScope, want.InScope},
		{"planned", shown.Planned, want.Planned},
		{"executed", shown.Executed, want.Executed},
		{"passed", shown.Passed, want.Passed},
		{"passed_with_remark", shown.Remark, want.Remark},
		{"failed", shown.Failed, want.Failed},
		{"blocked", shown.Blocked, want.Blocked},
		{"not_run", shown.NotRun, want.NotRun},
		{"not_applicable", shown.NotApplicable, want.NotApplicable},
		{"due", shown.Due, want.Due},
		{"unread", shown.Unread, want.Unread},
		{"returned", shown.Returned, want.Returned},
	} {
		if n.shown != n.want {
			c.contents.add(bad(code, append(slices.Clone(of), n.name, strconv.Itoa(n.shown), strconv.Itoa(n.want))...))
		}
	}
}

// journeys compares the rows of the journeys with the manifest and the recount.
func (c *check) journeys(f *fold, s scope) {
	if len(c.pv.Journeys) != len(s.rows) {
		c.contents.add(bad(Scope))
		return
	}
	for i, at := range s.rows {
		row, want := &c.pv.Journeys[i], &c.frozen.Journeys[at]
		vs := make([]recette.Verdict, 0, len(want.Cases))
		var counted recette.Figures
		for _, id := range want.Cases {
			if t := f.cases[id]; t != nil && s.in[id] {
				vs = append(vs, recette.Counts(t.verdict(), f.held(t)))
				counted.AddResult(t.verdict(), f.held(t))
			}
		}
		for _, n := range differs(
			field{"code", row.Code, want.Code}, field{"title", row.Title, want.Title},
			field{"owner", row.Owner, c.masked(want.Owner)},
			field{"critical", row.Critical, want.Critical}, field{"verdict", row.Verdict, string(recette.RollUp(vs))},
		) {
			c.contents.add(bad(JourneyMismatch, want.Code, n))
		}
		c.figures(FiguresJourney, []string{want.Code}, row.Figures, counted)
	}
}

// aged gives what became of the result of a case since it was obtained, as leaves and plan tell it.
func (c *check) aged(f *fold, id string) recette.Freshness {
	t := f.cases[id]
	environment, named := c.frozen.Environment.Build, c.frozen.Release.Build
	switch due := t.due(f.iteration()); {
	case t.attempts == 0:
	case due != recette.Fresh:
		return due
	case environment != "" && named != "" && environment != named:
		return recette.StaleVersion
	case slices.ContainsFunc(f.about[id], func(a *anomaly) bool { return f.lines()[a].reopened > t.played }):
		return recette.StaleAnomaly
	}
	return recette.Fresh
}

// freshness compares what the PV says of the age of a result. Whether the text had changed cannot be known from the
// file: the PV may say so, it may not hide what its own leaves and manifest show.
func (c *check) freshness(row *caseRow, f *fold, listed bool) {
	t := f.cases[row.ID]
	want := c.aged(f, row.ID)
	if t.attempts > 0 && recette.Freshness(row.Freshness) == recette.StaleText {
		want = recette.StaleText
	}
	told := t.due(f.iteration()) == recette.StaleText || c.freshTexts(row)
	if row.Freshness != string(want) || !told || listed != (want != recette.Fresh) {
		c.contents.add(bad(CaseResult, row.ID, "freshness"))
	}
	if !c.drifted(row, t, f.iteration()) {
		c.contents.add(bad(CaseResult, row.ID, "drift"))
	}
	var about []string
	for _, a := range f.about[row.ID] {
		about = append(about, a.Number)
	}
	if !slices.Equal(row.Anomalies, about) {
		c.contents.add(bad(CaseResult, row.ID, "anomalies"))
	}
}

// period recomputes when and how long people and machines worked, superseded attempts included.
func (c *check) period(f *fold) {
	from, to, micros := "", "", int64(0)
	days, first, last, onPaper := map[string]bool{}, "", "", false
	for _, p := range f.runs {
		l := &p.leaf
		if from == "" || l.At < from {
			from = l.At
		}
		if l.At > to {
			to = l.At
		}
		if day := f.playedOn(l); day != "" {
			days[day], onPaper = true, onPaper || l.Result.Origin != nil
			if first == "" || day < first {
				first = day
			}
			last = max(last, day)
		}
		for i := range p.steps {
			micros += p.steps[i].Micros
		}
	}
	if !onPaper {
		first, last = "", ""
	}
	for _, n := range differs(
		field{"first_day", c.pv.FirstDay, first}, field{"last_day", c.pv.LastDay, last},
		field{"first_run_at", instant(c.pv.FirstRunAt), from}, field{"last_run_at", instant(c.pv.LastRunAt), to},
		field{"run_days", c.pv.RunDays, len(days)}, field{"run_us", c.pv.RunMicros, micros},
	) {
		c.contents.add(bad(PeriodMismatch, n))
	}
}

// zone is the time zone that the manifest counts days in; one that this machine does not know is UTC, as when it says
// none.
func (c *check) zone() *time.Location { return c.frozen.zone() }

func (m *manifest) zone() *time.Location {
	zone, err := time.LoadLocation(m.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// frozenWaivers gives the waivers of the plan that stand in a file of the cases of the PV.
func (c *check) frozenWaivers() []waiver {
	paths := map[string]bool{}
	for i := range c.pv.Cases {
		paths[c.pv.Cases[i].Path] = true
	}
	var out []waiver
	for _, w := range c.frozen.Waivers {
		if paths[w.Path] {
			out = append(out, w)
		}
	}
	return out
}

// header compares what the PV repeats of the manifest.
func (c *check) header() {
	pv, m := c.pv, c.frozen
	frozenAt := ""
	if t, err := time.Parse(time.RFC3339Nano, m.FrozenAt); err == nil {
		frozenAt = t.UTC().String()
	}
	shownAt := ""
	if !pv.Reference.FrozenAt.IsZero() {
		shownAt = pv.Reference.FrozenAt.UTC().String()
	}
	names := differs(
		field{"language", pv.Language, m.Language}, field{"nature", pv.Nature, c.nature()},
		field{"regime", pv.Regime, m.Regime},
		field{"client", pv.Client, c.side(m.Client)}, field{"supplier", pv.Supplier, c.side(m.Supplier)},
		field{"contract", pv.Contract, m.Contract},
		field{"entities", pv.Entities, c.entities()}, field{"out_of_scope", pv.OutOfScope, c.excluded(m.OutOfScope)},
		field{"release", pv.Release, m.Release}, field{"environment", pv.Environment, m.Environment.environment},
		field{"reference.campaign", pv.Reference.Campaign, m.Campaign},
		field{"reference.plan", pv.Reference.Plan, m.Title},
		field{"reference.plan_version", pv.Reference.PlanVersion, m.Version},
		field{"reference.commit", pv.Reference.Commit, m.Commit},
		field{"reference.frozen_at", shownAt, frozenAt},
	)
	flags, sent, status := m.Sections.Flags, m.Sections.Distribution, m.Sections.Status
	if !c.canon.covers {
		flags, sent, status = nil, distribution{}, ""
	}
	names = append(names, differs(
		field{"severity_rules", pv.SeverityRules, m.heavier()},
		field{"reference.plan_status", pv.Reference.PlanStatus, status},
		field{"feature_flags", pv.Flags, flags},
		field{"distribution.recipients", pv.Distribution.Recipients, c.maskedAll(sent.Recipients)},
		field{"distribution.confidentiality", pv.Distribution.Confidentiality, sent.Confidentiality},
	)...)
	for _, d := range pv.DataSets {
		if !slices.ContainsFunc(m.DataSets, func(x frozenSet) bool { return c.owned(x.dataSet) == d }) {
			names = append(names, fmt.Sprintf("data_sets %s", d.Code))
		}
	}
	if pv.Layout > 0 && m.TimeZone != "" && pv.TimeZone != m.TimeZone {
		names = append(names, "time_zone")
	}
	if !slices.Equal(pv.Waivers, c.frozenWaivers()) {
		names = append(names, "waivers")
	}
	for _, n := range names {
		c.contents.add(bad(HeaderMismatch, n))
	}
	for _, p := range pv.Signers {
		known := false
		for _, x := range m.Parties {
			known = known || x.Name == p.Name && (x.Role == p.Role || c.deputed(p))
		}
		if !known || p.Field != strings.ToUpper(p.Role) && pv.Antenne == "" {
			c.contents.add(bad(SignatoryUnknown, p.Field, p.Name))
		}
	}
}
