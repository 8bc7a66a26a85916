package iteration

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// frozen is a row of two steps.
func frozen(id, content string, tags ...string) plan.FrozenCase {
	return plan.FrozenCase{Case: catalogue.Case{
		ID: id, Name: "cas " + id, Content: content, Tags: tags,
		Steps: []catalogue.Step{{Type: catalogue.Action}, {Type: catalogue.Outcome}},
	}}
}

func manifest(cases ...plan.FrozenCase) plan.Manifest {
	return plan.Manifest{
		Campaign: "v1", Release: plan.Release{Version: "1.4", Build: "b1"}, FrozenAt: "2026-11-20T08:00:00Z",
		Cases: cases,
	}
}

// campaign is a campaign as its leaves tell it.
type campaign struct {
	m      *plan.Manifest
	leaves []journal.Leaf
}

func (c *campaign) add(l journal.Leaf) {
	l.Campaign, l.Seq = "v1", int64(len(c.leaves))
	c.leaves = append(c.leaves, l)
}

func (c *campaign) result(id, content string, attempt int, v recette.Verdict) {
	c.add(journal.Leaf{Kind: journal.KindResult, Result: &journal.Result{
		Case: id, Content: content, Attempt: attempt, Pass: 1, Closed: true, Verdict: string(v),
		Steps: []journal.Observation{{Step: 0, Verdict: string(recette.Passed)}, {Step: 1, Verdict: string(v)}},
	}})
}

func (c *campaign) anomaly(id, status string) {
	c.add(journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-" + id, Severity: "minor", Status: status, Case: id,
	}})
}

func (c *campaign) state() *state.State {
	s := state.New(c.m.Outline(), false)
	for i := range c.leaves {
		s.Apply(&journal.Record{Leaf: c.leaves[i]})
	}
	return s
}

// next goes on with a manifest, and gives why each row is played again.
func (c *campaign) next(change Change, m plan.Manifest) map[string]plan.Replay {
	change.Former, change.Digest, change.State = c.m, "digest", c.state()
	why := map[string]plan.Replay{}
	for _, r := range change.Next(&m) {
		why[r.ID] = r.Reason
	}
	c.add(journal.Leaf{Kind: journal.KindCampaignIterate, Iterate: &journal.Iterate{Manifest: "next"}})
	c.m = &m
	return why
}

const (
	ok, ko  = recette.Passed, recette.Failed
	blocked = recette.Blocked
)

// played is a campaign of six rows: conform twice, failed, blocked, never run, not applicable.
func played() *campaign {
	m := manifest(
		frozen("SC-1", "c1", "@a"), frozen("SC-2", "c2", "@b"), frozen("SC-3", "c3"), frozen("SC-4", "c4"),
		frozen("SC-5", "c5"), frozen("SC-6", "c6"),
	)
	m.DataSets = []plan.DataSet{{Code: "JDD-1", SHA256: "d1"}, {Code: "JDD-2"}}
	m.Cases[1].DataSets, m.Cases[5].DataSets = []string{"JDD-1"}, []string{"JDD-2"}
	c := &campaign{m: &m}
	for i, v := range []recette.Verdict{ok, ok, ko, blocked} {
		row := &m.Cases[i]
		c.result(row.ID, row.Content, 1, v)
	}
	c.result("SC-6", "c6", 1, recette.NotApplicable)
	return c
}

func has(tag string) func([]string) bool {
	return func(tags []string) bool { return slices.Contains(tags, tag) }
}

// What is played again, and why, for each thing that changes.
func TestNext_Reasons(t *testing.T) {
	const (
		text, data, anomaly = plan.ReplayText, plan.ReplayData, plan.ReplayAnomaly
		verdict, build, tnr = plan.ReplayVerdict, plan.ReplayBuild, plan.ReplayRegression
	)
	type reasons = map[string]plan.Replay
	for name, tt := range map[string]struct {
		change Change
		before func(c *campaign)
		now    func(m *plan.Manifest)
		want   reasons
	}{
		"a new build bears on everything": {
			Change{Build: true}, nil, nil, reasons{
				"SC-1": build, "SC-2": build, "SC-3": verdict, "SC-4": verdict, "SC-5": verdict, "SC-6": build,
			},
		},
		"a new build bears on some": {
			Change{Build: true, Impact: has("@a")},
			nil, nil,
			reasons{"SC-1": build, "SC-3": verdict, "SC-4": verdict, "SC-5": verdict},
		},
		"each build is checked with some": {
			Change{Build: true, Impact: has("@none"), Regression: has("@b")},
			nil, nil,
			reasons{"SC-2": tnr, "SC-3": verdict, "SC-4": verdict, "SC-5": verdict},
		},
		"an anomaly was corrected": {
			Change{Build: true, Impact: has("@none")},
			func(c *campaign) { c.anomaly("SC-1", state.StatusOpen); c.anomaly("SC-1", state.StatusClosed) },
			nil,
			reasons{"SC-1": anomaly, "SC-3": verdict, "SC-4": verdict, "SC-5": verdict},
		},
		"an anomaly that was only raised": {
			Change{Build: true, Impact: has("@none")},
			func(c *campaign) { c.anomaly("SC-1", state.StatusOpen) }, nil,
			reasons{"SC-3": verdict, "SC-4": verdict, "SC-5": verdict},
		},
		"it was corrected before the result": {
			Change{Build: true, Impact: has("@none")}, func(c *campaign) {
				c.anomaly("SC-1", state.StatusOpen)
				c.anomaly("SC-1", state.StatusClosed)
				c.result("SC-1", "c1", 2, ok)
			}, nil, reasons{"SC-3": verdict, "SC-4": verdict, "SC-5": verdict},
		},
		"nothing of the texts": {
			Change{Texts: true}, nil, func(m *plan.Manifest) { m.Cases[5].DataSets = nil }, reasons{"SC-5": verdict},
		},
		"a text": {
			Change{Texts: true}, nil, func(m *plan.Manifest) {
				m.Cases[0].Content, m.Cases[5].DataSets = "c1b", nil
			}, reasons{"SC-1": text, "SC-5": verdict},
		},
		"the text of a row that nobody played": {
			Change{Texts: true}, nil, func(m *plan.Manifest) {
				m.Cases[4].Content, m.Cases[5].DataSets = "c5b", nil
			}, reasons{"SC-5": verdict},
		},
		"a data set, and one that nobody knows": {
			Change{Texts: true},
			nil, func(m *plan.Manifest) { m.DataSets[0].SHA256 = "d1b" },
			reasons{"SC-2": data, "SC-5": verdict, "SC-6": data},
		},
		"a new row": {
			Change{Texts: true}, nil, func(m *plan.Manifest) {
				m.Cases[5].DataSets = nil
				m.Cases = append(m.Cases, frozen("SC-7", "c7"))
			}, reasons{"SC-5": verdict, "SC-7": verdict},
		},
	} {
		c := played()
		if tt.before != nil {
			tt.before(c)
		}
		m := *c.m
		m.Cases, m.DataSets = slices.Clone(m.Cases), slices.Clone(m.DataSets)
		if tt.now != nil {
			tt.now(&m)
		}
		if diff := cmp.Diff(tt.want, c.next(tt.change, m)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A row that nobody played again is to be played still, whatever the next iteration asks for.
func TestNext_StaysDue(t *testing.T) {
	c := played()
	c.next(Change{Build: true, Impact: has("@a")}, *c.m)
	c.result("SC-3", "c3", 2, ok)
	want := map[string]plan.Replay{
		"SC-1": plan.ReplayBuild, "SC-4": plan.ReplayVerdict, "SC-5": plan.ReplayVerdict,
	}
	if diff := cmp.Diff(want, c.next(Change{Build: true, Impact: has("@none")}, *c.m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.result("SC-1", "c1", 2, ok)
	delete(want, "SC-1")
	if diff := cmp.Diff(want, c.next(Change{Build: true, Impact: has("@none")}, *c.m)); diff != "" {
		t.Errorf("once it was played (-want +got):\n%s", diff)
	}
}

// A fold of all leaves, on the last manifest alone, gives each result the text and the build of its iteration.
func TestNext_IsEnoughToFold(t *testing.T) {
	c := played()
	m := *c.m
	m.Cases = slices.Clone(m.Cases[:5]) // SC-6 goes
	m.Cases[0].Content = "c1b"
	m.Cases[0].Steps = m.Cases[0].Steps[1:]
	c.next(Change{Texts: true}, m)
	m = *c.m
	m.Release.Build = "b2"
	c.next(Change{Build: true, Impact: has("@none")}, m)
	if got := c.m.Number(); got != 3 {
		t.Fatalf("iteration %d, want 3", got)
	}
	wantBefore := []plan.Before{
		{Manifest: "digest", FrozenAt: c.m.FrozenAt, Version: "1.4", Build: "b1"},
		{Manifest: "digest", FrozenAt: c.m.FrozenAt, Version: "1.4", Build: "b1"},
	}
	if diff := cmp.Diff(wantBefore, c.m.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]plan.Gone{{ID: "SC-6", Name: "cas SC-6", Iteration: 1}}, c.m.Gone); diff != "" {
		t.Errorf("gone (-want +got):\n%s", diff)
	}
	c.result("SC-1", "c1", 2, ok) // of the text of before: for nothing
	c.result("SC-2", "c2", 2, ko)
	s := c.state()
	if want := []int64{4, int64(len(c.leaves) - 2)}; !slices.Equal(s.Strays, want) { // of SC-6 too, which is gone
		t.Errorf("strays %v, want %v", s.Strays, want)
	}
	one, two := s.Case("SC-1"), s.Case("SC-2")
	if !one.Outdated() || one.Verdict() != ok || s.Freshness(one, nil) != recette.StaleText || one.Last.Iteration != 1 {
		t.Errorf("SC-1: %s, %s, iteration %d; want conform on an earlier text", one.Verdict(), s.Freshness(one, nil),
			one.Last.Iteration)
	}
	if two.Verdict() != ko || two.Last.Iteration != 3 || c.m.At(two.Last.Iteration).Build != "b2" ||
		s.Freshness(two, nil) != recette.Fresh || len(two.Former) != 1 || two.Former[0].Iteration != 1 {
		t.Errorf("SC-2: %s, iteration %d, former %+v", two.Verdict(), two.Last.Iteration, two.Former)
	}
}

// An attempt that an iteration found open does not go on in it: it would be of two builds.
func TestNext_NoAttemptGoesOn(t *testing.T) {
	c := played()
	c.add(journal.Leaf{Kind: journal.KindResult, Result: &journal.Result{
		Case: "SC-5", Content: "c5", Attempt: 1, Pass: 1, Steps: []journal.Observation{{Verdict: string(ok)}},
	}})
	c.next(Change{Build: true}, *c.m)
	c.result("SC-5", "c5", 1, ok)
	if s := c.state(); len(s.Strays) != 1 || s.Case("SC-5").Verdict() != recette.NotRun {
		t.Errorf("strays %v, verdict %s, want one stray", s.Strays, s.Case("SC-5").Verdict())
	}
}
