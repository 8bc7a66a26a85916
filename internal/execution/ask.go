package execution

import (
	"context"
	"errors"
	"slices"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// ask puts a manual step to the person: everything before it is durable before the question, the verdict is durable
// before the person is told so, and workers go on after that.
func (t *turn) ask(ctx context.Context, pos int) error {
	if t.a.saw(pos) { // ticked by the verdict on a later step
		return nil
	}
	for _, l := range slices.Clone(t.live) {
		if err := t.reach(ctx, l, pos); err != nil || t.a.ended {
			return err
		}
	}
	if o := t.a.kept(pos); o != nil {
		return t.tell(ctx, pos, o.Verdict, nil)
	}
	if err := t.flush(t.a); err != nil {
		return err
	}
	if ctx.Err() != nil {
		t.left = true
		return nil
	}
	q := t.show(pos)
	answer, err := t.answer(ctx, &q)
	switch {
	case err != nil && (ctx.Err() != nil || errors.Is(err, ErrLeft)), err == nil && answer.Leave:
		t.left = true
		return nil
	case err != nil:
		t.left = true
		return err
	}
	return t.judge(ctx, q, answer)
}

// judge records an answer with what it ticks, and tells of it once it is durable: one row, all of it or nothing.
func (t *turn) judge(ctx context.Context, asked Question, answer Answer) error {
	q := asked.At(asked.Step - answer.Back)
	for i := q.First(); i < q.Step; i++ {
		t.a.see(t.a.draft(i).observation(i, recette.Passed)) // what was said of it stays with it
	}
	o := answer.observation(q.Step, t.e.opts.Clock().Sub(q.Asked))
	t.a.see(o)
	if answer.Back > 0 && !t.a.draft(asked.Step).Empty() {
		t.a.see(Draft{}.observation(asked.Step, recette.NotRun)) // it went with the verdict
	}
	confirm := func() error { return t.person.Recorded(context.WithoutCancel(ctx), q, o) }
	if len(t.live) == 0 && (t.a.ended || q.Step == len(t.a.owners)-1) {
		// Nothing can follow but the closing: one row carries the verdict and the end of the attempt.
		t.confirm = confirm
		return nil
	}
	if err := t.flush(t.a); err != nil {
		return err
	}
	if err := confirm(); err != nil {
		t.left = true
		return err
	}
	for i := q.First(); i < q.Step; i++ {
		if err := t.tell(ctx, i, recette.Passed, nil); err != nil || t.a.hook != "" {
			return err
		}
	}
	return t.tell(ctx, q.Step, o.Verdict, nil)
}

// answer asks until the answer breaks no rule: a slip of a person never ends the session.
func (t *turn) answer(ctx context.Context, q *Question) (Answer, error) {
	for {
		q.Draft = t.a.draft(q.Step)
		a, err := t.person.Ask(ctx, *q)
		if err != nil {
			return a, err
		}
		err = a.Check(*q)
		refused, ok := errors.AsType[*AnswerError](err)
		if !ok {
			return a, err
		}
		q.Refused = refused
	}
}

// keep makes what was given of a step before its verdict durable.
func (t *turn) keep(pos int, d Draft) error {
	o := d.observation(pos, recette.NotRun)
	if err := t.recordSteps(t.a, t.a.result([]campaign.Observation{o})); err != nil {
		return err
	}
	t.a.stands[pos] = &o
	return nil
}

// draft gives what was kept of a step that is not judged yet.
func (a *attempt) draft(step int) Draft {
	if o := a.stands[step]; o != nil && unjudged(o) {
		return Draft{Comment: o.Comment, Evidence: slices.Clone(o.Evidence)}
	}
	return Draft{}
}

// unjudged reports whether an observation only holds what a person gave before a verdict.
func unjudged(o *campaign.Observation) bool {
	return o.Mode == recette.Manual && o.Verdict == recette.NotRun
}

func (t *turn) question(pos int) Question {
	return Question{
		Case: *t.a.c, Index: t.a.index, Journey: t.a.journey, Step: pos, Owners: t.a.owners,
		Attempt: t.a.no.Number, Pass: t.a.no.Pass, History: t.a.observed(), Previous: t.a.before, Asked: t.e.opts.Clock(),
	}
}

// Standing gives what the history holds of a step, nil when nobody observed it.
func (q Question) Standing(step int) *campaign.Observation {
	for i := range q.History {
		if q.History[i].Step == step {
			return &q.History[i]
		}
	}
	return nil
}

// Manual reports whether a person owns a step of the case.
func (q Question) Manual(step int) bool { return q.Owners[step] == OwnerPerson }

// Last reports whether a verdict on this step would end the case.
func (q Question) Last(v recette.Verdict) bool { return !goesOn(v) || q.Step == len(q.Case.Steps)-1 }
