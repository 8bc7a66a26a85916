// Package bilan holds the bilan of a campaign as a document: a plain, versioned model of what was planned, done and
// left, and pure producers of it: PDF, HTML, JSON. The same bilan gives the same bytes. It counts nothing: every
// figure that a page prints is a field of the model, with what it is of. It refuses clocks, files and whatever is
// internal.
package bilan

import (
	"time"

	"recette/reports"
)

// Schema names the version of the model.
const Schema = "recette/bilan/1"

// Bilan is where a campaign stands. Dates are YYYY-MM-DD, days of the project’s time zone. A row is a case of the
// plan, in one branch when it is played in several.
type Bilan struct {
	Schema   string    `json:"schema"`
	Language string    `json:"language"` // fr, en
	Project  string    `json:"project"`
	Campaign string    `json:"campaign"`
	Title    string    `json:"title"`
	Version  string    `json:"version"` // of the plan
	Producer string    `json:"producer"`
	IssuedAt time.Time `json:"issued_at"`

	Closed      bool       `json:"closed"`
	Suspended   string     `json:"suspended,omitempty"` // the reason, while it lasts
	OpenedAt    *time.Time `json:"opened_at,omitempty"`
	ClosedAt    *time.Time `json:"closed_at,omitempty"`
	Iteration   int        `json:"iteration"`
	Delivery    string     `json:"delivery"` // version delivered
	Build       string     `json:"build"`
	Environment string     `json:"environment"`

	Figures  Figures   `json:"figures"`
	Progress Progress  `json:"progress"`
	Forecast Forecast  `json:"forecast"`
	Journeys []Journey `json:"journeys"` // in the order of the plan
	// Transcribed are the rows whose last result was taken from a filled cahier, by the word of whoever took it in.
	Transcribed int         `json:"transcribed"`
	Amended     []string    `json:"amended"` // rows whose last result its author corrected, not playing them again
	Days        []Day       `json:"days"`    // from the first to the last that something is known of
	Planned     bool        `json:"planned"` // the plan dates sessions: Days say what they plan
	Anomalies   []Severity  `json:"anomalies"`
	Open        []Anomaly   `json:"open_anomalies"`
	Reserves    []Reserve   `json:"open_reserves"`
	Freshness   []Count     `json:"freshness"` // of the results
	Drift       []Count     `json:"drift"`     // of the frozen cases, against the features of the day
	Drifted     []Drifted   `json:"drifted"`   // those that are not as they were frozen
	Epics       []Epic      `json:"epics"`
	Coverage    Coverage    `json:"coverage"`
	Antennes    []string    `json:"antennes"`
	Map         []MapRow    `json:"antennes_map"` // scenarios that are played in antennes
	Sessions    []Session   `json:"sessions"`     // of the plan
	Held        []Held      `json:"held_sessions"`
	Testers     []Tester    `json:"testers"`
	Replay      []Replay    `json:"replay"` // rows whose result is to be obtained again
	NotPlayed   []Waiting   `json:"not_played"`
	Entry       []Criterion `json:"entry_criteria"`
	Exit        []Criterion `json:"exit_criteria"`
	Reached     []Criterion `json:"suspension_reached"`
	Decisions   []Decision  `json:"decisions"`
	// Delays are those of the regime; none of a plan without.
	Delays []reports.Deadline `json:"delays,omitempty"`
	// Trials were played beside the figures, and count nowhere; nil when there are none.
	Trials *Trials `json:"trials,omitempty"`

	// Indicators are those of the practice of a recette, in the order of their table.
	Indicators []Indicator `json:"indicators"`

	Reference Reference `json:"reference"`
}

// Figures counts rows by verdict, as PVs do: Planned is InScope less NotApplicable, Executed is Passed, Remark and
// Failed.
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

// Trials counts the attempts that count nowhere.
type Trials struct {
	Rehearsal   int `json:"rehearsal"`
	Exploratory int `json:"exploratory"`
}

// Indicator is a figure with both its terms: rows, rules or anomalies of as many; or, when Key is blocking_age or
// correction, days together of as many anomalies; blocking_oldest is the days of the oldest of them.
type Indicator struct {
	Key string `json:"key"`
	N   int    `json:"n"`
	Of  int    `json:"of"`
	Why string `json:"why,omitempty"` // it cannot be computed: both terms are 0
}

// Progress parts the planned rows: Done have a result that holds, Replay have one that is to be obtained again,
// NotPlayed have none that counts. Planned is their sum.
type Progress struct {
	Planned   int `json:"planned"`
	Done      int `json:"done"`
	Replay    int `json:"replay"`
	NotPlayed int `json:"not_played"` // blocked ones included: what is blocked was not executed
}

// Forecast is when the campaign would end at its actual pace.
type Forecast struct {
	Played   int    `json:"played"`    // rows that people played, whose result holds
	Left     int    `json:"left"`      // rows that people have to play
	Machine  int    `json:"automated"` // rows left that a machine plays: they take no day
	From     string `json:"from,omitempty"`
	To       string `json:"to"`
	Days     int    `json:"days"`   // working days from From to To
	Needed   int    `json:"needed"` // working days that the rest takes
	End      string `json:"end,omitempty"`
	Why      string `json:"why,omitempty"`      // closed, done, suspended, nothing, one_day, too_far
	Expected string `json:"expected,omitempty"` // the end that the plan says
}

// Journey is where a journey stands.
type Journey struct {
	Code     string   `json:"code"`
	Title    string   `json:"title"`
	Critical bool     `json:"critical"`
	Verdict  string   `json:"verdict"`
	Figures  Figures  `json:"figures"`
	Progress Progress `json:"progress"`
}

// Day is where the campaign stood at the end of a day.
type Day struct {
	Date    string     `json:"date"`
	Known   bool       `json:"known"`   // it is not to come: Planned alone is said of the others
	Scope   int        `json:"scope"`   // rows planned
	Planned int        `json:"planned"` // by the sessions up to then
	Done    int        `json:"done"`
	Raised  int        `json:"anomalies_raised"` // up to then
	Open    BySeverity `json:"anomalies_open"`
}

// BySeverity counts anomalies.
type BySeverity struct {
	Blocking    int `json:"blocking"`
	Major       int `json:"major"`
	Minor       int `json:"minor"`
	Observation int `json:"observation"`
}

// Severity is what became of the anomalies of a severity. Raised is Open and Ended.
type Severity struct {
	Severity string `json:"severity"`
	Raised   int    `json:"raised"`
	Open     int    `json:"open"`
	Ended    int    `json:"ended"`
}

// Anomaly is an open anomaly.
type Anomaly struct {
	Number   string `json:"number"`
	Severity string `json:"severity"`
	Status   string `json:"status"`
	Case     string `json:"case,omitempty"`
	Summary  string `json:"summary"`
	Owner    string `json:"owner,omitempty"`
	Due      string `json:"due,omitempty"`
	Since    string `json:"since"`
}

// Reserve is a reserve that is not settled.
type Reserve struct {
	Number  string `json:"number"`
	Class   string `json:"class"`
	Status  string `json:"status"`
	Text    string `json:"text"`
	Owner   string `json:"owner,omitempty"`
	Due     string `json:"due,omitempty"`
	Overdue bool   `json:"overdue"`
}

// Count is a number of things of a kind.
type Count struct {
	Kind string `json:"kind"`
	N    int    `json:"n"`
}

// Drifted is a frozen case that is not in the features as it was frozen.
type Drifted struct {
	Case   string `json:"case"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Result bool   `json:"result"` // it has one, on the frozen text
}

// Epic is the coverage of the criteria of an epic, within the stories of the plan.
type Epic struct {
	Code  string `json:"code"` // empty: of none
	Title string `json:"title,omitempty"`
	Coverage
}

// Coverage counts criteria. They are parted by state, and sum to Criteria.
type Coverage struct {
	Criteria   int `json:"criteria"`
	InScope    int `json:"in_scope"`
	Covered    int `json:"covered"`
	Proved     int `json:"proved"`
	Accepted   int `json:"accepted"`
	Failed     int `json:"failed"`
	Stale      int `json:"stale"`
	NotRun     int `json:"not_run"`
	Uncovered  int `json:"uncovered"`
	OutOfScope int `json:"out_of_scope"`
}

// MapRow is a scenario that is played in antennes.
type MapRow struct {
	Case  string    `json:"case"`
	Name  string    `json:"name"`
	Cells []MapCell `json:"cells"` // one an antenne, in their order
}

// MapCell is where it stands in an antenne; no verdict: it is not played there.
type MapCell struct {
	Verdict string `json:"verdict,omitempty"`
	Replay  bool   `json:"replay,omitempty"`
}

// Session is a session of the plan.
type Session struct {
	Code  string   `json:"code"`
	Title string   `json:"title,omitempty"`
	Date  string   `json:"date,omitempty"`
	Rows  int      `json:"rows"` // that it plays
	Done  int      `json:"done"` // of them, with a result that holds
	Held  []string `json:"held"` // numbers of the sessions that were held for it
}

// Held is a session that was opened.
type Held struct {
	Number  string     `json:"number"`
	Planned string     `json:"planned,omitempty"`
	From    *time.Time `json:"from,omitempty"`
	To      *time.Time `json:"to,omitempty"`
	Present int        `json:"present"`
	Results int        `json:"results"` // last results that those present recorded during it
}

// Tester is what somebody was assigned, and recorded.
type Tester struct {
	Name     string  `json:"name"`
	Entity   string  `json:"entity,omitempty"`
	Assigned int     `json:"assigned"`
	Played   int     `json:"assigned_played"` // of them, with a result that holds
	Figures  Figures `json:"figures"`         // rows whose last result they began
	Machine  int     `json:"automated"`       // of them, played by a machine
	Sessions int     `json:"sessions"`
}

// Replay is a row whose result is to be obtained again.
type Replay struct {
	Case    string `json:"case"`
	Name    string `json:"name"`
	Journey string `json:"journey,omitempty"`
	// stale_text, stale_data, stale_version, stale_anomaly, anomaly, returned, contested, open
	Why     string `json:"why"`
	Verdict string `json:"verdict"`
	Tester  string `json:"assigned,omitempty"`
}

// Waiting is what a journey, or what is of none, has of rows without a result that counts.
type Waiting struct {
	Journey string   `json:"journey,omitempty"`
	Title   string   `json:"title,omitempty"`
	Rows    int      `json:"rows"`
	Blocked int      `json:"blocked"` // of them
	Invalid int      `json:"invalidated"`
	Cases   []string `json:"cases"`
}

// Criterion is a criterion with what it comes to.
type Criterion struct {
	Text      string `json:"criterion"`
	Threshold string `json:"threshold,omitempty"`
	Base      string `json:"base,omitempty"`
	Window    string `json:"window,omitempty"`
	Measure   string `json:"measure,omitempty"`     // what the journal measures; empty: a person attests it
	By        string `json:"measured_by,omitempty"` // who measures, or attests; empty: the journal
	Measured  string `json:"measured,omitempty"`
	Met       string `json:"met"` // yes, no, unknown, or the number of a derogation
	// Elsewhere tells that the number is of a decision out of the journal: nothing verifies it.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// outcome tells the four ends of a criterion apart: yes, no, unknown, derogation. What nobody said is unknown.
func (c *Criterion) outcome() string {
	switch c.Met {
	case "yes", "no", "unknown":
		return c.Met
	case "":
		return "unknown"
	}
	return "derogation"
}

// Decision is a decision of the PO.
type Decision struct {
	Number   string `json:"number"`
	Decision string `json:"decision"`
	Journey  string `json:"journey,omitempty"`
	On       string `json:"on"`
}

// Reference is what the bilan was made from.
type Reference struct {
	Commit     string `json:"commit,omitempty"` // of the features that are frozen
	Manifest   string `json:"manifest"`         // sha256 of the frozen plan
	Facts      int    `json:"facts"`            // leaves of the campaign
	LastLeaf   int64  `json:"last_leaf"`        // position of the last of them
	Checkpoint int64  `json:"checkpoint"`       // leaves that the last signed head covers; 0: none is signed
	Root       string `json:"root,omitempty"`   // of the tree of that head
}
