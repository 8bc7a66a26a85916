package binding

import (
	"cmp"
	"slices"

	"recette/internal/recette"
	"recette/internal/steps"
)

// Bounds of a bind report: it holds problems and counts, so that it stays small at 100,000 scenarios.
const (
	maxBindProblems = 1000 // distinct step texts
	maxBindPlaces   = 20   // places listed for one text
)

// reportVersion is the version of Report and of everything below it.
const reportVersion = 1

// Report says who owns the steps of every case, before anything runs.
type Report struct {
	V         int                  `json:"v"`
	Cases     int                  `json:"cases"`
	Steps     int                  `json:"steps"`
	Modes     map[recette.Mode]int `json:"modes"` // cases by mode
	Owned     []SourceCount        `json:"sources"`
	Manual    int                  `json:"manual_steps"`
	Undefined int                  `json:"undefined_steps"`
	Ambiguous int                  `json:"ambiguous_steps"`
	Broken    int                  `json:"broken_cases"` // cases with an undefined or ambiguous step
	Problems  []BindProblem        `json:"problems,omitempty"`
	More      int                  `json:"more_problems,omitempty"` // distinct problems beyond those listed
	Unused    []DefinitionRef      `json:"unused,omitempty"`
}

// SourceCount counts the steps of one source.
type SourceCount struct {
	Name        string `json:"name"`
	Definitions int    `json:"definitions"`
	Steps       int    `json:"steps"`
}

// BindProblem is a step text that is undefined or ambiguous, with the places where it stands.
type BindProblem struct {
	Outcome     recette.Outcome `json:"outcome"` // undefined or ambiguous
	Type        string          `json:"type"`
	Text        string          `json:"text"`
	Count       int             `json:"count"`
	Places      []Place         `json:"places"` // the first ones
	Definitions []DefinitionRef `json:"definitions,omitempty"`
}

// Place is a step in a feature file. Line is that of the step, or of its case when the step's is not known.
type Place struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	Case string `json:"case"`
	Step int    `json:"step"` // 0-based
}

// DefinitionRef names a step definition.
type DefinitionRef struct {
	Source  string `json:"source"`
	Pattern string `json:"pattern"`
	Keyword string `json:"keyword,omitempty"`
	Place   string `json:"place,omitempty"`
}

type problemKey struct {
	outcome    recette.Outcome
	kind, text string
}

// tally gathers a report while cases stream by.
type tally struct {
	report Report
	known  map[problemKey]int // index in report.Problems
	used   []map[int]bool     // definitions that matched, by source
}

func newTally(sources []steps.Source) *tally {
	t := &tally{known: map[problemKey]int{}, used: make([]map[int]bool, len(sources))}
	t.report = Report{V: reportVersion, Modes: map[recette.Mode]int{}}
	for i, s := range sources {
		t.report.Owned = append(t.report.Owned, SourceCount{Name: s.Name})
		t.used[i] = map[int]bool{}
	}
	return t
}

// add counts the cases of a lot, which lie in the file at path.
func (t *tally) add(path string, lot *Bound, definitions [][]DefinitionRef) {
	r := &t.report
	for _, c := range lot.cases {
		owners := lot.shapes[c.shape]
		s := ShapeOf(owners)
		r.Cases++
		r.Steps += len(owners)
		r.Modes[s.Mode()]++
		if s.Broken {
			r.Broken++
		}
		for _, o := range owners {
			switch {
			case o.Automated():
				r.Owned[o].Steps++
			case o == Person:
				r.Manual++
			case o == ambiguous:
				r.Ambiguous++
			default:
				r.Undefined++
			}
		}
	}
	for _, m := range lot.used {
		t.used[m.source][m.definition] = true
	}
	for i := range lot.faults {
		t.problem(path, &lot.faults[i], definitions)
	}
}

// problem adds one occurrence of a step that nobody can run.
func (t *tally) problem(path string, f *boundFault, definitions [][]DefinitionRef) {
	key := problemKey{f.Outcome, f.Type, f.Text}
	i, ok := t.known[key]
	if !ok {
		if len(t.report.Problems) == maxBindProblems {
			t.report.More++
			return
		}
		i = len(t.report.Problems)
		t.known[key] = i
		p := BindProblem{Outcome: f.Outcome, Type: f.Type, Text: f.Text}
		if f.Outcome == recette.OutcomeAmbiguous {
			for _, d := range f.Found {
				p.Definitions = append(p.Definitions, definitions[d[0]][d[1]])
			}
		}
		t.report.Problems = append(t.report.Problems, p)
	}
	p := &t.report.Problems[i]
	p.Count++
	if len(p.Places) < maxBindPlaces {
		at := f.At
		at.Path = path
		p.Places = append(p.Places, at)
	}
}

// finish puts the report in order: ambiguous before undefined, by first place; unused definitions by source and place.
func (t *tally) finish(definitions [][]DefinitionRef) Report {
	for i := range definitions {
		t.report.Owned[i].Definitions = len(definitions[i])
		for j, d := range definitions[i] {
			if !t.used[i][j] {
				t.report.Unused = append(t.report.Unused, d)
			}
		}
	}
	slices.SortStableFunc(t.report.Problems, func(a, b BindProblem) int {
		return cmp.Or(
			cmp.Compare(a.Outcome, b.Outcome),
			cmp.Compare(a.Places[0].Path, b.Places[0].Path),
			cmp.Compare(a.Places[0].Line, b.Places[0].Line),
		)
	})
	return t.report
}
