package steps

import (
	"context"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// Collector gathers the steps of features, file by file. The documents are not kept. It belongs to one goroutine.
type Collector struct {
	manual string
	index  Index
	steps  map[stepKey]int
	places map[Place]int
	uses   map[[2]int]int // by step and place, to index in Step.uses
}

type stepKey struct {
	kind catalogue.StepType
	text string
}

// NewCollector makes a collector. manual is the tag of the cases that people run whatever matches: "@manuel".
func NewCollector(manual string) *Collector {
	return &Collector{manual: manual, steps: map[stepKey]int{}, places: map[Place]int{}, uses: map[[2]int]int{}}
}

// Add takes the cases of a file, compiled, with its document.
func (c *Collector) Add(f *catalogue.File) {
	var lines map[int]*syntax.Step
	if f.Doc != nil && f.Doc.Feature != nil && len(f.Cases) > 0 {
		lines = stepLines(f.Doc.Feature)
	}
	for i := range f.Cases {
		k := &f.Cases[i]
		byHand := slices.Contains(k.Tags, c.manual)
		for j := range k.Steps {
			s := &k.Steps[j]
			c.add(Place{f.Path, s.Line}, s, lines[s.Line], byHand)
		}
	}
}

func (c *Collector) add(at Place, s *catalogue.Step, source *syntax.Step, byHand bool) {
	place, ok := c.places[at]
	if !ok {
		place = len(c.index.places)
		c.places[at] = place
		w := written{
			at: at, template: strings.Clone(s.Text), keyword: strings.TrimSpace(s.Keyword),
			table: s.Table != nil, doc: s.DocString != nil,
		}
		if source != nil {
			w.template = strings.Clone(source.Text)
		}
		c.index.places = append(c.index.places, w)
	}
	key := stepKey{s.Type, s.Text}
	step, ok := c.steps[key]
	if !ok {
		step = len(c.index.Steps)
		key.text = strings.Clone(s.Text)
		c.steps[key] = step
		c.index.Steps = append(c.index.Steps, Step{Type: s.Type, Text: key.text})
	}
	uses := &c.index.Steps[step].uses
	n, ok := c.uses[[2]int{step, place}]
	if !ok {
		n = len(*uses)
		c.uses[[2]int{step, place}] = n
		*uses = append(*uses, use{place: place})
		w := &c.index.places[place]
		w.steps = append(w.steps, step)
	}
	(*uses)[n].cases++
	if byHand {
		(*uses)[n].manual++
	}
}

// stepLines finds the steps of a document by line.
func stepLines(f *syntax.Feature) map[int]*syntax.Step {
	out := map[int]*syntax.Step{}
	add := func(b *syntax.Background, scenarios []*syntax.Scenario) {
		if b != nil {
			for i := range b.Steps {
				out[b.Steps[i].Line] = &b.Steps[i]
			}
		}
		for _, s := range scenarios {
			for i := range s.Steps {
				out[s.Steps[i].Line] = &s.Steps[i]
			}
		}
	}
	add(f.Background, f.Scenarios)
	for _, r := range f.Rules {
		add(r.Background, r.Scenarios)
	}
	return out
}

// Index matches what was collected and ends the collection. The error is that of a source, under ErrSource.
func (c *Collector) Index(ctx context.Context, sources []Source) (*Index, error) {
	x := &c.index
	if err := x.match(ctx, sources); err != nil {
		return nil, err
	}
	return x, nil
}
