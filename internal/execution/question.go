package execution

import (
	"context"
	"errors"
	"slices"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// ask puts a manual step to the person, unless it was judged: everything before it is durable before the question.
func (t *turn) ask(ctx context.Context, pos int) error {
	if t.a.saw(pos) { // ticked by the verdict on a later step
		return nil
	}
	for _, l := range slices.Clone(t.inScenario) {
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
	t.asked = new(t.show(pos))
	return nil
}

// answer takes what the person said of the question. One that breaks a rule is asked again: the error is an
// *AnswerError, and a slip of a person never ends a case. Nor does a record of which nothing was written, if it may be
// tried again: the question stands.
func (t *turn) answer(ctx context.Context, answer Answer) error {
	asked := *t.asked
	err := answer.Check(asked)
	if refused, ok := errors.AsType[*AnswerError](err); ok {
		t.asked.Refused = refused
	}
	if err != nil {
		return err
	}
	if answer.Return > 0 {
		return t.back(answer.Return - 1)
	}
	t.before = t.mark()
	t.asked = nil
	t.a.asks(answer.Request)
	if asked.Again {
		err = t.correct(ctx, asked, answer)
	} else {
		err = t.judge(ctx, asked, answer)
	}
	if errors.Is(err, campaign.ErrAgain) {
		t.unsay()
	}
	return err
}

// asks notes the request that the next row answers.
func (a *attempt) asks(r campaign.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.request = r
}

// judge records an answer with what it ticks, and tells of it once it is durable: one row, all of it or nothing.
// Workers go on after that.
func (t *turn) judge(ctx context.Context, asked Question, answer Answer) error {
	q := asked.At(asked.Step - answer.Back)
	for i := q.First(); i < q.Step; i++ {
		t.a.see(answer.ticked(i, t.a.notes(i)))
	}
	o := answer.observation(q.Step, t.e.opts.Clock().Sub(q.Asked))
	t.a.see(o)
	if answer.Back > 0 && !t.a.notes(asked.Step).Empty() {
		t.a.see(Notes{}.observation(asked.Step, recette.NotRun)) // it went with the verdict
	}
	if done, err := t.acknowledge(ctx, q, o); done || err != nil {
		return err
	}
	for i := q.First(); i < q.Step; i++ {
		if err := t.tell(ctx, i, recette.Passed, nil); err != nil || t.a.hook != "" {
			return err
		}
	}
	return t.tell(ctx, q.Step, o.Verdict, nil)
}

// correct records another verdict on a step that was judged: both stay in the journal, and the later one holds. The
// workers were told of the first one and stand where the case stands; one that goes no further ends the case here.
func (t *turn) correct(ctx context.Context, q Question, answer Answer) error {
	o := answer.observation(q.Step, t.e.opts.Clock().Sub(q.Asked))
	t.a.see(o)
	_, err := t.acknowledge(ctx, q, o)
	return err
}

// acknowledge tells the person of an answer once it is durable. When nothing can follow but the closing, one row
// carries the verdict and the end of the attempt: it is told after that, and done says so.
func (t *turn) acknowledge(ctx context.Context, q Question, o campaign.Observation) (done bool, err error) {
	confirm := func() error { return t.recorded(context.WithoutCancel(ctx), q, o) }
	if len(t.inScenario) == 0 && (t.a.ended || q.Step == len(t.a.owners)-1) {
		t.confirm = confirm
		return true, nil
	}
	if t.shares(t.a) {
		t.share(confirm)
		return false, nil
	}
	if err := t.flush(t.a); err != nil {
		return false, err
	}
	t.before = nil
	err = confirm()
	t.left = t.left || err != nil
	return false, err
}

// share leaves the answer that was just given to the commit of others.
func (t *turn) share(confirm func() error) {
	a := t.a
	a.mu.Lock()
	r, _ := a.pendingResult()
	a.mu.Unlock()
	t.before = nil
	t.shared.add(a, r, func(campaign.Recorded) error {
		t.recordedSteps(a, r)
		return confirm()
	})
}

// keep makes what was given of a step beside its verdict durable. One that was judged keeps its verdict.
func (t *turn) keep(pos int, n Notes) error {
	o := n.observation(pos, recette.NotRun)
	stands := t.a.judgement(pos)
	if stands != nil {
		o = *stands
		o.Comment, o.Evidence = n.Comment, n.Evidence
		if err := o.Check(); err != nil {
			return err
		}
	}
	if err := t.recordSteps(t.a, t.a.result([]campaign.Observation{o})); err != nil {
		return err
	}
	if stands == nil {
		t.a.stands[pos] = &o
	} else {
		t.a.seen = append(t.a.seen, o)
	}
	return nil
}

// judgement gives what a person judged of a step in this attempt, nil when nobody did.
func (a *attempt) judgement(step int) *campaign.Observation {
	for _, o := range a.observed() {
		if o.Step == step && o.Mode == recette.Manual && !unjudged(&o) {
			return &o
		}
	}
	return nil
}

// notes gives what was kept of a step that is not judged yet.
func (a *attempt) notes(step int) Notes {
	if o := a.stands[step]; o != nil && unjudged(o) && !a.saw(step) {
		return Notes{Comment: o.Comment, Evidence: slices.Clone(o.Evidence)}
	}
	return Notes{}
}

// unjudged reports whether an observation only holds what a person gave before a verdict.
func unjudged(o *campaign.Observation) bool {
	return o.Mode == recette.Manual && o.Verdict == recette.NotRun
}

func (t *turn) question(pos int) Question {
	return Question{
		Case: *t.a.c, Index: t.a.index, Journey: t.a.journey, Step: pos, Owners: t.a.owners,
		Attempt: t.a.no.Number, Pass: t.a.no.Pass, History: t.a.observed(), Previous: t.a.no.Previous,
		Aged:   t.a.no.Aged,
		Asked:  t.e.opts.Clock(),
		Stands: pos,
	}
}

// Returns reports whether an answer may return to a step: one that a person judged, or the one at which the case
// stands.
func (q Question) Returns(step int) bool {
	if step == q.Stands {
		return true
	}
	o := q.Observed(step)
	return o != nil && o.Mode == recette.Manual && !unjudged(o)
}

// Observed gives what the history holds of a step, nil when nobody observed it.
func (q Question) Observed(step int) *campaign.Observation {
	for i := range q.History {
		if q.History[i].Step == step {
			return &q.History[i]
		}
	}
	return nil
}

// Manual reports whether a person owns a step of the case.
func (q Question) Manual(step int) bool { return q.Owners[step] == binding.Person }

// Last reports whether a verdict on this step would end the case.
func (q Question) Last(v recette.Verdict) bool { return !goesOn(v) || q.Step == len(q.Case.Steps)-1 }
