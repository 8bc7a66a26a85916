package execution

import (
	"context"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// people answers by step text; a step without an answer passes.
type people struct {
	w       *world
	answers map[string]Answer
	asked   []Question
	onAsk   func(Question)
	onTold  func(Question)
}

func (p *people) Ask(ctx context.Context, q Question) (Answer, error) {
	p.asked = append(p.asked, q)
	p.w.mu.Lock()
	p.w.note("ask %s %d", q.Case.ID, q.Step)
	p.w.mu.Unlock()
	if p.onAsk != nil {
		p.onAsk(q)
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	if a, ok := p.answers[q.Case.Steps[q.Step].Text]; ok {
		return a, nil
	}
	return Answer{Verdict: recette.Passed}, nil
}

func (p *people) Recorded(_ context.Context, q Question, _ campaign.Observation) error {
	p.w.mu.Lock()
	p.w.note("told %s %d", q.Case.ID, q.Step)
	p.w.mu.Unlock()
	if p.onTold != nil {
		p.onTold(q)
	}
	return nil
}
