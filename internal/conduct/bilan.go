package conduct

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/matrix"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports"
	"recette/reports/bilan"
)

// Bilan makes the bilan of a campaign.
func Bilan(in Input) bilan.Bilan {
	b := build(in)
	m, st := b.m, b.st
	forecast := campaign.ForecastOf(st, in.Now, b.machine, func(string) bool { return true })
	out := bilan.Bilan{
		Schema: bilan.Schema, Language: m.Language, Project: m.Project, Campaign: m.Campaign, Title: m.Title,
		Version: m.Version, Producer: in.Producer, IssuedAt: in.Now, Closed: st.ClosedAt != "",
		OpenedAt: b.instant(st.OpenedAt), ClosedAt: b.instant(st.ClosedAt), Iteration: st.Iteration,
		Delivery: m.Release.Version, Build: m.Build(), Environment: m.Environment.Name,
		Figures: bilan.Figures(st.Figures()), Journeys: []bilan.Journey{}, Days: b.days(), Amended: []string{},
		Planned:  len(b.planned()) > 0,
		Antennes: append([]string{}, m.Antennes...), Forecast: bilan.Forecast{
			Played: forecast.Played, Left: forecast.Left, Machine: forecast.Machine, From: forecast.From,
			To: forecast.To, Days: forecast.Days, Needed: forecast.Needed, End: forecast.End, Why: string(forecast.Why),
		},
	}
	if m.Sections != nil {
		out.Forecast.Expected = m.Sections.Calendar.To
	}
	if p := st.Suspended(); p != nil && !out.Closed {
		out.Suspended = cmp.Or(b.text(p.Reason), "–")
	}
	var all []string
	for i := range m.Cases {
		all = append(all, m.Cases[i].ID)
	}
	out.Progress = b.progress(all)
	for i := range st.Cases {
		a := st.Cases[i].Last
		if a != nil && a.Origin != nil {
			out.Transcribed++
		}
		if a != nil && a.Amended && a.Invalid == nil {
			out.Amended = append(out.Amended, st.Cases[i].ID)
		}
	}
	if n := st.Tried(func(string) bool { return true }); len(n) > 0 {
		out.Trials = &bilan.Trials{Rehearsal: n[recette.Rehearsal], Exploratory: n[recette.Exploratory]}
	}
	for i := range m.Journeys {
		j := &m.Journeys[i]
		line := bilan.Journey{Code: j.Code, Title: j.Title, Critical: j.Critical, Progress: b.progress(j.Cases)}
		var vs []recette.Verdict
		var figures recette.Figures
		for _, id := range j.Cases {
			if c := st.Case(id); c != nil {
				vs = append(vs, st.Counted(c))
				figures.AddResult(c.Verdict(), st.Hold(c))
			}
		}
		line.Figures, line.Verdict = bilan.Figures(figures), string(recette.RollUp(vs))
		out.Journeys = append(out.Journeys, line)
	}
	b.gaps(&out)
	b.results(&out)
	b.coverage(&out)
	b.branches(&out)
	b.sessions(&out)
	out.Testers = b.testers()
	out.Indicators, out.Delays = b.indicators(), b.delays()
	gates := pv.Measure(m, in.Records, in.Now)
	out.Entry, out.Exit = b.criteria(m.Entry, gates.Entry), b.criteria(m.Exit, gates.Exit)
	out.Reached = []bilan.Criterion{}
	for _, c := range gates.Suspension {
		out.Reached = append(out.Reached, b.reached(c))
	}
	out.Decisions = []bilan.Decision{}
	for i := range st.Decisions {
		d := &st.Decisions[i]
		out.Decisions = append(out.Decisions, bilan.Decision{
			Number: d.Number, Decision: d.Decision.Decision, Journey: d.Journey, On: b.day(d.At),
		})
	}
	out.Reference = bilan.Reference{
		Commit: m.Commit, Manifest: in.Digest, Facts: len(in.Records), Checkpoint: in.Head.Size, Root: in.Head.Root,
	}
	if n := len(in.Records); n > 0 {
		out.Reference.LastLeaf = in.Records[n-1].Leaf.Seq
	}
	return out
}

// progress parts rows: those whose result holds, those that have one to be obtained again, those that have none.
func (b *builder) progress(ids []string) (p bilan.Progress) {
	for _, id := range ids {
		c := b.st.Case(id)
		if c == nil {
			continue
		}
		switch s := b.st.Progress(c); {
		case s == pace.Aside:
			continue
		case s == pace.Played:
			p.Done++
		case b.again(c) != "":
			p.Replay++
		default:
			p.NotPlayed++
		}
		p.Planned++
	}
	return p
}

// again says why a row that is left has a result to be obtained again; empty when it has none that counts.
func (b *builder) again(c *state.Case) string {
	v := c.Verdict()
	switch {
	case c.Last == nil || c.Last.Invalid != nil:
		return ""
	case b.st.Due(c):
		return string(b.st.Freshness(c, nil))
	case b.st.Hold(c) == recette.Returned:
		return "returned"
	case c.Last.Contested != nil:
		return "contested"
	case v.Executed() && b.st.Turned(c):
		return "anomaly"
	case v.Executed() && !c.Last.Closed:
		return "open"
	}
	return ""
}

// results fills what is to be played again, what was not played, and how fresh results are.
func (b *builder) results(out *bilan.Bilan) {
	out.Replay, out.NotPlayed, out.Freshness = []bilan.Replay{}, []bilan.Waiting{}, []bilan.Count{}
	out.Drift, out.Drifted = []bilan.Count{}, []bilan.Drifted{}
	fresh, at := map[recette.Freshness]int{}, map[string]int{}
	drifts := map[plan.DriftKind]int{}
	for i := range b.st.Cases {
		c := &b.st.Cases[i]
		if k := b.in.Drifts.Of(c.ID); k != "" {
			if drifts[k]++; k != plan.Identical {
				out.Drifted = append(out.Drifted, bilan.Drifted{
					Case: c.ID, Name: b.m.Cases[i].Name, Kind: string(k),
					Result: c.Last != nil && c.Last.Invalid == nil,
				})
			}
		}
		if c.Last != nil && c.Last.Invalid == nil {
			fresh[b.st.Freshness(c, b.in.Present)]++
		}
		if b.st.Progress(c) != pace.Left {
			continue
		}
		if why := b.again(c); why != "" {
			out.Replay = append(out.Replay, bilan.Replay{
				Case: c.ID, Name: b.m.Cases[i].Name, Journey: b.of[c.ID], Why: why, Verdict: string(c.Verdict()),
				Tester: b.name[c.Assigned],
			})
			continue
		}
		code := b.of[c.ID]
		k, ok := at[code]
		if !ok {
			k, at[code] = len(out.NotPlayed), len(out.NotPlayed)
			w := bilan.Waiting{Journey: code, Cases: []string{}}
			if j := b.m.Journey(code); j != nil {
				w.Title = j.Title
			}
			out.NotPlayed = append(out.NotPlayed, w)
		}
		w := &out.NotPlayed[k]
		w.Rows, w.Cases = w.Rows+1, append(w.Cases, c.ID)
		switch {
		case c.Last != nil && c.Last.Invalid != nil:
			w.Invalid++
		case c.Verdict() == recette.Blocked:
			w.Blocked++
		}
	}
	for _, f := range []recette.Freshness{
		recette.Fresh, recette.StaleText, recette.StaleData, recette.StaleVersion, recette.StaleAnomaly,
	} {
		if n := fresh[f]; n > 0 || f == recette.Fresh {
			out.Freshness = append(out.Freshness, bilan.Count{Kind: string(f), N: n})
		}
	}
	if b.in.Drifts == nil {
		return
	}
	for _, k := range slices.Backward(plan.DriftKinds()) {
		if n := drifts[k]; n > 0 || k == plan.Identical {
			out.Drift = append(out.Drift, bilan.Count{Kind: string(k), N: n})
		}
	}
}

// gaps fills anomalies and reserves.
func (b *builder) gaps(out *bilan.Bilan) {
	out.Anomalies, out.Open, out.Reserves = []bilan.Severity{}, []bilan.Anomaly{}, []bilan.Reserve{}
	for _, s := range recette.Severities() {
		out.Anomalies = append(out.Anomalies, bilan.Severity{Severity: string(s)})
	}
	rank := func(severity string) int {
		return max(slices.Index(recette.Severities(), recette.Severity(severity)), 0)
	}
	for i := range b.st.Anomalies {
		a := &b.st.Anomalies[i]
		line := &out.Anomalies[rank(a.Severity)]
		if line.Raised++; !a.Open() {
			line.Ended++
			continue
		}
		line.Open++
		out.Open = append(out.Open, bilan.Anomaly{
			Number: a.Number, Severity: string(recette.Severities()[rank(a.Severity)]), Status: a.Status, Case: a.Case,
			Summary: b.text(a.Summary), Owner: b.text(a.Owner), Due: a.Due, Since: b.day(a.RaisedAt),
		})
	}
	slices.SortStableFunc(out.Open, func(x, y bilan.Anomaly) int { return rank(x.Severity) - rank(y.Severity) })
	for i := range b.st.Reserves {
		r := &b.st.Reserves[i]
		if r.Standing().Pending() {
			out.Reserves = append(out.Reserves, bilan.Reserve{
				Number: r.Number, Class: r.Class, Status: string(r.Standing()), Text: b.text(r.Text),
				Owner: b.text(r.Owner), Due: r.Due, Overdue: r.Due != "" && r.Due < b.today(),
			})
		}
	}
}

// coverage takes the criteria of the stories of the plan from the matrix.
func (b *builder) coverage(out *bilan.Bilan) {
	out.Epics = []bilan.Epic{}
	if b.in.Matrix == nil {
		return
	}
	totals := &b.in.Matrix.Totals
	out.Coverage = coverageOf(&totals.All)
	for i := range totals.Epics {
		t := &totals.Epics[i]
		out.Epics = append(out.Epics, bilan.Epic{Code: t.Key, Title: t.Title, Coverage: coverageOf(t)})
	}
}

// branches fills where each scenario stands in each branch.
func (b *builder) branches(out *bilan.Bilan) {
	out.Map = []bilan.MapRow{}
	column, at := map[string]int{}, map[string]int{}
	for i, a := range b.m.Antennes {
		column[a] = i
	}
	for i := range b.st.Cases {
		c := &b.st.Cases[i]
		k, ok := column[c.Antenne]
		if c.Antenne == "" || !ok {
			continue
		}
		id := plan.CaseID(c.ID)
		row, known := at[id]
		if !known {
			row, at[id] = len(out.Map), len(out.Map)
			out.Map = append(out.Map, bilan.MapRow{
				Case: id, Name: b.m.Cases[i].Name, Cells: make([]bilan.MapCell, len(b.m.Antennes)),
			})
		}
		out.Map[row].Cells[k] = bilan.MapCell{
			Verdict: string(c.Verdict()), Replay: b.st.Progress(c) == pace.Left && b.again(c) != "",
		}
	}
}

// sessions fills those of the plan, and those that were held.
func (b *builder) sessions(out *bilan.Bilan) {
	out.Sessions, out.Held = []bilan.Session{}, []bilan.Held{}
	results := map[string]int{}
	for i := range b.st.Cases {
		if a := b.st.Cases[i].Last; a != nil {
			if n := b.st.Sitting(a); n != "" {
				results[n]++
			}
		}
	}
	for i := range b.st.Sessions {
		s := &b.st.Sessions[i]
		out.Held = append(out.Held, bilan.Held{
			Number: s.Number, Planned: s.Planned, From: b.instant(s.Opened.At), To: b.instant(s.Closed.At),
			Present: present(s), Results: results[s.Number],
		})
	}
	if b.m.Sections == nil {
		return
	}
	for i := range b.m.Sections.Sessions {
		s := &b.m.Sections.Sessions[i]
		line := bilan.Session{Code: s.Code, Title: s.Title, Date: s.Date, Held: []string{}}
		for _, id := range b.plays(s) {
			if c := b.st.Case(id); c == nil || b.st.Progress(c) == pace.Aside {
				continue
			}
			if line.Rows++; b.played(id) {
				line.Done++
			}
		}
		for k := range b.st.Sessions {
			if strings.EqualFold(b.st.Sessions[k].Planned, s.Code) {
				line.Held = append(line.Held, b.st.Sessions[k].Number)
			}
		}
		out.Sessions = append(out.Sessions, line)
	}
}

// present counts people, each once however often they came back.
func present(s *state.Session) int {
	seen := map[string]bool{}
	for i := range s.People {
		p := &s.People[i]
		seen[p.Ref+"\x00"+p.Name] = true
	}
	return len(seen)
}

// testers counts what each was assigned and recorded, in the order of the plan; others come after.
func (b *builder) testers() []bilan.Tester {
	var refs []string
	at := map[string]*bilan.Tester{}
	of := func(ref string) *bilan.Tester {
		if at[ref] == nil {
			at[ref] = &bilan.Tester{Name: cmp.Or(b.name[ref], ref)}
			refs = append(refs, ref)
		}
		return at[ref]
	}
	for i := range b.m.Parties { // their order
		p := &b.m.Parties[i]
		if t := of(p.Ref); t.Entity == "" {
			t.Entity = p.Entity
		}
	}
	figures := map[string]*recette.Figures{}
	for i := range b.st.Cases {
		c := &b.st.Cases[i]
		if c.Assigned != "" {
			t := of(c.Assigned)
			if t.Assigned++; b.st.Progress(c) == pace.Played {
				t.Played++
			}
		}
		if c.Last == nil || c.Last.Invalid != nil {
			continue
		}
		ref := c.Last.Actor.Ref
		t := of(ref)
		if c.Last.Mode == recette.Automated {
			t.Machine++
		}
		if figures[ref] == nil {
			figures[ref] = &recette.Figures{}
		}
		figures[ref].AddResult(c.Verdict(), b.st.Hold(c))
	}
	for i := range b.st.Sessions {
		seen := map[string]bool{}
		for k := range b.st.Sessions[i].People {
			if ref := b.st.Sessions[i].People[k].Ref; at[ref] != nil && !seen[ref] {
				seen[ref] = true
				at[ref].Sessions++
			}
		}
	}
	out := []bilan.Tester{}
	for _, ref := range refs {
		t := at[ref]
		if f := figures[ref]; f != nil {
			t.Figures = bilan.Figures(*f)
		}
		if t.Assigned+t.Figures.InScope+t.Sessions > 0 {
			out = append(out, *t)
		}
	}
	return out
}

// criteria puts what criteria come to beside what the plan says of them: both come in the order of the plan.
func (b *builder) criteria(of []plan.Criterion, taken []reports.Criterion) []bilan.Criterion {
	out := []bilan.Criterion{}
	for i := range taken {
		c := criterion(&of[i])
		c.Measured, c.Met = taken[i].Measured, taken[i].Met
		c.Elsewhere = b.st.Elsewhere(c.Met)
		out = append(out, c)
	}
	return out
}

func criterion(c *plan.Criterion) bilan.Criterion {
	return bilan.Criterion{
		Text: c.Text, Threshold: c.Threshold, Base: c.Base, Window: c.Window, Measure: c.Measure,
		By: cmp.Or(c.By, c.Attested),
	}
}

// reached gives a criterion of suspension that is reached, with what the plan says of it.
func (b *builder) reached(taken reports.Criterion) bilan.Criterion {
	out := bilan.Criterion{Text: taken.Text, Threshold: taken.Threshold}
	for i := range b.m.Sections.Suspension {
		if c := &b.m.Sections.Suspension[i]; c.Text == taken.Text {
			out = criterion(c)
		}
	}
	out.Measured, out.Met = taken.Measured, taken.Met
	return out
}

func coverageOf(t *matrix.Total) bilan.Coverage {
	s := &t.States
	return bilan.Coverage{
		Criteria: t.Criteria, InScope: t.InScope, Covered: t.Covered, Proved: t.Proved, Accepted: s.Accepted,
		Failed: s.Failed, Stale: s.Stale, NotRun: s.NotRun, Uncovered: s.Uncovered, OutOfScope: s.OutOfScope,
	}
}
