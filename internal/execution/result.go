package execution

import (
	"time"

	"recette/internal/recette"
)

// Result carries observations of one attempt of one case to the Recorder, in plain text: it is the recorder who puts
// free text behind commitments. Manual steps come one a result with those that its verdict ticks, the steps of an
// automated attempt come together, and the last result of an attempt is Closed.
type Result struct {
	Case    string
	Content string // content hash of the text that was tested
	Attempt int    // 1-based
	Pass    int    // 1-based; a resumed attempt starts a new pass
	Mode    recette.Mode
	Steps   []Observation
	Closed  bool
	Verdict recette.Verdict // of the case, when Closed: roll-up of its steps and of Outcome; NotRun when nothing was verified
	Outcome recette.Outcome // of the automation, hooks included, when Closed; empty for a case that has none
	Message string          // what ended the attempt that no step tells, when Closed: a hook, a worker that does not start
}

// Observation is what was seen of one step. When two of one pass speak of the same step, the later one holds.
type Observation struct {
	Step     int             `json:"step"` // 0-based index in the case
	Mode     recette.Mode    `json:"mode"` // manual or auto
	Verdict  recette.Verdict `json:"verdict"`
	Outcome  recette.Outcome `json:"outcome,omitempty"` // of automation
	Duration time.Duration   `json:"ns,omitempty"`
	Observed string          `json:"observed,omitempty"` // constaté; the message of automation
	Comment  string          `json:"comment,omitempty"`
	Cause    recette.Cause   `json:"cause,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Evidence []Evidence      `json:"evidence,omitempty"`
	Replay   bool            `json:"replay,omitempty"` // re-run to rebuild state after a resume
}

// Evidence names an attachment that is stored already, by content.
type Evidence struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	MIME   string `json:"mime"`
	Name   string `json:"name"` // display name
}

// Attempt is an attempt to conduct, as the Recorder numbered it.
type Attempt struct {
	Number  int
	Pass    int
	Free    bool          // of a free run, which enters no PV: what its automation says is not weighed
	Resumed bool          // it was open: Steps holds what stands of it
	Steps   []Observation // what stands of each step that was observed, in order of step
}

// Standing says where a case stands before a session.
type Standing struct {
	Attempt int             // number of the latest attempt; 0 when none was begun
	Open    bool            // that attempt is not closed
	Owner   string          // reference of the actor who began it
	Verdict recette.Verdict // of the case
}

// micros gives a duration from microseconds.
func micros(n int64) time.Duration { return time.Duration(n) * time.Microsecond }
