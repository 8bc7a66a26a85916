package standing

import (
	"cmp"
	"slices"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Present is the project as it stands, which results are compared with.
type Present struct {
	// Texts gives the content hash of each case in the features (plan.Presence). A case that is not there was removed:
	// its results are stale. nil when nobody looked: texts are then not judged.
	Texts map[string]string
	// Faces gives what else the cases show of themselves; nil when nobody looked.
	Faces plan.Faces
	// Builds gives what is deployed in each environment, by name, where the project says so. Where it does not, the
	// build of the campaign that was opened last in the environment stands for it.
	Builds map[string]string
}

// judgement is what a fold says of cases, beside the project as it stands.
type judgement struct {
	present  Present
	cases    map[string]*gathered // by row
	whole    []Anomaly            // open, about whole campaigns
	deployed map[string]string    // build of the campaign opened last, by environment
	byRow    map[string]*lot      // rows by which a case is judged, by its id in the features
	antennes map[string]string    // branch of each row
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

// judge gathers what was folded, campaign after campaign.
func (f *Fold) judge(p Present) *judgement {
	j := &judgement{
		present: p, cases: map[string]*gathered{}, deployed: map[string]string{}, byRow: map[string]*lot{},
		antennes: map[string]string{},
	}
	for _, c := range f.campaigns {
		j.campaign(c)
		j.lots(c)
	}
	for id, t := range f.trials {
		trial := t.Trial
		trial.Fresh = p.Texts == nil || p.Texts[id] == t.content
		j.of(id).Trial = &trial
	}
	return j
}

func (j *judgement) of(id string) *gathered {
	g, ok := j.cases[id]
	if !ok {
		g = &gathered{Status: Status{Case: id, Result: Result{Verdict: recette.NotRun}, Freshness: recette.Fresh}}
		j.cases[id] = g
	}
	return g
}

func (j *judgement) campaign(c *followed) {
	m := c.manifest
	if b := m.Build(); b != "" {
		j.deployed[m.Environment.Name] = b
	}
	entity := map[string]string{}
	for _, p := range m.Parties {
		entity[p.Ref] = cmp.Or(entity[p.Ref], p.Entity)
	}
	journeys := map[string][]string{}
	for _, journey := range m.Journeys {
		for _, id := range journey.Cases {
			journeys[id] = append(journeys[id], journey.Code)
		}
	}
	for i := range c.state.Cases {
		s := &c.state.Cases[i]
		g := j.of(s.ID)
		g.Planned = append(g.Planned, m.Campaign)
		if j.present.Faces != nil {
			g.Drift = j.present.Faces.Of(c.state.Frozen(i))
		}
		if s.Last == nil {
			continue
		}
		r := c.resultOf(s)
		r.Entity = entity[r.ref]
		g.result(counted{r, carried(c.state, s, journeys[s.ID], &r), acceptance(c.state, journeys[s.ID], &r)})
	}
	j.dossier(c)
}

// resultOf gives the result of the last attempt of a case.
func (c *followed) resultOf(s *state.Case) Result {
	a, m := s.Last, c.manifest
	then := m.At(a.Iteration)
	r := Result{
		Verdict: s.Verdict(), Open: !a.Closed, Hold: c.state.Hold(s), Version: then.Version, Build: then.Build,
		Environment: m.Environment.Name,
		Campaign:    m.Campaign, Commit: then.Commit, Content: a.Content,
		Attempt: a.Number, Attempts: len(s.Former) + 1,
		seq: a.LastSeq, ref: a.Actor.Ref, who: a.Actor.C, aged: c.state.Freshness(s, nil), holds: m.Build(),
		Session: c.state.Sitting(a), Amended: a.Amended && a.Invalid == nil,
	}
	if a.Outcome != recette.OutcomePassed {
		r.Outcome = a.Outcome
	}
	if at, err := time.Parse(journal.TimeLayout, a.EndedAt); err == nil {
		r.At = at
	}
	seen := modesOf(a.Steps)
	if a.Steps == nil {
		seen = c.modes[s.ID]
	}
	r.Manual, r.Pieces = seen.manual, seen.pieces
	switch {
	case seen.manual && seen.auto:
		r.Mode = recette.Mixed
	case seen.manual:
		r.Mode = recette.Manual
	case seen.auto:
		r.Mode = recette.Automated
	}
	return r
}

// result takes a result in: the newest of each build and environment is kept.
func (g *gathered) result(r counted) {
	at := slices.IndexFunc(
		g.results, func(o counted) bool { return o.Build == r.Build && o.Environment == r.Environment },
	)
	switch {
	case at < 0:
		g.results = append(g.results, r)
	case g.results[at].seq < r.seq:
		g.results[at] = r
	}
}

// standing gives the result that counts today: the newest, unless the case failed in another environment where it was
// not played again since. A conform verdict obtained elsewhere takes nothing away from that failure, as long as both
// are of one delivery, or the project says that what failed is what is deployed there.
func (j *judgement) standing(g *gathered) *counted {
	if len(g.results) == 0 {
		return nil
	}
	newest := &g.results[0]
	if newest.Verdict == recette.Failed && newest.accepted == "" && j.freshness(g, &newest.Result) == recette.Fresh {
		return newest
	}
	for i := range g.results[1:] {
		r := &g.results[1+i]
		if r.Verdict != recette.Failed || r.accepted != "" || j.freshness(g, &r.Result) != recette.Fresh {
			continue
		}
		if r.Version == newest.Version && r.Build == newest.Build ||
			r.Build != "" && j.present.Builds[r.Environment] == r.Build {
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

// carried lists the PVs whose scope holds the case and that were made after the result. The constat of another branch
// says nothing of it, nor does a PV of lifting, which is of reserves, nor one that was cancelled or replaced.
func carried(st *state.State, c *state.Case, journeys []string, r *Result) []PV {
	var out []PV
	for i := range st.PVs {
		p := &st.PVs[i]
		if p.Journey != "" && !slices.Contains(journeys, p.Journey) || !p.Covers(r.seq) {
			continue
		}
		if ended := p.Standing(); p.Lifts != nil || p.Antenne != "" && p.Antenne != c.Antenne ||
			ended == recette.PVCancelled || ended == recette.PVReplaced {
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

// acceptance gives the number of the decision that accepts a failed result, empty when none does: the last of those
// that stand on a journey of the case, or on the campaign, all of them accepting and pronounced after the result. One
// journey refused is enough to refuse what failed in it. A later attempt takes a new decision.
func acceptance(st *state.State, journeys []string, r *Result) string {
	if r.Verdict != recette.Failed {
		return ""
	}
	if len(journeys) == 0 {
		journeys = []string{""}
	}
	var last *state.Decision
	for _, j := range journeys {
		d := st.Decision(j)
		if d == nil || d.Seq < r.seq {
			continue
		}
		if !recette.Decision(d.Decision.Decision).Accepts() {
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

// dossier takes in the anomalies and the reserves of a campaign: an open anomaly stands on its case and on those of its
// duplicates, a reserve as long as it waits for something.
func (j *judgement) dossier(c *followed) {
	st := c.state
	about := map[string][]string{}
	add := func(to []Anomaly, a Anomaly) []Anomaly {
		if slices.Contains(to, a) {
			return to
		}
		return append(to, a)
	}
	for stand := range st.Stands() {
		a, id := stand.Weighs, stand.Raised.Case
		about[stand.Raised.Number] = append(about[stand.Raised.Number], id)
		if a != stand.Raised {
			about[a.Number] = append(about[a.Number], id)
		}
		open := Anomaly{Number: a.Number, Severity: recette.Severity(a.Severity), Campaign: c.manifest.Campaign}
		if id == "" {
			if stand.Open {
				j.whole = add(j.whole, open)
			}
			continue
		}
		g := j.of(id)
		for along := range st.Line(stand.Raised) {
			g.reopened = max(g.reopened, along.ReopenedSeq)
		}
		if stand.Open {
			g.Anomalies = add(g.Anomalies, open)
		}
	}
	for i := range st.Reserves {
		r := &st.Reserves[i]
		if !r.Standing().Pending() {
			continue
		}
		for _, id := range append(about[r.Anomaly], r.Check) {
			if id == "" {
				continue
			}
			if g := j.of(id); !slices.Contains(g.Reserves, r.Number) {
				g.Reserves = append(g.Reserves, r.Number)
			}
		}
	}
}

// finish judges freshness, names people and gives the statuses.
func (j *judgement) finish(names map[string]string) map[string]Status {
	out := make(map[string]Status, len(j.cases))
	for id, g := range j.cases {
		slices.SortFunc(g.results, func(a, b counted) int { return cmp.Compare(b.seq, a.seq) })
		for i := range g.results {
			r := &g.results[i]
			r.Tester = cmp.Or(names[r.who], r.ref)
			g.Last = append(g.Last, r.Result)
		}
		if r := j.standing(g); r != nil {
			g.Result, g.PVs, g.PV, g.Accepted = r.Result, r.pvs, shownPV(r.pvs), r.accepted
		}
		g.Freshness = j.freshness(g, &g.Result)
		graver(g.Anomalies)
		slices.Sort(g.Reserves)
		out[id] = g.Status
	}
	return j.together(out)
}

// freshness follows state.State.Freshness, gravest first, with the project as it stands in place of one campaign: a
// reopening counts whichever campaign it happened in, and so does a build that was deployed since.
func (j *judgement) freshness(g *gathered, r *Result) recette.Freshness {
	if !r.Ran() {
		return recette.Fresh
	}
	deployed := cmp.Or(j.present.Builds[r.Environment], j.deployed[r.Environment])
	switch {
	case j.present.Texts != nil && j.present.Texts[plan.CaseID(g.Case)] != r.Content:
		return recette.StaleText
	case r.aged != "" && r.aged != recette.Fresh && r.aged != recette.StaleAnomaly:
		return r.aged
	case deployed != "" && r.holds != "" && deployed != r.holds:
		return recette.StaleVersion
	case r.aged == recette.StaleAnomaly:
		return r.aged
	case g.reopened > r.seq:
		return recette.StaleAnomaly
	}
	return recette.Fresh
}
