package api

import "recette/internal/planning"

// PlanCheck is the document of "recette plan check", version 1.
type PlanCheck struct {
	V     int           `json:"v"`
	Wrong int           `json:"wrong"` // plans that cannot be frozen
	Plans []CheckedPlan `json:"plans"`
}

// CheckedPlan is a plan, what is wrong with it, and what is left to be filled.
type CheckedPlan struct {
	Plan      string             `json:"plan"`
	File      string             `json:"file"`
	Valid     bool               `json:"valid"`
	Cases     int                `json:"cases"`
	Journeys  int                `json:"journeys"`
	Problems  []PlanFinding      `json:"problems"`
	Sessions  []planning.Load    `json:"sessions"`
	Unplanned int                `json:"unplanned"` // cases that people run and no session plays
	Remaining []planning.Remains `json:"remaining"`
}

// PlanFinding is something wrong with a plan, worded.
type PlanFinding struct {
	Level   string `json:"level"` // error, warning
	Code    string `json:"code"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

// NewPlanCheck completes a document: its version, its count, and the lists that are empty.
func NewPlanCheck(plans []CheckedPlan) PlanCheck {
	doc := PlanCheck{V: 1, Plans: append([]CheckedPlan{}, plans...)}
	for i := range doc.Plans {
		p := &doc.Plans[i]
		p.Problems, p.Sessions = append([]PlanFinding{}, p.Problems...), append([]planning.Load{}, p.Sessions...)
		p.Remaining = append([]planning.Remains{}, p.Remaining...)
		if !p.Valid {
			doc.Wrong++
		}
	}
	return doc
}

// PlanEstimate is the document of "recette plan estimate", version 1.
type PlanEstimate struct {
	V    int    `json:"v"`
	Plan string `json:"plan"`
	planning.Estimate
}

// NewPlanEstimate completes a document.
func NewPlanEstimate(plan string, e planning.Estimate) PlanEstimate {
	e.Sessions = append([]planning.Load{}, e.Sessions...)
	return PlanEstimate{V: 1, Plan: plan, Estimate: e}
}
