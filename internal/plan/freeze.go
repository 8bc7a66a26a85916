package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/meant"
	"recette/internal/reference"
	"recette/internal/vocabulary"
	"recette/internal/yamldoc"
)

// Input is what a manifest is frozen from.
type Input struct {
	Plan     Plan
	Project  string
	Language string
	TimeZone string // IANA name, when the project says it
	Now      time.Time
	Commit   string           // of the features, empty when the project is not in git
	Cases    []catalogue.Case // of the whole project, in the order of the files

	// Match evaluates Plan.Tags on the tags of a case. It is mandatory when the plan has a tag expression.
	Match func(tags []string) bool
	// Regression evaluates Plan.Regression. It is mandatory when the plan has such an expression.
	Regression func(tags []string) bool

	// Unopened is a plan that is looked at while it is written: a name that nobody replaced yet is said, and refuses
	// nothing. Its manifest is not for the journal.
	Unopened bool
	// Ongoing is the plan of a campaign that is open already: what it was opened without does not stop it.
	Ongoing bool

	File  string                               // of the plan, as problems name it
	Place func(path string) (line, column int) // of a value of the plan; nil: nobody knows

	Environments []Environment                // of recette.yaml
	Participants []Participant                // of recette.yaml
	Policies     []Policy                     // of recette.yaml
	Approved     string                       // one of recette.Strictnesses: how a plan must be approved; empty: warn
	Refs         map[string]string            // pseudonymous reference of each person, by name
	Data         map[string]DataSet           // what data/<code>.yaml says, by code: its digest, its head when it reads
	Faults       map[string][]yamldoc.Problem // what is wrong with that file, by code
	// Decisions tells of each decision of Plan.Cited that has a page in the project, by number, whether it is acted.
	Decisions map[string]bool
	// References are those of the project, for the names of what the cases name by code; nil: they keep their codes.
	References *reference.Set
	Tags       vocabulary.Vocabulary
	Waivers    []Waiver // of the whole project
}

// Freeze turns a plan into a manifest: the cases that it selects with their exact texts and hashes, the journeys, data
// sets, environment, build and people. It touches no file and looks at no clock. Problems come with or without an
// error; ErrRefused means that at least one of them is at level error, and the manifest is then empty.
func Freeze(in Input) (Manifest, []Problem, error) {
	if in.Plan.Tags != "" && in.Match == nil {
		return Manifest{}, nil, fmt.Errorf("freeze %s: %w: no matcher for %q", in.Plan.Name, ErrInput, in.Plan.Tags)
	}
	if in.Plan.Regression != "" && in.Regression == nil {
		return Manifest{}, nil, fmt.Errorf(
			"freeze %s: %w: no matcher for %q", in.Plan.Name, ErrInput, in.Plan.Regression,
		)
	}
	f := freezer{in: in, tags: in.Tags.Filled(), data: slices.Sorted(maps.Keys(in.Data))}
	for _, d := range in.Plan.DataSets {
		f.data = append(f.data, d.Code)
	}
	p := in.Plan
	f.m = Manifest{
		V: ManifestVersion, Campaign: p.Name, Project: in.Project, Title: p.Title, Version: p.Version,
		FrozenAt: frozenAt(in.Now), Language: in.Language,
		TimeZone: in.TimeZone, Tags: p.Tags, Nature: p.Nature,
		Regime: p.Regime.label(), Release: p.Release, Commit: in.Commit, Client: p.Client, Supplier: p.Supplier,
		Contract: p.Contract,
		Entities: p.Entities, OutOfScope: p.OutOfScope, Entry: p.Entry, Exit: p.Exit,
	}
	f.environment()
	selected := f.selection()
	f.journeys(selected)
	f.deadlock()
	f.cases(selected)
	f.panel()
	f.waivers()
	f.dataSets()
	f.sections()
	if blanks := p.Blanks(); len(blanks) > 0 {
		f.addAt(levelWarning, blanks[0], leftBlank, "", strconv.Itoa(len(blanks)), blanks[0])
	}
	if err := f.people(); err != nil {
		return Manifest{}, f.problems, err
	}
	f.respell()
	f.renumber()
	f.names()
	f.placeheld()
	for _, p := range f.problems {
		if p.Level == levelError {
			return Manifest{}, f.problems, fmt.Errorf("freeze %s: %w", in.Plan.Name, ErrRefused)
		}
	}
	return f.m, f.problems, nil
}

// frozenAt writes when a manifest is frozen.
func frozenAt(now time.Time) string {
	return now.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
}

type freezer struct {
	in       Input
	tags     vocabulary.Vocabulary
	data     []string // codes of the data sets of the plan and of the project
	m        Manifest
	problems []Problem
}

func (f *freezer) addCase(level Level, code ProblemCode, c *catalogue.Case) {
	f.problems = append(f.problems, Problem{
		Code: code, Level: level, Case: c.ID, Path: c.Feature.Path, Line: c.Line, Args: []string{c.ID, c.Name},
	})
}

// waivers keeps those of the files that hold a selected case: what was set aside elsewhere says nothing of what is
// tested.
func (f *freezer) waivers() {
	here := map[string]bool{}
	for i := range f.m.Cases {
		here[f.m.Cases[i].Feature.Path] = true
	}
	for _, w := range f.in.Waivers {
		if here[w.Path] {
			f.m.Waivers = append(f.m.Waivers, w)
		}
	}
}

// environment takes what the plan says of the environment over what recette.yaml says of it.
func (f *freezer) environment() {
	own := f.in.Plan.Environment
	var names []string
	for _, e := range f.in.Environments {
		names = append(names, e.Name)
		if e.Name == own.Name {
			f.m.Environment = Environment{
				Name: e.Name, URL: cmp.Or(own.URL, e.URL), Build: cmp.Or(own.Build, e.Build),
				Notes: cmp.Or(own.Notes, e.Notes),
			}
		}
	}
	if f.m.Environment.Name == "" {
		f.m.Environment = own
		if own.URL == "" && len(names) > 0 {
			f.addAt(
				levelError, "environment.name", unknownEnvironment, meant.Nearest(own.Name, names), own.Name,
				strings.Join(names, ", "),
			)
		}
	}
	if b, r := f.m.Environment.Build, f.m.Release.Build; b != "" && r != "" && b != r {
		f.addAt(levelWarning, "release.build", buildMismatch, "", f.m.Environment.Name, b, r)
	}
}

// selection gives the indexes of the selected cases, in the order of the files.
func (f *freezer) selection() []int {
	wanted := map[string]bool{}
	for _, j := range f.in.Plan.Journeys {
		wanted[j.Code] = true
	}
	var selected []int
	for i := range f.in.Cases {
		c := &f.in.Cases[i]
		if len(wanted) > 0 && !slices.ContainsFunc(c.Journeys, func(code string) bool { return wanted[code] }) {
			continue
		}
		if f.in.Plan.Tags != "" && !f.in.Match(c.Tags) {
			continue
		}
		selected = append(selected, i)
	}
	if len(selected) == 0 {
		f.addAt(levelError, "tags", emptySelection, "")
	}
	return selected
}

// journeys gives each journey its cases. A plan that names none gets those of the cases it selects.
func (f *freezer) journeys(selected []int) {
	var tagged []string
	carried := map[string]bool{}
	for i := range f.in.Cases {
		for _, code := range f.in.Cases[i].Journeys {
			if !carried[code] {
				carried[code], tagged = true, append(tagged, code)
			}
		}
	}
	holds := map[string][]int{} // by journey, its selected cases
	f.m.Journeys = slices.Clone(f.in.Plan.Journeys)
	unnamed := len(f.m.Journeys) == 0
	for _, i := range selected {
		for _, code := range f.in.Cases[i].Journeys {
			if unnamed && holds[code] == nil {
				f.m.Journeys = append(f.m.Journeys, Journey{Code: code})
			}
			if n := len(holds[code]); n == 0 || holds[code][n-1] != i {
				holds[code] = append(holds[code], i)
			}
		}
	}
	known := meant.NewWords(tagged)
	for k := range f.m.Journeys {
		j := &f.m.Journeys[k]
		j.Title = cmp.Or(j.Title, j.Code)
		j.Critical = j.Critical || j.Criticality == criticalities()[0]
		j.Cases = []string{}
		for _, i := range holds[j.Code] {
			c := &f.in.Cases[i]
			for _, antenne := range f.places(c.Tags) {
				j.Cases = append(j.Cases, rowID(c.ID, antenne))
			}
			// The features may know better than the plan that a journey is critical; the severe reading wins.
			j.Critical = j.Critical || c.Critical
		}
		switch {
		case !carried[j.Code]:
			f.addAt(levelError, at("journeys", k)+".code", unknownJourney, known.Nearest(j.Code), j.Code)
		case len(j.Cases) == 0:
			f.addAt(levelError, at("journeys", k)+".code", emptyJourney, "", j.Code)
		default:
			f.order(k)
		}
	}
}

func (f *freezer) cases(selected []int) {
	count := map[string]int{}
	for i := range f.in.Cases {
		count[f.in.Cases[i].ID]++
	}
	critical := map[string]bool{}
	for _, j := range f.m.Journeys {
		if j.Critical {
			for _, id := range j.Cases {
				critical[id] = true
			}
		}
	}
	f.m.Cases = make([]FrozenCase, 0, len(selected))
	for _, i := range selected {
		c := &f.in.Cases[i]
		if count[c.ID] > 1 {
			f.addCase(levelError, duplicateID, c)
		}
		switch {
		case !c.Stable && (critical[rowID(c.ID, f.places(c.Tags)[0])] || c.Critical):
			f.addCase(levelError, provisionalInside, c)
		case !c.Stable:
			f.addCase(levelWarning, provisionalCase, c)
		}
		if slices.Contains(c.Tags, f.tags.Draft) {
			f.addCase(levelError, draftCase, c)
		}
		if slices.Contains(c.Tags, f.tags.Obsolete) {
			f.addCase(levelError, obsoleteCase, c)
		}
		if !c.Verifies() {
			f.addCase(levelError, noOutcome, c)
		}
		switch c.Wordless() {
		case "":
		case "step":
			f.addCase(levelError, noWords, c)
		default:
			f.addCase(levelError, noTitle, c)
		}
		for _, antenne := range f.places(c.Tags) {
			f.m.Cases = append(f.m.Cases, f.freeze(c, antenne))
		}
	}
}

// freeze keeps of a case, played in a branch, what a manifest holds.
func (f *freezer) freeze(c *catalogue.Case, antenne string) FrozenCase {
	out := FrozenCase{Case: *c, Antenne: antenne}
	out.ID = rowID(c.ID, antenne)
	out.DataSets = c.Played(f.tags.DataPrefix(), f.data)
	out.Feature = catalogue.Feature{
		Path: c.Feature.Path, Language: f.in.Language, Name: c.Feature.Name, About: c.Feature.About,
		SHA256: c.Feature.SHA256,
	}
	out.Rule = nil
	if c.Rule != nil && c.Rule.Name != "" {
		out.Rule = &catalogue.Block{Name: c.Rule.Name}
	}
	out.Steps = append([]catalogue.Step{}, c.Steps...) // never null
	for i := range out.Steps {
		out.Steps[i].Line = 0
	}
	return out
}

// DataSets gives the data sets that the plan names, with what their files say beside the plan.
func (in *Input) DataSets() []DataSet {
	sets := slices.Clone(in.Plan.DataSets)
	for i := range sets {
		own := in.Data[sets[i].Code]
		sets[i].complete(&own)
	}
	return sets
}

// dataSets takes those of the plan, then those that only the cases name. What is wrong with the file of one refuses the
// plan: its values, its origin, its very place in the PV would rest on a file that says something else.
func (f *freezer) dataSets() {
	f.m.DataSets = slices.Clone(f.in.Plan.DataSets)
	known := map[string]bool{}
	for _, d := range f.m.DataSets {
		known[d.Code] = true
	}
	for _, c := range f.m.Cases {
		for _, code := range c.DataSets {
			if !known[code] {
				known[code] = true
				f.m.DataSets = append(f.m.DataSets, DataSet{Code: code})
				f.addAt(levelWarning, "data_sets", dataSetUndeclared, "", code)
			}
		}
	}
	for i := range f.m.DataSets {
		d := &f.m.DataSets[i]
		own := f.in.Data[d.Code]
		for _, fault := range f.in.Faults[d.Code] {
			f.problems = append(f.problems, Problem{
				Code: dataSetFault, Level: levelError, Path: fault.File, Line: fault.Line, Column: fault.Column,
				Args: []string{d.Code}, Document: &fault,
			})
		}
		if d.Origin != "" && own.Origin != "" && d.Origin != own.Origin {
			f.addAt(levelError, at("data_sets", i)+".origin", dataSetOrigin, "", d.Code, d.Origin, own.Origin)
		}
		d.complete(&own)
		if d.SHA256 = own.SHA256; d.SHA256 == "" {
			f.addAt(f.unkept(i), at("data_sets", i)+".code", dataSetNoFile, "", d.Code)
		}
	}
}

// unkept says how grave it is that a data set has no file. One that a plan declares refuses it, for nothing would say
// with what its cases were played; while a plan is not approved it may still be written.
func (f *freezer) unkept(i int) Level {
	declared := i < len(f.in.Plan.DataSets)
	if !declared || f.in.Ongoing || f.in.Unopened && !f.in.Plan.Approved() {
		return levelWarning
	}
	return levelError
}

// complete takes from the file of a data set what the plan does not say of it.
func (d *DataSet) complete(own *DataSet) {
	d.Label, d.Origin = cmp.Or(d.Label, own.Label), cmp.Or(d.Origin, own.Origin)
	d.Owner, d.Entity = cmp.Or(d.Owner, own.Owner), cmp.Or(d.Entity, own.Entity)
	d.States, d.Volume = cmp.Or(d.States, own.States), cmp.Or(d.Volume, own.Volume)
	d.Limits, d.Absent = cmp.Or(d.Limits, own.Limits), cmp.Or(d.Absent, own.Absent)
	d.Forbidden, d.Repeated = cmp.Or(d.Forbidden, own.Forbidden), cmp.Or(d.Repeated, own.Repeated)
	d.Load, d.Reset = cmp.Or(d.Load, own.Load), cmp.Or(d.Reset, own.Reset)
}
