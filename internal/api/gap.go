package api

import (
	"recette/internal/campaign"
	"recette/internal/campaign/state"
)

// AnomalyList is the document of "recette anomaly list" and "show", version 1.
type AnomalyList struct {
	V         int            `json:"v"`
	Campaign  string         `json:"campaign"`
	Anomalies []AnomalySheet `json:"anomalies"`
	Drafts    []Draft        `json:"drafts"` // failures that wait for an anomaly
}

// AnomalySheet is one anomaly with its history.
type AnomalySheet struct {
	Number     string      `json:"number"`
	Severity   string      `json:"severity"`
	Status     string      `json:"status"`
	Open       bool        `json:"open"` // it weighs on a decision
	Case       string      `json:"case,omitempty"`
	Step       int         `json:"step,omitempty"` // from 1
	Summary    string      `json:"summary"`
	Workaround string      `json:"workaround,omitempty"`
	Priority   string      `json:"priority,omitempty"`
	Owner      string      `json:"owner,omitempty"`
	Due        string      `json:"due,omitempty"`
	Tracker    string      `json:"tracker,omitempty"`
	URL        string      `json:"url,omitempty"`
	Original   string      `json:"original,omitempty"`
	Proposed   string      `json:"proposed,omitempty"`
	Fix        *Fix        `json:"fix,omitempty"`
	Retest     *Retest     `json:"retest,omitempty"`
	Evidence   []string    `json:"evidence,omitempty"` // SHA-256
	RaisedAt   string      `json:"raised_at"`
	RaisedBy   string      `json:"raised_by"` // reference
	Changes    []GapChange `json:"changes"`
}

// Fix says which build corrects, and who did it.
type Fix struct {
	Build string `json:"build"`
	By    string `json:"by"`
}

// Retest names the attempt that shows a correction.
type Retest struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
}

// GapChange is one change of an anomaly or of a reserve.
type GapChange struct {
	Act    string `json:"act,omitempty"`
	Field  string `json:"field,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	By     string `json:"by"` // reference
	At     string `json:"at"`
	Reason string `json:"reason,omitempty"`
}

// Draft is a failure that waits for an anomaly.
type Draft struct {
	ID       string `json:"id"`
	Case     string `json:"case"`
	Attempt  int    `json:"attempt"`
	Step     int    `json:"step"` // from 1
	At       string `json:"at"`
	By       string `json:"by"` // reference
	Observed string `json:"observed"`
}

// ReserveList is the document of "recette reserve list" and "show", version 1.
type ReserveList struct {
	V        int            `json:"v"`
	Campaign string         `json:"campaign"`
	Reserves []ReserveSheet `json:"reserves"`
}

// ReserveSheet is one reserve with its life.
type ReserveSheet struct {
	Number       string      `json:"number"`
	Class        string      `json:"class"`
	Status       string      `json:"status"`
	Text         string      `json:"text"`
	Anomaly      string      `json:"anomaly,omitempty"`
	Owner        string      `json:"owner,omitempty"`
	Due          string      `json:"due,omitempty"`
	Check        string      `json:"check,omitempty"`
	Workaround   string      `json:"workaround,omitempty"`
	Effect       string      `json:"effect,omitempty"`
	Verification string      `json:"verification,omitempty"`
	Fix          *Fix        `json:"fix,omitempty"`
	Retest       *Retest     `json:"retest,omitempty"`
	Into         string      `json:"into,omitempty"`
	Decision     string      `json:"decision,omitempty"`
	CarriedBy    string      `json:"carried_by,omitempty"` // the PV in force whose decision carries it
	LiftedBy     string      `json:"lifted_by,omitempty"`  // the PV of lifting in force that lifts it
	Changes      []GapChange `json:"changes"`
}

// NewAnomalyList lists the anomalies of a status. An erased text is an empty string.
func NewAnomalyList(st *campaign.Status) AnomalyList {
	doc := AnomalyList{V: 1, Campaign: st.Campaign, Anomalies: []AnomalySheet{}, Drafts: []Draft{}}
	for i := range st.Anomalies {
		doc.Anomalies = append(doc.Anomalies, sheetOf(st, &st.Anomalies[i]))
	}
	for i := range st.Drafts {
		doc.Drafts = append(doc.Drafts, draftOf(st, &st.Drafts[i]))
	}
	return doc
}

// NewReserveList lists the reserves of a status.
func NewReserveList(st *campaign.Status) ReserveList {
	doc := ReserveList{V: 1, Campaign: st.Campaign, Reserves: []ReserveSheet{}}
	for i := range st.Reserves {
		sheet, c := reserveOf(st, &st.Reserves[i]), st.Carried[st.Reserves[i].Number]
		sheet.CarriedBy, sheet.LiftedBy = c.PV, c.Lifting
		doc.Reserves = append(doc.Reserves, sheet)
	}
	return doc
}

func draftOf(st *campaign.Status, d *state.Draft) Draft {
	return Draft{
		ID: d.ID(), Case: d.Case, Attempt: d.Attempt, Step: d.Step + 1, At: d.At, By: d.By.Ref,
		Observed: st.Texts[d.Observed],
	}
}

func sheetOf(st *campaign.Status, a *state.Anomaly) AnomalySheet {
	out := AnomalySheet{
		Number: a.Number, Severity: a.Severity, Status: a.Status, Open: a.Open(), Case: a.Case,
		Summary: st.Texts[a.Summary], Workaround: st.Texts[a.Workaround], Priority: a.Priority,
		Owner: st.Texts[a.Owner], Due: a.Due, Tracker: a.Tracker, URL: a.URL, Original: a.Original,
		RaisedAt: a.RaisedAt, RaisedBy: a.RaisedBy.Ref,
		Changes: []GapChange{},
	}
	if a.Step != nil {
		out.Step = *a.Step + 1
	}
	if a.Fix != nil {
		out.Fix = &Fix{Build: a.Fix.Build, By: st.Texts[a.Fix.By]}
	}
	if a.Retest != nil {
		out.Retest = &Retest{Case: a.Retest.Case, Attempt: a.Retest.Attempt}
	}
	if a.Proposal != nil {
		out.Proposed = a.Proposal.What
	}
	for _, e := range a.Evidence {
		out.Evidence = append(out.Evidence, e.SHA256)
	}
	for i := range a.Changes {
		ch := &a.Changes[i]
		out.Changes = append(out.Changes, GapChange{
			Act: ch.Act, Field: ch.Field, From: side(st, ch.Field, ch.From), To: side(st, ch.Field, ch.To),
			By: ch.By.Ref, At: ch.At,
			Reason: st.Texts[ch.Reason],
		})
	}
	return out
}

// side gives one side of a change: the text behind a commitment, or the value as it is.
func side(st *campaign.Status, field, value string) string {
	if field == "owner" || field == "workaround" {
		return st.Texts[value]
	}
	return value
}

func reserveOf(st *campaign.Status, r *state.Reserve) ReserveSheet {
	out := ReserveSheet{
		Number: r.Number, Class: r.Class, Status: string(r.Standing()), Text: st.Texts[r.Text], Anomaly: r.Anomaly,
		Owner: st.Texts[r.Owner], Due: r.Due, Check: r.Check, Workaround: st.Texts[r.Workaround],
		Effect: st.Texts[r.Effect], Verification: st.Texts[r.Verification], Into: r.Into, Decision: r.Decision,
		Changes: []GapChange{},
	}
	if r.Fix != nil {
		out.Fix = &Fix{Build: r.Fix.Build, By: st.Texts[r.Fix.By]}
	}
	if r.Retest != nil {
		out.Retest = &Retest{Case: r.Retest.Case, Attempt: r.Retest.Attempt}
	}
	for i := range r.Changes {
		ch := &r.Changes[i]
		out.Changes = append(out.Changes, GapChange{
			Act: ch.Act, To: ch.Status, By: ch.By.Ref, At: ch.At, Reason: st.Texts[ch.Reason],
		})
	}
	return out
}
