package journal

// Amend is what the author of a result corrects of it, without playing the case again: the judgements that they gave
// otherwise than they meant. The former leaves stay as they are.
type Amend struct {
	Case    string       `json:"case"`
	Attempt int          `json:"attempt"`
	Leaf    int64        `json:"leaf"` // position of the last leaf of the attempt, that is corrected
	Steps   []Correction `json:"steps,omitempty"`
	Verdict string       `json:"verdict"` // of the case, with them
	Reason  string       `json:"reason"`  // commitment
}

// Correction is the judgement of one step as it should have been recorded. What the step took, and the evidence that
// goes with it, stay.
type Correction struct {
	Step     int    `json:"step"` // 0-based index in the case
	Verdict  string `json:"verdict"`
	Observed string `json:"observed,omitempty"` // commitment
	Comment  string `json:"comment,omitempty"`  // commitment
	Cause    string `json:"cause,omitempty"`
	Reason   string `json:"reason,omitempty"` // commitment
}

// On gives an observation with the judgement in the place of its own.
func (c *Correction) On(was Observation) Observation {
	was.Verdict, was.Observed, was.Comment, was.Cause, was.Reason = c.Verdict, c.Observed, c.Comment, c.Cause, c.Reason
	was.Replay, was.Given = false, ""
	return was
}

func (a *Amend) of(k Kind) bool {
	return k == KindAmend && a.Case != "" && a.Attempt > 0 && a.Leaf >= 0 && a.Verdict != "" && len(a.Steps) > 0
}

func (a *Amend) held() []Held {
	all := []Held{{"reason", a.Reason, true}}
	for i := range a.Steps {
		c := &a.Steps[i]
		all = append(all, Held{"observed", c.Observed, false}, Held{"comment", c.Comment, false},
			Held{"reason", c.Reason, false})
	}
	return all
}
