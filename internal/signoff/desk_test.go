package signoff_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/store/sqlite"
	"recette/reports"
)

var (
	elise  = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc   = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	yann   = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
)

var phrase = []byte("une phrase d'essai")

// desk is a project where a campaign was conducted, and the services on it.
type desk struct {
	zone      string // of the campaigns
	t         *testing.T
	dir       string
	ring      signoff.Keyring
	campaigns *campaign.Service
	s         *signoff.Service
	ahead     time.Duration // of the clock
}

func clock() time.Time { return time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("Paris", 3600)) }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir()}
	state := filepath.Join(d.dir, ".recette")
	d.ring = signoff.Keyring(filepath.Join(state, "keys"))
	clock := func() time.Time { return clock().Add(d.ahead) }
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("test"))
	d.must(err)
	db, err := sqlite.Create(t.Context(), sqlite.Options{
		Path: filepath.Join(state, "recette.db"), Now: clock, Rand: rand.Reader, LogKey: key, Project: "test",
	})
	d.must(err)
	d.must(db.Bind(t.Context(), "recette 1", clock()))
	t.Cleanup(func() { d.must(db.Close()) })
	logKey := filepath.Join(state, "log.key")
	d.must(os.WriteFile(logKey, []byte(key), 0o600))
	deps := campaign.Deps{Journal: db, Clock: clock, Zone: clock().Location(), Rand: rand.Reader}
	d.campaigns, err = campaign.New(deps)
	d.must(err)
	d.s, err = signoff.New(signoff.Deps{
		Campaigns: d.campaigns, Project: fstest.MapFS{
			"decisions/DEC-0007.md": {Data: []byte("# DEC-0007\n\n- **Décideur** : Odile\n- **Statut** : actée\n")},
			"decisions/DEC-0006.md": {Data: []byte("# DEC-0006\n\n- **Statut** : remplacée par DEC-0007\n")},
			"decisions/DEC-0005.md": {Data: []byte("# DEC-0005\n\n- **Statut** : proposée\n")},
			"decisions/DEC-0004.md": {Data: []byte("# DEC-0004\n\n- **Statut** : rejetée\n")},
			"decisions/DEC-0003.md": {Data: []byte("# DEC-0003\n")},
		},
		Keys: d.ring, LogKey: logKey, Clock: clock, Rand: rand.Reader, Producer: "recette test",
		Words: func(language string) (reports.Words, error) {
			p, err := i18n.New(i18n.Lang(language))
			if err != nil {
				return nil, err
			}
			return p.Domains("reports", "pv", "verdict", "cause", "outcome"), nil
		},
		Texts: func(language string) (reports.Texts, error) {
			p, err := i18n.New(i18n.Lang(language))
			if err != nil {
				return nil, err
			}
			return p.T, nil
		},
	})
	d.must(err)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// keys makes the keys of both signers.
func (d *desk) keys(demo bool) {
	d.t.Helper()
	missing, err := d.ring.Missing(d.t.Context())
	d.must(err)
	made, err := d.ring.Make(d.t.Context(), signoff.NewKeys{
		Project: "Essai", Authority: "Autorité d'essai", Demo: demo, At: clock(), Rand: rand.Reader,
		Names: map[recette.Role]string{recette.PPO: elise.Name, recette.PO: marc.Name},
		Passphrases: map[recette.Role][]byte{
			signoff.Authority: phrase, recette.PPO: phrase, recette.PO: phrase,
		},
	}, missing)
	d.must(err)
	if len(made) != 3 {
		d.t.Fatalf("%d certificates were made, want 3", len(made))
	}
	_, err = d.s.Declare(d.t.Context(), elise, "essai")
	d.must(err)
}

// testedContent is the hash of the step of the case.
const testedContent = "content/1:cb1587af2fed27929488967d39a3eea350af20677c33adebc1d95a366530b838"

// campaign opens a campaign of one case, which is conform.
func (d *desk) campaign(id string, changes ...func(*plan.Manifest)) {
	d.t.Helper()
	m := plan.Manifest{
		V: 1, Campaign: id, Project: "Essai", Title: "Recette", Version: "1", Language: "fr",
		TimeZone: d.zone, FrozenAt: "2026-11-23T08:00:00Z", Release: plan.Release{Version: "1.4", Build: "b1"},
		Environment: plan.Environment{Name: "recette", Build: "b1"},
		Journeys:    []plan.Journey{{Code: "adhesion", Title: "Adhésion", Critical: true, Cases: []string{"SC-1"}}},
	}
	var c plan.FrozenCase
	c.ID, c.Content, c.Name, c.Stable, c.Journeys = "SC-1", testedContent, "Adhérer", true, []string{"adhesion"}
	c.Steps = slices.Grow(c.Steps, 1)[:1]
	c.Steps[0].Keyword, c.Steps[0].Text, c.Steps[0].Type = "Alors ", "je suis adhérent", "outcome"
	m.Cases = []plan.FrozenCase{c}
	for _, a := range []recette.Actor{elise, marc, samira, yann} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	for _, change := range changes {
		change(&m)
	}
	d.must(d.campaigns.Open(d.t.Context(), elise, m))
	d.record(id, 1)
}

func (d *desk) record(id string, attempt int) {
	d.t.Helper()
	_, err := d.campaigns.Record(d.t.Context(), samira, campaign.Result{
		Campaign: id, Case: "SC-1", Content: testedContent, Attempt: attempt, Pass: 1, Mode: recette.Automated,
		Steps:  []campaign.Observation{{Mode: recette.Automated, Outcome: recette.OutcomePassed}},
		Closed: true, Outcome: recette.OutcomePassed,
	})
	d.must(err)
}

// key opens that of the PO.
func (d *desk) key() *signoff.Identity {
	d.t.Helper()
	id, err := d.s.Unlock(marc, recette.PO, phrase)
	d.must(err)
	return id
}

func (d *desk) decide(id string) {
	d.t.Helper()
	_, err := d.s.Decide(d.t.Context(), marc, d.key(), campaign.Decide{Campaign: id, Decision: recette.Accepted})
	d.must(err)
}

// render makes, draws and records the PV of a campaign.
func (d *desk) render(id string) *signoff.Document {
	d.t.Helper()
	n, err := d.campaigns.NextPV(d.t.Context(), elise, id, "")
	d.must(err)
	draft, err := d.s.Make(d.t.Context(), elise, signoff.Request{Campaign: id, Number: n})
	d.must(err)
	file, err := d.s.Draw(draft)
	d.must(err)
	if len(draft.PV.Cases) > 0 || draft.Number != n {
		d.t.Errorf("once drawn, the draft of %q holds %d cases; want %q and none", draft.Number, len(draft.PV.Cases), n)
	}
	d.must(d.s.RecordRendered(d.t.Context(), elise, draft, file))
	doc, err := signoff.Read(d.t.Context(), file.Data)
	d.must(err)
	return doc
}

func (d *desk) sign(actor recette.Actor, doc *signoff.Document) (*signoff.Document, error) {
	d.t.Helper()
	if err := d.s.CheckSign(d.t.Context(), actor, actor.Role, doc); err != nil {
		return nil, err
	}
	id, err := d.s.Unlock(actor, actor.Role, phrase)
	if err != nil {
		return nil, err
	}
	signed, err := d.s.Sign(d.t.Context(), actor, id, doc)
	if err != nil {
		return nil, err
	}
	if err := d.s.RecordSigned(d.t.Context(), actor, signed); err != nil {
		return nil, err
	}
	next, err := signoff.Read(d.t.Context(), signed.Data)
	d.must(err)
	return next, nil
}
