package matrix

import (
	"cmp"
	"slices"
	"time"

	"recette/internal/criteria"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

// tally rolls up cases: those of a row, or those of a scenario.
type tally struct {
	b        *Builder
	statuses map[string]standing.Status
	standing.Tally
	trials []standing.Trial

	plays     int // how often its cases are played: once, or once in each antenne
	good      int // of plays, those that ask for nothing more
	amended   int // of plays, those whose last result was amended
	verdicts  []recette.Verdict
	freshness recette.Freshness
	last      standing.Result // the newest
	builds    []Verdict
	byBuild   [][]recette.Verdict
	branches  []Branch
	byBranch  [][]recette.Verdict

	anomalies []standing.Anomaly
	reserves  []string
	accepted  []string
	campaigns []string
	pvs       []string
	sessions  []string
	drift     plan.DriftKind // gravest
	evidence  int
}

// freshnesses orders freshness, gravest first.
var freshnesses = []recette.Freshness{
	recette.StaleText, recette.StaleData, recette.StaleVersion, recette.StaleAnomaly, recette.Fresh,
}

// status gives where a case stands, be it that nobody knows anything of it.
func status(statuses map[string]standing.Status, id string) standing.Status {
	if s, ok := statuses[id]; ok {
		return s
	}
	return standing.Status{Case: id, Result: standing.Result{Verdict: recette.NotRun}, Freshness: recette.Fresh}
}

// each gives where a case stands in each antenne where it is played, as the plan, the bilan and the PV count it; once,
// under no name, when it is played once.
func each(s *standing.Status, take func(antenne string, row *standing.Status)) {
	if len(s.Rows) == 0 {
		take("", s)
	}
	for i := range s.Rows {
		take(s.Rows[i].Antenne, &s.Rows[i].Status)
	}
}

func (t *tally) add(c *testCase) {
	s := status(t.statuses, c.id)
	t.Add(&s)
	if s.Trial != nil {
		t.trials = append(t.trials, *s.Trial)
	}
	for i := range s.Anomalies {
		if a := &s.Anomalies[i]; !slices.ContainsFunc(
			t.anomalies, func(o standing.Anomaly) bool { return o.Number == a.Number },
		) {
			t.anomalies = append(t.anomalies, *a)
		}
	}
	t.reserves = union(t.reserves, s.Reserves)
	t.drifted(s.Drift)
	each(&s, t.play)
}

// play takes in where a case stands where it is played.
func (t *tally) play(antenne string, s *standing.Status) {
	t.plays++
	t.verdicts = append(t.verdicts, recette.Counts(s.Verdict, s.Hold))
	if asksNothing(s) {
		t.good++
	}
	if antenne != "" {
		t.branch(antenne, s)
	}
	if !s.Ran() {
		return
	}
	t.freshness = graver(t.freshness, s.Freshness)
	if s.At.After(t.last.At) {
		t.last = s.Result
	}
	t.accepted = union(t.accepted, []string{s.Accepted})
	t.campaigns = union(t.campaigns, []string{s.Campaign})
	t.pvs = union(t.pvs, []string{s.PV})
	t.evidence += s.Pieces
	t.sessions = union(t.sessions, []string{s.Session})
	if s.Amended {
		t.amended++
	}
	for i := range s.Last {
		t.build(&s.Last[i])
	}
}

// asksNothing tells whether a row is proved, or not applicable.
func asksNothing(s *standing.Status) bool {
	state := s.State()
	return state == standing.Proved || state == ""
}

// branch takes a row in among those of its antenne.
func (t *tally) branch(antenne string, s *standing.Status) {
	at := slices.IndexFunc(t.branches, func(b Branch) bool { return b.Antenne == antenne })
	if at < 0 {
		at = len(t.branches)
		t.branches, t.byBranch = append(t.branches, Branch{Antenne: antenne}), append(t.byBranch, nil)
	}
	b := &t.branches[at]
	t.byBranch[at] = append(t.byBranch[at], recette.Counts(s.Verdict, s.Hold))
	b.Cases++
	if asksNothing(s) {
		b.Proved++
	}
	if !s.Ran() {
		return
	}
	if s.Amended {
		b.Amended++
	}
	b.Freshness = string(graver(recette.Freshness(b.Freshness), s.Freshness))
	if b.LastAt == nil || s.At.After(*b.LastAt) {
		b.Version, b.Build, b.Environment = s.Version, s.Build, s.Environment
		b.Session, b.Tester, b.LastAt = s.Session, s.Tester, instant(s.At)
	}
}

// inBranches gives where its cases stand in each antenne, in the order of the plan; never nil.
func (t *tally) inBranches() []Branch {
	out := make([]Branch, len(t.branches))
	for i, b := range t.branches {
		b.Verdict = string(recette.RollUp(t.byBranch[i]))
		out[i] = b
	}
	return out
}

// graver gives the graver of two freshnesses; empty is none.
func graver(a, b recette.Freshness) recette.Freshness {
	if a == "" || slices.Index(freshnesses, b) < slices.Index(freshnesses, a) {
		return b
	}
	return a
}

// drifted keeps the gravest of what the texts of cases became.
func (t *tally) drifted(k plan.DriftKind) {
	order := plan.DriftKinds()
	if k != "" && (t.drift == "" || slices.Index(order, k) < slices.Index(order, t.drift)) {
		t.drift = k
	}
}

// build takes a result in among those of its version, build and environment.
func (t *tally) build(r *standing.Result) {
	at := slices.IndexFunc(t.builds, func(v Verdict) bool {
		return v.Version == r.Version && v.Build == r.Build && v.Environment == r.Environment
	})
	if at < 0 {
		at = len(t.builds)
		t.builds = append(t.builds, Verdict{Version: r.Version, Build: r.Build, Environment: r.Environment})
		t.byBuild = append(t.byBuild, nil)
	}
	v := &t.builds[at]
	v.Cases++
	if r.Amended {
		v.Amended++
	}
	v.Sessions = union(v.Sessions, []string{r.Session})
	if v.At == nil || r.At.After(*v.At) {
		v.At = instant(r.At)
	}
	t.byBuild[at] = append(t.byBuild[at], r.Verdict)
}

func (t *tally) verdict() string {
	if t.Total == 0 {
		return ""
	}
	return string(recette.RollUp(t.verdicts))
}

// byVersion gives the verdicts by version, build and environment, newest first.
func (t *tally) byVersion() []Verdict {
	out := make([]Verdict, len(t.builds))
	for i, v := range t.builds {
		v.Verdict, v.Of = string(recette.RollUp(t.byBuild[i])), t.plays
		v.Sessions = sorted(v.Sessions)
		out[i] = v
	}
	slices.SortStableFunc(out, func(a, b Verdict) int {
		return cmp.Or(b.At.Compare(*a.At), cmp.Compare(a.Environment, b.Environment), cmp.Compare(a.Build, b.Build))
	})
	return out
}

func (t *tally) open() Counts {
	out := Counts{}
	var numbers []string
	for _, a := range t.anomalies {
		numbers = append(numbers, a.Number)
		switch a.Severity {
		case recette.Major:
			out.Major++
		case recette.Minor:
			out.Minor++
		case recette.Inconsequential:
			out.Observation++
		case recette.Blocking:
			out.Blocking++
		default: // an unknown severity is blocking: the severe reading
			out.Blocking++
		}
	}
	out.Numbers = sorted(numbers)
	return out
}

// row makes the row of a criterion, or of a story that has none.
func (b *Builder) row(c *criteria.Criterion, statuses map[string]standing.Status) Row {
	st := b.stories[c.Story]
	if st == nil {
		st = &story{}
	}
	r := Row{
		Epic: cmp.Or(st.epic, c.Epic), Story: c.Story, StoryTitle: st.title, Criterion: c.ID, Priority: st.priority,
		Text: c.Text, Unknown: c.Unknown, Risks: sorted(st.risks), Ready: b.o.Ready[c.Story],
		Missing:    natures(^st.natures),
		OutOfScope: c.OutOfScope,
	}
	r.EpicTitle = b.epicTitle(r.Epic)
	if !c.Declared {
		r.Text = c.Rule
	}
	b.covered(&r, c, st, statuses)
	decisions := slices.Concat(b.impacts[c.ID], b.impacts[c.Story], []string{c.OutOfScope})
	for _, rg := range r.Rules {
		decisions = append(decisions, b.impacts[rg]...)
	}
	r.Decisions = sorted(slices.DeleteFunc(decisions, func(s string) bool { return s == "" }))
	return r
}

func (b *Builder) epicTitle(id string) string {
	e, _ := b.o.Set.Epic(id)
	return e.Title
}

// covered fills what the scenarios of a criterion say.
func (b *Builder) covered(r *Row, cr *criteria.Criterion, st *story, statuses map[string]standing.Status) {
	t := tally{b: b, statuses: statuses}
	var bits uint8
	var scenarios, dataSets []string
	var entities []bool
	branch := false
	p := played{}
	for _, at := range cr.Cases {
		c := &b.cases[at]
		s := &b.scenarios[c.scenario].out
		scenarios = append(scenarios, s.ID)
		r.Journeys = union(r.Journeys, s.Journeys)
		r.Critical = r.Critical || s.Critical
		dataSets = union(dataSets, c.dataSets)
		bits |= c.natures
		if c.entities != nil {
			branch = true
			entities = either(entities, c.entities)
		}
		st := status(statuses, c.id)
		if c.branch && len(b.o.Antennes)+len(st.Rows) > 0 {
			p.add(st.Rows, b.o.Antennes)
		}
		each(&st, func(_ string, row *standing.Status) { r.count(c, row) })
		t.add(c)
	}
	if len(scenarios) == 0 { // what its story is about is what it is about
		r.Journeys, r.Critical = union(r.Journeys, st.journeys), r.Critical || st.critical
	}
	for _, at := range slices.Concat(cr.Cases, cr.Drafts, cr.Obsolete) {
		r.Rules = union(r.Rules, b.scenarios[b.cases[at].scenario].out.Rules)
	}
	r.Scenarios, r.Drafts, r.Obsolete = sorted(scenarios), b.scenariosOf(cr.Drafts), b.scenariosOf(cr.Obsolete)
	r.Rules, r.Journeys, r.DataSets, r.Natures = sorted(r.Rules), sorted(r.Journeys), sorted(dataSets), natures(bits)
	r.Entities = b.targets(branch, entities)
	if p.expected != nil {
		r.Entities = p.targets()
	}
	r.Cases, r.State, r.Proved, r.Verdict, r.Freshness = t.plays, t.Criterion(cr.LeftOut), t.good, t.verdict(),
		string(t.freshness)
	r.Last, r.Anomalies, r.Reserves, r.Accepted = t.byVersion(), t.open(), sorted(t.reserves), sorted(t.accepted)
	r.Drift, r.Evidence, r.Sessions = string(t.drift), t.evidence, sorted(t.sessions)
	r.Campaigns, r.PVs, r.LastAt = sorted(t.campaigns), sorted(t.pvs), instant(t.last.At)
}

// scenariosOf gives the scenarios of cases, each once.
func (b *Builder) scenariosOf(cases []int) []string {
	var out []string
	for _, at := range cases {
		out = append(out, b.scenarios[b.cases[at].scenario].out.ID)
	}
	return sorted(out)
}

func (b *Builder) targets(branch bool, found []bool) Targets {
	out := Targets{Covered: []string{}, Expected: []string{}}
	if !branch || len(b.o.Entities) == 0 {
		return out
	}
	out.Cited = true
	for i, e := range b.o.Entities {
		out.Expected = append(out.Expected, e)
		if found[i] {
			out.Covered = append(out.Covered, e)
		}
	}
	return out
}

// count takes in where a case stands where it is played.
func (r *Row) count(c *testCase, s *standing.Status) {
	if c.example {
		r.Examples++
	}
	var one recette.Figures
	one.AddResult(s.Verdict, s.Hold)
	r.Figures = Figures(recette.Figures(r.Figures).Plus(one))
	count(&r.Modes, c.observed(s))
}

// observed says who observes a case where it is played: what its last result says, else its tags.
func (c *testCase) observed(s *standing.Status) string { return cmp.Or(string(s.Mode), c.mode) }

func count(m *Modes, mode string) {
	switch recette.Mode(mode) {
	case recette.Manual:
		m.Manual++
	case recette.Automated:
		m.Auto++
	case recette.Mixed:
		m.Mixed++
	default:
		m.Unknown++
	}
}

func either(a, b []bool) []bool {
	if a == nil {
		return slices.Clone(b)
	}
	for i := range a {
		a[i] = a[i] || b[i]
	}
	return a
}

// instant gives the place of an instant, nil for none.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
