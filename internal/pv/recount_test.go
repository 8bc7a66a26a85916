package pv_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/reports"
)

// Random journals, as faulty as a journal may be (foreign texts, results after the end of an attempt, gaps, replays),
// against a recount that shares no code with the fold: it looks at all the leaves of a case at once.
func TestBuild_FiguresEqualAnIndependentRecount(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(300) {
		in := randomInput(t, seed)
		for _, journey := range []string{"", "j0", "j1"} {
			in.Journey = journey
			got, err := pv.Build(in)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			var want reports.Figures
			for _, c := range got.Cases {
				v := recount(in.Records, c.ID, len(c.Steps))
				if c.Verdict != v {
					t.Errorf("seed %d, %s: verdict %s, recounted %s", seed, c.ID, c.Verdict, v)
				}
				tally(&want, v)
				seen[v]++
			}
			if diff := cmp.Diff(want, got.Figures); diff != "" {
				t.Errorf("seed %d, journey %q: figures (-recount +PV):\n%s", seed, journey, diff)
			}
			var modes reports.Figures
			for _, f := range []reports.Figures{got.Manual, got.Auto, got.Mixed} {
				modes = plus(modes, f)
			}
			if diff := cmp.Diff(got.Figures, modes); diff != "" {
				t.Errorf("seed %d: the figures by mode do not add up (-all +sum):\n%s", seed, diff)
			}
		}
	}
	if len(seen) != 6 {
		t.Errorf("the random journals gave %v, want all six verdicts", seen)
	}
}

// randomInput gives what a PV of a random journal is built from.
func randomInput(t *testing.T, seed uint64) pv.Input {
	t.Helper()
	m, records := randomJournal(t, seed)
	in := pv.Input{
		Extract: campaign.Extract{Manifest: m, Records: records, Checkpoint: journal.Signed{Size: int64(len(records))}},
		Number:  "PV-1", IssuedAt: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
		Words: words(t, i18n.French), Proofs: map[int64][]string{},
	}
	for i := range records {
		in.Proofs[int64(i)] = nil
	}
	return in
}

func tally(f *reports.Figures, v string) {
	f.InScope++
	switch v {
	case "passed":
		f.Passed++
		f.Executed++
	case "passed_with_remark":
		f.Remark++
		f.Executed++
	case "failed":
		f.Failed++
		f.Executed++
	case "blocked":
		f.Blocked++
	case "not_run":
		f.NotRun++
	case "not_applicable":
		f.NotApplicable++
		return
	}
	f.Planned++
}

func plus(f, g reports.Figures) reports.Figures {
	return reports.Figures{
		InScope: f.InScope + g.InScope, Planned: f.Planned + g.Planned, Executed: f.Executed + g.Executed,
		Passed: f.Passed + g.Passed,
		Remark: f.Remark + g.Remark, Failed: f.Failed + g.Failed, Blocked: f.Blocked + g.Blocked,
		NotRun:        f.NotRun + g.NotRun,
		NotApplicable: f.NotApplicable + g.NotApplicable,
	}
}

// recount judges a case from the leaves alone, by the text of the package comment.
func recount(records []journal.Record, id string, steps int) string {
	var counted []journal.Result
	attempt, pass, closed := 0, 0, false
	for _, rec := range records {
		if rec.Leaf.Kind == journal.KindCampaignClose {
			break
		}
		r := rec.Leaf.Result
		if r == nil || r.Case != id || r.Content != "content/1:"+id {
			continue
		}
		next := r.Attempt == attempt+1 && r.Pass == 1 && (attempt == 0 || closed)
		same := r.Attempt == attempt && !closed && r.Pass >= pass && attempt > 0
		if !next && !same {
			continue
		}
		attempt, pass, closed = r.Attempt, r.Pass, r.Closed
		counted = append(counted, *r)
	}
	if attempt == 0 {
		return "not_run"
	}
	verdicts := map[string]bool{}
	for step := range steps {
		v := ""
		for _, r := range counted {
			if r.Attempt != attempt {
				continue
			}
			for _, o := range r.Steps {
				if o.Step == step &&
					(v == "" || !o.Replay || o.Verdict != "passed" && o.Verdict != "passed_with_remark") {
					v = o.Verdict
				}
			}
		}
		if v == "" {
			v = "not_run"
		}
		verdicts[v] = true
	}
	if last := counted[len(counted)-1]; last.Closed {
		ends := map[string]bool{last.Verdict: true}
		switch last.Outcome {
		case "":
		case "passed", "failed":
			ends[last.Outcome] = true
		case "skipped", "interrupted":
			ends["not_run"] = true
		default:
			ends["blocked"] = true
		}
		if verdicts["not_applicable"] && len(verdicts) == 1 { // nothing was verified: no word makes it conform
			delete(ends, "passed")
			delete(ends, "passed_with_remark")
		}
		maps.Copy(verdicts, ends)
	} else { // nobody said that it was over
		verdicts["not_run"] = true
	}
	for v := range strings.FieldsSeq("failed blocked not_run passed_with_remark passed") {
		if verdicts[v] {
			return v
		}
	}
	return "not_applicable"
}

// randomJournal gives a manifest and records, mostly in order and sometimes not.
func randomJournal(t *testing.T, seed uint64) ([]byte, []journal.Record) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	m := plan.Manifest{
		V: 1, Campaign: "c", Title: "T", Journeys: []plan.Journey{{Code: "j0", Critical: true}, {Code: "j1"}},
		Cases: []plan.FrozenCase{},
	}
	n := 1 + r.IntN(6)
	for i := range n {
		id := fmt.Sprintf("SC-%d", i)
		m.Cases = append(m.Cases, plan.FrozenCase{Case: catalogue.Case{
			ID: id, Content: "content/1:" + id, Steps: make([]catalogue.Step, 1+r.IntN(3)),
		}})
		for j := range m.Journeys {
			if r.IntN(3) > 0 {
				m.Journeys[j].Cases = append(m.Journeys[j].Cases, id)
			}
		}
	}
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	var records []journal.Record
	add := func(l journal.Leaf) {
		l.V, l.Seq, l.Campaign = 1, int64(len(records)), "c"
		l.At = journal.Instant(time.Date(2026, 11, 23, 9, 0, len(records), 0, time.UTC))
		l.Actor = &journal.Actor{Ref: "p", Role: "tester", C: strings.Repeat("0", 64)}
		raw, err := journal.Encode(l)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, journal.Record{Leaf: l, Raw: raw})
	}
	add(journal.Leaf{Kind: journal.KindCampaignOpen, Open: &journal.Open{Manifest: plan.Digest(data)}})
	attempts := map[string]int{}
	pick := func(words string) string { w := strings.Fields(words); return w[r.IntN(len(w))] }
	// Some journals are calm, so that every verdict of the roll-up is reached.
	verdicts := pick(
		"passed passed,passed_with_remark not_applicable not_applicable,passed " +
			"passed,failed,blocked,not_run,not_applicable,passed_with_remark",
	)
	for range r.IntN(40) {
		c := m.Cases[r.IntN(n)]
		if attempts[c.ID] == 0 {
			attempts[c.ID] = 1
		}
		res := &journal.Result{
			Case: c.ID, Content: c.Content, Attempt: attempts[c.ID], Pass: 1, Mode: pick("manual auto mixed"),
			Closed: r.IntN(3) == 0,
		}
		switch r.IntN(12) {
		case 0:
			res.Content = "content/1:other"
		case 1:
			res.Attempt = 1 + r.IntN(4)
		case 2:
			res.Pass = 1 + r.IntN(3)
		case 3:
			res.Case = "SC-99"
		}
		for s := range c.Steps {
			if r.IntN(8) > 0 {
				res.Steps = append(res.Steps, journal.Observation{
					Step: s, Mode: pick("manual auto"), Verdict: pick(strings.ReplaceAll(verdicts, ",", " ")),
					Replay: r.IntN(6) == 0,
				})
			}
		}
		if res.Closed {
			res.Verdict = pick(strings.ReplaceAll(verdicts, ",", " "))
			if r.IntN(3) == 0 {
				res.Outcome = pick("passed passed failed timeout interrupted skipped")
			}
			if r.IntN(6) > 0 {
				attempts[c.ID]++
			}
		}
		add(journal.Leaf{Kind: journal.KindResult, Result: res})
		if r.IntN(60) == 0 {
			add(journal.Leaf{Kind: journal.KindCampaignClose})
		}
	}
	return data, records
}
