package execution

import (
	"slices"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// mark is where an attempt stood before an answer: everything of it was durable.
type mark struct {
	asked      Question
	pos        int
	seen       []campaign.Observation
	unattached []campaign.Attachment
	ended      bool
	hook       recette.Outcome
	notice     string
	noticed    protocol.Message
}

func (t *turn) mark() *mark {
	a := t.a
	return &mark{
		asked: *t.asked, pos: t.pos, seen: slices.Clone(a.seen), unattached: slices.Clone(a.unattached), ended: a.ended,
		hook:   a.hook,
		notice: a.notice, noticed: a.noticed,
	}
}

// unsay takes an answer back of which nothing was written, if there is one, and reports whether its question stands.
func (t *turn) unsay() bool {
	if t.before == nil {
		return false
	}
	m, a := *t.before, t.a
	t.before, t.confirm = nil, nil
	t.asked, t.pos = &m.asked, m.pos
	a.seen, a.unattached, a.ended, a.hook = m.seen, m.unattached, m.ended, m.hook
	a.notice, a.noticed = m.notice, m.noticed
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unsent, a.request = nil, campaign.Request{}
	return true
}
