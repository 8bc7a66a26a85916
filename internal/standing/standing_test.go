package standing_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
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

// What one environment shows does not hide what another one showed: the failure that nobody played again stands.
func TestLoad_FailureOfAnotherEnvironment(t *testing.T) {
	journeys := []plan.Journey{
		{Code: "a", Critical: true, Cases: []string{"SC-1"}}, {Code: "b", Cases: []string{"SC-2"}},
	}
	tests := map[string]struct {
		record  func(*studio)
		present standing.Present
		want    recette.Verdict
		proves  bool
	}{
		"failed in one, conform in the other afterwards, same build": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Failed, false,
		},
		"played again where it failed": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Passed)
				st.hand("v1", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, true,
		},
		"conform in both, failed first": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Passed)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, true,
		},
		"a later delivery, elsewhere: the environment is given up": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b2")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, true,
		},
		"a later delivery, elsewhere, and the project still names the build that failed": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b2")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts, Builds: map[string]string{"recette": "b1"}},
			recette.Failed, false,
		},
		"the build that failed was replaced there": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts, Builds: map[string]string{"recette": "b2"}},
			recette.Passed, true,
		},
		"no build is known, the version differs": {
			func(st *studio) {
				st.openOf("v1", "recette", plan.Release{Version: "1.4"}, journeys)
				st.hand("v1", "SC-1", recette.Failed)
				st.openOf("v2", "préproduction", plan.Release{Version: "1.5"}, journeys)
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, true,
		},
		"the failure is accepted by decision": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				n := st.anomaly("v1", "SC-1", recette.Minor)
				_, err := st.s.Note(st.t.Context(), elise, "v1", gap.Reserve{
					Class: recette.Minor, Anomaly: n, Text: "corriger", Owner: "Atelier", Due: "2026-12-15",
					Check: "SC-1",
				})
				st.must(err)
				st.decide("v1", "a", recette.AcceptedWithReserves)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Passed)
			},
			standing.Present{Texts: texts},
			recette.Passed, true,
		},
		"failed in both, the later one alone is accepted": {
			func(st *studio) {
				st.open("v1", "recette", "b1")
				st.hand("v1", "SC-1", recette.Failed)
				st.open("v2", "préproduction", "b1")
				st.hand("v2", "SC-1", recette.Failed)
				n := st.anomaly("v2", "SC-1", recette.Minor)
				_, err := st.s.Note(st.t.Context(), elise, "v2", gap.Reserve{
					Class: recette.Minor, Anomaly: n, Text: "corriger", Owner: "Atelier", Due: "2026-12-15",
					Check: "SC-1",
				})
				st.must(err)
				st.decide("v2", "a", recette.AcceptedWithReserves)
			},
			standing.Present{Texts: texts},
			recette.Failed, false,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStudio(t)
			tt.record(st)
			got := st.load(tt.present)["SC-1"]
			if got.Accepted != "" {
				t.Errorf("accepted by %s", got.Accepted)
			}
			if got.Verdict != tt.want || got.Proves() != tt.proves || got.Freshness != recette.Fresh {
				t.Errorf("SC-1 of %s is %s, %s, proves %v; want %s, proves %v",
					got.Environment, got.Verdict, got.Freshness, got.Proves(), tt.want, tt.proves)
			}
			if len(got.Last) > 1 && got.Last[0].At.Before(got.Last[1].At) {
				t.Errorf("Last is not newest first: %v, %v", got.Last[0].At, got.Last[1].At)
			}
		})
	}
}

func (st *studio) decide(campaignID, journey string, d recette.Decision) {
	st.t.Helper()
	_, err := st.s.Decide(st.t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Journey: journey, Decision: d, Reason: "vu", Derogation: "DEC-0007",
	})
	st.must(err)
}

// A case of two journeys is accepted by neither of them when the other refuses it, in whichever order they were
// decided.
func TestLoad_AcceptedInOneJourneyAndRefusedInTheOther(t *testing.T) {
	tests := map[string]struct {
		decide func(*studio)
		want   bool
	}{
		"accepted, the other not decided": {
			func(st *studio) { st.decide("v1", "a", recette.AcceptedWithReserves) }, true,
		},
		"accepted in both": {
			func(st *studio) {
				st.decide("v1", "a", recette.AcceptedWithReserves)
				st.decide("v1", "b", recette.AcceptedWithReserves)
			}, true,
		},
		"refused, then accepted in the other": {
			func(st *studio) {
				st.decide("v1", "b", recette.Refused)
				st.decide("v1", "a", recette.AcceptedWithReserves)
			}, false,
		},
		"accepted, then refused in the other": {
			func(st *studio) {
				st.decide("v1", "a", recette.AcceptedWithReserves)
				st.decide("v1", "b", recette.Refused)
			}, false,
		},
		"refused, then accepted, in the same": {
			func(st *studio) {
				st.decide("v1", "a", recette.Refused)
				st.decide("v1", "a", recette.AcceptedWithReserves)
			}, true,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStudio(t)
			st.openOf("v1", "recette", plan.Release{Version: "1.4", Build: "b1"}, []plan.Journey{
				{Code: "a", Cases: []string{"SC-1"}}, {Code: "b", Cases: []string{"SC-1", "SC-2"}},
			})
			st.hand("v1", "SC-1", recette.Failed)
			st.hand("v1", "SC-2", recette.Passed)
			n := st.anomaly("v1", "SC-1", recette.Minor)
			_, err := st.s.Note(t.Context(), elise, "v1", gap.Reserve{
				Class: recette.Minor, Anomaly: n, Text: "corriger", Owner: "Atelier", Due: "2026-12-15", Check: "SC-1",
			})
			st.must(err)
			tt.decide(st)
			if got := st.load(standing.Present{Texts: texts})["SC-1"]; (got.Accepted != "") != tt.want {
				t.Errorf("accepted by %q, want accepted: %v", got.Accepted, tt.want)
			}
		})
	}
}

// A result of a build that is not the one delivered is stale whatever happens next, and so is one of an environment
// where another build was deployed, whoever says so.
func TestLoad_Builds(t *testing.T) {
	journeys := []plan.Journey{{Code: "a", Cases: []string{"SC-1", "SC-2"}}}
	open := func(st *studio, id, delivered, deployed string) {
		st.openIn(
			id, plan.Environment{Name: "recette", Build: deployed}, plan.Release{Version: "1.4", Build: delivered},
			journeys,
		)
	}
	tests := map[string]struct {
		record func(*studio)
		want   recette.Freshness
	}{
		"what is deployed is not what was delivered": {
			func(st *studio) { open(st, "v1", "b1", "b2"); st.hand("v1", "SC-1", recette.Passed) },
			recette.StaleVersion,
		},
		"a later campaign only says what is deployed": {
			func(st *studio) {
				open(st, "v1", "b1", "b1")
				st.hand("v1", "SC-1", recette.Passed)
				open(st, "v2", "", "b2")
			},
			recette.StaleVersion,
		},
		"a later campaign knows no build": {
			func(st *studio) {
				open(st, "v1", "b1", "b1")
				st.hand("v1", "SC-1", recette.Passed)
				open(st, "v2", "", "")
			},
			recette.Fresh,
		},
		"one that knows no build forgets none": {
			func(st *studio) {
				open(st, "v1", "b1", "b1")
				st.hand("v1", "SC-1", recette.Passed)
				open(st, "v2", "b2", "b2")
				open(st, "v3", "", "")
			},
			recette.StaleVersion,
		},
		"an anomaly reopened, and another one that never was": {
			func(st *studio) {
				open(st, "v1", "b1", "b1")
				n := st.anomaly("v1", "SC-1", recette.Minor)
				st.turn("v1", n, state.StatusClosed)
				st.hand("v1", "SC-1", recette.Passed)
				st.turn("v1", n, state.StatusOpen)
				st.anomaly("v1", "SC-1", recette.Minor)
			},
			recette.StaleAnomaly,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStudio(t)
			tt.record(st)
			if got := st.load(standing.Present{Texts: texts})["SC-1"]; got.Freshness != tt.want {
				t.Errorf("SC-1 is %s, want %s", got.Freshness, tt.want)
			}
		})
	}
}

// A PV states what the journal held when it was rendered: a result recorded next is not of it, though the PV is filed
// later.
func TestLoad_PVRenderedBeforeTheResult(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	head, err := st.db.Checkpoint(t.Context())
	st.must(err)
	st.hand("v1", "SC-1", recette.Passed)
	st.must(st.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
		Number: "PV-2026-001-v1", SHA256: journal.NewBlob([]byte("pv")).SHA256, Checkpoint: head.Size,
	}))
	if got := st.load(standing.Present{Texts: texts})["SC-1"]; got.PV != "" {
		t.Errorf("carried by %s, which was rendered before", got.PV)
	}
}

// Who observed what stands in the result: hands, a machine, or both; and why a machine did not pass.
func TestLoad_Modes(t *testing.T) {
	step := func(i int, m recette.Mode) campaign.Observation {
		o := campaign.Observation{Step: i, Mode: m, Verdict: recette.Passed}
		if m == recette.Automated {
			o.Verdict, o.Outcome = "", recette.OutcomePassed
		}
		return o
	}
	tests := map[string]struct {
		modes   [2]recette.Mode
		want    recette.Mode
		outcome recette.Outcome
		kept    recette.Outcome
	}{
		"by hand": {[2]recette.Mode{recette.Manual, recette.Manual}, recette.Manual, "", ""},
		"by machine": {
			[2]recette.Mode{recette.Automated, recette.Automated}, recette.Automated, recette.OutcomePassed, "",
		},
		"by both": {
			[2]recette.Mode{recette.Automated, recette.Manual}, recette.Mixed, recette.OutcomePassed, "",
		},
		"the machine broke": {
			[2]recette.Mode{recette.Automated, recette.Automated},
			recette.Automated, recette.OutcomeTimeout,
			recette.OutcomeTimeout,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStudio(t)
			st.open("v1", "recette", "b1")
			_, err := st.s.Record(t.Context(), samira, campaign.Result{
				Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: tt.want, Attempt: 1, Pass: 1,
				Closed:  true,
				Outcome: tt.outcome, Steps: []campaign.Observation{step(0, tt.modes[0]), step(1, tt.modes[1])},
			})
			st.must(err)
			got := st.load(standing.Present{Texts: texts})["SC-1"]
			if got.Mode != tt.want || got.Outcome != tt.kept || got.Manual != (tt.want != recette.Automated) {
				t.Errorf(
					"mode %s, outcome %q, manual %v; want %s, %q", got.Mode, got.Outcome, got.Manual, tt.want, tt.kept,
				)
			}
		})
	}
}

// A person whose name was erased is shown by reference, never as nobody.
func TestLoad_ErasedName(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	st.hand("v1", "SC-1", recette.Passed)
	all, err := loadAll(t.Context(), erased{st.db}, standing.Present{Texts: texts})
	st.must(err)
	if got := all.Cases["SC-1"]; got.Tester != yann.Ref || got.Last[0].Tester != yann.Ref {
		t.Errorf("tester %q, in the list %q; want %q", got.Tester, got.Last[0].Tester, yann.Ref)
	}
}

// erased is a log that knows nobody any more.
type erased struct{ campaign.Journal }

func (erased) Persons(context.Context, []string) (map[string]journal.Person, error) { return nil, nil }

// A reserve bears on the case of its anomaly, even when no case checks it.
func TestLoad_ReserveWithoutCheck(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	st.hand("v1", "SC-2", recette.Failed)
	n := st.anomaly("v1", "SC-2", recette.Minor)
	number, err := st.s.Note(t.Context(), elise, "v1", gap.Reserve{
		Class: recette.Minor, Anomaly: n, Text: "corriger", Owner: "Atelier", Due: "2026-12-15",
	})
	st.must(err)
	got := st.load(standing.Present{Texts: texts})
	if r := got["SC-2"].Reserves; len(r) != 1 || r[0] != number {
		t.Errorf("reserves of SC-2 = %v, want %s", r, number)
	}
	if r := got["SC-1"].Reserves; len(r) != 0 {
		t.Errorf("reserves of SC-1 = %v", r)
	}
}

// An anomaly stands on the case of its duplicate, with its own number and severity, once even when it was raised on
// that case too.
func TestLoad_DuplicateShowsItsOriginal(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	first, again := st.anomaly("v1", "SC-1", recette.Major), st.anomaly("v1", "SC-2", recette.Minor)
	same := st.anomaly("v1", "SC-1", recette.Minor)
	for _, n := range []string{again, same} {
		_, err := st.s.Note(t.Context(), elise, "v1", gap.Change{
			Number: n, Act: recette.AnomalyDuplicity, Original: first, Reason: "la même",
		})
		st.must(err)
	}
	got := st.load(standing.Present{Texts: texts})
	want := []standing.Anomaly{{Number: first, Severity: recette.Major, Campaign: "v1"}}
	for _, id := range []string{"SC-1", "SC-2"} {
		if diff := cmp.Diff(want, got[id].Anomalies); diff != "" {
			t.Errorf("open anomalies of %s (-want +got):\n%s", id, diff)
		}
	}
}

// A reserve that waits for nothing any more is listed on no case.
func TestLoad_EndedReserve(t *testing.T) {
	st := newStudio(t)
	st.open("v1", "recette", "b1")
	number, err := st.s.Note(t.Context(), elise, "v1", gap.Reserve{
		Class: recette.Minor, Text: "corriger", Check: "SC-2",
	})
	st.must(err)
	if r := st.load(standing.Present{Texts: texts})["SC-2"].Reserves; len(r) != 1 {
		t.Errorf("reserves of SC-2 = %v, want %s", r, number)
	}
	_, err = st.s.Note(t.Context(), marc, "v1", gap.Move{
		Number: number, Act: recette.ReserveConvert, Into: "US-207", Reason: "hors du contrat",
	})
	st.must(err)
	if r := st.load(standing.Present{Texts: texts})["SC-2"].Reserves; len(r) != 0 {
		t.Errorf("reserves of SC-2 = %v, want none: it became a story", r)
	}
}

// A run that was cut short tried nothing to the end.
func TestLoad_RunCutShort(t *testing.T) {
	st := newStudio(t)
	run, err := st.s.OpenRun(t.Context(), samira, campaign.FreeRun{Environment: "recette", Build: "b1"})
	st.must(err)
	_, err = st.s.Record(t.Context(), samira, campaign.Result{
		Campaign: run, Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Automated, Attempt: 1, Pass: 1,
		Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Automated, Outcome: recette.OutcomePassed, Verifies: true},
		},
	})
	st.must(err)
	if got := st.load(standing.Present{Texts: texts})["SC-1"]; got.Trial != nil {
		t.Errorf("trial = %+v", got.Trial)
	}
}

// unread is a log whose documents cannot be read.
type unread struct{ campaign.Journal }

func (unread) ReadBlob(context.Context, string, func(io.Reader) error) error {
	return io.ErrUnexpectedEOF
}

// TestLoad_ForgedManifest: another document stands where a manifest was. It reads as one, and is not the one that the
// journal names.
func TestLoad_ForgedManifest(t *testing.T) {
	st := newStudio(t)
	st.open("Voir", "recette", "b1")
	db, err := sql.Open("sqlite3", st.path)
	st.must(err)
	for _, forge := range []string{
		`DROP TRIGGER document_update`,
		`UPDATE document SET data = CAST(replace(CAST(data AS TEXT), '"Voir"', '"Vu"') AS BLOB)`,
	} {
		_, err := db.ExecContext(t.Context(), forge)
		st.must(err)
	}
	st.must(db.Close())
	if _, err := loadAll(t.Context(), st.db, standing.Present{}); !errors.Is(err, campaign.ErrManifest) {
		t.Errorf("error = %v, want ErrManifest", err)
	}
}
