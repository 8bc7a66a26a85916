package cli

import (
	"fmt"
	"time"

	"recette/internal/term"
)

// patience is how long a person waits before they are told how far a run is.
const patience = time.Second

// counter shows a person how many files of a run were judged, once that takes a while; wipe leaves nothing of it.
func (a *app) counter(of int) (show func(done int), wipe func()) {
	if !terminal(a.env.Stderr) {
		return nil, func() {}
	}
	return a.counterOn(of)
}

func (a *app) counterOn(of int) (show func(done int), wipe func()) {
	drawn := a.env.Now().Add(patience - drawEvery)
	show = func(done int) {
		if now := a.env.Now(); now.Sub(drawn) >= drawEvery {
			drawn = now
			fmt.Fprint(a.env.Stderr, term.Erase+a.words.T("lint.counter", done, of))
		}
	}
	return show, func() { fmt.Fprint(a.env.Stderr, term.Erase) }
}

// drawEvery is how often a counter is rewritten at most.
const drawEvery = 100 * time.Millisecond
