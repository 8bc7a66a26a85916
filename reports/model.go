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

	// Antenne is the branch of a constat: a PV of what was tested there alone, signed by its référent, that decides
	// nothing. Empty for any other PV.
	Antenne string `json:"antenne,omitempty"`
	// Journey is the code of the one journey that the PV is about; empty: it is about the whole campaign, or a branch.
	Journey  string    `json:"journey,omitempty"`
	Number   string    `json:"number"` // 0.1 "PV-2026-001-v1"
	Title    string    `json:"title"`  // 0.2
	Nature   string    `json:"nature"` // 0.3 usine technique metier va vsr levee global
	State    string    `json:"state"`  // 0.4 draft, circulating, to_decide, to_sign, signed
	IssuedAt time.Time `json:"issued_at"`
	Place    string    `json:"place"`          // 0.5
	Demo     bool      `json:"demo,omitempty"` // signed, or to be signed, with DEMO keys

	Distribution Distribution `json:"distribution,omitzero"` // 0.6

	Client    Party    `json:"client"`    // 1.1
	Supplier  Party    `json:"supplier"`  // 1.2
	Contract  Contract `json:"contract"`  // 1.3
	Reference Baseline `json:"reference"` // 1.4
	Regime    string   `json:"regime"`    // 1.6
	// Clocks is what the regime asks for beside its label; nil: common practice, without delays.
	Clocks *Clocks `json:"clocks,omitempty"`

	Documents []Document `json:"documents,omitempty"` // 1.5: earlier PVs of the campaign, in order
	Replaces  []string   `json:"replaces,omitempty"`  // numbers of those whose place this one takes once it is signed
	// Unsigned are, in the PV of several journeys, the decisions on one of them alone that no PV of Documents shows:
	// they were pronounced, and nobody signed it.
	Unsigned []Unsigned `json:"unsigned,omitempty"` // 1.5, in the order of the plan

	Journeys []Journey `json:"journeys"` // 2.1
	Stories  []Story   `json:"stories"`  // 2.2
	Rules    []string  `json:"rules"`    // 2.3
	Roles    []string  `json:"roles"`    // 2.4
	// Names say what the codes of 2.2 to 2.4 stand for, and Messages what the cases cite (2.3). Absent when
	// the plan was frozen without them, as in a PV written before these fields.
	Names      Names       `json:"names,omitzero"`
	Messages   []Message   `json:"messages,omitempty"`
	Entities   []string    `json:"entities"`     // 2.5
	OutOfScope []Exclusion `json:"out_of_scope"` // 2.6
	Release    Release     `json:"release"`      // 2.7

	Environment Environment `json:"environment"`             // 3.1
	Flags       []Flag      `json:"feature_flags,omitempty"` // 3.1
	DataSets    []DataSet   `json:"data_sets"`               // 3.2
	FirstRunAt  *time.Time  `json:"first_run_at,omitempty"`  // 3.4: when results were recorded
	LastRunAt   *time.Time  `json:"last_run_at,omitempty"`
	RunDays     int         `json:"run_days"` // on which cases were played
	RunMicros   int64       `json:"run_us"`   // total duration of steps, in microseconds
	Sessions    []Session   `json:"sessions"` // 3.5
	Entry       []Criterion `json:"entry"`    // 3.6

	DataLoads  []DataLoad    `json:"data_loads,omitempty"` // 3.2: all of them, in order
	Attested   []Attestation `json:"attested,omitempty"`   // 3.3, 3.8: all of them, in order
	Deviations []Deviation   `json:"deviations,omitempty"` // 3.8, from the plan
	Meetings   []Meeting     `json:"meetings,omitempty"`   // 3.5, sessions that were held
	Pauses     []Pause       `json:"pauses,omitempty"`     // 3.7
	Objections []Objection   `json:"objections,omitempty"` // results that were invalidated or contested
	Readings   []Reading     `json:"readings,omitempty"`
	Amendments []Amendment   `json:"amendments,omitempty"` // 4.4: results that their authors corrected, in order

	// Waivers are the rules of reading that authors set aside in the features of the cases: what the Definition of
	// Ready was not asked. Absent when there is none, and in a PV written before this field.
	Waivers []Waiver `json:"waivers,omitempty"`

	Figures Figures `json:"figures"` // 4.1, 4.2: over the cases of this PV
	Manual  Figures `json:"manual"`  // 4.3: share by mode
	Auto    Figures `json:"auto"`
	Mixed   Figures `json:"mixed"`
	// Regression counts, of all of them, those of the non-regression of the plan: 4.3b.
	Regression Figures `json:"regression,omitzero"`
	// Transcribed counts, of all of them, those whose result was taken from a filled cahier (Case.Taken).
	Transcribed Figures `json:"transcribed,omitzero"`
	// FirstDay and LastDay, YYYY-MM-DD, are those on which cases were played, when a result was taken from a cahier: it
	// was recorded later. Empty otherwise.
	FirstDay string `json:"first_day,omitempty"`
	LastDay  string `json:"last_day,omitempty"`

	// Trials counts the attempts of these cases that were made out of the figures. Absent when there is none.
	Trials *Trials `json:"trials,omitempty"`

	Cases []Case `json:"cases"` // 4.4, ordered by journey, then plan order
	// Quorum says how many branches must find a scenario conform: all, any, or "2/3". Empty when none is played apart.
	Quorum   string     `json:"quorum,omitempty"`
	Branches []Branches `json:"branches,omitempty"` // 4.4b
	Constats []Constat  `json:"constats,omitempty"` // 4.4c: one a branch, in the order of the plan
	// Declared names those who recorded a result that is in this PV and whose identity nobody authenticated: 4.7.
	Declared []string `json:"declared,omitempty"`
	Stale    []string `json:"stale"`     // 4.6 ids of cases whose result is not fresh
	NotShown []string `json:"not_shown"` // 4.8, sentences computed: what this campaign did not demonstrate

	AnomalyCounts []AnomalyCount `json:"anomaly_counts"` // 5.1
	// SeverityRules say what the plan makes of severities, where they weigh more on the decision than they usually do:
	// 5.1. Absent when it says nothing of it.
	SeverityRules []SeverityRule `json:"severity_rules,omitempty"`

	Anomalies []Anomaly `json:"anomalies"` // 5.2
	Reserves  []Reserve `json:"reserves"`  // 5.3
	// 5.5; nil: not said, as in a PV written before this field
	SeverityChanges []SeverityChange `json:"severity_changes,omitzero"`
	Accepted        []Acceptance     `json:"accepted,omitzero"`  // 5.4; nil: not said, as before this field
	Exit            []Criterion      `json:"exit"`               // 6.1
	Warnings        []Warning        `json:"warnings"`           // 6.3, computed before signature
	Opinions        []Opinion        `json:"opinions,omitempty"` // 7
	Derogations     []Derogation     `json:"derogations,omitempty"`
	Delegations     []Delegation     `json:"delegations,omitempty"`
	Signoff         *Signoff         `json:"signoff,omitempty"`    // 7.7; nil: the plan asks for none
	People          []PersonChange   `json:"people,omitempty"`     // who came, changed or left: 4.7
	Identities      *Identities      `json:"identities,omitempty"` // 4.7; nil in a PV written before this field

	Decision Decision    `json:"decision"`          // 8
	Lifting  *Lifting    `json:"lifting,omitempty"` // 10, of a PV of lifting of reserves alone
	Signers  []Signatory `json:"signers"`           // 9

	Journal Journal  `json:"journal"`         // 11.G, 12
	Absent  []string `json:"absent"`          // numbers of mandatory fields that are unknown
	Files   []File   `json:"files,omitempty"` // what travels with the data, pv.json and manifest.json aside

	// Printed lists the annexes that are printed whole, of ChosenAnnexes and in their order; nil: the usual ones. What
	// is not printed is in the data, and signed with them.
	Printed []string `json:"printed,omitzero"`
	// Audit tells what the journal of the campaign holds, in order: the facts that this PV rests on. nil: Printed does
	// not name AnnexAudit.
	Audit []AuditLine `json:"audit,omitzero"`

	// Derivation numbers the rules by which what nobody recorded is computed: sessions, warnings, what is absent. Who
	// verifies computes it again by the same ones. 0 is a PV written before they were numbered.
	Derivation int `json:"derivation,omitempty"`
	// Openings prove the texts and names that this PV shows: each salt opens the commitment of a leaf. Ordered by
	// commitment; nil in a PV written before this field.
	Openings []Opening `json:"openings,omitzero"`
}

// Derivation is the number of the present rules.
const Derivation = 2

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
	PlanStatus  string    `json:"plan_status,omitempty"` // when the plan was frozen, as far as it says it
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
	// Elsewhere tells that AgreedBy is the number of a decision out of the journal: nothing verifies it.
	Elsewhere bool `json:"elsewhere,omitempty"`
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

// Flag is a feature flag of the product, and how it stood.
type Flag struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// Distribution says who the PV is sent to, names, functions or lists, and how confidential it is.
type Distribution struct {
	Recipients      []string `json:"recipients,omitempty"`
	Confidentiality string   `json:"confidentiality,omitempty"`
}

// DataSet is a set of test data.
type DataSet struct {
	Code   string `json:"code"`
	Label  string `json:"label"`
	Origin string `json:"origin"`
	Owner  string `json:"owner,omitempty"` // who keeps it up to date
	SHA256 string `json:"sha256,omitempty"`
}

// Criterion is an entry or exit criterion. Met is yes, no, unknown, or the number of a derogation.
type Criterion struct {
	Text      string `json:"text"`
	Threshold string `json:"threshold,omitempty"`
	Measured  string `json:"measured,omitempty"`
	Met       string `json:"met"`

	// Who attested it, and when, where nothing measures it; empty when nobody did.
	By string     `json:"by,omitempty"`
	At *time.Time `json:"at,omitempty"`

	Delegation string `json:"delegation,omitempty"` // its number, when it was attested in somebody's stead

	// What makes it measurable, as the plan says it.
	Base       string `json:"base,omitempty"`        // what it is counted over, in words
	Window     string `json:"window,omitempty"`      // when, in words
	Measure    string `json:"measure,omitempty"`     // what the journal measures; empty: a person attests it
	MeasuredBy string `json:"measured_by,omitempty"` // who measures, or who is to attest it
	// Cited is the derogation that the plan names and that does not stand, for the reason Void: it makes nothing met.
	Cited string `json:"cited,omitempty"`
	Void  string `json:"void,omitempty"` // unknown, refused, asked, over, apart
}

// Waiver is a rule of reading that an author set aside at a place of a feature file, with the reason.
type Waiver struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Count  int    `json:"count"` // findings suppressed
}

// Trials counts attempts that were made out of the figures: no verdict, no figure and no criterion rests on them.
type Trials struct {
	Rehearsal   int `json:"rehearsal"`
	Exploratory int `json:"exploratory"`
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

	// Of NotRun, those that have a result, of an iteration before, to be obtained again (Case.Due).
	Due int `json:"due,omitempty"`
	// Of NotRun, those whose result waits for a second person to read it over, and those whose result was sent back
	// (Case.Hold).
	Unread   int `json:"unread,omitempty"`
	Returned int `json:"returned,omitempty"`
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

	Verdict   string `json:"verdict"`
	Outcome   string `json:"outcome,omitempty"` // technical outcome when it is not "passed"
	Freshness string `json:"freshness"`         // fresh, stale_text, stale_data, stale_version, stale_anomaly
	// Drift is how the text that was frozen stands to the features of the day: duplicated_id, removed, content,
	// renamed, presentation, moved; empty when it is the same, or when nobody compared (4.6).
	Drift     string `json:"drift,omitempty"`
	Mode      string `json:"mode"`    // manual, auto, mixed
	Attempt   int    `json:"attempt"` // 0 when never run
	Attempts  int    `json:"attempts"`
	Build     string `json:"build,omitempty"`     // that the result was obtained on
	Iteration int    `json:"iteration,omitempty"` // in which it was, when there are several
	Due       bool   `json:"due,omitempty"`       // it is to be obtained again: the case counts as not run
	Hold      string `json:"hold,omitempty"`      // unread, returned: the case counts as not run (Readings)
	Tester    string `json:"tester,omitempty"`
	// Taken is the filled cahier that the result was taken from, when it was.
	Taken     *Transcript `json:"taken,omitempty"`
	StartedAt *time.Time  `json:"started_at,omitempty"`
	EndedAt   *time.Time  `json:"ended_at,omitempty"`
	Reason    string      `json:"reason,omitempty"` // of blocked, not run, not applicable (4.5)
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

// Constat is what the journal knows of the constat of a branch. Without a number, none was made; without who signed it,
// nobody did.
type Constat struct {
	Antenne  string     `json:"antenne"`
	Number   string     `json:"number,omitempty"`
	SHA256   string     `json:"sha256,omitempty"` // of its file, as it was signed last
	SignedBy string     `json:"signed_by,omitempty"`
	SignedAt *time.Time `json:"signed_at,omitempty"`
	Size     int64      `json:"size,omitempty"`  // of the journal that it proves
	Since    int        `json:"since,omitempty"` // rows of the branch of which something was recorded since
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
	// GivenAt is when it was said, as the device that kept it until At tells; nil: at that instant.
	GivenAt  *time.Time `json:"given_at,omitempty"`
	Micros   int64      `json:"us,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Expects tells whether the step says what must be observed: the others are done, or blocked.
func (s *Step) Expects() bool { return s.Type == "outcome" }

// Evidence is an attachment of a step.
type Evidence struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	MIME   string `json:"mime"`
	Size   int64  `json:"size"` // bytes
}

// Signatory is who is to sign, in which capacity. Meaning is a key of Texts.
type Signatory struct {
	Role string `json:"role"` // ppo, po
	Name string `json:"name"`
	// Function is what they do in their entity, as the plan says.
	Function string `json:"function,omitempty"`
	Entity   string `json:"entity,omitempty"`
	Field    string `json:"field"` // name of the signature field: "PPO", "PO"
	// Method says how they sign, in the words of the eIDAS regulation: electronic_simple with a certificate of the
	// authority of the project, electronic_issuer with an imported one, which is worth what its issuer attests. Empty
	// when the journal knows no certificate of theirs.
	Method string `json:"method,omitempty"`

	// SHA-256, in hex, of the certificate that signs in this role and of its issuer's, as the journal knew them when
	// the PV was made. Two people compare them by another channel.
	Certificate string `json:"certificate,omitempty"`
	Authority   string `json:"authority,omitempty"`

	Delegation string `json:"delegation,omitempty"` // number of that under which they sign, of Delegations
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
