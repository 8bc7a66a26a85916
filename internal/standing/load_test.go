package standing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

var texts = plan.Presence{"SC-1": "content/1:SC-1", "SC-2": "content/1:SC-2"}

func TestLoad_Freshness(t *testing.T) {
	tests := map[string]struct {
		record  func(*studio)
		present standing.Present
		verdict recette.Verdict
		want    recette.Freshness
	}{
		"nobody tested": {
			func(st *studio) { st.open("v1", "recette", "b1") },
			standing.Present{Texts: plan.Presence{}},
			recette.NotRun, recette.Fresh,
		},
		"conform on the present text and build": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: texts, Builds: map[string]string{"recette": "b1"}},
			recette.Passed, recette.Fresh,
		},
		"text changed": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: plan.Presence{"SC-1": "content/1:other"}},
			recette.Passed, recette.StaleText,
		},
		"scenario removed": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: plan.Presence{}},
			recette.Passed, recette.StaleText,
		},
		"nobody looked at the texts": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{},
			recette.Passed, recette.Fresh,
		},
		"the project names another build": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: texts, Builds: map[string]string{"recette": "b2"}},
			recette.Passed, recette.StaleVersion,
		},
		"another environment changed": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: texts, Builds: map[string]string{"production": "b2"}},
			recette.Passed, recette.Fresh,
		},
		"a later campaign of the environment is on another build": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Passed)
				st.open("v2", "recette", "b2")
			},
			standing.Present{Texts: texts},
			recette.Passed, recette.StaleVersion,
		},
		"played again on the later build": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "recette", "b2")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, recette.Fresh,
		},
		"anomaly reopened since": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				n := st.anomaly("v1", "SC-1", recette.Minor)
				st.turn("v1", n, state.StatusClosed)
				st.hand("v1", "SC-1", recette.Passed)
				st.turn("v1", n, state.StatusOpen)
			},
			standing.Present{Texts: texts},
			recette.Passed, recette.StaleAnomaly,
		},
		"anomaly reopened before": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				n := st.anomaly("v1", "SC-1", recette.Minor)
				st.turn("v1", n, state.StatusClosed)
				st.turn("v1", n, state.StatusOpen)
				st.hand("v1", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, recette.Fresh,
		},
		"anomaly of an older campaign reopened after the result of a newer one": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				n := st.anomaly("v1", "SC-1", recette.Minor)
				st.turn("v1", n, state.StatusClosed)
				st.open("v2", "recette", "b1")
				st.hand("v2", "SC-1", recette.Passed)
				st.turn("v1", n, state.StatusOpen)
			},
			standing.Present{Texts: texts},
			recette.Passed, recette.StaleAnomaly,
		},
		"a changed text is said before a changed build": {
			func(st *studio) { st.open("v1", "recette", "b1"); st.hand("v1", "SC-1", recette.Passed) },
			standing.Present{Texts: plan.Presence{}, Builds: map[string]string{"recette": "b2"}},
			recette.Passed, recette.StaleText,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStudio(t)
			tt.record(st)
			got := st.load(tt.present)["SC-1"]
			if got.Verdict != tt.verdict || got.Freshness != tt.want {
				t.Errorf("SC-1 is %s, %s; want %s, %s", got.Verdict, got.Freshness, tt.verdict, tt.want)
			}
			if want := tt.verdict.Conform() && tt.want == recette.Fresh; got.Proves() != want {
				t.Errorf("Proves() = %v, want %v", got.Proves(), want)
			}
		})
	}
}

func TestLoad_LastResultByBuildAndEnvironment(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	st.hand("v1", "SC-1", recette.Failed)
	st.hand("v1", "SC-1", recette.PassedWithRemark)
	st.open("v2", "préproduction", "b1")
	st.hand("v2", "SC-1", recette.Failed)
	st.open("v3", "recette", "b2")
	st.hand("v3", "SC-1", recette.Failed)
	got := st.load(standing.Present{Texts: texts})["SC-1"]
	var lines [][4]string
	for _, r := range got.Last {
		lines = append(lines, [4]string{r.Campaign, r.Environment, r.Build, string(r.Verdict)})
	}
	want := [][4]string{
		{"v3", "recette", "b2", "failed"},
		{"v2", "préproduction", "b1", "failed"},
		{"v1", "recette", "b1", "passed_with_remark"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("Last (-want +got):\n%s", diff)
	}
	if got.Campaign != "v3" || got.Tester != "Yann Le Goff" || got.Entity != "Bretagne" || got.Commit != "c0ffee" ||
		!got.Manual ||
		got.Mode != recette.Manual || got.Version != "1.4" {
		t.Errorf("result = %+v", got.Result)
	}
	if diff := cmp.Diff([]string{"v1", "v2", "v3"}, got.Planned); diff != "" {
		t.Errorf("Planned (-want +got):\n%s", diff)
	}
	if last := got.Last[2]; last.Attempt != 2 || last.Attempts != 2 {
		t.Errorf("attempt %d of %d in v1, want 2 of 2", last.Attempt, last.Attempts)
	}
}

func TestLoad_Dossier(t *testing.T) {
	st := newStudio(t)
	ctx := t.Context()
	st.open("v1", "recette", "b1")
	st.hand("v1", "SC-1", recette.Passed)
	st.hand("v1", "SC-2", recette.Failed)
	minor, major := st.anomaly("v1", "SC-2", recette.Minor), st.anomaly("v1", "SC-2", recette.Major)
	closed := st.anomaly("v1", "SC-2", recette.Major)
	st.turn("v1", closed, state.StatusClosed)
	whole := st.anomaly("v1", "", recette.Minor)
	number, err := st.s.Note(ctx, elise, "v1", gap.Reserve{
		Class: recette.Major, Anomaly: major, Text: "corriger", Owner: "Atelier", Due: "2026-12-15", Check: "SC-2",
	})
	st.must(err)
	before := st.load(standing.Present{Texts: texts})
	if before["SC-2"].Accepted != "" || before["SC-2"].PV != "" {
		t.Errorf("before any decision: accepted %q, PV %q", before["SC-2"].Accepted, before["SC-2"].PV)
	}
	decided, err := st.s.Decide(ctx, marc, campaign.Decide{
		Campaign: "v1", Journey: "b", Decision: recette.AcceptedWithReserves, Reason: "contourné",
		Derogation: "DEC-0007",
	})
	st.must(err)
	render := func(journey string) string {
		n, err := st.s.NextPV(ctx, elise, "v1", journey)
		st.must(err)
		head, err := st.db.Checkpoint(ctx)
		st.must(err)
		st.must(st.s.RecordPVRendered(ctx, elise, "v1", campaign.Rendered{
			Number: n, Journey: journey, SHA256: journal.NewBlob([]byte(n)).SHA256, Checkpoint: head.Size,
		}))
		return n
	}
	pv := render("b")
	st.must(st.s.RecordPVSigned(ctx, elise, "v1", campaign.SignedPV{
		Number: pv, Of: journal.NewBlob([]byte(pv)).SHA256, SHA256: journal.NewBlob([]byte("s")).SHA256,
		Signature:   journal.NewBlob([]byte("t")).SHA256,
		Certificate: journal.NewBlob([]byte("u")).SHA256,
	}))
	draft := render("b")

	got := st.load(standing.Present{Texts: texts})["SC-2"]
	if diff := cmp.Diff([]standing.Anomaly{
		{Number: major, Severity: recette.Major, Campaign: "v1"},
		{Number: minor, Severity: recette.Minor, Campaign: "v1"},
	}, got.Anomalies); diff != "" {
		t.Errorf("anomalies (-want +got):\n%s", diff)
	}
	all, err := loadAll(ctx, st.db, standing.Present{Texts: texts})
	st.must(err)
	if diff := cmp.Diff(
		[]standing.Anomaly{{Number: whole, Severity: recette.Minor, Campaign: "v1"}}, all.Anomalies,
	); diff != "" {
		t.Errorf("anomalies about the campaign (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{number}, got.Reserves); diff != "" {
		t.Errorf("reserves (-want +got):\n%s", diff)
	}
	if got.Accepted != decided.Number || got.PV != pv || len(got.PVs) != 2 || got.PVs[1].Number != draft {
		t.Errorf(
			"accepted %q, PV %q of %v; want %q, %q signed before %q", got.Accepted, got.PV, got.PVs, decided.Number, pv,
			draft,
		)
	}
	other := st.load(standing.Present{Texts: texts})["SC-1"]
	if other.PV != "" || other.Accepted != "" || len(other.Reserves) != 0 {
		t.Errorf("SC-1, of another journey: PV %q, accepted %q, reserves %v", other.PV, other.Accepted, other.Reserves)
	}

	// A later attempt is carried by no PV and accepted by nobody yet.
	st.hand("v1", "SC-2", recette.Failed)
	again := st.load(standing.Present{Texts: texts})["SC-2"]
	if again.Accepted != "" || again.PV != "" {
		t.Errorf("after another attempt: accepted %q, PV %q", again.Accepted, again.PV)
	}
}

func TestLoad_RunOutsideCampaigns(t *testing.T) {
	st := newStudio(t)
	ctx := t.Context()
	run, err := st.s.OpenRun(ctx, samira, campaign.FreeRun{Environment: "recette", Build: "b1"})
	st.must(err)
	_, err = st.s.Record(ctx, samira, campaign.Result{
		Campaign: run, Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Automated, Attempt: 1, Pass: 1,
		Closed:  true,
		Outcome: recette.OutcomePassed,
		Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Automated, Outcome: recette.OutcomePassed, Verifies: true},
		},
	})
	st.must(err)
	got := st.load(standing.Present{Texts: texts})["SC-1"]
	if got.Trial == nil || got.Trial.Verdict != recette.Passed || !got.Trial.Fresh || got.Trial.Run != run {
		t.Fatalf("trial = %+v", got.Trial)
	}
	if got.Ran() || got.Proves() || got.Verdict != recette.NotRun {
		t.Errorf("a run outside any campaign proves something: %+v", got.Result)
	}
	if stale := st.load(standing.Present{Texts: plan.Presence{}})["SC-1"]; stale.Trial.Fresh {
		t.Error("a trial on a text that changed is fresh")
	}
}

// An attempt that is left open proves nothing and sets nothing aside, whatever was seen of each of its steps.
func TestLoad_OpenAttempt(t *testing.T) {
	for _, tt := range []struct {
		seen []recette.Verdict
		want recette.Verdict
	}{
		{[]recette.Verdict{recette.Passed}, recette.NotRun},
		{[]recette.Verdict{recette.Passed, recette.Passed}, recette.NotRun},
		{[]recette.Verdict{recette.NotApplicable, recette.NotApplicable}, recette.NotRun},
		{[]recette.Verdict{recette.Passed, recette.Failed}, recette.Failed},
	} {
		st := newStudio(t)
		st.open("v1", "recette", "b1")
		r := campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual, Attempt: 1, Pass: 1,
		}
		for i, v := range tt.seen {
			r.Steps = append(
				r.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: v, Reason: "dit", Observed: "vu"},
			)
		}
		_, err := st.s.Record(t.Context(), yann, r)
		st.must(err)
		got := st.load(standing.Present{Texts: texts})["SC-1"]
		if !got.Open || got.Verdict != tt.want || got.Proves() {
			t.Errorf("an open attempt of %v: open %v, %s, proves %v", tt.seen, got.Open, got.Verdict, got.Proves())
		}
	}
}

// What is open about a whole campaign is kept once, however many cases the campaign has.
func TestLoad_CampaignAnomaliesAreKeptOnce(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	st.open("v2", "recette", "b2")
	want := []string{st.anomaly("v1", "", recette.Minor), st.anomaly("v2", "", recette.Major)}
	closed := st.anomaly("v1", "", recette.Minor)
	st.turn("v1", closed, state.StatusClosed)
	all, err := loadAll(t.Context(), st.db, standing.Present{Texts: texts})
	st.must(err)
	var got []string
	for _, a := range all.Anomalies {
		got = append(got, a.Number)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("anomalies (-want +got):\n%s", diff)
	}
	for id, s := range all.Cases {
		if len(s.Anomalies) > 0 {
			t.Errorf("%s has %v of the campaigns for its own", id, s.Anomalies)
		}
	}
}
