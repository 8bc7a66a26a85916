package state

import (
	"cmp"
	"math"
	"strings"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Criterion is a criterion of the plan as it stands.
type Criterion struct {
	*plan.Criterion

	Place    int          // in its list, from 1
	Measured string       // both terms of a rate, or a count; empty when the journal measures nothing of it
	Met      string       // "yes", "no", "unknown", or the number of the derogation that excuses it
	Cited    string       // derogation that the plan names and that does not stand
	Void     recette.Void // why not
	Affirmed *Attestation // of who says that it is met, where nothing is measured
	Binding  bool         // measured as not met, where a case of a critical journey counts in it
}

// Name is the name that people give to the criterion, of a list: "exit/1".
func (c *Criterion) Name(list string) string { return recette.CriterionName(list, c.Place) }

// String says the criterion, and what it comes to: "Tout est exécuté (3 / 4, 100 %)".
func (c *Criterion) String() string { return measure.Compared(c.Text, c.Measured, c.Threshold) }

// Criteria gives those of a list, recette.EntryCriteria or ExitCriteria, that concern a journey, empty for all: each as
// it is measured, or as it was attested, at an instant of RFC 3339. Derogations are those that stand on its day. What
// a plan says in advance is no attestation.
func (s *State) Criteria(list, journey, at string) []Criterion {
	return s.criteriaBefore(list, journey, s.moment(at, math.MaxInt64))
}

// criteriaBefore is Criteria as far as a moment.
func (s *State) criteriaBefore(list, journey string, m moment) []Criterion {
	return s.criteria(s.frozen.Criteria(list), list, journey, m)
}

// moment is up to when criteria are taken.
type moment struct {
	at     string // of RFC 3339
	day    string // of it, YYYY-MM-DD
	before int64  // position of the log: derogations were granted, and data loaded, before it
}

func (s *State) moment(at string, before int64) moment {
	return moment{at, calendar.DayOf(at, s.frozen.Zone()), before}
}

// Reached gives the criteria of suspension that are reached: measured beyond their threshold, or attested since the
// campaign was last resumed. What is measured over nothing is reached by nothing.
func (s *State) Reached(at string) (reached []Criterion) {
	if s.frozen.Sections == nil {
		return nil
	}
	now := s.moment(at, math.MaxInt64)
	for _, c := range s.criteria(s.frozen.Sections.Suspension, recette.SuspensionCriteria, "", now) {
		beyond := c.Measured != "" && c.Met == "no" && !strings.HasSuffix(c.Measured, "/ 0")
		if beyond || c.Affirmed != nil && c.Affirmed.Seq > s.resumedSeq() {
			reached = append(reached, c)
		}
	}
	return reached
}

// Unsuspended gives the criteria of suspension that concern a journey, empty for all, that somebody attested while the
// campaign went on, and after which it was not suspended.
func (s *State) Unsuspended(journey, at string) (out []Criterion) {
	if s.frozen.Sections == nil || s.Suspended() != nil {
		return nil
	}
	now := s.moment(at, math.MaxInt64)
	for _, c := range s.criteria(s.frozen.Sections.Suspension, recette.SuspensionCriteria, journey, now) {
		if c.Affirmed != nil && c.Affirmed.Seq > s.resumedSeq() {
			out = append(out, c)
		}
	}
	return out
}

func (s *State) criteria(of []plan.Criterion, list, journey string, m moment) (out []Criterion) {
	g := gauge{s: s, list: list, moment: m, taken: map[string]*measure.Facts{}}
	for i := range of {
		if c := &of[i]; journey == "" || c.Journey == "" || c.Journey == journey {
			out = append(out, g.criterion(c, list, i+1, journey))
		}
	}
	return out
}

// gauge takes measures: the facts of a journey are gathered once.
type gauge struct {
	s     *State
	list  string                    // that is measured
	taken map[string]*measure.Facts // by journey
	moment

	critical, opening, regression map[string]bool
}

func (g *gauge) criterion(c *plan.Criterion, list string, place int, journey string) Criterion {
	out := Criterion{Criterion: c, Place: place, Met: c.Met}
	said := c.Met
	if excused(said) { // a derogation that does not stand makes nothing met
		if void := g.s.voids(said, list, place, g.day, g.before); void != "" {
			out.Cited, out.Void, out.Met, said = said, void, "no", ""
		}
	}
	if !excused(said) && said != "yes" {
		if d := g.s.excused(list, place, g.day, g.before); d != "" {
			out.Met, said = d, d
		}
	}
	if g.s.frozen.Journey(c.Journey) != nil {
		journey = c.Journey
	}
	if t, ok := g.take(c.Measure, journey); ok {
		out.Measured, out.Met = t.String(), "no"
		switch {
		case t.Meets(c.Threshold):
			out.Met = "yes"
		case excused(said):
			out.Met = said // a derogation stands beside the measure, and only where the measure fails
		}
		out.Binding = out.Met == "no" && g.bears(journey)
		return out
	}
	if a := g.s.Attested(string(recette.CriterionMet(list, place))); a != nil {
		out.Met, out.Affirmed = "yes", a
	} else if out.Met = cmp.Or(out.Met, "unknown"); out.Met == "yes" {
		out.Met = "unknown"
	}
	return out
}

// excused tells whether what a plan says of a criterion is the number of a derogation.
func excused(met string) bool { return met != "" && met != "yes" && met != "no" }

// take takes a measure of a journey, empty for all; ok is false when nothing of that name is measured.
func (g *gauge) take(name, journey string) (t measure.Taken, ok bool) {
	if name == "" {
		return measure.Taken{}, false
	}
	f := g.taken[journey]
	if f == nil {
		f = g.facts(journey)
		g.taken[journey] = f
	}
	return measure.Take(name, f)
}

// bears tells whether a case of a critical journey counts in what is measured of a journey, which was measured.
func (g *gauge) bears(journey string) bool {
	for i := range g.taken[journey].Cases {
		if g.taken[journey].Cases[i].Critical {
			return true
		}
	}
	return false
}

// facts gathers what measures are taken of.
func (g *gauge) facts(journey string) *measure.Facts {
	if g.critical == nil {
		g.plan()
	}
	s, ids := g.s, g.s.rowsOf(journey)
	f, in := &measure.Facts{Cases: make([]measure.Case, 0, len(ids))}, make(map[string]bool, len(ids))
	for _, id := range ids {
		c := s.Case(id)
		if c == nil || in[id] {
			continue
		}
		in[id] = true
		f.Cases = append(f.Cases, measure.Case{
			ID: id, Verdict: s.Counted(c), Critical: g.critical[id], Opening: g.opening[id],
			Regression: g.regression[id], Evidenced: c.Last != nil && c.Last.evidenced(),
		})
	}
	bearing, i := s.Bearing(in), 0
	for stand := range s.Stands() {
		if bearing.Anomaly(i) {
			id := stand.Raised.Case
			if s.Case(id) == nil { // a row that is in the plan no more: it bears on everything
				id = ""
			}
			f.Anomalies = append(f.Anomalies, measure.Anomaly{
				Number: stand.Weighs.Number, Case: id, Severity: recette.Severity(stand.Weighs.Severity),
				Open: stand.Open,
			})
		}
		i++
	}
	loaded := g.before
	if g.list == recette.EntryCriteria { // what was loaded after the results that stand opened nothing to them
		for id := range in {
			if a := s.Case(id).Last; a != nil && a.Iteration == s.Iteration {
				loaded = min(loaded, a.Leaves[0])
			}
		}
	}
	f.Sets, f.Loaded = s.dataLoaded(loaded)
	f.Suspended = s.suspendedHours(g.moment)
	for i := range s.Reserves {
		if r := &s.Reserves[i]; r.Standing().Pending() && bearing.Reserve(r) {
			if f.Reserves++; r.Owner != "" && r.Due != "" {
				f.Owned++
			}
		}
	}
	return f
}

// dataLoaded counts the data sets of the plan that say how they are loaded and, of them, those that were loaded as they
// were frozen before a position of the log. Data are of the whole campaign, whatever the journey.
func (s *State) dataLoaded(before int64) (sets, loaded int) {
	for i := range s.frozen.DataSets {
		d := &s.frozen.DataSets[i]
		if d.Load == "" {
			continue
		}
		if sets++; s.loadedBefore(d.Code, d.SHA256, before) {
			loaded++
		}
	}
	return sets, loaded
}

// suspendedHours counts the hours of the clock that the campaign stood suspended up to a moment; one that began counts
// whole. A suspension ends when the campaign closes.
func (s *State) suspendedHours(m moment) int {
	ms := int64(0)
	for i := range s.Pauses {
		p, to := &s.Pauses[i], m.at
		switch {
		case p.From.Seq >= m.before:
			continue
		case p.To.At != "" && p.To.Seq < m.before:
			to = p.To.At
		case s.ClosedAt != "" && s.Leaves[string(journal.KindCampaignClose)] < m.before:
			to = s.ClosedAt
		}
		ms += calendar.Lasted(p.From.At, to)
	}
	const hour = 3_600_000
	return int((ms + hour - 1) / hour)
}

// plan gathers what the plan says of cases.
func (g *gauge) plan() {
	m := g.s.frozen
	g.critical, g.opening, g.regression = m.CriticalCases(), map[string]bool{}, m.Regression()
	for i := range m.Journeys {
		g.opening[m.Journeys[i].Opening()] = true
	}
}

// evidenced tells whether evidence is attached to what stands of an attempt, or a machine alone conducted it: its
// result is its own record.
func (a *Attempt) evidenced() bool {
	if a.Steps == nil {
		return a.Evidenced
	}
	manual, auto := false, false
	for i := range a.Steps {
		st := &a.Steps[i]
		if !st.Seen {
			continue
		}
		if len(st.Record.Evidence) > 0 {
			return true
		}
		manual = manual || st.Record.Mode == string(recette.Manual)
		auto = auto || st.Record.Mode == string(recette.Automated)
	}
	return !manual && (auto || a.Mode == recette.Automated)
}
