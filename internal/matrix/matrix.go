// Package matrix is the traceability matrix of a project in both directions: what each acceptance criterion is covered
// by and where that stands, and what each scenario serves. It folds features, declared references and statuses into one
// versioned value, whose JSON document is that value; internal/matrix/render writes it for people. The states are those
// of internal/standing, which judges them alone. It is pure, and refuses to read files and to open the record.
package matrix

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"recette/internal/standing"
)

// Schema names the version of the traceability matrix.
const Schema = "recette/matrix/1"

// ErrFormat says that a matrix is not one that this version knows how to render.
var ErrFormat = errors.New("not a traceability matrix")

// What only the matrix knows, beside the states of a criterion.
const (
	// Of scenarios only: neither covers a criterion.
	Draft    standing.State = "draft"
	Obsolete standing.State = "obsolete"

	// Orphan is no state: in a selection it stands for the scenarios that lack a story or a criterion.
	Orphan standing.State = "orphan"
)

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

	Campaign  *Campaign `json:"campaign,omitempty"` // by whose results alone it was made; absent: by all
	Selection Selection `json:"selection"`
	Declared  bool      `json:"declared"` // criteria are declared: a tag that is none of them is Unknown
	Recorded  bool      `json:"recorded"` // there is a journal: without one no verdict is known
	Builds    []Build   `json:"builds"`   // what is deployed, which freshness is judged by

	Rows      []Row      `json:"rows"`      // by epic, story, criterion
	Scenarios []Scenario `json:"scenarios"` // by path and line
	Rules     []Rule     `json:"rules"`     // that they name, by id
	Totals    Totals     `json:"totals"`

	// Anomalies are open ones about whole campaigns: they bear on everything, and are counted in no row.
	Anomalies []Anomaly `json:"anomalies"`
	// Lost are results whose scenario is in the features no more.
	Lost []Lost `json:"lost"`
}

// Campaign is the campaign that a matrix is of, and what was recorded of it then.
type Campaign struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Commit     string `json:"commit,omitempty"` // of the features that it froze
	Manifest   string `json:"manifest"`         // sha256 of its frozen plan
	Checkpoint int64  `json:"checkpoint"`       // leaves that the last signed head covers; 0: none is signed
	Root       string `json:"root,omitempty"`   // of the tree of that head
}

// Selection says what the matrix was narrowed to; everything when it is empty. Totals follow stories and journeys;
// states narrow the lists alone.
type Selection struct {
	Stories  []string         `json:"stories,omitempty"`
	Journeys []string         `json:"journeys,omitempty"`
	States   []standing.State `json:"states,omitempty"`
}

// Build is what is deployed in an environment.
type Build struct {
	Environment string `json:"environment"`
	Build       string `json:"build"`
}

// Figures are recette.Figures under the names that the documents of the product give them.
type Figures struct {
	InScope       int `json:"in_scope"`
	Planned       int `json:"planned"`
	Executed      int `json:"executed"`
	Passed        int `json:"passed"`
	Remark        int `json:"passed_with_remark"`
	Failed        int `json:"failed"`
	Blocked       int `json:"blocked"`
	NotRun        int `json:"not_run"`
	NotApplicable int `json:"not_applicable"`

	// Of NotRun, those that have a result, of an iteration before, to be obtained again.
	Due int `json:"due,omitempty"`
	// Of NotRun, those whose result waits for a second person to read it over, and those whose result was sent back.
	Unread   int `json:"unread,omitempty"`
	Returned int `json:"returned,omitempty"`
}

// Rule is a business rule. Its title is empty when the references of the project do not hold it.
type Rule struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

// Row is one acceptance criterion. Its cases are counted as the plan, the bilan and the PV count them: a case that is
// played in antennes counts once in each. A story that has no criterion at all has one row with an empty Criterion,
// which is uncovered: nothing of it can be proved.
type Row struct {
	Epic       string   `json:"epic,omitempty"`
	EpicTitle  string   `json:"epic_title,omitempty"`
	Story      string   `json:"story,omitempty"`
	StoryTitle string   `json:"story_title,omitempty"`
	Criterion  string   `json:"criterion"`
	Text       string   `json:"text,omitempty"`
	Unknown    bool     `json:"unknown,omitempty"` // a tag names it and no declaration does
	Rules      []string `json:"rules"`

	Journeys []string `json:"journeys"`
	Critical bool     `json:"critical"`
	Priority string   `json:"priority,omitempty"` // must should could wont
	Risks    []string `json:"risks"`              // as the tags say
	// tagged, or which name the criterion, its story or one of its rules
	Decisions  []string `json:"decisions"`
	OutOfScope string   `json:"out_of_scope,omitempty"`

	Ready Ready `json:"ready"`

	Scenarios []string `json:"scenarios"` // those that cover: neither drafts nor obsolete ones
	Drafts    []string `json:"drafts"`
	Obsolete  []string `json:"obsolete"`
	Cases     int      `json:"cases"`    // one a plain scenario or a row of examples, in each antenne
	Examples  int      `json:"examples"` // of which rows of examples
	DataSets  []string `json:"data_sets"`
	Natures   []string `json:"natures"`         // nominal exception limite droits: of Scenarios
	Missing   []string `json:"missing_natures"` // that no scenario of the story has
	Modes     Modes    `json:"modes"`           // of the cases
	Entities  Targets  `json:"entities"`

	State     standing.State `json:"state"`
	Proved    int            `json:"proved"`    // cases that are conform and fresh, or not applicable
	Verdict   string         `json:"verdict"`   // roll-up over the cases; empty when there is no case
	Figures   Figures        `json:"figures"`   // of the cases, by last verdict, fresh or not
	Freshness string         `json:"freshness"` // gravest of the results; empty when there is none
	// Drift says how the texts that the last campaign froze stand to the features, the gravest of the cases; empty when
	// nobody looked, or when no campaign holds them.
	Drift    string    `json:"drift,omitempty"`
	Evidence int       `json:"evidence"` // pieces of evidence of the last results, in every branch
	Last     []Verdict `json:"last"`     // by version, build and environment, newest first

	Anomalies Counts     `json:"open_anomalies"`
	Reserves  []string   `json:"reserves"`
	Accepted  []string   `json:"accepted"`  // decisions that accept a failed result
	Campaigns []string   `json:"campaigns"` // of the last results
	Sessions  []string   `json:"sessions"`  // in which they were obtained
	LastAt    *time.Time `json:"last_at,omitempty"`
	PVs       []string   `json:"pvs"` // that carry the last results
}

// Ready is the Definition of Ready of the story. State is one of "ready", "waived" (ready but for what was set aside
// with a reason), "not_ready", "draft", "obsolete", "absent" (declared, and written nowhere), or empty when nobody
// judged.
type Ready struct {
	State   string `json:"state,omitempty"`
	Waivers int    `json:"waivers"`
}

// Modes counts cases by who observes them. Mode of a case is that of its last result, else that of its tags.
type Modes struct {
	Manual  int `json:"manual"`
	Auto    int `json:"auto"`
	Mixed   int `json:"mixed"`
	Unknown int `json:"unknown"`
}

// Targets says in which of the antennes of its plan all the scenarios of a criterion that are played there are proved.
// As long as no plan plays them in antennes, it says which of the entities that the plans name their texts speak of.
// Both are empty for a criterion that is not of the antennes.
type Targets struct {
	Covered  []string `json:"covered"`
	Expected []string `json:"expected"`
	// Cited tells that Covered are entities that texts speak of: nothing was played there, nothing is proved.
	Cited bool `json:"cited,omitempty"`
}

// Verdict is the last verdict on one build in one environment: the roll-up over Cases of Of cases. Results of other
// builds are older, and say where the criterion comes from.
type Verdict struct {
	Version     string     `json:"version,omitempty"`
	Build       string     `json:"build,omitempty"`
	Environment string     `json:"environment,omitempty"`
	Verdict     string     `json:"verdict"`
	Cases       int        `json:"cases"`
	Of          int        `json:"of"`
	Amended     int        `json:"amended,omitempty"` // results that their author corrected, without playing again
	Sessions    []string   `json:"sessions"`          // in which it was obtained
	At          *time.Time `json:"at,omitempty"`
}

// Counts counts open anomalies by severity, with their numbers.
type Counts struct {
	Blocking    int      `json:"blocking"`
	Major       int      `json:"major"`
	Minor       int      `json:"minor"`
	Observation int      `json:"observation"`
	Numbers     []string `json:"numbers"`
}

// Scenario is one scenario, or one outline with all its rows of examples: the reverse direction.
type Scenario struct {
	ID        string   `json:"id"` // stable id, else the provisional id of its first case
	Stable    bool     `json:"stable"`
	Name      string   `json:"name"`
	Path      string   `json:"path"`
	Line      int      `json:"line"`
	Feature   string   `json:"feature"`
	Epic      string   `json:"epic,omitempty"`
	EpicTitle string   `json:"epic_title,omitempty"`
	Story     string   `json:"story,omitempty"`
	Criteria  []string `json:"criteria"`
	Rules     []string `json:"rules"`
	Journeys  []string `json:"journeys"`
	Critical  bool     `json:"critical"`
	Natures   []string `json:"natures"`
	DataSets  []string `json:"data_sets"`
	Mode      string   `json:"mode,omitempty"` // manual auto mixed
	Cases     int      `json:"cases"`

	// Orphan says what the scenario lacks to be traced: "story", "criterion". Empty when it is traced.
	Orphan []string `json:"orphan"`

	State       standing.State `json:"state"`
	Proved      int            `json:"proved"`
	Verdict     string         `json:"verdict"`
	Amended     int            `json:"amended,omitempty"` // last results that their author corrected, not played again
	Antennes    []Branch       `json:"antennes"`          // where it is played; none when it is played once
	Freshness   string         `json:"freshness"`
	Drift       string         `json:"drift,omitempty"`   // as that of a row
	Evidence    int            `json:"evidence"`          // as that of a row
	Version     string         `json:"version,omitempty"` // of the last result of any of its cases, as the next ones
	Build       string         `json:"build,omitempty"`
	Environment string         `json:"environment,omitempty"`
	Campaign    string         `json:"campaign,omitempty"`
	Session     string         `json:"session,omitempty"`
	Tester      string         `json:"tester,omitempty"`
	LastAt      *time.Time     `json:"last_at,omitempty"`
	PVs         []string       `json:"pvs"`

	Anomalies Counts   `json:"open_anomalies"`
	Reserves  []string `json:"reserves"`
	Accepted  []string `json:"accepted"`
	Trial     *Trial   `json:"trial,omitempty"`
}

// Branch is where a scenario stands in one antenne: the roll-up over its cases there, and who gave the last of their
// results, when and of what.
type Branch struct {
	Antenne     string     `json:"antenne"`
	Cases       int        `json:"cases"`
	Proved      int        `json:"proved"`
	Verdict     string     `json:"verdict"`
	Freshness   string     `json:"freshness"`         // gravest of the results; empty when there is none
	Amended     int        `json:"amended,omitempty"` // as that of a scenario
	Version     string     `json:"version,omitempty"`
	Build       string     `json:"build,omitempty"`
	Environment string     `json:"environment,omitempty"`
	Session     string     `json:"session,omitempty"`
	Tester      string     `json:"tester,omitempty"`
	LastAt      *time.Time `json:"last_at,omitempty"`
}

// Trial is the last result of runs outside campaigns: it proves nothing. Verdict rolls up the cases that were tried.
type Trial struct {
	Verdict string    `json:"verdict"`
	Cases   int       `json:"cases"`
	At      time.Time `json:"at"`
	Fresh   bool      `json:"fresh"`
}

// Anomaly is an open anomaly about a whole campaign.
type Anomaly struct {
	Number   string `json:"number"`
	Severity string `json:"severity"`
	Campaign string `json:"campaign"`
}

// Lost is the last result of a case that is in the features no more.
type Lost struct {
	Case     string     `json:"case"`
	Verdict  string     `json:"verdict"`
	Campaign string     `json:"campaign"`
	LastAt   *time.Time `json:"last_at,omitempty"`
}

// Totals counts the rows of the selection, states apart. A row of several journeys counts in each of them.
type Totals struct {
	All      Total   `json:"all"`
	Epics    []Total `json:"epics"`
	Journeys []Total `json:"journeys"`
	Reverse  Reverse `json:"scenarios"`
}

// Total counts rows. Rates are given by both terms and never alone: covered over in scope,
// proved over in scope.
type Total struct {
	Key      string  `json:"key"` // "EPIC-adhesion", code of a journey; empty: the rows that have none
	Title    string  `json:"title,omitempty"`
	Critical bool    `json:"critical,omitempty"`
	Criteria int     `json:"criteria"` // rows, those out of scope included
	InScope  int     `json:"in_scope"`
	Covered  int     `json:"covered"` // in scope, with a scenario
	Proved   int     `json:"proved"`
	States   ByState `json:"states"`
}

// ByState counts by state. It sums to the rows.
type ByState struct {
	Failed     int `json:"failed"`
	Uncovered  int `json:"uncovered"`
	NotRun     int `json:"not_run"`
	Stale      int `json:"stale"`
	Accepted   int `json:"accepted"`
	Proved     int `json:"proved"`
	OutOfScope int `json:"out_of_scope"`
}

// Reverse counts scenarios, and their cases.
type Reverse struct {
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
func (b *ByState) Of(s standing.State) int { return *b.at(s) }

// Add counts one more row. What is no state of a row counts as uncovered.
func (b *ByState) Add(s standing.State) { *b.at(s)++ }

func (b *ByState) at(s standing.State) *int {
	switch s {
	case standing.Failed:
		return &b.Failed
	case standing.NotRun:
		return &b.NotRun
	case standing.Stale:
		return &b.Stale
	case standing.Accepted:
		return &b.Accepted
	case standing.Proved:
		return &b.Proved
	case standing.OutOfScope:
		return &b.OutOfScope
	case standing.Uncovered, Draft, Obsolete, Orphan:
	}
	return &b.Uncovered
}

// Sum gives the number of rows that were counted.
func (b *ByState) Sum() int {
	n := 0
	for _, s := range standing.States() {
		n += b.Of(s)
	}
	return n
}

// Validate returns ErrFormat for a matrix of another version, or whose states this version does not know.
func (m *Matrix) Validate() error {
	if m.Schema != Schema {
		return fmt.Errorf("%w: schema %q, want %q", ErrFormat, m.Schema, Schema)
	}
	for i := range m.Rows {
		if !slices.Contains(standing.States(), m.Rows[i].State) {
			return fmt.Errorf("%w: row %s has state %q", ErrFormat, m.Rows[i].Criterion, m.Rows[i].State)
		}
	}
	return nil
}
