package matrix

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/criteria"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/vocabulary"
)

// kinds lists the kinds of scenarios, in the order of the tags that say them.
func kinds() [4]string { return [4]string{"nominal", "exception", "limite", "droits"} }

// priorities lists the MoSCoW priorities, highest first.
func priorities() [4]string { return [4]string{"must", "should", "could", "wont"} }

// Journey is what the plans say of a journey.
type Journey struct {
	Title    string
	Critical bool
}

// Options orients a matrix.
type Options struct {
	Tags     vocabulary.Vocabulary
	Set      *reference.Set     // nil: no reference is kept
	Journeys map[string]Journey // by code
	Entities []string           // that the plans name, in their order
	Antennes []string           // where the plans play the scenarios of the branches, as long as no campaign holds them
	DataSets []string           // codes that the project keeps: a step names one without quotation marks
	Ready    map[string]Ready   // by story
}

// Head is what a matrix says of itself.
type Head struct {
	Language, Producer, Project, Commit string
	MadeAt                              time.Time
	Recorded                            bool
	Builds                              map[string]string // by environment
	Selection                           Selection
	Campaign                            *Campaign          // by whose results alone; nil: by all
	Anomalies                           []standing.Anomaly // open, about whole campaigns
}

// Builder gathers a project file by file and keeps no text of it: memory grows with the number of cases, not with what
// they say.
type Builder struct {
	o    Options
	tags vocabulary.Vocabulary
	// natures and priorities are the tags of kinds and priorities.
	natures, priorities [4]string
	words               map[string]string // strings that are kept, each once
	cases               []testCase
	scenarios           []scenario
	stories             map[string]*story
	criteria            *criteria.Fold
	impacts             map[string][]string // decisions that name an id
}

// testCase is what is kept of a case.
type testCase struct {
	id       string
	scenario int
	criteria []string
	natures  uint8 // bits of kinds
	mode     string
	example  bool
	skipped  standing.State // Draft or Obsolete: it covers nothing; else empty
	entities []bool         // by index in Options.Entities; nil when not of the branches, or played in each
	branch   bool           // of the branches
	dataSets []string
}

// scenario is a scenario, or an outline with its rows.
type scenario struct {
	out   Scenario
	cases []int
	bits  uint8
}

// story is what scenarios and declarations say of a story.
type story struct {
	title, epic, priority string
	declared              bool
	journeys              []string
	critical              bool
	risks                 []string
	natures               uint8
}

// New returns an empty builder.
func New(o Options) *Builder {
	if o.Set == nil {
		o.Set = &reference.Set{}
	}
	b := &Builder{
		o: o, tags: o.Tags.Filled(), words: map[string]string{}, stories: map[string]*story{},
		criteria: criteria.New(o.Tags, o.Set), impacts: map[string][]string{},
	}
	b.natures, b.priorities = b.tags.Natures(), b.tags.Priorities()
	for i := range o.Set.Decisions {
		d := &o.Set.Decisions[i]
		for _, id := range d.Impacts {
			b.impacts[id] = append(b.impacts[id], d.ID)
		}
	}
	for i := range o.Set.Stories {
		s := &o.Set.Stories[i]
		st := b.story(s.ID)
		st.title, st.epic, st.priority, st.declared = s.Title, s.Epic, s.Priority, true
	}
	return b
}

// Add takes a file in. Nothing of the file is kept but short names.
func (b *Builder) Add(f *catalogue.File) {
	b.criteria.Add(f) // numbers cases as they are gathered here
	for _, t := range f.Outline.Tags {
		if id, ok := tagged(t.Name, b.tags.Story); ok {
			st := b.story(b.keep(id))
			st.title = cmp.Or(st.title, strings.Clone(f.Feature.Name))
			break
		}
	}
	at := -1 // scenario of the outline that the case before belongs to
	first := len(b.scenarios)
	for i := range f.Cases {
		c := &f.Cases[i]
		n := place(&f.Outline, c.Line)
		if n < 0 || n != at || len(b.scenarios) == first {
			at = n
			b.open(c, &f.Outline, n)
		}
		b.add(c)
	}
}

// place finds the scenario of a line, or -1.
func place(o *catalogue.Outline, line int) int {
	i, found := slices.BinarySearchFunc(o.Scenarios, line, func(s catalogue.ScenarioOutline, line int) int {
		switch {
		case s.Last < line:
			return -1
		case s.First > line:
			return 1
		}
		return 0
	})
	if !found {
		return -1
	}
	return i
}

// open begins a scenario at its first case.
func (b *Builder) open(c *catalogue.Case, o *catalogue.Outline, n int) {
	out := Scenario{
		ID: b.keep(c.ID), Stable: c.Stable, Name: strings.Clone(c.Name), Path: b.keep(c.Feature.Path), Line: c.Line,
		Feature: b.keep(c.Feature.Name),
	}
	if n >= 0 {
		s := &o.Scenarios[n]
		out.Name, out.Line = strings.Clone(s.Name), s.Line
	}
	if c.Stable && c.Examples != nil {
		base, _, _ := strings.Cut(c.ID, "/")
		out.ID = b.keep(base)
	}
	b.scenarios = append(b.scenarios, scenario{out: out})
}

func (b *Builder) add(c *catalogue.Case) {
	at := len(b.scenarios) - 1
	s := &b.scenarios[at]
	tc := testCase{
		id: b.keep(c.ID), scenario: at, criteria: b.keepAll(c.Criteria), example: c.Examples != nil,
		dataSets: b.keepAll(c.Played(b.tags.DataPrefix(), b.o.DataSets)),
	}
	st := &story{} // nobody's
	if c.Story != "" {
		st = b.story(b.keep(c.Story))
		st.title, st.epic = cmp.Or(st.title, b.keep(c.Feature.Name)), cmp.Or(st.epic, b.keep(c.Epic))
	}
	b.read(c, &tc, st)
	out := &s.out
	out.Story, out.Epic = cmp.Or(out.Story, b.keep(c.Story)), cmp.Or(out.Epic, b.keep(c.Epic))
	out.Critical = out.Critical || c.Critical
	out.Criteria, out.Rules = union(out.Criteria, tc.criteria), union(out.Rules, b.keepAll(c.Rules))
	journeys := b.keepAll(c.Journeys)
	out.Journeys, out.DataSets = union(out.Journeys, journeys), union(out.DataSets, tc.dataSets)
	if tc.skipped != Obsolete {
		st.journeys, st.critical = union(st.journeys, journeys), st.critical || c.Critical
	}
	if tc.skipped == "" {
		st.natures |= tc.natures
	}
	s.bits |= tc.natures
	s.cases = append(s.cases, len(b.cases))
	b.cases = append(b.cases, tc)
}

// read fills what tags say.
func (b *Builder) read(c *catalogue.Case, tc *testCase, st *story) {
	branch := false
	tc.mode = string(b.tags.Mode(c.Tags))
	for _, tag := range c.Tags {
		switch tag {
		case b.tags.Draft:
			tc.skipped = cmp.Or(tc.skipped, Draft)
		case b.tags.Obsolete:
			tc.skipped = Obsolete
		case b.tags.Manual, b.tags.Automated, b.tags.Mixed: // together they say who runs it
		case b.tags.Branch:
			branch = true
		default:
			b.readOther(tag, tc, st)
		}
	}
	if tc.branch = branch; branch && len(b.o.Antennes) == 0 && len(b.o.Entities) > 0 {
		tc.entities = b.named(c)
	}
}

func (b *Builder) readOther(tag string, tc *testCase, st *story) {
	if i := slices.Index(b.natures[:], tag); i >= 0 {
		tc.natures |= 1 << i
		return
	}
	if i := slices.Index(b.priorities[:], tag); i >= 0 {
		list := priorities()
		if !st.declared && (st.priority == "" || slices.Index(list[:], st.priority) > i) {
			st.priority = list[i]
		}
		return
	}
	if risk, ok := strings.CutPrefix(tag, b.tags.Risk); ok && risk != "" {
		st.risks = union(st.risks, []string{b.keep(risk)})
		return
	}
	if id, ok := tagged(tag, b.tags.Decision); ok {
		for _, ca := range tc.criteria {
			if !slices.Contains(b.impacts[ca], id) {
				b.impacts[ca] = append(b.impacts[ca], b.keep(id))
			}
		}
	}
}

func (b *Builder) story(id string) *story {
	s, ok := b.stories[id]
	if !ok {
		s = &story{}
		b.stories[id] = s
	}
	return s
}

// keep gives a copy of a short string, one for all its uses: a name cut out of a file must not keep the file.
func (b *Builder) keep(s string) string {
	if k, ok := b.words[s]; ok {
		return k
	}
	k := strings.Clone(s)
	b.words[k] = k
	return k
}

func (b *Builder) keepAll(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = b.keep(s)
	}
	return out
}

// tagged gives the id that a tag of a prefix carries, without @.
func tagged(tag, prefix string) (string, bool) {
	if len(tag) <= len(prefix) || !strings.HasPrefix(tag, prefix) {
		return "", false
	}
	return tag[1:], true
}
