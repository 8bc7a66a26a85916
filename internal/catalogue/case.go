// Package catalogue turns feature files into what a recette works with: stories, acceptance criteria, journeys and
// cases. A case is a scenario, or one row of an outline. The package computes identities and hashes, selects cases by
// tag expression and walks a tree file by file without keeping the documents. It refuses to know how a case is run or
// recorded: no godog, no SQL, no HTTP here.
package catalogue

import (
	"slices"

	"recette/internal/syntax"
)

// StepType is the role of a step: what Gherkin calls its keyword type, inherited by Et, Mais and *.
type StepType string

// The step types of Gherkin, with the names that cucumber messages give them, in lower case.
const (
	Context StepType = "context" // Soit, Étant donné
	Action  StepType = "action"  // Quand, Lorsque
	Outcome StepType = "outcome" // Alors, Donc
	Unknown StepType = "unknown" // a conjunction that follows nothing
)

// Case is one executable acceptance case: a scenario, or a row of a scenario outline with its placeholders resolved.
type Case struct {
	ID     string // stable id "SC-0042", "SC-0042/paris" for a row; else provisional "~" + 12 hex digits
	Stable bool   // whether ID comes from an @SC- tag; a provisional case cannot enter a signed critical journey

	Story    string   // "US-123", empty when the feature has none
	Epic     string   // "EPIC-adhesion"
	Criteria []string // "CA-123.2", sorted
	Rules    []string // business rules, "RG-12", sorted
	Roles    []string // who acts, as the tags name them, in order of appearance
	DataSets []string // what the case is played with, "JDD-adhesion", in order of appearance
	Journeys []string // codes of @parcours: tags, in order of appearance
	Critical bool     // @critique
	Tags     []string // all tags of feature, rule, scenario and examples, with @, in order, without duplicates

	Feature  Feature
	Rule     *Block // the Règle that holds the scenario, nil when there is none
	Name     string
	Keyword  string // as written: "Scénario", "Plan du scénario"
	About    string // description of the scenario, as written
	Examples *Row   // nil for a plain scenario
	Steps    []Step
	Source   string // text of the scenario block as written, with its backgrounds, as it was tested
	Line     int    // 1-based line of the scenario, or of the example row

	Content      string // hash of what is tested, "content/1:" + 64 hex digits
	Presentation string // hash of how it is shown, "presentation/1:" + 64 hex digits
}

// Verifies reports whether a step of the case says what must be observed. Those of a Contexte do not count: they are
// the same for every case, and prepare it.
func (c *Case) Verifies() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Verifies() })
}

// Verifies reports whether the step is an expected result of the case itself.
func (s *Step) Verifies() bool { return s.Type == Outcome && !s.Background }

// Feature is the part of a feature file that its cases share. Cases of one file share the pointer-free value.
type Feature struct {
	Path     string // slash-separated, relative to the project
	Language string // "fr"
	Keyword  string // as written
	Name     string
	About    string // narrative: En tant que, Je veux, Afin de
	SHA256   string // hex digest of the file's bytes as read
}

// Block is a named part of a feature: a Règle.
type Block struct {
	Keyword string
	Name    string
	About   string
}

// Row is the example that a case was made from.
type Row struct {
	Name   string // name of the Exemples block
	Key    string // the id cell, or 12 hex digits of the hash of the cells
	Header []string
	Cells  []string
}

// Step is one step of a case, placeholders resolved. Its JSON is that of a manifest.
type Step struct {
	Keyword    string     `json:"keyword"` // as written with its trailing space, if any: "Soit ", "Étant donné qu'"
	Type       StepType   `json:"type"`
	Text       string     `json:"text"`
	Table      [][]string `json:"table,omitempty"`      // nil when there is none
	DocString  *DocString `json:"doc,omitempty"`        // nil when there is none
	Background bool       `json:"background,omitempty"` // comes from a Contexte
	Line       int        `json:"-"`                    // 1-based, in the feature file
}

// DocString is the block of text given to a step.
type DocString struct {
	MediaType string `json:"media,omitempty"`
	Content   string `json:"content"`
}

// File is what one feature file yields: its cases and whatever is wrong with it. Cases is empty when an error-level
// diagnostic forbids to run it.
type File struct {
	Path        string
	SHA256      string
	Feature     Feature
	Outline     Outline          // titles and tags with their places, for rules
	Doc         *syntax.Document // nil when the bytes are no text; not to be kept: it holds the whole text
	Cases       []Case
	Diagnostics []syntax.Diagnostic
}
