// Package validation holds a validation plan (plan de validation) as a document: a plain, versioned model, and pure
// producers of it: PDF, Markdown, JSON. The same plan gives the same bytes. It refuses clocks, files and whatever is
// internal; who makes the model resolves what the sections refer to.
package validation

import (
	"time"

	"recette/reports"
)

// Schema names the version of the model.
const Schema = "recette/plan/1"

// Plan is a plan de validation. Dates are YYYY-MM-DD. Who is a name or a function, as the texts word it.
type Plan struct {
	Schema   string    `json:"schema"`
	Language string    `json:"language"` // fr, en
	Project  string    `json:"project"`
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Version  string    `json:"version"`
	Status   string    `json:"status,omitempty"`
	Author   string    `json:"author,omitempty"`
	Nature   string    `json:"nature,omitempty"`
	Regime   string    `json:"regime,omitempty"`
	Producer string    `json:"producer"`
	IssuedAt time.Time `json:"issued_at"`

	Reference Reference `json:"reference"`
	History   []Change  `json:"history"`
	Context   string    `json:"context,omitempty"`
	Purpose   string    `json:"purpose,omitempty"`
	Expected  Expected  `json:"expected_decision"`
	Client    Party     `json:"client"`
	Supplier  Party     `json:"supplier"`
	Contract  Contract  `json:"contract"`
	Release   Release   `json:"release"`
	People    []Person  `json:"people"`
	Entities  []string  `json:"entities"`

	Stories []Story `json:"stories"` // of the selected cases
	Rules   []Rule  `json:"rules"`
	Basis   []Basis `json:"basis"`

	Selection  string      `json:"selection,omitempty"` // tag expression
	Journeys   []Journey   `json:"journeys"`
	InScope    []Inclusion `json:"in_scope"`
	OutOfScope []Exclusion `json:"out_of_scope"`
	Risks      []Risk      `json:"risks"`
	Levels     []Level     `json:"levels"`
	Regression Regression  `json:"regression"`
	Flags      []Flag      `json:"feature_flags"`

	DataSets     []DataSet     `json:"data_sets"`
	Environments []Environment `json:"environments"` // that of the campaign first
	Integrations []Integration `json:"integrations"`
	Accounts     []Account     `json:"accounts"`
	// RoleNames are what the project calls the roles of the journeys and of the accounts, those that it names.
	RoleNames []reports.Name `json:"role_names,omitempty"`

	Sessions   []Session   `json:"sessions"`
	Estimate   Estimate    `json:"estimate"`
	Calendar   Calendar    `json:"calendar"`
	Iterations []Iteration `json:"iterations"`

	Entry      []Criterion `json:"entry_criteria"`
	Exit       []Criterion `json:"exit_criteria"`
	Suspension []Criterion `json:"suspension_criteria"`
	Resumption []Criterion `json:"resumption_criteria"`

	Anomalies    Anomalies     `json:"anomaly_rules"`
	Indicators   []Indicator   `json:"indicators"`
	Committees   []Committee   `json:"committees"`
	Duties       []Duty        `json:"responsibilities"`
	Deputies     []Deputy      `json:"deputies"`
	Policies     []Policy      `json:"policies"`
	Authors      []Author      `json:"authors"`
	Accelerated  Accelerated   `json:"accelerated,omitzero"`
	Review       Review        `json:"review"`
	Signoff      Signoff       `json:"signoff"`
	Deliverables []Deliverable `json:"deliverables"`
	Archiving    Archiving     `json:"archiving"`
	Distribution Distribution  `json:"distribution"`
	Approval     []Approval    `json:"approval"`

	Remaining []Remains `json:"remaining"`
}

// Author is somebody who wrote scenarios, with how many rows of the plan they give.
type Author struct {
	Who   string   `json:"who"`
	Cases []string `json:"cases"` // all, critical, a tag, a journey, a scenario
	Rows  int      `json:"rows"`
}

// Accelerated is why a recette is one of an emergency, and after how many days what it decides expires unless it is
// confirmed; zero when it is none.
type Accelerated struct {
	Reason string `json:"reason"`
	Days   int    `json:"days"`
}

// Review is which results a second person reads over before they count; none when it names no cases.
type Review struct {
	Cases    []string `json:"cases"`    // all, critical, a tag, a journey, a scenario
	Verdicts []string `json:"verdicts"` // none: all that may be
	By       []string `json:"by"`       // roles; none: all who may
	Rows     int      `json:"rows,omitempty"`
}

// Signoff is what is asked for before the decision; nothing when it has no steps.
type Signoff struct {
	Effect  string        `json:"effect,omitempty"` // of a decision before its end: block, warn
	InOrder bool          `json:"in_order,omitempty"`
	Quorum  int           `json:"quorum,omitempty"`  // of the opinions; 0: each
	Silence string        `json:"silence,omitempty"` // what that of a branch does: no_opinion, blocks
	Steps   []SignoffStep `json:"steps"`
}

// SignoffStep is a visa, the opinion of a branch, or that somebody takes note.
type SignoffStep struct {
	Kind string `json:"kind"`          // visa, opinion, note
	Role string `json:"role"`          // of whom
	Who  string `json:"who,omitempty"` // the person, or the branch; anybody in the role without
	Days int    `json:"days,omitempty"`
	Unit string `json:"unit,omitempty"` // days, working_days
}

// Reference says what the document was made from.
type Reference struct {
	File     string `json:"file"`
	SHA256   string `json:"sha256"` // of the file of the plan
	Commit   string `json:"commit,omitempty"`
	Manifest string `json:"manifest"` // SHA-256 of what would be frozen of it, references of people aside
	Cases    int    `json:"cases"`
}

// Change is a line of the history.
type Change struct {
	Version string `json:"version"`
	Date    string `json:"date,omitempty"`
	Author  string `json:"author,omitempty"`
	What    string `json:"what,omitempty"`
}

// Expected is the decision that the recette prepares.
type Expected struct {
	What string `json:"what,omitempty"`
	By   string `json:"by,omitempty"`
	On   string `json:"on,omitempty"`
}

// Party is the customer or the supplier.
type Party struct {
	Name           string `json:"name,omitempty"`
	Representative string `json:"representative,omitempty"`
	Title          string `json:"title,omitempty"`
	Lot            string `json:"lot,omitempty"`
}

// Contract is the agreement that the recette refers to.
type Contract struct {
	Reference string `json:"reference,omitempty"`
	Date      string `json:"date,omitempty"`
}

// Release is the delivery to verify.
type Release struct {
	Version     string `json:"version"`
	Build       string `json:"build,omitempty"`
	Note        string `json:"note,omitempty"`
	DeliveredAt string `json:"delivered_at,omitempty"`
}

// Person takes part, or is named. Role is empty for who records nothing.
type Person struct {
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Function string `json:"function,omitempty"`
	Entity   string `json:"entity,omitempty"`
}

// Story is a user story in scope, with its criteria.
type Story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title,omitempty"`
	Criteria []string `json:"criteria"`
}

// Rule is a business rule in scope.
type Rule struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Threshold bool   `json:"threshold,omitempty"`
}

// Basis is a document that says what is expected.
type Basis struct {
	Kind      string `json:"kind,omitempty"`
	Reference string `json:"reference"`
	Version   string `json:"version,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Journey is a journey with its scenarios, in order.
type Journey struct {
	Code        string     `json:"code"`
	Title       string     `json:"title"`
	Owner       string     `json:"owner,omitempty"`
	Criticality string     `json:"criticality"` // critical, major, ordinary
	Frequency   string     `json:"frequency,omitempty"`
	Consequence string     `json:"consequence,omitempty"`
	Roles       []string   `json:"roles"`
	Entities    []string   `json:"entities"`
	Blocking    bool       `json:"blocking_order"`
	Cases       int        `json:"cases"`
	Automated   int        `json:"automated"`
	Scenarios   []Scenario `json:"scenarios"`
}

// Scenario is a scenario, with how many cases it gives.
type Scenario struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Cases int    `json:"cases"`
}

// Inclusion is something in scope, and why.
type Inclusion struct {
	What   string `json:"what"`
	Reason string `json:"reason,omitempty"`
}

// Exclusion is something left out, why, and who agreed.
type Exclusion struct {
	What     string `json:"what"`
	Reason   string `json:"reason"`
	AgreedBy string `json:"agreed_by,omitempty"`
	// Elsewhere tells that AgreedBy is the number of a decision out of the journal: nothing verifies it.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// Risk is a risk, and how the recette answers it.
type Risk struct {
	Text        string `json:"risk"`
	Kind        string `json:"kind,omitempty"`
	Probability string `json:"probability,omitempty"`
	Impact      string `json:"impact,omitempty"`
	Response    string `json:"response,omitempty"`
	Tag         string `json:"tag,omitempty"`
	Owner       string `json:"owner,omitempty"`
	Cases       int    `json:"cases"` // that carry the tag
}

// Level is a level of tests.
type Level struct {
	Level     string   `json:"level"`
	Who       []string `json:"who"`
	Mode      string   `json:"mode,omitempty"`
	Threshold string   `json:"threshold,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// Regression is what is replayed of what worked.
type Regression struct {
	Selection string `json:"selection,omitempty"`
	Cases     int    `json:"cases"`
}

// Flag is a feature flag and its state.
type Flag struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// DataSet is a named set of test data.
type DataSet struct {
	Code      string `json:"code"`
	Label     string `json:"label,omitempty"`
	Origin    string `json:"origin,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
	Owner     string `json:"owner,omitempty"`
	Entity    string `json:"entity,omitempty"`
	States    string `json:"states,omitempty"`
	Volume    string `json:"volume,omitempty"`
	Limits    string `json:"limits,omitempty"`
	Absent    string `json:"absent,omitempty"`
	Forbidden string `json:"forbidden,omitempty"`
	Repeated  string `json:"repeated,omitempty"`
	Load      string `json:"load,omitempty"`
	Reset     string `json:"reset,omitempty"`
}

// Environment is where the product is tested.
type Environment struct {
	Name  string `json:"name"`
	URL   string `json:"url,omitempty"`
	Build string `json:"build,omitempty"`
	Notes string `json:"notes,omitempty"`
}

// Integration is a neighbouring system, and what stands for it.
type Integration struct {
	Name string `json:"name"`
	Stub string `json:"stub,omitempty"`
	Note string `json:"note,omitempty"`
}

// Account is an account by role, without a password.
type Account struct {
	Role   string `json:"role"`
	Login  string `json:"login"`
	Entity string `json:"entity,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Session is a planned session: what it is asked, and what it holds.
type Session struct {
	Code     string   `json:"code"`
	Title    string   `json:"title,omitempty"`
	Date     string   `json:"date,omitempty"`
	Start    string   `json:"start,omitempty"`
	Minutes  int      `json:"minutes"`
	Place    string   `json:"place,omitempty"`
	Entity   string   `json:"entity,omitempty"`
	Animator string   `json:"animator,omitempty"`
	Testers  []string `json:"testers"`
	Journeys []string `json:"journeys"`
	Cases    int      `json:"cases"` // all that it plays
	Asked    int      `json:"asked"` // of them, those that people run
	Holds    int      `json:"holds"`
}

// Estimate is the count before cases are written, beside those that exist.
type Estimate struct {
	Parts     []Part `json:"parts"`
	Estimated int    `json:"estimated"`
	Selected  int    `json:"selected"`
	Automated int    `json:"automated"`
	Minutes   int    `json:"minutes_per_case"`
	Total     int    `json:"selected_minutes"` // of what people run
	Available int    `json:"available"`
	Unplanned int    `json:"unplanned"`
	Needed    int    `json:"needed"`
}

// Part is a line of the count.
type Part struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Each  int    `json:"each"`
	Cases int    `json:"cases"`
}

// Calendar is when the recette stands.
type Calendar struct {
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Freeze string `json:"freeze,omitempty"`
	Live   string `json:"go_live,omitempty"`
}

// Iteration is what stands between two deliveries.
type Iteration struct {
	Code       string `json:"code"`
	Build      string `json:"build,omitempty"`
	Delivery   string `json:"delivery,omitempty"`
	From       string `json:"from,omitempty"`
	To         string `json:"to,omitempty"`
	Correction int    `json:"correction_days,omitempty"`
	Note       string `json:"note,omitempty"`
}

// Criterion is a criterion, and what or who answers it.
type Criterion struct {
	Text      string `json:"criterion"`
	Threshold string `json:"threshold,omitempty"`
	Base      string `json:"base,omitempty"`
	Window    string `json:"window,omitempty"`
	By        string `json:"measured_by,omitempty"`
	Measure   string `json:"measure,omitempty"`
	Attested  string `json:"attested_by,omitempty"`
	Journey   string `json:"journey,omitempty"`
	Met       string `json:"met,omitempty"`
}

// Anomalies says how anomalies are dealt with.
type Anomalies struct {
	Circuit    string     `json:"circuit,omitempty"`
	Severities []Severity `json:"severities"`
	Qualified  []string   `json:"qualified_by"`
	Tool       string     `json:"tool,omitempty"`
	URL        string     `json:"url,omitempty"`
}

// Severity is what a severity means to the project.
type Severity struct {
	Severity   string `json:"severity"`
	Meaning    string `json:"meaning,omitempty"`
	Effect     string `json:"effect,omitempty"` // in words of the plan, that no rule reads
	Correction int    `json:"correction_days,omitempty"`

	// Decision is its effect on the decision by the rules: forbid, reserve, free. AtMost is how many are taken, 0: no
	// limit.
	Decision string `json:"decision"`
	AtMost   int    `json:"at_most,omitempty"`
}

// Indicator is a figure that is followed.
type Indicator struct {
	Name      string `json:"name"`
	Frequency string `json:"frequency,omitempty"`
	For       string `json:"for,omitempty"`
}

// Committee is a body that is reported to.
type Committee struct {
	Name      string   `json:"name"`
	Frequency string   `json:"frequency,omitempty"`
	Purpose   string   `json:"purpose,omitempty"`
	Members   []string `json:"members"`
}

// Duty is a subject, and who answers for it.
type Duty struct {
	Subject     string   `json:"subject"`
	Accountable string   `json:"accountable,omitempty"`
	Responsible []string `json:"responsible"`
	Consulted   []string `json:"consulted"`
	Informed    []string `json:"informed"`
}

// Deputy stands in for somebody.
type Deputy struct {
	Of        string `json:"of"`
	By        string `json:"by"`
	From      string `json:"from,omitempty"`
	To        string `json:"to,omitempty"`
	Reference string `json:"reference,omitempty"`
}

// Policy is how strictly a rule is kept.
type Policy struct {
	Rule   string `json:"rule"`
	Effect string `json:"effect"`
	Reason string `json:"reason,omitempty"`
}

// Deliverable is what the recette hands over.
type Deliverable struct {
	What   string `json:"what"`
	Format string `json:"format,omitempty"`
	Owner  string `json:"owner,omitempty"`
	Due    string `json:"due,omitempty"`
}

// Archiving says what is kept.
type Archiving struct {
	Formats  []string `json:"formats"`
	Years    int      `json:"years,omitempty"`
	Place    string   `json:"place,omitempty"`
	Handover string   `json:"handover,omitempty"`
}

// Distribution says who the PVs are for, and how confidential they are.
type Distribution struct {
	Recipients      []string `json:"recipients"`
	Confidentiality string   `json:"confidentiality,omitempty"`
}

// Approval is one who approves the plan.
type Approval struct {
	Who string `json:"who"`
	As  string `json:"as,omitempty"`
}

// Remains is something that is left to be filled.
type Remains struct {
	Section int    `json:"section"`
	Key     string `json:"key"`
	Path    string `json:"path"`
	Marked  bool   `json:"marked"`
}
