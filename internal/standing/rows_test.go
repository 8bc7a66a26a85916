package standing_test

import (
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

// row gives a status of a state.
func row(s standing.State) standing.Status {
	at := standing.Result{Verdict: recette.Passed, At: time.Unix(1, 0)}
	out := standing.Status{Result: at, Freshness: recette.Fresh}
	switch s {
	case standing.Failed:
		out.Verdict = recette.Failed
	case standing.Accepted:
		out.Verdict, out.Accepted = recette.Failed, "DEC-REC-0001"
	case standing.Stale:
		out.Freshness = recette.StaleText
	case standing.NotRun:
		out.Result = standing.Result{Verdict: recette.NotRun}
	case "":
		out.Verdict = recette.NotApplicable
	case standing.Proved, standing.Uncovered, standing.OutOfScope:
	}
	return out
}

// Judge is compared with its rule over every combination of four rows and every quorum.
func TestJudge(t *testing.T) {
	states := []standing.State{
		standing.Failed, standing.NotRun, standing.Stale, standing.Accepted, standing.Proved, "",
	}
	for _, q := range []plan.Quorum{"all", "any", "2/4", "3/4"} {
		for n := range len(states) * len(states) * len(states) * len(states) {
			var rows []standing.Status
			count := map[standing.State]int{}
			for k := n; len(rows) < 4; k /= len(states) {
				s := states[k%len(states)]
				rows, count[s] = append(rows, row(s)), count[s]+1
			}
			total := 4 - count[""]
			need := q.Need(total)
			want := standing.State("")
			switch {
			case total == 0:
			case count[standing.Proved] >= need:
				want = standing.Proved
			case count[standing.Proved]+count[standing.Accepted] >= need:
				want = standing.Accepted
			case total-count[standing.Failed] < need: // the others cannot reach it any more
				want = standing.Failed
			case count[standing.NotRun] > 0:
				want = standing.NotRun
			case count[standing.Stale] > 0:
				want = standing.Stale
			default:
				want = standing.Failed
			}
			got := standing.Judge(rows, q.Need)
			if state := rows[got].State(); state != want {
				t.Fatalf("%s of %v: %q, want %q", q, count, state, want)
			}
			if q == "all" { // which is what a criterion does of its cases
				var tally standing.Tally
				for i := range rows {
					tally.Add(&rows[i])
				}
				if total > 0 && tally.State() != want {
					t.Fatalf("all of %v: %q, a criterion says %q", count, want, tally.State())
				}
			}
		}
	}
}

func (st *studio) status(id string) standing.Status {
	st.t.Helper()
	f := standing.New()
	st.must(f.Advance(st.t.Context(), st.db, standing.End))
	all, err := f.Statuses(st.t.Context(), st.db, standing.Present{Texts: texts})
	st.must(err)
	for key := range all.Cases {
		if !slices.Contains([]string{"SC-1", "SC-2"}, key) {
			st.t.Errorf("status of %s, which is no case of the features", key)
		}
	}
	return all.Cases[id]
}

// A case of the branches stands as its rows do; a plan that is only opened takes nothing away.
func TestStatuses_OfBranches(t *testing.T) {
	st := newStudio(t)
	env := plan.Environment{Name: "recette", Build: "b1"}
	release := plan.Release{Version: "1.4", Build: "b1"}
	journeys := []plan.Journey{{Code: "a", Cases: []string{}}}
	st.open("v0", "recette", "b1")
	st.hand("v0", "SC-1", recette.Passed)
	st.openRows("v1", env, release, journeys, []string{"Bretagne", "Corse", "Rhône"}, "2/3")
	if s := st.status("SC-1"); s.State() != standing.Proved || s.Rows != nil {
		t.Errorf("nothing was played in the branches: %s, rows %v, want what v0 proved", s.State(), s.Rows)
	}
	st.hand("v1", "SC-1@bretagne", recette.Failed)
	s := st.status("SC-1")
	if s.State() != standing.NotRun || len(s.Rows) != 3 || s.Need != 2 || s.Rows[0].State() != standing.Failed {
		t.Errorf("one failed of three, two needed: %s, rows %+v, need %d, want not run", s.State(), s.Rows, s.Need)
	}
	st.anomaly("v1", "SC-1@bretagne", recette.Minor)
	st.hand("v1", "SC-1@corse", recette.Passed)
	st.hand("v1", "SC-1@rhône", recette.Passed)
	s = st.status("SC-1")
	if s.State() != standing.Proved || s.Case != "SC-1" || len(s.Anomalies) != 1 {
		t.Errorf("two conform of three: %s of %s, anomalies %v, want proved", s.State(), s.Case, s.Anomalies)
	}
	st.hand("v1", "SC-1@corse", recette.Failed)
	if s = st.status("SC-1"); s.State() != standing.Failed {
		t.Errorf("two failed of three: %s, want failed", s.State())
	}
}

// The result of a branch is carried by the PVs of all and by the constats of that branch: not by that of another one,
// nor by a PV that was cancelled.
func TestStatuses_PVOfTheBranch(t *testing.T) {
	st := newStudio(t)
	env := plan.Environment{Name: "recette", Build: "b1"}
	st.openRows(
		"v1", env, plan.Release{Version: "1.4", Build: "b1"}, []plan.Journey{{Code: "a", Cases: []string{}}},
		[]string{"Bretagne", "Corse"}, "all",
	)
	st.hand("v1", "SC-1@bretagne", recette.Passed)
	st.hand("v1", "SC-1@corse", recette.Passed)
	rendered := func(number, antenne string) {
		head, err := st.db.Checkpoint(t.Context())
		st.must(err)
		st.must(st.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
			Number: number, Antenne: antenne, Checkpoint: head.Size,
			SHA256: journal.NewBlob([]byte(number)).SHA256,
		}))
	}
	carried := func() (out []string) {
		for _, r := range st.status("SC-1").Rows {
			for _, pv := range r.PVs {
				out = append(out, r.Antenne+" "+pv.Number)
			}
		}
		return out
	}
	rendered("PV-2026-001-v1", "Corse")
	if got, want := carried(), []string{"Corse PV-2026-001-v1"}; !slices.Equal(got, want) {
		t.Errorf("after the constat of Corse: %q, want %q", got, want)
	}
	rendered("PV-2026-002-v1", "")
	want := []string{"Bretagne PV-2026-002-v1", "Corse PV-2026-001-v1", "Corse PV-2026-002-v1"}
	if got := carried(); !slices.Equal(got, want) {
		t.Errorf("after that of all: %q, want %q", got, want)
	}
	_, err := st.s.Note(t.Context(), marc, "v1", document.End{
		Number: "PV-2026-002-v1", Act: recette.PVCancel, Reason: "Un doublon",
	})
	st.must(err)
	if got, want := carried(), []string{"Corse PV-2026-001-v1"}; !slices.Equal(got, want) {
		t.Errorf("once it is cancelled: %q, want %q", got, want)
	}
}
