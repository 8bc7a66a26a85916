package ready

import (
	"recette/internal/lint"
)

// State is how far a story satisfies the definition of ready.
type State string

// The states of a story.
const (
	Ready    State = "ready"     // nothing that is asked for is missing
	Waived   State = "waived"    // the same, but for what somebody set aside with a reason
	NotReady State = "not_ready" // an error, or a statement that is missing
	Draft    State = "draft"     // said to be one: what it lacks is expected
	Obsolete State = "obsolete"
	Absent   State = "absent" // declared in the backlog, and written nowhere
)

// CheckState is what a mechanical check gives for a story.
type CheckState string

// The states of a mechanical check. Only unmet blocks.
const (
	Met       CheckState = "met"
	warned    CheckState = "warned"    // warnings, no error
	unmet     CheckState = "unmet"     // an error
	setAside  CheckState = "waived"    // all that was found was set aside with a reason
	NotAsked  CheckState = "not_asked" // the project turned its rules off, or nothing answers it yet
	notJudged CheckState = ""
)

// Attested is what a statement is worth today.
type Attested string

// The states of a statement.
const (
	given     Attested = "given"
	Missing   Attested = "missing"
	ToConfirm Attested = "to_confirm" // made about a text that changed since
)

// Count is how many of the asked checks are met.
type Count struct {
	Met   int `json:"met"`
	Asked int `json:"asked"`
}

// Check is a mechanical check of a story.
type Check struct {
	Code     string         `json:"code"` // "D04", Other
	State    CheckState     `json:"state"`
	Findings []lint.Finding `json:"findings,omitempty"` // errors and warnings first, then information
	Waivers  []lint.Waiver  `json:"waivers,omitempty"`
}

// Claim is a statement that a story needs.
type Claim struct {
	ID        string     `json:"id"`
	Label     string     `json:"label,omitempty"` // as the project writes it, empty for those that we know
	State     Attested   `json:"state"`
	Statement *Statement `json:"statement,omitempty"`
}

// Story is a story and what it lacks.
type Story struct {
	ID         string        `json:"id"`
	Title      string        `json:"title"`
	Paths      []string      `json:"paths,omitempty"`
	Promised   bool          `json:"promised"` // tagged as ready
	State      State         `json:"state"`
	Mechanical Count         `json:"mechanical"`
	Attested   Count         `json:"attested"`
	Errors     int           `json:"errors"`
	Warnings   int           `json:"warnings"`
	Infos      int           `json:"infos"`
	Checks     []Check       `json:"checks"`
	Claims     []Claim       `json:"claims"`
	Waivers    []lint.Waiver `json:"waivers"`
	Content    string        `json:"content,omitempty"` // digest that a statement made today would record

	lacking bool // an error, or a statement that is missing
}

// Broken tells whether the story is said to be ready and is not.
func (s *Story) Broken() bool { return s.Promised && s.State == NotReady }

// Report is the readiness of a project.
type Report struct {
	Stories []Story  `json:"stories"` // by id
	Loose   []string `json:"loose"`   // paths of features that tell no story
	Astray  []string `json:"astray"`  // those of Loose that are said to be ready: no story can be
	Outside int      `json:"outside"` // errors and warnings that belong to no story
}

// Find gives the story of that id, nil when there is none.
func (r *Report) Find(id string) *Story {
	for i := range r.Stories {
		if r.Stories[i].ID == id {
			return &r.Stories[i]
		}
	}
	return nil
}
