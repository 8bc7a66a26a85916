package lint

// Asks tells whether the run asks a rule: it exists, and neither the profile nor the project turned it off.
func (l *Linter) Asks(rule string) bool { return l.asked(rule) != nil }
