package lint

import "recette/internal/syntax"

// Marks names the whole tags of the project that say something of a scenario or of a feature, beside its vocabulary. The
// zero value stands for the default marks.
type Marks struct {
	Ready, Draft, Obsolete string // how far a story is written
	Manual, Mixed          string // who runs a scenario
	// Nominal, Exception, Limit and Rights say what a scenario illustrates: the ordinary case, a refusal, the edge of a rule,
	// a right that somebody has not.
	Nominal, Exception, Limit, Rights string
	Role                              string // a prefix: who acts in a scenario, "@role:"
	DataSet, Decision                 string // prefixes: the data of a scenario, "@JDD-", and what was decided of it, "@DEC-"
}

// DefaultMarks is the marks of a project that names none.
func DefaultMarks() Marks {
	return Marks{
		Ready: "@pret", Draft: "@brouillon", Obsolete: "@obsolete", Manual: "@manuel", Mixed: "@mixte",
		Nominal: "@nominal", Exception: "@exception", Limit: "@limite", Rights: "@droits", Role: "@role:", DataSet: "@JDD-", Decision: "@DEC-",
	}
}

// Filled gives the marks with the empty ones replaced by the defaults.
func (m Marks) Filled() Marks { return m.withDefaults() }

func (m Marks) withDefaults() Marks {
	d := DefaultMarks()
	for _, p := range []struct {
		own *string
		def string
	}{
		{&m.Ready, d.Ready},
		{&m.Draft, d.Draft},
		{&m.Obsolete, d.Obsolete},
		{&m.Manual, d.Manual},
		{&m.Mixed, d.Mixed},
		{&m.Nominal, d.Nominal},
		{&m.Exception, d.Exception},
		{&m.Limit, d.Limit},
		{&m.Rights, d.Rights},
		{&m.Role, d.Role},
		{&m.DataSet, d.DataSet},
		{&m.Decision, d.Decision},
	} {
		if *p.own == "" {
			*p.own = p.def
		}
	}
	return m
}

// Marks names the tags that say something of a scenario or of a feature, filled with defaults.
func (p *Pass) Marks() Marks { return p.options.Marks }

// Claim is how far a story is written, as its tags say.
type Claim int

// The claims of a story. A story that is both a draft and ready is judged as ready: the heavier word binds.
const (
	Written  Claim = iota // says nothing
	Drafted               // @brouillon, @obsolete: what it lacks is expected
	Promised              // @pret: what it lacks is a fault
)

// Claim reads the claim in the tags of a feature.
func (m *Marks) Claim(tags []syntax.Tag) Claim {
	claim := Written
	for _, t := range tags {
		switch t.Name {
		case m.Ready:
			return Promised
		case m.Draft, m.Obsolete:
			claim = Drafted
		}
	}
	return claim
}

// ClaimOf reads the claim in the tags of a feature. Where readiness is asked for, every story is judged as one that is said
// to be ready.
func (p *Pass) ClaimOf(tags []syntax.Tag) Claim {
	if p.options.Readiness {
		return Promised
	}
	return p.options.Marks.Claim(tags)
}

// Weigh lowers a severity to what a claim allows: what a story lacks is a fault once it is said to be ready, a warning
// while it is written, a piece of information in a draft.
func (c Claim) Weigh(s Severity) Severity {
	switch {
	case c == Drafted && s != Off:
		return syntax.Info
	case c == Written && s == syntax.Error:
		return syntax.Warning
	}
	return s
}
