// Package vocabulary names, once, every tag to which the product gives a meaning. A project may rename each of them in
// recette.yaml: the value read there is handed to whoever reads tags, and nobody else knows a tag by its name. The
// package refuses files and the text of features: it knows words, not where they stand.
package vocabulary

import (
	"slices"
	"strings"

	"recette/internal/recette"
)

// Vocabulary holds the names of the tags that carry a meaning, with their @. Those from Case to Risk are prefixes, the
// others whole tags. An empty name stands for the default one.
type Vocabulary struct {
	Case      string `yaml:"case"`
	Story     string `yaml:"story"`
	Criterion string `yaml:"criterion"`
	Rule      string `yaml:"rule"` // a business rule
	Epic      string `yaml:"epic"`
	Journey   string `yaml:"journey"`
	Role      string `yaml:"role"`     // who acts in a scenario
	DataSet   string `yaml:"data_set"` // what a scenario is played with
	Decision  string `yaml:"decision"`
	Risk      string `yaml:"risk"`

	Critical string `yaml:"critical"`

	// Manual, Automated and Mixed say who runs a scenario.
	Manual    string `yaml:"manual"`
	Automated string `yaml:"automated"`
	Mixed     string `yaml:"mixed"`

	// Draft, Ready and Obsolete say how far a story is written.
	Draft    string `yaml:"draft"`
	Ready    string `yaml:"ready"`
	Obsolete string `yaml:"obsolete"`

	// Nominal, Exception, Limit and Rights say what a scenario illustrates: the ordinary case, a refusal, the edge of a
	// rule, a right that somebody has not.
	Nominal   string `yaml:"nominal"`
	Exception string `yaml:"exception"`
	Limit     string `yaml:"limit"`
	Rights    string `yaml:"rights"`

	Branch string `yaml:"branch"` // played in the branches

	// Regression is of what each build is checked with, Smoke of what it is checked with first.
	Regression string `yaml:"regression"`
	Smoke      string `yaml:"smoke"`

	// Must, Should, Could and Wont are the priorities of a story.
	Must   string `yaml:"must"`
	Should string `yaml:"should"`
	Could  string `yaml:"could"`
	Wont   string `yaml:"wont"`
}

// Default is the vocabulary of a project that names none.
func Default() Vocabulary { return Vocabulary{}.Filled() }

// Filled gives the vocabulary with its empty names replaced by the defaults.
func (v Vocabulary) Filled() Vocabulary {
	for _, n := range v.names() {
		if *n.own == "" {
			*n.own = n.fallback
		}
	}
	return v
}

// Each gives the names in order, each with its key in recette.yaml.
func (v Vocabulary) Each(fn func(key, tag string)) {
	for _, n := range v.names() {
		fn(n.key, *n.own)
	}
}

const (
	casePrefix  = "@SC-"
	storyPrefix = "@US-"
	dataTag     = "@JDD-"

	manualTag    = "@manuel"
	automatedTag = "@auto"
	mixedTag     = "@mixte"
)

type name struct {
	key      string
	own      *string
	fallback string
}

func (v *Vocabulary) names() []name {
	return []name{
		{"case", &v.Case, casePrefix},
		{"story", &v.Story, storyPrefix},
		{"criterion", &v.Criterion, "@CA-"},
		{"rule", &v.Rule, "@RG-"},
		{"epic", &v.Epic, "@EPIC-"},
		{"journey", &v.Journey, "@parcours:"},
		{"role", &v.Role, "@role:"},
		{"data_set", &v.DataSet, dataTag},
		{"decision", &v.Decision, "@DEC-"},
		{"risk", &v.Risk, "@risque:"},
		{"critical", &v.Critical, "@critique"},
		{"manual", &v.Manual, manualTag},
		{"automated", &v.Automated, automatedTag},
		{"mixed", &v.Mixed, mixedTag},
		{"draft", &v.Draft, "@brouillon"},
		{"ready", &v.Ready, "@pret"},
		{"obsolete", &v.Obsolete, "@obsolete"},
		{"nominal", &v.Nominal, "@nominal"},
		{"exception", &v.Exception, "@exception"},
		{"limit", &v.Limit, "@limite"},
		{"rights", &v.Rights, "@droits"},
		{"branch", &v.Branch, "@antenne"},
		{"regression", &v.Regression, "@TNR"},
		{"smoke", &v.Smoke, "@TNR-court"},
		{"must", &v.Must, "@must"},
		{"should", &v.Should, "@should"},
		{"could", &v.Could, "@could"},
		{"wont", &v.Wont, "@wont"},
	}
}

// DataPrefix is how the code of a data set begins, "JDD-": its tag without @.
func (v *Vocabulary) DataPrefix() string {
	return strings.TrimPrefix(orDefault(v.DataSet, dataTag), "@")
}

// CaseID returns the stable id that a tag carries, without @: "SC-0042". The id starts with a letter or a digit and
// holds letters of the ASCII alphabet, digits and hyphens.
func (v *Vocabulary) CaseID(tag string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(tag, orDefault(v.Case, casePrefix))
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
func (v *Vocabulary) LooksLikeCaseID(tag string) bool {
	return strings.HasPrefix(tag, orDefault(v.Case, casePrefix))
}

// IsStory tells whether a tag names a user story.
func (v *Vocabulary) IsStory(tag string) bool { return Has(tag, orDefault(v.Story, storyPrefix)) }

// Has tells whether a tag has a prefix and something behind it.
func Has(tag, prefix string) bool { return len(tag) > len(prefix) && strings.HasPrefix(tag, prefix) }

// orDefault is asked for each tag, or case, of a project: it spares Filled.
func orDefault(own, fallback string) string {
	if own == "" {
		return fallback
	}
	return own
}

// Whole lists the tags that carry a meaning as they stand, but for the critical one, which speaks of a journey: who
// runs a scenario, how far it is written, what it illustrates.
func (v *Vocabulary) Whole() []string {
	return []string{
		v.Manual, v.Mixed, v.Draft, v.Ready, v.Obsolete, v.Nominal, v.Exception, v.Limit, v.Rights, v.Automated,
	}
}

// Mode gives who runs a scenario that carries the tags; empty when they say nothing.
func (v *Vocabulary) Mode(tags []string) recette.Mode {
	return v.ModeBy(func(tag string) bool { return slices.Contains(tags, tag) })
}

// ModeBy is Mode for whoever knows whether a scenario has a tag. Of tags that contradict each other the one that lets a
// machine vouch for less is believed: a scenario said to be manual is asked of a person whatever else is said of it,
// and in one said to be automated a step that nothing runs is undefined, not a question.
func (v *Vocabulary) ModeBy(has func(tag string) bool) recette.Mode {
	switch {
	case has(orDefault(v.Manual, manualTag)):
		return recette.Manual
	case has(orDefault(v.Automated, automatedTag)):
		return recette.Automated
	case has(orDefault(v.Mixed, mixedTag)):
		return recette.Mixed
	}
	return ""
}

// Natures lists the tags that say what a scenario illustrates, in the order in which they are shown.
func (v *Vocabulary) Natures() [4]string { return [4]string{v.Nominal, v.Exception, v.Limit, v.Rights} }

// Priorities lists the tags of priorities, highest first.
func (v *Vocabulary) Priorities() [4]string { return [4]string{v.Must, v.Should, v.Could, v.Wont} }
