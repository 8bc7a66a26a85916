// Package reference holds what tags and steps refer to: stories and their criteria, business rules, decisions, roles,
// messages, the glossary and data sets, each a small file of the project beside its features. It reads them strictly,
// with the place of each entry, and answers by id. It refuses to know features, and to judge whether a reference that
// resolves is the right one.
package reference

import "recette/internal/yamldoc"

// Set is all the references of a project. The zero Set is that of a project that keeps none: nothing resolves, and Has
// tells whether a kind of reference is kept at all. A Set does not change once it is loaded: it may be read by several
// goroutines.
type Set struct {
	Epics     []Epic
	Stories   []Story
	Rules     []Rule
	Decisions []Decision
	Roles     []Role
	Messages  []Message
	Terms     []Term
	DataSets  []DataSet
	Kept      map[Kind]bool // kinds whose file or folder exists, even empty, and was read
	// SHA-256, hex, of all that was read, kinds kept and problems too: what is computed from a Set holds for one digest
	Digest   string
	Problems []yamldoc.Problem
	index    *index // nil in a Set made by hand
}

// Kind is a kind of reference.
type Kind string

// The kinds of references.
const (
	Stories   Kind = "stories"   // stories.yaml
	Rules     Kind = "rules"     // rules/RG-12.md
	Decisions Kind = "decisions" // decisions/DEC-0007.md
	Roles     Kind = "roles"     // roles.yaml
	Messages  Kind = "messages"  // messages.yaml
	glossary  Kind = "glossary"  // glossary.yaml
	DataSets  Kind = "data"      // data/JDD-adhesion.yaml
)

// Has tells whether the project keeps references of a kind. A file that could not be read at all counts for none: its
// own fault is said once, and not at each reference to what it would have held.
func (s *Set) Has(k Kind) bool { return s.Kept[k] }

// Place is where an entry stands, from 1.
type Place struct {
	Path         string // relative to the project, slash-separated
	Line, Column int
}

// Epic groups stories.
type Epic struct {
	At    Place
	ID    string // "EPIC-adhesion"
	Title string
}

// Story is a user story of the backlog, declared so that one without a scenario is seen.
type Story struct {
	At       Place
	ID       string // "US-101"
	Title    string
	Epic     string // "EPIC-adhesion", may be empty
	Priority string // must, should, could, wont; may be empty
	Criteria []Criterion
}

// Criterion is an acceptance criterion of a story.
type Criterion struct {
	At   Place
	ID   string // "CA-101.2"
	Text string
	// OutOfScope names the decision that leaves the criterion out, "DEC-0007"; empty when it is to be proved.
	OutOfScope string
}

// Rule is a business rule.
type Rule struct {
	At        Place
	ID        string // "RG-12"
	Title     string
	Text      string // Markdown
	Source    string // where it comes from: statutes, contract… May be empty
	Threshold bool   // has a threshold, a date or a rounding: wants examples at, below and above it
}

// Decision is an entry of the log of decisions.
type Decision struct {
	At         Place
	ID         string // "DEC-0007"
	Title      string
	Date       string // ISO 8601
	Instance   string // comité produit, comité stratégique…
	Decider    string
	Status     DecisionStatus
	ReplacedBy string // id of the decision that replaces it
	Impacts    []string
	Due        string // ISO 8601; may be empty
	Question   string // Markdown, as the next ones
	Options    string
	Choice     string
	More       string // what the file holds beside, with its own titles
}

// DecisionStatus is where a decision stands.
type DecisionStatus string

// The statuses of a decision.
const (
	Proposed   DecisionStatus = "proposed"   // proposée
	Acted      DecisionStatus = "acted"      // actée
	Superseded DecisionStatus = "superseded" // remplacée par DEC-…
	Rejected   DecisionStatus = "rejected"   // rejetée
)

// Role is a role of the users of the product under test.
type Role struct {
	At      Place
	Code    string // "gestionnaire-antenne"
	Label   string
	About   string
	Aliases []string // other names by which texts call it: "gestionnaire de l'antenne"
}

// Message is a text that the product under test shows to its users. What changes from one time to the next stands in
// braces in its texts: "Le solde est de {montant} €.".
type Message struct {
	At        Place
	Code      string // "MSG-101"
	Level     string // erreur, avertissement, information, confirmation
	Text      string
	Screen    string
	Overrides map[string]string // texts of the antennes that have their own, by name
}

// Term is a word of the glossary.
type Term struct {
	At        Place
	Name      string
	Meaning   string
	Forbidden []string // synonyms that the project does not use, in the singular or the plural
}
