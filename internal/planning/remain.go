package planning

import (
	"fmt"

	"recette/internal/plan"
)

// Remains is something that a plan leaves to be filled: a mark, or a part of one of its eighteen sections that it says
// nothing of. None makes the plan wrong.
type Remains struct {
	Section int    `json:"section"` // of a plan de validation, from 1
	Key     string `json:"key"`     // of the part: "risks", "sessions.date"
	Path    string `json:"path"`    // in the document
	Marked  bool   `json:"marked"`  // a mark stands there
}

// Remaining lists what a plan leaves to be filled, by section.
func Remaining(p *plan.Plan) []Remains {
	var all []Remains
	lack := func(section int, key, path string, when bool) {
		if when {
			all = append(all, Remains{Section: section, Key: key, Path: path})
		}
	}
	lack(1, "author", "author", p.Author == "")
	lack(2, "purpose", "purpose", p.Purpose == "")
	lack(2, "expected_decision", "expected_decision", p.Expected.What == "" || p.Expected.By == "")
	for i := range p.Journeys {
		j, at := &p.Journeys[i], fmt.Sprintf("journeys[%d]", i)
		lack(4, "journeys.owner", at+".owner", j.Owner == "")
		lack(4, "journeys.consequence", at+".consequence", j.Critical && j.Consequence == "")
	}
	for i := range p.OutOfScope {
		lack(5, "out_of_scope.agreed_by", fmt.Sprintf("out_of_scope[%d]", i), p.OutOfScope[i].AgreedBy == "")
	}
	lack(6, "risks", "risks", len(p.Risks) == 0)
	lack(7, "levels", "levels", len(p.Levels) == 0)
	for i := range p.DataSets {
		lack(8, "data_sets.origin", fmt.Sprintf("data_sets[%d].origin", i), p.DataSets[i].Origin == "")
		lack(8, "data_sets.owner", fmt.Sprintf("data_sets[%d].owner", i), p.DataSets[i].Owner == "")
	}
	lack(9, "release.build", "release.build", p.Release.Build == "" && p.Environment.Build == "")
	lack(9, "accounts", "accounts", len(p.Accounts) == 0)
	lack(10, "sessions", "sessions", len(p.Sessions) == 0)
	for i := range p.Sessions {
		s, at := &p.Sessions[i], fmt.Sprintf("sessions[%d]", i)
		lack(10, "sessions.date", at+".date", s.Date == "")
		lack(10, "sessions.place", at+".place", s.Place == "")
		lack(10, "sessions.animator", at+".animator", s.Animator == "")
		lack(10, "sessions.testers", at+".testers", len(s.Testers) == 0)
	}
	lack(11, "calendar", "calendar", p.Calendar.From == "" || p.Calendar.To == "")
	lack(11, "iterations", "iterations", len(p.Iterations) == 0)
	lack(12, "entry_criteria", "entry_criteria", len(p.Entry) == 0)
	lack(12, "exit_criteria", "exit_criteria", len(p.Exit) == 0)
	lack(12, "suspension_criteria", "suspension_criteria", len(p.Suspension) == 0)
	lack(12, "resumption_criteria", "resumption_criteria", len(p.Resumption) == 0)
	lack(13, "anomaly_rules", "anomaly_rules.severities", len(p.Anomalies.Severities) == 0)
	lack(13, "anomaly_rules.qualified_by", "anomaly_rules.qualified_by", len(p.Anomalies.Qualified) == 0)
	lack(14, "committees", "committees", len(p.Committees) == 0)
	lack(15, "responsibilities", "responsibilities", len(p.Duties) == 0)
	lack(16, "deliverables", "deliverables", len(p.Deliverables) == 0)
	lack(17, "archiving", "archiving", p.Archiving.Years == 0)
	lack(18, "approval", "approval", len(p.Approval) == 0)
	for _, path := range p.Blanks() {
		all = append(all, Remains{Key: "mark", Path: path, Marked: true})
	}
	return all
}
