package verify

// frozenRegime is under which rules a campaign is decided, as its manifest says it. What those rules are is written
// here a second time: what the product computes by one hand is computed again by another.
type frozenRegime struct {
	Vocabulary string        `json:"vocabulary"`
	Region     string        `json:"region"`
	Delays     []frozenDelay `json:"delays"`
}

type frozenDelay struct {
	Clock   string `json:"clock"`
	Length  int    `json:"length"`
	Unit    string `json:"unit"`
	Silence string `json:"silence"`
	Source  string `json:"source"`
	Clause  string `json:"clause"`
}

// decisions lists what may be pronounced on the campaign: four words of common practice or, when its contract refers to
// the CCAG-TIC, those of that text, which knows no reserves and for which a vérification d’aptitude has an outcome.
func (m *manifest) decisions() []string {
	switch r := &m.Sections.Regime; {
	case r.Vocabulary != "ccag-tic":
		return []string{"accepted", "accepted_with_reserves", "postponed", "refused"}
	case m.Nature == "va":
		return []string{"va_positive", "adjourned", "rejected"}
	}
	return []string{"admitted", "adjourned", "reduced", "rejected"}
}

// accepting tells whether a decision takes what was delivered, with or without something against it.
func accepting(decision string) bool {
	switch decision {
	case "accepted", "accepted_with_reserves", "admitted", "reduced", "va_positive":
		return true
	}
	return false
}

// clocks is what the PV says of the regime.
type clocks struct {
	Vocabulary string        `json:"vocabulary"`
	Region     string        `json:"region"`
	Delays     []frozenDelay `json:"delays"`
}

// clocks gives what the PV says of the regime, from the manifest; nil of common practice without delays.
func (c *check) clocks() *clocks {
	r := &c.frozen.Sections.Regime
	if r.Vocabulary != "ccag-tic" && len(r.Delays) == 0 {
		return nil
	}
	return &clocks{r.Vocabulary, r.Region, append([]frozenDelay{}, r.Delays...)}
}
