package api

import (
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/matrix"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/recette"
)

// CampaignList is the document of "recette campaign list", version 1.
type CampaignList struct {
	V         int               `json:"v"`
	Campaigns []CampaignSummary `json:"campaigns"`
}

// NewCampaignList lists campaigns in the order that they are given in.
func NewCampaignList(list []campaign.Summary) CampaignList {
	doc := CampaignList{V: 1, Campaigns: []CampaignSummary{}}
	for _, s := range list {
		doc.Campaigns = append(doc.Campaigns, summaryOf(s))
	}
	return doc
}

// CampaignSummary is one campaign in the documents of "campaign list" and "campaign status".
type CampaignSummary struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Version  string         `json:"version"`
	Build    string         `json:"build"`
	State    string         `json:"state"` // open, closed
	OpenedAt string         `json:"opened_at"`
	ClosedAt string         `json:"closed_at,omitempty"`
	Figures  matrix.Figures `json:"figures"`
}

// CampaignStatus is the document of "recette campaign status", version 1.
type CampaignStatus struct {
	V int `json:"v"`
	CampaignSummary
	Iteration int           `json:"iteration"`
	Due       []due         `json:"due"` // results of iterations before that are to be obtained again
	Forecast  pace.Forecast `json:"forecast"`
	// Indicators are those of the bilan, in its order.
	Indicators []Indicator `json:"indicators"`
	Assigned   []share     `json:"assignments"`
	Journeys   []journey   `json:"journeys"`
	Open       []string    `json:"open_attempts"`
	Ended      []ended     `json:"ended,omitempty"` // what ended cases beyond their steps
	Anomalies  []anomaly   `json:"anomalies"`
	Reserves   []reserve   `json:"reserves"`
	Decisions  []decision  `json:"decisions"`

	Attested   []attestation `json:"attested,omitempty"`   // in order, what was taken back included
	Deviations []deviation   `json:"deviations,omitempty"` // from the plan
	HeldBack   []heldBack    `json:"held_back,omitempty"`  // rows that a blocking order makes wait for one before them

	PVs    []pv    `json:"pvs"`
	Strays int     `json:"strays"`
	Trials *trials `json:"trials,omitempty"` // played out of the figures
	Drafts []Draft `json:"drafts,omitempty"` // failures that wait for an anomaly
	Drift  []drift `json:"drift"`            // texts on disk that are no longer the frozen ones, of what is seen
	// DataDrift is of the files of data sets.
	DataDrift []MovedData `json:"data_drift,omitempty"`
}

// MovedData is a data set whose file is no longer the frozen one. One that was loaded all the same, for a reason, keeps
// no row from being played.
type MovedData struct {
	Code   string `json:"code"`
	State  string `json:"state"` // changed, gone
	Path   string `json:"path"`
	Loaded bool   `json:"loaded"`
}

// Indicator is a figure with both its terms, or why it cannot be computed: 0 of 0.
type Indicator struct {
	Key string `json:"key"`
	N   int    `json:"n"`
	Of  int    `json:"of"`
	Why string `json:"why,omitempty"`
}

// trials counts the attempts that count nowhere.
type trials struct {
	Rehearsal   int `json:"rehearsal"`
	Exploratory int `json:"exploratory"`
}

// due is a row to be played again: why, as its freshness says, and what it stood at.
type due struct {
	Case    string            `json:"case"`
	Why     recette.Freshness `json:"why"`
	Verdict recette.Verdict   `json:"verdict"`
}

// heldBack is a row that waits for one before it in a journey, and under which verdict that one counts.
type heldBack struct {
	Case    string          `json:"case"`
	Journey string          `json:"journey"`
	For     string          `json:"for"`
	Verdict recette.Verdict `json:"verdict"`
}

// share is what is assigned to one person.
type share struct {
	Ref    string `json:"person"` // reference
	Name   string `json:"name,omitempty"`
	Rows   int    `json:"rows"`
	Played int    `json:"played"` // with a result that need not be obtained again
}

type ended struct {
	Case    string          `json:"case"`
	Verdict recette.Verdict `json:"verdict"`
	Outcome recette.Outcome `json:"outcome,omitempty"`
	Message string          `json:"message"`
}

type journey struct {
	Code     string          `json:"code"`
	Title    string          `json:"title"`
	Critical bool            `json:"critical"`
	Verdict  recette.Verdict `json:"verdict"`
	Figures  matrix.Figures  `json:"figures"`
}

type anomaly struct {
	Number   string `json:"number"`
	Severity string `json:"severity"`
	Status   string `json:"status"`
	Case     string `json:"case,omitempty"`
	Summary  string `json:"summary"`
}

type reserve struct {
	Number string `json:"number"`
	Class  string `json:"class"`
	Text   string `json:"text"`
	Owner  string `json:"owner"`
	Due    string `json:"due"`
	Status string `json:"status,omitempty"` // once something was done with it

	CarriedBy string `json:"carried_by,omitempty"` // the PV in force whose decision carries it
	LiftedBy  string `json:"lifted_by,omitempty"`  // the PV of lifting in force that lifts it
}

type attestation struct {
	Subject   string `json:"subject"`
	Text      string `json:"text"`
	By        string `json:"by"` // reference
	At        string `json:"at"`
	Withdrawn bool   `json:"withdrawn,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

type deviation struct {
	Number string `json:"number"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
	Agreed string `json:"agreed_by,omitempty"`
	By     string `json:"by"` // reference
	At     string `json:"at"`

	Cases []string `json:"cases,omitempty"` // that it lets be played out of the order of their journey
}

type decision struct {
	Number   string `json:"number"`
	Decision string `json:"decision"`
	Journey  string `json:"journey,omitempty"`
	Reason   string `json:"reason,omitempty"`
	At       string `json:"at"`
}

// drift is a case whose text on disk is no longer the frozen one.
type drift struct {
	Case string         `json:"case"`
	Kind plan.DriftKind `json:"kind"`
	Path string         `json:"path,omitempty"`
	Line int            `json:"line,omitempty"`
}

type pv struct {
	Number     string   `json:"number"`
	Journey    string   `json:"journey,omitempty"`
	SHA256     string   `json:"sha256"` // of the rendered file
	SignedBy   []string `json:"signed_by"`
	Checkpoint int64    `json:"checkpoint"`
	Lifts      *lifts   `json:"lifts,omitempty"` // of a PV of lifting
}

// lifts says which PV one of lifting is of, and which reserves it lifts.
type lifts struct {
	Number   string   `json:"number"`
	SHA256   string   `json:"sha256"` // of the signed file
	Reserves []string `json:"reserves"`
}

func liftsOf(p *state.PV) *lifts {
	if p.Lifts == nil {
		return nil
	}
	return &lifts{p.Lifts.Number, p.Lifts.SHA256, p.Lifts.Reserves}
}

func summaryOf(s campaign.Summary) CampaignSummary {
	state := "open"
	if s.ClosedAt != "" {
		state = "closed"
	}
	return CampaignSummary{
		ID: s.Campaign, Title: s.Title, Version: s.Release.Version, Build: s.Release.Build, State: state,
		OpenedAt: s.OpenedAt, ClosedAt: s.ClosedAt, Figures: matrix.Figures(s.Figures),
	}
}

// NewCampaignStatus tells where a campaign stands, what its texts on disk have become since, and when it would end at
// its pace. An erased text is an empty string.
func NewCampaignStatus(s *campaign.Status, drifts []plan.Drift, f pace.Forecast) CampaignStatus {
	doc := CampaignStatus{
		V: 1, CampaignSummary: summaryOf(s.Summary), Journeys: []journey{}, Open: append([]string{}, s.Open...),
		Anomalies: []anomaly{}, Reserves: []reserve{}, Decisions: []decision{}, PVs: []pv{},
		Strays: len(s.Strays), Drift: []drift{}, Iteration: s.Iteration, Due: []due{},
		Forecast: f, Assigned: []share{}, Indicators: []Indicator{},
	}
	if n := s.Trials; len(n) > 0 {
		doc.Trials = &trials{n[recette.Rehearsal], n[recette.Exploratory]}
	}
	for _, h := range s.Shares {
		line := share{Ref: h.Ref, Rows: h.Rows, Played: h.Played}
		for _, p := range s.Plan.Parties {
			if p.Ref == h.Ref {
				line.Name = p.Name
			}
		}
		doc.Assigned = append(doc.Assigned, line)
	}
	for _, d := range s.Due {
		doc.Due = append(doc.Due, due(d))
	}
	for i := range drifts {
		if d := &drifts[i]; d.Kind != plan.Identical {
			doc.Drift = append(doc.Drift, drift{Case: d.ID, Kind: d.Kind, Path: d.NowPath, Line: d.NowLine})
		}
	}
	for _, e := range s.Ended {
		doc.Ended = append(doc.Ended, ended{e.Case, e.Verdict, e.Outcome, s.Texts[e.Message]})
	}
	for _, j := range s.Journeys {
		doc.Journeys = append(doc.Journeys, journeyOf(j.Journey, j.Verdict, j.Figures))
	}
	for i := range s.Anomalies {
		a := &s.Anomalies[i]
		doc.Anomalies = append(doc.Anomalies, anomaly{a.Number, a.Severity, a.Status, a.Case, s.Texts[a.Summary]})
	}
	for i := range s.Drafts {
		doc.Drafts = append(doc.Drafts, draftOf(s, &s.Drafts[i]))
	}
	for i := range s.Reserves {
		r := &s.Reserves[i]
		c := s.Carried[r.Number]
		doc.Reserves = append(doc.Reserves, reserve{
			r.Number, r.Class, s.Texts[r.Text], s.Texts[r.Owner], r.Due, r.Status, c.PV, c.Lifting,
		})
	}
	for i := range s.Decisions {
		d := &s.Decisions[i]
		doc.Decisions = append(
			doc.Decisions, decision{d.Number, d.Decision.Decision, d.Journey, s.Texts[d.Reason], d.At},
		)
	}
	doc.notes(s)
	for i := range s.PVs {
		p := &s.PVs[i]
		line := pv{
			Number: p.Number, Journey: p.Journey, SHA256: p.SHA256, SignedBy: []string{}, Checkpoint: p.Checkpoint,
			Lifts: liftsOf(p),
		}
		for _, sig := range p.Signatures {
			line.SignedBy = append(line.SignedBy, string(sig.Role))
		}
		doc.PVs = append(doc.PVs, line)
	}
	return doc
}

// notes fills what people recorded beside results.
func (doc *CampaignStatus) notes(s *campaign.Status) {
	for i := range s.Notes.Attestations {
		a := &s.Notes.Attestations[i]
		doc.Attested = append(doc.Attested, attestation{
			Subject: a.Subject, Text: s.Texts[a.Text], By: a.By.Ref, At: a.At, Withdrawn: a.Withdrawn,
			Reason: s.Texts[a.Reason],
		})
	}
	for i := range s.Notes.Deviations {
		d := &s.Notes.Deviations[i]
		doc.Deviations = append(doc.Deviations, deviation{
			Number: d.Number, Text: s.Texts[d.Text], Reason: s.Texts[d.Reason], Agreed: s.Texts[d.Agreed], By: d.By.Ref,
			At: d.At, Cases: d.Cases,
		})
	}
	for _, h := range s.HeldBack {
		doc.HeldBack = append(doc.HeldBack, heldBack(h))
	}
}

func journeyOf(j plan.Journey, v recette.Verdict, f recette.Figures) journey {
	return journey{Code: j.Code, Title: j.Title, Critical: j.Critical, Verdict: v, Figures: matrix.Figures(f)}
}
