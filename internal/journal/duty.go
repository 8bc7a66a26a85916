package journal

// Broken is a rule of the separation of duties that a fact breaks, and that the project lets pass.
type Broken struct {
	Rule   string `json:"rule"`
	Effect string `json:"effect"` // warn, trace
}

// Derogation waives a rule, or a criterion, for once. It is asked for, then granted or refused by somebody: the leaf of
// an answer carries the number and the act, with the reason.
type Derogation struct {
	Number  string `json:"number"`            // "DER-0001"
	Act     string `json:"act"`               // ask, grant, refuse
	Subject string `json:"subject,omitempty"` // what it is about: the number of an anomaly, a case, a criterion
	Text    string `json:"text,omitempty"`    // commitment: what is asked
	Until   string `json:"until,omitempty"`   // date, YYYY-MM-DD
	Reason  string `json:"reason,omitempty"`  // commitment: of an answer
}

func (d *Derogation) of(k Kind) bool {
	return k == KindDerogation && d.Number != "" && d.Act != "" && (d.Act != "ask" || d.Text != "")
}

func (d *Derogation) held() []Held {
	return []Held{{"text", d.Text, false}, {"reason", d.Reason, false}}
}

// Delegation lets somebody act in the role of somebody else between two days, both included. The leaf of an end carries
// the number and the reason.
type Delegation struct {
	Number    string `json:"number"`              // "DEL-0001"
	By        string `json:"by,omitempty"`        // reference of who delegates
	To        string `json:"to,omitempty"`        // reference of the delegate
	Role      string `json:"role,omitempty"`      // that is delegated
	Journey   string `json:"journey,omitempty"`   // empty: of the whole campaign
	From      string `json:"from,omitempty"`      // date, YYYY-MM-DD
	Until     string `json:"until,omitempty"`     // date, YYYY-MM-DD
	Reference string `json:"reference,omitempty"` // commitment: of the document
	SHA256    string `json:"sha256,omitempty"`    // of the document
	Ended     bool   `json:"ended,omitempty"`
	Reason    string `json:"reason,omitempty"` // commitment: why it ends
}

func (d *Delegation) of(k Kind) bool {
	if k != KindDelegation || d.Number == "" {
		return false
	}
	whole := d.By != "" && d.To != "" && d.Role != "" && d.From != "" && d.Until != "" && d.Reference != "" &&
		IsDigest(d.SHA256)
	return (whole || d.Ended) && d.Ended == (d.Reason != "")
}

func (d *Delegation) held() []Held {
	return []Held{{"reference", d.Reference, false}, {"reason", d.Reason, false}}
}
