package standing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/standing"
)

// ledger is what happened, kept by the test as it happens: what is known of a case is computed from it without the
// journal, the fold of campaigns and the judgement.
type ledger struct {
	now       int // counts acts: what happens later has a greater one
	campaigns []*held
}

// held is a campaign of the ledger.
type held struct {
	id, environment, build string
	closed                 bool
	cases                  map[string]*acted
	decisions              []decided
	pvs                    []drawn
	anomalies              []*raised
}

// acted is the last attempt of a case.
type acted struct {
	attempts int
	open     bool
	verdicts [2]recette.Verdict // of its steps; empty: not observed
	modes    [2]recette.Mode
	at       int
}

type decided struct {
	number, journey string
	accepts         bool
	at              int
}

type drawn struct {
	number, journey string
	at              int
}

type raised struct {
	number, about string
	open          bool
	reopened      int
}

// journeyOf is the only journey of a case of the tests.
func journeyOf(id string) string { return map[string]string{"SC-1": "a", "SC-2": "b"}[id] }

// known is what is said of a case, in a form that both computations give.
type known struct {
	Verdict                                    recette.Verdict
	Open, Manual                               bool
	Mode                                       recette.Mode
	Campaign, Build, Environment               string
	Attempts                                   int
	Freshness                                  recette.Freshness
	Accepted                                   string
	PVs, Anomalies, Planned, Last, OfCampaigns []string
	State                                      standing.State
}

func of(s *standing.Status, whole []standing.Anomaly) known {
	k := known{
		Verdict: s.Verdict, Open: s.Open, Manual: s.Manual, Mode: s.Mode, Campaign: s.Campaign, Build: s.Build,
		Environment: s.Environment, Attempts: s.Attempts, Freshness: s.Freshness,
		Accepted: s.Accepted, Planned: s.Planned, State: s.State(),
	}
	for _, pv := range s.PVs {
		k.PVs = append(k.PVs, pv.Number)
	}
	for _, a := range s.Anomalies {
		k.Anomalies = append(k.Anomalies, a.Number)
	}
	for _, a := range whole {
		k.OfCampaigns = append(k.OfCampaigns, a.Number)
	}
	for i := range s.Last {
		r := &s.Last[i]
		k.Last = append(k.Last, fmt.Sprint(r.Campaign, r.Build, r.Environment, r.Verdict, r.Open))
	}
	return k
}

// result is what an attempt gave.
type result struct {
	c        *held
	a        *acted
	verdict  recette.Verdict
	accepted string
	fresh    recette.Freshness
}

// verdict is the worst of the steps: failed, blocked, not run, with a remark, passed. Nothing of an attempt that nobody
// finished is conform.
func (a *acted) verdict() recette.Verdict {
	has := func(v recette.Verdict) bool { return slices.Contains(a.verdicts[:], v) }
	switch {
	case has(recette.Failed):
		return recette.Failed
	case has(recette.Blocked):
		return recette.Blocked
	case a.open, has(""):
		return recette.NotRun
	case has(recette.PassedWithRemark):
		return recette.PassedWithRemark
	}
	return recette.Passed
}

func (l *ledger) of(id string) known {
	k := known{Verdict: recette.NotRun, Freshness: recette.Fresh, State: standing.NotRun}
	deployed := map[string]string{}
	reopened := 0
	for _, c := range l.campaigns {
		deployed[c.environment] = c.build
		k.Planned = append(k.Planned, c.id)
		for _, a := range c.anomalies {
			if a.about == "" && a.open {
				k.OfCampaigns = append(k.OfCampaigns, a.number)
			}
			if a.about == id {
				reopened = max(reopened, a.reopened)
				if a.open {
					k.Anomalies = append(k.Anomalies, a.number)
				}
			}
		}
	}
	slices.Sort(k.Anomalies)
	newest := map[string]*result{} // by build and environment
	for _, c := range l.campaigns {
		a := c.cases[id]
		if a == nil {
			continue
		}
		r := &result{c: c, a: a, verdict: a.verdict(), fresh: recette.Fresh}
		if deployed[c.environment] != c.build {
			r.fresh = recette.StaleVersion
		} else if reopened > a.at {
			r.fresh = recette.StaleAnomaly
		}
		for _, d := range c.decisions { // the last one that stands on the journey
			if d.journey == "" || d.journey == journeyOf(id) {
				r.accepted = ""
				if d.at > a.at && d.accepts && r.verdict == recette.Failed {
					r.accepted = d.number
				}
			}
		}
		key := c.build + " " + c.environment
		if had := newest[key]; had == nil || had.a.at < a.at {
			newest[key] = r
		}
	}
	var list []*result
	for _, r := range newest {
		list = append(list, r)
	}
	if len(list) == 0 {
		return k
	}
	slices.SortFunc(list, func(x, y *result) int { return y.a.at - x.a.at })
	counted := list[0]
	failing := func(r *result) bool {
		return r.verdict == recette.Failed && r.accepted == "" && r.fresh == recette.Fresh
	}
	for _, r := range list {
		k.Last = append(k.Last, fmt.Sprint(r.c.id, r.c.build, r.c.environment, r.verdict, r.a.open))
		if !failing(list[0]) && failing(r) && r.c.build == list[0].c.build {
			counted = r
		}
	}
	c, a := counted.c, counted.a
	k.Verdict, k.Open, k.Freshness, k.Accepted = counted.verdict, a.open, counted.fresh, counted.accepted
	k.Campaign, k.Build, k.Environment, k.Attempts = c.id, c.build, c.environment, a.attempts
	k.Manual = slices.Contains(a.modes[:], recette.Manual)
	switch auto := slices.Contains(a.modes[:], recette.Automated); {
	case auto && k.Manual:
		k.Mode = recette.Mixed
	case auto:
		k.Mode = recette.Automated
	case k.Manual:
		k.Mode = recette.Manual
	}
	for _, pv := range c.pvs {
		if pv.at > a.at && (pv.journey == "" || pv.journey == journeyOf(id)) {
			k.PVs = append(k.PVs, pv.number)
		}
	}
	k.State = counted.state()
	return k
}

func (r *result) state() standing.State {
	switch {
	case r.a.open && r.verdict != recette.Failed:
		return standing.NotRun
	case r.fresh != recette.Fresh:
		return standing.Stale
	case r.accepted != "":
		return standing.Accepted
	case r.verdict == recette.Failed:
		return standing.Failed
	case r.verdict == recette.Passed || r.verdict == recette.PassedWithRemark:
		return standing.Proved
	}
	return standing.NotRun
}

// world records in a journal and in a ledger, as chance says.
type world struct {
	*studio
	r       *rand.Rand
	l       ledger
	resumed int // attempts that went on in another pass
}

func (w *world) act() {
	w.l.now++
	c := w.l.campaigns[w.r.IntN(len(w.l.campaigns))]
	id := []string{"SC-1", "SC-2"}[w.r.IntN(2)]
	switch w.r.IntN(16) {
	case 0:
		w.begin()
	case 1, 2, 3, 4, 5, 6, 7, 8:
		w.attempt(c, id)
	case 9:
		a := &raised{about: []string{id, ""}[w.r.IntN(2)], open: true}
		a.number = w.anomaly(c.id, a.about, recette.Minor)
		c.anomalies = append(c.anomalies, a)
	case 10:
		w.turnOne(c)
	case 11, 12:
		w.decide(c)
	case 13, 14:
		w.draw(c)
	case 15:
		if !c.closed && len(w.l.campaigns) > 1 {
			w.must(w.s.Close(w.t.Context(), elise, campaign.Closing{Campaign: c.id, Unfinished: true}))
			c.closed = true
		}
	}
}

func (w *world) begin() {
	c := &held{
		id: "v" + strconv.Itoa(len(w.l.campaigns)+1), environment: []string{"recette", "production"}[w.r.IntN(2)],
		build: "b" + strconv.Itoa(w.r.IntN(2)), cases: map[string]*acted{},
	}
	w.open(c.id, c.environment, c.build)
	w.l.campaigns = append(w.l.campaigns, c)
}

// attempt goes on with the open attempt of a case or begins another, and observes some of its steps, by hand or by
// machine, to the end or not.
func (w *world) attempt(c *held, id string) {
	if c.closed {
		return
	}
	content := "content/1:" + id
	begun, err := w.s.BeginAttempt(w.t.Context(), yann, campaign.Begin{Campaign: c.id, Case: id, Content: content})
	w.must(err)
	a := c.cases[id]
	if begun.Resumed != (a != nil && a.open) {
		w.t.Fatalf("%s %s: resumed is %v", c.id, id, begun.Resumed)
	}
	var was acted
	if a != nil {
		was = *a
	}
	if !begun.Resumed {
		was = acted{attempts: was.attempts + 1}
	}
	var steps []campaign.Observation
	for i := range 2 {
		if was.verdicts[i] == "" && w.r.IntN(3) > 0 {
			v := []recette.Verdict{
				recette.Passed, recette.Passed, recette.PassedWithRemark, recette.Failed, recette.Blocked,
			}[w.r.IntN(5)]
			o := campaign.Observation{Step: i, Mode: recette.Manual, Verdict: v, Observed: "vu", Comment: "vu"}
			if v == recette.Blocked {
				o.Cause = recette.CauseData
			}
			if w.r.IntN(3) == 0 {
				v = recette.Passed
				o = campaign.Observation{Step: i, Mode: recette.Automated, Outcome: recette.OutcomePassed}
			}
			was.verdicts[i], was.modes[i] = v, o.Mode
			steps = append(steps, o)
		}
	}
	whole := was.verdicts[0] != "" && was.verdicts[1] != ""
	was.open, was.at = !whole || w.r.IntN(3) == 0, w.l.now
	if len(steps) == 0 && was.open {
		return // nothing is written
	}
	if begun.Resumed {
		w.resumed++
	}
	c.cases[id] = &was
	_, err = w.s.Record(w.t.Context(), yann, campaign.Result{
		Campaign: c.id, Case: id, Content: content, Mode: recette.Mixed, Attempt: begun.Number, Pass: begun.Pass,
		Closed: !was.open, Steps: steps,
	})
	w.must(err)
}

func (w *world) turnOne(c *held) {
	if len(c.anomalies) == 0 {
		return
	}
	a := c.anomalies[w.r.IntN(len(c.anomalies))]
	if a.open {
		w.turn(c.id, a.number, state.StatusClosed)
		a.open = false
		return
	}
	w.turn(c.id, a.number, state.StatusOpen)
	a.open, a.reopened = true, w.l.now
}

func (w *world) decide(c *held) {
	journey := []string{"", "a", "b"}[w.r.IntN(3)]
	d := campaign.Decide{
		Campaign: c.id, Journey: journey, Decision: recette.AcceptedWithReserves, Reason: "vu", Derogation: "DEC-0007",
	}
	if w.r.IntN(3) == 0 {
		d.Decision = recette.Refused
	} else {
		w.reserve(c, journey)
	}
	made, err := w.s.Decide(w.t.Context(), marc, d)
	if err != nil {
		return // the rules of decisions are tested elsewhere
	}
	c.decisions = append(c.decisions, decided{made.Number, journey, d.Decision != recette.Refused, w.l.now})
}

// reserve writes what an acceptance asks for: an anomaly on each failed case of a journey, and a reserve on it.
func (w *world) reserve(c *held, journey string) {
	for _, id := range []string{"SC-1", "SC-2"} {
		a := c.cases[id]
		if a == nil || a.verdict() != recette.Failed || journey != "" && journey != journeyOf(id) {
			continue
		}
		number := w.anomaly(c.id, id, recette.Minor)
		c.anomalies = append(c.anomalies, &raised{number: number, about: id, open: true})
		_, err := w.s.Note(w.t.Context(), elise, c.id, gap.Reserve{
			Class: recette.Minor, Anomaly: number, Text: "corriger", Owner: "Atelier", Due: "2026-12-15", Check: id,
		})
		w.must(err)
	}
}

func (w *world) draw(c *held) {
	journey := []string{"", "a", "b"}[w.r.IntN(3)]
	number, err := w.s.NextPV(w.t.Context(), elise, c.id, journey)
	w.must(err)
	head, err := w.db.Checkpoint(w.t.Context())
	w.must(err)
	w.must(w.s.RecordPVRendered(w.t.Context(), elise, c.id, campaign.Rendered{
		Number: number, Journey: journey, SHA256: journal.NewBlob([]byte(number)).SHA256, Checkpoint: head.Size,
	}))
	c.pvs = append(c.pvs, drawn{number, journey, w.l.now})
}

// What the fold says of each case, whole, in pieces and piece after piece, is what a second computation says that never
// saw the journal.
func TestFold_AsALedgerOfWhatHappened(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(12) {
		w := &world{studio: newStudio(t), r: rand.New(rand.NewPCG(seed, 7))}
		w.begin()
		f := standing.New() // goes on from act to act
		for range 60 {
			w.act()
			if w.r.IntN(4) > 0 {
				continue
			}
			w.must(f.Advance(t.Context(), w.db, standing.End))
			whole, err := loadAll(t.Context(), w.db, standing.Present{Texts: texts})
			w.must(err)
			pieces, err := f.Statuses(t.Context(), w.db, standing.Present{Texts: texts})
			w.must(err)
			for _, id := range []string{"SC-1", "SC-2"} {
				want := w.l.of(id)
				for how, all := range map[string]standing.Statuses{"at once": whole, "in pieces": pieces} {
					s := all.Cases[id]
					if diff := cmp.Diff(want, of(&s, all.Anomalies)); diff != "" {
						t.Fatalf("seed %d, act %d, %s, %s (-ledger +fold):\n%s", seed, w.l.now, id, how, diff)
					}
				}
				w.note(seen, &want)
			}
		}
	}
	for _, what := range []string{
		"failed", "not_run", "stale", "accepted", "proved", "open", "resumed", "mixed", "auto", "pv", "closed",
	} {
		if seen[what] == 0 {
			t.Errorf("nothing was ever %s: the test looks at less than it says (%v)", what, seen)
		}
	}
}

// note keeps what the test came across.
func (w *world) note(seen map[string]int, k *known) {
	seen[string(k.State)]++
	for word, is := range map[string]bool{
		"open": k.Open, "mixed": k.Mode == recette.Mixed, "auto": k.Mode == recette.Automated, "pv": len(k.PVs) > 0,
		"closed": slices.ContainsFunc(w.l.campaigns, func(c *held) bool { return c.closed }), "resumed": w.resumed > 0,
	} {
		if is {
			seen[word]++
		}
	}
}
