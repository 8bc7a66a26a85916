package reports

// Clocks is the regime of the decision when it is not common practice without delays: its vocabulary, and its delays
// with where each figure comes from.
type Clocks struct {
	Vocabulary string  `json:"vocabulary"`       // practice, ccag-tic
	Region     string  `json:"region,omitempty"` // whose public holidays are not worked; empty: mainland France
	Delays     []Delay `json:"delays"`
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
