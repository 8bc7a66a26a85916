package attacks

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/visa"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// How far TestHonestWalk goes: campaigns, and acts in each.
const (
	walks, walksShort = 12, 2
	walkActs          = 100
)

// The people of the walk beside those of the attacks.
var (
	walkQA   = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	walkZoe  = recette.Actor{Ref: "p-zoe", Name: "Zoé Martin", Role: recette.Tester}
	walkLoic = recette.Actor{Ref: "p-loic", Name: "Loïc Kerneis", Role: recette.Referent}
	walkSup  = recette.Actor{Ref: "p-sup", Name: "Omar Atelier", Role: recette.Supplier}
)

// TestHonestWalk tries everything that a product lets people do, at random and whoever asks for it, and now and then
// makes a PV of what was done. Nobody lies: verification finds nothing to say of a PV as it is made, with the journal
// and without it, but for the signatures that it waits for; and what was found sound is never said to be false later.
func TestHonestWalk(t *testing.T) {
	t.Parallel()
	n := walks
	if testing.Short() {
		n = walksShort
	}
	kept := make([]map[string]int, n)
	t.Run("walks", func(t *testing.T) {
		for seed := range n {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				x := newWalk(t, uint64(seed))
				x.run()
				kept[seed] = x.kept
			})
		}
	})
	if testing.Short() || t.Failed() {
		return
	}
	all := map[string]int{}
	for _, of := range kept {
		for act, times := range of {
			all[act] += times
		}
	}
	for _, act := range append(walkOrder(), "apart") { // of what is forgotten, whom the plan alone names
		if all[act] == 0 {
			t.Errorf("no %q was let in: %v", act, all)
		}
	}
}

// walk is a campaign that people conduct at random.
type walk struct {
	*world
	rand *rand.Rand
	said []string
	kept map[string]int
	out  []walked // PVs that were rendered
}

// walked is a PV that was found sound, as it is now.
type walked struct {
	made
	signed int // by how many
}

func newWalk(t *testing.T, seed uint64) *walk {
	x := &walk{world: begun(t), rand: rand.New(rand.NewPCG(seed, 5)), kept: map[string]int{}}
	x.keys()
	x.must(x.campaigns.Open(t.Context(), elise, x.plan()))
	return x
}

func (x *walk) one(of ...string) string { return of[x.rand.IntN(len(of))] }

func (x *walk) chance(n int) bool { return x.rand.IntN(n) == 0 }

// plan gives one of two journeys, of rows of branches, of a route, of a regime, of readers: each now and then.
func (x *walk) plan() plan.Manifest {
	m := plan.Manifest{
		V: plan.ManifestVersion, Campaign: campaignID, Project: "Essai", Title: "Recette", Version: "1", Language: "fr",
		TimeZone: "Europe/Paris", FrozenAt: "2026-11-23T08:00:00Z", Nature: x.one("metier", "va", "vsr"),
		Release:     plan.Release{Version: "1.4", Build: "b1", DeliveredAt: "2026-11-20"},
		Environment: plan.Environment{Name: "recette", URL: "https://rec.example.org", Build: "b1"},
		Supplier:    plan.Party{Name: "Atelier", Representative: x.one(paulApart, "")},
		Antennes:    []string{"Brest", "Corse"},
		Sections: &plan.Sections{
			Sessions: []plan.Session{{Code: "S1"}}, RegressionCases: []string{"SC-2"},
			Contacts:     []plan.Contact{{Name: nadiaApart, Entity: "Atelier"}, {Name: paulApart}},
			Distribution: plan.Distribution{Recipients: []string{nadiaApart + ", cabinet", "la cellule"}},
		},
	}
	a := plan.Journey{Code: "adhesion", Title: "Adhésion", Owner: marc.Name, Critical: true}
	b := plan.Journey{Code: "reste", Title: "Reste"}
	alone := x.chance(4) // in the plan
	for _, id := range walkRows() {
		c := catalogue.Case{
			ID: id, Stable: true, Content: testedContent, Name: "Adhérer " + id, Story: "US-1",
			Criteria: []string{"CA-1.1"},
			Feature:  catalogue.Feature{Path: "features/adhesion.feature", Name: "Adhésion"},
			Steps: []catalogue.Step{
				{Keyword: "Quand ", Type: "action", Text: "une entreprise adhère"},
				{Keyword: "Alors ", Type: "outcome", Text: "elle reçoit « un courriel »"},
			},
			Source: "Scénario: Adhérer\n  Quand une entreprise adhère\n",
		}
		f := plan.FrozenCase{Case: c}
		if _, branch, ok := strings.Cut(id, "@"); ok {
			f.Antenne = map[string]string{"brest": "Brest", "corse": "Corse"}[branch]
		}
		if alone || id != "SC-4" {
			a.Cases, f.Journeys = append(a.Cases, id), append(f.Journeys, a.Code)
		}
		if !alone && (id == "SC-4" || id == "SC-3") {
			b.Cases, f.Journeys = append(b.Cases, id), append(f.Journeys, b.Code)
		}
		m.Cases = append(m.Cases, f)
	}
	b.Blocking = x.chance(3)
	if m.Journeys = []plan.Journey{a, b}; alone {
		m.Journeys = m.Journeys[:1]
	}
	for _, who := range []recette.Actor{elise, marc, yann, walkQA, walkZoe, walkSup} {
		m.Parties = append(m.Parties, plan.Participant{Ref: who.Ref, Name: who.Name, Role: string(who.Role)})
	}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: walkLoic.Ref, Name: walkLoic.Name, Role: string(recette.Referent), Entity: "Brest",
	})
	if x.chance(2) {
		m.Sections.Signoff = route.Policy{
			Effect: x.one("warn", "block"), Ordered: x.chance(2),
			Visas: []route.Visa{{Role: "qa", Days: 5}, {Role: "ppo"}}[:1+x.rand.IntN(2)],
		}
		if x.chance(2) {
			m.Sections.Signoff.Branches = route.Panel{Panel: m.Antennes, Quorum: 1, Days: 3, Silence: route.NoOpinion}
		}
	}
	if x.chance(2) {
		m.Sections.Regime = regime.Terms{Vocabulary: recette.CCAGTIC, Delays: regime.Usual(recette.CCAGTIC)}
	}
	if x.chance(3) {
		m.Sections.Review = plan.Review{Cases: []string{"SC-1"}, Named: []string{"SC-1"}}
	}
	return m
}

func walkRows() []string { return []string{"SC-1", "SC-2", "SC-3", "SC-4", "SC-5@brest", "SC-5@corse"} }

func (x *walk) row() string { return x.one(walkRows()...) }

// person gives somebody, now and then as somebody else's deputy or under a role that is not theirs.
func (x *walk) person(likely ...recette.Actor) recette.Actor {
	all := []recette.Actor{elise, marc, yann, walkQA, walkZoe, walkLoic, walkSup}
	if len(likely) > 0 && !x.chance(8) {
		all = likely
	}
	who := all[x.rand.IntN(len(all))]
	if x.chance(15) { // as a deputy may
		who.Role = []recette.Role{recette.PO, recette.PPO, recette.QA, recette.Tester}[x.rand.IntN(4)]
	}
	return who
}

func (x *walk) note(who recette.Actor, f fact.Fact) error {
	_, err := x.campaigns.Note(x.t.Context(), who, campaignID, f)
	return err
}

func (x *walk) status() campaign.Status {
	st, err := x.campaigns.Status(x.t.Context(), elise, campaignID)
	x.must(err)
	return st
}

// walkOrder names the acts, in one order: the seed of a failure gives the same walk again.
func walkOrder() []string {
	return []string{
		"play", "amend", "object", "read", "raise", "change", "reserve", "move", "session", "pause", "iterate",
		"delegate", "derogate", "opine", "visa", "milestone", "user", "attest", "decide", "end", "erase", "forget",
		"try", "pv",
	}
}

func (x *walk) acts() map[string]func() error {
	return map[string]func() error{
		"play": x.play, "amend": x.amend, "object": x.object, "read": x.read, "raise": x.raise, "change": x.change,
		"reserve": x.reserve, "move": x.move, "session": x.session, "pause": x.pause, "iterate": x.iterate,
		"delegate": x.delegate, "derogate": x.derogate, "opine": x.opine, "visa": x.visa, "milestone": x.milestone,
		"user": x.user, "attest": x.attest, "decide": x.decide, "end": x.end, "erase": x.erase, "forget": x.forget,
		"try": x.try, "pv": x.pv,
	}
}

func (x *walk) run() {
	acts, order := x.acts(), walkOrder()
	for n := range walkActs {
		name := order[x.rand.IntN(len(order))]
		st := x.status()
		switch {
		case st.Notes.Suspended() != nil && x.chance(3):
			name = "pause"
		case x.chance(3):
			name = "play"
		case x.chance(6):
			name = "pv"
		case x.chance(10):
			name = x.one("visa", "amend")
		}
		if x.chance(12) {
			x.now = x.now.AddDate(0, 0, 1+x.rand.IntN(4))
		}
		err := acts[name]()
		x.said = append(x.said, fmt.Sprintf("%d: %s: %v", n, name, err))
		if err == nil {
			x.kept[name]++
		}
		if x.t.Failed() {
			break
		}
	}
	if x.t.Failed() {
		x.t.Logf("after:\n%s", strings.Join(x.said, "\n"))
	}
}

// pv makes a PV and holds it to verification; most are rendered, and then signed as far as the product lets them be.
func (x *walk) pv() error {
	ctx := x.t.Context()
	r := signoff.Request{Campaign: campaignID, Journey: x.one("", "", "adhesion", "reste")}
	var err error
	switch x.rand.IntN(5) {
	case 0:
		r.Antenne, r.Journey = x.one("Brest", "Corse"), ""
		r.Number, err = x.campaigns.NextConstat(ctx, elise, campaignID, r.Antenne)
	case 1:
		if len(x.out) == 0 {
			return errors.New("none to lift of")
		}
		r.Lifts = x.out[x.rand.IntN(len(x.out))].draft.Number
		r.Number, r.Journey, err = x.campaigns.NextLifting(ctx, elise, campaignID, r.Lifts)
	default:
		r.Number, err = x.campaigns.NextPV(ctx, elise, campaignID, r.Journey)
	}
	if err != nil {
		return err
	}
	draft, err := x.signOff.Make(ctx, elise, r)
	if err != nil {
		return err
	}
	m := made{draft: draft, pv: draft.PV, texts: x.texts()}
	file, err := x.signOff.Draw(draft)
	x.must(err)
	m.file = file.Data
	name := fmt.Sprintf("%s, of %q%q%q", r.Number, r.Journey, r.Antenne, r.Lifts)
	x.sound(name+" alone", &m.pv, x.judge(m.file, true))
	if x.chance(3) {
		return nil
	}
	if err := x.signOff.RecordRendered(ctx, elise, draft, file); err != nil {
		return err
	}
	x.sound(name+" rendered", &m.pv, x.judge(m.file, false))
	out := walked{made: m}
	if x.chance(2) {
		_ = x.note(elise, visa.Submission{Number: r.Number}) // refused where no route is asked for
		if x.chance(2) {
			_ = x.note(walkQA, visa.Act{Journey: r.Journey, What: route.Give})
		}
	}
	if r.Antenne == "" && !x.chance(4) {
		x.signed(name, &out)
	}
	x.out = append(x.out, out)
	for i := range x.out { // what came after takes nothing back
		if r := x.judge(x.out[i].file, false); r.Status == verify.NotConform && x.out[i].signed == 2 {
			x.t.Errorf("%s, once %s is out: %v", x.out[i].draft.Number, r.Status, codes(r))
		}
	}
	return nil
}

// signed has the PPO sign, then the PO, unless the product refuses.
func (x *walk) signed(name string, out *walked) {
	ctx := x.t.Context()
	for _, who := range []recette.Actor{elise, marc} {
		doc, err := signoff.Read(ctx, out.file)
		x.must(err)
		err = x.signOff.CheckSign(ctx, who, who.Role, doc)
		if flawed, ok := errors.AsType[*signoff.NotConformError](err); ok {
			x.t.Errorf("%s cannot be signed: %v", name, flawed.Findings)
		}
		if err != nil {
			return
		}
		out.file = x.signAs(who, out.made, out.file)
		out.signed++
		x.sound(fmt.Sprintf("%s, signed by %d", name, out.signed), &out.pv, x.judge(out.file, false))
	}
}

// sound fails for whatever verification finds in an honest file, but that it waits for signatures.
func (x *walk) sound(name string, pv *reports.PV, r *verify.Report) {
	x.t.Helper()
	found := codes(r)
	delete(found, verify.SignatureMissing)
	delete(found, verify.DecidedApart) // the decision on a journey that followed the one on the whole: meant
	if slices.ContainsFunc(pv.Warnings, func(w reports.Warning) bool { return w.Code == "after_decision" }) {
		delete(found, verify.DecisionRules) // what came later would not let the decision be: meant
	}
	if len(found) > 0 {
		x.t.Errorf("%s: %v\n%v\n%v", name, found, r.Content, r.Journal)
	}
}
