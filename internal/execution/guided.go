package execution

import (
	"cmp"
	"context"
	"errors"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// Guided leads a person through the cases of a session that need one, in the order of the journeys.
type Guided struct {
	SessionOptions // Recorded is that of the person

	Person  Person
	Dossier Dossier // where the cases stand

	// Named says that the items were named one by one: where one that no person conducts stands counts too.
	Named bool
	// Several records the answers of a person who wrote all of them beforehand, each with its case: those of cases that
	// no automation takes part in share commits, and are told once theirs is over. A case is asked for, and refused, at
	// its turn. nil makes each answer durable by itself, before the next question.
	Several Several
	size    int // of a commit, in results; 0 means commitSize
	// Ahead says that answers may have been written before their questions, and do not name their case: a case that
	// is refused once it was asked about ends the session, or the rest of its answers would be taken for the next one.
	Ahead bool
}

// Test conducts a session until its last case or until the person leaves. Refusals that concern one case, those of
// campaign.HeldError, campaign.DriftError and DataError, are told as problems, the session goes on, and they come back
// joined. So do those of campaign.OrderError when the cases were named; else what waits is left, and summed up. Other
// errors end the session: ErrRecord, ErrWorker and those of the person. An attempt that is not over stays open.
func (e *Engine) Test(ctx context.Context, b *binding.Binding, g Guided) (Summary, error) {
	g.Recorded = g.Person.Recorded
	s, err := e.NewSession(ctx, b, g.SessionOptions)
	if err != nil {
		return Summary{}, err
	}
	w := &walk{Session: s, guided: g}
	s.sum.Stand = map[recette.Verdict]int{}
	if g.Several != nil {
		s.k.shared = &shared{to: g.Several, size: cmp.Or(g.size, commitSize), refused: w.refusedLater}
	}
	err = w.all(ctx)
	s.k.release()
	w.stand()
	s.dismiss(ctx)
	sum, e2 := s.Close(ctx)
	if err == nil {
		err = e2
	}
	return sum, err
}

// walk is a session that leads a person through its cases.
type walk struct {
	*Session
	guided    Guided
	standings map[string]campaign.CaseStatus // by id, before the session
	refusals  []error
}

// errStop ends the walk without being an error: the person left.
var errStop = errors.New("stop")

func (w *walk) all(ctx context.Context) error {
	list, err := w.guided.Dossier.Cases(ctx)
	if err != nil {
		return err
	}
	w.standings = make(map[string]campaign.CaseStatus, len(list))
	for _, c := range list {
		w.standings[c.ID] = c
	}
	for i := 0; i < len(w.Items) && err == nil; i++ {
		if err = ctx.Err(); err == nil {
			err = w.visit(ctx, i)
		}
		if err == nil {
			err = w.alone(ctx, w.sendEnough)
		}
	}
	if err == nil {
		err = w.freed(ctx)
	}
	if before := w.alone(ctx, w.settle); before != nil { // of a case that came before
		err = before
	}
	w.leaveLate()
	if err == nil || errors.Is(err, errStop) {
		return errors.Join(w.refusals...)
	}
	return err
}

// alone calls what is for one call of the session at a time.
func (w *walk) alone(ctx context.Context, call func(context.Context) error) error {
	w.one.Lock()
	defer w.one.Unlock()
	return call(ctx)
}

// visit conducts one case, if it needs a person and has no result yet.
func (w *walk) visit(ctx context.Context, index int) error {
	c := &w.Items[index].Case
	owners, err := w.binding.Owners(index, c)
	if err != nil {
		return err
	}
	shape := binding.ShapeOf(owners)
	if !shape.Person {
		return nil
	}
	w.sum.Selected++
	if h := w.k.shared; h != nil && (shape.Automated || shape.Broken || h.holds(c.ID)) {
		if err := w.alone(ctx, w.settle); err != nil {
			return err
		}
	}
	before := w.standings[c.ID]
	switch {
	case shape.Broken:
		w.leaveToPerson(index, c, owners, shape)
		return nil
	case before.Attempt > 0 && !before.Open && before.Verdict != recette.NotRun && !before.Due && !w.Again:
		w.sum.HadResult++
		return nil
	}
	return w.lead(ctx, job{index: index, c: *c, owners: owners})
}

// freed comes back to the cases that an order held back, until none was freed any more.
func (w *walk) freed(ctx context.Context) error {
	for some := true; some; {
		late := w.putOffs()
		for i, j := range late {
			if err := ctx.Err(); err != nil {
				w.late = append(w.late, late[i:]...) // nobody was led to this one either
				return err
			}
			if err := w.lead(ctx, j); err != nil {
				w.late = append(w.late, late[i+1:]...)
				return err
			}
		}
		some = len(w.late) < len(late)
	}
	return nil
}

// leaveLate leaves the cases that an order holds back at the end.
func (w *walk) leaveLate() {
	for _, j := range w.putOffs() {
		w.leaveHeldBack(j)
		if w.guided.Named {
			w.refusals = append(w.refusals, j.why)
		}
	}
}

// lead conducts one case. One that an order holds back is put off.
func (w *walk) lead(ctx context.Context, j job) error {
	asked, err := false, w.take(ctx, j.index, j.owners)
	if errors.Is(err, campaign.ErrOrder) && w.k.shared != nil { // what was answered may free it
		if err = w.alone(ctx, w.settle); err == nil {
			err = w.take(ctx, j.index, j.owners)
		}
	}
	if why, ok := errors.AsType[*campaign.OrderError](err); ok {
		w.putOff(j, why)
		return nil
	}
	if err == nil {
		asked = w.Question() != nil
		err = w.answers(ctx)
	}
	if errors.Is(err, ErrHasResult) { // by somebody else, since the session began
		w.sum.HadResult++
		return nil
	}
	if _, ok := refusal("", err); !ok || asked && w.guided.Ahead {
		return err
	}
	if err := w.alone(ctx, w.settle); err != nil {
		return err
	}
	w.refusals = append(w.refusals, err)
	return w.refused(ctx, j, err)
}

// refusedLater is told of a refusal that came with the commit of an answer. It goes with its case only, when it is one
// of those that do.
func (w *walk) refusedLater(ctx context.Context, a *attempt, err error) bool {
	if _, ok := refusal("", err); !ok || ctx.Err() != nil {
		return false
	}
	w.refusals = append(w.refusals, err)
	return w.refused(ctx, job{index: a.index, c: *a.c, owners: a.owners}, err) == nil
}

// take begins the case, and resumes an attempt that was left open.
func (w *walk) take(ctx context.Context, index int, owners []binding.Owner) error {
	open, err := w.begin(ctx, index, owners)
	if err != nil || open == nil {
		return err
	}
	return w.Resume(ctx)
}

// answers puts the questions of the case at hand to the person.
func (w *walk) answers(ctx context.Context) error {
	for q := w.Question(); q != nil; q = w.Question() {
		a, err := w.guided.Person.Ask(ctx, *q)
		switch {
		case err != nil && ctx.Err() == nil:
			return w.giveUp(ctx, err)
		case err != nil || a.Leave:
			if err := w.Leave(ctx); err != nil {
				return err
			}
			return errStop
		}
		err = w.Answer(ctx, a)
		if _, again := errors.AsType[*AnswerError](err); err != nil && !again {
			return w.giveUp(ctx, err)
		}
	}
	return nil
}

// giveUp leaves the case, if it is still at hand, because the person or the record broke.
func (w *walk) giveUp(ctx context.Context, err error) error {
	w.one.Lock()
	defer w.one.Unlock()
	if w.turn == nil {
		return err
	}
	w.turn.left = true
	return w.end(ctx, err)
}

// stand sums up where every case of the session stands at its end: one that was conducted, one that had a result, one
// that was left, skipped or not come to.
func (w *walk) stand() {
	counted := map[string]bool{}
	for i := range w.Items {
		c := &w.Items[i].Case
		owners, err := w.binding.Owners(i, c)
		if err != nil || !binding.ShapeOf(owners).Person && !w.guided.Named || counted[c.ID] || w.standings == nil {
			continue
		}
		counted[c.ID] = true
		v, ok := w.ended[c.ID]
		if before := w.standings[c.ID]; !ok && before.Attempt > 0 && !before.Open && !before.Due {
			v, ok = before.Verdict, true
		}
		if !ok || !v.Valid() {
			v = recette.NotRun
		}
		w.sum.Stand[v]++
	}
}
