package journal

// Review is what a second person said of a result that they read over: accepted, or returned with a reason. It says
// what they had before them: the attempt, and the leaf that ended it. What is recorded later is another result.
type Review struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
	Leaf    int64  `json:"leaf"`             // position of the leaf that closed the attempt
	Reading string `json:"reading"`          // accepted, returned
	Reason  string `json:"reason,omitempty"` // commitment: of a return; a remark
}

func (r *Review) of(k Kind) bool {
	return k == KindReview && r.Case != "" && r.Attempt > 0 && r.Leaf >= 0 &&
		(r.Reading == "accepted" || r.Reading == "returned" && r.Reason != "")
}

func (r *Review) held() []Held { return []Held{{"reason", r.Reason, false}} }
