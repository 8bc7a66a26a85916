package attacks

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/milestone"
	"recette/internal/campaign/roster"
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
	for _, act := range walkOrder() {
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
		Supplier:    plan.Party{Name: "Atelier"},
		Antennes:    []string{"Brest", "Corse"},
		Sections: &plan.Sections{
			Sessions: []plan.Session{{Code: "S1"}}, RegressionCases: []string{"SC-2"},
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
				{Keyword: "Alors ", Type: "outcome", Text: "elle reçoit un courriel"},
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

func (x *walk) play() error {
	ctx, id := x.t.Context(), x.row()
	who := x.person(yann, yann, yann, walkZoe, walkQA)
	a, err := x.campaigns.BeginAttempt(ctx, who, campaign.Begin{
		Campaign: campaignID, Case: id, Content: testedContent, Mode: recette.Manual, Restart: x.chance(3),
		TakeOver: x.chance(3),
	})
	if err != nil {
		return err
	}
	r := campaign.Result{
		Campaign: campaignID, Case: id, Content: testedContent, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Closed: !x.chance(6),
	}
	for i := range 2 {
		if !r.Closed && x.chance(2) {
			break
		}
		r.Steps = append(r.Steps, x.observed(i))
	}
	_, err = x.campaigns.Record(ctx, who, r)
	return err
}

func (x *walk) observed(step int) campaign.Observation {
	o := campaign.Observation{
		Step: step, Mode: recette.Manual, Verdict: recette.Passed, Duration: time.Second, Comment: x.one("", "vu"),
	}
	if x.chance(6) {
		all := recette.Verdicts()
		o.Verdict = all[x.rand.IntN(len(all))]
	}
	switch o.Verdict {
	case recette.Failed:
		o.Observed = "rien ne vient"
	case recette.Blocked:
		o.Cause = recette.CauseData
	case recette.NotApplicable:
		o.Reason = "hors de propos"
	case recette.PassedWithRemark:
		o.Comment = "un peu lent"
	case recette.Passed, recette.NotRun:
	}
	return o
}

func (x *walk) try() error {
	ctx, who, id := x.t.Context(), x.person(yann, walkQA), x.row()
	kind := recette.Trials()[x.rand.IntN(len(recette.Trials()))]
	a, err := x.campaigns.BeginAttempt(ctx, who, campaign.Begin{
		Campaign: campaignID, Case: id, Content: testedContent, Mode: recette.Manual, Trial: kind,
	})
	if err != nil {
		return err
	}
	_, err = x.campaigns.Record(ctx, who, campaign.Result{
		Campaign: campaignID, Case: id, Content: testedContent, Attempt: a.Number, Pass: a.Pass, Closed: x.chance(2),
		Mode: recette.Manual, Trial: kind, Steps: []campaign.Observation{x.observed(0)},
	})
	return err
}

func (x *walk) amend() error {
	o := x.observed(x.rand.IntN(2))
	_, err := x.campaigns.Amend(x.t.Context(), x.person(yann, walkZoe, walkQA), campaign.Amend{
		Campaign: campaignID, Case: x.row(), Reason: "mal lu", Steps: []campaign.Judgement{{
			Step: o.Step, Verdict: o.Verdict, Observed: o.Observed, Cause: o.Cause, Reason: o.Reason,
			Comment: fmt.Sprint("relu ", len(x.said)),
		}},
	})
	return err
}

func (x *walk) object() error {
	if x.chance(2) {
		return x.note(x.person(walkQA), advice.Invalidation{
			Case: x.row(), Cause: recette.FlawedData, Reason: "mauvais jeu",
		})
	}
	return x.note(x.person(yann, walkZoe), advice.Contest{Case: x.row(), Reason: "pas vu"})
}

func (x *walk) read() error {
	id := x.one("SC-1", "SC-1", x.row())
	reading := recette.Accept
	if x.chance(3) {
		reading = recette.Return
	}
	return x.note(x.person(walkQA, elise), advice.Review{Case: id, Reading: reading, Reason: "étape 2 sans preuve"})
}

func (x *walk) severity() recette.Severity {
	all := recette.Severities()
	return all[x.rand.IntN(len(all))]
}

func (x *walk) raise() error {
	a := gap.Anomaly{
		Severity: x.severity(), Summary: "Rien ne vient.", Case: x.one("", x.row()), Workaround: "Attendre.",
	}
	if st := x.status(); len(st.Drafts) > 0 && !x.chance(3) {
		d := &st.Drafts[x.rand.IntN(len(st.Drafts))]
		f := gap.Failure{Case: d.Case, Attempt: d.Attempt, Step: d.Step + 1}
		if x.chance(4) {
			return x.note(x.person(yann, walkQA), gap.Drop{Failure: f, Reason: "mauvaise manipulation"})
		}
		a.Case, a.Step, a.Found = f.Case, f.Step, &f
	}
	return x.note(x.person(yann, walkQA), a)
}

func (x *walk) change() error {
	st := x.status()
	if len(st.Anomalies) == 0 {
		return x.raise()
	}
	at := func() *string { return &st.Anomalies[x.rand.IntN(len(st.Anomalies))].Number }
	acts := []recette.AnomalyAct{
		recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyPropose, recette.AnomalyAssign,
		recette.AnomalyNote, recette.AnomalyFix, recette.AnomalyFix, recette.AnomalyClose, recette.AnomalyClose,
		recette.AnomalyReject,
		recette.AnomalyWaive, recette.AnomalyDuplicity, recette.AnomalyReopen,
	}
	c := gap.Change{Number: *at(), Act: acts[x.rand.IntN(len(acts))], Reason: "vu ensemble"}
	switch c.Act {
	case recette.AnomalyQualify, recette.AnomalyGrade:
		c.Severity = x.severity()
	case recette.AnomalyPropose:
		c.Proposed = x.one("reject", "waive", string(x.severity()))
	case recette.AnomalyAssign:
		c.Priority, c.Owner = recette.Priorities()[0], "Atelier"
	case recette.AnomalyNote:
		c.Workaround = "Passer par le menu."
	case recette.AnomalyFix:
		c.Build, c.FixedBy = x.build(&st), x.one("", "Atelier", walkZoe.Name)
	case recette.AnomalyDuplicity:
		c.Original = *at()
	default:
	}
	return x.note(x.person(elise, marc, walkQA), c)
}

func (x *walk) build(st *campaign.Status) string { return fmt.Sprint("b", st.Iteration) }

func (x *walk) reserve() error {
	st := x.status()
	r := gap.Reserve{
		Class: x.severity(), Text: "À revoir.", Owner: "Atelier", Due: "2099-01-15", Check: x.one("", x.row(), x.row()),
	}
	if len(st.Anomalies) > 0 && x.chance(2) {
		r.Anomaly = st.Anomalies[x.rand.IntN(len(st.Anomalies))].Number
	}
	return x.note(x.person(elise), r)
}

func (x *walk) move() error {
	st := x.status()
	if len(st.Reserves) == 0 {
		return x.reserve()
	}
	acts := []recette.ReserveAct{
		recette.ReserveFix, recette.ReserveFix, recette.ReserveLift, recette.ReserveLift, recette.ReserveMaintain,
		recette.ReserveConvert, recette.ReserveAbandon, recette.ReserveUpdate,
	}
	m := gap.Move{
		Number: st.Reserves[x.rand.IntN(len(st.Reserves))].Number, Act: acts[x.rand.IntN(len(acts))], Reason: "accord",
	}
	switch m.Act {
	case recette.ReserveFix:
		m.Build, m.FixedBy = x.build(&st), x.one("", "Atelier")
	case recette.ReserveMaintain:
		m.Owner, m.Due = "Atelier", "2099-02-01"
	case recette.ReserveConvert:
		m.Into = "US-207"
	case recette.ReserveAbandon:
		m.Decision = "DEC-REC-0001"
	case recette.ReserveUpdate:
		m.Text = "À revoir encore."
	default:
	}
	return x.note(x.person(elise, marc, marc), m)
}

func (x *walk) session() error {
	st := x.status()
	who := x.person(elise, walkQA)
	for i := range st.Notes.Sessions {
		s := &st.Notes.Sessions[i]
		if s.Phase != recette.SessionOpen {
			continue
		}
		switch x.rand.IntN(4) {
		case 0:
			return x.note(who, meeting.Move{Number: s.Number, Left: []string{x.person().Ref}})
		case 1:
			return x.note(who, meeting.Move{Number: s.Number, Came: []meeting.Person{
				{Ref: x.person().Ref}, {Name: "Paul Invité", Function: "formateur"},
			}})
		}
		return x.note(who, meeting.Closing{Number: s.Number, Remark: x.one("", "Fin à midi.")})
	}
	return x.note(who, meeting.Opening{
		Planned: x.one("", "S1"), Place: x.one("", "Salle A"), Antenne: x.one("", "", "Brest"),
		People: []meeting.Person{{Ref: who.Ref, Animates: true}, {Ref: yann.Ref}, {Ref: walkZoe.Ref}},
	})
}

func (x *walk) pause() error {
	who := x.person(elise, walkQA)
	if x.chance(3) {
		return x.note(who, meeting.Suspension{Reason: "Environnement arrêté."})
	}
	return x.note(who, meeting.Resumption{Reason: "Redémarré."})
}

func (x *walk) iterate() error {
	if !x.chance(2) {
		return errors.New("left")
	}
	it := x.delivery(fmt.Sprint("b", x.status().Iteration+1))
	if impact := x.chance(2); !impact {
		it.Impact, it.Aside = func([]string) bool { return false }, true
	}
	_, err := x.campaigns.Iterate(x.t.Context(), x.person(elise, elise, walkQA), it)
	return err
}

func (x *walk) delegate() error {
	st := x.status()
	if n := len(st.Notes.Delegations); n > 0 && x.chance(3) {
		return x.note(x.person(elise, marc), advice.DelegationEnd{
			Number: st.Notes.Delegations[x.rand.IntN(n)].Number, Reason: "Retour.",
		})
	}
	today := x.now.Format(time.DateOnly)
	return x.note(x.person(elise, marc), advice.Delegation{
		By: x.one(marc.Ref, marc.Ref, elise.Ref), To: x.person().Ref,
		Role: []recette.Role{recette.PO, recette.PO, recette.PPO}[x.rand.IntN(3)], Journey: x.one("", "adhesion"),
		From: today, Until: x.now.AddDate(0, 0, x.rand.IntN(8)).Format(time.DateOnly), Reference: "Note de service 12",
		SHA256: strings.Repeat("de", 32),
	})
}

func (x *walk) derogate() error {
	st := x.status()
	if n := len(st.Notes.Derogations); n > 0 && x.chance(2) {
		return x.note(x.person(marc), advice.Ruling{
			Number: st.Notes.Derogations[x.rand.IntN(n)].Number, Grant: x.chance(2), Reason: "Sans effet.",
		})
	}
	if x.chance(3) {
		return x.note(x.person(elise), advice.Deviation{
			Text: "Une séance de moins.", Reason: "Salle fermée.", Agreed: x.one("", marc.Name),
		})
	}
	return x.note(x.person(walkQA, elise), advice.Derogation{Subject: x.one("", x.row()), Text: "Ne pas rejouer."})
}

func (x *walk) opine() error {
	all := []recette.Opinion{recette.Favourable, recette.WithReserves}
	return x.note(x.person(walkQA, elise, walkLoic, walkSup), advice.Opinion{
		Journey: x.one("", "", "adhesion"), Opinion: all[x.rand.IntN(2)], Text: "Tout est passé.",
	})
}

func (x *walk) visa() error {
	st := x.status()
	if n := len(st.PVs); n > 0 && x.chance(2) {
		return x.note(x.person(elise), visa.Submission{Number: st.PVs[x.rand.IntN(n)].Number, Remark: x.one("", "Vu.")})
	}
	acts := []route.What{route.Give, route.Give, route.Refuse, route.Withdraw, route.Note}
	return x.note(x.person(walkQA, elise), visa.Act{
		Journey: x.one("", "", "adhesion"), What: acts[x.rand.IntN(len(acts))], Reason: "À revoir.",
	})
}

func (x *walk) milestone() error {
	st := x.status()
	all := []regime.What{regime.Ready, regime.Notice, regime.Passed, regime.Over, regime.Notified}
	m := milestone.Milestone{
		What: all[x.rand.IntN(len(all))], Day: x.now.AddDate(0, 0, -x.rand.IntN(4)).Format(time.DateOnly),
		Journey: x.one("", "", "adhesion"), Reference: "Courrier 4",
	}
	if n := len(st.Decisions); n > 0 {
		d := &st.Decisions[x.rand.IntN(n)]
		if m.What == regime.Notified {
			m.Decision = d.Number
		}
		if m.What == regime.Passed {
			m.Outcome = recette.Decision(d.Decision.Decision)
		}
	}
	if n := len(st.Notes.Milestones); n > 0 && x.chance(4) {
		m.Replaces, m.Reason = st.Notes.Milestones[x.rand.IntN(n)].Number, "Mauvais jour."
	}
	return x.note(x.person(elise), m)
}

func (x *walk) user() error {
	if x.chance(2) {
		return errors.New("left")
	}
	acts := []string{roster.Add, roster.Role, roster.Place, roster.Dismiss}
	c := roster.Change{
		Act: acts[x.rand.IntN(len(acts))], Reason: "Équipe revue.",
		Name: x.one("Nadia Roux", "Ana Costa", walkZoe.Name, walkLoic.Name, walkQA.Name),
	}
	if c.Act == roster.Add || c.Act == roster.Role {
		roles := []recette.Role{recette.Tester, recette.QA, recette.PO, recette.Delivery}
		c.Roles = []recette.Role{roles[x.rand.IntN(len(roles))]}
	}
	if c.Act == roster.Place || x.chance(3) {
		c.Perimeter = []string{x.one("Brest", "Corse")}
	}
	return x.campaigns.ChangeUser(x.t.Context(), x.person(elise), c)
}

func (x *walk) attest() error {
	all := recette.Subjects()
	subject := all[x.rand.IntN(len(all))]
	if x.chance(4) {
		return x.note(x.person(walkQA, elise), advice.Withdrawal{Subject: subject, Text: "Rien.", Reason: "Une copie."})
	}
	return x.note(x.person(walkQA, elise), advice.Attestation{Subject: subject, Text: "Rien de la production."})
}

func (x *walk) decide() error {
	d := campaign.Decide{
		Campaign: campaignID, Journey: x.one("", "", "adhesion", "reste"), Reason: "Vu en comité.",
		GoLive: x.one("", "yes", "no"),
	}
	m, err := x.campaigns.Manifest(x.t.Context(), elise, campaignID)
	x.must(err)
	all := m.Terms().Vocabulary.Decisions(m.Nature)
	d.Decision = all[x.rand.IntN(len(all))]
	if d.Decision.Postpones() {
		d.Again = x.now.AddDate(0, 0, 5).Format(time.DateOnly)
	}
	if d.Decision == recette.Reduced {
		d.Rate = 500
	}
	_, err = x.campaigns.Decide(x.t.Context(), x.person(marc), d)
	return err
}

func (x *walk) end() error {
	if n := len(x.out); n > 0 && x.chance(2) {
		acts := []recette.PVAct{recette.PVCancel, recette.PVReplace}
		return x.note(x.person(marc), document.End{
			Number: x.out[x.rand.IntN(n)].draft.Number, Act: acts[x.rand.IntN(2)], Reason: "Le plan était un autre.",
			Propose: x.chance(4),
		})
	}
	if !x.chance(8) || len(x.said) < walkActs-15 {
		return errors.New("left")
	}
	return x.campaigns.Close(x.t.Context(), elise, campaign.Closing{Campaign: campaignID, Unfinished: true})
}

// erase takes away a few texts and names.
func (x *walk) erase() error {
	ctx := x.t.Context()
	list, err := x.campaigns.Erasable(ctx, elise, campaignID, campaign.ErasureQuery{})
	x.must(err)
	if len(list) == 0 || !x.chance(2) {
		return errors.New("left")
	}
	var ids []string
	for range 1 + x.rand.IntN(3) {
		e := &list[x.rand.IntN(len(list))]
		if e.Field == campaign.FieldName && (e.Ref == elise.Ref || e.Ref == marc.Ref) {
			return errors.New("nobody acts under a name that was erased: the walk would end there")
		}
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	_, err = x.campaigns.Erase(ctx, x.person(elise), campaignID, slices.Compact(ids), "RGPD")
	return err
}

// forget takes a person away.
func (x *walk) forget() error {
	if !x.chance(3) {
		return errors.New("left")
	}
	_, err := x.campaigns.ErasePerson(x.t.Context(), elise, campaign.PersonErasure{
		Name:  x.one(walkZoe.Name, yann.Name, walkSup.Name, "Paul Invité", "Nadia Roux"),
		Force: true, Reason: "Demande.",
	})
	return err
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
