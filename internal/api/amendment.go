package api

import (
	"recette/internal/campaign"
	"recette/internal/recette"
)

// AmendmentList is the document of "recette result amend", version 1.
type AmendmentList struct {
	V          int         `json:"v"`
	Campaign   string      `json:"campaign"`
	Amendments []amendment `json:"amendments"` // in order: the one that was recorded is the last
	Changed    changed     `json:"changed"`    // by that one
}

type changed struct {
	Anomalies []turn   `json:"anomalies"`
	Reserves  []turn   `json:"reserves"`
	PVs       []turn   `json:"pvs"`
	Unfailed  []string `json:"unfailed"`
	Unread    bool     `json:"unread"`
	Held      []string `json:"held"`
	Freed     []string `json:"freed"`
}

type turn struct {
	Number string `json:"number"`
	Was    string `json:"was"`
	Now    string `json:"now"`
}

type amendment struct {
	Case    string          `json:"case"`
	Attempt int             `json:"attempt"`
	Was     recette.Verdict `json:"was"`     // verdict of the case before
	Verdict recette.Verdict `json:"verdict"` // after
	Reason  string          `json:"reason"`
	By      string          `json:"by"` // reference of the author
	Name    string          `json:"name,omitempty"`
	At      string          `json:"at"`
}

// NewAmendmentList lists the results of a campaign that their authors corrected without playing them again. names gives
// people by reference, and e what the last one changed. An erased text is an empty string.
func NewAmendmentList(s *campaign.Status, names map[string]string, e campaign.Effects) AmendmentList {
	doc := AmendmentList{
		V: 1, Campaign: s.Campaign, Amendments: []amendment{},
		Changed: changed{
			turned(e.Anomalies), turned(e.Reserves), turned(e.PVs), append([]string{}, e.Unfailed...), e.Unread,
			append([]string{}, e.Held...), append([]string{}, e.Freed...),
		},
	}
	for i := range s.Notes.Amendments {
		a := &s.Notes.Amendments[i]
		doc.Amendments = append(doc.Amendments, amendment{
			a.Case, a.Attempt, a.Was, a.Now, s.Texts[a.Reason], a.By.Ref, names[a.By.Ref], a.At,
		})
	}
	return doc
}

func turned(list []campaign.Shift) []turn {
	out := []turn{}
	for _, x := range list {
		out = append(out, turn(x))
	}
	return out
}
