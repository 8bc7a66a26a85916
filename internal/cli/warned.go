package cli

import (
	"slices"
	"strings"
	"sync"

	"recette/internal/campaign"
)

// warned keeps which rules of the separation of duties an invocation broke, for the documents that say it. It is safe
// for concurrent use.
type warned struct {
	mu  sync.Mutex
	all []campaign.Warning
}

func (w *warned) add(x campaign.Warning) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, x)
}

func (w *warned) list() []campaign.Warning {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.all)
}

// sayWarned says at once, on standard error, which rule of the separation of duties a fact broke, of a project that
// lets it pass, and who could have recorded it without breaking it. A document that is written in JSON says it too.
func (a *app) sayWarned(w campaign.Warning) {
	if a.warned != nil {
		a.warned.add(w)
	}
	rule := a.words.T("access.duty." + string(w.Rule))
	line := a.words.T("duty.warned", w.About, w.Rule.Number(), rule)
	switch {
	case len(w.Others) > 0:
		line += " " + a.words.T("duty.instead", strings.Join(w.Others, ", "))
	default:
		line += " " + a.words.T("duty.nobody")
	}
	say(a.env.Stderr, line)
}
