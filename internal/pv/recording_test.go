package pv_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
	"recette/reports"
)

var update = flag.Bool("update", false, "record the journals and write the golden files again")

// The people of the recordings.
var (
	elise  = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc   = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	yann   = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
)

// recording is a journal on disk: what Load reads from a store, so that Build is tested on what was really recorded.
type recording struct {
	Manifest   string
	Leaves     []string
	Texts      map[string]string
	Persons    map[string]journal.Person
	Checkpoint journal.Signed
	Proofs     map[int64][]string
}

func (r recording) input(t testing.TB) pv.Input {
	t.Helper()
	in := pv.Input{
		Extract: campaign.Extract{
			Manifest: []byte(r.Manifest), Texts: r.Texts, Persons: r.Persons, Checkpoint: r.Checkpoint,
		},
		Proofs: r.Proofs,
		Number: "PV-2026-001-v1", IssuedAt: time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC), Place: "Rennes",
		Producer: "recette test", Words: words(t, i18n.French),
	}
	for _, raw := range r.Leaves {
		l, err := journal.Decode([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		in.Records = append(in.Records, journal.Record{Leaf: l, Raw: []byte(raw)})
	}
	return in
}

func words(t testing.TB, lang i18n.Lang) reports.Texts {
	t.Helper()
	p, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return p.T
}

func load(t testing.TB, name string) recording {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".journal.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r recording
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// studio records journals on a real store, with a clock and a randomness that are the same at each recording.
type studio struct {
	t   *testing.T
	db  *sqlite.DB
	s   *campaign.Service
	now time.Time
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	st := &studio{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	seeded := rand.NewChaCha8([32]byte{1})
	key, _, err := journal.GenerateLogKey(seeded, journal.Origin("exemple"))
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { st.now = st.now.Add(time.Minute); return st.now }
	st.db, err = sqlite.Create(t.Context(), sqlite.Options{
		Path: filepath.Join(t.TempDir(), ".recette", "recette.db"), Now: clock, Rand: seeded, LogKey: key,
		Project: "exemple",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.db.Close(); err != nil {
			t.Error(err)
		}
	})
	st.s, err = campaign.New(campaign.Deps{Journal: st.db, Clock: clock, Rand: seeded, Evidence: keep{}})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// keep stands for stored evidence: one file of four bytes.
type keep struct{ campaign.Evidence }

func (keep) Put(context.Context, io.Reader, string) (evidence.Ref, error) {
	return evidence.Ref{SHA256: screen, Size: 4}, nil
}
func (keep) Stat(context.Context, string) (int64, error) { return 4, nil }

const screen = "aaaabbbbccccddddaaaabbbbccccddddaaaabbbbccccddddaaaabbbbccccdddd"

func (st *studio) must(err error) {
	st.t.Helper()
	if err != nil {
		st.t.Fatal(err)
	}
}

func (st *studio) record(actor recette.Actor, r campaign.Result) {
	st.t.Helper()
	r.Campaign, r.Content = "v1", "content/1:"+r.Case
	if r.Attempt == 0 {
		r.Attempt, r.Pass = 1, 1
	}
	_, err := st.s.Record(st.t.Context(), actor, r)
	st.must(err)
}

func (st *studio) auto(id string, outcomes ...recette.Outcome) {
	st.t.Helper()
	r := campaign.Result{Case: id, Mode: recette.Automated, Closed: true, Outcome: recette.OutcomePassed}
	for i, o := range outcomes {
		r.Steps = append(
			r.Steps,
			campaign.Observation{Step: i, Mode: recette.Automated, Outcome: o, Duration: 20 * time.Millisecond},
		)
		if o != recette.OutcomePassed && r.Outcome == recette.OutcomePassed {
			r.Outcome = o
			r.Steps[i].Observed = "délai de la page dépassé"
		}
	}
	st.record(samira, r)
}

func (st *studio) save(name, journey string) {
	st.t.Helper()
	in, err := pv.Load(st.t.Context(), st.s, elise, "v1", journey)
	st.must(err)
	r := recording{
		Manifest: string(in.Manifest), Texts: in.Texts, Persons: in.Persons, Checkpoint: in.Checkpoint,
		Proofs: in.Proofs,
	}
	for _, rec := range in.Records {
		r.Leaves = append(r.Leaves, string(rec.Raw))
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	st.must(enc.Encode(r))
	st.must(os.MkdirAll("testdata", 0o755))
	st.must(os.WriteFile(filepath.Join("testdata", name+".journal.json"), buf.Bytes(), 0o644))
}

// manifest has a critical journey of four cases of three steps and an ordinary one of two.
func manifest() plan.Manifest {
	frozen := func(id, journey string, tags ...string) plan.FrozenCase {
		return plan.FrozenCase{Case: catalogue.Case{
			ID: id, Stable: true, Content: "content/1:" + id, Presentation: "presentation/1:" + id, Line: 12,
			Feature: catalogue.Feature{Path: "features/" + journey + ".feature", Name: "Adhésion en ligne"},
			Name:    "Cas " + id, Keyword: "Scénario", Story: "US-" + journey, Epic: "EPIC-a",
			Criteria: []string{"CA-" + id}, Rules: []string{"RG-1"}, Roles: []string{"gestionnaire"},
			Journeys: []string{journey},
			DataSets: []string{"JDD-" + journey}, Critical: journey == "adhesion", Tags: tags,
			Source: "Scénario: Cas " + id,
			Steps: []catalogue.Step{
				{
					Keyword: "Soit ", Text: "une antenne", Type: "context", Background: true,
					Table: [][]string{{"code"}, {"BRE"}},
				},
				{
					Keyword: "Quand ", Text: "elle adhère", Type: "action",
					DocString: &catalogue.DocString{MediaType: "text/plain", Content: "bonjour"},
				},
				{Keyword: "Alors ", Text: "c'est fait", Type: "outcome"},
			},
		}}
	}
	m := plan.Manifest{
		V: 1, Campaign: "v1", Project: "CRM", Title: "Recette 1.4", Version: "1.0", Language: "fr",
		FrozenAt: "2026-11-23T08:00:00Z",
		Commit:   "0123456789abcdef0123456789abcdef01234567", Nature: "metier", Regime: "pratique",
		Release:     plan.Release{Version: "1.4", Build: "b1", Note: "BL-14", DeliveredAt: "2026-11-16"},
		Environment: plan.Environment{Name: "recette", URL: "http://crm", Build: "b1"},
		Journeys: []plan.Journey{
			{
				Code: "adhesion", Title: "Adhésion", Owner: "Élise Fontaine", Critical: true,
				Cases: []string{"SC-2", "SC-1", "SC-3", "SC-4"},
			},
			{Code: "reste", Title: "Reste", Owner: "Élise Fontaine", Cases: []string{"SC-4", "SC-5"}},
		},
		Cases: []plan.FrozenCase{
			frozen("SC-1", "adhesion"), frozen("SC-2", "adhesion", "@auto"), frozen("SC-3", "adhesion"),
			frozen("SC-4", "adhesion"),
			frozen("SC-5", "reste"), frozen("SC-6", "ailleurs"),
		},
		Client:     plan.Party{Name: "Confédération", Representative: "Marc Delattre", Title: "PO"},
		Supplier:   plan.Party{Name: "Atelier", Lot: "Lot 2"},
		Contract:   plan.Contract{Reference: "M-1", Date: "2026-02-02"},
		Entities:   []string{"Siège", "Bretagne"},
		OutOfScope: []plan.Exclusion{{What: "Paiement", Reason: "1.5", AgreedBy: "Marc"}},
		DataSets: []plan.DataSet{
			{Code: "JDD-adhesion", Label: "Deux", Origin: "fictif", SHA256: "ab"},
			{Code: "JDD-reste", Label: "Un", Origin: "fictif", SHA256: "cd"},
			{Code: "JDD-commun", Label: "Tous", Origin: "fictif", SHA256: "ef"},
		},
		Entry: []plan.Criterion{{Text: "Version installée", Met: "yes"}},
		Exit: []plan.Criterion{
			{Text: "Scénarios critiques exécutés", Threshold: "100 %", Measure: measure.CriticalExecuted},
			{Text: "Majeures ouvertes", Threshold: "0", Measure: measure.MajorCriticalOpen, Met: "DEC-0007"},
			{Text: "Conformité", Threshold: "40 %", Measure: measure.Conformity},
			{Text: "Bloquantes ouvertes", Measure: measure.BlockingOpen},
			{Text: "Documentation relue"},
		},
	}
	m.Cases[3].Journeys = []string{"adhesion", "reste"}
	m.Cases[4].Examples = &catalogue.Row{
		Key: "court", Header: []string{"siret", "effectif"}, Cells: []string{"1", "10"},
	}
	for _, a := range []recette.Actor{elise, marc, samira, yann} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role), Entity: "Siège"})
	}
	return m
}

// tape records the campaign of the golden files: every kind of verdict, a second attempt, an anomaly, a reserve.
func tape(t *testing.T) *studio {
	st := newStudio(t)
	ctx := t.Context()
	st.must(st.s.Open(ctx, elise, manifest()))
	st.auto("SC-2", "passed", "passed", "passed")
	hand := func(step int, v recette.Verdict) campaign.Observation {
		return campaign.Observation{Step: step, Mode: recette.Manual, Verdict: v, Duration: 30 * time.Second}
	}
	failed := hand(2, recette.Failed)
	failed.Observed, failed.Comment = "le montant est faux", "vu deux fois"
	failed.Evidence = []campaign.Attachment{{SHA256: screen, Size: 4, MIME: "image/png", Name: "écran.png"}}
	st.record(yann, campaign.Result{Case: "SC-1", Mode: recette.Manual, Closed: true, Steps: []campaign.Observation{
		hand(0, recette.Passed), hand(1, recette.Passed), failed,
	}})
	remark := hand(2, recette.PassedWithRemark)
	remark.Comment = "un peu lent"
	st.record(
		yann,
		campaign.Result{
			Case: "SC-1", Mode: recette.Mixed, Attempt: 2, Pass: 1, Closed: true, Steps: []campaign.Observation{
				{Step: 0, Mode: recette.Automated, Outcome: "passed", Duration: time.Millisecond},
				hand(1, recette.Passed), remark,
			},
		},
	)
	st.now = st.now.Add(24 * time.Hour)
	bad := hand(2, recette.Failed)
	bad.Observed = "aucun courriel"
	st.record(yann, campaign.Result{Case: "SC-3", Mode: recette.Manual, Closed: true, Steps: []campaign.Observation{
		hand(0, recette.Passed), hand(1, recette.Passed), bad,
	}})
	st.auto("SC-4", "passed", "timeout", "skipped")
	_, err := st.s.Note(ctx, yann, "v1", gap.Anomaly{
		Severity: recette.Major, Case: "SC-3", Step: 3, Summary: "Le courriel ne part pas",
		Workaround: "appeler l'antenne",
	})
	st.must(err)
	_, err = st.s.Note(ctx, elise, "v1", gap.Reserve{
		Class: recette.Major, Anomaly: "ANO-0001", Text: "Corriger l'envoi", Owner: "Atelier", Due: "2026-12-15",
		Check: "SC-3",
	})
	st.must(err)
	st.record(
		yann,
		campaign.Result{Case: "SC-5", Mode: recette.Manual, Steps: []campaign.Observation{hand(0, recette.Passed)}},
	)
	_, err = st.s.Decide(ctx, marc, campaign.Decide{
		Campaign: "v1", Journey: "adhesion", Decision: recette.AcceptedWithReserves, Reason: "contournement écrit",
		Derogation: "DEC-0007", GoLive: "conditional",
	})
	st.must(err)
	return st
}
