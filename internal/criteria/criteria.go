// Package criteria says which acceptance criteria a project has, which story each belongs to and which cases cover it.
// The matrix, the documentation, the rules of lint and the editor take it from here, so that they count the same. What
// a criterion is worth is judged by internal/standing, from the cases. It is pure, keeps no text of a feature but short
// names, and refuses to judge, to word and to read files.
package criteria

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Criterion is an acceptance criterion of a project. A story that has none is there as one without id, which nothing
// covers: nothing of the story can be proved. Only a decision in force leaves a criterion out: a draft and an obsolete
// feature promise what they name all the same.
type Criterion struct {
	reference.Criterion // as declared; only its id when nobody declares it
	// Story is the one that declares the criterion first, else that of the first case that names it; empty for none.
	Story    string
	Epic     string // of the first case that names it and has one
	Declared bool
	LeftOut  bool // a decision in force leaves it out
	// Unknown says that a tag names the criterion, or the story, and no declaration does where there are some.
	Unknown bool
	Rule    string // name of the Règle that holds all the cases that name it, empty when they have none in common

	Cases    []int // cases that cover it, by number, in order
	Drafts   []int // cases that name it and cover nothing
	Obsolete []int
}

// Fold gathers the criteria file by file. Memory grows with the tags of cases, not with what they say.
type Fold struct {
	tags      vocabulary.Vocabulary
	set       *reference.Set
	described []Declaration
	named     map[string]*named
	stories   map[string]bool
	words     map[string]string // strings that are kept, each once
	cases     int
}

// named is what cases say of a criterion.
type named struct {
	Criterion
	seen, mixed bool // a case names it; its cases stand under several Règles
}

func (n *named) criterion() Criterion {
	c := n.Criterion
	if n.mixed {
		c.Rule = ""
	}
	return c
}

// New gives a fold of no feature. set is nil for a project that keeps no references.
func New(tags vocabulary.Vocabulary, set *reference.Set) *Fold {
	if set == nil {
		set = &reference.Set{}
	}
	f := &Fold{
		tags: tags.Filled(), set: set, named: map[string]*named{}, stories: map[string]bool{}, words: map[string]string{},
	}
	for i := range set.Stories {
		f.stories[set.Stories[i].ID] = true
	}
	return f
}

// Add takes a file in and gives the number of its first case: the others follow. Files come in the order of their
// paths.
func (f *Fold) Add(file *catalogue.File) int {
	first := f.cases
	f.describe(file)
	for i := range file.Cases {
		f.read(&file.Cases[i])
	}
	f.withoutCase(file)
	return first
}

// describe takes in the criteria that a feature declares in its description.
func (f *Fold) describe(file *catalogue.File) {
	story := ""
	for _, t := range file.Outline.Tags {
		if id, ok := tagged(t.Name, f.tags.Story); ok {
			story = f.know(id)
			break
		}
	}
	prefix := f.tags.Criterion[1:]
	if !strings.Contains(file.Feature.About, prefix) {
		return
	}
	for _, c := range reference.Described(reference.Place{Path: file.Path}, file.Feature.About, prefix) {
		c.ID, c.Text = f.keep(c.ID), strings.Clone(c.Text)
		f.described = append(f.described, Declaration{Criterion: c, Story: story})
	}
}

func (f *Fold) read(c *catalogue.Case) {
	number := f.cases
	f.cases++
	if c.Story != "" {
		f.know(c.Story)
	}
	for _, id := range c.Criteria {
		n := f.name(id)
		rule := ""
		if c.Rule != nil {
			rule = c.Rule.Name
		}
		n.mixed = n.mixed || n.seen && n.Rule != rule
		n.seen, n.Rule = true, f.keep(rule)
		n.Story, n.Epic = cmp.Or(n.Story, f.keep(c.Story)), cmp.Or(n.Epic, f.keep(c.Epic))
		switch {
		case slices.Contains(c.Tags, f.tags.Obsolete):
			n.Obsolete = append(n.Obsolete, number)
		case slices.Contains(c.Tags, f.tags.Draft):
			n.Drafts = append(n.Drafts, number)
		default:
			n.Cases = append(n.Cases, number)
		}
	}
}

// withoutCase takes in the criteria that a scenario without a case names: an outline that has no row yet.
func (f *Fold) withoutCase(file *catalogue.File) {
	o := &file.Outline
	with := make([]bool, len(o.Scenarios))
	for i := range file.Cases {
		line := file.Cases[i].Line
		if at, found := slices.BinarySearchFunc(o.Scenarios, line, against); found {
			with[at] = true
		}
	}
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if with[i] {
			continue
		}
		lists := [][]syntax.Tag{o.Tags, s.Tags, s.ExampleTags}
		if s.Rule >= 0 && s.Rule < len(o.Rules) {
			lists = append(lists, o.Rules[s.Rule].Tags)
		}
		story := ""
		for _, t := range slices.Concat(lists...) {
			if id, ok := tagged(t.Name, f.tags.Story); ok {
				story = cmp.Or(story, f.know(id))
			}
		}
		for _, t := range slices.Concat(lists...) {
			if id, ok := tagged(t.Name, f.tags.Criterion); ok {
				n := f.name(id)
				n.Story = cmp.Or(n.Story, story)
			}
		}
	}
}

// against tells whether a scenario stands above a line, holds it or stands below.
func against(s catalogue.ScenarioOutline, line int) int {
	switch {
	case s.Last < line:
		return -1
	case s.First > line:
		return 1
	}
	return 0
}

func (f *Fold) name(id string) *named {
	n, ok := f.named[id]
	if !ok {
		n = &named{}
		n.ID = f.keep(id)
		f.named[n.ID] = n
	}
	return n
}

func (f *Fold) know(story string) string {
	story = f.keep(story)
	f.stories[story] = true
	return story
}

// Promises tells whether the project declares criteria somewhere, or keeps a file of stories.
func (f *Fold) Promises() bool { return len(f.Declared().First) > 0 || f.set.Has(reference.Stories) }

// Declared gives the criteria that are declared.
func (f *Fold) Declared() Declared { return Declare(f.set, f.described) }

// List gives the criteria: those that are declared, in the order of their declarations, those that only tags name, by
// id, then the stories that have none, by id.
func (f *Fold) List() []Criterion {
	declared := f.Declared()
	traced := map[string]bool{}
	var out []Criterion
	for _, d := range declared.Order {
		c := Criterion{}
		if n := f.named[d.ID]; n != nil {
			c = n.criterion()
		}
		c.Criterion, c.Story, c.Declared, c.LeftOut = d.Criterion, d.Story, true, f.set.LeftOut(&d.Criterion)
		traced[d.Story] = true
		out = append(out, c)
	}
	for _, id := range slices.Sorted(maps.Keys(f.named)) {
		if _, done := declared.First[id]; done {
			continue
		}
		c := f.named[id].criterion()
		c.Unknown = f.set.Has(reference.Stories) || len(declared.Lists[c.Story]) > 0
		traced[c.Story] = true
		out = append(out, c)
	}
	for _, id := range slices.Sorted(maps.Keys(f.stories)) {
		if !traced[id] {
			_, known := f.set.Story(id)
			out = append(out, Criterion{Story: id, Unknown: f.set.Has(reference.Stories) && !known})
		}
	}
	return out
}

// keep gives a copy of a short string, one for all its uses: a name cut out of a file must not keep the file.
func (f *Fold) keep(s string) string {
	if k, ok := f.words[s]; ok {
		return k
	}
	k := strings.Clone(s)
	f.words[k] = k
	return k
}

// tagged gives the id that a tag of a prefix carries, without @.
func tagged(tag, prefix string) (string, bool) {
	if len(tag) <= len(prefix) || !strings.HasPrefix(tag, prefix) {
		return "", false
	}
	return tag[1:], true
}
