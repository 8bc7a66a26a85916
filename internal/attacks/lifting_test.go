package attacks

import (
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
)

// carrying has both sign a PV whose decision carries RES-0002, which SC-1 verifies, and gives its number.
func (w *world) carrying() string {
	w.t.Helper()
	number, _ := w.decidedWith()
	return number
}

// decidedWith is carrying, with the file.
func (w *world) decidedWith() (number string, signed []byte) {
	w.t.Helper()
	ctx := w.t.Context()
	_, err := w.campaigns.Note(ctx, elise, campaignID, gap.Reserve{
		Class: recette.Minor, Text: "Montant arrondi", Owner: "Atelier", Due: "2026-12-24", Check: "SC-1",
	})
	w.must(err)
	_, err = w.signOff.Decide(ctx, marc, w.unlock(marc), campaign.Decide{
		Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Suffisant pour ouvrir.",
	})
	w.must(err)
	m := w.make()
	w.rendered(m, m.file)
	return m.draft.Number, w.sign(m, m.file)
}

// lifts has a reserve be corrected, its case be conform, and it be lifted.
func (w *world) lifts(number, id string) {
	w.t.Helper()
	ctx := w.t.Context()
	_, err := w.campaigns.Note(ctx, elise, campaignID, gap.Move{
		Number: number, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier",
	})
	w.must(err)
	w.played(yann, id, 2)
	_, err = w.campaigns.Note(ctx, marc, campaignID, gap.Move{
		Number: number, Act: recette.ReserveLift, Reason: "Vu.", Retest: gap.Retest{Case: id},
	})
	w.must(err)
}

// What the journal says that a PV is worth, verification says as the product does, step by step; and neither says that
// it is settled once what showed it is objected to.
func TestWhatAPVIsWorth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, file := w.decidedWith()
	for _, step := range []struct {
		name  string
		do    func()
		worth recette.PVStanding
		says  verify.Code
		stage recette.PVState
	}{
		{"signed", func() {}, recette.PVInForce, "PV_IN_FORCE", recette.PVSigned},
		{"lifted, in no PV of it", func() {
			w.lifts("RES-0001", "SC-2")
			w.lifts("RES-0002", "SC-1")
		}, recette.PVInForce, "PV_IN_FORCE", recette.PVSigned},
		{"lifted, in a PV", func() {
			m := w.makeLifting(number)
			w.rendered(m, m.file)
			w.sign(m, m.file)
		}, recette.PVInForce, "PV_SETTLED", recette.PVSettled},
		{"objected to", func() {
			w.leaf(elise, journal.KindContest, func(l *journal.Leaf, text func(string) string) {
				l.Objection = &journal.Objection{Case: "SC-1", Attempt: 2, Reason: text("non")}
			})
		}, recette.PVInForce, "PV_IN_FORCE", recette.PVSigned},
		{"to be replaced", func() {
			w.leaf(marc, journal.KindPVEnd, func(l *journal.Leaf, text func(string) string) {
				l.End = &journal.PVEnd{
					Number: number, Act: string(recette.PVReplace), SHA256: verify.Digest(file),
					Reason: text("trop tôt"),
				}
			})
		}, recette.PVToReplace, "PV_TO_REPLACE", recette.PVSigned},
	} {
		step.do()
		st, err := w.campaigns.Status(t.Context(), elise, campaignID)
		w.must(err)
		r := w.judge(file, false)
		settled := step.stage == recette.PVSettled
		if r.Standing != step.worth || r.Settled != settled || st.Stages[number] != step.stage ||
			!slices.ContainsFunc(r.Journal, func(f verify.Finding) bool { return f.Code == step.says }) {
			t.Errorf("%s: %s, settled %t, and %s by the product, want %s, %t, %s: %v", step.name, r.Standing, r.Settled,
				st.Stages[number], step.worth, settled, step.stage, r.Journal)
		}
	}
}

// A PV of lifting of which somebody decides who may not bears nothing: neither is the PV that it lifts settled by it.
func TestAPVOfLiftingAgainstTheRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, file := w.decidedWith()
	w.lifts("RES-0001", "SC-2")
	w.lifts("RES-0002", "SC-1")
	m := w.makeLifting(number)
	w.rendered(m, m.file)
	lifting := w.sign(m, m.file)
	said := func() (bool, []verify.Code) {
		var codes []verify.Code
		r := w.judge(file, false)
		for _, f := range r.Journal {
			if f.Code == "PV_LIFTED" || f.Code == "PV_SETTLED" {
				codes = append(codes, f.Code)
			}
		}
		return r.Settled, codes
	}
	if settled, codes := said(); !settled || len(codes) != 2 {
		t.Fatalf("before: settled %t, %v", settled, codes)
	}
	w.leaf(elise, journal.KindPVEnd, func(l *journal.Leaf, text func(string) string) {
		l.End = &journal.PVEnd{
			Number: m.draft.Number, Act: string(recette.PVCancel), SHA256: verify.Digest(lifting), Reason: text("non"),
		}
	})
	if settled, codes := said(); settled || len(codes) > 0 {
		t.Errorf("settled %t, %v", settled, codes)
	}
	after := w.make()
	for _, in := range []string{"", m.draft.Number} {
		pv := after.pv
		pv.Reserves = slices.Clone(pv.Reserves)
		for i := range pv.Reserves {
			pv.Reserves[i].LiftedIn = in
		}
		r := w.judge(w.draw(pv, pv, after, after.texts, w.contents(after.file)), true)
		if lied := codes(r)[verify.ReserveMismatch] == verify.NotConform; lied != (in != "") {
			t.Errorf("a later PV that says that they are lifted in %q: %v", in, codes(r))
		}
	}
}

// moved appends a leaf of RES-0002, as whoever holds the key of the log writes it.
func (w *world) moved(who recette.Actor, r journal.Reserve) {
	w.t.Helper()
	text := ""
	for rec, err := range w.db.Records(w.t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindReserve}}) {
		w.must(err)
		if rec.Leaf.Reserve.Number == "RES-0002" {
			text = rec.Leaf.Reserve.Text
		}
	}
	w.leaf(who, journal.KindReserve, func(l *journal.Leaf, keep func(string) string) {
		r.Number, r.Class, r.Check, r.Text = "RES-0002", "minor", "SC-1", text
		if r.Fix != nil {
			fix := *r.Fix
			fix.By, r.Fix = keep(fix.By), &fix
		}
		l.Reserve = &r
	})
}

// makeLifting makes and draws the PV of lifting of another as the product does.
func (w *world) makeLifting(parent string) made {
	w.t.Helper()
	ctx := w.t.Context()
	number, journey, err := w.campaigns.NextLifting(ctx, elise, campaignID, parent)
	w.must(err)
	draft, err := w.signOff.Make(ctx, elise, signoff.Request{
		Campaign: campaignID, Journey: journey, Number: number, Lifts: parent,
	})
	w.must(err)
	m := made{draft: draft, pv: draft.PV, texts: w.texts()}
	file, err := w.signOff.Draw(draft)
	w.must(err)
	m.file = file.Data
	return m
}

// TestLiftingAgainstTheRules: a PV whose reserve the log says is lifted, in a way that no verb records, is not conform;
// nobody is led to sign it.
func TestLiftingAgainstTheRules(t *testing.T) {
	t.Parallel()
	by := func(who recette.Actor, build string) *journal.Fix {
		return &journal.Fix{Build: build, By: who.Name, Ref: who.Ref}
	}
	retest := func(id string, attempt int) *journal.Retest { return &journal.Retest{Case: id, Attempt: attempt} }
	for name, tt := range map[string]struct {
		fix    *journal.Fix
		tester recette.Actor // who replays SC-1; nobody when empty
		who    recette.Actor // who lifts
		shows  *journal.Retest
		flaw   string // none: it is lawful
	}{
		"lawful":                        {by(elise, "b1"), yann, marc, retest("SC-1", 2), ""},
		"by a test of the fixer":        {by(yann, "b1"), yann, marc, retest("SC-1", 2), "by_fixer"},
		"by a test of another build":    {by(elise, "b2"), yann, marc, retest("SC-1", 2), "other_build"},
		"by a test of before":           {by(elise, "b1"), recette.Actor{}, marc, retest("SC-1", 1), "before_fix"},
		"by a test that is not there":   {by(elise, "b1"), yann, marc, retest("SC-1", 7), "no_retest"},
		"by a test of another case":     {by(elise, "b1"), yann, marc, retest("SC-2", 1), "other_case"},
		"without a test":                {by(elise, "b1"), yann, marc, nil, "no_retest"},
		"by somebody who cannot decide": {by(marc, "b1"), yann, elise, retest("SC-1", 2), "right"},
		"of what nobody corrected":      {nil, yann, marc, retest("SC-1", 2), "life"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			parent := w.carrying()
			if tt.fix != nil {
				w.moved(elise, journal.Reserve{Act: "fix", Status: "fixed", Fix: tt.fix})
			}
			if tt.tester.Ref != "" {
				w.played(tt.tester, "SC-1", 2)
			}
			w.moved(tt.who, journal.Reserve{Act: "lift", Status: "lifted", Retest: tt.shows})
			m := w.makeLifting(parent)
			w.rendered(m, m.file)
			doc, err := signoff.Read(t.Context(), m.file)
			w.must(err)
			if led := w.signOff.CheckSign(t.Context(), elise, elise.Role, doc) == nil; led != (tt.flaw == "") {
				t.Errorf("the PPO is led to sign it: %t", led)
			}
			signed := w.forced(m, m.file)
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				found := codes(r)[verify.LiftingRules] == verify.NotConform
				if found != (tt.flaw != "") || (r.Status == verify.NotConform) != found {
					t.Errorf("alone %t: %s %v, want it for %q", alone, r.Status, codes(r), tt.flaw)
				}
				for _, f := range r.Content {
					if f.Code == verify.LiftingRules && tt.flaw != "life" && f.Args[1] != tt.flaw {
						t.Errorf("alone %t: it is for %s, want %s", alone, f.Args[1], tt.flaw)
					}
				}
			}
		})
	}
}
