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
		tags: tags.Filled(), set: set, named: map[string]*named{}, stories: map[string]bool{},
		words: map[string]string{},
	}
	for i := range set.Stories {
		f.stories[set.Stories[i].ID] = true
	}
	return f
}

// Add takes a file in and gives the number of its first case: the others follow. Files come in the order of their
// paths.
func (f *Fold) Add(file *catalogue.File) int {
	said := Read(f.tags, file)
	return f.Take(&said)
}

// Take takes in what was read of a file, as Add does.
func (f *Fold) Take(said *Said) int {
	first := f.cases
	if said.story != "" {
		f.know(said.story)
	}
	for _, d := range said.described {
		d.ID, d.Text, d.Story = f.keep(d.ID), strings.Clone(d.Text), f.keep(d.Story)
		f.described = append(f.described, d)
	}
	for i := range said.cases {
		f.take(&said.cases[i])
	}
	for _, b := range said.bare {
		if b.story != "" {
			f.know(b.story)
		}
		for _, id := range b.criteria {
			n := f.name(id)
			n.Story = cmp.Or(n.Story, f.keep(b.story))
		}
	}
	return first
}

func (f *Fold) take(c *caseSaid) {
	number := f.cases
	f.cases++
	if c.story != "" {
		f.know(c.story)
	}
	for _, id := range c.criteria {
		n := f.name(id)
		n.mixed = n.mixed || n.seen && n.Rule != c.rule
		n.seen, n.Rule = true, f.keep(c.rule)
		n.Story, n.Epic = cmp.Or(n.Story, f.keep(c.story)), cmp.Or(n.Epic, f.keep(c.epic))
		switch {
		case c.obsolete:
			n.Obsolete = append(n.Obsolete, number)
		case c.draft:
			n.Drafts = append(n.Drafts, number)
		default:
			n.Cases = append(n.Cases, number)
		}
	}
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

func (f *Fold) know(story string) { f.stories[f.keep(story)] = true }

// Promises tells whether the project declares criteria somewhere, or keeps a file of stories.
func (f *Fold) Promises() bool { return len(f.declared().First) > 0 || f.set.Has(reference.Stories) }

// declared gives the criteria that are declared.
func (f *Fold) declared() Declared { return Declare(f.set, f.described) }

// List gives the criteria: those that are declared, in the order of their declarations, those that only tags name, by
// id, then the stories that have none, by id.
func (f *Fold) List() []Criterion {
	declared := f.declared()
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
