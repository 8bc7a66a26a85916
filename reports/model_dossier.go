package reports

import (
	"time"
)

// AnomalyCount counts anomalies of one severity.
type AnomalyCount struct {
	Severity string `json:"severity"`
	Total    int    `json:"total"`
	Closed   int    `json:"closed"`
	Retested int    `json:"retested,omitempty"` // of those closed: a re-test shows the correction
	Aside    int    `json:"aside,omitempty"`    // rejected, without follow-up, duplicates
	Open     int    `json:"open"`
}

// SeverityRule is what open anomalies of a severity, and pending reserves of that class, do to an acceptance by the
// plan. Decision is forbid, reserve (one is to carry each anomaly), or free; AtMost is how many are taken, 0: no limit.
type SeverityRule struct {
	Severity string `json:"severity"`
	Decision string `json:"decision"`
	AtMost   int    `json:"at_most,omitempty"`
}

// SeverityChange is one change of the severity of an anomaly.
type SeverityChange struct {
	Number string    `json:"number"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// Retest is the attempt that shows a correction.
type Retest struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
}

// Anomaly is a gap between expected and observed.
type Anomaly struct {
	Number     string    `json:"number"`
	Severity   string    `json:"severity"`
	Status     string    `json:"status"`
	Summary    string    `json:"summary"`
	Case       string    `json:"case,omitempty"`
	Step       int       `json:"step,omitempty"` // 1-based, 0 when it is about the whole case
	Workaround string    `json:"workaround,omitempty"`
	RaisedBy   string    `json:"raised_by"`
	RaisedAt   time.Time `json:"raised_at"`

	Priority string     `json:"priority,omitempty"` // urgent, high, normal, low
	Owner    string     `json:"owner,omitempty"`    // who is to correct it
	Due      string     `json:"due,omitempty"`      // YYYY-MM-DD
	Tracker  string     `json:"tracker,omitempty"`  // "jira:CRM-12"
	URL      string     `json:"url,omitempty"`      // of the same
	Original string     `json:"original,omitempty"` // number of the anomaly that it repeats
	Reason   string     `json:"reason,omitempty"`   // of its status
	Build    string     `json:"build,omitempty"`    // that corrects it
	FixedBy  string     `json:"fixed_by,omitempty"`
	Retest   *Retest    `json:"retest,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`

	FoundOn  string         `json:"found_on,omitempty"` // build that was tested when it was raised
	Observed string         `json:"observed,omitempty"` // of its step, when it was raised; empty out of scope
	Life     []AnomalyEvent `json:"life,omitempty"`     // annex G: all that was recorded of it, in order
}

// AnomalyEvent is one thing that was recorded of an anomaly. Severity and Status are those that it had after it; the
// rest is what was said then, and no more.
type AnomalyEvent struct {
	Seq int64 `json:"seq"` // position in the journal
	// Act is raise, an act on an anomaly, change for one of before acts were named, or the kind of what took the
	// re-test back: result.invalidate, result.contest, result.review.
	Act      string    `json:"act"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Severity string    `json:"severity"`
	Status   string    `json:"status"`
	Reason   string    `json:"reason,omitempty"`
	Build    string    `json:"build,omitempty"`    // that is said to correct it
	Retest   *Retest   `json:"retest,omitempty"`   // that is said to show the correction
	Proposed string    `json:"proposed,omitempty"` // to the decision-maker: a severity, reject or waive
	Original string    `json:"original,omitempty"` // number of the anomaly that it is said to repeat
	Owner    string    `json:"owner,omitempty"`
	Due      string    `json:"due,omitempty"` // YYYY-MM-DD
	Priority string    `json:"priority,omitempty"`
}

// Reserve is a non-conformity accepted provisionally. Due is YYYY-MM-DD.
type Reserve struct {
	Number     string `json:"number"`
	Class      string `json:"class"`
	Text       string `json:"text"`
	Anomaly    string `json:"anomaly,omitempty"`
	Workaround string `json:"workaround,omitempty"`
	Owner      string `json:"owner"`
	Due        string `json:"due"`
	Check      string `json:"check,omitempty"`

	// Status is issued, fixed, lifted, maintained, converted or abandoned; empty while nothing was done with it.
	Status       string  `json:"status,omitempty"`
	Effect       string  `json:"effect,omitempty"`       // what happens when it is not lifted
	Verification string  `json:"verification,omitempty"` // how the lifting is verified
	Build        string  `json:"build,omitempty"`        // that corrects it
	FixedBy      string  `json:"fixed_by,omitempty"`
	Retest       *Retest `json:"retest,omitempty"`
	Reason       string  `json:"reason,omitempty"`   // of its last act
	Into         string  `json:"into,omitempty"`     // what it became
	Decision     string  `json:"decision,omitempty"` // number of the decision that abandons it
	// LiftedIn is the PV of lifting in force that bears its lifting; empty while there is none.
	LiftedIn string `json:"lifted_in,omitempty"`
}

// Acceptance is a decision that accepts a product whose failed cases stay failed: it stands beside their verdicts.
type Acceptance struct {
	Decision string   `json:"decision"` // number of the decision
	By       string   `json:"by,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	Cases    []string `json:"cases"` // ids of the failed cases in scope, in the order of PV.Cases
}

// Warning is computed before signature. Code is the key of its text; Args fill it.
type Warning struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"`
	Text string   `json:"text"` // in the PV's language

	// Answer is what was answered to the warning as it stands, by whom and when.
	Answer     string     `json:"answer,omitempty"`
	AnsweredBy string     `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

// Opinion is what somebody thinks of the recette in their capacity: of each person, the last one.
type Opinion struct {
	Role    string    `json:"role"`
	Name    string    `json:"name"`
	Entity  string    `json:"entity,omitempty"`
	Journey string    `json:"journey,omitempty"` // empty: of the whole campaign
	Opinion string    `json:"opinion"`           // favourable, with_reserves…; of a supplier agrees, contests
	Text    string    `json:"text"`
	Points  []string  `json:"points,omitempty"` // that a supplier contests
	At      time.Time `json:"at"`

	// Iteration in which it was given, when it is one before that of the PV: it stands no more. 0 when it stands.
	Iteration int `json:"iteration,omitempty"`
}

// Decision is what the decision-maker pronounced; empty Decision means none yet.
type Decision struct {
	Decision string     `json:"decision"`
	Reason   string     `json:"reason,omitempty"`
	Reserves []string   `json:"reserves,omitempty"`
	Effect   string     `json:"effect,omitempty"` // YYYY-MM-DD
	GoLive   string     `json:"golive,omitempty"` // yes, no, conditional
	By       string     `json:"by,omitempty"`
	At       *time.Time `json:"at,omitempty"`
	Number   string     `json:"number,omitempty"`

	Derogation string `json:"derogation,omitempty"` // number of the decision that waives a rule
	Delegation string `json:"delegation,omitempty"` // number of that under which it was pronounced, of Delegations

	Triggers []string `json:"triggers,omitempty"` // 8.5: guarantee, balance, vsr, none
	LiftBy   string   `json:"lift_by,omitempty"`  // 8.6, YYYY-MM-DD
	Fallback string   `json:"fallback,omitempty"` // 8.6: what is done if reserves are not lifted
	Again    string   `json:"again,omitempty"`    // 8.7, YYYY-MM-DD
	Rate     int      `json:"rate,omitempty"`     // 8.7: of a cut of the price, in hundredths of a percent
}
