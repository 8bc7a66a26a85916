package api

import "recette/internal/steps"

// Steps is the document of the verbs of "recette steps", version 1. Each gives what it is about, an empty list too.
type Steps struct {
	V           int                 `json:"v"`
	Definitions *[]steps.Definition `json:"definitions,omitempty"`
	Undefined   *[]undefinedStep    `json:"undefined,omitempty"`
	Ambiguous   *[]steps.Ambiguity  `json:"ambiguous,omitempty"`
	Clusters    *[]steps.Cluster    `json:"clusters,omitempty"`
	Target      steps.Target        `json:"target,omitempty"`
	File        string              `json:"file,omitempty"`
	Snippets    *[]steps.Snippet    `json:"snippets,omitempty"`
}

type undefinedStep struct {
	steps.Wording
	Snippet steps.Snippet `json:"snippet"`
}

// NewStepDefinitions lists definitions.
func NewStepDefinitions(list []steps.Definition) Steps {
	return Steps{V: 1, Definitions: shown(list)}
}

// NewUndefinedSteps lists the snippets that begin the definitions of wordings, and the steps that several definitions
// match.
func NewUndefinedSteps(
	wordings []steps.Wording, ambiguous []steps.Ambiguity, target steps.Target, snippets []steps.Snippet,
) Steps {
	list := make([]undefinedStep, len(snippets))
	for i, s := range snippets {
		list[i] = undefinedStep{wordings[s.Of], s}
	}
	return Steps{V: 1, Undefined: &list, Ambiguous: shown(ambiguous), Target: target}
}

// NewSimilarSteps lists the wordings that are near one another, and the steps that several definitions match.
func NewSimilarSteps(clusters []steps.Cluster, ambiguous []steps.Ambiguity) Steps {
	return Steps{V: 1, Clusters: shown(clusters), Ambiguous: shown(ambiguous)}
}

// NewStepSnippets gives the file that begins the definitions that are missing, whole and in its parts.
func NewStepSnippets(target steps.Target, file string, snippets []steps.Snippet) Steps {
	return Steps{V: 1, Target: target, File: file, Snippets: shown(snippets)}
}

// shown makes an empty list one that JSON shows.
func shown[T any](list []T) *[]T {
	if list == nil {
		list = []T{}
	}
	return &list
}
