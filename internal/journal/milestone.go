package journal

import "time"

// Milestone is something that happened outside the product, on which delays of the regime depend: the supplier gives
// notice, an outcome is notified. It is corrected by another one that takes its place and says why.
type Milestone struct {
	Number    string `json:"number"` // "JAL-0001"
	What      string `json:"what"`   // mom, notice, va, vsr_end, notified
	Day       string `json:"day"`    // on which it happened, YYYY-MM-DD
	Journey   string `json:"journey,omitempty"`
	Outcome   string `json:"outcome,omitempty"`  // of va
	Decision  string `json:"decision,omitempty"` // number of that which was notified
	Reference string `json:"reference"`          // commitment: of the document that says so
	SHA256    string `json:"sha256,omitempty"`   // of that document
	Replaces  string `json:"replaces,omitempty"` // number of that which it corrects
	Reason    string `json:"reason,omitempty"`   // commitment: of a correction
}

func (m *Milestone) of(k Kind) bool {
	_, err := time.Parse(time.DateOnly, m.Day)
	return k == KindMilestone && m.Number != "" && m.What != "" && err == nil &&
		(m.SHA256 == "" || IsDigest(m.SHA256)) &&
		(m.Replaces == "") == (m.Reason == "") && (m.What == "notified") == (m.Decision != "") &&
		(m.What == "va") == (m.Outcome != "")
}

func (m *Milestone) held() []Held {
	return []Held{{"reference", m.Reference, true}, {"reason", m.Reason, false}}
}
