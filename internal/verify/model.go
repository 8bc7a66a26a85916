package verify

import (
	"time"

	"recette/internal/route"
)

// dataSchema is the version of the machine-readable PV that this package reads, manifestVersion that of the manifest.
const (
	dataSchema      = "recette/pv/1"
	manifestVersion = 2
)

// record is what verification reads of pv.json, but for its cases: recordFile reads those. The formats are shared with
// the writers by their names, not by code.
type record struct {
	Schema   string    `json:"schema"`
	Language string    `json:"language"`
	Producer string    `json:"producer"`
	Antenne  string    `json:"antenne"` // of a constat
	Journey  string    `json:"journey"` // that it is about; empty for all, or before there was such a field
	Number   string    `json:"number"`
	Title    string    `json:"title"`
	Nature   string    `json:"nature"`
	State    string    `json:"state"`
	IssuedAt time.Time `json:"issued_at"`
	Place    string    `json:"place"`
	Demo     bool      `json:"demo"`
	Layout   int       `json:"layout"`    // 0 in a PV written before layouts had a number
	TimeZone string    `json:"time_zone"` // "" in the same
	Files    []fileRow `json:"files"`
	Printed  []string  `json:"printed"` // nil: all the annexes

	Client    party    `json:"client"`
	Supplier  party    `json:"supplier"`
	Contract  contract `json:"contract"`
	Reference struct {
		Campaign    string         `json:"campaign"`
		Plan        string         `json:"plan"`
		PlanVersion string         `json:"plan_version"`
		PlanStatus  string         `json:"plan_status"`
		FrozenAt    time.Time      `json:"frozen_at"`
		Commit      string         `json:"commit"`
		Manifest    string         `json:"manifest"`
		Iteration   int            `json:"iteration"`
		Iterations  []iterationRow `json:"iterations"`
	} `json:"reference"`
	Regime string  `json:"regime"`
	Clocks *clocks `json:"clocks"`

	Journeys   []journeyRow `json:"journeys"`
	Stories    []story      `json:"stories"`
	Rules      []string     `json:"rules"`
	Roles      []string     `json:"roles"`
	Names      terms        `json:"names"`    // none in a PV written before the field
	Messages   []message    `json:"messages"` // the same
	Entities   []string     `json:"entities"`
	OutOfScope []exclusion  `json:"out_of_scope"`
	Release    release      `json:"release"`

	Flags        []flag       `json:"feature_flags"`
	Distribution distribution `json:"distribution"`

	Environment environment `json:"environment"`
	DataSets    []dataSet   `json:"data_sets"`
	FirstRunAt  *time.Time  `json:"first_run_at"`
	LastRunAt   *time.Time  `json:"last_run_at"`
	RunDays     int         `json:"run_days"`
	RunMicros   int64       `json:"run_us"`
	Sessions    []session   `json:"sessions"`
	Entry       []criterion `json:"entry"`
	Waivers     []waiver    `json:"waivers"`

	DataLoads  []dataLoad    `json:"data_loads"`
	Attested   []attestation `json:"attested"`
	Deviations []deviation   `json:"deviations"`
	Signoff    *signedOff    `json:"signoff"`
	Meetings   []meeting     `json:"meetings"`
	Pauses     []pause       `json:"pauses"`
	Objections []objection   `json:"objections"`
	Readings   []reading     `json:"readings"`
	Amendments []amendment   `json:"amendments"`

	Figures figures `json:"figures"`
	Manual  figures `json:"manual"`
	Auto    figures `json:"auto"`
	Mixed   figures `json:"mixed"`

	Regression  figures `json:"regression"`  // of the cases of non-regression
	Transcribed figures `json:"transcribed"` // of results that were taken from filled cahiers
	Trials      *trials `json:"trials"`      // out of all figures
	FirstDay    string  `json:"first_day"`   // when there are such results
	LastDay     string  `json:"last_day"`

	Cases    []*caseRow
	Quorum   string      `json:"quorum"`
	Branches []branchRow `json:"branches"`
	Constats []constat   `json:"constats"`
	Stale    []string    `json:"stale"`

	NotShown []string `json:"not_shown"`

	AnomalyCounts []anomalyCount `json:"anomaly_counts"`
	SeverityRules []severityRule `json:"severity_rules"`
	Anomalies     []anomalyRow   `json:"anomalies"`
	Reserves      []reserveRow   `json:"reserves"`
	Severities    []severityRow  `json:"severity_changes"` // nil in a PV written before the field
	Accepted      []acceptance   `json:"accepted"`         // the same
	Exit          []criterion    `json:"exit"`
	Opinions      []opinion      `json:"opinions"`
	Derogations   []derogation   `json:"derogations"`
	Delegations   []delegation   `json:"delegations"`
	People        []personChange `json:"people"`
	Identities    *identities    `json:"identities"`
	Declared      []string       `json:"declared"`
	Warnings      []warning      `json:"warnings"`

	Decision decisionRow `json:"decision"`
	Signers  []signatory `json:"signers"`

	Journal struct {
		Origin     string    `json:"origin"`
		Size       int64     `json:"size"`
		Root       string    `json:"root"`
		Checkpoint string    `json:"checkpoint"`
		Verifier   string    `json:"verifier"`
		Leaves     []leafRow `json:"leaves"`
		Project    []leafRow `json:"project_leaves"` // nil in a PV of before the log said which key signs its heads
		Handovers  []string  `json:"handovers"`
	} `json:"journal"`
	Absent []string `json:"absent"`

	Lifting    *liftingRow   `json:"lifting"` // of a PV of lifting alone
	Documents  []documentRow `json:"documents"`
	Unsigned   []unsigned    `json:"unsigned"`
	Audit      []auditLine   `json:"audit"`
	Replaces   []string      `json:"replaces"`
	Derivation int           `json:"derivation"` // 0 in a PV written before the rules were numbered
	Openings   []opening     `json:"openings"`
}

type story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Epic     string   `json:"epic"`
	Criteria []string `json:"criteria"`
}

type session struct {
	Day   string    `json:"day"`
	Actor string    `json:"actor"`
	Role  string    `json:"role"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Cases int       `json:"cases"`

	TakenBy string `json:"taken_by"`
	Meeting string `json:"meeting"`
}

type warning struct {
	Code string   `json:"code"`
	Args []string `json:"args"`
	Text string   `json:"text"`

	Answer     string     `json:"answer"`
	AnsweredBy string     `json:"answered_by"`
	AnsweredAt *time.Time `json:"answered_at"`
}

// opening is the salt of a commitment.
type opening struct {
	Commitment string `json:"commitment"`
	Salt       string `json:"salt"` // hex
}

type party struct {
	Name           string `json:"name"`
	Representative string `json:"representative"`
	Title          string `json:"title"`
	Lot            string `json:"lot"`
}

type contract struct {
	Reference string `json:"reference"`
	Date      string `json:"date"`
}

type exclusion struct {
	What     string `json:"what"`
	Reason   string `json:"reason"`
	AgreedBy string `json:"agreed_by"`

	Elsewhere bool `json:"elsewhere"` // of a PV: the manifest says no such thing
}

type release struct {
	Version     string `json:"version"`
	Build       string `json:"build"`
	Note        string `json:"note"`
	DeliveredAt string `json:"delivered_at"`
}

type environment struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Notes string `json:"notes"`
}

// flag is a feature flag of the product, frozen and printed alike.
type flag struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// distribution says who the PVs are for, frozen and printed alike.
type distribution struct {
	Recipients      []string `json:"recipients"`
	Confidentiality string   `json:"confidentiality"`
}

type dataSet struct {
	Code   string `json:"code"`
	Label  string `json:"label"`
	Origin string `json:"origin"`
	Owner  string `json:"owner"`
	SHA256 string `json:"sha256"`
}

// criterion is a criterion of the PV.
type criterion struct {
	Text      string `json:"text"`
	Threshold string `json:"threshold"`
	Measured  string `json:"measured"`
	Met       string `json:"met"`

	By string     `json:"by"`
	At *time.Time `json:"at"`

	Delegation string `json:"delegation"`

	Base       string `json:"base"`
	Window     string `json:"window"`
	Measure    string `json:"measure"`
	MeasuredBy string `json:"measured_by"`
	Cited      string `json:"cited"`
	Void       string `json:"void"`
}

type figures struct {
	InScope       int `json:"in_scope"`
	Planned       int `json:"planned"`
	Executed      int `json:"executed"`
	Passed        int `json:"passed"`
	Remark        int `json:"passed_with_remark"`
	Failed        int `json:"failed"`
	Blocked       int `json:"blocked"`
	NotRun        int `json:"not_run"`
	NotApplicable int `json:"not_applicable"`
	Due           int `json:"due"`
	Unread        int `json:"unread"`
	Returned      int `json:"returned"`
}

type journeyRow struct {
	Code     string  `json:"code"`
	Title    string  `json:"title"`
	Owner    string  `json:"owner"`
	Critical bool    `json:"critical"`
	Verdict  string  `json:"verdict"`
	Figures  figures `json:"figures"`
}

type anomalyCount struct {
	Severity string `json:"severity"`
	Total    int    `json:"total"`
	Closed   int    `json:"closed"`
	Retested int    `json:"retested"`
	Aside    int    `json:"aside"`
	Open     int    `json:"open"`
}

// severityRule is what a plan makes of a severity, frozen and printed alike.
type severityRule struct {
	Severity string `json:"severity"`
	Decision string `json:"decision"`
	AtMost   int    `json:"at_most"`
}

type severityRow struct {
	Number string    `json:"number"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

type retest struct {
	Case    string `json:"case"`
	Attempt int    `json:"attempt"`
}

type anomalyRow struct {
	Number     string    `json:"number"`
	Severity   string    `json:"severity"`
	Status     string    `json:"status"`
	Summary    string    `json:"summary"`
	Case       string    `json:"case"`
	Step       int       `json:"step"`
	Workaround string    `json:"workaround"`
	RaisedBy   string    `json:"raised_by"`
	RaisedAt   time.Time `json:"raised_at"`

	Priority string        `json:"priority"`
	Owner    string        `json:"owner"`
	Due      string        `json:"due"`
	Tracker  string        `json:"tracker"`
	URL      string        `json:"url"`
	Original string        `json:"original"`
	Reason   string        `json:"reason"`
	Build    string        `json:"build"`
	FixedBy  string        `json:"fixed_by"`
	Retest   *retest       `json:"retest"`
	Evidence []evidenceRow `json:"evidence"`

	FoundOn  string         `json:"found_on"`
	Observed string         `json:"observed"`
	Life     []anomalyEvent `json:"life"`
}

type reserveRow struct {
	Number     string `json:"number"`
	Class      string `json:"class"`
	Text       string `json:"text"`
	Anomaly    string `json:"anomaly"`
	Workaround string `json:"workaround"`
	Owner      string `json:"owner"`
	Due        string `json:"due"`
	Check      string `json:"check"`

	Status       string  `json:"status"` // empty while nothing was done with it
	Effect       string  `json:"effect"`
	Verification string  `json:"verification"`
	Build        string  `json:"build"`
	FixedBy      string  `json:"fixed_by"`
	Retest       *retest `json:"retest"`
	Reason       string  `json:"reason"`
	Into         string  `json:"into"`
	Decision     string  `json:"decision"`
	LiftedIn     string  `json:"lifted_in"`
}

type acceptance struct {
	Decision string   `json:"decision"`
	By       string   `json:"by"`
	Reason   string   `json:"reason"`
	Cases    []string `json:"cases"`
}

type decisionRow struct {
	Decision string     `json:"decision"`
	Reason   string     `json:"reason"`
	Reserves []string   `json:"reserves"`
	Effect   string     `json:"effect"`
	GoLive   string     `json:"golive"`
	By       string     `json:"by"`
	At       *time.Time `json:"at"`
	Number   string     `json:"number"`

	Derogation string `json:"derogation"`
	Delegation string `json:"delegation"`

	Triggers []string `json:"triggers"`
	LiftBy   string   `json:"lift_by"`
	Fallback string   `json:"fallback"`
	Again    string   `json:"again"`
	Rate     int      `json:"rate"`
}

type signatory struct {
	Role     string `json:"role"`
	Name     string `json:"name"`
	Function string `json:"function"`
	Entity   string `json:"entity"`
	Field    string `json:"field"`
	Method   string `json:"method"`

	Certificate string `json:"certificate"`
	Authority   string `json:"authority"`
	Delegation  string `json:"delegation"`
}

// fileRow is a file inside the PV, beside its data and its plan.
type fileRow struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Of     string `json:"of"`
	Width  int    `json:"width"`
}

type leafRow struct {
	Seq   int64    `json:"seq"`
	Raw   []byte   `json:"raw"`
	Proof []string `json:"proof"`
}

// manifest is what verification reads of manifest.json, but for its cases: manifestFile reads those.
type manifest struct {
	V           int     `json:"v"`
	Campaign    string  `json:"campaign"`
	Title       string  `json:"title"`
	Version     string  `json:"version"`
	FrozenAt    string  `json:"frozen_at"`
	Language    string  `json:"language"`
	TimeZone    string  `json:"time_zone"`
	Nature      string  `json:"nature"`
	Regime      string  `json:"regime"`
	Commit      string  `json:"commit"`
	Release     release `json:"release"`
	Environment struct {
		environment
		Build string `json:"build"`
	} `json:"environment"`
	Journeys []struct {
		Code     string   `json:"code"`
		Title    string   `json:"title"`
		Owner    string   `json:"owner"`
		Critical bool     `json:"critical"`
		Cases    []string `json:"cases"`
		Order    []string `json:"order"`
		Blocking bool     `json:"blocking_order"`
	} `json:"journeys"`
	Cases      []*frozenCase
	Parties    []frozenParty    `json:"participants"`
	Client     party            `json:"client"`
	Supplier   party            `json:"supplier"`
	Contract   contract         `json:"contract"`
	Entities   []string         `json:"entities"`
	Antennes   []string         `json:"antennes"`
	Quorum     string           `json:"quorum"`
	OutOfScope []exclusion      `json:"out_of_scope"`
	DataSets   []frozenSet      `json:"data_sets"`
	Entry      []frozenCriteria `json:"entry_criteria"`
	Exit       []frozenCriteria `json:"exit_criteria"`
	Waivers    []waiver         `json:"waivers"`
	Sections   struct {         // since version 2
		Status     string    `json:"status"`
		Regression []string  `json:"regression_cases"`
		Printed    []string  `json:"printed_annexes"`
		Sessions   []planned `json:"sessions"`
		Calendar   foreseen  `json:"calendar"`
		Contacts   []contact `json:"contacts"`

		Suspension []frozenCriteria `json:"suspension_criteria"`
		Resumption []frozenCriteria `json:"resumption_criteria"`

		Signoff  route.Policy `json:"signoff"`
		Policies []policy     `json:"policies"`
		Rules    struct {
			Severities []severityRule `json:"severities"`
		} `json:"anomaly_rules"`
		Regime frozenRegime `json:"regime"`
		Review frozenReview `json:"review"`

		Authors      []authorship `json:"authors"`
		Accelerated  acceleration `json:"accelerated"`
		Selected     string       `json:"regression"`
		Flags        []flag       `json:"feature_flags"`
		Distribution distribution `json:"distribution"`
	} `json:"sections"`
	Names  frozenTerms `json:"names"` // since version 2
	Before []before    `json:"before"`
	Gone   []goneRow   `json:"gone"`

	shown map[claim]bool // of Names.Messages, those that the expected results of the cases hold

	former []frozenParty // who took part by the plan, whatever they hold since; nil when nobody changed
}

// policy is how strictly a plan keeps a rule of the separation of duties.
type policy struct {
	Rule   string `json:"rule"`
	Effect string `json:"effect"`
}

// goneRow is a row that iterations before had.
type goneRow struct {
	ID        string `json:"id"`
	Iteration int    `json:"iteration"` // the last that had it
}

// waiver is a rule of reading that an author set aside, frozen and printed alike.
type waiver struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

type frozenCriteria struct {
	Text      string `json:"criterion"`
	Threshold string `json:"threshold"`
	Met       string `json:"met"`
	Measure   string `json:"measure"`
	Journey   string `json:"journey"` // since version 2, as the next ones
	Base      string `json:"base"`
	Window    string `json:"window"`
	By        string `json:"measured_by"`
	Attested  string `json:"attested_by"`
}

// contact is somebody whom a plan names and who takes no part.
type contact struct {
	Name   string `json:"name"`
	Entity string `json:"entity"`
}

type frozenParty struct {
	Perimeter []string `json:"perimeter"` // since version 2
	Function  string   `json:"function"`  // the same

	Ref    string `json:"ref"`
	Name   string `json:"name"`
	Role   string `json:"role"`
	Entity string `json:"entity"`
}
