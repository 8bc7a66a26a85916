package lsp

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/catalogue"
	"recette/internal/criteria"
	"recette/internal/lint"
	"recette/internal/steps"
	"recette/internal/syntax"
)

// index is what is known of every feature of a project, open or not. It keeps plain data, not the parsed documents: a
// project of thousands of scenarios takes a few megabytes.
type index struct {
	files   map[string]*entry
	paths   []string // sorted
	texts   int      // steps of all files
	edition int      // changes with any of them
	uses    map[string]*wording
}

// wording is the steps of the project that say the same, whatever their values.
type wording struct {
	text  string // of one of them
	ask   steps.StepText
	uses  int
	kinds map[catalogue.StepType]int
}

// entry is one file.
type entry struct {
	path      string
	outline   catalogue.Outline
	judgement lint.Judgement
	criteria  criteria.Said // what it says of criteria
	cases     []tested      // in its order
	tags      []tagUse      // every tag that is written, of what the parser refused too
	steps     []stepLine
}

// tested is a case and the hash of what is tested.
type tested struct{ id, content string }

// tagUse is a tag where it is written.
type tagUse struct {
	name string // in NFC
	span syntax.Span
}

// stepLine is a step as written.
type stepLine struct {
	text  string
	shape string         // its words, without what changes from one use to the next
	ask   steps.StepText // what a run matches; of an outline, that of the first row
	line  int
}

func newIndex() *index { return &index{files: map[string]*entry{}, uses: map[string]*wording{}} }

func (x *index) put(f *catalogue.File, r lint.Judgement) *entry {
	e := &entry{path: f.Path, outline: f.Outline, judgement: r}
	if f.Doc != nil {
		e.tags = tagsOf(f.Doc)
		e.steps = stepsOf(f.Doc)
	}
	x.edition++
	x.count(e, 1)
	if old := x.files[f.Path]; old != nil {
		x.count(old, -1)
	} else {
		at, _ := slices.BinarySearch(x.paths, f.Path)
		x.paths = slices.Insert(x.paths, at, f.Path)
	}
	x.files[f.Path] = e
	return e
}

func (x *index) drop(path string) {
	old := x.files[path]
	if old == nil {
		return
	}
	x.edition++
	x.count(old, -1)
	delete(x.files, path)
	if at, found := slices.BinarySearch(x.paths, path); found {
		x.paths = slices.Delete(x.paths, at, at+1)
	}
}

// count adds the steps of a file to the wordings of the project, or takes them away.
func (x *index) count(e *entry, n int) {
	x.texts += n * len(e.steps)
	for i := range e.steps {
		l := &e.steps[i]
		w := x.uses[l.shape]
		if w == nil {
			w = &wording{text: l.text, ask: l.ask, kinds: map[catalogue.StepType]int{}}
			x.uses[l.shape] = w
		}
		w.uses += n
		w.kinds[catalogue.StepType(l.ask.Type)] += n
		if w.uses == 0 {
			delete(x.uses, l.shape)
		}
	}
}

// each gives the files in the order of their paths.
func (x *index) each(fn func(*entry)) {
	for _, p := range x.paths {
		fn(x.files[p])
	}
}

// judgements gives what the rules found, in the order of the paths.
func (x *index) judgements() []lint.Judgement {
	out := make([]lint.Judgement, 0, len(x.paths)+1)
	x.each(func(e *entry) { out = append(out, e.judgement) })
	return out
}

// tagsOf lists the tags of a document as they are written. A tag that the parser could not attach to anything is one
// too.
func tagsOf(doc *syntax.Document) []tagUse {
	var out []tagUse
	source := doc.Source()
	for n, kind := range doc.Lines {
		if kind != syntax.LineTags {
			continue
		}
		for _, t := range doc.Tokens(n + 1) {
			if t.Kind == syntax.TokenTag {
				out = append(out, tagUse{norm.NFC.String(strings.Clone(source[t.Span.Start:t.Span.End])), t.Span})
			}
		}
	}
	return out
}

// stepsOf lists the steps of a document, without keeping it.
func stepsOf(doc *syntax.Document) []stepLine {
	f := doc.Feature
	if f == nil {
		return nil
	}
	var out []stepLine
	add := func(list []syntax.Step, sc *syntax.Scenario, before catalogue.StepType) catalogue.StepType {
		for i := range list {
			before = catalogue.KindOf(list[i].Type, before)
			text := strings.Clone(list[i].Text)
			l := stepLine{text: text, shape: masked(text), ask: steps.NewText(before, text), line: list[i].Line}
			if strings.Contains(text, "<") {
				l.ask.Text = concrete(sc, text)
			}
			out = append(out, l)
		}
		return before
	}
	block := func(b *syntax.Background, scenarios []*syntax.Scenario, before catalogue.StepType) catalogue.StepType {
		if b != nil {
			before = add(b.Steps, nil, before)
		}
		for _, s := range scenarios {
			add(s.Steps, s, before)
		}
		return before
	}
	common := block(f.Background, f.Scenarios, catalogue.Unknown)
	for _, r := range f.Rules {
		block(r.Background, r.Scenarios, common)
	}
	return out
}

// concrete is a step of an outline as its first row makes it.
func concrete(sc *syntax.Scenario, text string) string {
	if sc == nil {
		return text
	}
	for _, e := range sc.Examples {
		if e.Header == nil || len(e.Rows) == 0 {
			continue
		}
		var pairs []string
		for i, c := range e.Header.Cells {
			if i < len(e.Rows[0].Cells) {
				pairs = append(pairs, "<"+c.Value+">", e.Rows[0].Cells[i].Value)
			}
		}
		return strings.NewReplacer(pairs...).Replace(text)
	}
	return text
}
