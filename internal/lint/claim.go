package lint

import (
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Claim is how far a story is written, as its tags say.
type Claim int

// The claims of a story. A story that is both a draft and ready is judged as ready: the heavier word binds.
const (
	Written  Claim = iota // says nothing
	Drafted               // a draft, or obsolete: what it lacks is expected
	Promised              // said to be ready: what it lacks is a fault
)

// ClaimOf reads the claim in the tags of a feature. The vocabulary is filled.
func ClaimOf(v *vocabulary.Vocabulary, tags []syntax.Tag) Claim {
	claim := Written
	for _, t := range tags {
		switch t.Name {
		case v.Ready:
			return Promised
		case v.Draft, v.Obsolete:
			claim = Drafted
		}
	}
	return claim
}

// ClaimOf reads the claim in the tags of a feature. Where readiness is asked for, every story is judged as one that is
// said to be ready.
func (p *Pass) ClaimOf(tags []syntax.Tag) Claim {
	if p.options.Readiness {
		return Promised
	}
	return ClaimOf(&p.options.Tags, tags)
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
