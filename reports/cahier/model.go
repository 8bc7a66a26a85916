// Package cahier holds a cahier de recette as a document: a plain, versioned model, and pure producers of it: PDF and
// JSON; reports/cahier/workbook makes the workbook. A cahier is either blank, to be filled while the recette is
// conducted, or executed, with what was found. The same cahier gives the same bytes. It refuses clocks, files and
// whatever is internal; who makes the model resolves what the cases refer to.
package cahier

import (
	"time"

	"recette/reports"
	"recette/reports/page"
)

// Schema names the version of the model.
const Schema = "recette/cahier/1"

// Kind is what a cahier is for.
type Kind string

// The kinds.
const (
	Blank    Kind = "blank"    // to be filled
	Executed Kind = "executed" // as the journal tells it
)

// Cahier is a cahier de recette. Dates are YYYY-MM-DD.
type Cahier struct {
	Schema   string    `json:"schema"`
	Kind     Kind      `json:"kind"`
	Language string    `json:"language"` // fr, en
	Producer string    `json:"producer"`
	IssuedAt time.Time `json:"issued_at"`

	Project     string      `json:"project"`
	Campaign    string      `json:"campaign"` // name of the campaign, or of the plan
	Title       string      `json:"title"`
	PlanVersion string      `json:"plan_version"`
	Iteration   int         `json:"iteration,omitempty"` // its number, when the campaign has several
	Journey     string      `json:"journey,omitempty"`   // restricted to it
	Antenne     string      `json:"antenne,omitempty"`   // restricted to what is played there
	Client      string      `json:"client,omitempty"`
	Supplier    string      `json:"supplier,omitempty"`
	Release     Release     `json:"release"`
	Environment Environment `json:"environment"`

	DataSets []DataSet `json:"data_sets"`
	Roles    []Role    `json:"roles,omitempty"` // of the cases, those that the project names
	Accounts []Account `json:"accounts"`
	People   []Person  `json:"people"`
	Contacts []Person  `json:"contacts"` // whom a tester calls
	Sessions []Session `json:"sessions"`

	Journeys []Journey `json:"journeys"`
	Figures  Figures   `json:"figures"`          // each case once, in however many journeys it is
	Trials   *Trials   `json:"trials,omitempty"` // of its cases, beside the figures; nil when there are none
	Contexts []Context `json:"contexts"`         // each printed once, before the first case that has it
	Cases    []Case    `json:"cases"`            // by journey, then in the order of the plan
	// Left is how many cases of the selection a blank cahier leaves out: a machine plays them.
	Left int `json:"left_to_machine"`

	Anomalies []Anomaly `json:"anomalies"`
	Branches  []Branch  `json:"branches"` // scenarios that are played in several branches
	Reference Reference `json:"reference"`
}

// Release is the delivery under test.
type Release struct {
	Version     string `json:"version"`
	Build       string `json:"build,omitempty"`
	Note        string `json:"note,omitempty"`
	DeliveredAt string `json:"delivered_at,omitempty"`
}

// Environment is where the recette is conducted.
type Environment struct {
	Name  string `json:"name"`
	URL   string `json:"url,omitempty"`
	Build string `json:"build,omitempty"` // that is to be seen there
	Notes string `json:"notes,omitempty"`
}

// DataSet is the card of a data set.
type DataSet struct {
	Code    string  `json:"code"`
	Label   string  `json:"label,omitempty"`
	Origin  string  `json:"origin,omitempty"`
	Owner   string  `json:"owner,omitempty"`
	Antenne string  `json:"antenne,omitempty"`
	States  string  `json:"states,omitempty"`
	Limits  string  `json:"limits,omitempty"`
	Load    string  `json:"load,omitempty"`
	Reset   string  `json:"reset,omitempty"`
	Values  []Value `json:"values"` // of the file that was frozen; none when another one stands there now
	SHA256  string  `json:"sha256,omitempty"`
}

// OriginWord words where the data come from.
func (s *DataSet) OriginWord(texts page.Texts) string { return reports.Origin(texts, s.Origin) }

// Value is a named value of a data set.
type Value struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Role is a role of the product under test, with the name that the project gives to its code.
type Role struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// RoleName gives the name of a role, its code when the project has none.
func (c *Cahier) RoleName(code string) string {
	for _, r := range c.Roles {
		if r.Code == code {
			return r.Label
		}
	}
	return code
}

// Account is an account of the product under test. It has no place for a password.
type Account struct {
	Role   string `json:"role"`
	Login  string `json:"login"`
	Entity string `json:"entity,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Person takes part, or is named. Role is empty for who records nothing.
type Person struct {
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Function string `json:"function,omitempty"`
	Entity   string `json:"entity,omitempty"`
}

// Session is a sitting: as the plan has it, or as it was held, when Number is not empty.
type Session struct {
	Code     string     `json:"code,omitempty"`   // of the plan
	Number   string     `json:"number,omitempty"` // of the journal
	Title    string     `json:"title,omitempty"`
	Date     string     `json:"date,omitempty"`
	Start    string     `json:"start,omitempty"`
	Minutes  int        `json:"minutes,omitempty"`
	Place    string     `json:"place,omitempty"`
	Animator string     `json:"animator,omitempty"`
	Testers  []string   `json:"testers"`
	OpenedAt *time.Time `json:"opened_at,omitempty"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
	Present  []Presence `json:"present"`
	Remark   string     `json:"remark,omitempty"`
}

// Presence is somebody's presence in a session that was held.
type Presence struct {
	Name     string     `json:"name"`
	Function string     `json:"function,omitempty"`
	Entity   string     `json:"entity,omitempty"`
	Animates bool       `json:"animates,omitempty"`
	From     *time.Time `json:"from,omitempty"`
	To       *time.Time `json:"to,omitempty"`
}

// Journey is a journey of the cahier, with the figures of its cases.
type Journey struct {
	Code        string  `json:"code"` // empty for the cases of no journey
	Title       string  `json:"title"`
	Owner       string  `json:"owner,omitempty"`
	Critical    bool    `json:"critical"`
	Blocking    bool    `json:"blocking_order"`
	Consequence string  `json:"consequence,omitempty"`
	Cases       int     `json:"cases"` // of this cahier
	Left        int     `json:"left_to_machine"`
	Shared      int     `json:"shared,omitempty"`  // cases whose sheet is under another journey
	Minutes     int     `json:"minutes,omitempty"` // to play its cases
	Figures     Figures `json:"figures"`           // of all its cases, those with a sheet elsewhere too
}

// Figures counts cases by verdict, as a PV does.
type Figures struct {
	InScope       int `json:"in_scope"`
	Planned       int `json:"planned"`  // in scope less not applicable
	Executed      int `json:"executed"` // passed + with remark + failed
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

// Conform counts the conform cases, with or without a remark.
func (f *Figures) Conform() int { return f.Passed + f.Remark }

// Context is a Contexte that cases share.
type Context struct {
	Number  string `json:"number"` // "C1"
	Feature string `json:"feature"`
	Path    string `json:"path"`
	Steps   []Step `json:"steps"`
}

// Case is a row of the plan: a scenario, with its data, in one branch when it is played in several.
type Case struct {
	ID        string   `json:"id"`
	Antenne   string   `json:"antenne,omitempty"`
	National  bool     `json:"national,omitempty"` // played once, for all
	Name      string   `json:"name"`
	Feature   string   `json:"feature"`
	Path      string   `json:"path"`
	Line      int      `json:"line"`
	Rule      string   `json:"rule,omitempty"` // that holds the scenario
	Aim       string   `json:"aim,omitempty"`
	Proves    []string `json:"proves,omitempty"` // what its criteria say, when the project has them and it has no aim
	Story     string   `json:"story,omitempty"`
	Criteria  []string `json:"criteria"`
	Rules     []string `json:"rules"`
	Decisions []string `json:"decisions"`
	Journey   string   `json:"journey"`
	Critical  bool     `json:"critical"`
	Priority  string   `json:"priority,omitempty"` // must, should, could, wont
	Risks     []string `json:"risks"`
	Natures   []string `json:"natures"` // nominal, exception, limit, rights
	Mode      string   `json:"mode"`    // manual, auto, mixed
	Roles     []string `json:"roles"`
	DataSets  []string `json:"data_sets"`
	Row       []Value  `json:"row"` // cells of its example row
	Minutes   int      `json:"minutes,omitempty"`
	Content   string   `json:"content"`             // hash of the text
	Drift     string   `json:"drift,omitempty"`     // how it stands to the features of the day; empty: the same
	Context   string   `json:"context,omitempty"`   // number of its Contexte
	Prior     int      `json:"context_steps"`       // steps of it, which come first
	Steps     []Step   `json:"steps"`               // those after it
	Assigned  string   `json:"assigned,omitempty"`  // who is to play it
	Replay    string   `json:"replay,omitempty"`    // why it is to be played again
	Attempt   int      `json:"attempt"`             // number of the last; 0 when none was begun
	Due       bool     `json:"due,omitempty"`       // what the last one found is to be obtained again
	Unread    bool     `json:"unread,omitempty"`    // what the last one found waits for a second person to read it over
	Open      bool     `json:"open,omitempty"`      // somebody has not finished the last one
	Verdict   string   `json:"verdict"`             // not_run when nobody played it
	Freshness string   `json:"freshness,omitempty"` // of an executed case

	// Of an executed cahier.
	Background []Seen     `json:"background,omitempty"` // of each step of the Contexte
	Outcome    string     `json:"outcome,omitempty"`    // technical, when it is not passed
	Message    string     `json:"message,omitempty"`    // what ended the attempt that no step tells
	Tester     string     `json:"tester,omitempty"`
	Declared   bool       `json:"declared,omitempty"` // nobody authenticated who the tester is
	StartedAt  *time.Time `json:"started_at,omitempty"`
	EndedAt    *time.Time `json:"ended_at,omitempty"`
	Micros     int64      `json:"us,omitempty"` // of its steps
	Build      string     `json:"build,omitempty"`
	Origin     *Origin    `json:"origin,omitempty"`
	Invalid    *Objection `json:"invalid,omitempty"`   // the last attempt counts for nothing
	Contested  *Objection `json:"contested,omitempty"` // until another attempt decides
	Accepted   *Objection `json:"accepted,omitempty"`  // what whoever read it over said, when they accepted it
	Returned   *Objection `json:"returned,omitempty"`  // the same, when they sent it back
	// Amended is what the author of the last attempt corrected of it without playing the case again, in order. The
	// Verdict of each is what they had said before.
	Amended   []Objection `json:"amended,omitempty"`
	Anomalies []string    `json:"anomalies"`
	Former    []Former    `json:"former"` // attempts before the last, in order
}

// StepCount counts the steps of the case, those of its Contexte included.
func (c *Case) StepCount() int { return c.Prior + len(c.Steps) }

// Step is a step. Number counts from 1 over the whole case, its Contexte included.
type Step struct {
	Number    int        `json:"number"`
	Keyword   string     `json:"keyword"`
	Type      string     `json:"type"` // context, action, outcome, unknown
	Text      string     `json:"text"`
	Table     [][]string `json:"table,omitempty"`
	DocString string     `json:"doc,omitempty"`
	Messages  []Message  `json:"messages,omitempty"` // that the user is to read
	Seen      Seen       `json:"seen,omitzero"`
}

// Expects tells whether the step says what must be observed.
func (s *Step) Expects() bool { return s.Type == "outcome" }

// Done tells whether what was seen is of a step that was to be done, and was: a verdict is for what was to be observed.
func (s *Seen) Done(expects bool) bool { return s.Verdict == "passed" && !expects }

// Message is a message of the catalogue of the project.
type Message struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Seen is what was found of a step; the zero value: nothing was.
type Seen struct {
	Verdict  string     `json:"verdict,omitempty"`
	Outcome  string     `json:"outcome,omitempty"`
	Mode     string     `json:"mode,omitempty"`
	Observed string     `json:"observed,omitempty"`
	Comment  string     `json:"comment,omitempty"`
	Cause    string     `json:"cause,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	By       string     `json:"by,omitempty"` // when it is not the tester of the case
	At       *time.Time `json:"at,omitempty"`
	GivenAt  *time.Time `json:"given_at,omitempty"` // as the device that kept it until At tells
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is an attachment of a step.
type Evidence struct {
	Name   string `json:"name"`
	MIME   string `json:"mime"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Origin is the filled cahier that a result was imported from.
type Origin struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"` // of the file
	Day    string `json:"day,omitempty"`
	By     string `json:"by,omitempty"` // who imported it
}

// Objection is what was said against a result.
type Objection struct {
	Cause   string     `json:"cause,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	By      string     `json:"by,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	Verdict string     `json:"verdict,omitempty"` // that it had
}

// Former is an attempt that a later one superseded.
type Former struct {
	Attempt int         `json:"attempt"`
	Verdict string      `json:"verdict"`
	Tester  string      `json:"tester,omitempty"`
	At      *time.Time  `json:"at,omitempty"` // of its last observation
	Build   string      `json:"build,omitempty"`
	Amended []Objection `json:"amended,omitempty"` // as that of a Case
}

// Anomaly is an anomaly about cases of the cahier, or about all of them.
type Anomaly struct {
	Number     string     `json:"number"`
	Severity   string     `json:"severity"`
	Priority   string     `json:"priority,omitempty"`
	Status     string     `json:"status"`
	Summary    string     `json:"summary"`
	Case       string     `json:"case,omitempty"`
	Step       int        `json:"step,omitempty"` // from 1; 0: the whole case
	Workaround string     `json:"workaround,omitempty"`
	RaisedBy   string     `json:"raised_by,omitempty"`
	RaisedAt   *time.Time `json:"raised_at,omitempty"`
}

// Branch says how a scenario stands in one of the branches where it is played.
type Branch struct {
	Scenario string            `json:"scenario"`
	Name     string            `json:"name"`
	Verdicts map[string]string `json:"verdicts"` // by branch
}

// Reference says what the cahier was made from.
type Reference struct {
	File     string `json:"file,omitempty"` // of the plan, when no campaign is open
	SHA256   string `json:"sha256,omitempty"`
	Commit   string `json:"commit,omitempty"`
	Manifest string `json:"manifest"` // SHA-256 of the frozen plan
	Cases    int    `json:"cases"`    // of the whole plan

	// Of the journal: the last signed head, and how many entries were read.
	Origin  string `json:"origin,omitempty"`
	Size    int64  `json:"size,omitempty"`
	Root    string `json:"root,omitempty"`
	Entries int64  `json:"entries,omitempty"`
}
