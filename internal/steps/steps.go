// Package steps knows the wordings of the features and the step definitions that fit them: what is used and where, what
// no step uses, what nothing defines, what is written in two ways, and the code that a missing definition begins with.
// Definitions come from workers, which also say what matches, so that the counts are those of a run. The package
// refuses to start a process and holds no sentence.
package steps

import (
	"context"

	"recette/internal/catalogue"
)

// Definition is a step definition and what it serves.
type Definition struct {
	Source  string `json:"source"`            // as recette.yaml names it: "go:./steps"
	Pattern string `json:"pattern"`           // as its language writes it
	Keyword string `json:"keyword,omitempty"` // "given", "when", "then"; empty matches any step
	Place   string `json:"place,omitempty"`   // "steps/adhesion.go:41"
	Steps   int    `json:"steps"`             // steps of cases that it matches, as a run counts them
	// steps as written in the features: those of a background or an outline once
	Written int `json:"written"`
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
}

// match asks the sources about every step and counts what their definitions serve.
func (x *Index) match(ctx context.Context, sources []Source) error {
	m := NewMatcher(sources)
	texts := make([]StepText, len(x.Steps))
	for i := range x.Steps {
		texts[i] = NewText(x.Steps[i].Type, x.Steps[i].Text)
	}
	found, err := m.Match(ctx, texts)
	if err != nil {
		return err
	}
	x.Definitions = m.Definitions()
	for i := range found {
		x.Steps[i].Definitions = found[i]
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
