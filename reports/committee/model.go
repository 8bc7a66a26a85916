// Package committee holds the order of business of a product committee as a document of one page: what awaits a
// decision and whose, what blocks, which reserves are due, which criteria are not met, which sessions come. It is a
// plain, versioned model with pure producers: PDF, HTML, JSON. It refuses clocks, files and whatever is internal.
package committee

import (
	"time"

	"recette/reports"
)

// Schema names the version of the model.
const Schema = "recette/committee/1"

// Order is the order of business. Dates are YYYY-MM-DD, of the time zone of the project.
type Order struct {
	Schema   string    `json:"schema"`
	Language string    `json:"language"` // fr, en
	Project  string    `json:"project"`
	Campaign string    `json:"campaign"`
	Title    string    `json:"title"`
	Producer string    `json:"producer"`
	IssuedAt time.Time `json:"issued_at"`

	Name     string   `json:"name,omitempty"` // of the committee, as the plan says
	Members  []string `json:"members"`
	Delivery string   `json:"delivery"`
	Build    string   `json:"build"`

	Planned int    `json:"planned"` // rows
	Done    int    `json:"done"`    // rows whose result holds
	End     string `json:"predicted_end,omitempty"`

	Decisions []Awaited `json:"decisions_awaited"`
	// Delays are those of the regime; none of a plan without.
	Delays   []reports.Deadline `json:"delays,omitempty"`
	Blocking []Anomaly          `json:"blocking_anomalies"`
	Reserves []Reserve          `json:"reserves"` // by due date; those without one come first
	Criteria []Criterion        `json:"criteria_not_met"`
	Exit     int                `json:"exit_criteria"` // of the plan, met or not
	Sessions []Session          `json:"sessions"`      // of seven days, that of the order among them
	Until    string             `json:"until"`         // the last of these days

	Reference Reference `json:"reference"`
}

// Awaited is something that somebody has to decide.
type Awaited struct {
	Kind  string `json:"kind"`            // pronounce, proposal, contested, draft, attest
	About string `json:"about,omitempty"` // a journey, a number, a case, a criterion
	Text  string `json:"text,omitempty"`
	Owner string `json:"owner,omitempty"` // who has to: a name, or a role
	Due   string `json:"due,omitempty"`
}

// Anomaly is an open blocking anomaly.
type Anomaly struct {
	Number  string `json:"number"`
	Status  string `json:"status"`
	Summary string `json:"summary"`
	Owner   string `json:"owner,omitempty"`
	Due     string `json:"due,omitempty"`
	Days    int    `json:"days"` // since it was raised
}

// Reserve is a reserve that is not settled.
type Reserve struct {
	Number  string `json:"number"`
	Class   string `json:"class"`
	Text    string `json:"text"`
	Owner   string `json:"owner,omitempty"`
	Due     string `json:"due,omitempty"`
	Overdue bool   `json:"overdue"`
}

// Criterion is a criterion of exit that is not met, be it set aside by a derogation, or of suspension that is reached.
type Criterion struct {
	Text       string `json:"criterion"`
	Threshold  string `json:"threshold,omitempty"`
	Measured   string `json:"measured,omitempty"`
	Derogation string `json:"derogation,omitempty"` // its number
	Elsewhere  bool   `json:"elsewhere,omitempty"`  // which is of a decision out of the journal: nothing verifies it
	Reached    bool   `json:"suspension_reached,omitempty"`
}

// Session is a session to come.
type Session struct {
	Code     string `json:"code"`
	Title    string `json:"title,omitempty"`
	Date     string `json:"date"`
	Start    string `json:"start,omitempty"`
	Place    string `json:"place,omitempty"`
	Animator string `json:"animator,omitempty"`
	Rows     int    `json:"rows"` // that people play there
	Left     int    `json:"left"` // of them, those that are still to be played
}

// Reference is what the order was made from.
type Reference struct {
	Commit     string `json:"commit,omitempty"`
	Manifest   string `json:"manifest"`   // sha256 of the frozen plan
	Checkpoint int64  `json:"checkpoint"` // leaves that the last signed head covers; 0: none is signed
	Root       string `json:"root,omitempty"`
}
