package standing

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Present is the project as it stands, which results are compared with.
type Present struct {
	// Texts gives the content hash of each case in the features (plan.Presence). A case that is not there was removed:
	// its results are stale. nil when nobody looked: texts are then not judged.
	Texts map[string]string
	// Builds gives what is deployed in each environment, by name, where the project says so. Where it does not, the build
	// of the campaign that was opened last in the environment stands for it.
	Builds map[string]string
}

// Input is what Of folds.
type Input struct {
	Campaigns []Campaign        // in the order in which they were opened
	Runs      []journal.Record  // records of runs outside campaigns: run.open and result
	Names     map[string]string // name of a person, by commitment; an erased one is absent
	Present   Present
}

// Campaign is the record of one campaign.
type Campaign struct {
	Manifest plan.Manifest
	Records  []journal.Record // in order of position
}

// Of gives the status of every case that a campaign holds or that a run tried, by id. It is pure.
func Of(in Input) map[string]Status {
	f := newFold(in.Present)
	for i := range in.Campaigns {
		c := &in.Campaigns[i]
		// Records of the caller cannot fail.
		_ = f.campaign(&c.Manifest, func(yield func(journal.Record, error) bool) {
			for _, r := range c.Records {
				if !yield(r, nil) {
					return
				}
			}
		})
	}
	for i := range in.Runs {
		f.run(&in.Runs[i].Leaf)
	}
	return f.finish(in.Names)
}

// fold gathers cases, campaign after campaign. The state of a campaign is dropped once its cases are read.
type fold struct {
	present  Present
	cases    map[string]*gathered
	deployed map[string]string       // build of the campaign opened last, by environment
	runs     map[string]journal.Open // what runs outside campaigns are bound to
}

// gathered is a case while campaigns are read.
type gathered struct {
	Status
	results  []counted // the last by build and environment
	reopened int64     // position of the last reopening of one of its anomalies
}

// counted is a result with what was made of it in its campaign.
type counted struct {
	Result
	pvs      []PV
	accepted string // number of the decision that accepts it although it is failed
}

func newFold(p Present) *fold {
	return &fold{present: p, cases: map[string]*gathered{}, deployed: map[string]string{}, runs: map[string]journal.Open{}}
}

func (f *fold) of(id string) *gathered {
	g, ok := f.cases[id]
	if !ok {
		g = &gathered{Status: Status{Case: id, Result: Result{Verdict: recette.NotRun}, Freshness: recette.Fresh}}
		f.cases[id] = g
	}
	return g
}

// campaign folds the records of one campaign in. It returns the error of records.
func (f *fold) campaign(m *plan.Manifest, records iter.Seq2[journal.Record, error]) error {
	state := campaign.NewState(m, true)
	for rec, err := range records {
		if err != nil {
			return err
		}
		state.Apply(&rec)
	}
	if b := build(m); b != "" {
		f.deployed[m.Environment.Name] = b
	}
	entity := map[string]string{}
	for _, p := range m.Parties {
		entity[p.Ref] = cmp.Or(entity[p.Ref], p.Entity)
	}
	journeys := map[string][]string{}
	for _, j := range m.Journeys {
		for _, id := range j.Cases {
			journeys[id] = append(journeys[id], j.Code)
		}
	}
	for i := range state.Cases {
		c := &state.Cases[i]
		g := f.of(c.ID)
		g.Planned = append(g.Planned, m.Campaign)
		if c.Last == nil {
			continue
		}
		r := resultOf(m, state, c)
		r.Entity = entity[r.ref]
		g.result(counted{r, carried(state, journeys[c.ID], &r), acceptance(state, journeys[c.ID], &r)})
	}
	f.dossier(m, state)
	return nil
}

// build is what the results of a campaign were obtained on: what is deployed, else what the delivery names.
func build(m *plan.Manifest) string { return cmp.Or(m.Environment.Build, m.Release.Build) }

func resultOf(m *plan.Manifest, state *campaign.State, c *campaign.CaseState) Result {
	a := c.Last
	r := Result{
		Verdict: c.Verdict(), Open: !a.Closed, Version: m.Release.Version, Build: build(m), Environment: m.Environment.Name,
		Campaign: m.Campaign, Commit: m.Commit, Content: c.Content, Attempt: a.Number, Attempts: len(c.Former) + 1,
		seq: a.LastSeq, ref: a.Actor.Ref, who: a.Actor.C, odd: state.Freshness(c, nil) == recette.StaleVersion,
	}
	if a.Outcome != recette.OutcomePassed {
		r.Outcome = a.Outcome
	}
	if at, err := time.Parse(journal.TimeLayout, a.EndedAt); err == nil {
		r.At = at
	}
	auto := false
	for i := range a.Steps {
		st := &a.Steps[i]
		r.Manual = r.Manual || st.Seen && recette.Mode(st.Record.Mode) == recette.Manual
		auto = auto || st.Seen && recette.Mode(st.Record.Mode) == recette.Automated
	}
	switch {
	case r.Manual && auto:
		r.Mode = recette.Mixed
	case r.Manual:
		r.Mode = recette.Manual
	case auto:
		r.Mode = recette.Automated
	}
	return r
}

// result takes a result in: the newest of each build and environment is kept.
func (g *gathered) result(r counted) {
	at := slices.IndexFunc(g.results, func(o counted) bool { return o.Build == r.Build && o.Environment == r.Environment })
	switch {
	case at < 0:
		g.results = append(g.results, r)
	case g.results[at].seq < r.seq:
		g.results[at] = r
	}
}

// standing gives the result that counts today: the newest, unless the case failed in another environment where it was not
// played again since. A conform verdict obtained elsewhere takes nothing away from that failure, as long as both are of one
// delivery, or the project says that what failed is what is deployed there.
func (f *fold) standing(g *gathered) *counted {
	if len(g.results) == 0 {
		return nil
	}
	newest := &g.results[0]
	if newest.Verdict == recette.Failed && newest.accepted == "" && f.freshness(g, &newest.Result) == recette.Fresh {
		return newest
	}
	for i := range g.results[1:] {
		r := &g.results[1+i]
		if r.Verdict != recette.Failed || r.accepted != "" || f.freshness(g, &r.Result) != recette.Fresh {
			continue
		}
		if r.Version == newest.Version && r.Build == newest.Build || r.Build != "" && f.present.Builds[r.Environment] == r.Build {
			return r
		}
	}
	return newest
}

// shownPV gives the last PV that carries a result, a signed one if any.
func shownPV(pvs []PV) string {
	number, signed := "", false
	for _, pv := range pvs {
		if len(pv.Signed) > 0 || !signed {
			number, signed = pv.Number, signed || len(pv.Signed) > 0
		}
	}
	return number
}

// carried lists the PVs whose scope holds the case and that were made after the result.
func carried(state *campaign.State, journeys []string, r *Result) []PV {
	var out []PV
	for i := range state.PVs {
		p := &state.PVs[i]
		if p.Journey != "" && !slices.Contains(journeys, p.Journey) || p.Checkpoint <= r.seq {
			continue
		}
		pv := PV{Number: p.Number, Journey: p.Journey}
		for _, s := range p.Signatures {
			pv.Signed = append(pv.Signed, string(s.Role))
		}
		out = append(out, pv)
	}
	return out
}

// acceptance gives the number of the decision that accepts a failed result, empty when none does: the last of those that
// stand on a journey of the case, or on the campaign, all of them accepting and pronounced after the result. One journey
// refused is enough to refuse what failed in it. A later attempt takes a new decision.
func acceptance(state *campaign.State, journeys []string, r *Result) string {
	if r.Verdict != recette.Failed {
		return ""
	}
	if len(journeys) == 0 {
		journeys = []string{""}
	}
	var last *campaign.DecisionState
	for _, j := range journeys {
		d := state.Decision(j)
		if d == nil || d.Seq < r.seq {
			continue
		}
		if v := recette.Decision(d.Decision.Decision); v != recette.Accepted && v != recette.AcceptedWithReserves {
			return ""
		}
		if last == nil || d.Seq > last.Seq {
			last = d
		}
	}
	if last == nil {
		return ""
	}
	return last.Number
}

// dossier takes in the anomalies and the reserves of a campaign.
func (f *fold) dossier(m *plan.Manifest, state *campaign.State) {
	about := map[string]string{}
	for i := range state.Anomalies {
		a := &state.Anomalies[i]
		about[a.Number] = a.Case
		open := Anomaly{Number: a.Number, Severity: recette.Severity(a.Severity), Campaign: m.Campaign, Whole: a.Case == ""}
		if a.Case != "" {
			g := f.of(a.Case)
			g.reopened = max(g.reopened, a.ReopenedSeq)
			if a.Open() {
				g.Anomalies = append(g.Anomalies, open)
			}
			continue
		}
		for j := range state.Cases {
			if a.Open() {
				g := f.of(state.Cases[j].ID)
				g.Anomalies = append(g.Anomalies, open)
			}
		}
	}
	for _, r := range state.Reserves {
		for _, id := range []string{about[r.Anomaly], r.Check} {
			if id == "" {
				continue
			}
			if g := f.of(id); !slices.Contains(g.Reserves, r.Number) {
				g.Reserves = append(g.Reserves, r.Number)
			}
		}
	}
}

// run folds in a record of a run outside campaigns. The leaf that closes an attempt carries the verdict of the case,
// which the service computed: there is nothing to roll up.
func (f *fold) run(l *journal.Leaf) {
	if l.Kind == journal.KindRunOpen && l.Open != nil {
		f.runs[l.Campaign] = *l.Open
		return
	}
	o, ok := f.runs[l.Campaign]
	if !ok || l.Kind != journal.KindResult || l.Result == nil || !l.Result.Closed {
		return
	}
	at, err := time.Parse(journal.TimeLayout, l.At)
	if err != nil {
		return
	}
	v := recette.Verdict(l.Result.Verdict)
	if !v.Valid() {
		v = recette.NotRun
	}
	f.of(l.Result.Case).Trial = &Trial{
		Verdict: v, At: at, Build: o.Build, Environment: o.Environment, Run: l.Campaign,
		Fresh: f.present.Texts == nil || f.present.Texts[l.Result.Case] == l.Result.Content,
	}
}

// finish judges freshness, names people and gives the statuses.
func (f *fold) finish(names map[string]string) map[string]Status {
	rank := map[recette.Severity]int{}
	for i, s := range recette.Severities() {
		rank[s] = i
	}
	out := make(map[string]Status, len(f.cases))
	for id, g := range f.cases {
		slices.SortFunc(g.results, func(a, b counted) int { return cmp.Compare(b.seq, a.seq) })
		for i := range g.results {
			r := &g.results[i]
			r.Tester = cmp.Or(names[r.who], r.ref)
			g.Last = append(g.Last, r.Result)
		}
		if r := f.standing(g); r != nil {
			g.Result, g.PVs, g.PV, g.Accepted = r.Result, r.pvs, shownPV(r.pvs), r.accepted
		}
		g.Freshness = f.freshness(g, &g.Result)
		slices.SortStableFunc(g.Anomalies, func(a, b Anomaly) int {
			return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(a.Number, b.Number))
		})
		slices.Sort(g.Reserves)
		out[id] = g.Status
	}
	return out
}

// freshness follows campaign.State.Freshness, gravest first, with the project as it stands in place of one campaign: a
// reopening counts whichever campaign it happened in, and so does a build that was deployed since.
func (f *fold) freshness(g *gathered, r *Result) recette.Freshness {
	if !r.Ran() {
		return recette.Fresh
	}
	deployed := cmp.Or(f.present.Builds[r.Environment], f.deployed[r.Environment])
	switch {
	case f.present.Texts != nil && f.present.Texts[g.Case] != r.Content:
		return recette.StaleText
	case r.odd, deployed != "" && r.Build != "" && deployed != r.Build:
		return recette.StaleVersion
	case g.reopened > r.seq:
		return recette.StaleAnomaly
	}
	return recette.Fresh
}
