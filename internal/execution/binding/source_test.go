package binding

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/steps"
	"recette/runner/protocol"
)

// source declares a definition for each start of a step.
func source(name string, starts ...string) steps.Source {
	s := steps.Source{Name: name}
	for i, start := range starts {
		s.Definitions = append(
			s.Definitions, protocol.Definition{Pattern: "^" + start, Place: fmt.Sprintf("steps/x.go:%d", i+1)},
		)
	}
	s.Match = func(_ context.Context, texts []steps.StepText) ([][]int, error) {
		all := make([][]int, len(texts))
		for i, text := range texts {
			for j, start := range starts {
				if strings.HasPrefix(text.Text, start) {
					all[i] = append(all[i], j)
				}
			}
		}
		return all, nil
	}
	return s
}

// opened opens sources that nothing needs to give back.
func opened(list ...steps.Source) Open {
	return func(context.Context) ([]steps.Source, func(bool), error) { return list, func(bool) {}, nil }
}

// kase is a case of steps, each written as its type and its text.
func kase(id string, list ...string) catalogue.Case {
	c := catalogue.Case{
		ID: id, Stable: true, Line: 3, Content: "content/1:" + id + strings.Join(list, "|"),
		Feature: catalogue.Feature{Path: "features/" + id + ".feature", Name: "F"},
	}
	for i, s := range list {
		kind, text, _ := strings.Cut(s, " ")
		c.Steps = append(c.Steps, catalogue.Step{Type: catalogue.StepType(kind), Text: text, Line: 4 + i})
	}
	return c
}

func stream(cases ...catalogue.Case) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for _, c := range cases {
			if !yield(c, nil) {
				return
			}
		}
	}
}
