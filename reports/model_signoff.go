package reports

import "time"

// Signoff is what the plan asks before the decision, and where it stands: it is computed from what people recorded. A
// silence is never shown for an opinion.
type Signoff struct {
	Journey string `json:"journey,omitempty"` // whose route it is; empty: that of the whole campaign
	Effect  string `json:"effect"`            // of a decision before it is complete: block, warn
	// Phase is draft, circulating, refused, overtaken, ready or decided.
	Phase    string        `json:"phase"`
	Number   string        `json:"number,omitempty"` // of the PV that was put on the route last
	Round    int           `json:"round"`            // how many were
	Complete bool          `json:"complete"`         // nothing was missing at the decision
	Steps    []SignoffStep `json:"steps"`
	Acts     []SignoffAct  `json:"acts,omitempty"` // all of them, in order
}

// SignoffStep is one thing that is asked of somebody.
type SignoffStep struct {
	Kind   string `json:"kind"` // visa, opinion, note
	Role   string `json:"role"`
	Who    string `json:"who,omitempty"`    // empty: anybody in the role
	Branch string `json:"branch,omitempty"` // of an opinion
	Status string `json:"status"`           // waiting, not_yet, given, refused, silent, unneeded
	By     string `json:"by,omitempty"`
	// Of By: what they do, and declared or authenticated, as the journal knows who recorded it.
	Function string     `json:"function,omitempty"`
	Identity string     `json:"identity,omitempty"`
	SHA256   string     `json:"sha256,omitempty"` // of the file of the PV that it was said of; an opinion has none
	At       *time.Time `json:"at,omitempty"`
	Due      string     `json:"due,omitempty"` // YYYY-MM-DD
	Late     bool       `json:"late,omitempty"`
}

// SignoffAct is what somebody did about a PV on the route.
type SignoffAct struct {
	Act    string    `json:"act"` // submit, give, refuse, withdraw, note
	Number string    `json:"number"`
	SHA256 string    `json:"sha256"` // of the file of the PV, as it was rendered
	Role   string    `json:"role"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}
