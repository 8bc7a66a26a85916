package api

import "recette/internal/campaign"

// SessionList is the document of "recette session list", version 1.
type SessionList struct {
	V        int             `json:"v"`
	Campaign string          `json:"campaign"`
	Sessions []sessionHeld   `json:"sessions"`
	Pauses   []campaignPause `json:"pauses,omitempty"`
}

type sessionHeld struct {
	Number   string          `json:"number"`
	Planned  string          `json:"planned,omitempty"`
	Antenne  string          `json:"antenne,omitempty"`
	Place    string          `json:"place,omitempty"`
	State    string          `json:"state"` // open, closed
	OpenedAt string          `json:"opened_at"`
	ClosedAt string          `json:"closed_at,omitempty"`
	Remark   string          `json:"remark,omitempty"`
	People   []sessionPerson `json:"people"`
}

type sessionPerson struct {
	Ref      string `json:"ref"` // of a participant; of a guest, within the session
	Name     string `json:"name,omitempty"`
	Function string `json:"function,omitempty"`
	Entity   string `json:"entity,omitempty"`
	Guest    bool   `json:"guest,omitempty"`
	Animates bool   `json:"animates,omitempty"`
	From     string `json:"from"`
	To       string `json:"to,omitempty"`
}

type campaignPause struct {
	From      string `json:"from"`
	Reason    string `json:"reason"`
	Criterion string `json:"criterion,omitempty"`
	To        string `json:"to,omitempty"`
	Resumed   string `json:"resumed,omitempty"` // why
	Cleared   string `json:"cleared,omitempty"` // criterion of resumption of the plan that is met
}

// NewSessionList lists the sessions of a campaign in the order of their opening. An erased text is an empty string.
func NewSessionList(s *campaign.Status) SessionList {
	doc := SessionList{V: 1, Campaign: s.Campaign, Sessions: []sessionHeld{}}
	for i := range s.Notes.Sessions {
		at := &s.Notes.Sessions[i]
		held := sessionHeld{
			Number: at.Number, Planned: at.Planned, Antenne: at.Antenne, Place: s.Texts[at.Place],
			State:    string(at.Phase),
			OpenedAt: at.Opened.At,
			ClosedAt: at.Closed.At, Remark: s.Texts[at.Remark], People: []sessionPerson{},
		}
		for k := range at.People {
			p := &at.People[k]
			one := sessionPerson{Ref: p.Ref, Animates: p.Animates, From: p.From.At, To: p.To.At}
			if p.Name != "" {
				one.Guest, one.Name = true, s.Texts[p.Name]
				one.Function, one.Entity = s.Texts[p.Function], s.Texts[p.Entity]
			} else if s.Plan != nil {
				for _, x := range s.Plan.Parties {
					if x.Ref == p.Ref {
						one.Name, one.Entity = x.Name, x.Entity
						break
					}
				}
			}
			held.People = append(held.People, one)
		}
		doc.Sessions = append(doc.Sessions, held)
	}
	for i := range s.Notes.Pauses {
		p := &s.Notes.Pauses[i]
		doc.Pauses = append(doc.Pauses, campaignPause{
			From: p.From.At, Reason: s.Texts[p.Reason], Criterion: s.Texts[p.Criterion], To: p.To.At,
			Resumed: s.Texts[p.Resumed], Cleared: s.Texts[p.Cleared],
		})
	}
	return doc
}
