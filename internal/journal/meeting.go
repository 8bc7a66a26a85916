package journal

// Session is a sitting of the recette: it opens, people come and go, it closes. Leaves of one number follow each other.
type Session struct {
	Number  string     `json:"number"`            // "SES-0001"
	Planned string     `json:"planned,omitempty"` // the session of the plan that it is
	Antenne string     `json:"antenne,omitempty"` // branch of whose rows it is; empty: of those that are played once
	Place   string     `json:"place,omitempty"`   // commitment
	Present []Presence `json:"present,omitempty"` // who is there when it opens; who comes or leaves later
	Remark  string     `json:"remark,omitempty"`  // commitment: what is to be said of it when it closes
}

// Presence is somebody who attends a session. A guest takes no part in the campaign: the leaf names them.
type Presence struct {
	Ref      string `json:"ref"`                // of a participant, else a number within the session
	Name     string `json:"name,omitempty"`     // commitment: of a guest
	Function string `json:"function,omitempty"` // commitment
	Entity   string `json:"entity,omitempty"`   // commitment
	Animates bool   `json:"animates,omitempty"`
	Left     bool   `json:"left,omitempty"`
}

func (s *Session) of(k Kind) bool {
	opens, moves, closes := k == KindSessionOpen, k == KindSessionPresence, k == KindSessionClose
	if s.Number == "" || !opens && !moves && !closes ||
		!opens && (s.Planned != "" || s.Antenne != "" || s.Place != "") ||
		!closes && s.Remark != "" || closes == (len(s.Present) > 0) {
		return false
	}
	for _, p := range s.Present {
		if p.Ref == "" || opens && p.Left || p.Name == "" && p.Function+p.Entity != "" {
			return false
		}
	}
	return true
}

func (s *Session) held() []Held {
	out := []Held{{"place", s.Place, false}, {"remark", s.Remark, false}}
	for _, p := range s.Present {
		out = append(out, Held{"guest", p.Name, false}, Held{"function", p.Function, false}, Held{
			"entity",
			p.Entity, false,
		})
	}
	return out
}

// Pause suspends a campaign, or resumes it: meanwhile no result enters it.
type Pause struct {
	Reason    string `json:"reason"`              // commitment
	Criterion string `json:"criterion,omitempty"` // commitment: of the plan, that is met
	Named     string `json:"named,omitempty"`     // its number in the plan: "suspension/3", "resumption/1"
}

func (p *Pause) of(k Kind) bool {
	return (k == KindSuspend || k == KindResume) && (p.Named == "" || p.Criterion != "")
}

func (p *Pause) held() []Held {
	return []Held{{"reason", p.Reason, true}, {"criterion", p.Criterion, false}}
}

// Objection says that a result counts for nothing, or that somebody contests it.
type Objection struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
	Cause   string `json:"cause,omitempty"` // of an invalidation: build, data, environment, procedure
	Reason  string `json:"reason"`          // commitment
}

func (o *Objection) of(k Kind) bool {
	return (k == KindInvalidate && o.Cause != "" || k == KindContest && o.Cause == "") && o.Case != "" && o.Attempt > 0
}

func (o *Objection) held() []Held { return []Held{{"reason", o.Reason, true}} }
