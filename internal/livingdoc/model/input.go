package model

import (
	"maps"
	"time"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/standing"
)

// Options says how the project writes its features. Tags are prefixes, or whole tags, with their @.
type Options struct {
	Project  string
	Language string
	Roots    []string // folders of features, slash-separated, relative to the project
	Tags     catalogue.Vocabulary
	Role     string // "@role:"
	DataSet  string // "@JDD-"
	Decision string // "@DEC-"
	Draft    string // "@brouillon"
	Obsolete string // "@obsolete"
	Manual   string // "@manuel"
	Auto     string // "@auto"
	Mixed    string // "@mixte"
	Kinds    map[Kind]string
	At       time.Time
	Commit   string
	Producer string
}

// withDefaults gives what a project does not name its name in the closed vocabulary.
func (o Options) withDefaults() Options {
	for _, d := range []struct {
		to   *string
		from string
	}{
		{&o.Tags.Case, "@SC-"},
		{&o.Tags.Story, "@US-"},
		{&o.Tags.Criterion, "@CA-"},
		{&o.Tags.Rule, "@RG-"},
		{&o.Tags.Epic, "@EPIC-"},
		{&o.Tags.Journey, "@parcours:"},
		{&o.Tags.Critical, "@critique"},
		{&o.Role, "@role:"},
		{&o.DataSet, "@JDD-"},
		{&o.Decision, "@DEC-"},
		{&o.Draft, "@brouillon"},
		{&o.Obsolete, "@obsolete"},
		{&o.Manual, "@manuel"},
		{&o.Auto, "@auto"},
		{&o.Mixed, "@mixte"},
		{&o.Language, "fr"},
	} {
		if *d.to == "" {
			*d.to = d.from
		}
	}
	kinds := map[Kind]string{Nominal: "@nominal", Exception: "@exception", Limit: "@limite", Right: "@droits"}
	maps.Copy(kinds, o.Kinds)
	o.Kinds = kinds
	return o
}

// Input is what the documentation is made from.
type Input struct {
	Options
	Files      []catalogue.File // with their documents and cases, without errors
	References *reference.Set   // nil for a project that keeps none
	Statuses   map[string]standing.Status
	Recorded   bool                    // whether there is a record that Statuses come from
	Folders    map[string]string       // text of the README.md of a folder of features, by path relative to the project
	Journeys   map[string]JourneyFacts // what the plans say of journeys, by code
	Former     *Doc                    // an earlier edition, to say what changed since; nil for none
	Since      string                  // what the earlier edition is called: a commit, a label
}

// JourneyFacts is what a validation plan says of a journey.
type JourneyFacts struct {
	Title    string
	Critical bool
}
