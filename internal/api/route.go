package api

import (
	"recette/internal/campaign"
	"recette/internal/route"
)

// Signoff is the document of "recette campaign signoff", version 1.
type Signoff struct {
	V        int          `json:"v"`
	Campaign string       `json:"campaign"`
	Routes   []SignoffWay `json:"routes"` // empty when the plan asks for nothing
}

// SignoffWay is where a PV stands on its route.
type SignoffWay struct {
	Journey  string        `json:"journey,omitempty"` // empty: of the whole campaign
	Phase    string        `json:"phase"`
	PV       string        `json:"pv,omitempty"` // that was submitted last
	Round    int           `json:"round"`        // submissions so far
	Complete bool          `json:"complete"`     // nothing is missing
	Steps    []SignoffStep `json:"steps"`
}

// SignoffStep is what is asked before the decision, of whom, and what became of it.
type SignoffStep struct {
	Kind    string `json:"kind"`
	Role    string `json:"role"`
	Who     string `json:"who,omitempty"`
	Branch  string `json:"branch,omitempty"`
	Status  string `json:"status"`
	Missing bool   `json:"missing"`
	By      string `json:"by,omitempty"`  // who gave it, or refused it
	Day     string `json:"day,omitempty"` // of it, YYYY-MM-DD
	Due     string `json:"due,omitempty"` // last day of the delay, YYYY-MM-DD
	Late    bool   `json:"late,omitempty"`
	Vacant  bool   `json:"vacant,omitempty"` // nobody who takes part can do it
}

// NewSignoff makes the document of the routes of a campaign. People are named by reference; one that is unknown is
// shown by it.
func NewSignoff(id string, ways []campaign.Way, people map[string]string) Signoff {
	doc := Signoff{V: 1, Campaign: id, Routes: []SignoffWay{}}
	for i := range ways {
		w := &ways[i]
		out := SignoffWay{
			Journey: w.Journey, Phase: string(w.Phase), PV: w.PV, Round: w.Round, Complete: w.Complete,
			Steps: []SignoffStep{},
		}
		for k := range w.Steps {
			out.Steps = append(out.Steps, signoffStep(&w.Steps[k], people))
		}
		doc.Routes = append(doc.Routes, out)
	}
	return doc
}

func signoffStep(s *route.Step, people map[string]string) SignoffStep {
	by := s.Ref
	if name := people[s.Ref]; name != "" {
		by = name
	}
	return SignoffStep{
		Kind: string(s.Kind), Role: s.Role, Who: s.Who, Branch: s.Branch, Status: string(s.Status),
		Missing: s.Missing(), By: by, Day: s.Day, Due: s.Due, Late: s.Late, Vacant: s.Vacant,
	}
}
