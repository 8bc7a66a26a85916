package model

import "recette/internal/linediff"

// Changes is what changed since an earlier edition, by stable id and by content, never by place alone.
type Changes struct {
	Since string
	List  []Change // features, rules, scenarios, then references; each in the order of the document
}

// Change is one difference, told in one sentence.
type Change struct {
	Subject Subject
	Kind    ChangeKind
	ID      string
	Name    string // present name, or former one of what was removed
	Was     string // former name, path or value, for what says so
	Now     string
	Feature string // name of the feature that holds it, empty for a feature
	Anchor  string // where it stands in this edition, empty when it is gone
	Lines   []linediff.Line
}

// Subject is what changed.
type Subject string

// The subjects of a change.
const (
	OfFeature  Subject = "feature"
	OfRule     Subject = "rule"
	OfScenario Subject = "scenario"
	OfMessage  Subject = "message"
	OfDecision Subject = "decision"
	OfTerm     Subject = "term"
	OfRole     Subject = "role"
	OfDataSet  Subject = "data"
	OfStory    Subject = "story"
	OfCriteria Subject = "criterion"
)

// Subjects lists the subjects in the order in which they are told.
func Subjects() []Subject {
	return []Subject{
		OfFeature, OfRule, OfScenario, OfMessage, OfDecision, OfTerm, OfRole, OfDataSet, OfStory, OfCriteria,
	}
}

// ChangeKind is how it changed.
type ChangeKind string

// The kinds of changes.
const (
	Added     ChangeKind = "added"
	Promoted  ChangeKind = "promoted" // was a draft
	Changed   ChangeKind = "changed"
	Context   ChangeKind = "context" // its own text is the same, the steps before it changed
	Renamed   ChangeKind = "renamed"
	Moved     ChangeKind = "moved"
	Retagged  ChangeKind = "retagged"
	Withdrawn ChangeKind = "withdrawn" // is a draft again
	Retired   ChangeKind = "retired"   // marked obsolete
	Removed   ChangeKind = "removed"
)

// ChangeKinds lists the kinds in the order in which they are told.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{Added, Promoted, Changed, Context, Renamed, Moved, Retagged, Withdrawn, Retired, Removed}
}

// Count gives the number of changes of a subject and of a kind.
func (c *Changes) Count(s Subject, k ChangeKind) int {
	n := 0
	for i := range c.List {
		if c.List[i].Subject == s && c.List[i].Kind == k {
			n++
		}
	}
	return n
}
