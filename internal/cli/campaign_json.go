package cli

import (
	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
)

// campaignLine is one campaign in the documents of "campaign list" and "campaign status", version 1.
type campaignLine struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Version  string      `json:"version"`
	Build    string      `json:"build"`
	State    string      `json:"state"` // open, closed
	OpenedAt string      `json:"opened_at"`
	ClosedAt string      `json:"closed_at,omitempty"`
	Figures  jsonFigures `json:"figures"`
}

// jsonFigures counts cases by verdict.
type jsonFigures struct {
	InScope       int `json:"in_scope"`
	Planned       int `json:"planned"`
	Executed      int `json:"executed"`
	Passed        int `json:"passed"`
	Remark        int `json:"passed_with_remark"`
	Failed        int `json:"failed"`
	Blocked       int `json:"blocked"`
	NotRun        int `json:"not_run"`
	NotApplicable int `json:"not_applicable"`
}

// campaignStatus is the document of "campaign status", version 1.
type campaignStatus struct {
	V int `json:"v"`
	campaignLine
	Journeys  []journeyLine  `json:"journeys"`
	Open      []string       `json:"open_attempts"`
	Ended     []endedLine    `json:"ended,omitempty"` // what ended cases beyond their steps
	Anomalies []anomalyLine  `json:"anomalies"`
	Reserves  []reserveLine  `json:"reserves"`
	Decisions []decisionLine `json:"decisions"`
	PVs       []pvLine       `json:"pvs"`
	Strays    int            `json:"strays"`
	Drift     []driftLine    `json:"drift"` // texts on disk that are no longer the frozen ones
}

type endedLine struct {
	Case    string          `json:"case"`
	Verdict recette.Verdict `json:"verdict"`
	Outcome recette.Outcome `json:"outcome,omitempty"`
	Message string          `json:"message"`
}

type journeyLine struct {
	Code     string          `json:"code"`
	Title    string          `json:"title"`
	Critical bool            `json:"critical"`
	Verdict  recette.Verdict `json:"verdict"`
	Figures  jsonFigures     `json:"figures"`
}

type anomalyLine struct {
	Number   string `json:"number"`
	Severity string `json:"severity"`
	Status   string `json:"status"`
	Case     string `json:"case,omitempty"`
	Summary  string `json:"summary"`
}

type reserveLine struct {
	Number string `json:"number"`
	Class  string `json:"class"`
	Text   string `json:"text"`
	Owner  string `json:"owner"`
	Due    string `json:"due"`
}

type decisionLine struct {
	Number   string `json:"number"`
	Decision string `json:"decision"`
	Journey  string `json:"journey,omitempty"`
	Reason   string `json:"reason,omitempty"`
	At       string `json:"at"`
}

type pvLine struct {
	Number     string   `json:"number"`
	Journey    string   `json:"journey,omitempty"`
	SHA256     string   `json:"sha256"` // of the rendered file
	SignedBy   []string `json:"signed_by"`
	Checkpoint int64    `json:"checkpoint"`
}

func figuresOf(f recette.Figures) jsonFigures {
	return jsonFigures{
		InScope: f.InScope, Planned: f.Planned, Executed: f.Executed, Passed: f.Passed, Remark: f.Remark, Failed: f.Failed,
		Blocked: f.Blocked, NotRun: f.NotRun, NotApplicable: f.NotApplicable,
	}
}

func lineOf(s campaign.Summary) campaignLine {
	state := "open"
	if s.ClosedAt != "" {
		state = "closed"
	}
	return campaignLine{
		ID: s.Campaign, Title: s.Title, Version: s.Release.Version, Build: s.Release.Build, State: state,
		OpenedAt: s.OpenedAt, ClosedAt: s.ClosedAt, Figures: figuresOf(s.Figures),
	}
}

// statusOf makes the document of a campaign. An erased text is an empty string.
func statusOf(s *campaign.Status) campaignStatus {
	doc := campaignStatus{
		V: 1, campaignLine: lineOf(s.Summary), Journeys: []journeyLine{}, Open: append([]string{}, s.Open...),
		Anomalies: []anomalyLine{}, Reserves: []reserveLine{}, Decisions: []decisionLine{}, PVs: []pvLine{},
		Strays: len(s.Strays),
	}
	for _, e := range s.Ended {
		doc.Ended = append(doc.Ended, endedLine{e.Case, e.Verdict, e.Outcome, s.Texts[e.Message]})
	}
	for _, j := range s.Journeys {
		doc.Journeys = append(doc.Journeys, journeyOf(j.Journey, j.Verdict, j.Figures))
	}
	for i := range s.Anomalies {
		a := &s.Anomalies[i]
		doc.Anomalies = append(doc.Anomalies, anomalyLine{a.Number, a.Severity, a.Status, a.Case, s.Texts[a.Summary]})
	}
	for i := range s.Reserves {
		r := &s.Reserves[i]
		doc.Reserves = append(doc.Reserves, reserveLine{r.Number, r.Class, s.Texts[r.Text], s.Texts[r.Owner], r.Due})
	}
	for i := range s.Decisions {
		d := &s.Decisions[i]
		doc.Decisions = append(doc.Decisions, decisionLine{d.Number, d.Decision.Decision, d.Journey, s.Texts[d.Reason], d.At})
	}
	for i := range s.PVs {
		p := &s.PVs[i]
		line := pvLine{Number: p.Number, Journey: p.Journey, SHA256: p.SHA256, SignedBy: []string{}, Checkpoint: p.Checkpoint}
		for _, sig := range p.Signatures {
			line.SignedBy = append(line.SignedBy, string(sig.Role))
		}
		doc.PVs = append(doc.PVs, line)
	}
	return doc
}

func journeyOf(j plan.Journey, v recette.Verdict, f recette.Figures) journeyLine {
	return journeyLine{Code: j.Code, Title: j.Title, Critical: j.Critical, Verdict: v, Figures: figuresOf(f)}
}
