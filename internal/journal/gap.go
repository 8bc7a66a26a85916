package journal

// Fix says that a build corrects an anomaly, or what a reserve asks.
type Fix struct {
	Build string `json:"build"`
	By    string `json:"by"`            // commitment: who corrected it
	Ref   string `json:"ref,omitempty"` // reference of the same, when it is somebody of the campaign
}

func (f *Fix) by() string {
	if f == nil {
		return ""
	}
	return f.By
}

// Retest is the attempt that shows a correction.
type Retest struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
}

// Found is a step of an attempt that was found not conform.
type Found struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
	Step    int    `json:"step"` // 0-based
}

// Dropped says that a failure is the matter of no anomaly, and why.
type Dropped struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
	Step    int    `json:"step"`   // 0-based
	Reason  string `json:"reason"` // commitment
}

func (d *Dropped) of(k Kind) bool { return k == KindAnomalyDrop && d.Case != "" }

func (d *Dropped) held() []Held { return []Held{{"reason", d.Reason, true}} }
