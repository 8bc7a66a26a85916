package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// steps gives the steps of a page.
func steps(body string) string {
	_, body, _ = strings.Cut(body, `class="steps"`)
	body, _, _ = strings.Cut(body, "</ol>")
	return body
}

// TestPlay_FormerText: what was found of a text that another one took the place of judges no step of the new one.
func TestPlay_FormerText(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", recette.Passed, "")
	w.iterate(false, func(m *plan.Manifest) {
		m.Cases = append([]plan.FrozenCase(nil), m.Cases...)
		c := &m.Cases[2].Case
		c.Content, c.Steps = "content/2:SC-0003", []catalogue.Step{
			{Text: "a", Type: "context"}, {Text: "b2", Type: "action"}, {Text: "TOUT AUTRE CHOSE", Type: "outcome"},
		}
	})
	_, body := w.tester().get(third)
	if s := steps(body); !strings.Contains(s, "TOUT AUTRE CHOSE") || strings.Contains(s, "✔") ||
		!strings.Contains(body, "texte précédent de ce cas") {
		t.Errorf("a step that nobody judged: %s", s)
	}
	_, said, shown := strings.Cut(body, `class="result"`)
	if said, _, _ = strings.Cut(said, "</p>"); !shown || strings.Contains(said, "passed") ||
		!strings.Contains(said, `class="v not_run"`) {
		t.Errorf("its result stands of the new text: %s", said)
	}
}

// TestPlay_Amended: a result that its author corrected shows as they corrected it.
func TestPlay_Amended(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", recette.Passed, "")
	_, err := w.campaigns.Amend(t.Context(), yann, campaign.Amend{
		Campaign: "v1", Case: "SC-0003", Reason: "mal lu",
		Steps: []campaign.Judgement{{Step: 2, Verdict: recette.Failed, Observed: "le message manque"}},
	})
	w.must(err)
	_, body := w.tester().get(third)
	if s := steps(body); !strings.Contains(s, "✖") || !strings.Contains(s, "le message manque") ||
		strings.Contains(body, "texte précédent") {
		t.Errorf("what was corrected: %s", s)
	}
}

// TestPlay_Invalidated: an attempt that counts for nothing is told with its cause, and judges no step.
func TestPlay_Invalidated(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", recette.Passed, "")
	_, err := w.campaigns.Note(t.Context(), samira, "v1", advice.Invalidation{
		Case: "SC-0003", Cause: recette.FlawedData, Reason: "base vide",
	})
	w.must(err)
	_, body := w.tester().get(third)
	if s := steps(body); strings.Contains(s, "✔") || strings.Contains(body, "Dernier résultat") ||
		!strings.Contains(body, "Essai n°\u00a01 invalidé\u00a0: mauvaises données.") {
		t.Errorf("%s", body)
	}
}

// TestPlay_Erased: what was erased of a step is told to have been there.
func TestPlay_Erased(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", recette.Failed, "M. Lefort s’affiche")
	found, err := w.campaigns.Erasable(t.Context(), elise, "v1", campaign.ErasureQuery{Containing: "Lefort"})
	w.must(err)
	var ids []string
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	c := w.tester()
	if _, body := c.get(third); strings.Contains(steps(body), "effacé") {
		t.Error("nothing was erased")
	}
	_, err = w.campaigns.Erase(t.Context(), elise, "v1", ids, "demande")
	w.must(err)
	if _, body := c.get(third); !strings.Contains(steps(body), "(texte effacé)") || strings.Contains(body, "Lefort") {
		t.Errorf("what was erased: %s", steps(body))
	}
}

// TestPlay_EndedElsewhere: how an attempt ended here is not told of another one that was played since at a terminal.
func TestPlay_EndedElsewhere(t *testing.T) {
	w := newWorld(t, 4, execution.Source{Name: "go:./steps", Start: func(context.Context) (execution.Worker, error) {
		return &unhooked{}, nil
	}})
	c := w.tester()
	c.press(third, "/commencer")
	if _, body := c.get(third); !strings.Contains(body, "le nettoyage a lâché") {
		t.Fatalf("how it ended: %s", body)
	}
	w.plays("SC-0003", recette.Passed, "")
	status, body := c.get(third)
	if s := steps(body); status != http.StatusOK || strings.Contains(body, "le nettoyage a lâché") ||
		strings.Count(s, "✔") != 3 {
		t.Errorf("%d: %s", status, body)
	}
}

// unhooked is a worker whose hook fails.
type unhooked struct{ slow }

func (s *unhooked) Next(context.Context, time.Duration) (execution.Reply, error) {
	return execution.Reply{Ended: &protocol.ScenarioEnded{
		Outcome: "failed", Message: protocol.Words("le nettoyage a lâché"),
	}}, nil
}
