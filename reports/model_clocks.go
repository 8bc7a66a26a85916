package reports

import "time"

// Clocks is the regime of the decision when it is not common practice without delays: its vocabulary, and its delays
// with where each figure comes from.
type Clocks struct {
	Vocabulary string  `json:"vocabulary"`       // practice, ccag-tic
	Region     string  `json:"region,omitempty"` // whose public holidays are not worked; empty: mainland France
	Delays     []Delay `json:"delays"`

	Milestones []Milestone `json:"milestones,omitempty"` // all of them, in the order in which they were recorded
	// Runs are the delays that began, as they stand on the day of the PV: computed, decided by nobody.
	Runs []Run `json:"runs,omitempty"`
}

// Milestone is something that happened, on which delays depend, as somebody recorded it.
type Milestone struct {
	Number    string    `json:"number"`             // "JAL-0001"
	What      string    `json:"what"`               // mom, notice, va, vsr_end, notified
	Day       string    `json:"day"`                // YYYY-MM-DD
	Outcome   string    `json:"outcome,omitempty"`  // of va: a decision
	Decision  string    `json:"decision,omitempty"` // number of that which was notified
	Reference string    `json:"reference"`          // of the document that says so
	SHA256    string    `json:"sha256,omitempty"`   // of that document
	Replaces  string    `json:"replaces,omitempty"` // number of that which it corrects
	Reason    string    `json:"reason,omitempty"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Run is a delay that began.
type Run struct {
	Clock    string `json:"clock"`
	From     string `json:"from"`               // YYYY-MM-DD
	Start    string `json:"start,omitempty"`    // number of the milestone that started it; empty: the calendar did
	Due      string `json:"due"`                // last day
	Ended    string `json:"ended,omitempty"`    // day on which it ended
	End      string `json:"end,omitempty"`      // number of the milestone that ended it; empty: the calendar did
	Given    string `json:"given,omitempty"`    // decision that was notified at its end
	Status   string `json:"status"`             // running, kept, late, missed, tacit, elapsed
	Acquired string `json:"acquired,omitempty"` // day at the end of which silence is an acceptance, by the contract
}

// Delay is one delay of the regime.
type Delay struct {
	Clock   string `json:"clock"` // va, vsr, decision, extra
	Length  int    `json:"length"`
	Unit    string `json:"unit"`              // days, working_days, months
	Silence string `json:"silence,omitempty"` // admission: silence is an acceptance; empty: it is none
	Source  string `json:"source"`            // ccag-tic, contract
	Clause  string `json:"clause,omitempty"`  // of the contract
}
