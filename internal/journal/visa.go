package journal

import "slices"

// Visa is what somebody did on the route of a PV to its decision: put the PV on it, gave or refused their visa, took
// it back, or took note. Its position says what they had before them: what was recorded later changes nothing to it.
type Visa struct {
	Act     string `json:"act"`    // submit, give, refuse, withdraw, note
	Number  string `json:"number"` // of the PV
	SHA256  string `json:"sha256"` // of its file, as it was rendered
	Journey string `json:"journey,omitempty"`
	Reason  string `json:"reason,omitempty"` // commitment: of a refusal and of a withdrawal; a remark
}

func (v *Visa) of(k Kind) bool {
	return k == KindVisa && v.Number != "" && IsDigest(v.SHA256) &&
		slices.Contains([]string{"submit", "give", "refuse", "withdraw", "note"}, v.Act) &&
		(v.Reason != "" || v.Act != "refuse" && v.Act != "withdraw")
}

func (v *Visa) held() []Held { return []Held{{"reason", v.Reason, false}} }
