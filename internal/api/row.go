package api

import (
	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
)

// RowList is the document of the rows of a campaign in the API, version 1.
type RowList struct {
	V        int       `json:"v"`
	Campaign string    `json:"campaign"`
	Rows     []RowLine `json:"rows"`
}

// RowLine is where a row stands.
type RowLine struct {
	Case      string            `json:"case"`
	Name      string            `json:"name"`
	Critical  bool              `json:"critical"`
	Antenne   string            `json:"antenne,omitempty"`
	Assigned  string            `json:"assigned,omitempty"` // reference
	Verdict   recette.Verdict   `json:"verdict"`
	Outcome   recette.Outcome   `json:"outcome,omitempty"`
	Freshness recette.Freshness `json:"freshness,omitempty"`
	Hold      recette.Hold      `json:"hold,omitempty"`
	Attempt   int               `json:"attempt"` // number of the last one; 0: none
	Open      bool              `json:"open"`
	Holder    string            `json:"holder,omitempty"` // reference of who began it
	Since     string            `json:"since,omitempty"`
}

// NewRowList gives where rows stand, in the order of the plan: those that their reader sees.
func NewRowList(o *plan.Outline, all []campaign.CaseStatus) RowList {
	doc, frozen := RowList{V: 1, Campaign: o.Campaign, Rows: []RowLine{}}, map[string]*plan.OutlineCase{}
	for i := range o.Cases {
		frozen[o.Cases[i].ID] = &o.Cases[i]
	}
	for i := range all {
		if c := frozen[all[i].ID]; c != nil {
			doc.Rows = append(doc.Rows, rowLine(&all[i], c.Name, c.Critical))
		}
	}
	return doc
}

func rowLine(c *campaign.CaseStatus, name string, critical bool) RowLine {
	return RowLine{
		Case: c.ID, Name: name, Critical: critical, Antenne: c.Antenne, Assigned: c.Assigned, Verdict: c.Verdict,
		Outcome: c.Outcome, Freshness: c.Freshness, Hold: c.Hold, Attempt: c.Attempt, Open: c.Open, Holder: c.Holder,
		Since: c.Since,
	}
}

// Row is the document of one row in the API, version 1: its frozen text, and all its attempts.
type Row struct {
	V        int    `json:"v"`
	Campaign string `json:"campaign"`
	Plan     string `json:"plan"`    // digest of the frozen plan
	Content  string `json:"content"` // hash of the text
	RowLine
	Steps    []RowStep    `json:"steps"`
	Attempts []RowAttempt `json:"attempts"`
}

// RowStep is a step of the frozen text.
type RowStep struct {
	Step    int    `json:"step"` // from 1
	Keyword string `json:"keyword"`
	Type    string `json:"type"`
	Text    string `json:"text"`
}

// RowAttempt is an attempt, with what it found.
type RowAttempt struct {
	Number        int             `json:"number"`
	Iteration     int             `json:"iteration"`
	Content       string          `json:"content"`
	Mode          recette.Mode    `json:"mode"`
	By            string          `json:"by"` // reference
	Role          string          `json:"role"`
	Authenticated bool            `json:"authenticated"`
	StartedAt     string          `json:"started_at"`
	EndedAt       string          `json:"ended_at,omitempty"`
	Closed        bool            `json:"closed"`
	Verdict       recette.Verdict `json:"verdict,omitempty"`
	Outcome       recette.Outcome `json:"outcome,omitempty"`
	Message       string          `json:"message,omitempty"`
	Transcribed   bool            `json:"transcribed,omitempty"`
	Invalid       bool            `json:"invalid,omitempty"`
	Position      int64           `json:"position"` // of its last fact in the journal
	Steps         []RowFound      `json:"steps"`
}

// RowFound is what stands of a step of an attempt.
type RowFound struct {
	Step     int                   `json:"step"` // from 1
	Verdict  recette.Verdict       `json:"verdict,omitempty"`
	Observed string                `json:"observed,omitempty"`
	Comment  string                `json:"comment,omitempty"`
	Cause    recette.Cause         `json:"cause,omitempty"`
	Reason   string                `json:"reason,omitempty"`
	By       string                `json:"by"` // reference
	At       string                `json:"at"`
	Evidence []campaign.Attachment `json:"evidence,omitempty"`
}

// NewRow tells all of a row. An erased text is an empty string.
func NewRow(o *plan.Outline, frozen *campaign.FrozenCase, h *campaign.History) Row {
	doc := Row{
		V: 1, Campaign: o.Campaign, Plan: o.Digest, Content: frozen.Content,
		RowLine: rowLine(&h.CaseStatus, frozen.Name, frozen.Critical), Steps: []RowStep{}, Attempts: []RowAttempt{},
	}
	for i := range frozen.Steps {
		s := &frozen.Steps[i]
		doc.Steps = append(doc.Steps, RowStep{i + 1, s.Keyword, string(s.Type), s.Text})
	}
	for i := range h.Attempts {
		doc.Attempts = append(doc.Attempts, attemptOf(&h.Attempts[i]))
	}
	return doc
}

func attemptOf(t *campaign.Tried) RowAttempt {
	a := RowAttempt{
		Number: t.Number, Iteration: t.Iteration, Content: t.Content, Mode: t.Mode, By: t.By.Ref, Role: t.By.Role,
		Authenticated: t.By.Auth, StartedAt: t.StartedAt, EndedAt: t.EndedAt, Closed: t.Closed, Verdict: t.Verdict,
		Outcome: t.Outcome, Message: t.Message, Transcribed: t.Taken, Invalid: t.Invalid(), Position: t.Seq,
		Steps: []RowFound{},
	}
	for i := range t.Steps {
		f := &t.Steps[i]
		a.Steps = append(a.Steps, RowFound{
			Step: f.Step + 1, Verdict: f.Verdict, Observed: f.Observed, Comment: f.Comment, Cause: f.Cause,
			Reason: f.Reason, By: f.By.Ref, At: f.At, Evidence: f.Evidence,
		})
	}
	return a
}
