package campaign_test

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/meeting"
	"recette/internal/plan"
	"recette/internal/recette"
)

// refused holds that a fact is refused, by both calls.
func (b *bench) refused(name string, who recette.Actor, f fact.Fact, want error) {
	b.t.Helper()
	if n, err := b.s.Note(b.t.Context(), who, "v1", f); !errors.Is(err, want) || n != "" {
		b.t.Errorf("%s: Note() = %q, %v; want %v", name, n, err, want)
	}
	if err := b.s.CheckNote(b.t.Context(), who, "v1", f); !errors.Is(err, want) {
		b.t.Errorf("%s: CheckNote() = %v, want %v", name, err, want)
	}
}

func TestNote_Sessions(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Sessions: []plan.Session{{Code: "S1"}}}
	must(t, b.s.Open(t.Context(), elise, m))
	led := meeting.Person{Ref: elise.Ref, Animates: true}
	guest := meeting.Person{Name: "Paul Invité", Function: "formateur", Entity: "Rhône"}
	b.refused("of nobody", elise, meeting.Opening{}, campaign.ErrIncomplete)
	b.refused("of no plan", elise, meeting.Opening{Planned: "Paul, malade", People: []meeting.Person{led}},
		campaign.ErrInvalid)
	b.refused("without animator", elise, meeting.Opening{People: []meeting.Person{guest}}, campaign.ErrInvalid)
	b.refused("of a stranger", elise, meeting.Opening{
		People: []meeting.Person{led, {Ref: "p-9"}},
	}, campaign.ErrInvalid)
	b.refused("by a tester", yann, meeting.Opening{People: []meeting.Person{led}}, access.ErrDenied)
	b.refused("unknown", elise, meeting.Closing{Number: "SES-0001"}, meeting.ErrUnknownSession)
	n := b.noted(elise, meeting.Opening{Planned: "S1", Place: "Lyon", People: []meeting.Person{
		led,
		{Ref: yann.Ref},
		guest,
	}})
	if n != "SES-0001" {
		t.Fatalf("the first session is %q", n)
	}
	b.refused("twice at once", samira, meeting.Opening{
		People: []meeting.Person{{Ref: samira.Ref, Animates: true}, {Ref: yann.Ref}},
	}, meeting.ErrPresent)
	b.refused("leaves unseen", elise, meeting.Move{Number: n, Left: []string{samira.Ref}}, meeting.ErrAbsent)
	b.refused("moves nobody", elise, meeting.Move{Number: n}, campaign.ErrIncomplete)
	b.noted(elise, meeting.Move{Number: n, Left: []string{yann.Ref, "g-1"}, Came: []meeting.Person{{Name: "Léa"}}})
	b.noted(elise, meeting.Move{Number: n, Came: []meeting.Person{{Ref: yann.Ref}}})
	b.noted(elise, meeting.Closing{Number: n, Remark: "Fin à midi."})
	b.refused("closed twice", elise, meeting.Closing{Number: n}, recette.ErrSession)
	b.refused("moved once closed", elise, meeting.Move{Number: n, Left: []string{yann.Ref}}, recette.ErrSession)
	s := b.status()
	held := s.Notes.Session(n)
	if held == nil || held.Phase != recette.SessionClosed || len(held.People) != 5 || s.Texts[held.Place] != "Lyon" {
		t.Fatalf("the session: %+v", held)
	}
	names := ""
	for i := range held.People {
		p := &held.People[i]
		names += p.Ref + " "
		if p.There() || p.From.Seq >= p.To.Seq {
			t.Errorf("%s from %d to %d after the end", p.Ref, p.From.Seq, p.To.Seq)
		}
	}
	if want := elise.Ref + " " + yann.Ref + " g-1 g-2 " + yann.Ref + " "; names != want {
		t.Errorf("attended by %q, want %q", names, want)
	}
	if n := b.noted(elise, meeting.Opening{People: []meeting.Person{led}}); n != "SES-0002" {
		t.Errorf("the second session is %q", n)
	}
}

// While a campaign is suspended no result enters it, and what entered it before stays.
func TestNote_Suspension(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	a, err := b.s.BeginAttempt(ctx, yann, begin)
	if err != nil {
		t.Fatal(err)
	}
	b.refused("without a reason", elise, meeting.Suspension{}, campaign.ErrIncomplete)
	b.refused("what goes on", elise, meeting.Resumption{Reason: "x"}, meeting.ErrGoesOn)
	b.refused("by a tester", yann, meeting.Suspension{Reason: "x"}, access.ErrDenied)
	b.refused("by a criterion of no plan", elise, meeting.Suspension{Reason: "x", Criterion: "suspension/1"},
		fact.ErrNoCriterion)
	b.noted(samira, meeting.Suspension{Reason: "Environnement arrêté."})
	b.refused("twice", elise, meeting.Suspension{Reason: "x"}, meeting.ErrAlready)
	r := campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps: []campaign.Observation{{Mode: recette.Manual, Verdict: recette.Passed}},
	}
	if _, err := b.s.Record(ctx, yann, r); !errors.Is(err, campaign.ErrSuspended) {
		t.Errorf("a result while suspended: error = %v, want ErrSuspended", err)
	}
	if _, err := b.s.BeginAttempt(ctx, yann, begin); !errors.Is(err, campaign.ErrSuspended) {
		t.Errorf("an attempt while suspended: error = %v, want ErrSuspended", err)
	}
	b.noted(elise, meeting.Resumption{Reason: "Redémarré."})
	if _, err := b.s.Record(ctx, yann, r); err != nil {
		t.Errorf("a result once resumed: %v", err)
	}
	if s := b.status(); len(s.Notes.Pauses) != 1 || s.Notes.Suspended() != nil || len(s.Strays) != 0 {
		t.Errorf("pauses %+v, strays %v", s.Notes.Pauses, s.Strays)
	}
}

// A result that was invalidated counts for nothing; the next attempt counts again. One that is contested stands until
// then.
func TestNote_Objections(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	wrong := advice.Invalidation{Case: "SC-1", Cause: recette.FlawedBuild, Reason: "Build b0."}
	b.refused("no result", samira, wrong, advice.ErrNoResult)
	b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Passed)
	b.refused("by a tester", yann, wrong, access.ErrDenied)
	b.refused("no cause", samira, advice.Invalidation{Case: "SC-1", Reason: "x"}, campaign.ErrInvalid)
	b.refused("no reason", samira, advice.Contest{Case: "SC-1"}, campaign.ErrIncomplete)
	b.refused("unknown case", samira, advice.Contest{Case: "SC-404", Reason: "x"}, campaign.ErrUnknownCase)
	b.refused("another attempt", samira, advice.Contest{Case: "SC-1", Attempt: 2, Reason: "x"}, advice.ErrNoResult)
	verdict := func() recette.Verdict {
		cases, err := b.s.Cases(t.Context(), elise, "v1")
		if err != nil {
			t.Fatal(err)
		}
		return cases[0].Verdict
	}
	b.noted(yann, advice.Contest{Case: "SC-1", Reason: "Je n’ai pas vu cela."})
	if got := verdict(); got != recette.Passed {
		t.Errorf("a contested result is %s, want passed", got)
	}
	b.noted(samira, wrong)
	if got := verdict(); got != recette.NotRun {
		t.Errorf("an invalidated result is %s, want not run", got)
	}
	b.refused("invalid already", samira, wrong, advice.ErrNoResult)
	b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Passed)
	if got := verdict(); got != recette.Passed {
		t.Errorf("the attempt after it is %s, want passed", got)
	}
	if s := b.status(); len(s.Notes.Objections) != 2 || s.Notes.Objections[1].Verdict != recette.Passed {
		t.Errorf("objections: %+v", s.Notes.Objections)
	}
}

// A closed campaign takes nothing that would change a verdict, nor anybody into a session: those that were open closed
// with it.
func TestNote_AfterTheEnd(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	n := b.noted(elise, meeting.Opening{People: []meeting.Person{{Ref: elise.Ref, Animates: true}, {Ref: yann.Ref}}})
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	for name, f := range map[string]fact.Fact{
		"an invalidation": advice.Invalidation{Case: "SC-4", Cause: recette.FlawedData, Reason: "mauvais jeu"},
		"a contest":       advice.Contest{Case: "SC-4", Reason: "je n’ai pas vu cela"},
		"a presence":      meeting.Move{Number: n, Left: []string{yann.Ref}},
		"a closing":       meeting.Closing{Number: n},
		"a session":       meeting.Opening{People: []meeting.Person{{Ref: samira.Ref, Animates: true}}},
		"a suspension":    meeting.Suspension{Reason: "panne"},
	} {
		b.refused(name, samira, f, campaign.ErrClosed)
	}
	b.noted(elise, advice.Deviation{Text: "Une session de moins.", Reason: "absence"})
	s := b.status()
	if held := s.Notes.Session(n); held.Phase != recette.SessionClosed || held.Closed.At != s.ClosedAt ||
		held.People[1].There() {
		t.Errorf("the session goes on after the end: %+v", held)
	}
	if s.Figures.Passed != 1 {
		t.Errorf("figures %+v", s.Figures)
	}
}

// A suspension and a resumption name a criterion of the plan, by its number or by its text.
func TestNote_SuspensionByACriterion(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{
		Suspension: []plan.Criterion{{Text: "Une bloquante"}, {Text: "Environnement arrêté"}},
		Resumption: []plan.Criterion{{Text: "Environnement rendu"}},
	}
	must(t, b.s.Open(t.Context(), elise, m))
	for _, said := range []string{"nimporte quoi", "suspension/3", "resumption/1", "Environnement rendu"} {
		b.refused(said, elise, meeting.Suspension{Reason: "x", Criterion: said}, campaign.ErrInvalid)
	}
	for i, said := range []string{"suspension/2", "environnement arrêté"} {
		b.noted(elise, meeting.Suspension{Reason: "panne", Criterion: said})
		b.refused("resumed by that", elise, meeting.Resumption{Reason: "x", Criterion: said}, campaign.ErrInvalid)
		b.noted(elise, meeting.Resumption{Reason: "réparé", Criterion: "resumption/1"})
		s := b.status()
		p := &s.Notes.Pauses[i]
		if got := []string{p.Named, s.Texts[p.Criterion], s.Texts[p.Cleared]}; !slices.Equal(got, []string{
			"suspension/2", "Environnement arrêté", "Environnement rendu",
		}) {
			t.Errorf("suspended by %q: %q", said, got)
		}
	}
}
