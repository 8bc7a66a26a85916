package api

// Doctor is the document of "recette doctor", version 1.
type Doctor struct {
	V      int     `json:"v"`
	Checks []Check `json:"checks"`
}

// Check is one thing that was looked at.
type Check struct {
	What   string `json:"what"`
	State  string `json:"state"` // ok, warning, error
	Detail string `json:"detail,omitempty"`
}

// NewDoctor makes the document of what was looked at, in that order.
func NewDoctor(checks []Check) Doctor { return Doctor{V: 1, Checks: checks} }
