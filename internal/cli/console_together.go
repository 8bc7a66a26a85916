package cli

import (
	"context"
	"slices"
	"strconv"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/prompt"
	"recette/internal/recette"
)

// typed reports whether a person types the answers: preparation and actions are then asked with the outcome that
// follows. Behind a pipe there is one answer a step.
func (c *console) typed() bool {
	switch c.reader.(type) {
	case *prompt.Editor, *prompt.Plain:
		return true
	}
	return false
}

// announce says what a verdict ticks, before it is asked.
func (c *console) announce(q execution.Question) {
	switch first := q.First() + 1; q.Ticks {
	case 0:
	case 1:
		say(c.out, c.words.T("test.ticks.one", q.Step+1, first))
	default:
		say(c.out, c.words.T("test.ticks.many", q.Step+1, first, q.Step))
	}
}

// names gives the step that a line names among those shown: by its number, or the one of the question by going back
// from another.
func names(line string, q, at execution.Question) (int, bool) {
	if line == back && at.Step != q.Step {
		return q.Step, true
	}
	n, err := strconv.Atoi(line)
	return n - 1, err == nil && q.Ticks > 0 && n-1 >= q.First() && n-1 <= q.Step
}

// returns gives the step of the case at hand that a line returns to: one that was judged, by its number or as the last
// one before the question, or from it the one at which the case stands.
func returns(line string, q, at execution.Question) (int, bool) {
	n, err := strconv.Atoi(line)
	switch {
	case line == back && at.Step == q.Step:
		for step := q.First() - 1; step >= 0; step-- {
			if q.Returns(step) {
				return step, true
			}
		}
		return 0, false
	case line == forth && q.Again:
		return q.Stands, true
	}
	return n - 1, err == nil && (n-1 < q.First() || n-1 > q.Step) && q.Returns(n-1)
}

// judge completes a verdict: with the step it is of, when several are shown, and with what it must come with. whole is
// what was given at q, and goes with the verdict; n what was given at the step that was named.
func (c *console) judge(
	ctx context.Context, q, at execution.Question, v recette.Verdict, whole, n *notes,
) (execution.Answer, error) {
	if at.Step == q.Step && q.Ticks > 0 && (v == recette.Failed || v == recette.Blocked) {
		step, err := c.which(ctx, q)
		if err != nil {
			return execution.Answer{}, err
		}
		if step != q.Step {
			n = notesOf(q.At(step))
			at = q.At(step)
		}
	}
	if at.Step != q.Step {
		n = &notes{pieces: slices.Concat(n.pieces, whole.pieces)}
	}
	a := execution.Answer{Back: q.Step - at.Step, Verdict: v, Comment: n.comment(), Evidence: n.evidence()}
	return a, c.complete(ctx, &a)
}

// which asks at which of the steps shown it went wrong.
func (c *console) which(ctx context.Context, q execution.Question) (int, error) {
	for {
		line, err := c.ask(ctx, "test.ask.which", q.Step+1)
		switch step, ok := names(line, q, q); {
		case err != nil:
			return 0, err
		case line == back:
			return 0, errBack
		case line == "":
			return q.Step, nil
		case ok:
			return step, nil
		}
		c.unknown(line)
	}
}

// Recorded says what is kept, once it is: the verdict, the step that was named, and those that it ticks.
func (c *console) Recorded(_ context.Context, q execution.Question, o campaign.Observation) error {
	t, verdict, n := c.words.T, c.verdict(q.Case.Steps[q.Step], o.Verdict), q.Step+1
	switch {
	case q.Ticks > 1:
		say(c.out, t("test.recorded.many", q.First()+1, q.Step, n, verdict))
	case q.Ticks == 1:
		say(c.out, t("test.recorded.one", q.Step, n, verdict))
	case q.Step != c.last:
		say(c.out, t("test.recorded.named", n, verdict))
	default:
		say(c.out, t("test.recorded", verdict))
	}
	if left := len(q.Case.Steps) - n; q.Last(o.Verdict) && left > 0 {
		say(c.out, t("test.rest", left))
	}
	return nil
}
