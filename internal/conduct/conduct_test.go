package conduct

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/matrix"
	"recette/internal/plan"
	"recette/internal/vocabulary"
	"recette/reports/bilan"
)

// record is a campaign that is told leaf by leaf.
type record struct {
	in Input
}

// newRecord opens a campaign of cases SC-1 to SC-n, of one step each; those from SC-5 on are a machine’s.
func newRecord(n int) *record {
	m := &plan.Manifest{
		V: plan.ManifestVersion, Campaign: "v1", Title: "T", Language: "fr", TimeZone: "Europe/Paris",
		Journeys: []plan.Journey{{Code: "un", Title: "Le premier", Critical: true}, {Code: "deux"}},
		Parties: []plan.Participant{
			{Ref: "p-1", Name: "Yann", Role: "tester", Entity: "Bretagne"}, {Ref: "p-2", Name: "Samira", Role: "qa"},
		},
		Sections: &plan.Sections{
			Sessions: []plan.Session{
				{Code: "S1", Date: "2026-11-23", Journeys: []string{"un"}},
				{Code: "S2", Date: "2026-11-25", Journeys: []string{"un", "deux"}},
			},
			Calendar: plan.Calendar{To: "2026-12-03"},
		},
		Exit: []plan.Criterion{
			{Text: "Exécutés", Threshold: "100 %", Measure: "executed"},
			{Text: "Comptes", CriterionDetail: plan.CriterionDetail{Attested: "Samira"}},
		},
	}
	for i := range n {
		id := fmt.Sprintf("SC-%d", i+1)
		c := catalogue.Case{ID: id, Name: "Cas " + id, Content: "content/1:" + id, Steps: make([]catalogue.Step, 1)}
		c.Tags = []string{"@manuel"}
		if i >= 4 {
			c.Tags = []string{"@auto"}
		}
		m.Cases = append(m.Cases, plan.FrozenCase{Case: c})
		j := &m.Journeys[0]
		if i%2 == 1 {
			j = &m.Journeys[1]
		}
		j.Cases = append(j.Cases, id)
	}
	paris := m.Zone()
	r := &record{in: Input{
		Account: &campaign.Account{
			Crew: m.Parties, Plan: m, Digest: "d",
			Now: time.Date(2026, 11, 25, 18, 0, 0, 0, paris), Texts: map[string]string{},
		},
		Tags: vocabulary.Default(), Producer: "recette",
	}}
	r.add("2026-11-23T08:00:00.000Z", journal.Leaf{Kind: journal.KindCampaignOpen, Open: &journal.Open{Manifest: "d"}})
	return r
}

func (r *record) add(at string, l journal.Leaf) {
	l.V, l.Seq, l.Campaign, l.At = 6, int64(len(r.in.Records)), "v1", at
	if l.Actor == nil {
		l.Actor = &journal.Actor{Ref: "p-1", Role: "tester", C: "c"}
	}
	r.in.Records = append(r.in.Records, journal.Record{Leaf: l})
}

func (r *record) result(at, id string, attempt int, verdict, mode string) {
	r.add(at, journal.Leaf{Kind: journal.KindResult, Result: &journal.Result{
		Case: id, Content: "content/1:" + id, Attempt: attempt, Pass: 1, Mode: mode, Closed: true, Verdict: verdict,
		Steps: []journal.Observation{{Step: 0, Mode: mode, Verdict: verdict, Outcome: map[string]string{
			"auto passed": "passed", "auto failed": "failed",
		}[mode+" "+verdict]}},
	}})
}

// A week on paper is drawn over the week, not on the day on which somebody took it in.
func TestBilan_CountsCahiersOnTheirDay(t *testing.T) {
	r := newRecord(4)
	r.result("2026-11-25T10:00:00.000Z", "SC-1", 1, "passed", "manual")
	r.result("2026-11-25T10:01:00.000Z", "SC-2", 1, "passed", "manual")
	r.result("2026-11-25T10:02:00.000Z", "SC-3", 1, "passed", "manual")
	for i, day := range []string{"2026-11-23", "2026-11-24", ""} {
		l := &r.in.Records[1+i].Leaf
		l.Result.Origin = &journal.Taken{File: "c", SHA256: "s", By: "p-2", Day: day}
	}
	got := Bilan(r.in)
	var done []int
	for _, d := range got.Days {
		done = append(done, d.Done)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, done); diff != "" || got.Transcribed != 3 {
		t.Errorf("%d transcribed, done day by day (-want +got):\n%s", got.Transcribed, diff)
	}
}

func TestBilan(t *testing.T) {
	r := newRecord(6)
	r.in.Plan.Before = nil
	day := func(d int) string { return fmt.Sprintf("2026-11-%02dT23:30:00.000Z", d) } // of the next day in Paris
	r.result("2026-11-23T09:00:00.000Z", "SC-1", 1, "passed", "manual")
	r.result("2026-11-23T10:00:00.000Z", "SC-2", 1, "failed", "manual")
	r.add("2026-11-23T10:05:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "major", Status: "open", Case: "SC-2", Summary: "Faux",
	}})
	r.result(day(23), "SC-5", 1, "passed", "auto")
	r.result("2026-11-24T10:00:00.000Z", "SC-3", 1, "blocked", "manual")
	r.add("2026-11-24T11:00:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "major", Status: "fixed", Case: "SC-2", Act: "fix",
	}})
	r.add("2026-11-24T12:00:00.000Z", journal.Leaf{
		Kind: journal.KindCampaignAssign, Assign: &journal.Assign{Cases: []string{"SC-1", "SC-3"}, To: "p-1"},
	})
	got := Bilan(r.in)
	if want := (bilan.Progress{Planned: 6, Done: 2, Replay: 1, NotPlayed: 3}); got.Progress != want {
		t.Errorf("progress = %+v, want %+v", got.Progress, want)
	}
	want := bilan.Forecast{
		Played: 1, Left: 3, Machine: 1, From: "2026-11-23", To: "2026-11-25", Days: 3, Needed: 9, End: "2026-12-08",
		Expected: "2026-12-03",
	}
	if diff := cmp.Diff(want, got.Forecast); diff != "" {
		t.Errorf("forecast (-want +got):\n%s", diff)
	}
	days := []bilan.Day{
		{Date: "2026-11-23", Known: true, Scope: 6, Planned: 3, Done: 2, Raised: 1, Open: bilan.BySeverity{Major: 1}},
		{Date: "2026-11-24", Known: true, Scope: 6, Planned: 3, Done: 2, Raised: 1, Open: bilan.BySeverity{Major: 1}},
		{Date: "2026-11-25", Known: true, Scope: 6, Planned: 6, Done: 2, Raised: 1, Open: bilan.BySeverity{Major: 1}},
	}
	if diff := cmp.Diff(days, got.Days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	replay := []bilan.Replay{{Case: "SC-2", Name: "Cas SC-2", Journey: "deux", Why: "anomaly", Verdict: "failed"}}
	if diff := cmp.Diff(replay, got.Replay); diff != "" {
		t.Errorf("to be replayed (-want +got):\n%s", diff)
	}
	waiting := []bilan.Waiting{
		{Journey: "un", Title: "Le premier", Rows: 1, Blocked: 1, Cases: []string{"SC-3"}},
		{Journey: "deux", Rows: 2, Cases: []string{"SC-4", "SC-6"}},
	}
	if diff := cmp.Diff(waiting, got.NotPlayed); diff != "" {
		t.Errorf("not played (-want +got):\n%s", diff)
	}
	testers := []bilan.Tester{{
		Name: "Yann", Entity: "Bretagne", Assigned: 2, Played: 1, Machine: 1,
		Figures: bilan.Figures{InScope: 4, Planned: 4, Executed: 3, Passed: 2, Failed: 1, Blocked: 1},
	}}
	if diff := cmp.Diff(testers, got.Testers); diff != "" {
		t.Errorf("testers (-want +got):\n%s", diff)
	}
	exit := []bilan.Criterion{
		{Text: "Exécutés", Threshold: "100 %", Measure: "executed", Measured: "3 / 6", Met: "no"}, {
			Text: "Comptes", By: "Samira",
			Met: "unknown",
		},
	}
	if diff := cmp.Diff(exit, got.Exit); diff != "" {
		t.Errorf("exit criteria (-want +got):\n%s", diff)
	}
	// Retested, the row is done again, and the anomaly that is closed no longer weighs.
	r.result("2026-11-25T10:00:00.000Z", "SC-2", 2, "passed", "manual")
	r.add("2026-11-25T11:00:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "major", Status: "closed", Case: "SC-2", Act: "close",
	}})
	got = Bilan(r.in)
	if last := got.Days[2]; last.Done != 3 || last.Open != (bilan.BySeverity{}) || last.Raised != 1 {
		t.Errorf("the day of the retest = %+v", last)
	}
}

// Each indicator has both its terms, and says so when it has none.
func TestBilan_Indicators(t *testing.T) {
	r := newRecord(4)
	cases := r.in.Plan.Cases
	cases[0].Rules, cases[1].Rules = []string{"RG-1"}, []string{"RG-1", "RG-2"}
	cases[1].Tags = append(cases[1].Tags, "@droits")
	cases[3].Tags = append(cases[3].Tags, "@droits")
	r.result("2026-11-23T09:00:00.000Z", "SC-1", 1, "passed", "manual")
	r.result("2026-11-23T10:00:00.000Z", "SC-2", 1, "failed", "manual")
	r.result("2026-11-23T11:00:00.000Z", "SC-3", 1, "blocked", "manual")
	r.result("2026-11-23T12:00:00.000Z", "SC-4", 1, "blocked", "manual")
	r.add("2026-11-23T12:05:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "blocking", Status: "open", Case: "SC-2", Summary: "Faux",
	}})
	want := []bilan.Indicator{
		{Key: "critical_executed", N: 1, Of: 2},
		{Key: "critical_conform", N: 1, Of: 2},
		{Key: "critical_journeys", N: 0, Of: 1},
		{Key: "rules", Why: "unseen"},
		{Key: "forbidden", N: 1, Of: 2},
		{Key: "reopened", Why: "none_settled"},
		{Key: "blocking_age", N: 2, Of: 1},
		{Key: "blocking_oldest", N: 2, Of: 1},
		{Key: "correction", Why: "none_corrected"},
		{Key: "escaped", Why: "production"},
	}
	if diff := cmp.Diff(want, Bilan(r.in).Indicators); diff != "" {
		t.Errorf("indicators (-want +got):\n%s", diff)
	}
	r.in.Matrix = &matrix.Matrix{Scenarios: []matrix.Scenario{{Rules: []string{"RG-2", "RG-9"}}}}
	want[3] = bilan.Indicator{Key: "rules", N: 2, Of: 3}
	if diff := cmp.Diff(want, Bilan(r.in).Indicators); diff != "" {
		t.Errorf("with a rule found since (-want +got):\n%s", diff)
	}
}

// Another build makes results wait to be obtained again: what is done goes down on that day, and not before.
func TestBilan_Iterations(t *testing.T) {
	r := newRecord(2)
	first := r.in.Plan.Outline()
	r.in.Before = []*plan.Outline{first}
	m := *r.in.Plan
	m.Before = []plan.Before{{Manifest: "d", Build: "b1"}}
	m.Cases = append([]plan.FrozenCase{}, m.Cases...)
	m.Cases[0].Replay = plan.ReplayBuild
	r.in.Plan = &m
	r.result("2026-11-23T09:00:00.000Z", "SC-1", 1, "passed", "manual")
	r.result("2026-11-23T10:00:00.000Z", "SC-2", 1, "passed", "manual")
	r.add("2026-11-24T10:00:00.000Z", journal.Leaf{
		Kind: journal.KindCampaignIterate, Iterate: &journal.Iterate{Manifest: "d2", Build: "b2"},
	})
	got := Bilan(r.in)
	var done []int
	for _, d := range got.Days {
		done = append(done, d.Done)
	}
	if diff := cmp.Diff([]int{2, 1, 1}, done); diff != "" {
		t.Errorf("done day after day (-want +got):\n%s", diff)
	}
	want := []bilan.Replay{{
		Case: "SC-1", Name: "Cas SC-1", Journey: "un", Why: "stale_version", Verdict: "passed",
	}}
	if diff := cmp.Diff(want, got.Replay); diff != "" {
		t.Errorf("to be replayed (-want +got):\n%s", diff)
	}
}

// Whatever is recorded, rows are parted and none is lost: planned is done, to be replayed and without a result; lists
// are as long as their counts; the days end where the figures stand.
func TestBilan_AddsUp(t *testing.T) {
	verdicts := []string{"passed", "passed_with_remark", "failed", "blocked", "not_applicable"}
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		r := newRecord(12)
		attempts, anomalies := map[string]int{}, 0
		for i := range 80 {
			id := fmt.Sprintf("SC-%d", 1+rnd.IntN(12))
			at := fmt.Sprintf("2026-11-%02dT%02d:00:00.000Z", 23+i/30, 8+i%10)
			switch n := rnd.IntN(10); {
			case n < 6:
				attempts[id]++
				mode := "manual"
				r.result(at, id, attempts[id], verdicts[rnd.IntN(len(verdicts))], mode)
			case n < 7:
				anomalies++
				r.add(at, journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
					Number: fmt.Sprintf("ANO-%04d", anomalies), Severity: []string{"blocking", "minor"}[rnd.IntN(2)],
					Status: "open", Case: id,
				}})
			case n < 8 && anomalies > 0:
				r.add(at, journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
					Number: fmt.Sprintf("ANO-%04d", 1+rnd.IntN(anomalies)), Severity: "minor",
					Status: []string{"closed", "reopened", "fixed"}[rnd.IntN(3)], Act: "fix",
				}})
			case attempts[id] > 0:
				kind, o := journal.KindContest, &journal.Objection{Case: id, Attempt: attempts[id], Reason: "r"}
				if rnd.IntN(2) == 0 {
					kind, o.Cause = journal.KindInvalidate, "build"
				}
				r.add(at, journal.Leaf{Kind: kind, Objection: o})
			}
		}
		b := Bilan(r.in)
		p, waiting := b.Progress, 0
		for _, w := range b.NotPlayed {
			if waiting += w.Rows; w.Rows != len(w.Cases) {
				t.Errorf("seed %d: %d rows, %d named", seed, w.Rows, len(w.Cases))
			}
		}
		var sum bilan.Progress
		for _, j := range b.Journeys {
			sum.Planned, sum.Done = sum.Planned+j.Progress.Planned, sum.Done+j.Progress.Done
			sum.Replay, sum.NotPlayed = sum.Replay+j.Progress.Replay, sum.NotPlayed+j.Progress.NotPlayed
		}
		var last bilan.Day
		for _, d := range b.Days {
			if d.Known {
				last = d
			}
		}
		raised, open := 0, 0
		for _, s := range b.Anomalies {
			raised, open = raised+s.Raised, open+s.Open
		}
		switch {
		case p.Done+p.Replay+p.NotPlayed != p.Planned, sum != p:
			t.Errorf("seed %d: %+v does not add up, journeys %+v", seed, p, sum)
		case len(b.Replay) != p.Replay, waiting != p.NotPlayed:
			t.Errorf("seed %d: %d replays and %d waiting, want %+v", seed, len(b.Replay), waiting, p)
		case last.Done != p.Done, last.Scope != p.Planned, last.Raised != raised, len(b.Open) != open:
			t.Errorf("seed %d: the last day %+v is not %+v, %d raised, %d open", seed, last, p, raised, open)
		}
	}
}

// A session that somebody dated ten years too early hides none of the days that are known.
func TestBilan_MistypedDateHidesNothing(t *testing.T) {
	for _, date := range []string{"2016-11-23", "2036-11-23"} {
		r := newRecord(6)
		r.in.Plan.Sections.Sessions[0].Date = date
		r.result("2026-11-23T09:00:00.000Z", "SC-1", 1, "passed", "manual")
		b := Bilan(r.in)
		done := 0
		for _, d := range b.Days {
			if d.Known {
				done = d.Done
			}
		}
		if done != 1 || len(b.Days) > furthest || b.Days[0].Date > "2026-11-23" {
			t.Errorf("session of %s: %d days from %s, done on the last that is known: %d, want 1", date, len(b.Days),
				b.Days[0].Date, done)
		}
	}
}

// What was played on paper counts on the day it was played, not on the one it was taken in.
func TestBilan_PaceOfWhatWasPlayedOnPaper(t *testing.T) {
	r := newRecord(6)
	for i, day := range []string{"2026-11-19", "2026-11-20", "2026-11-23", "2026-11-31"} {
		r.result("2026-11-25T09:00:00.000Z", fmt.Sprintf("SC-%d", i+1), 1, "passed", "manual")
		r.in.Records[len(r.in.Records)-1].Leaf.Result.Origin = &journal.Taken{Day: day, SHA256: "s", By: "p-2"}
	}
	if f := Bilan(r.in).Forecast; f.From != "2026-11-19" || f.Days != 5 || f.Played != 4 {
		t.Errorf("forecast = %+v, want the pace of four rows in five working days from 2026-11-19", f)
	}
}
