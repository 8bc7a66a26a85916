package reports

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// MatrixSchema names the version of the traceability matrix.
const MatrixSchema = "recette/matrix/1"

// ErrMatrix says that a matrix is not one that this version knows how to render.
var ErrMatrix = errors.New("not a traceability matrix")

// MatrixState is where a criterion, or a scenario, stands. The zero value is no state; code that
// finds one renders it as MatrixUncovered, the severe reading.
type MatrixState string

// The states of a row, as MatrixStates orders them: what asks for work first.
const (
	MatrixFailed     MatrixState = "failed"       // en échec: a case is not conform on the present text and build
	MatrixUncovered  MatrixState = "uncovered"    // non couvert: no scenario that may be run
	MatrixNotRun     MatrixState = "not_run"      // couvert non exécuté: a case has no finished result; blocked is not run
	MatrixStale      MatrixState = "stale"        // périmé: a result is on another text or build, or an anomaly was reopened
	MatrixAccepted   MatrixState = "accepted"     // accepté par décision: what is failed was accepted, all the rest is proved
	MatrixProved     MatrixState = "proved"       // prouvé: every case is conform and fresh
	MatrixOutOfScope MatrixState = "out_of_scope" // hors périmètre: a decision in force leaves the criterion out

	// Of scenarios only: neither covers a criterion.
	MatrixDraft    MatrixState = "draft"
	MatrixObsolete MatrixState = "obsolete"

	// MatrixOrphan is no state: in a selection it stands for the scenarios that lack a story or a criterion.
	MatrixOrphan MatrixState = "orphan"
)

// MatrixStates lists the states of the rows of criteria, what asks for work first.
func MatrixStates() []MatrixState {
	return []MatrixState{
		MatrixFailed, MatrixUncovered, MatrixNotRun, MatrixStale, MatrixAccepted, MatrixProved, MatrixOutOfScope,
	}
}

// Matrix is the traceability matrix of a project in both directions: each acceptance criterion with the scenarios that
// cover it, and each scenario with the criteria that it serves. It is plain data, versioned: the JSON document is this
// struct. Lists are never nil in JSON, so that a reader need not tell absent from empty.
type Matrix struct {
	Schema   string     `json:"schema"`
	Language string     `json:"language"` // "fr" or "en"
	Producer string     `json:"producer"` // "recette 0.1.0"
	Project  string     `json:"project"`
	Commit   string     `json:"commit,omitempty"` // of the features as they stand
	MadeAt   *time.Time `json:"made_at,omitempty"`

	Selection MatrixSelection `json:"selection"`
	Declared  bool            `json:"declared"` // criteria are declared: a tag that is none of them is Unknown
	Recorded  bool            `json:"recorded"` // there is a journal: without one no verdict is known
	Builds    []MatrixBuild   `json:"builds"`   // what is deployed, which freshness is judged by

	Rows      []MatrixRow      `json:"rows"`      // by epic, story, criterion
	Scenarios []MatrixScenario `json:"scenarios"` // by path and line
	Totals    MatrixTotals     `json:"totals"`

	// Anomalies are open ones about whole campaigns: they bear on everything, and are counted in no row.
	Anomalies []MatrixAnomaly `json:"anomalies"`
	// Lost are results whose scenario is in the features no more.
	Lost []MatrixLost `json:"lost"`
}

// MatrixSelection says what the matrix was narrowed to; everything when it is empty. Totals follow stories and journeys;
// states narrow the lists alone.
type MatrixSelection struct {
	Stories  []string      `json:"stories,omitempty"`
	Journeys []string      `json:"journeys,omitempty"`
	States   []MatrixState `json:"states,omitempty"`
}

// MatrixBuild is what is deployed in an environment.
type MatrixBuild struct {
	Environment string `json:"environment"`
	Build       string `json:"build"`
}

// MatrixRow is one acceptance criterion. A story that has no criterion at all has one row with an empty Criterion, which
// is uncovered: nothing of it can be proved.
type MatrixRow struct {
	Epic       string   `json:"epic,omitempty"`
	EpicTitle  string   `json:"epic_title,omitempty"`
	Story      string   `json:"story,omitempty"`
	StoryTitle string   `json:"story_title,omitempty"`
	Criterion  string   `json:"criterion"`
	Text       string   `json:"text,omitempty"`
	Unknown    bool     `json:"unknown,omitempty"` // a tag names it and no declaration does
	Rules      []string `json:"rules"`

	Journeys   []string `json:"journeys"`
	Critical   bool     `json:"critical"`
	Priority   string   `json:"priority,omitempty"` // must should could wont
	Risks      []string `json:"risks"`              // as the tags say
	Decisions  []string `json:"decisions"`          // tagged, or which name the criterion, its story or one of its rules
	OutOfScope string   `json:"out_of_scope,omitempty"`

	Ready MatrixReady `json:"ready"`

	Scenarios []string      `json:"scenarios"` // those that cover: neither drafts nor obsolete ones
	Drafts    []string      `json:"drafts"`
	Obsolete  []string      `json:"obsolete"`
	Cases     int           `json:"cases"`    // cases of Scenarios: one a plain scenario, one a row of examples
	Examples  int           `json:"examples"` // of which rows of examples
	DataSets  []string      `json:"data_sets"`
	Natures   []string      `json:"natures"`         // nominal exception limite droits: of Scenarios
	Missing   []string      `json:"missing_natures"` // that no scenario of the story has
	Modes     MatrixModes   `json:"modes"`           // of the cases
	Entities  MatrixTargets `json:"entities"`

	State     MatrixState     `json:"state"`
	Proved    int             `json:"proved"`    // cases that are conform and fresh, or not applicable
	Verdict   string          `json:"verdict"`   // roll-up over the cases; empty when there is no case
	Figures   Figures         `json:"figures"`   // of the cases, by last verdict, fresh or not
	Freshness string          `json:"freshness"` // gravest of the results; empty when there is none
	Last      []MatrixVerdict `json:"last"`      // by version, build and environment, newest first

	Anomalies MatrixCounts `json:"open_anomalies"`
	Reserves  []string     `json:"reserves"`
	Accepted  []string     `json:"accepted"`  // decisions that accept a failed result
	Campaigns []string     `json:"campaigns"` // of the last results
	LastAt    *time.Time   `json:"last_at,omitempty"`
	PVs       []string     `json:"pvs"` // that carry the last results
}

// MatrixReady is the Definition of Ready of the story. State is one of "ready", "waived" (ready but for what was set aside
// with a reason), "not_ready", "draft", "obsolete", "absent" (declared, and written nowhere), or empty when nobody judged.
type MatrixReady struct {
	State   string `json:"state,omitempty"`
	Waivers int    `json:"waivers"`
}

// MatrixModes counts cases by who observes them. Mode of a case is that of its last result, else that of its tags.
type MatrixModes struct {
	Manual  int `json:"manual"`
	Auto    int `json:"auto"`
	Mixed   int `json:"mixed"`
	Unknown int `json:"unknown"`
}

// MatrixTargets says which entities (antennes) the scenarios of a criterion speak of, among those that the plans name.
// Both are empty for a criterion that is not of the antennes.
type MatrixTargets struct {
	Covered  []string `json:"covered"`
	Expected []string `json:"expected"`
}

// MatrixVerdict is the last verdict on one build in one environment: the roll-up over Cases of Of cases. Results of other
// builds are older, and say where the criterion comes from.
type MatrixVerdict struct {
	Version     string     `json:"version,omitempty"`
	Build       string     `json:"build,omitempty"`
	Environment string     `json:"environment,omitempty"`
	Verdict     string     `json:"verdict"`
	Cases       int        `json:"cases"`
	Of          int        `json:"of"`
	At          *time.Time `json:"at,omitempty"`
}

// MatrixCounts counts open anomalies by severity, with their numbers.
type MatrixCounts struct {
	Blocking    int      `json:"blocking"`
	Major       int      `json:"major"`
	Minor       int      `json:"minor"`
	Observation int      `json:"observation"`
	Numbers     []string `json:"numbers"`
}

// MatrixScenario is one scenario, or one outline with all its rows of examples: the reverse direction.
type MatrixScenario struct {
	ID       string   `json:"id"` // stable id, else the provisional id of its first case
	Stable   bool     `json:"stable"`
	Name     string   `json:"name"`
	Path     string   `json:"path"`
	Line     int      `json:"line"`
	Feature  string   `json:"feature"`
	Epic     string   `json:"epic,omitempty"`
	Story    string   `json:"story,omitempty"`
	Criteria []string `json:"criteria"`
	Rules    []string `json:"rules"`
	Journeys []string `json:"journeys"`
	Critical bool     `json:"critical"`
	Natures  []string `json:"natures"`
	DataSets []string `json:"data_sets"`
	Mode     string   `json:"mode,omitempty"` // manual auto mixed
	Cases    int      `json:"cases"`

	// Orphan says what the scenario lacks to be traced: "story", "criterion". Empty when it is traced.
	Orphan []string `json:"orphan"`

	State       MatrixState `json:"state"`
	Proved      int         `json:"proved"`
	Verdict     string      `json:"verdict"`
	Freshness   string      `json:"freshness"`
	Version     string      `json:"version,omitempty"` // of the last result of any of its cases, as the next ones
	Build       string      `json:"build,omitempty"`
	Environment string      `json:"environment,omitempty"`
	Campaign    string      `json:"campaign,omitempty"`
	Tester      string      `json:"tester,omitempty"`
	LastAt      *time.Time  `json:"last_at,omitempty"`
	PVs         []string    `json:"pvs"`

	Anomalies MatrixCounts `json:"open_anomalies"`
	Reserves  []string     `json:"reserves"`
	Accepted  []string     `json:"accepted"`
	Trial     *MatrixTrial `json:"trial,omitempty"`
}

// MatrixTrial is the last result of runs outside campaigns: it proves nothing. Verdict rolls up the cases that were tried.
type MatrixTrial struct {
	Verdict string    `json:"verdict"`
	Cases   int       `json:"cases"`
	At      time.Time `json:"at"`
	Fresh   bool      `json:"fresh"`
}

// MatrixAnomaly is an open anomaly about a whole campaign.
type MatrixAnomaly struct {
	Number   string `json:"number"`
	Severity string `json:"severity"`
	Campaign string `json:"campaign"`
}

// MatrixLost is the last result of a case that is in the features no more.
type MatrixLost struct {
	Case     string     `json:"case"`
	Verdict  string     `json:"verdict"`
	Campaign string     `json:"campaign"`
	LastAt   *time.Time `json:"last_at,omitempty"`
}

// MatrixTotals counts the rows of the selection, states apart. A row of several journeys counts in each of them.
type MatrixTotals struct {
	All      MatrixTotal   `json:"all"`
	Epics    []MatrixTotal `json:"epics"`
	Journeys []MatrixTotal `json:"journeys"`
	Reverse  MatrixReverse `json:"scenarios"`
}

// MatrixTotal counts rows. Rates are given by both terms and never alone: covered over in scope,
// proved over in scope.
type MatrixTotal struct {
	Key      string        `json:"key"` // "EPIC-adhesion", code of a journey; empty: the rows that have none
	Title    string        `json:"title,omitempty"`
	Critical bool          `json:"critical,omitempty"`
	Criteria int           `json:"criteria"` // rows, those out of scope included
	InScope  int           `json:"in_scope"`
	Covered  int           `json:"covered"` // in scope, with a scenario
	Proved   int           `json:"proved"`
	States   MatrixByState `json:"states"`
}

// MatrixByState counts by state. It sums to the rows.
type MatrixByState struct {
	Failed     int `json:"failed"`
	Uncovered  int `json:"uncovered"`
	NotRun     int `json:"not_run"`
	Stale      int `json:"stale"`
	Accepted   int `json:"accepted"`
	Proved     int `json:"proved"`
	OutOfScope int `json:"out_of_scope"`
}

// MatrixReverse counts scenarios, and their cases.
type MatrixReverse struct {
	Scenarios   int `json:"scenarios"`
	Cases       int `json:"cases"`
	Orphans     int `json:"orphans"` // NoStory or NoCriterion, each once
	NoStory     int `json:"no_story"`
	NoCriterion int `json:"no_criterion"`
	Failed      int `json:"failed"`
	NotRun      int `json:"not_run"`
	Stale       int `json:"stale"`
	Accepted    int `json:"accepted"`
	Proved      int `json:"proved"`
	Draft       int `json:"draft"`
	Obsolete    int `json:"obsolete"`
}

// Of gives the count of a state.
func (b *MatrixByState) Of(s MatrixState) int { return *b.at(s) }

// Add counts one more row. What is no state of a row counts as uncovered.
func (b *MatrixByState) Add(s MatrixState) { *b.at(s)++ }

func (b *MatrixByState) at(s MatrixState) *int {
	switch s {
	case MatrixFailed:
		return &b.Failed
	case MatrixNotRun:
		return &b.NotRun
	case MatrixStale:
		return &b.Stale
	case MatrixAccepted:
		return &b.Accepted
	case MatrixProved:
		return &b.Proved
	case MatrixOutOfScope:
		return &b.OutOfScope
	case MatrixUncovered, MatrixDraft, MatrixObsolete, MatrixOrphan:
	}
	return &b.Uncovered
}

// Sum gives the number of rows that were counted.
func (b *MatrixByState) Sum() int {
	n := 0
	for _, s := range MatrixStates() {
		n += b.Of(s)
	}
	return n
}

// Validate returns ErrMatrix for a matrix of another version, or whose states this version does not know.
func (m *Matrix) Validate() error {
	if m.Schema != MatrixSchema {
		return fmt.Errorf("%w: schema %q, want %q", ErrMatrix, m.Schema, MatrixSchema)
	}
	for i := range m.Rows {
		if !slices.Contains(MatrixStates(), m.Rows[i].State) {
			return fmt.Errorf("%w: row %s has state %q", ErrMatrix, m.Rows[i].Criterion, m.Rows[i].State)
		}
	}
	return nil
}

// MatrixOptions orients the producers of the matrix.
type MatrixOptions struct {
	Texts    Texts          // in the language of the matrix; keys below "matrix."
	Location *time.Location // of the dates that people read; nil: UTC
	Reverse  bool           // scenario to criteria: the one direction of CSV and table, the first view of HTML and XLSX
	Width    int            // of the table, in columns; 0: 100
}

func (o *MatrixOptions) location() *time.Location {
	if o.Location == nil {
		return time.UTC
	}
	return o.Location
}
