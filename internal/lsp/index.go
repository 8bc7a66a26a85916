package lsp

import (
	"slices"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// index is what is known of every feature of the project, open or not. It keeps plain data, not the parsed documents: a
// project of thousands of scenarios takes a few megabytes.
type index struct {
	files map[string]*entry
	paths []string // sorted
}

// entry is one file.
type entry struct {
	path    string
	name    string
	outline catalogue.Outline
	record  lint.Record
	cases   []caseLine
	steps   []stepLine
}

// caseLine is a case, for what the store knows of it.
type caseLine struct {
	id      string
	line    int
	content string
}

// stepLine is a step as written.
type stepLine struct {
	text string
	kind catalogue.StepType
	line int
}

func newIndex() *index { return &index{files: map[string]*entry{}} }

func (x *index) put(path string, f *catalogue.File, r lint.Record) {
	e := &entry{path: path, name: f.Feature.Name, outline: f.Outline, record: r}
	for i := range f.Cases {
		c := &f.Cases[i]
		e.cases = append(e.cases, caseLine{c.ID, c.Line, c.Content})
	}
	if f.Doc != nil {
		e.steps = stepsOf(f.Doc)
	}
	if x.files[path] == nil {
		at, _ := slices.BinarySearch(x.paths, path)
		x.paths = slices.Insert(x.paths, at, path)
	}
	x.files[path] = e
}

func (x *index) drop(path string) {
	if x.files[path] == nil {
		return
	}
	delete(x.files, path)
	if at, found := slices.BinarySearch(x.paths, path); found {
		x.paths = slices.Delete(x.paths, at, at+1)
	}
}

// each gives the files in the order of their paths.
func (x *index) each(fn func(*entry)) {
	for _, p := range x.paths {
		fn(x.files[p])
	}
}

func stepsOf(doc *syntax.Document) []stepLine {
	f := doc.Feature
	if f == nil {
		return nil
	}
	var out []stepLine
	add := func(steps []syntax.Step, before catalogue.StepType) catalogue.StepType {
		for i := range steps {
			before = catalogue.KindOf(steps[i].Type, before)
			out = append(out, stepLine{steps[i].Text, before, steps[i].Line})
		}
		return before
	}
	block := func(b *syntax.Background, scenarios []*syntax.Scenario, before catalogue.StepType) catalogue.StepType {
		if b != nil {
			before = add(b.Steps, before)
		}
		for _, s := range scenarios {
			add(s.Steps, before)
		}
		return before
	}
	common := block(f.Background, f.Scenarios, catalogue.Unknown)
	for _, r := range f.Rules {
		block(r.Background, r.Scenarios, common)
	}
	return out
}
