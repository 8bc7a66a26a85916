package execution

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

func TestSessionRefusals(t *testing.T) {
	c := kase("SC-1", "action je clique", "outcome je vois")
	left := func(t *testing.T) *world {
		w := newWorld()
		p := &people{w: w, answers: map[string]Answer{"je vois": {Leave: true}}}
		if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
			t.Fatal(err)
		}
		return w
	}
	t.Run("somebody else's attempt", func(t *testing.T) {
		w := left(t)
		w.actor = "t2"
		p := &people{w: w}
		sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c, kase("SC-2", "outcome je lis"))
		var owned *campaign.HeldError
		if !errors.As(err, &owned) || owned.Ref != "t1" || owned.Case != "SC-1" {
			t.Fatalf("err = %v, want *campaign.HeldError", err)
		}
		if sum.Executed != 1 || sum.ok() || len(p.asked) != 1 {
			t.Errorf("the session did not go on: %+v", sum)
		}
	})
	t.Run("overtaken, answers written ahead", func(t *testing.T) {
		w := newWorld()
		w.refuse = func(r campaign.Result) error {
			if r.Case == "SC-1" && len(r.Steps) > 0 {
				return &campaign.HeldError{Case: r.Case, Attempt: r.Attempt, Ref: "t9"}
			}
			return nil
		}
		p := &people{w: w}
		items := []Item{{Case: c}, {Case: kase("SC-2", "outcome je lis")}}
		e := newEngine(t, w, 1)
		b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.Test(t.Context(), b, Guided{
			SessionOptions: SessionOptions{Items: items}, Person: p, Dossier: w, Ahead: true,
		})
		if owned, ok := errors.AsType[*campaign.HeldError](err); !ok || owned.Case != "SC-1" {
			t.Fatalf("err = %v, want *campaign.HeldError", err)
		}
		if len(p.asked) != 1 || len(w.results) != 0 {
			t.Errorf("%d questions: what was written for a case may have been taken for the next one", len(p.asked))
		}
	})
	t.Run("changed text", func(t *testing.T) {
		w := left(t)
		now := kase("SC-1", "action je clique", "outcome je vois deux lignes")
		items := []Item{{Case: c}}
		e := newEngine(t, w, 1)
		b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		rows := len(w.results)
		p := &people{w: w}
		_, err = e.Test(t.Context(), b, Guided{Person: p, Dossier: w, SessionOptions: SessionOptions{
			Items:   items,
			Current: func(context.Context, *catalogue.Case) (catalogue.Case, bool, error) { return now, true, nil },
		}})
		var drift *campaign.DriftError
		if !errors.As(err, &drift) || drift.Before != c.Source || drift.After != now.Source ||
			drift.Present != now.Content {
			t.Fatalf("err = %v, want *campaign.DriftError with both texts", err)
		}
		if len(p.asked) != 0 || len(w.results) != rows {
			t.Error("a changed text was tested")
		}
	})
	for name, tt := range map[string]struct {
		refused Answer
		want    AnswerError
	}{
		"a failure without what was observed": {
			Answer{Verdict: recette.Failed, Observed: " "},
			AnswerError{Case: "SC-1", Field: "observed", Missing: true, Step: 1},
		},
		"a failure observed in invisible characters": {
			Answer{Verdict: recette.Failed, Observed: "\u200b\u0301\u3164"},
			AnswerError{Case: "SC-1", Field: "observed", Missing: true, Step: 1},
		},
		"a remark that is a soft hyphen": {
			Answer{Verdict: recette.PassedWithRemark, Comment: "\u00ad"},
			AnswerError{Case: "SC-1", Field: "comment", Missing: true, Step: 1},
		},
		"a text that cannot be kept": {
			Answer{Verdict: recette.NotApplicable, Reason: "\xe9"}, AnswerError{Case: "SC-1", Field: "reason", Step: 1},
		},
		"a verdict of nobody": {Answer{}, AnswerError{Case: "SC-1", Field: "verdict", Step: 1}},
	} {
		t.Run(name+" is asked again", func(t *testing.T) {
			w := newWorld()
			p := &people{w: w, answers: map[string]Answer{"je vois": tt.refused}}
			p.onAsk = func(q Question) {
				if q.Refused != nil {
					p.answers["je vois"] = Answer{Verdict: recette.Failed, Observed: "rien"}
				}
			}
			if _, err := sitDown(
				t.Context(), t, w, newEngine(t, w, 1), p, c, kase("SC-2", "outcome je lis"),
			); err != nil {
				t.Fatal(err)
			}
			if len(p.asked) != 4 || p.asked[1].Refused != nil || p.asked[3].Refused != nil {
				t.Fatalf("%d questions, want the step once more and the session to go on", len(p.asked))
			}
			if diff := cmp.Diff(&tt.want, p.asked[2].Refused); diff != "" {
				t.Errorf("reason of the refusal (-want +got):\n%s", diff)
			}
			if r := w.whole("SC-1"); r.Verdict != recette.Failed || r.Steps[1].Observed != "rien" {
				t.Errorf("recorded %+v, want the second answer", r)
			}
		})
	}
}
