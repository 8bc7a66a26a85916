package execution

import (
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/recette"
)

// sitAt conducts a session of the campaign v1 on a real store, in the name of an actor.
func sitAt(t *testing.T, p *project, actor recette.Actor, person Person, cases ...catalogue.Case) (Summary, error) {
	t.Helper()
	l := NewLedger(p.service, actor, "v1")
	e, err := New(Options{Recorder: l, Evidence: l, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	m := manifestOf(cases)
	items := FromManifest(&m)
	b, err := e.Bind(t.Context(), Cases(items), Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(t.Context(), b, Guided{SessionOptions: SessionOptions{Items: items}, Person: person, Dossier: l})
}

func TestLedger(t *testing.T) {
	p, err := openProject(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.db.Close() // the test is over
	c := kase("SC-1", "action je clique", "outcome je vois", "outcome je lis")
	m := manifestOf([]catalogue.Case{c})
	if err := p.service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	leaves := &people{w: w, answers: map[string]Answer{
		"je vois": {Verdict: recette.PassedWithRemark, Observed: "« vu »", Comment: "à revoir"}, "je lis": {Leave: true},
	}}
	sum, err := sitAt(t, p, yann, leaves, c)
	if err != nil || sum.Left != 1 {
		t.Fatalf("first session = %+v, %v", sum, err)
	}
	t.Run("somebody else is refused", func(t *testing.T) {
		_, err := sitAt(t, p, samir, &people{w: w}, c)
		var owned *campaign.HeldError
		if !errors.As(err, &owned) || owned.Ref != yann.Ref || !errors.Is(err, campaign.ErrHeld) {
			t.Errorf("err = %v, want *campaign.HeldError of %s", err, yann.Ref)
		}
	})
	t.Run("a changed text is refused", func(t *testing.T) {
		other := c
		other.Content = "content/1:autre"
		_, err := sitAt(t, p, yann, &people{w: w}, other)
		var drift *campaign.DriftError
		if !errors.As(err, &drift) || drift.Frozen != c.Content || drift.Present != other.Content {
			t.Errorf("err = %v, want *campaign.DriftError", err)
		}
	})
	t.Run("the owner resumes with the texts", func(t *testing.T) {
		back := &people{w: w, answers: map[string]Answer{"je lis": {Verdict: recette.Failed, Observed: "rien"}}}
		sum, err := sitAt(t, p, yann, back, c)
		if err != nil || sum.Executed != 1 || sum.OK() {
			t.Fatalf("second session = %+v, %v", sum, err)
		}
		q := back.asked[0]
		if o := q.Observed(1); q.Step != 2 || q.Pass != 2 || o == nil || o.Observed != "« vu »" || o.Comment != "à revoir" {
			t.Errorf("question = %+v", q)
		}
		all, err := NewLedger(p.service, yann, "v1").Cases(t.Context())
		if err != nil || all[0].Verdict != recette.Failed || all[0].Open {
			t.Errorf("cases = %+v, %v", all, err)
		}
	})
}
