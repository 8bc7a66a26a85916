package reports

import "time"

// Derogation waives a rule or a criterion for once. State is asked, granted or refused.
type Derogation struct {
	Number     string     `json:"number"`
	Subject    string     `json:"subject,omitempty"`   // what it is about: a number
	Criterion  string     `json:"criterion,omitempty"` // its text, when it is about one of the plan of the PV
	Text       string     `json:"text"`
	Until      string     `json:"until,omitempty"` // YYYY-MM-DD
	By         string     `json:"by"`              // who asked for it
	At         time.Time  `json:"at"`
	State      string     `json:"state"`
	AnsweredBy string     `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Reason     string     `json:"reason,omitempty"` // of the answer
}

// Delegation lets To act in the role of By from one day to another, both included.
type Delegation struct {
	Number     string     `json:"number"`
	By         string     `json:"by"`
	To         string     `json:"to"`
	Role       string     `json:"role"`
	Journey    string     `json:"journey,omitempty"` // empty: the whole campaign
	From       string     `json:"from"`              // YYYY-MM-DD
	Until      string     `json:"until"`             // YYYY-MM-DD
	Reference  string     `json:"reference"`         // of the document
	SHA256     string     `json:"sha256"`            // of the document
	At         time.Time  `json:"at"`
	RecordedBy string     `json:"recorded_by"`
	EndedAt    *time.Time `json:"ended_at,omitempty"` // before its last day
	EndedBy    string     `json:"ended_by,omitempty"`
	Ending     string     `json:"end_reason,omitempty"`
}
