package api

// Explanation is the document of "recette explain", version 1: rules of lint, codes, or both when all are listed.
type Explanation struct {
	V     int    `json:"v"`
	Rules []Rule `json:"rules,omitempty"`
	Codes []Code `json:"codes,omitempty"`
}

// Rule is a rule of lint, worded.
type Rule struct {
	ID       string            `json:"id"`
	Group    string            `json:"group"`
	Title    string            `json:"title"`
	Why      string            `json:"why"`
	Remedy   string            `json:"remedy,omitempty"`
	Severity map[string]string `json:"severity"` // by profile
	Run      bool              `json:"run"`      // a run refuses it too
	Fixable  bool              `json:"fixable"`
	Options  []Option          `json:"options,omitempty"`
	Aliases  []string          `json:"aliases,omitempty"`
	Good     string            `json:"good,omitempty"`
	Bad      string            `json:"bad,omitempty"`
}

// Option is an option of a rule.
type Option struct {
	Name    string `json:"name"`
	Default any    `json:"default"`
}

// Code is a code of the parser or of a failure, worded.
type Code struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

// NewExplanation makes the document of rules and codes, each in their order.
func NewExplanation(rules []Rule, codes []Code) Explanation {
	return Explanation{V: 1, Rules: rules, Codes: codes}
}
