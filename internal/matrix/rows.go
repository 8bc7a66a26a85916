package matrix

import (
	"cmp"
	"maps"
	"slices"

	"recette/internal/standing"
)

// Matrix folds what was added with the statuses of the cases into the matrix, narrowed to the selection of the head.
// The builder may be asked again, with other statuses.
func (b *Builder) Matrix(statuses map[string]standing.Status, h Head) Matrix {
	m := Matrix{
		Schema: Schema, Language: h.Language, Producer: h.Producer, Project: h.Project, Commit: h.Commit,
		MadeAt: instant(h.MadeAt), Selection: h.Selection, Campaign: h.Campaign, Recorded: h.Recorded,
		Builds:    []Build{},
		Anomalies: []Anomaly{}, Lost: []Lost{},
	}
	for _, e := range slices.Sorted(maps.Keys(h.Builds)) {
		m.Builds = append(m.Builds, Build{Environment: e, Build: h.Builds[e]})
	}
	parents := map[string]string{} // story of each criterion
	m.Rows, m.Declared = b.rows(statuses, parents)
	m.Scenarios = b.reverse(statuses, parents)
	b.loose(&m, statuses, h.Anomalies)
	narrow(&m)
	m.Totals = b.totals(&m)
	narrowStates(&m)
	m.Rules = b.rules(&m)
	return m
}

// rules lists those that rows and scenarios name, with their titles.
func (b *Builder) rules(m *Matrix) []Rule {
	var ids []string
	for i := range m.Rows {
		ids = append(ids, m.Rows[i].Rules...)
	}
	for i := range m.Scenarios {
		ids = append(ids, m.Scenarios[i].Rules...)
	}
	out := []Rule{}
	for _, id := range sorted(ids) {
		known, _ := b.o.Set.Rule(id)
		out = append(out, Rule{ID: id, Title: known.Title})
	}
	return out
}

// rows makes the rows: declared criteria, those that only tags name, and one for each story that has none.
func (b *Builder) rows(statuses map[string]standing.Status, parents map[string]string) ([]Row, bool) {
	var rows []Row
	list := b.criteria.List()
	for i := range list {
		c := &list[i]
		if c.ID != "" {
			parents[c.ID] = c.Story
		}
		rows = append(rows, b.row(c, statuses))
	}
	slices.SortFunc(rows, func(x, y Row) int {
		return cmp.Or(natural(x.Epic, y.Epic), natural(x.Story, y.Story), natural(x.Criterion, y.Criterion))
	})
	if rows == nil {
		rows = []Row{}
	}
	return rows, b.criteria.Promises()
}

// reverse makes the list of scenarios.
func (b *Builder) reverse(statuses map[string]standing.Status, parents map[string]string) []Scenario {
	out := make([]Scenario, 0, len(b.scenarios))
	for i := range b.scenarios {
		s := &b.scenarios[i]
		o := s.out
		t := tally{b: b, statuses: statuses}
		mode, drafts := "", 0
		skipped := standing.State("")
		for _, at := range s.cases {
			c := &b.cases[at]
			if c.skipped != "" {
				skipped = c.skipped
				drafts++
				continue
			}
			st := status(statuses, c.id)
			each(&st, func(_ string, row *standing.Status) {
				if m := c.observed(row); m != "" {
					mode = together(mode, m)
				}
			})
			t.add(c)
		}
		o.Mode, o.Cases = mode, t.plays+drafts
		o.Criteria, o.Rules, o.Journeys, o.DataSets = sorted(o.Criteria), sorted(o.Rules), sorted(o.Journeys),
			sorted(o.DataSets)
		o.Natures = natures(s.bits)
		o.Orphan = []string{}
		for _, ca := range o.Criteria { // a criterion that is declared says whose it is
			o.Story = cmp.Or(o.Story, parents[ca])
		}
		if o.Story == "" {
			o.Orphan = append(o.Orphan, "story")
		} else if st := b.stories[o.Story]; st != nil {
			o.Epic = cmp.Or(st.epic, o.Epic)
		}
		o.EpicTitle = b.epicTitle(o.Epic)
		if len(o.Criteria) == 0 {
			o.Orphan = append(o.Orphan, "criterion")
		}
		o.State, o.Proved, o.Verdict, o.Freshness = t.State(), t.good, t.verdict(), string(t.freshness)
		if t.Total == 0 {
			o.State = cmp.Or(skipped, standing.NotRun)
		}
		o.Amended, o.Antennes = t.amended, t.inBranches()
		o.Drift, o.Evidence, o.Session = string(t.drift), t.evidence, t.last.Session
		o.Version, o.Build, o.Environment = t.last.Version, t.last.Build, t.last.Environment
		o.Campaign, o.Tester, o.LastAt, o.PVs = t.last.Campaign, t.last.Tester, instant(t.last.At), sorted(t.pvs)
		o.Anomalies, o.Reserves, o.Accepted, o.Trial = t.open(), sorted(t.reserves), sorted(t.accepted), t.trial()
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(x, y Scenario) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line))
	})
	return out
}

// loose gathers what no row holds: anomalies about whole campaigns, and results of cases that are gone.
func (b *Builder) loose(m *Matrix, statuses map[string]standing.Status, whole []standing.Anomaly) {
	here := make(map[string]bool, len(b.cases))
	for i := range b.cases {
		here[b.cases[i].id] = true
	}
	for _, id := range slices.SortedFunc(maps.Keys(statuses), natural) {
		s := statuses[id]
		if !here[id] && s.Ran() {
			m.Lost = append(m.Lost, Lost{
				Case: id, Verdict: string(s.Verdict), Campaign: s.Campaign, LastAt: instant(s.At),
			})
		}
	}
	for _, a := range whole {
		m.Anomalies = append(m.Anomalies, Anomaly{Number: a.Number, Severity: string(a.Severity), Campaign: a.Campaign})
	}
	slices.SortFunc(m.Anomalies, func(x, y Anomaly) int { return natural(x.Number, y.Number) })
}

// together folds the modes of the cases of a scenario.
func together(had, more string) string {
	if had == "" || had == more {
		return more
	}
	return "mixed"
}
