package execution

import (
	"context"
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// amends is a session of yann on a real store, at cases of which each is one action and one outcome.
func amends(t *testing.T, cases ...catalogue.Case) (*project, *Session) {
	t.Helper()
	p, err := openProject(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.db.Close() }) // the test is over
	m := manifestOf(cases)
	if err := p.service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	l := NewLedger(p.service, yann, "v1", protocol.Message.String)
	e, err := New(Options{Recorder: l, Evidence: l, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	items := FromManifest(&m)
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.NewSession(t.Context(), b, SessionOptions{Items: items, Amender: l, Again: true})
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// play begins a case and gives its answers.
func play(t *testing.T, s *Session, id string, answers ...Answer) {
	t.Helper()
	if _, err := s.Begin(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if err := s.Answer(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// says is a correction of the outcome of a case.
func says(id string, v recette.Verdict, seen string) campaign.Amend {
	return campaign.Amend{Case: id, Reason: "mal lu", Steps: []campaign.Judgement{
		{Step: 1, Verdict: v, Observed: seen},
	}}
}

var done, nothing = Answer{Verdict: recette.Passed}, Answer{Verdict: recette.Failed, Observed: "rien"}

// A case that ended is corrected from the question of another, which stays: the session counts it as it stands then.
func TestSession_AmendsWhatEnded(t *testing.T) {
	ctx := t.Context()
	two := []string{"action je clique", "outcome je vois"}
	p, s := amends(t, kase("SC-1", two...), kase("SC-2", two...), kase("SC-3", two...))
	play(t, s, "SC-1", done, nothing)
	play(t, s, "SC-2", done, done)
	play(t, s, "SC-3", done)
	q := s.Question()
	if q == nil || q.Case.ID != "SC-3" || q.Step != 1 || q.Past == nil {
		t.Fatalf("question = %+v", q)
	}
	all := q.Past.Played()
	if len(all) != 2 || all[0].Case.ID != "SC-2" || all[1].Case.ID != "SC-1" || all[1].Verdict != recette.Failed ||
		all[1].Steps[1].Observed != "rien" {
		t.Fatalf("played = %+v", all)
	}
	if err := q.Past.CheckAmend(ctx, campaign.Amend{Case: "SC-1"}); err != nil {
		t.Errorf("CheckAmend = %v", err)
	}
	if _, err := q.Past.Amend(ctx, says("SC-1", recette.Failed, "rien")); !errors.Is(err, campaign.ErrAmend) {
		t.Errorf("the same again = %v, want ErrAmend", err)
	}
	if got, err := q.Past.Amend(ctx, says("SC-1", recette.Passed, "")); err != nil || got.Now != recette.Passed {
		t.Fatalf("Amend = %+v, %v", got, err)
	}
	empty := says("SC-2", recette.Failed, "page vide")
	if got, err := q.Past.Amend(ctx, empty); err != nil || got.Now != recette.Failed {
		t.Fatalf("Amend = %+v, %v", got, err)
	}
	all = q.Past.Played()
	if all[1].Verdict != recette.Passed || all[1].Steps[1].Observed != "" || all[0].Steps[1].Observed != "page vide" {
		t.Errorf("played = %+v", all)
	}
	if again := s.Question(); again == nil || again.Case.ID != "SC-3" || again.Step != 1 {
		t.Errorf("the question that stands = %+v", again)
	}
	if err := s.Answer(ctx, done); err != nil {
		t.Fatal(err)
	}
	sum, err := s.Close(ctx)
	if err != nil || sum.Executed != 3 || sum.Verdicts[recette.Passed] != 2 || sum.Verdicts[recette.Failed] != 1 ||
		len(sum.Faults) != 1 || sum.Faults[0].ID != "SC-2" || sum.Faults[0].Message != "page vide" || sum.More != 0 {
		t.Errorf("summary = %+v, %v", sum, err)
	}
	list, err := p.service.Cases(ctx, yann, "v1")
	if err != nil || list[0].Verdict != recette.Passed || list[1].Verdict != recette.Failed || list[0].Attempt != 1 {
		t.Errorf("cases = %+v, %v", list, err)
	}
	if _, err := s.Amend(ctx, says("SC-1", recette.Failed, "rien")); !errors.Is(err, ErrClosed) {
		t.Errorf("of a closed session: %v, want ErrClosed", err)
	}
}

// What did not end in the session is not corrected there, nor an attempt that another followed, wherever it was made.
func TestSession_AmendsNothingElse(t *testing.T) {
	ctx := t.Context()
	two := []string{"action je clique", "outcome je vois"}
	p, s := amends(t, kase("SC-1", two...), kase("SC-2", two...))
	if _, err := s.Amend(ctx, says("SC-1", recette.Failed, "rien")); !errors.Is(err, errNotPlayed) {
		t.Errorf("of a case that nobody played: %v, want errNotPlayed", err)
	}
	play(t, s, "SC-1", done, nothing)
	if err := s.CheckAmend(ctx, campaign.Amend{Case: "SC-1", Steps: []campaign.Judgement{{Step: 7}}}); !errors.Is(err,
		campaign.ErrAmend) {
		t.Errorf("of a step that is none: %v, want ErrAmend", err)
	}
	play(t, s, "SC-1", done)
	if err := s.CheckAmend(ctx, campaign.Amend{Case: "SC-1"}); !errors.Is(err, campaign.ErrAmend) {
		t.Errorf("while the case is played again: %v, want ErrAmend", err)
	}
	if err := s.Answer(ctx, done); err != nil {
		t.Fatal(err)
	}
	if all := s.Played(); len(all) != 1 || all[0].Attempt != 2 || all[0].Verdict != recette.Passed {
		t.Errorf("played = %+v, want the last attempt alone", all)
	}
	elsewhere := NewLedger(p.service, yann, "v1", protocol.Message.String)
	a, err := elsewhere.Begin(ctx, campaign.Begin{
		Case: "SC-1", Content: s.Items[0].Case.Content, Mode: recette.Manual,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := elsewhere.Record(ctx, campaign.Result{
		Case: "SC-1", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Hold: a.Hold, Mode: recette.Manual,
		Closed: true, Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
		},
	}); err != nil {
		t.Fatal(err)
	}
	flawed, ok := errors.AsType[*campaign.AmendError](amendErr(ctx, s))
	if !ok || flawed.Flaw != recette.AmendOld {
		t.Errorf("played again elsewhere: %v, want an attempt that is not the last", flawed)
	}
	if sum, err := s.Close(ctx); err != nil || sum.Verdicts[recette.Passed] != 1 || sum.Verdicts[recette.Failed] != 1 {
		t.Errorf("summary = %+v, %v, want each attempt as it ended", sum, err)
	}
}

func amendErr(ctx context.Context, s *Session) error {
	_, err := s.Amend(ctx, says("SC-1", recette.Failed, "rien"))
	return err
}

// What is told of an answer may not call the session, which waits for it.
func TestSession_AmendsNothingWithin(t *testing.T) {
	_, s := amends(t, kase("SC-1", "action je clique", "outcome je vois"))
	var amend, check error
	var played []Played
	s.Recorded = func(ctx context.Context, _ Question, _ campaign.Observation) error {
		amend, check, played = amendErr(ctx, s), s.CheckAmend(ctx, campaign.Amend{Case: "SC-1"}), s.Played()
		return nil
	}
	play(t, s, "SC-1", done, nothing)
	if !errors.Is(amend, ErrWithin) || !errors.Is(check, ErrWithin) || played != nil {
		t.Errorf("within: %v, %v, %v, want ErrWithin", amend, check, played)
	}
}

// The result that counts is not corrected from a rehearsal of its case.
func TestLedger_AmendsNoTrial(t *testing.T) {
	p, s := amends(t, kase("SC-1", "action je clique", "outcome je vois"))
	play(t, s, "SC-1", done, nothing)
	l := NewLedger(p.service, yann, "v1", protocol.Message.String).Trying(recette.Rehearsal)
	if _, err := l.Amend(t.Context(), says("SC-1", recette.Passed, "")); !errors.Is(err, errTrial) {
		t.Errorf("Amend = %v, want errTrial", err)
	}
	if err := l.CheckAmend(t.Context(), says("SC-1", recette.Passed, "")); !errors.Is(err, errTrial) {
		t.Errorf("CheckAmend = %v, want errTrial", err)
	}
}
