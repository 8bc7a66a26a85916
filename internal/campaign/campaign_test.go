package campaign_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
)

// The people of the tests.
var (
	elise  = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc   = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	yann   = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
	zoe    = recette.Actor{Ref: "p-zoe", Name: "Zoé Martin", Role: recette.Tester}

	auditor = recette.Actor{Ref: "p-audit", Role: recette.Auditor}
)

// bench is a project under test: a real store, and services on it.
type bench struct {
	t       testing.TB
	options sqlite.Options
	db      *sqlite.DB
	s       *campaign.Service
	dir     string
	now     time.Time
	mu      sync.Mutex

	told []campaign.Warning
}

func newBench(t testing.TB, policies campaign.Policies) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("test"))
	if err != nil {
		t.Fatal(err)
	}
	b.options = sqlite.Options{
		Path: filepath.Join(b.dir, ".recette", "recette.db"), Now: b.clock, Rand: rand.Reader, LogKey: key,
	}
	b.db = b.opened(sqlite.Create(t.Context(), b.options))
	b.s = b.on(b.db, policies)
	return b
}

func (b *bench) opened(db *sqlite.DB, err error) *sqlite.DB {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.t.Error(err)
		}
	})
	return db
}

// service is what another process would have: the database opened once more, and nothing in memory.
func (b *bench) service(policies campaign.Policies) *campaign.Service {
	b.t.Helper()
	return b.on(b.opened(sqlite.Open(b.t.Context(), b.options)), policies)
}

func (b *bench) on(db *sqlite.DB, policies campaign.Policies) *campaign.Service {
	b.t.Helper()
	s, err := campaign.New(campaign.Deps{
		Journal: db, Clock: b.clock, Rand: rand.Reader, Evidence: files{b.dir}, Policies: policies,
		Warned: func(w campaign.Warning) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.told = append(b.told, w)
		},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(time.Second)
	return b.now
}

func (b *bench) open() {
	b.t.Helper()
	if err := b.s.Open(b.t.Context(), elise, manifest()); err != nil {
		b.t.Fatal(err)
	}
}

// files keeps evidence by content in a directory.
type files struct{ dir string }

func (f files) Put(_ context.Context, r io.Reader, name string) (evidence.Ref, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return evidence.Ref{}, err
	}
	sum := sha256.Sum256(data)
	address := hex.EncodeToString(sum[:])
	ref := evidence.Ref{SHA256: address, Size: int64(len(data)), Name: name}
	return ref, os.WriteFile(filepath.Join(f.dir, address), data, 0o600)
}

func (f files) Stat(_ context.Context, sum string) (int64, error) {
	info, err := os.Stat(filepath.Join(f.dir, sum))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f files) Open(sum string) (io.ReadCloser, error) { return os.Open(filepath.Join(f.dir, sum)) }

func (f files) Remove(_ context.Context, sum string) error {
	err := os.Remove(filepath.Join(f.dir, sum))
	if errors.Is(err, os.ErrNotExist) {
		return evidence.ErrMissing
	}
	return err
}

// manifest has a critical journey of three cases of three steps, and an ordinary one of one case.
func manifest() plan.Manifest {
	frozen := func(id, journey string) plan.FrozenCase {
		return plan.FrozenCase{Case: catalogue.Case{
			ID: id, Stable: true, Content: "content/1:" + id, Name: "Cas " + id, Journeys: []string{journey},
			Feature: catalogue.Feature{Path: "features/a.feature", Language: "fr"},
			Steps: []catalogue.Step{
				{Text: "a", Type: "context"}, {Text: "b", Type: "action"}, {Text: "c", Type: "outcome"},
			},
		}}
	}
	m := plan.Manifest{
		V: 1, Campaign: "v1", Project: "CRM", Title: "Recette", Version: "1", Language: "fr",
		FrozenAt:    "2026-11-23T08:00:00Z",
		Release:     plan.Release{Version: "1.4", Build: "b1", DeliveredAt: "2026-11-16"},
		Environment: plan.Environment{Name: "recette", Build: "b1"},
		Supplier:    plan.Party{Name: "Atelier"},
		Journeys: []plan.Journey{
			{Code: "adhesion", Title: "Adhésion", Critical: true, Cases: []string{"SC-1", "SC-2", "SC-3"}},
			{Code: "reste", Title: "Reste", Cases: []string{"SC-4"}},
		},
		Cases: []plan.FrozenCase{
			frozen("SC-1", "adhesion"), frozen("SC-2", "adhesion"), frozen("SC-3", "adhesion"), frozen("SC-4", "reste"),
		},
	}
	for _, a := range []recette.Actor{elise, marc, samira, yann, zoe} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	return m
}

// manual is what a person says of one step.
func manual(step int, v recette.Verdict) campaign.Observation {
	o := campaign.Observation{Step: step, Mode: recette.Manual, Verdict: v, Duration: time.Second}
	switch v {
	case recette.Failed:
		o.Observed = "rien ne se passe"
	case recette.Blocked:
		o.Cause = recette.CauseData
	case recette.NotApplicable:
		o.Reason = "hors de propos"
	case recette.PassedWithRemark:
		o.Comment = "lent"
	case recette.Passed, recette.NotRun:
	}
	return o
}

// attempt conducts a whole manual attempt.
func (b *bench) attempt(actor recette.Actor, id string, vs ...recette.Verdict) campaign.Recorded {
	b.t.Helper()
	a, err := b.s.BeginAttempt(b.t.Context(), actor, campaign.Begin{
		Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	var rec campaign.Recorded
	for i, v := range vs {
		rec, err = b.s.Record(b.t.Context(), actor, campaign.Result{
			Campaign: "v1", Case: id, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(i, v)}, Closed: i == len(vs)-1,
		})
		if err != nil {
			b.t.Fatal(err)
		}
	}
	return rec
}

// auto is a whole automated attempt.
//
// The last step is the expected result.
func auto(id string, outcomes ...recette.Outcome) campaign.Result {
	r := campaign.Result{
		Campaign: "v1", Case: id, Content: "content/1:" + id, Attempt: 1, Pass: 1, Mode: recette.Automated,
		Closed:  true,
		Outcome: recette.OutcomePassed,
	}
	for i, o := range outcomes {
		r.Steps = append(r.Steps, campaign.Observation{
			Step: i, Mode: recette.Automated, Outcome: o, Duration: time.Millisecond, Verifies: i == len(outcomes)-1,
		})
		if o != recette.OutcomePassed && r.Outcome == recette.OutcomePassed {
			r.Outcome = o
		}
	}
	return r
}

const pass = recette.OutcomePassed

// conform records conform automated attempts.
func conform(b *bench, ids ...string) {
	b.t.Helper()
	for _, id := range ids {
		if _, err := b.s.Record(b.t.Context(), samira, auto(id, pass, pass, pass)); err != nil {
			b.t.Fatal(err)
		}
	}
}

func cause(err error) access.Cause {
	if d, ok := errors.AsType[*access.DeniedError](err); ok {
		return d.Cause
	}
	return ""
}

func (b *bench) progress(s *campaign.Service, id string) campaign.CaseStatus {
	b.t.Helper()
	all, err := s.Cases(b.t.Context(), auditor, "v1")
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range all {
		if c.ID == id {
			return c
		}
	}
	b.t.Fatalf("no case %s", id)
	return campaign.CaseStatus{}
}

func (b *bench) attach(name, content string) campaign.Attachment {
	b.t.Helper()
	a, err := b.s.Attach(b.t.Context(), yann, "v1", name, "text/plain", bytes.NewReader([]byte(content)))
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}
