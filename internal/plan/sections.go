package plan

import (
	"reflect"
	"slices"

	"recette/internal/regime"
	"recette/internal/route"
)

// Sections are what a validation plan holds beside what selects and conducts: the sections of a plan de validation that
// are data. Each may be left out. A manifest of version 2 keeps them as they stand; one of version 1 has none. Who is a
// name of those who take part, of contacts or of the parties, or a function; dates are YYYY-MM-DD.
type Sections struct {
	Author   string    `yaml:"author" json:"author,omitempty"`
	Status   string    `yaml:"status" json:"status,omitempty"` // one of statuses
	History  []Change  `yaml:"history" json:"history,omitempty"`
	Context  string    `yaml:"context" json:"context,omitempty"`
	Purpose  string    `yaml:"purpose" json:"purpose,omitempty"`
	Expected Expected  `yaml:"expected_decision" json:"expected_decision,omitzero"`
	Contacts []Contact `yaml:"contacts" json:"contacts,omitempty"`

	Basis   []Basis     `yaml:"basis" json:"basis,omitempty"` // beside the features and what their tags name
	InScope []Inclusion `yaml:"in_scope" json:"in_scope,omitempty"`
	Risks   []Risk      `yaml:"risks" json:"risks,omitempty"`
	Levels  []TestLevel `yaml:"levels" json:"levels,omitempty"`
	Flags   []Flag      `yaml:"feature_flags" json:"feature_flags,omitempty"`

	// Environments are those beside the one of the campaign.
	Environments []Environment `yaml:"environments" json:"environments,omitempty"`
	Integrations []Integration `yaml:"integrations" json:"integrations,omitempty"`
	Accounts     []Account     `yaml:"accounts" json:"accounts,omitempty"`

	Sessions   []Session   `yaml:"sessions" json:"sessions,omitempty"`
	Effort     Effort      `yaml:"effort" json:"effort,omitzero"`
	Calendar   Calendar    `yaml:"calendar" json:"calendar,omitzero"`
	Iterations []Iteration `yaml:"iterations" json:"iterations,omitempty"`

	Suspension []Criterion `yaml:"suspension_criteria" json:"suspension_criteria,omitempty"`
	Resumption []Criterion `yaml:"resumption_criteria" json:"resumption_criteria,omitempty"`
	// Regression is the tag expression of the cases of non-regression, RegressionCases those of the selection: without
	// an expression, those that the tags of the project say.
	Regression      string   `yaml:"regression" json:"regression,omitempty"`
	RegressionCases []string `yaml:"-" json:"regression_cases,omitempty"`

	Anomalies    AnomalyRules  `yaml:"anomaly_rules" json:"anomaly_rules,omitzero"`
	Indicators   []Indicator   `yaml:"indicators" json:"indicators,omitempty"`
	Committees   []Committee   `yaml:"committees" json:"committees,omitempty"`
	Duties       []Duty        `yaml:"responsibilities" json:"responsibilities,omitempty"`
	Deputies     []Deputy      `yaml:"deputies" json:"deputies,omitempty"`
	Policies     []Policy      `yaml:"policies" json:"policies,omitempty"`
	Deliverables []Deliverable `yaml:"deliverables" json:"deliverables,omitempty"`
	Archiving    Archiving     `yaml:"archiving" json:"archiving,omitzero"`
	Approval     []Approval    `yaml:"approval" json:"approval,omitempty"`
	// Printed are the annexes that each PV of the campaign prints whole, of annexes; others may be.
	Printed []string `yaml:"printed_annexes" json:"printed_annexes,omitempty"`

	// Distribution is who the PVs of the campaign are for.
	Distribution Distribution `yaml:"distribution" json:"distribution,omitzero"`

	// Signoff is what is asked of whom before the decision.
	Signoff route.Policy `yaml:"signoff" json:"signoff,omitzero"`
	// Regime is under which rules the recette is decided; zero: common practice, without delays. Plans write it as
	// Plan.Regime.
	Regime regime.Terms `yaml:"-" json:"regime,omitzero"`
	// Review is what a second person reads over before it counts.
	Review Review `yaml:"review" json:"review,omitzero"`
	// Authors are those who wrote the scenarios, as far as the plan says it.
	Authors     []Authorship `yaml:"authors" json:"authors,omitempty"`
	Accelerated Accelerated  `yaml:"accelerated" json:"accelerated,omitzero"`
}

// Change is a line of the history of the plan.
type Change struct {
	Version string `yaml:"version" json:"version"`
	Date    string `yaml:"date" json:"date,omitempty"`
	Author  string `yaml:"author" json:"author,omitempty"`
	What    string `yaml:"what" json:"what,omitempty"`
}

// Expected is the decision that the recette prepares.
type Expected struct {
	What string `yaml:"what" json:"what,omitempty"`
	By   string `yaml:"by" json:"by,omitempty"`
	On   string `yaml:"on" json:"on,omitempty"`
}

// Contact is somebody whom the plan names and who records nothing.
type Contact struct {
	Name     string `yaml:"name" json:"name"`
	Function string `yaml:"function" json:"function,omitempty"`
	Entity   string `yaml:"entity" json:"entity,omitempty"`
}

// Basis is a document that says what is expected.
type Basis struct {
	Kind      string `yaml:"kind" json:"kind,omitempty"` // one of bases
	Reference string `yaml:"reference" json:"reference"`
	Version   string `yaml:"version" json:"version,omitempty"`
	Note      string `yaml:"note" json:"note,omitempty"`
}

// Inclusion is something that the recette covers, and why.
type Inclusion struct {
	What   string `yaml:"what" json:"what"`
	Reason string `yaml:"reason" json:"reason,omitempty"`
}

// Risk is a risk of the product or of the project, and how the recette answers it.
type Risk struct {
	Text        string `yaml:"risk" json:"risk"`
	Kind        string `yaml:"kind" json:"kind,omitempty"`               // product, project
	Probability string `yaml:"probability" json:"probability,omitempty"` // one of degrees
	Impact      string `yaml:"impact" json:"impact,omitempty"`
	Response    string `yaml:"response" json:"response,omitempty"`
	Tag         string `yaml:"tag" json:"tag,omitempty"` // that of the cases that answer it: "@risque:droits"
	Owner       string `yaml:"owner" json:"owner,omitempty"`
}

// TestLevel is a level of tests: who does it, how, and up to what.
type TestLevel struct {
	Level     string   `yaml:"level" json:"level"` // one of levels
	Who       []string `yaml:"who" json:"who,omitempty"`
	Mode      string   `yaml:"mode" json:"mode,omitempty"` // manual, auto, mixed
	Threshold string   `yaml:"threshold" json:"threshold,omitempty"`
	Note      string   `yaml:"note" json:"note,omitempty"`
}

// Flag is a feature flag of the product, and how it stands during the recette.
type Flag struct {
	Name  string `yaml:"name" json:"name"`
	State string `yaml:"state" json:"state"`
}

// Integration is a system that the product talks to, and what stands for it during the recette.
type Integration struct {
	Name string `yaml:"name" json:"name"`
	Stub string `yaml:"stub" json:"stub,omitempty"` // empty: the real one answers
	Note string `yaml:"note" json:"note,omitempty"`
}

// Account is an account of the product under test, by role. It has no place for a password.
type Account struct {
	Role   string `yaml:"role" json:"role"` // of the users of the product, as roles.yaml names it
	Login  string `yaml:"login" json:"login"`
	Entity string `yaml:"entity" json:"entity,omitempty"`
	Note   string `yaml:"note" json:"note,omitempty"` // who hands the password over, for one
}

// Session is a planned session.
type Session struct {
	Code     string   `yaml:"code" json:"code"` // "S1"
	Title    string   `yaml:"title" json:"title,omitempty"`
	Date     string   `yaml:"date" json:"date,omitempty"`
	Start    string   `yaml:"start" json:"start,omitempty"` // "09:30"
	Minutes  int      `yaml:"minutes" json:"minutes,omitempty"`
	Place    string   `yaml:"place" json:"place,omitempty"`
	Antenne  string   `yaml:"antenne" json:"antenne,omitempty"` // branch of whose rows it is; empty: played once
	Entity   string   `yaml:"entity" json:"entity,omitempty"`
	Animator string   `yaml:"animator" json:"animator,omitempty"`
	Testers  []string `yaml:"testers" json:"testers,omitempty"`
	Journeys []string `yaml:"journeys" json:"journeys,omitempty"`
	Only     []string `yaml:"scenarios" json:"scenarios,omitempty"` // beside those of the journeys
	// Capacity is how many minutes a case takes a tester; 0 is that of Effort.
	Capacity int `yaml:"minutes_per_case" json:"minutes_per_case,omitempty"`
}

// Effort is what a case takes, and what is lost around it.
type Effort struct {
	Minutes int `yaml:"minutes_per_case" json:"minutes_per_case,omitempty"`
	Reserve int `yaml:"reserve_percent" json:"reserve_percent,omitempty"` // of a session: welcome, breaks, questions
	// Flows and Interruptions are how many flows and points of interruption the selection has, which no tag says.
	Flows         int `yaml:"flows" json:"flows,omitempty"`
	Interruptions int `yaml:"interruptions" json:"interruptions,omitempty"`
}

// Beyond gives the first amount that is out of bounds, by its key, with the most that it may be; no key when none is.
func (e *Effort) Beyond() (key string, n, most int) {
	for _, x := range []struct {
		key     string
		n, most int
	}{
		{"minutes_per_case", e.Minutes, 24 * 60},
		{"reserve_percent", e.Reserve, 90},
		{"flows", e.Flows, 100_000},
		{"interruptions", e.Interruptions, 100_000},
	} {
		if x.n < 0 || x.n > x.most {
			return x.key, x.n, x.most
		}
	}
	return "", 0, 0
}

// Calendar is when the recette stands.
type Calendar struct {
	From   string `yaml:"from" json:"from,omitempty"`
	To     string `yaml:"to" json:"to,omitempty"`
	Freeze string `yaml:"freeze" json:"freeze,omitempty"` // from when on nothing is delivered
	Live   string `yaml:"go_live" json:"go_live,omitempty"`
}

// Iteration is what stands between two deliveries.
type Iteration struct {
	Code       string `yaml:"code" json:"code"`
	Build      string `yaml:"build" json:"build,omitempty"`
	Delivery   string `yaml:"delivery" json:"delivery,omitempty"`
	From       string `yaml:"from" json:"from,omitempty"`
	To         string `yaml:"to" json:"to,omitempty"`
	Correction int    `yaml:"correction_days" json:"correction_days,omitempty"` // of the supplier, before the next
	Note       string `yaml:"note" json:"note,omitempty"`
}

// AnomalyRules say how anomalies are dealt with.
type AnomalyRules struct {
	Circuit    string         `yaml:"circuit" json:"circuit,omitempty"`
	Severities []SeverityRule `yaml:"severities" json:"severities,omitempty"`
	Qualified  []string       `yaml:"qualified_by" json:"qualified_by,omitempty"`
	Tool       string         `yaml:"tool" json:"tool,omitempty"`
	URL        string         `yaml:"url" json:"url,omitempty"` // of an anomaly in the tool, "https://…/{id}"
}

// SeverityRule is what a severity means to the project.
type SeverityRule struct {
	Severity   string `yaml:"severity" json:"severity"`
	Meaning    string `yaml:"meaning" json:"meaning,omitempty"`
	Effect     string `yaml:"effect" json:"effect,omitempty"` // on the decision, in words that no rule reads
	Correction int    `yaml:"correction_days" json:"correction_days,omitempty"`

	// Decision is its effect on the decision that the rules read, one of recette.Weights; empty: the usual one. AtMost
	// is how many may be open, with the reserves of the class, for something to be accepted; 0: no limit.
	Decision string `yaml:"decision" json:"decision,omitempty"`
	AtMost   int    `yaml:"at_most" json:"at_most,omitempty"`
}

// Indicator is a figure that is followed.
type Indicator struct {
	Name      string `yaml:"name" json:"name"`
	Frequency string `yaml:"frequency" json:"frequency,omitempty"`
	For       string `yaml:"for" json:"for,omitempty"` // a committee
}

// Committee is a body that is reported to, or that decides.
type Committee struct {
	Name      string   `yaml:"name" json:"name"`
	Frequency string   `yaml:"frequency" json:"frequency,omitempty"`
	Purpose   string   `yaml:"purpose" json:"purpose,omitempty"`
	Members   []string `yaml:"members" json:"members,omitempty"`
}

// Duty is a subject, with one who answers for it (RACI).
type Duty struct {
	Subject     string   `yaml:"subject" json:"subject"`
	Accountable string   `yaml:"accountable" json:"accountable,omitempty"`
	Responsible []string `yaml:"responsible" json:"responsible,omitempty"`
	Consulted   []string `yaml:"consulted" json:"consulted,omitempty"`
	Informed    []string `yaml:"informed" json:"informed,omitempty"`
}

// Deputy stands in for somebody.
type Deputy struct {
	Of        string `yaml:"of" json:"of"`
	By        string `yaml:"by" json:"by"`
	From      string `yaml:"from" json:"from,omitempty"`
	To        string `yaml:"to" json:"to,omitempty"`
	Reference string `yaml:"reference" json:"reference,omitempty"` // of the delegation
}

// Policy is how strictly a rule of the separation of duties is kept.
type Policy struct {
	Rule   string `yaml:"rule" json:"rule"`     // one of recette.Duties
	Effect string `yaml:"effect" json:"effect"` // one of recette.Strictnesses
	Reason string `yaml:"reason" json:"reason,omitempty"`
}

// Deliverable is what the recette hands over.
type Deliverable struct {
	What   string `yaml:"what" json:"what"`
	Format string `yaml:"format" json:"format,omitempty"`
	Owner  string `yaml:"owner" json:"owner,omitempty"`
	Due    string `yaml:"due" json:"due,omitempty"` // a date, or an event in words
}

// Archiving says what is kept, where and how long.
type Archiving struct {
	Formats  []string `yaml:"formats" json:"formats,omitempty"`
	Years    int      `yaml:"years" json:"years,omitempty"`
	Place    string   `yaml:"place" json:"place,omitempty"`
	Handover string   `yaml:"handover" json:"handover,omitempty"`
}

// Distribution says who a document is sent to, names, functions or lists, and how confidential it is.
type Distribution struct {
	Recipients      []string `yaml:"recipients" json:"recipients,omitempty"`
	Confidentiality string   `yaml:"confidentiality" json:"confidentiality,omitempty"`
}

// Approval is one who approves the plan, in order.
type Approval struct {
	Who string `yaml:"who" json:"who"`
	As  string `yaml:"as" json:"as,omitempty"` // one of capacities
}

// sectioned tells whether a plan says anything that plans of before could not: it is then held to what is asked of such
// plans.
func (p *Plan) sectioned() bool {
	if !reflect.ValueOf(&p.Sections).Elem().IsZero() {
		return true
	}
	for i := range p.Journeys {
		if !reflect.ValueOf(&p.Journeys[i].JourneyDetail).Elem().IsZero() {
			return true
		}
	}
	for i := range p.DataSets {
		if p.DataSets[i].DataDetail != (DataDetail{}) {
			return true
		}
	}
	for _, c := range slices.Concat(p.Entry, p.Exit) {
		if c.CriterionDetail != (CriterionDetail{}) {
			return true
		}
	}
	return false
}
