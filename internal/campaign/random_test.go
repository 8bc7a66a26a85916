package campaign_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// How much TestRandom does: 64 campaigns of 260 acts, 16,640 in all; a few of them with -short.
const (
	randomSeeds, randomShort = 64, 6
	randomActs               = 260
)

// TestRandom tries acts at random on campaigns, many of which are refused, through two processes that take turns and
// are started again, and compares each answer with a reference in memory, and all that a campaign shows with it.
func TestRandom(t *testing.T) {
	t.Parallel()
	seeds, mu := randomSeeds, sync.Mutex{}
	if testing.Short() {
		seeds = randomShort
	}
	kept := map[string]int{}
	t.Run("campaigns", func(t *testing.T) {
		for seed := range seeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				x := newTrial(t, uint64(seed))
				x.run()
				mu.Lock()
				defer mu.Unlock()
				for kind, n := range x.kept {
					kept[kind] += n
				}
			})
		}
	})
	if testing.Short() {
		return
	}
	// What never goes through is not tried: each kind of act does.
	for _, kind := range []string{
		"record", "try", "automate", "begin", "release", "object", "amend",
		"read accepted", "read returned", "raise", "drop",
		"reserve", "suspend", "resume", "sit",
		"attend", "assign", "iterate", "close", "change qualify", "change grade", "change propose", "change assign",
		"change note", "change fix", "change close", "change reject", "change waive", "change duplicate",
		"change reopen", "move fix", "move lift", "move maintain", "move convert", "move abandon", "move update",
		"decide accepted",
		"decide accepted_with_reserves", "decide postponed", "decide refused",
	} {
		if kept[kind] == 0 {
			t.Errorf("no %q was let in: %v", kind, kept)
		}
	}
}

// kindOf names what was tried, by its first words.
func kindOf(said string) string {
	words := strings.Fields(said)
	switch words[0] {
	case "change", "move":
		return words[0] + " " + words[2]
	case "decide":
		return words[0] + " " + words[1]
	case "read":
		return words[0] + " " + words[2]
	}
	return words[0]
}

// trial is a campaign and its reference.
type trial struct {
	t    *testing.T
	rand *rand.Rand
	b    *bench
	at   []*campaign.Service // one a process
	r    *reference
	said []string // what was tried
	kept map[string]int
	calm bool // little goes wrong in it
	// processes that have not met an iteration that the other one began
	behind map[*campaign.Service]bool
}

func newTrial(t *testing.T, seed uint64) *trial {
	b := newBench(t, campaign.Policies{})
	m, r := manifest(), newReference()
	if seed%3 == 1 { // a second person reads over what these rows come to
		r.reads = map[string]bool{"SC-1": true, "SC-3": true}
		m.V = plan.ManifestVersion
		rows := []string{"SC-1", "SC-3"}
		m.Sections = &plan.Sections{Review: plan.Review{Cases: rows, Named: rows}}
		if seed%6 == 1 {
			r.readers, m.Sections.Review.By = []recette.Role{recette.QA}, []string{"qa"}
		}
	}
	must(t, b.s.Open(t.Context(), elise, m))
	return &trial{
		t: t, rand: rand.New(rand.NewPCG(seed, 7)), b: b, at: []*campaign.Service{b.s, b.service(campaign.Policies{})},
		r: r, calm: seed%3 == 0, kept: map[string]int{}, behind: map[*campaign.Service]bool{},
	}
}

func (x *trial) run() {
	acts := []func(*campaign.Service) (string, grounds, error){
		x.record, x.record, x.record, x.record, x.record, x.try, x.automate, x.begin, x.release, x.object, x.read,
		x.read, x.amend, x.amend,
		x.raise, x.raise,
		x.change, x.change, x.change, x.change, x.drop, x.reserve, x.move, x.move, x.decide, x.pause, x.sit, x.attend,
		x.assign, x.iterate, x.end,
	}
	for n := range randomActs {
		if x.rand.IntN(60) == 0 { // a process ends, another begins
			x.at[x.rand.IntN(2)] = x.b.service(campaign.Policies{})
		}
		i, act := x.rand.IntN(2), acts[x.rand.IntN(len(acts))]
		if x.calm && x.rand.IntN(2) == 0 {
			act = pick(x, x.record, x.record, x.decide)
		}
		said, want, err := act(x.at[i])
		x.said = append(x.said, fmt.Sprintf("%d: process %d: %s: %v", n, i, said, why(err)))
		if got := why(err); (err == nil) != (len(want) == 0) || err != nil && !want[got] {
			x.fail("%s: refused by %q, want one of %v", said, got, want)
		}
		if err == nil {
			x.kept[kindOf(said)]++
		}
		if n%20 == 19 {
			x.compare(fmt.Sprintf("process %d", 1-i), x.at[1-i])
		}
	}
	x.compare("a process that begins", x.b.service(campaign.Policies{}))
}

func (x *trial) fail(format string, args ...any) {
	x.t.Helper()
	last := x.said[max(0, len(x.said)-40):]
	x.t.Fatalf("%s\nafter:\n%s", fmt.Sprintf(format, args...), strings.Join(last, "\n"))
}

func pick[T any](x *trial, from ...T) T { return from[x.rand.IntN(len(from))] }

func (x *trial) actor() recette.Actor { return pick(x, elise, marc, samira, samira, yann, yann, zoe) }

func (x *trial) row() string { return pick(x, "SC-1", "SC-2", "SC-3", "SC-4") }

// often gives a value, and now and then nothing.
func (x *trial) often(value string) string {
	if x.rand.IntN(6) == 0 {
		return ""
	}
	return value
}

func (x *trial) record(s *campaign.Service) (string, grounds, error) {
	actor := pick(x, samira, yann, zoe, x.actor())
	c := x.r.cases[x.row()]
	res := campaign.Result{
		Campaign: "v1", Case: c.id, Content: "content/1:" + c.id, Mode: recette.Manual, Attempt: c.number, Pass: c.pass,
	}
	if c.open && x.rand.IntN(4) > 0 {
		actor = *x.person(c.by)
	}
	if !c.open {
		res.Attempt, res.Pass = c.number+1, 1
	}
	if x.rand.IntN(8) == 0 {
		res.Attempt, res.Pass = max(1, res.Attempt+x.rand.IntN(3)-1), max(1, res.Pass+x.rand.IntN(3)-1)
	}
	verdicts := []recette.Verdict{recette.Passed, recette.Passed, recette.Passed}
	if x.rand.IntN(3) == 0 && !x.calm {
		verdicts = recette.Verdicts()
	}
	whole := x.rand.IntN(3) > 0
	for i := range 3 {
		if whole || x.rand.IntN(2) == 0 {
			o := manual(i, pick(x, verdicts...))
			o.Replay = x.rand.IntN(8) == 0
			res.Steps = append(res.Steps, o)
		}
	}
	res.Closed = len(res.Steps) == 0 || whole || x.rand.IntN(4) == 0
	said := fmt.Sprintf("record %s#%d/%d by %s, %d steps, closed %v", c.id, res.Attempt, res.Pass, actor.Ref,
		len(res.Steps), res.Closed)
	return said, x.r.record(actor, res), x.recorded(s, actor, res)
}

// recorded records, once more when an iteration that the other process began makes it void: what is at hand is then of
// the plan before, and whoever conducts the case reads the plan again.
func (x *trial) recorded(s *campaign.Service, actor recette.Actor, res campaign.Result) error {
	_, err := s.Record(x.t.Context(), actor, res)
	if errors.Is(err, campaign.ErrIterated) && x.behind[s] {
		x.behind[s] = false
		_, err = s.Record(x.t.Context(), actor, res)
	}
	return err
}

// try plays a case out of the figures: nothing that the reference knows changes, but how many there were.
func (x *trial) try(s *campaign.Service) (string, grounds, error) {
	actor, id := x.actor(), x.row()
	want, kind := x.r.try(actor), pick(x, recette.Trials()...)
	attempt, err := s.BeginAttempt(x.t.Context(), actor, campaign.Begin{
		Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual, Trial: kind,
	})
	if err == nil {
		err = x.recorded(s, actor, campaign.Result{
			Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual, Attempt: attempt.Number,
			Pass: attempt.Pass, Trial: kind, Closed: x.rand.IntN(2) == 0,
			Steps: []campaign.Observation{manual(0, pick(x, recette.Verdicts()...))},
		})
	}
	return fmt.Sprintf("try %s by %s", id, actor.Ref), want, err
}

func (x *trial) person(ref string) *recette.Actor {
	for _, a := range []recette.Actor{elise, marc, samira, yann, zoe} {
		if a.Ref == ref {
			return &a
		}
	}
	return nil
}

func (x *trial) automate(s *campaign.Service) (string, grounds, error) {
	actor, c := pick(x, samira, samira, x.actor()), x.r.cases[x.row()]
	out := pick(x, pass, pass, recette.OutcomeFailed, recette.OutcomeSkipped, recette.OutcomeTimeout)
	res := auto(c.id, pass, pass, out)
	if res.Attempt, res.Pass = c.number+1, 1; c.open {
		res.Attempt, res.Pass = c.number, c.pass
	}
	said := fmt.Sprintf("automate %s#%d by %s: %s", c.id, res.Attempt, actor.Ref, out)
	return said, x.r.record(actor, res), x.recorded(s, actor, res)
}

func (x *trial) begin(s *campaign.Service) (string, grounds, error) {
	actor := x.actor()
	b := campaign.Begin{
		Campaign: "v1", Case: x.row(), Mode: recette.Manual, Restart: x.rand.IntN(3) == 0,
		TakeOver: x.rand.IntN(3) == 0,
	}
	b.Content = "content/1:" + b.Case
	said := fmt.Sprintf("begin %s by %s, restart %v, take over %v", b.Case, actor.Ref, b.Restart, b.TakeOver)
	number, pass, want := x.r.begin(actor, b)
	a, err := s.BeginAttempt(x.t.Context(), actor, b)
	if err == nil && (a.Number != number || a.Pass != pass) {
		x.fail("%s: attempt %d, pass %d, want %d, %d", said, a.Number, a.Pass, number, pass)
	}
	return said, want, err
}

func (x *trial) release(s *campaign.Service) (string, grounds, error) {
	actor, id := x.actor(), x.row()
	want := x.r.release(actor, id)
	_, err := s.Release(x.t.Context(), actor, "v1", id)
	return "release " + id + " by " + actor.Ref, want, err
}

func (x *trial) note(s *campaign.Service, actor recette.Actor, f fact.Fact) error {
	_, err := s.Note(x.t.Context(), actor, "v1", f)
	return err
}

func (x *trial) object(s *campaign.Service) (string, grounds, error) {
	actor, c := pick(x, samira, x.actor()), x.r.cases[x.row()]
	attempt := pick(x, 0, c.number, c.number, max(1, c.number-1))
	said := fmt.Sprintf("object to %s#%d by %s", c.id, attempt, actor.Ref)
	if x.rand.IntN(2) == 0 {
		want := x.r.object(actor, c.id, attempt, access.InvalidateResult)
		return said + ": invalid", want, x.note(s, actor, advice.Invalidation{
			Case: c.id, Attempt: attempt, Cause: recette.FlawedData, Reason: "mauvais jeu",
		})
	}
	want := x.r.object(actor, c.id, attempt, access.ContestResult)
	return said, want, x.note(s, actor, advice.Contest{Case: c.id, Attempt: attempt, Reason: "je n’ai pas vu cela"})
}

// amend corrects a result, most often by whoever obtained it.
func (x *trial) amend(s *campaign.Service) (string, grounds, error) {
	c := x.r.cases[x.row()]
	actor := x.actor()
	if by := x.person(c.by); by != nil && x.rand.IntN(5) > 0 {
		actor = *by
	}
	a := campaign.Amend{
		Campaign: "v1", Case: c.id, Attempt: pick(x, 0, c.number, c.number, max(1, c.number-1)),
		Reason: x.often("mal lu"),
	}
	for i := range 3 {
		if x.rand.IntN(2) == 0 && (i < 2 || len(a.Steps) > 0) {
			continue
		}
		o := manual(i, pick(x, recette.Passed, recette.Passed, pick(x, recette.Verdicts()...)))
		a.Steps = append(a.Steps, campaign.Judgement{
			Step: i, Verdict: o.Verdict, Observed: o.Observed, Cause: o.Cause, Reason: o.Reason,
			Comment: fmt.Sprintf("relu %d fois", len(x.said)), // never the same judgement again
		})
	}
	want := x.r.amend(actor, a)
	_, err := s.Amend(x.t.Context(), actor, a)
	return fmt.Sprintf("amend %s#%d by %s: %v", c.id, a.Attempt, actor.Ref, a.Steps), want, err
}

// read says what somebody thinks of a result, most often of one that waits for it.
func (x *trial) read(s *campaign.Service) (string, grounds, error) {
	actor, c := pick(x, samira, elise, x.actor()), x.r.cases[x.row()]
	for _, other := range x.r.cases {
		if x.r.hold(other) == recette.Unread && x.rand.IntN(3) > 0 {
			c = other
		}
	}
	f := advice.Review{
		Case: c.id, Attempt: pick(x, 0, c.number, c.number, max(1, c.number-1)), Reason: x.often("étape 2 sans preuve"),
		Reading: pick(x, recette.Accept, recette.Accept, recette.Return, recette.Reading("lu")),
	}
	want := x.r.read(actor, f)
	return fmt.Sprintf("read %s#%d: %s by %s", c.id, f.Attempt, f.Reading, actor.Ref), want, x.note(s, actor, f)
}

// failure gives a draft, most often one that there is.
func (x *trial) failure() gap.Failure {
	if n := len(x.r.drafts); n > 0 && x.rand.IntN(5) > 0 {
		d := x.r.drafts[x.rand.IntN(n)]
		return gap.Failure{Case: d.about, Attempt: d.attempt, Step: d.step}
	}
	return gap.Failure{Case: x.row(), Attempt: 1 + x.rand.IntN(3), Step: 1 + x.rand.IntN(3)}
}

func (x *trial) severity() recette.Severity { return pick(x, recette.Severities()...) }

func (x *trial) raise(s *campaign.Service) (string, grounds, error) {
	if x.calm && x.rand.IntN(8) > 0 {
		return x.drop(s)
	}
	actor := x.actor()
	a := gap.Anomaly{Severity: x.severity(), Summary: x.often("rien ne se passe")}
	switch x.rand.IntN(3) {
	case 0:
		f := x.failure()
		a.Case, a.Step, a.Found = f.Case, f.Step, &f
	case 1:
		a.Case, a.Step = x.row(), x.rand.IntN(4)
	}
	want := x.r.raise(actor, a)
	return fmt.Sprintf("raise %s on %s.%d by %s", a.Severity, a.Case, a.Step, actor.Ref), want, x.note(s, actor, a)
}

// anomaly gives the number of one, most often.
func (x *trial) anomaly() string {
	if n := len(x.r.anomalies); n > 0 && x.rand.IntN(12) > 0 {
		return x.r.anomalies[x.rand.IntN(n)].number
	}
	return "ANO-9999"
}

func (x *trial) change(s *campaign.Service) (string, grounds, error) {
	actor := pick(x, elise, marc, samira, x.actor())
	c := gap.Change{
		Number: x.anomaly(), Reason: x.often("vu ensemble"),
		Act: pick(x,
			recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyPropose, recette.AnomalyAssign,
			recette.AnomalyNote, recette.AnomalyFix, recette.AnomalyFix, recette.AnomalyClose, recette.AnomalyClose,
			recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity, recette.AnomalyReopen,
		),
	}
	for _, a := range x.r.anomalies { // now and then one that its last attempt shows to be corrected
		cs := x.r.cases[a.about]
		if a.status == recette.AnomalyFixed && cs != nil && cs.first > a.fixed && !cs.open && x.rand.IntN(3) == 0 {
			c.Act = recette.AnomalyClose
		}
	}
	switch c.Act {
	case recette.AnomalyQualify, recette.AnomalyGrade:
		c.Severity = pick(x, x.severity(), "", "inconnue")
	case recette.AnomalyPropose:
		c.Proposed = pick(x, "reject", "waive", string(x.severity()), "oublier")
	case recette.AnomalyAssign:
		c.Priority = pick(x, recette.High, recette.Priorities()[0], "")
	case recette.AnomalyNote:
		c.Workaround = x.often("passer par le menu")
	case recette.AnomalyFix:
		c.Build = x.often(pick(x, "b2", fmt.Sprintf("b%d", x.r.iteration)))
	case recette.AnomalyClose:
		for _, a := range x.r.anomalies { // most often one that a re-test may show
			if cs := x.r.cases[a.about]; a.status == recette.AnomalyFixed && cs != nil && cs.first > a.fixed {
				c.Number = a.number
			}
		}
		c.Retest.Case = pick(x, "", "", "", x.row())
	case recette.AnomalyDuplicity:
		c.Original = x.anomaly()
	default:
	}
	said := fmt.Sprintf("change %s: %s %s%s%s by %s", c.Number, c.Act, c.Severity, c.Proposed, c.Original, actor.Ref)
	want := x.r.change(actor, c)
	return said, want, x.note(s, actor, c)
}

func (x *trial) drop(s *campaign.Service) (string, grounds, error) {
	actor, d := x.actor(), gap.Drop{Failure: x.failure(), Reason: x.often("mauvaise manipulation")}
	want := x.r.dropDraft(actor, d)
	return fmt.Sprintf("drop %v by %s", d.Failure, actor.Ref), want, x.note(s, actor, d)
}

func (x *trial) reserve(s *campaign.Service) (string, grounds, error) {
	if x.calm && x.rand.IntN(8) > 0 {
		return x.drop(s)
	}
	actor := pick(x, elise, marc, x.actor())
	r := gap.Reserve{
		Class: x.severity(), Text: x.often("à revoir"), Anomaly: pick(x, "", x.anomaly()), Check: pick(x, "", x.row()),
		Owner: x.often("Atelier"), Due: x.often("2099-01-15"),
	}
	want := x.r.add(actor, r)
	return fmt.Sprintf("reserve %s on %s by %s", r.Class, r.Anomaly, actor.Ref), want, x.note(s, actor, r)
}

func (x *trial) move(s *campaign.Service) (string, grounds, error) {
	actor := pick(x, elise, marc, marc, x.actor())
	build := pick(x, "b2", fmt.Sprintf("b%d", x.r.iteration))
	m := gap.Move{
		Number: "RES-9999", Reason: x.often("accord"), Build: x.often(build), Into: x.often("US-207"),
		Decision: x.often("DEC-REC-0001"), Owner: x.often("Atelier"), Due: x.often("2099-02-01"),
		Act: pick(x, recette.ReserveFix, recette.ReserveFix, recette.ReserveLift, recette.ReserveLift,
			recette.ReserveMaintain, recette.ReserveConvert, recette.ReserveAbandon, recette.ReserveUpdate),
	}
	if m.Act == recette.ReserveUpdate {
		m.Text, m.Class = x.often("à revoir encore"), pick(x, "", recette.Major, recette.Minor)
	}
	if n := len(x.r.reserves); n > 0 && x.rand.IntN(12) > 0 {
		m.Number = x.r.reserves[x.rand.IntN(n)].number
	}
	for _, v := range x.r.reserves { // most often one that a re-test may show
		cs := x.r.cases[v.check]
		if v.status != recette.ReserveFixed || cs == nil || cs.first <= v.fixed {
			continue
		}
		if m.Act == recette.ReserveLift || x.rand.IntN(2) == 0 { // which is seldom: it would be tried too seldom
			m.Number, m.Act = v.number, recette.ReserveLift
		}
	}
	want := x.r.act(actor, m)
	return fmt.Sprintf("move %s: %s by %s", m.Number, m.Act, actor.Ref), want, x.note(s, actor, m)
}

func (x *trial) decide(s *campaign.Service) (string, grounds, error) {
	actor, reason := pick(x, marc, marc, x.actor()), x.often("vu en comité")
	d := pick(x, recette.Accepted, recette.AcceptedWithReserves, recette.Postponed, recette.Refused)
	reserved := recette.Pronouncement{Decision: recette.AcceptedWithReserves, Motivated: true}
	if len(recette.Refusals(x.r.situation(), reserved)) == 0 && x.rand.IntN(2) == 0 { // it is seldom allowed
		d = recette.AcceptedWithReserves
	}
	want := x.r.decide(actor, d, reason)
	made, err := s.Decide(x.t.Context(), actor, campaign.Decide{Campaign: "v1", Decision: d, Reason: reason})
	if number := fmt.Sprintf("DEC-REC-%04d", x.r.decisions); err == nil && made.Number != number {
		x.fail("decision %s, want %s", made.Number, number)
	}
	return fmt.Sprintf("decide %s by %s", d, actor.Ref), want, err
}

func (x *trial) pause(s *campaign.Service) (string, grounds, error) {
	actor, reason := pick(x, elise, samira, x.actor()), x.often("panne")
	if !x.r.suspended && x.rand.IntN(4) == 0 {
		want := x.r.pause(actor, true, reason)
		return "suspend by " + actor.Ref, want, x.note(s, actor, meeting.Suspension{Reason: reason})
	}
	want := x.r.pause(actor, false, reason)
	return "resume by " + actor.Ref, want, x.note(s, actor, meeting.Resumption{Reason: reason})
}

func (x *trial) sit(s *campaign.Service) (string, grounds, error) {
	actor := pick(x, elise, samira, x.actor())
	first, second := x.actor().Ref, x.actor().Ref
	want := x.r.sit(actor, first, second)
	return fmt.Sprintf("sit %s, %s by %s", first, second, actor.Ref), want, x.note(s, actor, meeting.Opening{
		People: []meeting.Person{{Ref: first, Animates: true}, {Ref: second}},
	})
}

func (x *trial) attend(s *campaign.Service) (string, grounds, error) {
	actor, ref, number := pick(x, elise, samira, x.actor()), x.actor().Ref, "SES-9999"
	if n := len(x.r.sittings); n > 0 && x.rand.IntN(12) > 0 {
		number = x.r.sittings[x.rand.IntN(n)].number
	}
	said := fmt.Sprintf("attend %s: %s by %s", number, ref, actor.Ref)
	switch x.rand.IntN(3) {
	case 0:
		want := x.r.rise(actor, number)
		return said + ": close", want, x.note(s, actor, meeting.Closing{Number: number})
	case 1:
		want := x.r.move(actor, number, ref, true)
		return said + ": leave", want, x.note(s, actor, meeting.Move{Number: number, Left: []string{ref}})
	}
	want := x.r.move(actor, number, ref, false)
	return said, want, x.note(s, actor, meeting.Move{Number: number, Came: []meeting.Person{{Ref: ref}}})
}

func (x *trial) assign(s *campaign.Service) (string, grounds, error) {
	actor, id, to := pick(x, elise, x.actor()), x.row(), pick(x, "", x.actor().Ref)
	want := x.r.assign(actor, id, to)
	return fmt.Sprintf("assign %s to %s by %s", id, to, actor.Ref), want,
		s.Assign(x.t.Context(), actor, "v1", []string{id}, to)
}

func (x *trial) iterate(s *campaign.Service) (string, grounds, error) {
	actor, impact := pick(x, elise, samira, x.actor()), x.rand.IntN(2) == 0
	it := delivery(fmt.Sprintf("b%d", x.r.iteration+1))
	it.Impact, it.Aside = func([]string) bool { return impact }, !impact
	want := x.r.iterate(actor, impact)
	made, err := s.Iterate(x.t.Context(), actor, it)
	for _, other := range x.at {
		x.behind[other] = x.behind[other] || err == nil && other != s
	}
	if err == nil && made.Manifest.Number() != x.r.iteration {
		x.fail("iteration %d, want %d", made.Manifest.Number(), x.r.iteration)
	}
	return fmt.Sprintf("iterate by %s, impact %v", actor.Ref, impact), want, err
}

func (x *trial) end(s *campaign.Service) (string, grounds, error) {
	actor, unfinished := pick(x, elise, x.actor()), x.rand.IntN(40) == 0
	want := x.r.end(actor, unfinished)
	return "close by " + actor.Ref, want,
		s.Close(x.t.Context(), actor, campaign.Closing{Campaign: "v1", Unfinished: unfinished})
}

// shown is what a campaign shows, in a form that both give.
type shown struct {
	Closed, Suspended    bool
	Iteration, Decisions int
	Trials               int
	Cases                []campaign.CaseStatus
	Anomalies, Reserves  []string
	Drafts, Sittings     []string
	Situation            recette.Situation
}

// compare holds a service to the reference.
func (x *trial) compare(name string, s *campaign.Service) {
	x.t.Helper()
	ctx := x.t.Context()
	st, err := s.Status(ctx, auditor, "v1")
	must(x.t, err)
	cases, err := s.Cases(ctx, auditor, "v1")
	must(x.t, err)
	x.dated(name, cases)
	situation, _, err := s.Situation(ctx, auditor, "v1", "", nil)
	must(x.t, err)
	got := shown{
		Closed: st.ClosedAt != "", Suspended: st.Notes.Suspended() != nil, Iteration: st.Iteration,
		Trials:    st.Trials[recette.Rehearsal] + st.Trials[recette.Exploratory],
		Decisions: len(st.Decisions), Cases: cases, Situation: situation,
	}
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		line := fmt.Sprint(a.Number, a.Case, a.Severity, a.Status, a.Priority, a.Original)
		got.Anomalies = append(got.Anomalies, line)
	}
	for i := range st.Reserves {
		r := &st.Reserves[i]
		got.Reserves = append(got.Reserves, fmt.Sprint(r.Number, r.Standing(), r.Class, r.Anomaly, r.Check))
	}
	for i := range st.Drafts {
		got.Drafts = append(got.Drafts, st.Drafts[i].ID())
	}
	for i := range st.Notes.Sessions {
		m := &st.Notes.Sessions[i]
		here := []string{}
		for _, p := range m.People {
			if m.Phase == recette.SessionOpen && p.There() {
				here = append(here, p.Ref)
			}
		}
		got.Sittings = append(got.Sittings, fmt.Sprint(m.Number, m.Phase == recette.SessionOpen, here))
	}
	if diff := cmp.Diff(x.want(), got); diff != "" {
		x.fail("%s shows otherwise (-want +got):\n%s", name, diff)
	}
	if len(st.Strays) > 0 {
		x.fail("%s: results that count for nothing: %v", name, st.Strays)
	}
}

// dated holds to the journal when rows were recorded, and takes it away: the reference has no clock.
func (x *trial) dated(name string, cases []campaign.CaseStatus) {
	x.t.Helper()
	last := map[string]string{}
	for _, r := range x.b.records() {
		if f := r.Leaf.Result; f != nil && r.Leaf.Kind == journal.KindResult {
			last[fmt.Sprint(f.Case, "#", f.Attempt)] = r.Leaf.At
		}
	}
	for i := range cases {
		one := &cases[i]
		if want := last[fmt.Sprint(one.ID, "#", one.Attempt)]; one.Since != want {
			x.fail("%s shows that %s was recorded at %q, want %q", name, one.ID, one.Since, want)
		}
		one.Since = ""
	}
}

// want is what the reference shows.
func (x *trial) want() shown {
	r := x.r
	w := shown{
		Closed: r.closed, Suspended: r.suspended, Iteration: r.iteration, Decisions: r.decisions,
		Trials:    r.tried,
		Situation: r.situation(),
	}
	for _, m := range manifest().Cases {
		c := r.cases[m.ID]
		status := campaign.CaseStatus{
			ID: c.id, Verdict: c.verdict(), Attempt: c.number, Open: c.open, Holder: c.by, Outcome: c.ended,
			Assigned: c.assigned, Due: r.due(c), Hold: r.hold(c), Freshness: r.freshness(c),
		}
		w.Cases = append(w.Cases, status)
	}
	for _, a := range r.anomalies {
		w.Anomalies = append(w.Anomalies, fmt.Sprint(a.number, a.about, a.severity, a.status, a.priority, a.original))
	}
	for _, v := range r.reserves {
		w.Reserves = append(w.Reserves, fmt.Sprint(v.number, v.status, v.class, v.about, v.check))
	}
	for _, d := range r.drafts {
		if d.waits {
			w.Drafts = append(w.Drafts, fmt.Sprintf("%s#%d.%d", d.about, d.attempt, d.step))
		}
	}
	for _, s := range r.sittings {
		here := []string{}
		if s.open {
			here = append(here, s.here...)
		}
		w.Sittings = append(w.Sittings, fmt.Sprint(s.number, s.open, here))
	}
	return w
}
