package model

import (
	"cmp"
	"time"

	"recette/internal/standing"
	"recette/internal/vocabulary"
)

// Options says how the project writes its features.
type Options struct {
	Project  string
	Language string
	Roots    []string // folders of features, slash-separated, relative to the project
	Tags     vocabulary.Vocabulary
	At       time.Time
	Commit   string
	Producer string
}

// withDefaults gives what a project does not name its usual name.
func (o Options) withDefaults() Options {
	o.Tags = o.Tags.Filled()
	o.Language = cmp.Or(o.Language, "fr")
	return o
}

// Facts are what the documentation says beside the features and the references.
type Facts struct {
	Statuses map[string]standing.Status
	Recorded bool                    // whether there is a record that Statuses come from
	Folders  map[string]string       // text of the README.md of a folder of features, by path relative to the project
	Journeys map[string]JourneyFacts // what the plans say of journeys, by code
}

// JourneyFacts is what a validation plan says of a journey.
type JourneyFacts struct {
	Title    string
	Critical bool
}
