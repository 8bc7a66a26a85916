// Package standing folds the journal of every campaign into what is known today of each case: its last counted verdict,
// of which build, in which environment, by whom, whether it still speaks of the present text and of the present build,
// and what is open about it. How results count within a campaign is the fold of internal/campaign, which this package
// calls and does not repeat. What a case, and a criterion with all its cases, is worth today is judged here alone. It
// reads the log that it is given, each leaf once, and refuses to render and to open a database.
package standing

import (
	"time"

	"recette/internal/plan"
	"recette/internal/recette"
)

// Statuses is what is known today of a project.
type Statuses struct {
	Cases map[string]Status // every case that a campaign holds or that a run tried, by id
	// Anomalies are the open ones about whole campaigns, in order of their campaigns: they bear on each case, and are
	// kept once.
	Anomalies []Anomaly
}

// Status is what is known today of one case. The zero value but for Case is that of a case that nobody ever tested.
type Status struct {
	Case string

	// Result is the last counted result, whatever the campaign; its Verdict is NotRun when there is none. A failure
	// that another environment shows still, on the same delivery or on what the project says is deployed there, comes
	// before a later result obtained elsewhere.
	Result
	Last []Result // the last result by build and environment, newest first

	// Freshness says whether Result still speaks of the present text and build. It is Fresh when there is no result:
	// nothing is stale.
	Freshness recette.Freshness
	// Drift says how the case, as the last campaign that holds it froze it, stands to the features as they are; empty
	// when nobody looked, or when no campaign holds it.
	Drift plan.DriftKind

	Anomalies []Anomaly // open ones about the case, gravest first, then by number
	Reserves  []string  // numbers, in order: those on its anomalies, and those that the case will check
	PV        string    // number of the last PV that carries Result, a signed one if any; empty when none does
	PVs       []PV      // every PV that carries Result, in order of rendering
	Accepted  string    // number of the decision that accepts Result although it is failed; empty when none does
	Planned   []string  // campaigns that hold the case, in the order in which they were opened

	// Rows are where the case stands in each branch, in the order of the plan that it is judged by; nil when it is
	// played once. Result and Freshness are then those of the row that says what the case is worth (Judge), Need how
	// many of the rows that are judged must be proved.
	Rows []Row
	Need int

	// Trial is the last result of a run outside any campaign: it proves nothing, and says that somebody tried. nil when
	// there is none.
	Trial *Trial
}

// Result is a counted result: the last attempt of the case in a campaign.
type Result struct {
	Verdict     recette.Verdict
	Outcome     recette.Outcome // technical outcome of the attempt, empty when automation took no part or passed
	Mode        recette.Mode    // who observed the steps; empty when nobody did
	Manual      bool            // a person observed a step at least
	Open        bool            // the attempt is not finished: nothing of it is conform yet
	Amended     bool            // its author corrected it, without playing the case again
	Hold        recette.Hold    // what holds it back: it counts as not run (recette.Counts)
	At          time.Time       // of the last observation, UTC; zero when nobody tested
	Version     string          // of the delivery
	Build       string          // that the result was obtained on
	Environment string
	Tester      string // name of who began the attempt, else the pseudonymous reference when the name was erased
	Entity      string // of the tester, in the campaign
	Campaign    string
	Commit      string // of the features that were frozen
	Content     string // hash of the text that was tested
	Attempt     int    // 1-based
	Attempts    int    // attempts of the case in the campaign, this one included
	Pieces      int    // of evidence, of this attempt
	Session     string // number of the one that the tester attended at the last observation; empty when none

	seq int64 // position of the last leaf
	ref string
	who string // commitment of the tester's name
	// aged is what the campaign's own fold says of it, holds the build that the campaign takes it for: that of the last
	// iteration, when it need not be obtained again.
	aged  recette.Freshness
	holds string
}

// Ran reports whether there is a result at all.
func (r *Result) Ran() bool { return !r.At.IsZero() }

// Proves reports whether the case is conform, with or without a remark, on the present text and build,
// and that nothing holds it back.
func (s *Status) Proves() bool {
	return s.Ran() && s.Verdict.Conform() && s.Freshness == recette.Fresh && s.Hold == recette.Free
}

// Anomaly is an open anomaly.
type Anomaly struct {
	Number   string
	Severity recette.Severity
	Campaign string
}

// PV is a procès-verbal that carries a result.
type PV struct {
	Number  string
	Journey string   // empty: of all journeys
	Signed  []string // roles that signed it, in order
}

// Trial is a result of a run outside any campaign.
type Trial struct {
	Verdict     recette.Verdict
	At          time.Time
	Build       string
	Environment string
	Run         string
	Fresh       bool // obtained on the present text
}

// Drifted gives how the case is not as the last campaign that holds it froze it, and that campaign. Both are empty when
// it is as it was, when no campaign holds it, and when nobody looked.
func (s *Status) Drifted() (kind plan.DriftKind, campaign string) {
	if s.Drift == "" || s.Drift == plan.Identical || len(s.Planned) == 0 {
		return "", ""
	}
	return s.Drift, s.Planned[len(s.Planned)-1]
}
