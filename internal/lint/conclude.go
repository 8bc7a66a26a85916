package lint

// Conclude gives the findings and the waivers of judgements made by Judge, sorted by path, and keeps nothing: for
// whoever judges again and again while files change.
func (l *Linter) Conclude(judgements []Judgement) ([]Finding, []Waiver) {
	c := *l
	c.judgements = judgements
	return c.Findings(), c.waivers
}
