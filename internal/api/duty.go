package api

import "recette/internal/campaign"

// DutyWarning is a rule of the separation of duties that what was recorded breaks, and that the project lets pass.
type DutyWarning struct {
	Rule   string   `json:"rule"`
	Number int      `json:"number"`           // of the rule
	About  string   `json:"about"`            // a number, a case, a data set, a person
	Others []string `json:"others,omitempty"` // names of those who could do it without breaking the rule
}

// dutyWarnings says what was broken; nil when nothing was.
func dutyWarnings(list []campaign.Warning) (out []DutyWarning) {
	for _, w := range list {
		out = append(out, DutyWarning{
			Rule: string(w.Rule), Number: w.Rule.Number(), About: w.About, Others: w.Others,
		})
	}
	return out
}

// Warn adds the rules of the separation of duties that what was recorded breaks.
func (doc *Import) Warn(list []campaign.Warning) { doc.Warnings = dutyWarnings(list) }

// Warn adds the rules of the separation of duties that what was recorded breaks.
func (doc *AnomalyImport) Warn(list []campaign.Warning) { doc.Warnings = dutyWarnings(list) }
