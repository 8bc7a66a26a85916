package reports

import (
	"strings"
	"time"
)

// matrixCell is a cell of a flat rendering: a text, a number or an instant. The zero cell is empty.
type matrixCell struct {
	text   string
	number int
	at     *time.Time
	state  MatrixState // the cell is a state: text is its word
	kind   byte        // 't', 'n', 'd', 's'
}

func textCell(s string) matrixCell      { return matrixCell{text: oneLine(s), kind: 't'} }
func listCell(l []string) matrixCell    { return textCell(strings.Join(l, ", ")) }
func numberCell(n int) matrixCell       { return matrixCell{number: n, kind: 'n'} }
func dateCell(at *time.Time) matrixCell { return matrixCell{at: at, kind: 'd'} }
func (w matrixWords) stateCell(s MatrixState) matrixCell {
	return matrixCell{text: w.state(s), state: s, kind: 's'}
}

// matrixColumn is a column of the flat renderings, CSV and XLSX. Key is its header below "matrix.col."; width is in
// characters.
type matrixColumn[T any] struct {
	key   string
	width float64
	cell  func(w matrixWords, r *T) matrixCell
}

// rowColumns are those of the criteria, in the order of the template, the state brought forward.
func rowColumns() []matrixColumn[MatrixRow] {
	type row = MatrixRow
	return []matrixColumn[MatrixRow]{
		{"epic", 18, func(_ matrixWords, r *row) matrixCell { return textCell(sentence(" – ", r.Epic, r.EpicTitle)) }},
		{"story", 10, func(_ matrixWords, r *row) matrixCell { return textCell(r.Story) }},
		{"story-title", 34, func(_ matrixWords, r *row) matrixCell { return textCell(r.StoryTitle) }},
		{"criterion", 13, func(w matrixWords, r *row) matrixCell { return textCell(w.criterion(r)) }},
		{"text", 48, func(_ matrixWords, r *row) matrixCell { return textCell(r.Text) }},
		{"declared", 12, func(w matrixWords, r *row) matrixCell {
			if r.Unknown {
				return textCell(w.t("matrix.undeclared"))
			}
			return textCell("")
		}},
		{"state", 20, func(w matrixWords, r *row) matrixCell { return w.stateCell(r.State) }},
		{"proved", 9, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Proved) }},
		{"cases", 9, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Cases) }},
		{"rules", 14, func(_ matrixWords, r *row) matrixCell { return listCell(r.Rules) }},
		{"journeys", 18, func(_ matrixWords, r *row) matrixCell { return listCell(r.Journeys) }},
		{"criticality", 11, func(w matrixWords, r *row) matrixCell { return textCell(w.critical(r.Critical)) }},
		{"priority", 12, func(w matrixWords, r *row) matrixCell { return textCell(w.priority(r.Priority)) }},
		{"risk", 12, func(_ matrixWords, r *row) matrixCell { return listCell(r.Risks) }},
		{"decisions", 14, func(_ matrixWords, r *row) matrixCell { return listCell(r.Decisions) }},
		{"out-of-scope", 14, func(_ matrixWords, r *row) matrixCell { return textCell(r.OutOfScope) }},
		{"ready", 12, func(w matrixWords, r *row) matrixCell { return textCell(w.ready(r.Ready)) }},
		{"waivers", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Ready.Waivers) }},
		{"scenario-count", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(len(r.Scenarios)) }},
		{"scenarios", 30, func(_ matrixWords, r *row) matrixCell { return listCell(r.Scenarios) }},
		{"drafts", 14, func(_ matrixWords, r *row) matrixCell { return listCell(r.Drafts) }},
		{"obsolete", 14, func(_ matrixWords, r *row) matrixCell { return listCell(r.Obsolete) }},
		{"examples", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Examples) }},
		{"data-sets", 18, func(_ matrixWords, r *row) matrixCell { return listCell(r.DataSets) }},
		{"natures", 20, func(w matrixWords, r *row) matrixCell { return textCell(w.natures(r.Natures)) }},
		{"missing", 20, func(w matrixWords, r *row) matrixCell { return textCell(w.natures(r.Missing)) }},
		{"manual", 9, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Modes.Manual) }},
		{"auto", 9, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Modes.Auto) }},
		{"mixed", 9, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Modes.Mixed) }},
		{"entities", 24, func(w matrixWords, r *row) matrixCell { return textCell(w.targets(r.Entities)) }},
		{"verdict", 22, func(w matrixWords, r *row) matrixCell { return textCell(w.verdict(r.Verdict)) }},
		{"by-version", 44, func(w matrixWords, r *row) matrixCell { return textCell(w.lasts(r.Last)) }},
		{"freshness", 22, func(w matrixWords, r *row) matrixCell { return textCell(w.freshness(r.Freshness)) }},
		{"blocking", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Anomalies.Blocking) }},
		{"major", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Anomalies.Major) }},
		{"minor", 10, func(_ matrixWords, r *row) matrixCell { return numberCell(r.Anomalies.Minor) }},
		{"anomalies", 18, func(_ matrixWords, r *row) matrixCell { return listCell(r.Anomalies.Numbers) }},
		{"reserves", 14, func(_ matrixWords, r *row) matrixCell { return listCell(r.Reserves) }},
		{"accepted", 16, func(_ matrixWords, r *row) matrixCell { return listCell(r.Accepted) }},
		{"session", 16, func(_ matrixWords, r *row) matrixCell { return listCell(r.Campaigns) }},
		{"date", 17, func(_ matrixWords, r *row) matrixCell { return dateCell(r.LastAt) }},
		{"pv", 18, func(_ matrixWords, r *row) matrixCell { return listCell(r.PVs) }},
	}
}

// scenarioColumns are those of the scenarios.
func scenarioColumns() []matrixColumn[MatrixScenario] {
	type line = MatrixScenario
	return []matrixColumn[MatrixScenario]{
		{"scenario", 13, func(_ matrixWords, s *line) matrixCell { return textCell(s.ID) }},
		{"name", 48, func(_ matrixWords, s *line) matrixCell { return textCell(s.Name) }},
		{"state", 20, func(w matrixWords, s *line) matrixCell { return w.stateCell(s.State) }},
		{"orphan", 22, func(w matrixWords, s *line) matrixCell { return textCell(w.orphan(s.Orphan)) }},
		{"epic", 18, func(_ matrixWords, s *line) matrixCell { return textCell(s.Epic) }},
		{"story", 10, func(_ matrixWords, s *line) matrixCell { return textCell(s.Story) }},
		{"criteria", 18, func(_ matrixWords, s *line) matrixCell { return listCell(s.Criteria) }},
		{"rules", 14, func(_ matrixWords, s *line) matrixCell { return listCell(s.Rules) }},
		{"journeys", 18, func(_ matrixWords, s *line) matrixCell { return listCell(s.Journeys) }},
		{"criticality", 11, func(w matrixWords, s *line) matrixCell { return textCell(w.critical(s.Critical)) }},
		{"natures", 18, func(w matrixWords, s *line) matrixCell { return textCell(w.natures(s.Natures)) }},
		{"mode", 12, func(w matrixWords, s *line) matrixCell { return textCell(w.mode(s.Mode)) }},
		{"data-sets", 18, func(_ matrixWords, s *line) matrixCell { return listCell(s.DataSets) }},
		{"proved", 9, func(_ matrixWords, s *line) matrixCell { return numberCell(s.Proved) }},
		{"cases", 9, func(_ matrixWords, s *line) matrixCell { return numberCell(s.Cases) }},
		{"verdict", 22, func(w matrixWords, s *line) matrixCell { return textCell(w.verdict(s.Verdict)) }},
		{"version", 12, func(_ matrixWords, s *line) matrixCell { return textCell(s.Version) }},
		{"build", 16, func(_ matrixWords, s *line) matrixCell { return textCell(s.Build) }},
		{"environment", 14, func(_ matrixWords, s *line) matrixCell { return textCell(s.Environment) }},
		{"freshness", 22, func(w matrixWords, s *line) matrixCell { return textCell(w.freshness(s.Freshness)) }},
		{"tester", 20, func(_ matrixWords, s *line) matrixCell { return textCell(s.Tester) }},
		{"session", 16, func(_ matrixWords, s *line) matrixCell { return textCell(s.Campaign) }},
		{"date", 17, func(_ matrixWords, s *line) matrixCell { return dateCell(s.LastAt) }},
		{"pv", 18, func(_ matrixWords, s *line) matrixCell { return listCell(s.PVs) }},
		{"blocking", 10, func(_ matrixWords, s *line) matrixCell { return numberCell(s.Anomalies.Blocking) }},
		{"major", 10, func(_ matrixWords, s *line) matrixCell { return numberCell(s.Anomalies.Major) }},
		{"minor", 10, func(_ matrixWords, s *line) matrixCell { return numberCell(s.Anomalies.Minor) }},
		{"anomalies", 18, func(_ matrixWords, s *line) matrixCell { return listCell(s.Anomalies.Numbers) }},
		{"reserves", 14, func(_ matrixWords, s *line) matrixCell { return listCell(s.Reserves) }},
		{"accepted", 16, func(_ matrixWords, s *line) matrixCell { return listCell(s.Accepted) }},
		{"trial", 30, func(w matrixWords, s *line) matrixCell { return textCell(w.trial(s.Trial)) }},
		{"file", 40, func(_ matrixWords, s *line) matrixCell { return textCell(spot(s.Path, s.Line)) }},
	}
}
