package verify_test

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/dataset"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/measure"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/reports"
)

var _ verify.Journal = (*sqlite.DB)(nil)

// day is the first instant of every test.
var day = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The people of the tests.
var (
	elise  = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc   = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	yann   = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
)

const campaignID = "recette-v1"

// project is a real project under test: a store, the service on it, keys.
type project struct {
	t         testing.TB
	dir       string
	db        *sqlite.DB
	kept      *evidence.Store
	s         *campaign.Service
	now       time.Time
	manifest  plan.Manifest
	authority *sign.Authority
	ppo, po   *sign.Identity
	words     *i18n.Printer
	key       string // of the log, private
}

func newProject(t testing.TB, m plan.Manifest) *project {
	t.Helper()
	p := &project{t: t, dir: t.TempDir(), now: day, manifest: m}
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("essai"))
	check(t, err)
	p.db, err = sqlite.Create(t.Context(), sqlite.Options{
		Path: filepath.Join(p.dir, ".recette", "recette.db"), Now: p.clock, Rand: rand.Reader, LogKey: key,
		Project: "essai",
	})
	check(t, err)
	p.key = key
	check(t, p.db.Bind(t.Context(), "recette 1", day))
	t.Cleanup(func() { check(t, p.db.Close()) })
	p.kept, err = evidence.New(evidence.Options{Dir: filepath.Join(p.dir, "evidence")})
	check(t, err)
	p.s, err = campaign.New(campaign.Deps{
		Journal: p.db, Clock: p.clock, Rand: rand.Reader, Evidence: p.kept, Policies: lenient(),
	})
	check(t, err)
	p.words, err = i18n.New(i18n.French)
	check(t, err)
	p.authority, err = sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC du projet", Project: "CRM", At: day.Add(-time.Hour)},
	)
	check(t, err)
	p.ppo, p.po = p.issue(elise.Name, sign.RolePPO), p.issue(marc.Name, sign.RolePO)
	p.declare("", p.ppo, p.po)
	check(t, p.s.Open(t.Context(), elise, m))
	return p
}

// reopen opens the log with another key.
func (p *project) reopen(key string) {
	p.t.Helper()
	db, err := sqlite.Open(p.t.Context(), sqlite.Options{
		Path: filepath.Join(p.dir, ".recette", "recette.db"), Now: p.clock, LogKey: key,
	})
	check(p.t, err)
	p.t.Cleanup(func() { check(p.t, db.Close()) })
	p.db, p.key = db, key
	p.s, err = campaign.New(campaign.Deps{Journal: p.db, Clock: p.clock, Rand: rand.Reader, Policies: lenient()})
	check(p.t, err)
}

// declare records certificates in the journal, the PPO's first.
func (p *project) declare(reason string, ids ...*sign.Identity) {
	p.t.Helper()
	var list []campaign.SignerKey
	for i, id := range ids {
		role := recette.PPO
		if i > 0 {
			role = recette.PO
		}
		list = append(list, campaign.SignerKey{
			Role: role, SHA256: verify.Digest(id.Certificate.Raw), Level: string(id.Level), Demo: id.Level == sign.Demo,
			Holder: id.Name(),
		})
	}
	_, err := p.s.AddKeys(p.t.Context(), elise, list, reason)
	check(p.t, err)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p *project) clock() time.Time {
	p.now = p.now.Add(time.Second)
	return p.now
}

func (p *project) issue(name string, role sign.Role) *sign.Identity {
	p.t.Helper()
	id, err := p.authority.Issue(sign.IssueRequest{Name: name, Role: role, At: day.Add(-time.Hour)})
	check(p.t, err)
	return id
}

// testedContent is the hash of the steps of every case of the plan.
const testedContent = "content/1:8a073b924c6831fea9d4b23380138803f784817d99fbabdd3188c34116212405"

// frozen is a case of three steps.
func frozen(id, journey string) plan.FrozenCase {
	return plan.FrozenCase{Case: catalogue.Case{
		ID: id, Stable: true, Content: testedContent, Presentation: "presentation/1:" + id, Line: 12,
		Feature: catalogue.Feature{Path: "features/adhesion.feature", Name: "Adhésion d’une entreprise"},
		Name:    "Cas « " + id + " »", Keyword: "Scénario", Story: "US-101",
		Criteria: []string{"CA-101.1"}, Rules: []string{"RG-12"}, Roles: []string{"adhérent"},
		Journeys: []string{journey},
		DataSets: []string{"JDD-1"},
		Examples: &catalogue.Row{Header: []string{"siret"}, Cells: []string{"12345678900011"}},
		Steps: []catalogue.Step{
			{
				Keyword: "Étant donné ", Type: "context", Text: "une entreprise",
				Table: [][]string{{"siret"}, {"12345678900011"}},
			},
			{
				Keyword: "Quand ", Type: "action", Text: "elle adhère",
				DocString: &catalogue.DocString{MediaType: "text", Content: "oui"},
			},
			{Keyword: "Alors ", Type: "outcome", Text: "elle reçoit « un courriel »"},
		},
		Source: "Scénario: Cas " + id + "\n  Étant donné une entreprise\n",
	}}
}

// planOf makes a manifest of two journeys with cases in each, and one case in none.
func planOf(critical, other int) plan.Manifest {
	m := plan.Manifest{
		V: plan.ManifestVersion, Campaign: campaignID, Project: "CRM", Title: "Recette de la version 1", Version: "1",
		Language: "fr",
		FrozenAt: "2026-11-20T08:00:00Z", Nature: "metier", Regime: "CCAG-TIC",
		Commit:      "3d1ea90b5b7f4c1c9d5e8a7b6c5d4e3f2a1b0c9d",
		Release:     plan.Release{Version: "1.4", Build: "b1", Note: "BL-1", DeliveredAt: "2026-11-16"},
		Environment: plan.Environment{Name: "recette", URL: "https://rec.example.org", Build: "b1"},
		Client:      plan.Party{Name: "Confédération", Representative: "Marc Delattre"},
		Supplier:    plan.Party{Name: "Atelier", Lot: "2"},
		Contract:    plan.Contract{Reference: "BC-1", Date: "2026-03-02"}, Entities: []string{"national"},
		OutOfScope: []plan.Exclusion{{What: "SEPA", Reason: "lot 3", AgreedBy: "comité"}},
		DataSets: []plan.DataSet{{
			Code: "JDD-1", Label: "Entreprises", Origin: "fictif", SHA256: strings.Repeat("1d", 32),
			DataDetail: plan.DataDetail{Owner: "Samira"},
		}},
		Entry: []plan.Criterion{{Text: "Version déployée", Met: "yes"}},
		Exit: []plan.Criterion{
			{Text: "Exécution", Threshold: "100 %", Measure: measure.Executed},
			{Text: "Aucune bloquante", Threshold: "0", Measure: measure.BlockingOpen},
		},
		Sections: &plan.Sections{
			RegressionCases: []string{"SC-0001", "SC-0003"}, Sessions: []plan.Session{{Code: "S1"}},
			Suspension: []plan.Criterion{{Text: "Arrêt de plus de 4 h"}},
			Resumption: []plan.Criterion{{Text: "Environnement rendu"}},
		},
		Waivers: []plan.Waiver{
			{Path: "features/adhesion.feature", Line: 3, Rule: "step-length", Reason: "texte de loi", Count: 2},
			{Path: "features/autre.feature", Line: 9, Rule: "use-and", Reason: "ailleurs", Count: 1},
		},
	}
	a := plan.Journey{Code: "adhesion", Title: "Adhésion", Owner: "Marc Delattre", Critical: true}
	b := plan.Journey{Code: "reste", Title: "Reste"}
	for i, name := range measure.Names() { // each over everything, and over either journey
		for n, code := range []string{"", "adhesion", "reste"} {
			m.Exit = append(m.Exit, plan.Criterion{
				Text: name + code, Threshold: []string{"", "2", "50 %"}[(i+n)%3], Measure: name,
				CriterionDetail: plan.CriterionDetail{Journey: code},
			})
		}
	}
	for i := range critical + other {
		id, j := fmt.Sprintf("SC-%04d", i+1), &a
		if i >= critical {
			j = &b
		}
		j.Cases = append(j.Cases, id)
		m.Cases = append(m.Cases, frozen(id, j.Code))
	}
	m.Cases = append(m.Cases, frozen("SC-9999", ""))
	m.Journeys = []plan.Journey{a, b}
	m.Names = plan.Names{ // RG-99 and the epic are of no case
		Epics:    []plan.Name{{Code: "EPIC-9", Name: "Ailleurs"}},
		Roles:    []plan.Name{{Code: "adhérent", Name: "Adhérent"}},
		Criteria: []plan.Name{{Code: "CA-101.1", Name: "Une adhésion est confirmée"}},
		Rules:    []plan.Name{{Code: "RG-12", Name: "Une seule adhésion"}, {Code: "RG-99", Name: "Ailleurs"}},
	}
	if len(m.Cases) > 2 { // beside SC-9999
		m.Names.Messages = []plan.Message{{Code: "MSG-1", Text: "un  {envoi}", Rows: []string{"SC-0002"}}}
	}
	for _, x := range []recette.Actor{elise, marc, samira, yann} {
		m.Parties = append(m.Parties, plan.Participant{Ref: x.Ref, Name: x.Name, Role: string(x.Role)})
	}
	return m
}

// auto records a whole automated attempt.
func (p *project) auto(id string, attempt int, outcomes ...recette.Outcome) {
	p.t.Helper()
	p.said("", id, attempt, outcomes...)
}

// said conducts an automated attempt that ends with a message of no step.
func (p *project) said(message, id string, attempt int, outcomes ...recette.Outcome) {
	p.t.Helper()
	r := campaign.Result{
		Campaign: campaignID, Case: id, Content: testedContent, Attempt: attempt, Pass: 1, Mode: recette.Automated,
		Closed:  true,
		Outcome: recette.OutcomePassed, Message: message,
	}
	for i, o := range outcomes {
		r.Steps = append(
			r.Steps, campaign.Observation{Step: i, Mode: recette.Automated, Outcome: o, Duration: time.Millisecond},
		)
		if o != recette.OutcomePassed && r.Outcome == recette.OutcomePassed {
			r.Outcome = o
		}
	}
	_, err := p.s.Record(p.t.Context(), samira, r)
	check(p.t, err)
}

// unfinished records every step of an attempt as conform, and leaves it open.
func (p *project) unfinished(id string, attempt int) {
	p.t.Helper()
	r := campaign.Result{
		Campaign: campaignID, Case: id, Content: testedContent, Attempt: attempt, Pass: 1, Mode: recette.Manual,
	}
	for i := range 3 {
		r.Steps = append(
			r.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.Passed, Comment: "vu"},
		)
	}
	_, err := p.s.Record(p.t.Context(), yann, r)
	check(p.t, err)
}

// manual conducts a manual attempt, leaf by leaf; it stays open when it has fewer verdicts than steps.
func (p *project) manual(id string, vs ...recette.Verdict) {
	p.t.Helper()
	a,
		err := p.s.BeginAttempt(
		p.t.Context(), yann,
		campaign.Begin{Campaign: campaignID, Case: id, Content: testedContent, Mode: recette.Manual},
	)
	check(p.t, err)
	for i, v := range vs {
		o := campaign.Observation{Step: i, Mode: recette.Manual, Verdict: v, Duration: time.Second, Comment: "vu"}
		switch v {
		case recette.Failed:
			o.Observed = "rien ne se passe"
			e, err := p.s.Attach(
				p.t.Context(), yann, campaignID, "capture.txt", "text/plain", strings.NewReader("capture "+id),
			)
			check(p.t, err)
			o.Evidence = []campaign.Attachment{e}
		case recette.Blocked:
			o.Cause = recette.CauseData
		case recette.NotApplicable:
			o.Reason = "hors de propos"
		case recette.Passed, recette.PassedWithRemark, recette.NotRun:
		}
		_, err := p.s.Record(p.t.Context(), yann, campaign.Result{
			Campaign: campaignID, Case: id, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
			Steps: []campaign.Observation{o}, Closed: i == 2,
		})
		check(p.t, err)
	}
}

const pass, fail = recette.OutcomePassed, recette.OutcomeFailed

// conduct gives a campaign everything that a PV can hold: every verdict, superseded and open attempts, a mixed case, an
// anomaly that was closed and reopened, a reserve, a decision.
func conduct(t testing.TB) *project {
	t.Helper()
	p := newProject(t, planOf(4, 3))
	ctx := t.Context()
	p.auto("SC-0001", 1, pass, fail, pass)
	p.auto("SC-0001", 2, pass, pass, pass)
	p.sit()
	p.manual("SC-0002", recette.Passed, recette.PassedWithRemark, recette.Passed)
	p.manual("SC-0003", recette.Passed, recette.Passed, recette.Failed)
	p.manual("SC-0004", recette.NotApplicable, recette.NotApplicable, recette.NotApplicable)
	p.manual("SC-0005", recette.Passed, recette.Blocked) // left open
	p.unfinished("SC-0007", 1)
	p.rise()
	p.onPaper(elise, samira, "SC-0002", 1, "2026-11-23")
	p.said("ménage : base absente", "SC-0006", 1, pass, recette.OutcomeTimeout, recette.OutcomeSkipped)
	minor := gap.Anomaly{
		Severity: recette.Minor, Case: "SC-0003", Step: 3, Summary: "Le courriel tarde.", Workaround: "Attendre.",
		Link: gap.Link{Tracker: "jira:CRM-12", URL: "https://suivi.example.org/browse/CRM-12"},
	}
	number, err := p.s.Note(ctx, yann, campaignID, minor)
	check(t, err)
	colours := gap.Anomaly{Severity: recette.Inconsequential, Summary: "Couleurs."}
	_, err = p.s.Note(ctx, yann, campaignID, colours)
	check(t, err)
	_, err = p.s.Note(ctx, elise, campaignID, gap.Reserve{
		Class: recette.Minor, Text: "Courriel en retard", Anomaly: number, Owner: "Atelier", Due: "2026-12-24",
		Check: "SC-0003", Effect: "Retenue sur le solde.", Verification: "Rejeu du cas.",
	})
	check(t, err)
	p.notes()
	p.note(yann, advice.Contest{Case: "SC-0004", Reason: "Cela me concernait."})
	p.lives(number)
	p.waive()
	_, err = p.s.Decide(ctx, marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Suffisant pour ouvrir.",
		GoLive: "conditional", LiftBy: "2026-12-31", Fallback: "Retour à la version 1.3.", Place: "Paris",
		Triggers: []string{"guarantee", "balance"},
	})
	check(t, err)
	p.note(samira, advice.Opinion{Opinion: recette.Favourable, Text: "Tout est passé."})
	p.note(samira, advice.Opinion{Opinion: recette.WithReserves, Text: "Sauf le courriel."})
	p.note(elise, advice.Opinion{Journey: "adhesion", Opinion: recette.Favourable, Text: "D’accord."})
	in, err := pv.Load(ctx, p.s, elise, campaignID, "")
	check(t, err)
	in.Number, in.IssuedAt, in.Words = "PV", p.now, p.words.T
	doc, err := pv.Build(in)
	check(t, err)
	for _, w := range doc.Warnings[:2] {
		p.note(marc, advice.Answer{Code: w.Code, Args: w.Args, Text: "Connu et accepté."})
	}
	return p
}

// onPaper takes the result of a case from a filled cahier, after so many attempts.
func (p *project) onPaper(by, tester recette.Actor, id string, after int, day string) {
	p.t.Helper()
	x := campaign.Transcript{
		Campaign: campaignID, Case: id, Content: testedContent, After: after,
		File:   "cahier de " + tester.Name + ".xlsx",
		SHA256: strings.Repeat("ca", 32), Day: day,
	}
	for i := range 3 {
		x.Steps = append(x.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.Passed})
	}
	_, err := p.s.Transcribe(p.t.Context(), by, tester, x)
	check(p.t, err)
}

// lenient lets pass what a small team does, and has it said.
func lenient() campaign.Policies {
	return campaign.Policies{Duties: access.Duties{
		access.DeciderExecuted: access.Warn, access.OwnDerogation: access.Trace,
	}}
}

// waive asks for derogations, of which one is granted by who asks for it, and delegates a role for a while.
func (p *project) waive() {
	p.t.Helper()
	p.note(samira, advice.Derogation{Subject: "SC-0003", Text: "Recevoir sans le courriel.", Until: "2026-12-31"})
	p.note(marc, advice.Ruling{Number: "DER-0001", Grant: true, Reason: "Sans effet sur l’ouverture."})
	p.note(marc, advice.Derogation{Text: "Un seul poste de recette."}, advice.Ruling{Number: "DER-0002", Grant: true})
	p.note(elise, advice.Derogation{Subject: "SC-0005", Text: "Ne pas rejouer."})
	p.note(marc, advice.Delegation{
		By: marc.Ref, To: samira.Ref, Role: recette.PO, Journey: "adhesion", From: "2026-11-01", Until: "2026-12-31",
		Reference: "Note de service 12", SHA256: strings.Repeat("de", 32),
	}, advice.DelegationEnd{Number: "DEL-0001", Reason: "Retour."})
}

// sit opens a session; people come and go. The campaign is suspended meanwhile, once.
func (p *project) sit() {
	p.t.Helper()
	guest := meeting.Person{Name: "Paul Invité", Function: "formateur", Entity: "Rhône"}
	p.note(elise, meeting.Opening{Planned: "S1", Place: "Lyon", People: []meeting.Person{
		{Ref: elise.Ref, Animates: true}, {Ref: yann.Ref}, {Ref: samira.Ref}, guest,
	}})
	p.note(elise, meeting.Move{Number: "SES-0001", Left: []string{samira.Ref, "g-1"}})
	p.note(samira, meeting.Suspension{Reason: "Environnement arrêté.", Criterion: "suspension/1"})
	p.note(elise, meeting.Resumption{Reason: "Redémarré.", Criterion: "environnement rendu"})
}

// rise closes it. The result of a case is contested, another one invalidated.
func (p *project) rise() {
	p.t.Helper()
	p.note(elise, meeting.Closing{Number: "SES-0001", Remark: "Fin à midi."})
	p.note(samira, advice.Contest{Case: "SC-0002", Reason: "Vu autrement."})
	p.manual("SC-9999", recette.Passed, recette.Passed, recette.Passed)
	p.note(samira, advice.Invalidation{Case: "SC-9999", Cause: recette.FlawedData, Reason: "Jeu de la veille."})
	p.note(samira, meeting.Opening{People: []meeting.Person{{Ref: samira.Ref, Animates: true}}})
}

// notes records everything that people may record beside results.
func (p *project) notes() {
	p.t.Helper()
	printed := strings.NewReader("2 lignes\n")
	log, err := p.s.Attach(p.t.Context(), samira, campaignID, "JDD-1.log", "text/plain", printed)
	check(p.t, err)
	for _, number := range []string{"PV-2025-089-v1", "PV-2025-090-v1"} { // of the year before
		check(p.t, p.s.RecordPVRendered(p.t.Context(), elise, campaignID, campaign.Rendered{
			Number: number, SHA256: strings.Repeat("9a", 32), Checkpoint: 1,
		}))
	}
	for _, x := range []struct {
		who recette.Actor
		f   fact.Fact
	}{
		{elise, advice.Attestation{Subject: recette.NoProductionData, Text: "Rien de la production."}},
		{samira, document.End{
			Number: "PV-2025-090-v1", Act: recette.PVCancel, Reason: "Un autre plan.", Propose: true,
		}},
		{samira, advice.Withdrawal{Subject: recette.NoProductionData, Text: "Rien.", Reason: "Une copie a servi."}},
		{samira, advice.Attestation{Subject: recette.NoProductionData, Text: "Rien de la production."}},
		{samira, dataset.Load{
			Set: "JDD-1", SHA256: strings.Repeat("1d", 32), Act: dataset.ActLoad,
			Mode: recette.Automated, Outcome: "done",
			Took: time.Second, Log: &log,
		}},
		{samira, dataset.Load{
			Set: "JDD-1", SHA256: strings.Repeat("0e", 32), Act: dataset.ActReset,
			Mode: recette.Manual, Outcome: "failed",
			Reason: "Un seuil a changé.",
		}},
		{samira, dataset.Load{
			Set: "JDD-1", SHA256: strings.Repeat("1d", 32), Act: dataset.ActReset, Mode: recette.Automated,
			Outcome: "timeout", Took: time.Minute,
		}},
		{elise, advice.Deviation{Text: "Une séance de moins.", Reason: "Salle fermée.", Agreed: marc.Name}},
		{marc, document.End{Number: "PV-2025-090-v1", Act: recette.PVCancel, Reason: "Le plan était un autre."}},
	} {
		_, err := p.s.Note(p.t.Context(), x.who, campaignID, x.f)
		check(p.t, err)
	}
}

// note records facts, in order.
func (p *project) note(who recette.Actor, facts ...fact.Fact) (last string) {
	p.t.Helper()
	for _, f := range facts {
		number, err := p.s.Note(p.t.Context(), who, campaignID, f)
		check(p.t, err)
		last = number
	}
	return last
}

// lives gives anomalies and reserves every life that they may have.
func (p *project) lives(open string) {
	p.t.Helper()
	kept, err := p.s.Attach(
		p.t.Context(), yann, campaignID, "ecran.txt", "text/plain", strings.NewReader("écran figé"),
	)
	check(p.t, err)
	p.note(elise, gap.Change{
		Number: open, Act: recette.AnomalyAssign, Priority: recette.High, Owner: "Atelier", Due: "2026-12-20",
	})
	cured := p.note(yann, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-0001", Summary: "Écran figé.", Files: []fact.Attachment{kept},
	})
	twin := p.note(yann, gap.Anomaly{Severity: recette.Minor, Case: "SC-0001", Summary: "Écran encore figé."})
	p.note(samira, gap.Change{Number: twin, Act: recette.AnomalyDuplicity, Original: cured, Reason: "La même."})
	p.note(yann, gap.Change{
		Number: cured, Act: recette.AnomalyQualify, Severity: recette.Blocking, Reason: "Tout s’arrête.",
	})
	p.note(elise, gap.Change{Number: cured, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
	lifted := p.note(elise, gap.Reserve{
		Class: recette.Minor, Text: "Écran à revoir", Owner: "Atelier", Due: "2026-12-24", Check: "SC-0001",
		Effect: "Retenue sur le solde.", Verification: "Rejeu du cas.",
	})
	p.note(elise, gap.Move{Number: lifted, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
	p.auto("SC-0001", 3, pass, pass, pass)
	p.note(elise, gap.Change{Number: cured, Act: recette.AnomalyClose})
	p.note(marc, gap.Move{Number: lifted, Act: recette.ReserveLift})
	converted := p.note(elise, gap.Reserve{Class: recette.Major, Text: "Autre couleur"})
	p.note(elise, gap.Move{
		Number: converted, Act: recette.ReserveUpdate, Reason: "Sans gravité.",
		Terms: gap.Terms{Class: recette.Minor, Text: "Autre couleur du bouton"},
	})
	abandoned := p.note(elise, gap.Reserve{Class: recette.Minor, Text: "Autre police"})
	early, err := p.s.Decide(p.t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.Postponed, Reason: "Écran à revoir.",
	})
	check(p.t, err)
	p.note(
		marc, gap.Move{Number: converted, Act: recette.ReserveConvert, Into: "US-207", Reason: "Hors du contrat."},
		gap.Move{Number: abandoned, Act: recette.ReserveAbandon, Decision: early.Number, Reason: "Sans effet."},
	)
}

// build folds the campaign into a PV.
func (p *project) build(journey string) (reports.PV, []byte) {
	p.t.Helper()
	number, err := p.s.NextPV(p.t.Context(), elise, campaignID, journey)
	check(p.t, err)
	return p.buildAs(number, journey, "")
}

// buildAs folds it into the PV of a number, of lifting of another one when that is named.
func (p *project) buildAs(number, journey, lifts string) (reports.PV, []byte) {
	p.t.Helper()
	in, err := pv.Load(p.t.Context(), p.s, elise, campaignID, journey)
	check(p.t, err)
	in.Number, in.Lifts = number, lifts
	in.IssuedAt, in.Producer, in.Words, in.Place = p.clock(), "recette test", p.words.T, "Paris"
	doc, err := pv.Build(in)
	check(p.t, err)
	p.enclose(&doc)
	return doc, in.Manifest
}

// wording is the texts of the PVs of the tests.
func (p *project) wording() reports.Words {
	return p.words.Domains("reports", "pv", "verdict", "cause", "outcome")
}

// enclose notes in a PV what travels with it.
func (p *project) enclose(doc *reports.PV) {
	none := func(string) ([]byte, bool) { return nil, false }
	reports.Enclose(doc, p.wording(), cmp.Or(p.manifest.TimeZone, "UTC"), none)
}

// attachments gives the files that travel in a PV.
func (p *project) attachments(doc *reports.PV, manifest []byte) []pdf.Attachment {
	p.t.Helper()
	var data bytes.Buffer
	check(p.t, reports.JSON(&data, *doc))
	files := []pdf.Attachment{
		{Name: "pv.json", MIME: "application/json", Relationship: "Data", Data: data.Bytes()},
		{Name: "manifest.json", MIME: "application/json", Relationship: "Source", Data: manifest},
	}
	if doc.Layout > 0 {
		files = append(files, pdf.Attachment{
			Name: "texts.json", MIME: "application/json", Relationship: "Supplement", Data: p.wording().JSON(),
		})
	}
	return files
}

// render makes revision 1.
func (p *project) render(doc reports.PV, manifest []byte, change func(*pdf.Options)) []byte {
	p.t.Helper()
	var raw bytes.Buffer
	layout, err := reports.PDF(&raw, doc, reports.PDFOptions{Texts: p.words.T})
	check(p.t, err)
	o := pdf.Options{
		Title: doc.Title + " – " + doc.Number, Author: doc.Client.Name, Language: doc.Language, CreatedAt: doc.IssuedAt,
		Producer:    doc.Producer,
		Attachments: p.attachments(&doc, manifest),
	}
	for i, box := range layout.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: "Signature " + box.Field, Page: box.Page, Rect: box.Rect,
			Lock: i == len(layout.Boxes)-1,
		})
	}
	if change != nil {
		change(&o)
	}
	file, err := pdf.Finalise(raw.Bytes(), o)
	check(p.t, err)
	return file
}

// sign adds one signature as the command does, with a visible box.
func (p *project) sign(base []byte, id *sign.Identity, change func(*sign.Request)) sign.Result {
	p.t.Helper()
	role := id.Certificate.Subject.OrganizationalUnit[0]
	now := p.clock()
	box, err := reports.SignatureBox(reports.SignatureBoxOptions{
		Texts: p.words.T, Language: "fr", Width: 200, Height: 74, Name: id.Name(), Role: strings.ToLower(role),
		Decision: "accepted_with_reserves", At: now, Location: time.UTC, Fingerprint: strings.Repeat("ab", 32),
		Level: "local-authority",
	})
	check(p.t, err)
	r := sign.Request{
		Field: role, Name: strings.TrimPrefix(id.Name(), "DEMO "), Reason: "Recette conduite", At: now,
		Certify:  role == "PPO",
		Identity: id, Appearance: box,
	}
	if change != nil {
		change(&r)
	}
	res, err := sign.Sign(base, r)
	check(p.t, err)
	return res
}

// states are the three generations of one PV.
type states struct {
	base    []byte
	ppo, po sign.Result
}

// both signs a rendered PV as PPO then PO.
func (p *project) both(base []byte) states {
	p.t.Helper()
	s := states{base: base}
	s.ppo = p.sign(base, p.ppo, nil)
	s.po = p.sign(s.ppo.PDF, p.po, nil)
	return s
}

// issuePV goes the whole way, with every fact recorded.
func (p *project) issuePV(journey string) states {
	p.t.Helper()
	doc, manifest := p.build(journey)
	return p.issued(doc, manifest, campaign.Rendered{Journey: journey})
}

// issued renders a PV, has both sign it, and records it all.
func (p *project) issued(doc reports.PV, manifest []byte, as campaign.Rendered) states {
	p.t.Helper()
	s := states{base: p.render(doc, manifest, nil)}
	as.Number, as.SHA256, as.Checkpoint = doc.Number, verify.Digest(s.base), doc.Journal.Size
	check(p.t, p.s.RecordPVRendered(p.t.Context(), elise, campaignID, as))
	s.ppo = p.sign(s.base, p.ppo, nil)
	p.recordSigned(elise, doc.Number, s.base, s.ppo)
	s.po = p.sign(s.ppo.PDF, p.po, nil)
	p.recordSigned(marc, doc.Number, s.ppo.PDF, s.po)
	return s
}

func (p *project) recordSigned(who recette.Actor, number string, of []byte, r sign.Result) {
	p.t.Helper()
	check(p.t, p.s.RecordPVSigned(p.t.Context(), who, campaignID, campaign.SignedPV{
		Number: number, Of: verify.Digest(of), SHA256: r.FileSHA256, Signature: r.SignatureValueSHA256,
		Certificate: r.CertificateSHA256,
	}))
}

func (p *project) anchors() []*x509.Certificate { return []*x509.Certificate{p.authority.Certificate} }
