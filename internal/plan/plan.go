package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/yamldoc"
)

// Plan is plans/<name>.yaml: what will be verified, where, and by whom. Journeys and Tags select the cases.
type Plan struct {
	Name         string        `yaml:"name"` // of the campaign; default the name of the file
	Title        string        `yaml:"title"`
	Version      string        `yaml:"version"` // of the plan
	Release      Release       `yaml:"release"`
	Environment  Environment   `yaml:"environment"` // "recette" takes what recette.yaml says of it
	Journeys     []Journey     `yaml:"journeys"`
	Tags         string        `yaml:"tags"`         // tag expression; both it and the journeys must select a case
	Participants []Participant `yaml:"participants"` // a name takes its roles from recette.yaml; none takes everybody
	Client       Party         `yaml:"client"`
	Supplier     Party         `yaml:"supplier"`
	Contract     Contract      `yaml:"contract"`
	Nature       string        `yaml:"nature"` // one of natures
	Regime       Regime        `yaml:"regime"` // under which the recette is decided
	Entities     []string      `yaml:"entities"`
	Antennes     []string      `yaml:"antennes"` // branches in which the scenarios of the branches are played
	Quorum       Quorum        `yaml:"quorum"`   // how many of them must find a scenario conform; default all
	OutOfScope   []Exclusion   `yaml:"out_of_scope"`
	DataSets     []DataSet     `yaml:"data_sets"`
	Entry        []Criterion   `yaml:"entry_criteria"`
	Exit         []Criterion   `yaml:"exit_criteria"`

	Sections `yaml:",inline"`
}

// What can be wrong with the values of a plan, beside the codes of yamldoc.
const (
	badName      yamldoc.Code = "bad_name"
	badNature    yamldoc.Code = "bad_nature"
	badOrigin    yamldoc.Code = "bad_origin"
	badRole      yamldoc.Code = "bad_role"
	badDate      yamldoc.Code = "bad_date"
	badMeasure   yamldoc.Code = "bad_measure"
	badWord      yamldoc.Code = "bad_word" // of a list of words that a key knows
	badTime      yamldoc.Code = "bad_time"
	badPeriod    yamldoc.Code = "bad_period" // ends before it begins
	badLimit     yamldoc.Code = "bad_threshold"
	badNumber    yamldoc.Code = "bad_amount"
	noMeasure    yamldoc.Code = "no_measure" // nothing measures the criterion, nobody attests it
	twoWays      yamldoc.Code = "measured_and_attested"
	wholeOnly    yamldoc.Code = "whole_campaign" // a measure of the whole campaign, on a journey
	badTag       yamldoc.Code = "bad_tag"
	secret       yamldoc.Code = "secret" // where a password might stand
	badMet       yamldoc.Code = "bad_met"
	metAhead     yamldoc.Code = "met_ahead" // a criterion of exit that is said to be met before anything was played
	duplicate    yamldoc.Code = "duplicate"
	badQuorum    yamldoc.Code = "bad_quorum"    // it does not fit the number of branches
	firmRule     yamldoc.Code = "firm_rule"     // of the separation of duties, that nobody softens
	fixedWeight  yamldoc.Code = "fixed_weight"  // of a severity: lighter than usual, or of one that keeps the usual one
	weightOrder  yamldoc.Code = "weight_order"  // a severity that weighs more than a graver one
	limitApart   yamldoc.Code = "limit_apart"   // a number of what is forbidden, or of what has no limit
	badPerimeter yamldoc.Code = "bad_perimeter" // of a branch that the panel does not hold
	badAntenne   yamldoc.Code = "bad_antenne"   // no letter in its name, or that of another one but for its accents
	samePerson   yamldoc.Code = "same_person"   // one person twice in one role, under two spellings
	mixedName    yamldoc.Code = "mixed_name"    // letters of two scripts, of which some look alike
)

// Document is a plan as it was read, with the places of its values.
type Document struct {
	Plan

	File string // as problems name it
	doc  *yamldoc.Doc
}

// Place gives where the value at a path of the plan stands, or the nearest value around it, both from 1.
func (d *Document) Place(path string) (line, column int) { return d.doc.Place(path) }

// Read reads a plan. file names it in problems and, when the plan has no name, gives it one. It returns a
// *yamldoc.Error with everything that is wrong.
func Read(file string, data []byte) (Plan, error) {
	d, err := ReadDocument(file, data)
	if err != nil {
		return Plan{}, err
	}
	return d.Plan, nil
}

// ReadDocument is Read for whoever says later where something stands.
func ReadDocument(file string, data []byte) (*Document, error) {
	var p Plan
	doc := yamldoc.Decode(file, norm.NFC.Bytes(data), &p) // a name, or a code, is found whatever typed its accents
	if err := doc.Err(); err != nil {
		return nil, err
	}
	if p.Name == "" {
		p.Name = strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), ".yaml")
	}
	p.check(doc)
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return &Document{Plan: p, File: file, doc: doc}, nil
}

// errNoPlan says that no plan has the name, and which there are.
var errNoPlan = errors.New("no such plan")

// Open reads the plan of a name, "recette-v1" for plans/recette-v1.yaml, from the root of the project. It returns
// errNoPlan when there is none.
func Open(project fs.FS, name string) (Plan, error) {
	file := "plans/" + name + ".yaml"
	if !fs.ValidPath(file) || strings.Contains(name, "/") {
		return Plan{}, fmt.Errorf("%w: %q", errNoPlan, name)
	}
	data, err := fs.ReadFile(project, file)
	if errors.Is(err, fs.ErrNotExist) {
		return Plan{}, fmt.Errorf("%w: %q", errNoPlan, name)
	}
	if err != nil {
		return Plan{}, fmt.Errorf("read plan: %w", err)
	}
	return Read(file, data)
}

// List gives the names of the plans of a project, sorted.
func List(project fs.FS) ([]string, error) {
	files, err := fs.Glob(project, "plans/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return files, nil
}
