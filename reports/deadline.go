package reports

import "recette/reports/page"

// Deadline is a delay of the regime as it stands on the day of a document.
type Deadline struct {
	Clock   string `json:"clock"`             // va, vsr, decision, extra
	Journey string `json:"journey,omitempty"` // its title; empty: of the whole campaign
	From    string `json:"from,omitempty"`    // YYYY-MM-DD; empty: it has not begun
	Due     string `json:"due,omitempty"`     // last day
	Days    int    `json:"days"`              // until the last day, negative once it has passed; 0 when it ended
	Ended   string `json:"ended,omitempty"`   // day on which it ended
	Status  string `json:"status,omitempty"`  // as of a Run; empty: it has not begun
	Silence string `json:"silence,omitempty"` // admission, acceptance, none; empty: of a period
	// Acquired is the day at the end of which silence is an acceptance, by the contract.
	Acquired string `json:"acquired,omitempty"`
}

// Expired tells whether the last day has passed and nothing came.
func (x *Deadline) Expired() bool { return x.Status == "missed" || x.Status == "tacit" }

// Name words which delay it is.
func (x *Deadline) Name(f *page.Flow) string {
	if x.Journey == "" {
		return f.Tr("clock." + x.Clock)
	}
	return f.Tr("clocks.of", f.Tr("clock."+x.Clock), x.Journey)
}

// Stands words where it stands.
func (x *Deadline) Stands(f *page.Flow) string {
	state := ""
	switch {
	case x.Status == "":
		state = f.Tr("clocks.waiting")
	case x.Status == "running" && x.Days == 0:
		state = f.Tr("clocks.today")
	case x.Status == "running":
		state = f.Count("clocks.left", x.Days)
	case x.Expired():
		state = f.Count("clocks.over", -x.Days)
	default:
		state = page.Sentence(" ", f.Tr("clock.status."+x.Status)+",", f.Date(x.Ended))
	}
	if x.Acquired != "" {
		state = page.Sentence(". ", state, f.Tr("clocks.acquired", f.Date(x.Acquired)))
	}
	return state
}

// Effect words what its silence does; nothing of a period.
func (x *Deadline) Effect(f *page.Flow) string {
	if x.Silence == "" {
		return ""
	}
	return f.Tr("clocks.silence." + x.Silence)
}
