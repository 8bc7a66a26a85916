package binding

import "recette/runner/protocol"

// Bounds of the match cache. Two generations of cacheTexts texts of at most cacheText bytes are about 10 MiB at the
// very worst, and 1 MiB with the sentences people write.
const (
	cacheTexts = 4096
	cacheText  = 1024
)

// matchCache remembers the matches of step texts: suites repeat their sentences. It holds two generations; when the
// young one is full it becomes the old one, and what the old one held is forgotten.
type matchCache struct {
	young, old map[protocol.StepText][]match
}

// match is one definition that matches a step.
type match struct {
	source, definition int
}

func newMatchCache() *matchCache {
	return &matchCache{young: map[protocol.StepText][]match{}, old: map[protocol.StepText][]match{}}
}

func (c *matchCache) get(s protocol.StepText) ([]match, bool) {
	if m, ok := c.young[s]; ok {
		return m, true
	}
	m, ok := c.old[s]
	if ok {
		c.put(s, m)
	}
	return m, ok
}

func (c *matchCache) put(s protocol.StepText, m []match) {
	if len(s.Text) > cacheText {
		return
	}
	if len(c.young) >= cacheTexts {
		c.young, c.old = c.old, c.young
		clear(c.young)
	}
	c.young[s] = m
}
