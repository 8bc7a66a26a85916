package catalogue

import (
	"slices"
	"sort"
	"strings"

	"recette/internal/syntax"
)

// Vocabulary names the tags that carry a meaning, with their @. Each is a prefix but Critical, which is a whole tag.
// The zero value stands for the default vocabulary.
type Vocabulary struct {
	Case      string // "@SC-"
	Story     string // "@US-"
	Criterion string // "@CA-"
	Rule      string // "@RG-"
	Epic      string // "@EPIC-"
	Journey   string // "@parcours:"
	Critical  string // "@critique"
}

// DefaultVocabulary is the vocabulary of a project that names none.
func DefaultVocabulary() Vocabulary {
	return Vocabulary{"@SC-", "@US-", "@CA-", "@RG-", "@EPIC-", "@parcours:", "@critique"}
}

// Filled gives the vocabulary with its empty names replaced by the defaults.
func (v Vocabulary) Filled() Vocabulary { return v.withDefaults() }

func (v Vocabulary) withDefaults() Vocabulary {
	d := DefaultVocabulary()
	for _, p := range []struct{ own, def *string }{
		{&v.Case, &d.Case},
		{&v.Story, &d.Story},
		{&v.Criterion, &d.Criterion},
		{&v.Rule, &d.Rule},
		{&v.Epic, &d.Epic},
		{&v.Journey, &d.Journey},
		{&v.Critical, &d.Critical},
	} {
		if *p.own == "" {
			*p.own = *p.def
		}
	}
	return v
}

// casePrefix is asked for each tag of a project: it spares withDefaults.
func (v *Vocabulary) casePrefix() string {
	if v.Case == "" {
		return "@SC-"
	}
	return v.Case
}

// storyPrefix spares it too.
func (v *Vocabulary) storyPrefix() string {
	if v.Story == "" {
		return "@US-"
	}
	return v.Story
}

// CaseID returns the stable id that a tag carries, without @: "SC-0042". The id starts with a letter or a digit and
// holds letters of the ASCII alphabet, digits and hyphens.
func (v Vocabulary) CaseID(tag string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(tag, v.casePrefix())
	if !ok || rest == "" || rest[0] == '-' {
		return "", false
	}
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' {
			return "", false
		}
	}
	return tag[1:], true
}

// LooksLikeCaseID tells whether a tag has the prefix of stable ids, well formed or not.
func (v Vocabulary) LooksLikeCaseID(tag string) bool {
	return strings.HasPrefix(tag, v.casePrefix())
}

// IsStory tells whether a tag names a user story.
func (v Vocabulary) IsStory(tag string) bool {
	return hasPrefix(tag, v.storyPrefix())
}

func hasPrefix(tag, prefix string) bool {
	return len(tag) > len(prefix) && strings.HasPrefix(tag, prefix)
}

// classify fills the fields of a case that tags carry. The nearest level wins for story and epic.
func (v *Vocabulary) classify(c *Case, levels ...[]syntax.Tag) {
	for _, tags := range levels {
		for _, t := range tags {
			switch name := t.Name; {
			case hasPrefix(name, v.Story):
				c.Story = name[1:]
			case hasPrefix(name, v.Epic):
				c.Epic = name[1:]
			case hasPrefix(name, v.Criterion):
				c.Criteria = addUnique(c.Criteria, name[1:])
			case hasPrefix(name, v.Rule):
				c.Rules = addUnique(c.Rules, name[1:])
			case hasPrefix(name, v.Journey):
				c.Journeys = addUnique(c.Journeys, name[len(v.Journey):])
			case name == v.Critical:
				c.Critical = true
			}
			c.Tags = addUnique(c.Tags, t.Name)
		}
	}
	sort.Strings(c.Criteria)
	sort.Strings(c.Rules)
}

func addUnique(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
