package render

import (
	"strings"
	"time"

	"recette/internal/matrix"
	"recette/internal/standing"
)

// cell is a cell of a flat rendering: a text, a number or an instant. The zero cell is empty.
type cell struct {
	text   string
	number int
	at     *time.Time
	state  standing.State // the cell is a state: text is its word
	kind   byte           // 't', 'n', 'd', 's'
}

func textCell(s string) cell { return cell{text: oneLine(s), kind: 't'} }

func listCell(l []string) cell { return textCell(strings.Join(l, ", ")) }

func numberCell(n int) cell { return cell{number: n, kind: 'n'} }

func dateCell(at *time.Time) cell { return cell{at: at, kind: 'd'} }

func (w wording) stateCell(s standing.State) cell {
	return cell{text: w.state(s), state: s, kind: 's'}
}

// column is a column of the flat renderings, CSV and XLSX. Key is its header below "matrix.col."; width is in
// characters.
type column[T any] struct {
	key   string
	width float64
	cell  func(w wording, r *T) cell
}

// rowColumns are those of the criteria, in the order of the template, the state brought forward.
func rowColumns() []column[matrix.Row] {
	type row = matrix.Row
	return []column[matrix.Row]{
		{"epic", 18, func(_ wording, r *row) cell { return textCell(joined(" – ", r.Epic, r.EpicTitle)) }},
		{"story", 10, func(_ wording, r *row) cell { return textCell(r.Story) }},
		{"story-title", 34, func(_ wording, r *row) cell { return textCell(r.StoryTitle) }},
		{"criterion", 13, func(w wording, r *row) cell { return textCell(w.criterion(r)) }},
		{"text", 48, func(_ wording, r *row) cell { return textCell(r.Text) }},
		{"declared", 12, func(w wording, r *row) cell {
			if r.Unknown {
				return textCell(w.t("matrix.undeclared"))
			}
			return textCell("")
		}},
		{"state", 20, func(w wording, r *row) cell { return w.stateCell(r.State) }},
		{"proved", 9, func(_ wording, r *row) cell { return numberCell(r.Proved) }},
		{"cases", 9, func(_ wording, r *row) cell { return numberCell(r.Cases) }},
		{"rules", 14, func(_ wording, r *row) cell { return listCell(r.Rules) }},
		{"rule-titles", 34, func(w wording, r *row) cell { return textCell(w.titles(r.Rules)) }},
		{"journeys", 18, func(_ wording, r *row) cell { return listCell(r.Journeys) }},
		{"criticality", 11, func(w wording, r *row) cell { return textCell(w.critical(r.Critical)) }},
		{"priority", 12, func(w wording, r *row) cell { return textCell(w.priority(r.Priority)) }},
		{"risk", 12, func(_ wording, r *row) cell { return listCell(r.Risks) }},
		{"decisions", 14, func(_ wording, r *row) cell { return listCell(r.Decisions) }},
		{"out-of-scope", 14, func(_ wording, r *row) cell { return textCell(r.OutOfScope) }},
		{"ready", 12, func(w wording, r *row) cell { return textCell(w.ready(r.Ready)) }},
		{"waivers", 10, func(_ wording, r *row) cell { return numberCell(r.Ready.Waivers) }},
		{"scenario-count", 10, func(_ wording, r *row) cell { return numberCell(len(r.Scenarios)) }},
		{"scenarios", 30, func(_ wording, r *row) cell { return listCell(r.Scenarios) }},
		{"drafts", 14, func(_ wording, r *row) cell { return listCell(r.Drafts) }},
		{"obsolete", 14, func(_ wording, r *row) cell { return listCell(r.Obsolete) }},
		{"examples", 10, func(_ wording, r *row) cell { return numberCell(r.Examples) }},
		{"data-sets", 18, func(_ wording, r *row) cell { return listCell(r.DataSets) }},
		{"natures", 20, func(w wording, r *row) cell { return textCell(w.natures(r.Natures)) }},
		{"missing", 20, func(w wording, r *row) cell { return textCell(w.natures(r.Missing)) }},
		{"manual", 9, func(_ wording, r *row) cell { return numberCell(r.Modes.Manual) }},
		{"auto", 9, func(_ wording, r *row) cell { return numberCell(r.Modes.Auto) }},
		{"mixed", 9, func(_ wording, r *row) cell { return numberCell(r.Modes.Mixed) }},
		{"entities", 24, func(w wording, r *row) cell { return textCell(w.targets(r.Entities, false)) }},
		{"cited", 24, func(w wording, r *row) cell { return textCell(w.targets(r.Entities, true)) }},
		{"verdict", 22, func(w wording, r *row) cell { return textCell(w.verdict(r.Verdict)) }},
		{"by-version", 44, func(w wording, r *row) cell { return textCell(w.lasts(r.Last, " ; ")) }},
		{"freshness", 22, func(w wording, r *row) cell { return textCell(w.freshness(r.Freshness)) }},
		{"drift", 22, func(w wording, r *row) cell { return textCell(w.drift(r.Drift)) }},
		{"evidence", 10, func(_ wording, r *row) cell { return numberCell(r.Evidence) }},
		{"blocking", 10, func(_ wording, r *row) cell { return numberCell(r.Anomalies.Blocking) }},
		{"major", 10, func(_ wording, r *row) cell { return numberCell(r.Anomalies.Major) }},
		{"minor", 10, func(_ wording, r *row) cell { return numberCell(r.Anomalies.Minor) }},
		{"anomalies", 18, func(_ wording, r *row) cell { return listCell(r.Anomalies.Numbers) }},
		{"reserves", 14, func(_ wording, r *row) cell { return listCell(r.Reserves) }},
		{"accepted", 16, func(_ wording, r *row) cell { return listCell(r.Accepted) }},
		{"session", 16, func(_ wording, r *row) cell { return listCell(r.Campaigns) }},
		{"meetings", 14, func(_ wording, r *row) cell { return listCell(r.Sessions) }},
		{"date", 17, func(_ wording, r *row) cell { return dateCell(r.LastAt) }},
		{"pv", 18, func(_ wording, r *row) cell { return listCell(r.PVs) }},
	}
}

// scenarioColumns are those of the scenarios.
func scenarioColumns() []column[matrix.Scenario] {
	type line = matrix.Scenario
	return []column[matrix.Scenario]{
		{"scenario", 13, func(_ wording, s *line) cell { return textCell(s.ID) }},
		{"name", 48, func(_ wording, s *line) cell { return textCell(s.Name) }},
		{"state", 20, func(w wording, s *line) cell { return w.stateCell(s.State) }},
		{"orphan", 22, func(w wording, s *line) cell { return textCell(w.orphan(s.Orphan)) }},
		{"epic", 18, func(_ wording, s *line) cell { return textCell(joined(" – ", s.Epic, s.EpicTitle)) }},
		{"story", 10, func(_ wording, s *line) cell { return textCell(s.Story) }},
		{"criteria", 18, func(_ wording, s *line) cell { return listCell(s.Criteria) }},
		{"rules", 14, func(_ wording, s *line) cell { return listCell(s.Rules) }},
		{"rule-titles", 34, func(w wording, s *line) cell { return textCell(w.titles(s.Rules)) }},
		{"journeys", 18, func(_ wording, s *line) cell { return listCell(s.Journeys) }},
		{"criticality", 11, func(w wording, s *line) cell { return textCell(w.critical(s.Critical)) }},
		{"natures", 18, func(w wording, s *line) cell { return textCell(w.natures(s.Natures)) }},
		{"mode", 12, func(w wording, s *line) cell { return textCell(w.mode(s.Mode)) }},
		{"data-sets", 18, func(_ wording, s *line) cell { return listCell(s.DataSets) }},
		{"proved", 9, func(_ wording, s *line) cell { return numberCell(s.Proved) }},
		{"cases", 9, func(_ wording, s *line) cell { return numberCell(s.Cases) }},
		{"verdict", 22, func(w wording, s *line) cell { return textCell(w.verdict(s.Verdict)) }},
		{"amended", 12, func(_ wording, s *line) cell { return numberCell(s.Amended) }},
		{"by-antenne", 44, func(w wording, s *line) cell { return textCell(w.antennes(s)) }},
		{"version", 12, func(_ wording, s *line) cell { return textCell(s.Version) }},
		{"build", 16, func(_ wording, s *line) cell { return textCell(s.Build) }},
		{"environment", 14, func(_ wording, s *line) cell { return textCell(s.Environment) }},
		{"freshness", 22, func(w wording, s *line) cell { return textCell(w.freshness(s.Freshness)) }},
		{"drift", 22, func(w wording, s *line) cell { return textCell(w.drift(s.Drift)) }},
		{"evidence", 10, func(_ wording, s *line) cell { return numberCell(s.Evidence) }},
		{"tester", 20, func(_ wording, s *line) cell { return textCell(s.Tester) }},
		{"session", 16, func(_ wording, s *line) cell { return textCell(s.Campaign) }},
		{"meetings", 14, func(_ wording, s *line) cell { return textCell(s.Session) }},
		{"date", 17, func(_ wording, s *line) cell { return dateCell(s.LastAt) }},
		{"pv", 18, func(_ wording, s *line) cell { return listCell(s.PVs) }},
		{"blocking", 10, func(_ wording, s *line) cell { return numberCell(s.Anomalies.Blocking) }},
		{"major", 10, func(_ wording, s *line) cell { return numberCell(s.Anomalies.Major) }},
		{"minor", 10, func(_ wording, s *line) cell { return numberCell(s.Anomalies.Minor) }},
		{"anomalies", 18, func(_ wording, s *line) cell { return listCell(s.Anomalies.Numbers) }},
		{"reserves", 14, func(_ wording, s *line) cell { return listCell(s.Reserves) }},
		{"accepted", 16, func(_ wording, s *line) cell { return listCell(s.Accepted) }},
		{"trial", 30, func(w wording, s *line) cell { return textCell(w.trial(s.Trial)) }},
		{"file", 40, func(_ wording, s *line) cell { return textCell(spot(s.Path, s.Line)) }},
	}
}
