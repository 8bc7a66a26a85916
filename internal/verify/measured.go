package verify

import (
	"cmp"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"recette/internal/recette"
)

// criteria compares the criteria with the frozen ones and recounts those that are measured. A criterion of another
// journey than that of the PV has no place in it.
func (c *check) criteria(which string, shown []criterion, frozen []frozenCriteria, f *fold) {
	n, at, today := &notes{fold: f}, 0, c.pv.IssuedAt.In(c.zone()).Format(time.DateOnly)
	if f.scope.antenne != "" { // they are of the whole campaign
		frozen = nil
	}
	for i := range frozen {
		z := &frozen[i]
		if f.scope.journey != "" && z.Journey != "" && z.Journey != f.scope.journey {
			continue
		}
		if at == len(shown) {
			c.contents.add(bad(CriterionMismatch, which, z.Text))
			return
		}
		want := criterion{Text: z.Text, Threshold: z.Threshold}
		said := z.Met
		if c.canon.looks {
			want.Base, want.Window, want.Measure = z.Base, z.Window, z.Measure
			want.MeasuredBy = c.masked(cmp.Or(z.By, z.Attested))
			if void := c.voids(f, z.Met, which, i+1, today, math.MaxInt64); void != "" {
				want.Cited, want.Void, said = z.Met, void, "no"
			}
			if said == "" || said == "no" {
				said = cmp.Or(c.excused(f, which, i+1, today, math.MaxInt64), said)
			}
		}
		want.Measured, want.Met = c.measure(z, which, said, f, moment{math.MaxInt64, c.pv.IssuedAt})
		if want.Measured == "" && c.canon.attests {
			c.affirmed(&want, which, i+1, f, n, shown[at].By)
		}
		if !reflect.DeepEqual(shown[at], want) {
			c.contents.add(bad(CriterionMismatch, which, z.Text))
		}
		at++
	}
	if at < len(shown) {
		c.contents.add(bad(CriterionMismatch, which, ""))
	}
}

// voids says why the derogation that a plan names beside a criterion does not stand on a day, before a position of the
// log: what was said of it from there on says nothing of what was before.
func (c *check) voids(f *fold, number, list string, place int, day string, before int64) string {
	if !recette.Derogation(number) || c.frozen.V < 2 {
		return ""
	}
	x := f.petitions[number]
	if x == nil || x.asked.Seq >= before {
		return string(recette.VoidUnknown)
	}
	asked, answered := x.asked.Derogation, x.answer != nil && x.answer.Seq < before
	granted, refused := answered && x.granted(), answered && !x.granted()
	return string(recette.VoidOf(granted, refused, asked.Until, asked.Subject, list, place, day))
}

// excused gives the first derogation about a criterion, of the present iteration, that was granted before a position of
// the log and stands on a day; empty when none does.
func (c *check) excused(f *fold, list string, place int, day string, before int64) string {
	since := int64(-1)
	if n := len(f.iterations); n > 0 {
		since = f.iterations[n-1].Seq
	}
	if c.budget.Work(noticed*len(f.petitioned)) != nil {
		return ""
	}
	for _, x := range f.petitioned {
		d := x.asked.Derogation
		if x.asked.Seq < since {
			continue
		}
		of, number, criterion := recette.CriterionNamed(d.Subject)
		if criterion && of == list && number == place && c.voids(f, d.Number, list, place, day, before) == "" {
			return d.Number
		}
	}
	return ""
}

// affirmed completes a criterion that nothing measures with who attested it. What the plan says in advance is no
// attestation.
func (c *check) affirmed(want *criterion, which string, number int, f *fold, n *notes, shown string) {
	if l := f.attested["criterion:"+which+"/"+strconv.Itoa(number)]; l != nil {
		want.Met, want.By, want.At, want.Delegation = "yes", n.by(l, shown), n.when(l), c.stead(f, l)
	} else if want.Met == "yes" {
		want.Met = "unknown"
	}
}

// moment is up to when criteria are taken: a position of the log, and the instant of what stands there.
type moment struct {
	seq int64
	at  time.Time
}

// measure gives what a criterion comes to, its reserves as they were at a moment. One that is not measured
// is as a person attested it; a derogation stands only beside a measure that fails.
func (c *check) measure(z *frozenCriteria, list, said string, f *fold, on moment) (measured, met string) {
	s := c.sample(z.Journey, list, f, on)
	measured, ok, known := s.take(z.Measure, z.Threshold)
	if c.canon.limits && beyond(z.Measure, z.Threshold) {
		ok = false
	}
	switch {
	case !known && said == "":
		return "", "unknown"
	case !known:
		return "", said
	case ok:
		return measured, "yes"
	case said != "" && said != "yes" && said != "no":
		return measured, said
	}
	return measured, "no"
}

// beyond tells whether a threshold is more than a measure can come to: more than all of a rate, more anomalies than any
// campaign has. Compared all the same, it would turn green what is not met.
func beyond(name, threshold string) bool {
	limit, err := strconv.Atoi(bare(name, threshold))
	if errors.Is(err, strconv.ErrRange) {
		return limit > 0
	}
	switch name {
	case "blocking_open", "blocking_opening", "major_open", "major_critical_open", "suspended_hours":
		return err == nil && limit > 1_000_000
	}
	return err == nil && limit > 100
}

// bare is a threshold of a measure without its sign, or without its unit.
func bare(name, threshold string) string {
	if name == "suspended_hours" {
		threshold = strings.TrimSuffix(strings.TrimSpace(threshold), "h")
	}
	return strings.TrimSpace(strings.TrimRight(threshold, "% \t\u00a0\u202f"))
}

// sample is what the measures of a criterion are counted in: figures, and how many anomalies and reserves there are.
type sample struct {
	all, critical, regression recette.Figures

	evidenced, run int // of the critical cases that were executed
	blocking       int // open anomalies
	opening        int // of them, those about the first case of a journey, or about none
	major, urgent  int
	reserves, kept int
	sets, loaded   int // data sets that say how they are loaded
	idle           int // hours
}

// take gives a measure, and whether it meets a threshold; known is false for a name of another version.
func (s *sample) take(name, threshold string) (measured string, ok, known bool) {
	limit, err := strconv.Atoi(bare(name, threshold))
	given := err == nil && limit >= 0
	least := func(n, of int) (string, bool, bool) {
		bound := 100
		if given {
			bound = limit
		}
		return strconv.Itoa(n) + " / " + strconv.Itoa(of), of > 0 && n*100 >= bound*of, true
	}
	most := func(n int) (string, bool, bool) { return strconv.Itoa(n), given && n <= limit || n == 0, true }
	switch name {
	case "executed":
		return least(s.all.Executed, s.all.Planned)
	case "conformity":
		return least(s.all.Conform(), s.all.Planned)
	case "critical_executed":
		return least(s.critical.Executed, s.critical.Planned)
	case "critical_conformity":
		return least(s.critical.Conform(), s.critical.Planned)
	case "regression_executed":
		return least(s.regression.Executed, s.regression.Planned)
	case "critical_evidence":
		return least(s.evidenced, s.run)
	case "reserves_owned":
		measured, ok, known = least(s.kept, s.reserves)
		return measured, ok || s.reserves == 0, known
	case "data_loaded":
		return least(s.loaded, s.sets)
	case "blocked_share":
		measured, _, known = least(s.all.Blocked, s.all.Planned)
		bound := 0
		if given {
			bound = limit
		}
		return measured, s.all.Planned > 0 && s.all.Blocked*100 <= bound*s.all.Planned, known
	case "blocking_open":
		return most(s.blocking)
	case "blocking_opening":
		return most(s.opening)
	case "major_open":
		return most(s.major)
	case "major_critical_open":
		return most(s.urgent)
	case "suspended_hours":
		measured, ok, known = most(s.idle)
		return measured + "\u00a0h", ok, known
	}
	return "", false, false
}

// sampleWork is what one sample costs, at most.
func (c *check) sampleWork(f *fold) int {
	n := len(c.frozen.Sections.Regression) + len(c.pv.Cases) + 2*len(c.frozen.Cases) + len(c.frozen.Journeys) +
		len(f.anomalies) + len(f.reserves) + len(c.frozen.DataSets)*len(f.loaded) + noticed*len(f.halts)
	for i := range c.frozen.Journeys {
		n += len(c.frozen.Journeys[i].Cases)
	}
	return each * n
}

// sample counts, in all that the PV is about, or in one journey of it. The reserves are those that waited for something
// at a moment.
func (c *check) sample(journey, list string, f *fold, on moment) *sample {
	s, in, first, again := &sample{}, f.scope, map[string]bool{}, map[string]bool{}
	if c.budget.Work(c.sampleWork(f)) != nil {
		return s
	}
	for _, id := range c.frozen.Sections.Regression {
		again[id] = true
	}
	for i := range c.frozen.Journeys {
		j := &c.frozen.Journeys[i]
		if len(j.Cases) > 0 {
			first[j.Cases[0]] = true
		}
		if j.Code == journey {
			in = scopeOf(c.frozen, i)
		}
	}
	modes, byID := map[string]string{}, map[string]*frozenCase{}
	for i := range c.pv.Cases {
		modes[c.pv.Cases[i].ID] = c.pv.Cases[i].Mode
	}
	at := on.seq
	loaded := at
	for _, t := range f.cases {
		id, v := t.frozen.ID, recette.Counts(t.verdict(), f.held(t))
		if !in.in[id] {
			continue
		}
		// What was loaded after the results that stand opened nothing to them.
		if list == recette.EntryCriteria && t.attempts > 0 && t.iteration == f.iteration() {
			loaded = min(loaded, t.first)
		}
		if byID[id] = t.frozen; again[id] {
			s.regression.Add(v)
		}
		if s.all.Add(v); !c.critical(t.frozen) {
			continue
		}
		if s.critical.Add(v); v.Executed() {
			if s.run++; t.evident() || modes[id] == string(recette.Automated) {
				s.evidenced++
			}
		}
	}
	bears := f.bearing(&in)
	counted := map[string]map[*anomaly]bool{}
	count := func(n *int, of string, a *anomaly) { // one that stands on several cases counts once
		if counted[of] == nil {
			counted[of] = map[*anomaly]bool{}
		}
		if !counted[of][a] {
			counted[of][a] = true
			*n++
		}
	}
	for _, raised := range f.anomalies {
		a := f.weighs(raised)
		if a == nil || !bears.anomaly(raised) {
			continue
		}
		id := raised.Case
		if !in.known[id] { // of no case, or of a row that is in the plan no more
			id = ""
		}
		z := byID[id]
		switch recette.Severity(a.Severity) {
		case recette.Blocking:
			if count(&s.blocking, "blocking", a); id == "" || first[id] {
				count(&s.opening, "opening", a)
			}
		case recette.Major:
			if count(&s.major, "major", a); id == "" || z != nil && c.critical(z) {
				count(&s.urgent, "urgent", a)
			}
		case recette.Minor, recette.Inconsequential:
		}
	}
	s.sets, s.loaded = f.loads(loaded)
	s.idle = f.idle(on)
	for _, r := range f.reserves {
		if r.leaf.Seq < at && (r.standing().Pending() || r.pendingAt(at)) && bears.reserve(r) {
			if s.reserves++; r.Owner != "" && r.Due != "" {
				s.kept++
			}
		}
	}
	return s
}
