package campaign_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/store/sqlite"
)

func TestAttempts_ResumeOnAnotherProcess(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	a, err := b.s.BeginAttempt(t.Context(), yann, begin)
	if err != nil || a.Number != 1 || a.Pass != 1 || a.Resumed {
		t.Fatalf("BeginAttempt = %+v, %v", a, err)
	}
	file := b.attach("écran.txt", "vu")
	o := manual(0, recette.Failed)
	o.Evidence, o.Comment = []campaign.Attachment{file}, "à revoir"
	if _, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: 1, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{o},
	}); err != nil {
		t.Fatal(err)
	}

	other := b.service(campaign.Policies{})
	if got := b.progress(other, "SC-1"); !got.Open || got.Verdict != recette.Failed {
		t.Errorf("open attempt = %+v, want open and never greener than what was seen", got)
	}
	a, err = other.BeginAttempt(t.Context(), yann, begin)
	if err != nil || a.Number != 1 || a.Pass != 2 || !a.Resumed {
		t.Fatalf("BeginAttempt again = %+v, %v, want attempt 1, pass 2, resumed", a, err)
	}
	if diff := cmp.Diff([]campaign.Observation{o}, a.Steps); diff != "" {
		t.Errorf("what stands of the steps (-want +got):\n%s", diff)
	}
	rest := campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: 1, Pass: 2, Mode: recette.Manual, Closed: true,
		Steps: []campaign.Observation{manual(1, recette.Passed), manual(2, recette.Passed)},
	}
	if got, err := other.Record(t.Context(), yann, rest); err != nil || got.Verdict != recette.Failed {
		t.Errorf("Record = %+v, %v, want failed: the first step stands", got, err)
	}
	if _, err := b.s.Record(t.Context(), yann, rest); !errors.Is(err, recette.ErrAttemptClosed) {
		t.Errorf("the first process records on the closed attempt: error = %v, want ErrAttemptClosed", err)
	}
	a, err = b.s.BeginAttempt(t.Context(), zoe, begin)
	if err != nil || a.Number != 2 || a.Resumed {
		t.Errorf("BeginAttempt after closing = %+v, %v, want attempt 2 for anybody", a, err)
	}
}

func TestAttempts_HeldBySomebodyElse(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	one := func(actor recette.Actor, number int) error {
		_, err := b.s.Record(t.Context(), actor, campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: number, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(0, recette.Passed)},
		})
		return err
	}
	if err := one(yann, 1); err != nil {
		t.Fatal(err)
	}
	var held *campaign.HeldError
	if _, err := b.s.BeginAttempt(t.Context(), zoe, begin); !errors.As(err, &held) || held.Ref != yann.Ref {
		t.Errorf("BeginAttempt by another: error = %v, want *HeldError by %s", err, yann.Ref)
	}
	if err := one(zoe, 1); cause(err) != access.CauseNotOwn || !errors.As(err, &held) || held.Ref != yann.Ref {
		t.Errorf("Record in another's attempt: error = %v, want a refusal that names %s", err, yann.Ref)
	}
	begin.TakeOver = true
	for _, of := range []campaign.Taken{{Attempt: 2, Ref: yann.Ref}, {Attempt: 1, Ref: zoe.Ref}, {}} {
		begin.Of = &of
		if _, err := b.s.BeginAttempt(t.Context(), samira, begin); !errors.Is(err, campaign.ErrStale) {
			t.Errorf("take-over of %+v: error = %v, want ErrStale", of, err)
		}
	}
	if got := b.progress(b.s, "SC-1"); !got.Open || got.Attempt != 1 {
		t.Errorf("what nobody saw open was abandoned: %+v", got)
	}
	begin.Of = &campaign.Taken{Attempt: 1, Ref: yann.Ref}
	if _, err := b.s.BeginAttempt(t.Context(), yann, begin); !errors.Is(err, campaign.ErrStale) {
		t.Errorf("take-over of one's own: error = %v, want ErrStale", err)
	}
	if _, err := b.s.BeginAttempt(t.Context(), zoe, begin); cause(err) != access.CauseRole {
		t.Errorf("take-over by a tester: error = %v, want a refusal of the role", err)
	}
	a, err := b.s.BeginAttempt(t.Context(), samira, begin)
	if err != nil || a.Number != 2 {
		t.Fatalf("take-over by QA = %+v, %v", a, err)
	}
	if _, err := b.s.BeginAttempt(t.Context(), samira, begin); !errors.Is(err, campaign.ErrStale) {
		t.Errorf("take-over of what is closed: error = %v, want ErrStale", err)
	}
	got := b.progress(b.s, "SC-1")
	if got.Verdict != recette.NotRun || got.Open || got.Outcome != recette.OutcomeInterrupted {
		t.Errorf("abandoned attempt = %+v, want not run and interrupted", got)
	}
	if err := one(samira, 2); err != nil {
		t.Fatal(err)
	}
	a, err = b.s.BeginAttempt(t.Context(), samira, campaign.Begin{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual, Restart: true,
	})
	if err != nil || a.Number != 3 || a.Resumed {
		t.Errorf("restart of one's own = %+v, %v, want attempt 3", a, err)
	}
}

// TestAttempts_TwoAtOnce: two conduct one case at the same time, in two processes or at two screens of one. The one
// that records second is told, and nothing of it is written, whoever conducts and whatever the other recorded.
func TestAttempts_TwoAtOnce(t *testing.T) {
	one := func(step int) []campaign.Observation { return []campaign.Observation{manual(step, recette.Passed)} }
	all := []campaign.Observation{manual(0, recette.Passed), manual(1, recette.Passed), manual(2, recette.Passed)}
	for name, tt := range map[string]struct {
		second recette.Actor
		screen bool            // the second is in the process of the first
		first  campaign.Result // what the first records before the second does
		want   error
	}{
		"one person, a step":     {yann, false, campaign.Result{Steps: one(0)}, recette.ErrAttemptUnknown},
		"two screens, a step":    {yann, true, campaign.Result{Steps: one(0)}, recette.ErrAttemptUnknown},
		"two screens, the whole": {yann, true, campaign.Result{Steps: all, Closed: true}, recette.ErrAttemptClosed},
		"one person, the whole":  {yann, false, campaign.Result{Steps: all, Closed: true}, recette.ErrAttemptClosed},
		"another person, a step": {zoe, false, campaign.Result{Steps: one(0)}, campaign.ErrHeld},
		"another, the whole":     {zoe, false, campaign.Result{Steps: all, Closed: true}, recette.ErrAttemptClosed},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			other := b.s
			if !tt.screen {
				other = b.service(campaign.Policies{})
			}
			begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
			take := func(s *campaign.Service, who recette.Actor) *campaign.Hold {
				a, err := s.BeginAttempt(t.Context(), who, begin)
				if err != nil || a.Number != 1 || a.Pass != 1 {
					t.Fatalf("BeginAttempt = %+v, %v", a, err)
				}
				return a.Hold
			}
			tt.first.Hold = take(b.s, yann)
			hold := take(other, tt.second)
			tt.first.Campaign, tt.first.Case, tt.first.Content = begin.Campaign, begin.Case, begin.Content
			tt.first.Mode, tt.first.Attempt, tt.first.Pass = recette.Manual, 1, 1
			if _, err := b.s.Record(t.Context(), yann, tt.first); err != nil {
				t.Fatal(err)
			}
			late := tt.first
			late.Closed, late.Steps, late.Hold = false, one(1), hold
			if got, err := other.Record(t.Context(), tt.second, late); !errors.Is(err, tt.want) {
				t.Errorf("Record of the second = %+v, %v, want %v", got, err, tt.want)
			}
			if n, _, err := b.db.Head(t.Context()); n != 2 || err != nil {
				t.Errorf("%d leaves (%v), want the opening and one result", n, err)
			}
			// Whoever takes the case up again knows what the other recorded, and goes on.
			if late.Closed = tt.first.Closed; late.Closed || tt.second.Ref != yann.Ref {
				return
			}
			a, err := other.BeginAttempt(t.Context(), yann, begin)
			if err != nil || a.Pass != 2 || len(a.Steps) != 1 {
				t.Fatalf("BeginAttempt again = %+v, %v", a, err)
			}
			late.Pass, late.Hold = a.Pass, a.Hold
			if _, err := other.Record(t.Context(), yann, late); err != nil {
				t.Errorf("Record after taking it up again: %v", err)
			}
			late.Hold = tt.first.Hold
			if _, err := b.s.Record(t.Context(), yann, late); !errors.Is(err, recette.ErrAttemptUnknown) {
				t.Errorf("the first goes on all the same: %v, want ErrAttemptUnknown", err)
			}
		})
	}
}

// TestOpen_OnePersonHasOneReference: two processes that open campaigns at once and give one person two references
// cannot both succeed; asked again, the second gets the reference of the first.
func TestOpen_OnePersonHasOneReference(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	other := b.service(campaign.Policies{})
	freeze := func(s *campaign.Service, id string) plan.Manifest {
		m := manifest()
		m.Campaign = id
		refs, err := s.Refs(t.Context(), elise, []string{"Nouvelle Personne"})
		if err != nil {
			t.Fatal(err)
		}
		m.Parties = append(
			slices.Clone(m.Parties),
			plan.Participant{Name: "Nouvelle Personne", Role: "tester", Ref: refs["Nouvelle Personne"]},
		)
		return m
	}
	first, second := freeze(b.s, "v1"), freeze(other, "v2")
	if err := b.s.Open(t.Context(), elise, first); err != nil {
		t.Fatal(err)
	}
	if err := other.Open(t.Context(), elise, second); !errors.Is(err, campaign.ErrMeanwhile) {
		t.Errorf("Open = %v, want ErrMeanwhile", err)
	}
	if err := other.Open(t.Context(), elise, freeze(other, "v2")); err != nil {
		t.Errorf("Open, asked again: %v", err)
	}
}

// TestOpenFor_AsksAgain: a campaign that another process opens between the references and the opening costs nobody an
// error.
func TestOpenFor_AsksAgain(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	other := b.service(campaign.Policies{})
	const newcomer = "Nouvelle Personne"
	m := manifest()
	m.Campaign = "v2"
	m.Parties = append(slices.Clone(m.Parties), plan.Participant{Name: newcomer, Role: "tester", Ref: "p-provisional"})
	var people []string
	for _, p := range m.Parties {
		people = append(people, p.Name)
	}
	asked := 0
	err := b.s.OpenFor(t.Context(), &m, people, func(m *plan.Manifest) (recette.Actor, error) {
		if asked++; asked == 2 { // the references are given, nothing is opened
			first := *m
			first.Campaign, first.Parties = "v1", slices.Clone(m.Parties)
			refs, err := other.Refs(t.Context(), elise, people)
			if err != nil {
				t.Fatal(err)
			}
			if err := first.Refer(refs); err != nil {
				t.Fatal(err)
			}
			if err := other.Open(t.Context(), partyOf(&first, elise), first); err != nil {
				t.Fatal(err)
			}
		}
		return partyOf(m, elise), nil
	})
	if err != nil || asked != 4 {
		t.Fatalf("OpenFor = %v after %d looks, want the campaign after 4", err, asked)
	}
	refs, err := other.Refs(t.Context(), elise, []string{newcomer})
	if err != nil || refs[newcomer] != m.Parties[len(m.Parties)-1].Ref {
		t.Errorf(
			"the reference is %q for one process and %q for the other, %v", refs[newcomer],
			m.Parties[len(m.Parties)-1].Ref, err,
		)
	}
}

// partyOf gives a person of the tests under the reference that a manifest gives them.
func partyOf(m *plan.Manifest, who recette.Actor) recette.Actor {
	for _, p := range m.Parties {
		if p.Name == who.Name {
			who.Ref = p.Ref
		}
	}
	return who
}

// TestOpen_OnePersonHasOneReferenceAmongSeveralAsked: references asked for somebody else meanwhile do not hide a
// campaign that was opened since the first ones were given.
func TestOpen_OnePersonHasOneReferenceAmongSeveralAsked(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	freeze := func(id string) plan.Manifest {
		m := manifest()
		m.Campaign = id
		refs, err := b.s.Refs(t.Context(), elise, []string{"Nouvelle Personne"})
		if err != nil {
			t.Fatal(err)
		}
		m.Parties = append(
			slices.Clone(m.Parties),
			plan.Participant{Name: "Nouvelle Personne", Role: "tester", Ref: refs["Nouvelle Personne"]},
		)
		return m
	}
	first, second := freeze("v1"), freeze("v2")
	if err := b.s.Open(t.Context(), elise, first); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Refs(t.Context(), elise, []string{"Autre"}); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Open(t.Context(), elise, second); !errors.Is(err, campaign.ErrMeanwhile) {
		t.Errorf("Open = %v, want ErrMeanwhile", err)
	}
}

// TestOpen_TwoProcesses: an id opens one campaign, and what one process closed is closed for the other at once.
func TestOpen_TwoProcesses(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	other := b.service(campaign.Policies{})
	b.open()
	if err := other.Open(t.Context(), elise, manifest()); !errors.Is(err, campaign.ErrExists) {
		t.Errorf("Open again = %v, want ErrExists", err)
	}
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	if _, err := other.BeginAttempt(t.Context(), yann, begin); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: begin.Content, Attempt: 1, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{manual(0, recette.Passed)},
	}); !errors.Is(err, campaign.ErrClosed) {
		t.Errorf("Record = %v, want ErrClosed", err)
	}
	if err := other.Close(
		t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true},
	); !errors.Is(err, campaign.ErrClosed) {
		t.Errorf("Close again = %v, want ErrClosed", err)
	}
}

// asking notes the texts that are read of the log.
type asking struct {
	*sqlite.DB
	asked []string
}

func (a *asking) Texts(ctx context.Context, commitments []string) (map[string]string, error) {
	a.asked = append(a.asked, commitments...)
	return a.DB.Texts(ctx, commitments)
}

// A case that is resumed costs what was said of it, whatever was said of the others.
func TestAttempts_ResumeReadsItsOwnTexts(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	begin := func(s *campaign.Service, id string) campaign.Attempt {
		a, err := s.BeginAttempt(t.Context(), yann, campaign.Begin{
			Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual,
		})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, id := range []string{"SC-1", "SC-2", "SC-3"} {
		a := begin(b.s, id)
		o := manual(0, recette.PassedWithRemark)
		o.Comment = "de " + id
		if _, err := b.s.Record(t.Context(), yann, campaign.Result{
			Campaign: "v1", Case: id, Content: a.Content, Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{o},
		}); err != nil {
			t.Fatal(err)
		}
	}
	log := &asking{DB: b.db}
	s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader, Evidence: files{b.dir}})
	if err != nil {
		t.Fatal(err)
	}
	if a := begin(s, "SC-2"); len(a.Steps) != 1 || a.Steps[0].Comment != "de SC-2" || len(log.asked) != 1 {
		t.Errorf("BeginAttempt = %+v, read %d texts, want the one of the case", a, len(log.asked))
	}
	if _, err := s.Cases(t.Context(), yann, "v1"); err != nil || len(log.asked) != 1 {
		t.Errorf("Cases: %v, read %d texts, want none", err, len(log.asked)-1)
	}
}
