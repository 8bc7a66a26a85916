package guided

import (
	"slices"
	"sync"

	"recette/internal/recette"
)

// Late is what came of a gesture whose end nobody waited for.
type Late struct {
	Case      string
	N         int        // grows with each
	Judgement *Judgement // nil when it was none; without its files, whose names stay
	Err       error
}

// mostLate is how many of them are kept: a person reads them.
const mostLate = 10

// lates are those of participants, whatever became of their sessions.
type lates struct {
	mu  sync.Mutex
	n   int
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
	l.n++
	one.N = l.n
	if one.Judgement != nil {
		said := *one.Judgement
		said.Files = slices.Clone(said.Files)
		for i := range said.Files {
			said.Files[i].Body = nil
		}
		one.Judgement = &said
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

func (l *lates) seen(actor recette.Actor, campaign string, upTo int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := lateOf{actor, campaign}
	l.all[key] = slices.DeleteFunc(l.all[key], func(one Late) bool { return one.N <= upTo })
}
