package api

import (
	"recette/internal/campaign"
	"recette/internal/recette"
)

// ReviewList is the document of "recette review list", version 1.
type ReviewList struct {
	V        int       `json:"v"`
	Campaign string    `json:"campaign"`
	Waiting  []unread  `json:"waiting"`  // results that count once a second person has read them over
	Readings []reading `json:"readings"` // what was said of those that were read, in order
}

type unread struct {
	Case    string          `json:"case"`
	Attempt int             `json:"attempt"`
	Verdict recette.Verdict `json:"verdict"`
	By      string          `json:"by"` // reference of who made it
	Name    string          `json:"name,omitempty"`
}

type reading struct {
	Case    string          `json:"case"`
	Attempt int             `json:"attempt"`
	Verdict recette.Verdict `json:"verdict"` // that it had
	Reading recette.Reading `json:"reading"` // accepted, returned
	Reason  string          `json:"reason,omitempty"`
	By      string          `json:"by"` // reference of the reader
	Name    string          `json:"name,omitempty"`
	At      string          `json:"at"`
}

// NewReviewList lists the results of a campaign that wait to be read over, and what was said of the others. names gives
// people by reference. An erased text is an empty string.
func NewReviewList(s *campaign.Status, names map[string]string) ReviewList {
	doc := ReviewList{V: 1, Campaign: s.Campaign, Waiting: []unread{}, Readings: []reading{}}
	for _, u := range s.Unread {
		doc.Waiting = append(doc.Waiting, unread{u.Case, u.Attempt, u.Verdict, u.By, names[u.By]})
	}
	for i := range s.Notes.Reviews {
		r := &s.Notes.Reviews[i]
		doc.Readings = append(doc.Readings, reading{
			r.Case, r.Attempt, r.Verdict, recette.Reading(r.Reading), s.Texts[r.Reason], r.By.Ref, names[r.By.Ref],
			r.At,
		})
	}
	return doc
}
