// Package steps knows the wordings of the features and the step definitions that fit them: what is used and where, what
// no step uses, what nothing defines, what is written in two ways, and the code that a missing definition begins with.
// Definitions come from workers, which also say what matches, so that the counts are those of a run. The package refuses
// to start a process and holds no sentence.
package steps

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/catalogue"
	"recette/runner/protocol"
)

// Definition is a step definition and what it serves.
type Definition struct {
	Source  string `json:"source"`            // as recette.yaml names it: "go:./steps"
	Pattern string `json:"pattern"`           // as its language writes it
	Keyword string `json:"keyword,omitempty"` // "given", "when", "then"; empty matches any step
	Place   string `json:"place,omitempty"`   // "steps/adhesion.go:41"
	Steps   int    `json:"steps"`             // steps of cases that it matches, as a run counts them
	Written int    `json:"written"`           // steps as written in the features: those of a background or an outline once
}

// Place is a step in a feature file.
type Place struct {
	Path string `json:"path"`
	Line int    `json:"line"`
}

// Step is a text that a run would match, with its type. Texts of an outline are those of its rows.
type Step struct {
	Type        catalogue.StepType
	Text        string
	Definitions []int // indexes in Index.Definitions, in order; several are ambiguous
	uses        []use
}

// use is a step at one place.
type use struct {
	place  int // index in Index.places
	cases  int // cases that run it there
	manual int // of which by hand, whatever matches
}

// written is a step as it stands in a feature file.
type written struct {
	at       Place
	template string // with its placeholders
	keyword  string // as written, without the space after it
	table    bool
	doc      bool
	steps    []int // indexes in Index.Steps of what it becomes
}

// Index holds the steps of a project and the definitions that match them. It is safe for concurrent reading.
type Index struct {
	Definitions []Definition
	Steps       []Step // in the order in which they were first met
	places      []written
	known       map[stepKey]int // index in Steps
}

// Source is where definitions come from. Match says which of them match each step, by index, as the conductor of a run
// asks it.
type Source struct {
	Name        string
	Definitions []protocol.Definition
	Match       func(ctx context.Context, steps []protocol.StepText) ([][]int, error)
}

// ErrSource says that a source did not answer as it should.
var ErrSource = errors.New("step definitions")

// matchBatch is how many steps are asked in one message, as in a run.
const matchBatch = 2000

// match asks the sources about every step and counts what their definitions serve.
func (x *Index) match(ctx context.Context, sources []Source) error {
	ask := make([]protocol.StepText, len(x.Steps))
	for i := range x.Steps {
		ask[i] = protocol.StepText{Type: string(x.Steps[i].Type), Text: x.Steps[i].Text}
	}
	for _, s := range sources {
		first := len(x.Definitions)
		for _, d := range s.Definitions {
			x.Definitions = append(x.Definitions, Definition{Source: s.Name, Pattern: d.Pattern, Keyword: d.Keyword, Place: d.Place})
		}
		for at := 0; at < len(ask); at += matchBatch {
			batch := ask[at:min(at+matchBatch, len(ask))]
			got, err := s.Match(ctx, batch)
			if err != nil {
				return fmt.Errorf("%w of %s: %w", ErrSource, s.Name, err)
			}
			if len(got) != len(batch) {
				return fmt.Errorf("%w of %s: %d answers for %d steps", ErrSource, s.Name, len(got), len(batch))
			}
			for i, found := range got {
				for _, d := range found {
					if d < 0 || d >= len(s.Definitions) {
						return fmt.Errorf("%w of %s: definition %d of %d", ErrSource, s.Name, d, len(s.Definitions))
					}
					step := &x.Steps[at+i]
					step.Definitions = append(step.Definitions, first+d)
				}
			}
		}
	}
	x.count()
	return nil
}

// count gives each definition its steps.
func (x *Index) count() {
	seen := map[[2]int]bool{} // definition and place
	for i := range x.Steps {
		s := &x.Steps[i]
		for _, d := range s.Definitions {
			for _, u := range s.uses {
				x.Definitions[d].Steps += u.cases
				if key := [2]int{d, u.place}; !seen[key] {
					seen[key] = true
					x.Definitions[d].Written++
				}
			}
		}
	}
}

// Unused gives the definitions that match no step, by hand or not, as a run counts them.
func (x *Index) Unused() []Definition {
	var out []Definition
	for _, d := range x.Definitions {
		if d.Steps == 0 {
			out = append(out, d)
		}
	}
	return out
}

// Lookup gives the definitions that match a step of the index; ok is false for a text that it does not hold.
func (x *Index) Lookup(kind catalogue.StepType, text string) (found []Definition, ok bool) {
	i, ok := x.known[stepKey{kind, text}]
	if !ok {
		return nil, false
	}
	for _, d := range x.Steps[i].Definitions {
		found = append(found, x.Definitions[d])
	}
	return found, true
}

// Ambiguity is a step that several definitions match: a run refuses it.
type Ambiguity struct {
	Type        catalogue.StepType `json:"type"`
	Text        string             `json:"text"`
	Places      []Place            `json:"places"`
	Definitions []Definition       `json:"definitions"`
}

// Ambiguous gives the steps that several definitions match and that a run would not leave to a person, in the order of
// the files.
func (x *Index) Ambiguous() []Ambiguity {
	var out []Ambiguity
	for i := range x.Steps {
		s := &x.Steps[i]
		if len(s.Definitions) < 2 {
			continue
		}
		a := Ambiguity{Type: s.Type, Text: s.Text}
		for _, u := range s.uses {
			if u.cases > u.manual {
				a.Places = append(a.Places, x.places[u.place].at)
			}
		}
		if len(a.Places) == 0 {
			continue
		}
		for _, d := range s.Definitions {
			a.Definitions = append(a.Definitions, x.Definitions[d])
		}
		out = append(out, a)
	}
	return out
}
