package reports

import "time"

// Document is an earlier PV of the same campaign, and what it is worth when this one is made. Those that nobody signed
// and of which nothing was decided are not listed.
type Document struct {
	Number   string     `json:"number"`
	Journey  string     `json:"journey,omitempty"`   // code; empty for all of them
	SHA256   string     `json:"sha256"`              // of its file, as it was signed last
	SignedAt *time.Time `json:"signed_at,omitempty"` // by the decision-maker
	Standing string     `json:"standing"`            // project, in_force, to_replace, replaced, cancelled
	Lifts    string     `json:"lifts,omitempty"`     // of a PV of lifting: number of its parent

	Decision *DocumentDecision `json:"decision,omitempty"` // nil when it shows none, as a PV of lifting does
	Signed   []DocumentSigned  `json:"signed,omitempty"`   // in order

	// What was decided of it.
	With      string     `json:"with,omitempty"` // number of the PV that took its place
	Reason    string     `json:"reason,omitempty"`
	DecidedBy string     `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
}

// DocumentDecision is the decision that an earlier PV shows, as its leaf says.
type DocumentDecision struct {
	Number   string    `json:"number"`
	Decision string    `json:"decision"`
	At       time.Time `json:"at"`
}

// DocumentSigned is a signature of an earlier PV, as the journal knows it.
type DocumentSigned struct {
	Role string    `json:"role"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Unsigned is the last decision on a journey, in the present iteration, when no PV that the decision-maker signed
// shows it.
type Unsigned struct {
	Journey  string           `json:"journey"` // code
	Decision DocumentDecision `json:"decision"`
	By       string           `json:"by"`
	Role     string           `json:"role"`         // in which it was pronounced
	PV       string           `json:"pv,omitempty"` // number of the last unsigned PV that shows it; empty: none
}
