package lint

// Conclude gives the findings and the waivers of records made by Judge, sorted by path, and keeps nothing: for whoever
// judges again and again while files change.
func (l *Linter) Conclude(records []Record) ([]Finding, []Waiver) {
	c := *l
	c.records = records
	return c.Findings(), c.waivers
}
