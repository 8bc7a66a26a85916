// Package plan reads a validation plan and freezes it: the selection of cases, their exact texts, the journeys, data
// sets, environment, build and people become a manifest whose bytes are hashed into the journal. It refuses SQL, HTTP
// and godog; it never looks at a clock.
package plan

import (
	"cmp"
	"time"

	"recette/internal/calendar"
	"recette/internal/recette"
	"recette/internal/regime"
)

// Manifest is the frozen plan of a campaign. Its canonical JSON bytes are stored once and never edited: a result points
// at the case and content hash that stand here. Version 2; version 1 had no Sections, and less to say of journeys,
// criteria and data sets, none of branches and none of iterations.
type Manifest struct {
	V        int    `json:"v"`
	Campaign string `json:"campaign"` // id, "recette-v1"
	Project  string `json:"project"`
	Title    string `json:"title"`
	Version  string `json:"version"` // of the plan
	FrozenAt string `json:"frozen_at"`
	Language string `json:"language"`
	// TimeZone is where days are counted, by its IANA name, when the project says it: empty is UTC.
	TimeZone string `json:"time_zone,omitempty"`
	Tags     string `json:"tags,omitempty"` // tag expression that selected the cases
	Nature   string `json:"nature,omitempty"`
	Regime   string `json:"regime,omitempty"`

	Release     Release     `json:"release"`
	Environment Environment `json:"environment"`
	Commit      string      `json:"commit,omitempty"` // of the features, when the project is in git
	// Names come before the cases: whoever reads those knows then what they are said to show. Since version 2.
	Names    Names     `json:"names,omitzero"`
	Journeys []Journey `json:"journeys"`
	// in the order of the files; sorted by id in the manifests of older programs
	Cases      []FrozenCase  `json:"cases"`
	Parties    []Participant `json:"participants"`
	Client     Party         `json:"client"`
	Supplier   Party         `json:"supplier"`
	Contract   Contract      `json:"contract"`
	Entities   []string      `json:"entities,omitempty"`
	Antennes   []string      `json:"antennes,omitempty"` // branches where its scenarios are played; since version 2
	Quorum     Quorum        `json:"quorum,omitempty"`   // how many of them judge; since version 2
	OutOfScope []Exclusion   `json:"out_of_scope,omitempty"`
	DataSets   []DataSet     `json:"data_sets,omitempty"`
	Entry      []Criterion   `json:"entry_criteria,omitempty"`
	Exit       []Criterion   `json:"exit_criteria,omitempty"`
	Waivers    []Waiver      `json:"waivers,omitempty"`  // of the files of Cases, by path and line
	Sections   *Sections     `json:"sections,omitempty"` // of the plan, when it has any; since 2
	Before     []Before      `json:"before,omitempty"`   // iterations before this one, in order; since version 2
	Gone       []Gone        `json:"gone,omitempty"`     // rows that they had, and that are no more; since version 2
}

// Build is what the results of the campaign are obtained on: what is deployed, else what the delivery names.
func (m *Manifest) Build() string { return cmp.Or(m.Environment.Build, m.Release.Build) }

// Day gives the day of an instant of the journal, YYYY-MM-DD, in the time zone of the campaign.
func (m *Manifest) Day(at string) string { return calendar.DayOf(at, m.Zone()) }

// Terms gives under which rules the campaign is decided.
func (m *Manifest) Terms() *regime.Terms {
	if m.Sections == nil {
		return &regime.Terms{}
	}
	return &m.Sections.Regime
}

// Decisions lists those that its regime knows.
func (m *Manifest) Decisions() []recette.Decision { return m.Terms().Vocabulary.Decisions(m.Nature) }

// Regression gives the cases of non-regression, by id.
func (m *Manifest) Regression() map[string]bool {
	in := map[string]bool{}
	if m.Sections != nil {
		for _, id := range m.Sections.RegressionCases {
			in[id] = true
		}
	}
	return in
}

// Strictness gives how strictly a rule is kept, one of recette.Strictnesses; empty when nothing is said of it.
func (m *Manifest) Strictness(rule string) string {
	if m.Sections != nil {
		for _, p := range m.Sections.Policies {
			if p.Rule == rule {
				return p.Effect
			}
		}
	}
	return ""
}

// Zone is the time zone of the days of the campaign.
func (m *Manifest) Zone() *time.Location {
	zone, err := time.LoadLocation(m.TimeZone)
	if err != nil { // a name that this machine does not know
		return time.UTC
	}
	return zone
}

// Waiver is a rule of reading that an author set aside in a feature file, with the reason.
type Waiver struct {
	Path   string `json:"path"`
	Line   int    `json:"line"` // of the comment
	Rule   string `json:"rule"` // as the comment names it
	Reason string `json:"reason"`
	Count  int    `json:"count"` // findings suppressed
}

// Release is the delivery under test. DeliveredAt is a date, YYYY-MM-DD.
type Release struct {
	Version     string `json:"version" yaml:"version"`
	Build       string `json:"build" yaml:"build"`
	Note        string `json:"note,omitempty" yaml:"note"` // reference of the delivery note
	DeliveredAt string `json:"delivered_at,omitempty" yaml:"delivered_at"`
}

// Environment is where the product is tested.
type Environment struct {
	Name  string `json:"name" yaml:"name,short"`
	URL   string `json:"url,omitempty" yaml:"url"`
	Build string `json:"build,omitempty" yaml:"build"`
	Notes string `json:"notes,omitempty" yaml:"notes"`
}

// Journey is a critical, or ordinary, journey of the plan, with its cases in order.
type Journey struct {
	Code     string   `json:"code" yaml:"code,short"`
	Title    string   `json:"title" yaml:"title"`
	Owner    string   `json:"owner,omitempty" yaml:"owner"`
	Critical bool     `json:"critical,omitempty" yaml:"critical"`
	Cases    []string `json:"cases" yaml:"-"`

	JourneyDetail `yaml:",inline"`
}

// JourneyDetail is what a plan says of a journey beside its selection; since 2.
type JourneyDetail struct {
	Criticality string   `json:"criticality,omitempty" yaml:"criticality"` // one of criticalities; critical is Critical
	Frequency   string   `json:"frequency,omitempty" yaml:"frequency"`
	Consequence string   `json:"consequence,omitempty" yaml:"consequence"` // of a failure
	Roles       []string `json:"roles,omitempty" yaml:"roles"`
	Entities    []string `json:"entities,omitempty" yaml:"entities"`
	// Order are the scenarios that come first, in this order. When it blocks, one that fails blocks those after it.
	Order    []string `json:"order,omitempty" yaml:"scenarios"`
	Blocking bool     `json:"blocking_order,omitempty" yaml:"blocking_order"`
}

// Opening gives the case that opens the journey, empty when it has none.
func (j *Journey) Opening() string {
	if len(j.Cases) == 0 {
		return ""
	}
	return j.Cases[0]
}

// Participant takes part in the campaign. Ref is the pseudonymous reference used by the journal.
type Participant struct {
	Ref    string `json:"ref" yaml:"-"`
	Name   string `json:"name" yaml:"name,short"`
	Role   string `json:"role" yaml:"role"` // ppo, po, qa, tester
	Entity string `json:"entity,omitempty" yaml:"entity"`
	// Function is what they do in their entity. Since version 2.
	Function string `json:"function,omitempty" yaml:"function"`
	// Perimeter are the branches that the person is limited to, whatever the role; none: everywhere. Since version 2.
	Perimeter []string `json:"perimeter,omitempty" yaml:"perimeter"`
}

// Named tells whether a name is theirs, however it is spelled.
func (p *Participant) Named(name string) bool { return FoldName(p.Name) == FoldName(name) }

// FunctionOf gives what somebody does in their entity: as the plan says it of them, else of the one who represents the
// customer or the supplier. Empty when nobody said it.
func (m *Manifest) FunctionOf(p *Participant) string {
	switch {
	case p.Function != "":
		return p.Function
	case p.Name == m.Client.Representative:
		return m.Client.Title
	case p.Name == m.Supplier.Representative:
		return m.Supplier.Title
	}
	return ""
}

// Party is the customer or the supplier.
type Party struct {
	Name           string `json:"name,omitempty" yaml:"name"`
	Representative string `json:"representative,omitempty" yaml:"representative"`
	Title          string `json:"title,omitempty" yaml:"title"`
	Lot            string `json:"lot,omitempty" yaml:"lot"`
}

// Contract is the agreement that the recette refers to.
type Contract struct {
	Reference string `json:"reference,omitempty" yaml:"reference"`
	Date      string `json:"date,omitempty" yaml:"date"`
}

// Exclusion is something left out of the recette, with the reason and who agreed.
type Exclusion struct {
	What     string `json:"what" yaml:"what"`
	Reason   string `json:"reason" yaml:"reason"`
	AgreedBy string `json:"agreed_by" yaml:"agreed_by"`
}

// DataSet is a named set of test data. SHA256 is the digest of data/<code>.yaml when the file exists.
type DataSet struct {
	Code   string `json:"code" yaml:"code,short"`
	Label  string `json:"label" yaml:"label"`
	Origin string `json:"origin" yaml:"origin"` // fictif, anonymisé
	SHA256 string `json:"sha256,omitempty" yaml:"-"`

	DataDetail `yaml:",inline"`
}

// DataDetail is what a plan says of a data set beside its origin; since 2.
type DataDetail struct {
	Owner     string `json:"owner,omitempty" yaml:"owner"`
	Entity    string `json:"entity,omitempty" yaml:"entity"`
	States    string `json:"states,omitempty" yaml:"states"` // business states that it holds
	Volume    string `json:"volume,omitempty" yaml:"volume"`
	Limits    string `json:"limits,omitempty" yaml:"limits"`
	Absent    string `json:"absent,omitempty" yaml:"absent"`
	Forbidden string `json:"forbidden,omitempty" yaml:"forbidden"`
	Repeated  string `json:"repeated,omitempty" yaml:"repeated"`
	Load      string `json:"load,omitempty" yaml:"load"`
	Reset     string `json:"reset,omitempty" yaml:"reset"`
}

// Criterion is a criterion of entry, exit, suspension or resumption. One with a Measure is computed from the journal,
// over the campaign or one journey, when it is asked for. Another is attested by a person, whom it names. Met is what
// the plan itself says: "no", or the number of a derogation; "yes", as plans of before may say, makes nothing met.
type Criterion struct {
	Text      string `json:"criterion" yaml:"criterion,short"`
	Threshold string `json:"threshold,omitempty" yaml:"threshold"`
	Met       string `json:"met,omitempty" yaml:"met"`
	Measure   string `json:"measure,omitempty" yaml:"measure"` // one of measure.Names

	CriterionDetail `yaml:",inline"`
}

// CriterionDetail is what makes a criterion measurable beside its threshold; since 2.
type CriterionDetail struct {
	Base     string `json:"base,omitempty" yaml:"base"`               // what it is counted over, in words
	Window   string `json:"window,omitempty" yaml:"window"`           // when, in words
	By       string `json:"measured_by,omitempty" yaml:"measured_by"` // who measures; nobody: the journal
	Attested string `json:"attested_by,omitempty" yaml:"attested_by"` // who attests what no journal can measure
	Journey  string `json:"journey,omitempty" yaml:"journey"`         // a measure of this journey alone
}

// Criteria gives the criteria of a list, by its name: one of recette.CriteriaLists.
func (m *Manifest) Criteria(list string) []Criterion {
	switch {
	case list == recette.EntryCriteria:
		return m.Entry
	case list == recette.ExitCriteria:
		return m.Exit
	case m.Sections == nil:
		return nil
	case list == recette.SuspensionCriteria:
		return m.Sections.Suspension
	case list == recette.ResumptionCriteria:
		return m.Sections.Resumption
	}
	return nil
}
