package journal

// Opinion is what somebody thinks of the recette in the role in which they say it. The last one of a person stands.
type Opinion struct {
	Journey string   `json:"journey,omitempty"` // empty: of the whole campaign
	Opinion string   `json:"opinion"`           // favourable, with_reserves…; of a supplier agrees, contests
	Text    string   `json:"text"`              // commitment
	Points  []string `json:"points,omitempty"`  // that a supplier contests: numbers and cases
}

func (o *Opinion) of(k Kind) bool { return k == KindOpinion && o.Opinion != "" }

func (o *Opinion) held() []Held { return []Held{{"text", o.Text, true}} }

// Answer is what is answered to a warning that was computed, as it stood. Args leave out who it speaks of.
type Answer struct {
	Journey string   `json:"journey,omitempty"` // of the PV that it is for
	Code    string   `json:"code"`
	Args    []string `json:"args,omitempty"`
	Text    string   `json:"text"` // commitment
}

func (a *Answer) of(k Kind) bool { return k == KindAnswer && a.Code != "" }

func (a *Answer) held() []Held { return []Held{{"text", a.Text, true}} }
