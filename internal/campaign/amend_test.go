package campaign_test

import (
	"errors"
	"testing"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/plan"
	"recette/internal/recette"
)

// conformNow corrects the last step of a case into conform.
func conformNow(id string) campaign.Amend {
	return campaign.Amend{
		Campaign: "v1", Case: id, Steps: []campaign.Judgement{{Step: 2, Verdict: recette.Passed}},
		Reason: "j’ai lu la ligne du dessous",
	}
}

// notAmended holds that a correction is refused, and that nothing is written.
func (b *bench) notAmended(name string, who recette.Actor, a campaign.Amend, want error) {
	b.t.Helper()
	before := b.size()
	if _, err := b.s.Amend(b.t.Context(), who, a); !errors.Is(err, want) {
		b.t.Errorf("%s: Amend() error = %v, want %v", name, err, want)
	}
	if after := b.size(); after != before {
		b.t.Errorf("%s: the journal goes from %d to %d entries", name, before, after)
	}
}

// size is how many entries the journal holds.
func (b *bench) size() int64 {
	b.t.Helper()
	n, _, err := b.db.Head(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// flawed holds for which flaw a correction is refused.
func (b *bench) flawed(name string, who recette.Actor, a campaign.Amend, want recette.AmendFlaw) {
	b.t.Helper()
	_, err := b.s.Amend(b.t.Context(), who, a)
	if got, ok := errors.AsType[*campaign.AmendError](err); !ok || got.Flaw != want {
		b.t.Errorf("%s: Amend() error = %v, want the flaw %q", name, err, want)
	}
	if want == recette.AmendSame { // what is said of the step is not known before
		return
	}
	err = b.s.CheckAmend(b.t.Context(), who, a)
	if got, ok := errors.AsType[*campaign.AmendError](err); !ok || got.Flaw != want {
		b.t.Errorf("%s: CheckAmend() error = %v, want the flaw %q", name, err, want)
	}
}

const failed, passed = recette.Failed, recette.Passed

func TestAmend_IsTheSameAttempt(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, failed)
	got, err := b.s.Amend(t.Context(), yann, conformNow("SC-1"))
	if err != nil || got.Attempt != 1 || got.Was != failed || got.Now != passed || got.Seq == 0 {
		t.Fatalf("Amend() = %+v, %v", got, err)
	}
	other := b.service(campaign.Policies{}) // reads the journal from its beginning
	for name, s := range map[string]*campaign.Service{"here": b.s, "in another process": other} {
		c := b.progress(s, "SC-1")
		if c.Verdict != passed || c.Attempt != 1 {
			t.Errorf("%s the case is %s after %d attempts, want conform after one", name, c.Verdict, c.Attempt)
		}
	}
	st := b.status()
	if len(st.Drafts) != 1 || st.Drafts[0].ID() != "SC-1#1.3" {
		t.Errorf("the failure that was taken back is to be explained: drafts %+v", st.Drafts)
	}
	if len(st.Notes.Amendments) != 1 || st.Notes.Amendments[0].Was != failed || st.Notes.Amendments[0].Now != passed {
		t.Errorf("amendments: %+v", st.Notes.Amendments)
	}
	// It may be corrected again, and the failure is then the one that was said last.
	again := campaign.Amend{Campaign: "v1", Case: "SC-1", Reason: "non, bien en échec", Steps: []campaign.Judgement{
		{Step: 2, Verdict: failed, Observed: "le message manque"},
	}}
	if got, err = b.s.Amend(t.Context(), yann, again); err != nil || got.Was != passed || got.Now != failed {
		t.Fatalf("Amend() = %+v, %v", got, err)
	}
	b.flawed("the same once more", yann, again, recette.AmendSame)
	if st = b.status(); len(st.Drafts) != 1 || b.progress(other, "SC-1").Verdict != failed {
		t.Errorf("drafts %+v", st.Drafts)
	}
	// The next attempt follows the first.
	b.attempt(yann, "SC-1", passed, passed, passed)
	if c := b.progress(b.s, "SC-1"); c.Attempt != 2 || c.Verdict != passed {
		t.Errorf("after another attempt: %+v", c)
	}
}

func TestAmend_Refuses(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.flawed("no result", yann, conformNow("SC-1"), recette.AmendNothing)
	b.attempt(yann, "SC-1", passed, passed, failed)
	with := func(change func(*campaign.Amend)) campaign.Amend {
		a := conformNow("SC-1")
		change(&a)
		return a
	}
	say := func(j campaign.Judgement) campaign.Amend {
		return with(func(a *campaign.Amend) { a.Steps = []campaign.Judgement{j} })
	}
	b.notAmended("by the PO", marc, conformNow("SC-1"), access.ErrDenied)
	b.notAmended("by another tester", zoe, conformNow("SC-1"), access.ErrDenied)
	b.flawed("by another tester", zoe, conformNow("SC-1"), recette.AmendForeign)
	b.flawed("by QA", samira, conformNow("SC-1"), recette.AmendForeign)
	b.notAmended("no reason", yann, with(func(a *campaign.Amend) { a.Reason = " " }), campaign.ErrIncomplete)
	b.notAmended("no step", yann, with(func(a *campaign.Amend) { a.Steps = nil }), campaign.ErrIncomplete)
	b.notAmended("unknown case", yann, conformNow("SC-9"), campaign.ErrUnknownCase)
	b.flawed("another attempt", yann, with(func(a *campaign.Amend) { a.Attempt = 2 }), recette.AmendOld)
	b.flawed("a step that is none", yann, say(campaign.Judgement{Step: 9, Verdict: passed}), recette.AmendStep)
	b.notAmended("twice one step", yann, with(func(a *campaign.Amend) {
		a.Steps = append(a.Steps, campaign.Judgement{Step: 2, Verdict: failed, Observed: "rien"})
	}), campaign.ErrInvalid)
	b.notAmended("failed, without what was seen", yann, say(campaign.Judgement{Step: 0, Verdict: failed}),
		campaign.ErrIncomplete)
	b.notAmended("blocked, without a cause", yann, say(campaign.Judgement{Step: 0, Verdict: recette.Blocked}),
		campaign.ErrIncomplete)
	b.flawed("what it is already", yann, say(campaign.Judgement{Step: 0, Verdict: passed}), recette.AmendSame)
	b.noted(samira, advice.Contest{Case: "SC-1", Reason: "je n’ai pas vu cela"})
	b.flawed("contested", yann, conformNow("SC-1"), recette.AmendContested)
	b.noted(samira, advice.Invalidation{Case: "SC-1", Cause: recette.FlawedBuild, Reason: "mauvaise version"})
	b.flawed("invalidated", yann, conformNow("SC-1"), recette.AmendNothing)

	conform(b, "SC-2")
	b.flawed("of automation", samira, conformNow("SC-2"), recette.AmendStep)
	b.attempt(yann, "SC-3", passed)
	b.flawed("a step that nobody saw", yann, conformNow("SC-3"), recette.AmendStep)
	_, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-3", Content: "content/1:SC-3", Attempt: 2, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{manual(2, failed)},
	})
	must(t, err)
	b.flawed("not closed", yann, conformNow("SC-3"), recette.AmendNothing)
	b.attempt(yann, "SC-4", passed, passed, failed)
	b.noted(elise, meeting.Suspension{Reason: "panne"})
	b.notAmended("suspended", yann, conformNow("SC-4"), campaign.ErrSuspended)
	b.noted(elise, meeting.Resumption{Reason: "réparé"})
	b.now = b.now.Add(24 * time.Hour)
	b.flawed("the day after", yann, conformNow("SC-4"), recette.AmendSession)
	b.attempt(yann, "SC-4", passed, passed, failed)
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	b.notAmended("closed", yann, conformNow("SC-4"), campaign.ErrClosed)
}

// A case that several people observed is nobody's own.
func TestAmend_OfSeveralPeople(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed)
	ctx := t.Context()
	a, err := b.s.BeginAttempt(ctx, samira, campaign.Begin{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual, TakeOver: true,
	})
	must(t, err)
	if a.Number != 2 {
		t.Fatalf("the attempt that is taken over is %d", a.Number)
	}
	b.attempt(samira, "SC-1", passed, passed, failed)
	b.flawed("of the former attempt", yann, conformNow("SC-1"), recette.AmendForeign)
	if _, err := b.s.Amend(ctx, samira, conformNow("SC-1")); err != nil {
		t.Error(err)
	}
}

func TestAmend_InTheSession(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Sessions: []plan.Session{{Code: "S1"}, {Code: "S2"}}}
	must(t, b.s.Open(t.Context(), elise, m))
	led := meeting.Person{Ref: elise.Ref, Animates: true}
	of := meeting.Person{Ref: yann.Ref}
	first := b.noted(elise, meeting.Opening{Planned: "S1", People: []meeting.Person{led, of}})
	b.attempt(yann, "SC-1", passed, passed, failed)
	b.attempt(yann, "SC-2", passed, passed, failed)
	b.noted(elise, meeting.Move{Number: first, Left: []string{yann.Ref}})
	b.notAmended("who left", yann, conformNow("SC-1"), access.ErrDenied)
	b.noted(elise, meeting.Move{Number: first, Came: []meeting.Person{of}})
	if _, err := b.s.Amend(t.Context(), yann, conformNow("SC-1")); err != nil {
		t.Errorf("back in the session: %v", err)
	}
	b.noted(elise, meeting.Closing{Number: first})
	b.flawed("closed", yann, conformNow("SC-2"), recette.AmendSession)
	b.noted(elise, meeting.Opening{Planned: "S2", People: []meeting.Person{led, of}})
	b.flawed("in the next session", yann, conformNow("SC-2"), recette.AmendSession)
}

// An amendment replays nothing: it shows no correction, takes back what the result showed, and leaves the result as
// old as it was.
func TestAmend_IsNoRetest(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	b.attempt(yann, "SC-1", passed, passed, failed)
	number := b.noted(yann, gap.Anomaly{Severity: recette.Major, Summary: "rien", Case: "SC-1"})
	fix := gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"}
	b.noted(samira, fix)
	if _, err := b.s.Amend(ctx, yann, conformNow("SC-1")); err != nil {
		t.Fatal(err)
	}
	closing := gap.Change{Number: number, Act: recette.AnomalyClose, Retest: gap.Retest{Case: "SC-1"}}
	b.noRetest(closing, recette.RetestEarly)
	b.attempt(yann, "SC-1", passed, passed, failed)
	if _, err := b.s.Amend(ctx, yann, conformNow("SC-1")); err != nil {
		t.Fatal(err)
	}
	b.noRetest(closing, recette.RetestAmended)
	b.attempt(yann, "SC-1", passed, passed, passed)
	b.noted(samira, closing)
	remark := campaign.Amend{Campaign: "v1", Case: "SC-1", Reason: "à dire", Steps: []campaign.Judgement{
		{Step: 2, Verdict: recette.PassedWithRemark, Comment: "lent"},
	}}
	if _, err := b.s.Amend(ctx, yann, remark); err != nil {
		t.Fatal(err)
	}
	if got := b.status().Anomalies[0].Status; got != string(recette.AnomalyFixed) {
		t.Errorf("the anomaly that the result showed closed is %s, want to be tested again", got)
	}
	if got := b.progress(b.s, "SC-1").Freshness; got != recette.StaleAnomaly {
		t.Errorf("the result is %q, want stale: it speaks no more of the anomaly", got)
	}
}

func (b *bench) noRetest(f gap.Change, want recette.RetestFlaw) {
	b.t.Helper()
	_, err := b.s.Note(b.t.Context(), samira, "v1", f)
	if got, ok := errors.AsType[*gap.RetestError](err); !ok || got.Flaw != want {
		b.t.Errorf("Note() error = %v, want the flaw %q", err, want)
	}
}

// Whoever reads results over reads what was corrected anew.
func TestAmend_IsReadAnew(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Review: plan.Review{
		Cases: []string{"SC-1"}, Named: []string{"SC-1"},
	}}
	must(t, b.s.Open(t.Context(), elise, m))
	b.attempt(yann, "SC-1", passed, passed, failed)
	b.noted(samira, advice.Review{Case: "SC-1", Reading: recette.Accept})
	if _, err := b.s.Amend(t.Context(), yann, conformNow("SC-1")); err != nil {
		t.Fatal(err)
	}
	if got := b.status(); len(got.Unread) != 1 || got.Figures.Passed != 0 {
		t.Errorf("unread %v, figures %+v", got.Unread, got.Figures)
	}
	b.noted(samira, advice.Review{Case: "SC-1", Reading: recette.Return, Reason: "à revoir"})
	again := conformNow("SC-1")
	again.Steps[0].Verdict, again.Steps[0].Observed = failed, "rien"
	b.flawed("sent back", yann, again, recette.AmendDue)
}

// A failure that was to be read over is once its author made it conform, though what is conform is not.
func TestAmend_IsReadForWhatItWas(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Review: plan.Review{
		Cases: []string{"SC-1"}, Named: []string{"SC-1"}, Verdicts: []string{"failed"},
	}}
	must(t, b.s.Open(t.Context(), elise, m))
	b.attempt(yann, "SC-1", passed, passed, failed)
	if _, err := b.s.Amend(t.Context(), yann, conformNow("SC-1")); err != nil {
		t.Fatal(err)
	}
	if got := b.status(); len(got.Unread) != 1 || got.Figures.Passed != 0 {
		t.Errorf("unread %v, figures %+v", got.Unread, got.Figures)
	}
	b.noted(samira, advice.Review{Case: "SC-1", Reading: recette.Accept})
	if got := b.status(); len(got.Unread) != 0 || got.Figures.Passed != 1 {
		t.Errorf("once it is read: unread %v, figures %+v", got.Unread, got.Figures)
	}
	b.attempt(yann, "SC-1", passed, passed, passed)
	if got := b.status(); len(got.Unread) != 0 {
		t.Errorf("another attempt, conform: unread %v", got.Unread)
	}
}
