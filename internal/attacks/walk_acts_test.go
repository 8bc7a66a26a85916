package attacks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/document"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/milestone"
	"recette/internal/campaign/roster"
	"recette/internal/campaign/visa"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

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
	name := x.one(walkZoe.Name, yann.Name, walkSup.Name, "Paul Invité", "Nadia Roux", nadiaApart, paulApart)
	_, err := x.campaigns.ErasePerson(x.t.Context(), elise, campaign.PersonErasure{
		Name: name, Force: true, Reason: "Demande.",
	})
	if err == nil && (name == nadiaApart || name == paulApart) {
		x.kept["apart"]++
	}
	return err
}
