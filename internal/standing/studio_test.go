package standing_test

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
	"recette/internal/store/sqlite"
)

// The people of the tests.
var (
	elise  = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc   = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	yann   = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
)

// studio records on a real store with a clock that advances by a minute.
type studio struct {
	t    *testing.T
	db   *sqlite.DB
	path string // of db
	s    *campaign.Service
	now  time.Time
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	st := &studio{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	seeded := rand.NewChaCha8([32]byte{1})
	key, _, err := journal.GenerateLogKey(seeded, journal.Origin("exemple"))
	st.must(err)
	clock := func() time.Time { st.now = st.now.Add(time.Minute); return st.now }
	st.path = filepath.Join(t.TempDir(), ".recette", "recette.db")
	st.db, err = sqlite.Create(t.Context(), sqlite.Options{
		Path: st.path, Now: clock, Rand: seeded, LogKey: key, Project: "exemple",
	})
	st.must(err)
	t.Cleanup(func() { st.must(st.db.Close()) })
	st.s, err = campaign.New(campaign.Deps{Journal: st.db, Clock: clock, Rand: seeded, Evidence: none{}})
	st.must(err)
	return st
}

type none struct{ campaign.Evidence }

func (none) Put(context.Context, io.Reader, string) (evidence.Ref, error) { return evidence.Ref{}, nil }
func (none) Stat(context.Context, string) (int64, error)                  { return 0, nil }

func (st *studio) must(err error) {
	st.t.Helper()
	if err != nil {
		st.t.Fatal(err)
	}
}

// open opens a campaign of SC-1, in the critical journey a, and SC-2, in b, on a build.
func (st *studio) open(id, environment, build string) {
	st.t.Helper()
	st.openOf(id, environment, plan.Release{Version: "1.4", Build: build}, []plan.Journey{
		{Code: "a", Critical: true, Cases: []string{"SC-1"}}, {Code: "b", Cases: []string{"SC-2"}},
	})
}

// openOf opens a campaign of SC-1 and SC-2 on a delivery, which is deployed.
func (st *studio) openOf(id, environment string, release plan.Release, journeys []plan.Journey) {
	st.t.Helper()
	st.openIn(id, plan.Environment{Name: environment, Build: release.Build}, release, journeys)
}

func (st *studio) openIn(id string, environment plan.Environment, release plan.Release, journeys []plan.Journey) {
	st.t.Helper()
	st.openRows(id, environment, release, journeys, nil, "")
}

// openRows opens a campaign whose SC-1 is played in branches.
func (st *studio) openRows(
	id string, environment plan.Environment, release plan.Release, journeys []plan.Journey, antennes []string,
	quorum plan.Quorum,
) {
	st.t.Helper()
	frozen := func(id string) plan.FrozenCase {
		return plan.FrozenCase{Case: catalogue.Case{
			ID: id, Stable: true, Content: "content/1:" + id, Name: id, Steps: []catalogue.Step{
				{Keyword: "Quand ", Text: "elle adhère", Type: "action"},
				{Keyword: "Alors ", Text: "c'est fait", Type: "outcome"},
			},
		}}
	}
	m := plan.Manifest{
		V: 1, Campaign: id, Title: id, Version: "1", Language: "fr", Commit: "c0ffee",
		Release: release, Environment: environment, Supplier: plan.Party{Name: "Atelier"},
		Journeys: journeys, Cases: []plan.FrozenCase{frozen("SC-1"), frozen("SC-2")},
	}
	if len(antennes) > 0 {
		m.V, m.Antennes, m.Quorum = plan.ManifestVersion, antennes, quorum
		var rows []plan.FrozenCase
		for _, a := range antennes {
			row := m.Cases[0]
			row.ID, row.Antenne = row.ID+"@"+strings.ToLower(a), a
			rows = append(rows, row)
		}
		m.Cases = append(rows, m.Cases[1:]...)
	}
	for _, p := range []recette.Actor{elise, marc, samira, yann} {
		m.Parties = append(
			m.Parties, plan.Participant{Ref: p.Ref, Name: p.Name, Role: string(p.Role), Entity: "Bretagne"},
		)
	}
	st.must(st.s.Open(st.t.Context(), elise, m))
}

// hand records an attempt by a person: the first step conform, the second as told.
func (st *studio) hand(campaignID, id string, v recette.Verdict) {
	st.t.Helper()
	a,
		err := st.s.BeginAttempt(
		st.t.Context(), yann,
		campaign.Begin{Campaign: campaignID, Case: id, Content: "content/1:" + campaign.CaseOf(id)},
	)
	st.must(err)
	_, err = st.s.Record(st.t.Context(), yann, campaign.Result{
		Campaign: campaignID, Case: id, Content: "content/1:" + campaign.CaseOf(id), Mode: recette.Manual,
		Attempt: a.Number, Pass: a.Pass, Closed: true,
		Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: v, Observed: "vu", Comment: "vu"},
		},
	})
	st.must(err)
}

func (st *studio) anomaly(campaignID, id string, s recette.Severity) string {
	st.t.Helper()
	n,
		err := st.s.Note(
		st.t.Context(), yann, campaignID, gap.Anomaly{Severity: s, Case: id, Summary: "écart"},
	)
	st.must(err)
	return n
}

// turn sets an anomaly aside, or opens it again.
func (st *studio) turn(campaignID, number, to string) {
	st.t.Helper()
	act := recette.AnomalyReject
	if to == "open" {
		act = recette.AnomalyReopen
	}
	_, err := st.s.Note(st.t.Context(), elise, campaignID, gap.Change{Number: number, Act: act, Reason: "vu"})
	st.must(err)
}

// load gives what is known of each case, folded at once and leaf by leaf: both must agree.
func (st *studio) load(p standing.Present) map[string]standing.Status {
	st.t.Helper()
	got, err := loadAll(st.t.Context(), st.db, p)
	st.must(err)
	f := standing.New()
	for before := int64(-1); f.Next() != before; {
		before = f.Next()
		st.must(f.Advance(st.t.Context(), st.db, f.Next()+1))
	}
	slowly, err := f.Statuses(st.t.Context(), st.db, p)
	st.must(err)
	if diff := cmp.Diff(got, slowly, cmpopts.IgnoreUnexported(standing.Result{})); diff != "" {
		st.t.Errorf("folded leaf by leaf (-at once +leaf by leaf):\n%s", diff)
	}
	return got.Cases
}

// loadAll folds a log from its beginning to its end.
func loadAll(ctx context.Context, log campaign.Journal, present standing.Present) (standing.Statuses, error) {
	f := standing.New()
	if err := f.Advance(ctx, log, standing.End); err != nil {
		return standing.Statuses{}, err
	}
	return f.Statuses(ctx, log, present)
}
