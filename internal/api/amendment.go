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
	Reread    *reread  `json:"reread,omitempty"`
	Lapsed    []lapse  `json:"lapsed"`
	Held      []string `json:"held"`
	Freed     []string `json:"freed"`
}

// reread is a reading over that holds no more.
type reread struct {
	By    string         `json:"by"` // reference of the reader
	Name  string         `json:"name,omitempty"`
	At    string         `json:"at"`
	Roles []recette.Role `json:"roles"` // that may read the result over now; empty when the plan asks nobody to
}

// lapse is the route of a PV that is to be gone through again.
type lapse struct {
	PV      string       `json:"pv"`
	Journey string       `json:"journey,omitempty"` // empty: of the whole campaign
	Steps   []lapsedStep `json:"steps"`             // that were given, and hold no more
	Decided bool         `json:"decided"`           // the decision is to be pronounced again too
}

type lapsedStep struct {
	Kind   string `json:"kind"`
	Role   string `json:"role"`
	Who    string `json:"who,omitempty"` // of whom it is asked; empty: anybody in the role
	Branch string `json:"branch,omitempty"`
	By     string `json:"by"` // reference of who had given it
	Name   string `json:"name,omitempty"`
	Day    string `json:"day"` // of it, YYYY-MM-DD
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
			rereadOf(e.Reread, names), lapsedOf(e.Lapsed, names),
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

func rereadOf(r *campaign.Reread, names map[string]string) *reread {
	if r == nil {
		return nil
	}
	return &reread{r.By, names[r.By], r.At, append([]recette.Role{}, r.Roles...)}
}

func lapsedOf(list []campaign.Lapse, names map[string]string) []lapse {
	out := []lapse{}
	for i := range list {
		l := lapse{PV: list[i].PV, Journey: list[i].Journey, Steps: []lapsedStep{}, Decided: list[i].Decided}
		for _, s := range list[i].Steps {
			l.Steps = append(l.Steps, lapsedStep{
				string(s.Kind), s.Role, s.Who, s.Branch, s.Ref, names[s.Ref], s.Day,
			})
		}
		out = append(out, l)
	}
	return out
}
