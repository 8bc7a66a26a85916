// Package plan reads a validation plan and freezes it: the selection of cases, their exact texts, the journeys, data
// sets, environment, build and people become a manifest whose bytes are hashed into the journal. It refuses SQL, HTTP
// and godog; it never looks at a clock.
package plan

import (
	"cmp"
	"time"
)

// Manifest is the frozen plan of a campaign. Its canonical JSON bytes are stored once and never edited: a result points
// at the case and content hash that stand here. Version 1.
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
	Journeys    []Journey   `json:"journeys"`
	// in the order of the files; sorted by id in the manifests of older programs
	Cases      []FrozenCase  `json:"cases"`
	Parties    []Participant `json:"participants"`
	Client     Party         `json:"client"`
	Supplier   Party         `json:"supplier"`
	Contract   Contract      `json:"contract"`
	Entities   []string      `json:"entities,omitempty"`
	OutOfScope []Exclusion   `json:"out_of_scope,omitempty"`
	DataSets   []DataSet     `json:"data_sets,omitempty"`
	Entry      []Criterion   `json:"entry_criteria,omitempty"`
	Exit       []Criterion   `json:"exit_criteria,omitempty"`
	Waivers    []Waiver      `json:"waivers,omitempty"` // of the files of Cases, by path and line
}

// Build is what the results of the campaign are obtained on: what is deployed, else what the delivery names.
func (m *Manifest) Build() string { return cmp.Or(m.Environment.Build, m.Release.Build) }

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
}

// Participant takes part in the campaign. Ref is the pseudonymous reference used by the journal.
type Participant struct {
	Ref    string `json:"ref" yaml:"-"`
	Name   string `json:"name" yaml:"name,short"`
	Role   string `json:"role" yaml:"role"` // ppo, po, qa, tester
	Entity string `json:"entity,omitempty" yaml:"entity"`
}

// Named tells whether a name is theirs, however it is spelled.
func (p *Participant) Named(name string) bool { return FoldName(p.Name) == FoldName(name) }

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
}

// Criterion is an entry or exit criterion. Met is what a person attested: "yes", "no", or the number of a derogation. A
// criterion with a Measure is computed instead, when the PV is made.
type Criterion struct {
	Text      string `json:"criterion" yaml:"criterion,short"`
	Threshold string `json:"threshold,omitempty" yaml:"threshold"`
	Met       string `json:"met,omitempty" yaml:"met"`
	Measure   string `json:"measure,omitempty" yaml:"measure"` // one of measures
}
