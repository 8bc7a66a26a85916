package guided

import (
	"slices"
	"sync"

	"recette/internal/recette"
)

// Late is what came of a gesture whose end nobody waited for.
type Late struct {
	Case      string
	Judgement *Judgement // nil when it was none
	Err       error
}

// mostLate is how many of them are kept: a person reads them.
const mostLate = 10

// lates are those of participants, whatever became of their sessions.
type lates struct {
	mu  sync.Mutex
	all map[lateOf][]Late
}

type lateOf struct {
	actor    recette.Actor
	campaign string
}

func (l *lates) add(actor recette.Actor, campaign string, one Late) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[lateOf][]Late{}
	}
	key := lateOf{actor, campaign}
	l.all[key] = append(l.all[key], one)
	l.all[key] = l.all[key][max(0, len(l.all[key])-mostLate):]
}

func (l *lates) of(actor recette.Actor, campaign string) []Late {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.all[lateOf{actor, campaign}])
}

func (l *lates) seen(actor recette.Actor, campaign string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, lateOf{actor, campaign})
}
