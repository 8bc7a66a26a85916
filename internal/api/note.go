package api

import (
	"recette/internal/campaign"
	"recette/internal/campaign/state"
)

// OpinionList is the document of "recette opinion list", version 1.
type OpinionList struct {
	V        int       `json:"v"`
	Campaign string    `json:"campaign"`
	Opinions []opinion `json:"opinions"` // those that stand
}

type opinion struct {
	Role    string   `json:"role"`
	By      string   `json:"by"` // reference
	Name    string   `json:"name,omitempty"`
	Antenne string   `json:"antenne,omitempty"` // of a référent
	Journey string   `json:"journey,omitempty"`
	Opinion string   `json:"opinion"`
	Text    string   `json:"text"` // empty once erased
	Points  []string `json:"points,omitempty"`
	At      string   `json:"at"`
}

// NewOpinionList gives the opinions that stand.
func NewOpinionList(st *campaign.Status) OpinionList {
	doc := OpinionList{V: 1, Campaign: st.Campaign, Opinions: []opinion{}}
	for _, o := range st.Notes.Given("") {
		by := st.Opined[o.Seq]
		doc.Opinions = append(doc.Opinions, opinion{
			Role: o.By.Role, By: o.By.Ref, Name: by.Name, Antenne: by.Branch, Journey: o.Journey,
			Opinion: o.Opinion.Opinion, Text: st.Texts[o.Text], Points: o.Points, At: o.At,
		})
	}
	return doc
}

// DerogationList is the document of "recette derogation list", version 1.
type DerogationList struct {
	V           int          `json:"v"`
	Campaign    string       `json:"campaign"`
	Derogations []derogation `json:"derogations"`
}

type derogation struct {
	Number string `json:"number"`
	State  string `json:"state"` // asked, granted, refused
	Text   string `json:"text"`
	By     string `json:"by"` // reference of who asked
	At     string `json:"at"`
}

// DerogationState is what was answered to a derogation: asked, granted, refused.
func DerogationState(d *state.Derogation) string {
	switch {
	case d.Granted:
		return "granted"
	case d.Refused:
		return "refused"
	}
	return "asked"
}

// NewDerogationList gives the derogations of a campaign.
func NewDerogationList(st *campaign.Status) DerogationList {
	doc := DerogationList{V: 1, Campaign: st.Campaign, Derogations: []derogation{}}
	for i := range st.Notes.Derogations {
		d := &st.Notes.Derogations[i]
		doc.Derogations = append(doc.Derogations, derogation{
			Number: d.Number, State: DerogationState(d), Text: st.Texts[d.Text], By: d.Asked.By.Ref, At: d.Asked.At,
		})
	}
	return doc
}

// DeviationList is the document of "recette deviation list", version 1.
type DeviationList struct {
	V          int              `json:"v"`
	Campaign   string           `json:"campaign"`
	Deviations []deviationSheet `json:"deviations"`
}

type deviationSheet struct {
	Number string `json:"number"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
	Agreed string `json:"agreed,omitempty"` // by whom, in their words
	By     string `json:"by"`               // reference
	At     string `json:"at"`

	Cases []string `json:"cases,omitempty"` // that it lets be played out of the order of their journey
}

// NewDeviationList gives the deviations of a campaign from its plan.
func NewDeviationList(st *campaign.Status) DeviationList {
	doc := DeviationList{V: 1, Campaign: st.Campaign, Deviations: []deviationSheet{}}
	for i := range st.Notes.Deviations {
		d := &st.Notes.Deviations[i]
		doc.Deviations = append(doc.Deviations, deviationSheet{
			Number: d.Number, Text: st.Texts[d.Text], Reason: st.Texts[d.Reason], Agreed: st.Texts[d.Agreed],
			By: d.By.Ref, At: d.At, Cases: d.Cases,
		})
	}
	return doc
}
