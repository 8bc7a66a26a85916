package reports

import "time"

// AuditLine is one fact of the journal of the campaign, as its leaf says it.
type AuditLine struct {
	Seq  int64     `json:"seq"` // position in the log
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"` // empty: nobody
	Role string    `json:"role,omitempty"`
	Kind string    `json:"kind"` // of the leaf

	About string `json:"about,omitempty"` // number of what it is about, or identifier of a case
	Says  string `json:"says,omitempty"`  // verdict of an attempt that ends, or decision
}
