package plan

import (
	"recette/internal/calendar"
	"recette/internal/recette"
)

// CorrectBy gives the last day, YYYY-MM-DD, of what the plan gives to correct a gap of a severity that is known from a
// day on: working days, where the regime is. Empty when the plan does not say how many.
func (m *Manifest) CorrectBy(severity recette.Severity, from string) string {
	if m.Sections == nil {
		return ""
	}
	for _, s := range m.Sections.Anomalies.Severities {
		if s.Severity == string(severity) && s.Correction > 0 {
			return calendar.Region(m.Terms().Region).Due(from, s.Correction, calendar.WorkingDays)
		}
	}
	return ""
}
