// Package reports holds the procès-verbal de recette as plain, versioned data, and the pure producers that turn it into
// documents: PDF, JSON, JUnit. The model is the interchange format: what is printed is what is attached, field for
// field. Producers take the PV by value, never look at a clock, a network or a file, and give the same bytes for the
// same input. The package refuses everything internal to the product.
package reports

import (
	"time"

	"recette/reports/page"
)

// Schema names the version of the PV model.
const Schema = "recette/pv/1"

// Texts gives the words of a document: a message by key, in the language of the document, with fmt-like arguments.
type Texts = page.Texts

// PV is a procès-verbal de recette. Field numbers in comments are those of the French template that the document
// follows. An empty field is unknown: producers print it as « non renseigné », and Absent lists
// the mandatory ones by number, so that nothing looks filled that is not.
type PV struct {
	Schema   string `json:"schema"`
	Language string `json:"language"` // "fr" or "en"
	Producer string `json:"producer"` // "recette 0.1.0"
	// Layout is the version of the pages, TimeZone what their times are in: a name of the IANA list, or an offset
	// such as « +01:00 ». A PV written before layouts had a number has neither, and no file.
	Layout   int    `json:"layout,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`

	Number   string    `json:"number"` // 0.1 "PV-2026-001-v1"
	Title    string    `json:"title"`  // 0.2
	Nature   string    `json:"nature"` // 0.3 usine technique metier va vsr levee global
	State    string    `json:"state"`  // 0.4 draft, to_sign, signed
	IssuedAt time.Time `json:"issued_at"`
	Place    string    `json:"place"`          // 0.5
	Demo     bool      `json:"demo,omitempty"` // signed, or to be signed, with DEMO keys

	Client    Party    `json:"client"`    // 1.1
	Supplier  Party    `json:"supplier"`  // 1.2
	Contract  Contract `json:"contract"`  // 1.3
	Reference Baseline `json:"reference"` // 1.4
	Regime    string   `json:"regime"`    // 1.6

	Journeys   []Journey   `json:"journeys"`     // 2.1
	Stories    []Story     `json:"stories"`      // 2.2
	Rules      []string    `json:"rules"`        // 2.3
	Roles      []string    `json:"roles"`        // 2.4
	Entities   []string    `json:"entities"`     // 2.5
	OutOfScope []Exclusion `json:"out_of_scope"` // 2.6
	Release    Release     `json:"release"`      // 2.7

	Environment Environment `json:"environment"`            // 3.1
	DataSets    []DataSet   `json:"data_sets"`              // 3.2
	FirstRunAt  *time.Time  `json:"first_run_at,omitempty"` // 3.4
	LastRunAt   *time.Time  `json:"last_run_at,omitempty"`
	RunDays     int         `json:"run_days"`
	RunMicros   int64       `json:"run_us"`   // total duration of steps, in microseconds
	Sessions    []Session   `json:"sessions"` // 3.5
	Entry       []Criterion `json:"entry"`    // 3.6

	DataLoads  []DataLoad    `json:"data_loads,omitempty"` // 3.2: all of them, in order
	Attested   []Attestation `json:"attested,omitempty"`   // 3.3, 3.8: all of them, in order
	Deviations []Deviation   `json:"deviations,omitempty"` // 3.8, from the plan
	Meetings   []Meeting     `json:"meetings,omitempty"`   // 3.5, sessions that were held
	Pauses     []Pause       `json:"pauses,omitempty"`     // 3.7
	Objections []Objection   `json:"objections,omitempty"` // results that were invalidated or contested

	// Waivers are the rules of reading that authors set aside in the features of the cases: what the Definition of
	// Ready was not asked. Absent when there is none, and in a PV written before this field.
	Waivers []Waiver `json:"waivers,omitempty"`

	Figures Figures `json:"figures"` // 4.1, 4.2: over the cases of this PV
	Manual  Figures `json:"manual"`  // 4.3: share by mode
	Auto    Figures `json:"auto"`
	Mixed   Figures `json:"mixed"`
	Cases   []Case  `json:"cases"` // 4.4, ordered by journey, then plan order
	// Quorum says how many branches must find a scenario conform: all, any, or "2/3". Empty when none is played apart.
	Quorum   string     `json:"quorum,omitempty"`
	Branches []Branches `json:"branches,omitempty"` // 4.4b
	// Declared names those who recorded a result that is in this PV and whose identity nobody authenticated: 4.7.
	Declared []string `json:"declared,omitempty"`
	Stale    []string `json:"stale"`     // 4.6 ids of cases whose result is not fresh
	NotShown []string `json:"not_shown"` // 4.8, sentences computed: what this campaign did not demonstrate

	AnomalyCounts []AnomalyCount `json:"anomaly_counts"` // 5.1
	Anomalies     []Anomaly      `json:"anomalies"`      // 5.2
	Reserves      []Reserve      `json:"reserves"`       // 5.3
	// 5.5; nil: not said, as in a PV written before this field
	SeverityChanges []SeverityChange `json:"severity_changes,omitzero"`
	Accepted        []Acceptance     `json:"accepted,omitzero"`  // 5.4; nil: not said, as before this field
	Exit            []Criterion      `json:"exit"`               // 6.1
	Warnings        []Warning        `json:"warnings"`           // 6.3, computed before signature
	Opinions        []Opinion        `json:"opinions,omitempty"` // 7

	Decision Decision    `json:"decision"` // 8
	Signers  []Signatory `json:"signers"`  // 9

	Journal Journal  `json:"journal"`         // 11.G, 12
	Absent  []string `json:"absent"`          // numbers of mandatory fields that are unknown
	Files   []File   `json:"files,omitempty"` // what travels with the data, pv.json and manifest.json aside

	// Derivation numbers the rules by which what nobody recorded is computed: sessions, warnings, what is absent. Who
	// verifies computes it again by the same ones. 0 is a PV written before they were numbered.
	Derivation int `json:"derivation,omitempty"`
	// Openings prove the texts and names that this PV shows: each salt opens the commitment of a leaf. Ordered by
	// commitment; nil in a PV written before this field.
	Openings []Opening `json:"openings,omitzero"`
}

// Derivation is the number of the present rules.
const Derivation = 1

// Opening is the salt of a commitment: with the text that the PV shows, it gives the commitment that a leaf holds.
type Opening struct {
	Commitment string `json:"commitment"`
	Salt       string `json:"salt"` // hex
}

// Party is the customer or the supplier.
type Party struct {
	Name           string `json:"name,omitempty"`
	Representative string `json:"representative,omitempty"`
	Title          string `json:"title,omitempty"`
	Lot            string `json:"lot,omitempty"`
}

// Contract is the agreement that the recette refers to. Date is YYYY-MM-DD.
type Contract struct {
	Reference string `json:"reference,omitempty"`
	Date      string `json:"date,omitempty"`
}

// Baseline is what conformity is measured against.
type Baseline struct {
	Campaign    string    `json:"campaign"`
	Plan        string    `json:"plan"`
	PlanVersion string    `json:"plan_version"`
	FrozenAt    time.Time `json:"frozen_at"`
	Commit      string    `json:"commit,omitempty"`
	Manifest    string    `json:"manifest"` // sha256 hex of the frozen manifest
	// Iteration is the number of that of this PV, when the campaign has several; Iterations are all of them, in order.
	Iteration  int         `json:"iteration,omitempty"`
	Iterations []Iteration `json:"iterations,omitempty"`
}

// Iteration is one iteration of a campaign: what was tested in it, from when on, and why it began.
type Iteration struct {
	Version string     `json:"version"`
	Build   string     `json:"build,omitempty"`
	At      *time.Time `json:"at,omitempty"` // when it began
	Reason  string     `json:"reason,omitempty"`
}

// Journey is a journey with its own figures.
type Journey struct {
	Code     string  `json:"code"`
	Title    string  `json:"title"`
	Owner    string  `json:"owner,omitempty"`
	Critical bool    `json:"critical"`
	Verdict  string  `json:"verdict"`
	Figures  Figures `json:"figures"`
}

// Story is a user story covered, with its criteria.
type Story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Epic     string   `json:"epic,omitempty"`
	Criteria []string `json:"criteria"`
}

// Exclusion is something out of scope.
type Exclusion struct {
	What     string `json:"what"`
	Reason   string `json:"reason"`
	AgreedBy string `json:"agreed_by"`
}

// Release is the delivery under test. DeliveredAt is YYYY-MM-DD.
type Release struct {
	Version     string `json:"version"`
	Build       string `json:"build"`
	Note        string `json:"note,omitempty"`
	DeliveredAt string `json:"delivered_at,omitempty"`
}

// Environment is where the product was tested.
type Environment struct {
	Name  string `json:"name"`
	URL   string `json:"url,omitempty"`
	Notes string `json:"notes,omitempty"`
}

// DataSet is a set of test data.
type DataSet struct {
	Code   string `json:"code"`
	Label  string `json:"label"`
	Origin string `json:"origin"`
	Owner  string `json:"owner,omitempty"` // who keeps it up to date
	SHA256 string `json:"sha256,omitempty"`
}

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

// Session is a stretch of execution by one actor on one day.
type Session struct {
	Day   string    `json:"day"` // YYYY-MM-DD, UTC
	Actor string    `json:"actor"`
	Role  string    `json:"role"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Cases int       `json:"cases"`

	Meeting string `json:"meeting,omitempty"` // number of the session that the actor attended; empty outside any
}

// Meeting is a session of the recette, with who attended it.
type Meeting struct {
	Number   string       `json:"number"`
	Planned  string       `json:"planned,omitempty"` // the session of the plan that it is
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
}

// Deviation is where the recette departed from its plan.
type Deviation struct {
	Number string    `json:"number"`
	Text   string    `json:"text"`
	Reason string    `json:"reason"`
	Agreed string    `json:"agreed,omitempty"` // who agreed to it
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Criterion is an entry or exit criterion. Met is yes, no, unknown, or the number of a derogation.
type Criterion struct {
	Text      string `json:"text"`
	Threshold string `json:"threshold,omitempty"`
	Measured  string `json:"measured,omitempty"`
	Met       string `json:"met"`
}

// Waiver is a rule of reading that an author set aside at a place of a feature file, with the reason.
type Waiver struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Count  int    `json:"count"` // findings suppressed
}

// Figures counts cases by verdict. Rates are given by their two terms, never alone.
type Figures struct {
	InScope       int `json:"in_scope"` // all cases, not applicable ones included
	Planned       int `json:"planned"`  // in scope less not applicable
	Executed      int `json:"executed"` // passed + with remark + failed
	Passed        int `json:"passed"`
	Remark        int `json:"passed_with_remark"`
	Failed        int `json:"failed"`
	Blocked       int `json:"blocked"`
	NotRun        int `json:"not_run"`
	NotApplicable int `json:"not_applicable"`
}

// Case is one case of the PV with its last attempt.
type Case struct {
	ID       string   `json:"id"`
	Antenne  string   `json:"antenne,omitempty"` // branch where it is played, when it is in several
	Name     string   `json:"name"`
	Feature  string   `json:"feature"`
	Path     string   `json:"path"`
	Line     int      `json:"line"`
	Rule     string   `json:"rule,omitempty"`
	Examples string   `json:"examples,omitempty"`
	Row      string   `json:"row,omitempty"` // "siret = …, effectif = …"
	Story    string   `json:"story,omitempty"`
	Criteria []string `json:"criteria,omitempty"`
	Rules    []string `json:"rules,omitempty"`
	Journey  string   `json:"journey"` // journey under which it is printed
	// Journeys are all the journeys of this PV that hold the case, when there are several: it counts in the figures of
	// each.
	Journeys     []string `json:"journeys,omitempty"`
	Critical     bool     `json:"critical"`
	DataSets     []string `json:"data_sets,omitempty"`
	Content      string   `json:"content"`
	Presentation string   `json:"presentation"`
	Source       string   `json:"source"` // text as tested

	Verdict   string     `json:"verdict"`
	Outcome   string     `json:"outcome,omitempty"` // technical outcome when it is not "passed"
	Freshness string     `json:"freshness"`         // fresh, stale_text, stale_data, stale_version, stale_anomaly
	Mode      string     `json:"mode"`              // manual, auto, mixed
	Attempt   int        `json:"attempt"`           // 0 when never run
	Attempts  int        `json:"attempts"`
	Build     string     `json:"build,omitempty"`     // that the result was obtained on
	Iteration int        `json:"iteration,omitempty"` // in which it was, when there are several
	Tester    string     `json:"tester,omitempty"`
	StartedAt *time.Time `json:"started_at,omitempty"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Reason    string     `json:"reason,omitempty"` // of blocked, not run, not applicable (4.5)
	// what ended the attempt that no step tells; a PV of before has none
	Message   string   `json:"message,omitempty"`
	Anomalies []string `json:"anomalies,omitempty"`
	Steps     []Step   `json:"steps"`
	Leaves    []int64  `json:"leaves,omitempty"` // positions in the journal
}

// Branches says how a scenario that is played in several branches stands in them: by its rows, which are cases of this
// PV. What is not applicable in a branch is not expected there.
type Branches struct {
	Scenario  string   `json:"scenario"`
	Name      string   `json:"name"`
	Rows      []string `json:"rows"`    // ids of cases
	Conform   int      `json:"conform"` // and fresh
	Expected  int      `json:"expected"`
	Needed    int      `json:"needed"` // by the quorum
	Met       bool     `json:"met"`
	Divergent bool     `json:"divergent"` // its branches do not say the same
}

// Step is one step with what was observed of it.
type Step struct {
	Keyword    string     `json:"keyword"`
	Type       string     `json:"type"` // context, action, outcome, unknown
	Text       string     `json:"text"`
	Table      [][]string `json:"table,omitempty"`
	DocString  string     `json:"doc,omitempty"`
	MediaType  string     `json:"media,omitempty"`
	Background bool       `json:"background,omitempty"`
	Mode       string     `json:"mode,omitempty"`
	Verdict    string     `json:"verdict"`
	Outcome    string     `json:"outcome,omitempty"`
	Observed   string     `json:"observed,omitempty"` // constaté
	Comment    string     `json:"comment,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	At         *time.Time `json:"at,omitempty"`
	Micros     int64      `json:"us,omitempty"`
	Evidence   []Evidence `json:"evidence,omitempty"`
}

// Evidence is an attachment of a step.
type Evidence struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	MIME   string `json:"mime"`
	Size   int64  `json:"size"` // bytes
}

// AnomalyCount counts anomalies of one severity.
type AnomalyCount struct {
	Severity string `json:"severity"`
	Total    int    `json:"total"`
	Closed   int    `json:"closed"`
	Retested int    `json:"retested,omitempty"` // of those closed: a re-test shows the correction
	Aside    int    `json:"aside,omitempty"`    // rejected, without follow-up, duplicates
	Open     int    `json:"open"`
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
	Into         string  `json:"into,omitempty"`     // what it became
	Decision     string  `json:"decision,omitempty"` // number of the decision that abandons it
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

	Triggers []string `json:"triggers,omitempty"` // 8.5: guarantee, balance, vsr, none
	LiftBy   string   `json:"lift_by,omitempty"`  // 8.6, YYYY-MM-DD
	Fallback string   `json:"fallback,omitempty"` // 8.6: what is done if reserves are not lifted
	Again    string   `json:"again,omitempty"`    // 8.7, YYYY-MM-DD
}

// Signatory is who is to sign, in which capacity. Meaning is a key of Texts.
type Signatory struct {
	Role   string `json:"role"` // ppo, po
	Name   string `json:"name"`
	Entity string `json:"entity,omitempty"`
	Field  string `json:"field"` // name of the signature field: "PPO", "PO"

	// SHA-256, in hex, of the certificate that signs in this role and of its issuer's, as the journal knew them when
	// the PV was made. Two people compare them by another channel.
	Certificate string `json:"certificate,omitempty"`
	Authority   string `json:"authority,omitempty"`
}

// Journal binds the PV to the log: a signed checkpoint, and each leaf that the figures rest on with its proof.
type Journal struct {
	Origin     string `json:"origin"`
	Size       int64  `json:"size"`
	Root       string `json:"root"`       // base64
	Checkpoint string `json:"checkpoint"` // whole signed note
	Verifier   string `json:"verifier"`   // key of the log, in the note package's form
	Leaves     []Leaf `json:"leaves"`
	// Project holds the leaves of the whole project below Size: which log this is, which key signs its heads, which
	// certificates sign. A PV of before there were such leaves has none.
	Project []Leaf `json:"project_leaves,omitempty"`
	// Handovers are heads, as signed notes, that hold a change of the key and that the key of before signed.
	Handovers []string `json:"handovers,omitempty"`
}

// Leaf is a leaf with its inclusion proof in the tree of Journal.Size.
type Leaf struct {
	Seq   int64    `json:"seq"`
	Raw   []byte   `json:"raw"`   // exact bytes, base64 in JSON
	Proof []string `json:"proof"` // base64 hashes
}
