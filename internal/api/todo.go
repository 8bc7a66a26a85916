package api

import "recette/internal/campaign"

// Todo is the document of "recette campaign todo", version 1.
type Todo struct {
	V        int        `json:"v"`
	Campaign string     `json:"campaign"`
	Waits    []todoWait `json:"waits"`
}

type todoWait struct {
	Kind    string `json:"kind"`
	Number  string `json:"number,omitempty"`
	What    string `json:"what,omitempty"` // of a proposal: a severity or an act
	By      string `json:"by,omitempty"`   // reference of who asks
	Right   string `json:"right"`          // that whoever ends it needs
	Role    string `json:"role,omitempty"` // of a step of the route
	Who     string `json:"who,omitempty"`
	Antenne string `json:"antenne,omitempty"`
	Journey string `json:"journey,omitempty"`
	Due     string `json:"due,omitempty"`    // YYYY-MM-DD
	Vacant  bool   `json:"vacant,omitempty"` // nobody who takes part can do it
	// Cases are the rows that failed by automation, and that no anomaly is about.
	Cases []string `json:"cases,omitempty"`
}

// NewTodo gives what waits for somebody in a campaign.
func NewTodo(id string, waits []campaign.Wait) Todo {
	doc := Todo{V: 1, Campaign: id, Waits: []todoWait{}}
	for i := range waits {
		w := &waits[i]
		doc.Waits = append(doc.Waits, todoWait{
			Kind: string(w.Kind), Number: w.Number, What: w.What, By: w.By, Right: string(w.For), Role: w.Role,
			Who: w.Who, Antenne: w.Branch, Journey: w.Journey, Due: w.Due, Vacant: w.Vacant,
			Cases: w.Cases,
		})
	}
	return doc
}
