package campaign_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// delivery goes on with the campaign on another build, which bears on everything.
func delivery(build string) campaign.Iteration {
	return campaign.Iteration{
		Campaign: "v1", Build: true, Reason: "correctif",
		Make: func(former *plan.Manifest) (plan.Manifest, []string, error) {
			m := *former
			m.Release.Build, m.Environment.Build = build, ""
			return m, nil, nil
		},
	}
}

// playThrough records a whole conform attempt through a service.
func playThrough(t *testing.T, s *campaign.Service, id string) error {
	t.Helper()
	a, err := s.BeginAttempt(t.Context(), yann, campaign.Begin{Campaign: "v1", Case: id, Content: "content/1:" + id})
	if err != nil {
		return err
	}
	r := campaign.Result{
		Campaign: "v1", Case: id, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Closed: true, Hold: a.Hold,
	}
	for i := range 3 {
		r.Steps = append(r.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.Passed})
	}
	_, err = s.Record(t.Context(), yann, r)
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Two processes: one goes on with the campaign, the other one, which knows the former plan, sees it at its next call,
// and a result that it was about to record on what it knew is refused.
func TestIterate_SeenByOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	other := b.service(campaign.Policies{})
	must(t, playThrough(t, b.s, "SC-1"))
	must(t, playThrough(t, other, "SC-2"))
	held, err := other.BeginAttempt(
		t.Context(), yann, campaign.Begin{Campaign: "v1", Case: "SC-3", Content: "content/1:SC-3"},
	)
	must(t, err)
	made, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	if len(made.Replay) != len(made.Manifest.Cases) || made.Manifest.Number() != 2 {
		rows := len(made.Manifest.Cases)
		t.Errorf("%d rows to play of %d, iteration %d", len(made.Replay), rows, made.Manifest.Number())
	}
	_, err = other.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-3", Content: held.Content, Attempt: held.Number, Pass: held.Pass,
		Mode:  recette.Manual,
		Steps: []campaign.Observation{{Mode: recette.Manual, Verdict: recette.Passed}}, Hold: held.Hold,
	})
	if !errors.Is(err, campaign.ErrIterated) {
		t.Errorf("a result on the plan of before: %v, want ErrIterated", err)
	}
	for name, s := range map[string]*campaign.Service{"its own": b.s, "another": other} {
		st, err := s.Status(t.Context(), elise, "v1")
		must(t, err)
		if st.Iteration != 2 || st.Release.Build != "b2" || len(st.Due) != 2 || len(st.Strays) != 0 {
			t.Errorf("%s process: iteration %d, build %s, due %v", name, st.Iteration, st.Release.Build, st.Due)
		}
	}
	must(t, playThrough(t, other, "SC-1"))
	st, err := b.s.Status(t.Context(), elise, "v1")
	must(t, err)
	if len(st.Due) != 1 || st.Due[0].Case != "SC-2" || st.Due[0].Why != recette.StaleVersion {
		t.Errorf("due %v, want SC-2 alone", st.Due)
	}
	m, err := b.s.Manifest(t.Context(), elise, "v1")
	must(t, err)
	if m.Before[0].Build != manifest().Release.Build || strings.Join(m.Journeys[0].Cases, " ") == "" {
		t.Errorf("before %+v", m.Before)
	}
}

// An iteration begins on no open attempt, nor in a campaign that is closed, and nothing is written then.
func TestIterate_Refusals(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	a, err := b.s.BeginAttempt(
		t.Context(), yann, campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1"},
	)
	must(t, err)
	_, err = b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: 1, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{{Mode: recette.Manual, Verdict: recette.Passed}},
	})
	must(t, err)
	var left *campaign.UnfinishedError
	for name, begin := range map[string]func() error{
		"check": func() error { _, err := b.s.CheckIterate(t.Context(), elise, delivery("b2")); return err },
		"begin": func() error { _, err := b.s.Iterate(t.Context(), elise, delivery("b2")); return err },
	} {
		if err := begin(); !errors.As(err, &left) || left.Open != 1 {
			t.Errorf("%s on an open attempt: %v, want *UnfinishedError", name, err)
		}
	}
	_, err = b.s.Release(t.Context(), elise, "v1", "SC-1")
	must(t, err)
	if _, err := b.s.CheckIterate(t.Context(), elise, delivery("b2")); err != nil {
		t.Errorf("once it is released: %v", err)
	}
	empty := delivery("b2")
	empty.Make = func(former *plan.Manifest) (plan.Manifest, []string, error) {
		m := *former
		m.Cases = nil
		return m, nil, nil
	}
	if _, err := b.s.Iterate(t.Context(), elise, empty); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("on no row: %v, want ErrIncomplete", err)
	}
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	if _, err := b.s.Iterate(t.Context(), elise, delivery("b2")); !errors.Is(err, campaign.ErrClosed) {
		t.Errorf("in a closed campaign: %v, want ErrClosed", err)
	}
	st, err := b.s.Status(t.Context(), elise, "v1")
	must(t, err)
	if st.Iteration != 1 {
		t.Errorf("iteration %d after refusals, want 1", st.Iteration)
	}
}

// A decision from before an iteration is in no PV that was made since: the PPO certifies its results, and the PO has
// nothing to sign. One that was made before is overtaken.
func TestIterate_ADecisionFromBeforeIsNotSigned(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	must(t, playThrough(t, b.s, "SC-4"))
	digest := strings.Repeat("ab", 32)
	render := func(number string) {
		t.Helper()
		cp, err := b.db.Checkpoint(t.Context())
		must(t, err)
		must(t, b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
			Number: number, Journey: "reste", SHA256: digest, Checkpoint: cp.Size,
		}))
	}
	_, err := b.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: "v1", Journey: "reste", Decision: recette.Accepted,
	})
	must(t, err)
	render("PV-2026-001-v1")
	_, err = b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	render("PV-2026-001-v2")
	err = b.s.CheckSign(t.Context(), elise, "v1", "PV-2026-001-v1", digest)
	if !errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("a PV from before: %v, want ErrOvertaken", err)
	}
	must(t, b.s.RecordPVSigned(t.Context(), elise, "v1", campaign.SignedPV{
		Number: "PV-2026-001-v2", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}))
	err = b.s.CheckSign(t.Context(), marc, "v1", "PV-2026-001-v2", digest)
	if !errors.Is(err, campaign.ErrSignature) || errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("the PO, and no decision stands: %v, want ErrSignature", err)
	}
}

// What was played before an iteration that asks for it again is not done: nothing closes on it, nothing is accepted on
// it, and the figures say how much of them it is.
func TestIterate_WhatIsDueIsNotDone(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	m := manifest()
	for i := range m.Cases {
		must(t, playThrough(t, b.s, m.Cases[i].ID))
	}
	_, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	st, err := b.s.Status(t.Context(), elise, "v1")
	must(t, err)
	n := len(m.Cases)
	if f := st.Figures; f.Executed+f.Conform() != 0 || f.NotRun != n || f.Due != n ||
		st.Journeys[0].Verdict != recette.NotRun || st.Journeys[0].Figures.Due != len(st.Journeys[0].Cases) {
		t.Errorf("figures %+v, journeys %+v, want all of %d to be obtained again", st.Figures, st.Journeys, n)
	}
	var left *campaign.UnfinishedError
	err = b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1"})
	if !errors.As(err, &left) || left.Due != len(m.Cases) || left.NotRun != 0 {
		t.Errorf("closed on results of before: %v", err)
	}
	_, allowed, err := b.s.Situation(t.Context(), elise, "v1", "", nil)
	must(t, err)
	for _, d := range allowed {
		if d == recette.Accepted || d == recette.AcceptedWithReserves {
			t.Errorf("%s is allowed, and nothing was tested", d)
		}
	}
	_, err = b.s.Note(t.Context(), elise, "v1", gap.Reserve{
		Class: recette.Minor, Text: "x", Owner: "Atelier", Due: "2026-12-24", Check: "SC-1",
	})
	must(t, err)
	var refused *campaign.DecisionError
	_, err = b.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: "v1", Decision: recette.AcceptedWithReserves, Reason: "Il faut ouvrir.",
	})
	if !errors.As(err, &refused) || refused.Reasons[0].Code != recette.ReasonNothingExecuted {
		t.Errorf("accepted with reserves: %v, want nothing_executed", err)
	}
	must(t, playThrough(t, b.s, "SC-1"))
	st, err = b.s.Status(t.Context(), elise, "v1")
	must(t, err)
	if st.Figures.Due != len(m.Cases)-1 {
		t.Errorf("figures %+v after one was played again", st.Figures)
	}
}

// What was said of a build says nothing of the next one: an opinion, an attestation and an answer of before stand no
// more, and are still there to be read. A deviation ends the attestation that there was none.
func TestIterate_NothingThatWasSaidStands(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	b.noted(elise, advice.Attestation{Subject: recette.NoProductionData, Text: "Rien de réel."})
	b.noted(elise, advice.Attestation{Subject: recette.NoDeviation, Text: "Aucun écart."})
	b.noted(samira, advice.Opinion{Opinion: recette.Favourable, Text: "Bien."})
	b.noted(samira, advice.Opinion{Journey: "reste", Opinion: recette.Favourable, Text: "Bien aussi."})
	b.noted(samira, advice.Opinion{Journey: "reste", Opinion: recette.WithReserves, Text: "Moins bien."})
	b.noted(marc, advice.Answer{Code: "still_open", Text: "Elle ferme demain."})
	n := b.status().Notes
	if n.Attested("no-production-data") == nil || n.Attested("no-deviation") == nil ||
		n.Answered("", "still_open", nil) == nil {
		t.Error("what was just said does not stand")
	}
	for journey, want := range map[string]string{
		"": "favourable with_reserves ", "reste": "with_reserves ", "adhesion": "favourable ",
	} {
		got := ""
		for _, o := range n.Given(journey) {
			got += o.Opinion.Opinion + " "
		}
		if got != want {
			t.Errorf("opinions on %q: %q, want %q", journey, got, want)
		}
	}
	b.noted(elise, advice.Deviation{Text: "Une session de moins.", Reason: "absence"})
	if n := b.status().Notes; n.Attested("no-deviation") != nil {
		t.Error("that there is no deviation stands beside one")
	}
	_, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	n = b.status().Notes
	if n.Attested("no-production-data") != nil || n.Answered("", "still_open", nil) != nil {
		t.Error("what was said of the build before stands")
	}
	for _, o := range n.Given("") {
		if n.Current(o.Mark) || o.Iteration != 1 {
			t.Errorf("the opinion %+v stands", o)
		}
	}
	b.refused("taken back", elise, advice.Withdrawal{
		Subject: recette.NoProductionData, Text: "Rien de réel.", Reason: "x",
	}, advice.ErrNotAttested)
}

// A delivery names the build that is deployed where the campaign is played, or nobody knows what results are of.
func TestIterate_OnWhatIsDeployed(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	s, err := campaign.New(campaign.Deps{
		Journal: b.db, Clock: b.clock, Rand: rand.Reader, Evidence: files{b.dir},
		Deployed: map[string]string{manifest().Environment.Name: "b2"},
	})
	must(t, err)
	var other *campaign.BuildError
	if _, err := s.CheckIterate(t.Context(), elise, delivery("b3")); !errors.As(err, &other) || other.Deployed != "b2" {
		t.Errorf("a build that is not deployed: %v, want *BuildError", err)
	}
	if _, err := s.CheckIterate(t.Context(), elise, delivery(" ")); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a build of no name: %v, want ErrIncomplete", err)
	}
	if _, err := s.Iterate(t.Context(), elise, delivery("b2")); err != nil {
		t.Errorf("the one that is deployed: %v", err)
	}
}

// Whoever is limited to a branch is shown the same figures as those who see all of it: what is due was not executed.
func TestIterate_WhatIsDueIsNotDoneForWhoIsLimited(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Antennes = 2, []string{"Ajaccio"}
	for i := range 3 {
		m.Cases[i].Antenne = "Ajaccio"
		m.Cases[i].ID += "@ajaccio"
		m.Journeys[0].Cases[i] = m.Cases[i].ID
	}
	limited := recette.Actor{Ref: "p-l", Name: "Lou", Role: recette.Tester}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: limited.Ref, Name: limited.Name, Role: string(limited.Role), Perimeter: m.Antennes,
	})
	must(t, b.s.Open(t.Context(), elise, m))
	for i := range m.Cases {
		r := auto(m.Cases[i].ID, pass, pass, pass)
		r.Content = m.Cases[i].Content
		_, err := b.s.Record(t.Context(), samira, r)
		must(t, err)
	}
	_, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	got, err := b.s.Status(t.Context(), limited, "v1")
	must(t, err)
	want := recette.Figures{InScope: 3, Planned: 3, NotRun: 3, Due: 3}
	if got.Figures != want || got.Journeys[0].Figures != want {
		t.Errorf("figures %+v, %+v, want %+v", got.Figures, got.Journeys[0].Figures, want)
	}
}
