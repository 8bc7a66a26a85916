package api

// DecisionList is the document of "recette decision list", version 1.
type DecisionList struct {
	V         int             `json:"v"`
	Decisions []DecisionEntry `json:"decisions"`
}

// DecisionEntry is a decision of the log of the project, and where it is cited.
type DecisionEntry struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Date       string     `json:"date,omitempty"`
	Status     string     `json:"status,omitempty"`
	ReplacedBy string     `json:"replaced_by,omitempty"`
	Current    string     `json:"current,omitempty"` // at the end of the chain of replacements
	Instance   string     `json:"instance,omitempty"`
	Decider    string     `json:"decider,omitempty"`
	Impacts    []string   `json:"impacts,omitempty"`
	Due        string     `json:"due,omitempty"`
	Late       bool       `json:"late,omitempty"` // still proposed after its due date
	Path       string     `json:"path"`
	Cited      []Citation `json:"cited"`
}

// Citation is where a decision is cited.
type Citation struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	// Criterion is that which the decision leaves out, when it is cited by stories.yaml.
	Criterion string `json:"criterion,omitempty"`
}

// NewDecisionList makes the document of decisions, in that order.
func NewDecisionList(list []DecisionEntry) DecisionList {
	return DecisionList{V: 1, Decisions: append([]DecisionEntry{}, list...)}
}
