package reports

import (
	"time"
)

// DataLoad is the loading of a data set in an environment, or its being put back. Act is load or reset; Mode is auto
// for a command, manual for what somebody says that they did; Outcome is done, failed, timeout or interrupted.
type DataLoad struct {
	Set         string `json:"set"`
	SHA256      string `json:"sha256"` // of its file, as it was then
	Act         string `json:"act"`
	Mode        string `json:"mode"`
	Outcome     string `json:"outcome"`
	Micros      int64  `json:"us"`
	Environment string `json:"environment"`
	Build       string `json:"build,omitempty"`
	Reason      string `json:"reason,omitempty"` // why, although the file is not the frozen one
	// Evidence is what the command printed, when it printed anything.
	Evidence []Evidence `json:"evidence,omitempty"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
}

// Session is a stretch of execution by one actor on one day. Of what was taken from a filled cahier, the day is the one
// that the cahier says, and the hours those at which it was taken in.
type Session struct {
	Day   string    `json:"day"` // YYYY-MM-DD, in the time zone of the plan
	Actor string    `json:"actor"`
	Role  string    `json:"role"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Cases int       `json:"cases"`

	TakenBy string `json:"taken_by,omitempty"` // who took it from a cahier; empty when the actor recorded it
	Meeting string `json:"meeting,omitempty"`  // number of the session that the actor attended; empty outside any
}

// Meeting is a session of the recette, with who attended it.
type Meeting struct {
	Number   string       `json:"number"`
	Planned  string       `json:"planned,omitempty"` // the session of the plan that it is
	Antenne  string       `json:"antenne,omitempty"` // branch of whose rows it is; empty: of those played once
	Place    string       `json:"place,omitempty"`
	OpenedAt time.Time    `json:"opened_at"`
	OpenedBy string       `json:"opened_by"`
	ClosedAt *time.Time   `json:"closed_at,omitempty"` // nil: nobody closed it
	ClosedBy string       `json:"closed_by,omitempty"`
	Remark   string       `json:"remark,omitempty"`
	Cases    int          `json:"cases"` // of this PV, of which somebody recorded something who attended it
	People   []Attendance `json:"people"`
}

// Attendance is the presence of somebody in a session.
type Attendance struct {
	Name     string     `json:"name"`
	Role     string     `json:"role,omitempty"` // of a participant
	Function string     `json:"function,omitempty"`
	Entity   string     `json:"entity,omitempty"`
	Guest    bool       `json:"guest,omitempty"` // takes no part in the campaign
	Animates bool       `json:"animates,omitempty"`
	From     time.Time  `json:"from"`
	To       *time.Time `json:"to,omitempty"` // nil while the session lasts
}

// Pause is a suspension of the campaign.
type Pause struct {
	Reason    string     `json:"reason"`
	Criterion string     `json:"criterion,omitempty"` // of the plan, that was met
	From      time.Time  `json:"from"`
	By        string     `json:"by"`
	To        *time.Time `json:"to,omitempty"` // nil while it lasts
	ResumedBy string     `json:"resumed_by,omitempty"`
	Resumed   string     `json:"resumed,omitempty"` // why
	Cleared   string     `json:"cleared,omitempty"` // criterion of resumption of the plan, that was met
}

// Objection is what was said against a result: it counts for nothing, or it is contested until another attempt decides.
type Objection struct {
	Kind    string    `json:"kind"` // invalidated, contested
	Case    string    `json:"case"`
	Attempt int       `json:"attempt"`
	Verdict string    `json:"verdict"`         // that it had
	Cause   string    `json:"cause,omitempty"` // of an invalidation: build, data, environment, procedure
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Attestation is what somebody affirmed in their own name, or took back. Subject is no-production-data or no-deviation.
type Attestation struct {
	Subject   string    `json:"subject"`
	Text      string    `json:"text"` // the words that were put before them
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
	Reason    string    `json:"reason,omitempty"` // why it is taken back

	Delegation string `json:"delegation,omitempty"` // its number, when By acts in somebody's stead

	// Iteration in which it was given, when it is one before that of the PV: it stands no more. 0 when it stands.
	Iteration int `json:"iteration,omitempty"`
}

// Deviation is where the recette departed from its plan.
type Deviation struct {
	Number string    `json:"number"`
	Text   string    `json:"text"`
	Reason string    `json:"reason"`
	Agreed string    `json:"agreed,omitempty"` // who agreed to it
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Cases  []string  `json:"cases,omitempty"` // that it lets be played although the order of their journey blocks
}

// Reading is what a second person said of a result that they read over: accepted, so that it counts, or returned, so
// that the case is played again.
type Reading struct {
	Case    string    `json:"case"`
	Attempt int       `json:"attempt"`
	Verdict string    `json:"verdict"` // that it had
	Reading string    `json:"reading"` // accepted, returned
	Reason  string    `json:"reason,omitempty"`
	By      string    `json:"by"`
	Role    string    `json:"role"`
	At      time.Time `json:"at"`
}

// Amendment is what the author of a result corrected of it in the session in which they had obtained it. The case was
// not played again.
type Amendment struct {
	Case    string        `json:"case"`
	Attempt int           `json:"attempt"`
	Was     string        `json:"was"`     // verdict of the case before
	Verdict string        `json:"verdict"` // after
	Reason  string        `json:"reason"`
	By      string        `json:"by"`
	At      time.Time     `json:"at"`
	Steps   []AmendedStep `json:"steps"`
}

// AmendedStep is a step whose judgement was corrected. Its evidence stays.
type AmendedStep struct {
	Step int       `json:"step"` // 1-based
	Was  Judgement `json:"was"`
	Now  Judgement `json:"now"`
}

// Judgement is what somebody said of a step.
type Judgement struct {
	Verdict  string `json:"verdict"`
	Cause    string `json:"cause,omitempty"` // of what was blocked
	Observed string `json:"observed,omitempty"`
	Comment  string `json:"comment,omitempty"`
	Reason   string `json:"reason,omitempty"` // why it does not apply
}
