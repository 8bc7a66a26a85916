package journal

// PVEnd is what is decided of a PV that was rendered, or proposed to whoever decides.
type PVEnd struct {
	Number   string `json:"number"`
	Journey  string `json:"journey,omitempty"` // that it is of
	SHA256   string `json:"sha256"`            // of its file, as it was signed last
	Act      string `json:"act"`               // cancel, replace
	With     string `json:"with,omitempty"`    // that takes its place; else the next one that is signed
	Proposed bool   `json:"proposed,omitempty"`
	Reason   string `json:"reason"` // commitment
}

func (e *PVEnd) of(k Kind) bool {
	return k == KindPVEnd && e.Number != "" && IsDigest(e.SHA256) && e.Act != "" && e.With != e.Number
}

func (e *PVEnd) held() []Held { return []Held{{"reason", e.Reason, true}} }

// Lift says which PV a rendered one lifts reserves of, and which of them.
type Lift struct {
	Number   string   `json:"number"`             // of the parent
	SHA256   string   `json:"sha256"`             // of its file, as the decision-maker signed it
	Reserves []string `json:"reserves,omitempty"` // numbers
}

// of tells whether it goes with a kind of leaf, and says what it must.
func (x *Lift) of(k Kind) bool {
	return k == KindPVRendered && x.Number != "" && IsDigest(x.SHA256) && len(x.Reserves) > 0
}
