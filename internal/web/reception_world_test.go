package web_test

import (
	"context"
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/plan"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/internal/web"
	"recette/reports"
)

// marc decides.
var marc = recette.Actor{Ref: "u-2", Name: "Marc Delattre", Role: recette.PO}

const (
	phraseOfMarc  = "une phrase que Marc connaît"
	phraseOfElise = "une phrase de la certification"
)

// signs puts together what signs, in a folder.
func (w *world) signs(dir, key string) {
	w.t.Helper()
	state := filepath.Join(dir, ".recette")
	w.ring, w.pvs = signoff.Keyring(filepath.Join(state, "keys")), filepath.Join(state, "pv")
	logKey := filepath.Join(state, "log.key")
	w.must(os.WriteFile(logKey, []byte(key), 0o600))
	var err error
	w.signoff, err = signoff.New(signoff.Deps{
		Campaigns: w.campaigns, Project: fstest.MapFS{}, Keys: w.ring, LogKey: logKey, Clock: w.clock,
		Rand: rand.Reader, Producer: "recette test",
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
	w.must(err)
}

// desk is where people decide and sign.
func (w *world) desk() *reception.Service {
	return reception.New(reception.Deps{
		Open: func(context.Context) (reception.Record, error) {
			return reception.Record{
				Campaigns: w.campaigns, SignOff: w.signoff, Close: func() error { return nil },
				Check: func(context.Context) error {
					if err := w.full.Load(); err != nil {
						return *err
					}
					return nil
				},
				Seal: func(ctx context.Context, _ error) error {
					if err := w.sealing.Load(); err != nil {
						return *err
					}
					_, err := w.record.Checkpoint(ctx)
					return err
				},
			}, nil
		},
		Against: func(context.Context, *plan.Outline) (reception.Project, error) { return reception.Project{}, nil },
		Judge: func(ctx context.Context, data []byte) (*verify.Report, error) {
			anchors, err := w.ring.Anchors()
			if err != nil {
				return nil, err
			}
			return verify.PDF(ctx, data, verify.Options{Now: w.clock(), Anchors: anchors, Journal: w.record})
		},
		Files: reception.Files{Own: w.pvs, Also: []string{filepath.Dir(filepath.Dir(w.pvs))}},
	})
}

// papers are documents of a campaign.
type papers struct{ w *world }

func (papers) List() []web.Document {
	return []web.Document{{Name: "bilan", Formats: []string{"pdf", "json"}}}
}

func (p papers) Make(
	ctx context.Context, by recette.Actor, id, document, format string,
) (data []byte, name string, err error) {
	if err := p.w.campaigns.May(ctx, by, id, "", access.ReadJournal); err != nil {
		return nil, "", err
	}
	if document == "matrice" {
		return []byte(`{"schema":"matrix/1"}`), document + "-" + id + "." + format, nil
	}
	return []byte("bilan de " + id), "bilan-" + id + "." + format, nil
}

// decidable is a world where a campaign of one case was tested, whose signers have keys and accounts; change may ask
// more of its plan.
func decidable(t testing.TB, change ...func(*plan.Manifest)) *world {
	t.Helper()
	w := worldOf(t, nil)
	w.must(w.record.Bind(t.Context(), "recette 1", w.clock()))
	missing, err := w.ring.Missing(t.Context())
	w.must(err)
	_, err = w.ring.Make(t.Context(), signoff.NewKeys{
		Project: "Essai", Authority: "Autorité d'essai", At: w.clock(), Rand: rand.Reader,
		Names: map[recette.Role]string{recette.PPO: elise.Name, recette.PO: marc.Name},
		Passphrases: map[recette.Role][]byte{
			signoff.Authority: []byte("une phrase d'autorité"), recette.PPO: []byte(phraseOfElise),
			recette.PO: []byte(phraseOfMarc),
		},
	}, missing)
	w.must(err)
	_, err = w.signoff.Declare(t.Context(), elise, "essai")
	w.must(err)
	m := manifest(0)
	m.Sections, m.TimeZone = &plan.Sections{}, "Europe/Paris"
	m.Journeys = []plan.Journey{{Code: "adhesion", Title: "Adhésion", Critical: true, Cases: []string{"SC-1"}}}
	m.Cases = []plan.FrozenCase{{Case: catalogue.Case{
		ID: "SC-1", Stable: true, Name: "Adhérer", Journeys: []string{"adhesion"},
		Content: "content/1:cb1587af2fed27929488967d39a3eea350af20677c33adebc1d95a366530b838",
		Steps:   []catalogue.Step{{Keyword: "Alors ", Text: "je suis adhérent", Type: "outcome"}},
	}}}
	m.Exit = []plan.Criterion{{Text: "Tout est exécuté", Threshold: "100 %", Measure: "critical_executed"}}
	m.Parties = append(m.Parties, plan.Participant{Ref: marc.Ref, Name: marc.Name, Role: string(marc.Role)})
	for _, more := range change {
		more(&m)
	}
	w.must(w.campaigns.Open(t.Context(), elise, m))
	w.finds(1)
	for _, who := range []recette.Actor{elise, marc, yann, samira} {
		w.joins(who)
	}
	return w
}

// visaOf asks for the visa of a role before the decision.
func visaOf(role recette.Role) func(*plan.Manifest) {
	return func(m *plan.Manifest) { m.Sections.Signoff = route.Policy{Visas: []route.Visa{{Role: string(role)}}} }
}

// finds records that the case is conform.
func (w *world) finds(attempt int) {
	w.t.Helper()
	_, err := w.campaigns.Record(w.t.Context(), samira, campaign.Result{
		Campaign: "v1", Case: "SC-1", Attempt: attempt, Pass: 1, Mode: recette.Automated,
		Content: "content/1:cb1587af2fed27929488967d39a3eea350af20677c33adebc1d95a366530b838",
		Steps:   []campaign.Observation{{Mode: recette.Automated, Outcome: recette.OutcomePassed}},
		Closed:  true, Outcome: recette.OutcomePassed,
	})
	w.must(err)
}

// heldBy gives the hidden fields of the form of a page that goes to an address.
func heldBy(t testing.TB, page, action string) url.Values {
	t.Helper()
	form := regexp.MustCompile(`(?s)<form method="post" action="` + regexp.QuoteMeta(action) + `".*?</form>`).
		FindString(page)
	if form == "" {
		t.Fatalf("no form for %s in\n%s", action, page)
	}
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).
		FindAllStringSubmatch(form, -1) {
		out.Add(m[1], m[2])
	}
	return out
}

// fills gets a page, fills one of its forms and gives what is sent.
func (c *client) fills(page, action string, typed url.Values) url.Values {
	c.w.t.Helper()
	status, text := c.get(page)
	if status != http.StatusOK {
		c.w.t.Fatalf("%s: %d\n%s", page, status, text)
	}
	form := heldBy(c.w.t, text, action)
	maps.Copy(form, typed)
	return form
}

const (
	atReception = "/campagnes/v1/reception"
	atDeciding  = atReception + "?decider=oui"
)

// establishes makes the PV, as the PPO, and gives its address.
func (c *client) establishes() string {
	c.w.t.Helper()
	form := c.fills(atReception, atReception+"/pv", nil)
	if status, page := c.post(atReception+"/pv", form); status != http.StatusSeeOther {
		c.w.t.Fatalf("establishing the PV: %d\n%s", status, page)
	}
	_, page := c.get(atReception)
	all := regexp.MustCompile(`href="(/campagnes/v1/pv/[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(all) == 0 {
		c.w.t.Fatal("no PV")
	}
	return all[0][1]
}

// decides pronounces a decision, as somebody with an account.
func (c *client) decides(typed url.Values) (status int, page string) {
	c.w.t.Helper()
	form := c.fills(atDeciding, atReception+"/decision", url.Values{
		"decision": {"accepted"}, "mot-de-passe": {secret}, "phrase": {phraseOfMarc},
	})
	maps.Copy(form, typed)
	return c.post(atReception+"/decision", form)
}

// signsAt signs a PV.
func (c *client) signsAt(pv, password, phrase string) (status int, page string) {
	c.w.t.Helper()
	form := c.fills(pv, pv+"/signature", url.Values{"mot-de-passe": {password}, "phrase": {phrase}})
	return c.post(pv+"/signature", form)
}
