package execution

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"recette/internal/catalogue"
	"recette/internal/recette"
)

// maxAnswers bounds an answers file, in bytes.
const maxAnswers = 4 << 20

// Answers is what a person said beforehand of manual steps: the file of recette test --answers, for demonstrations and
// tests. It is never a source of verdicts by itself: what it does not say of an outcome step is an error.
type Answers struct {
	Tester  string // name of the person
	Default recette.Verdict
	Cases   []CaseAnswers
}

// CaseAnswers are the answers of one case, or of every row of one outline when ID has no row.
type CaseAnswers struct {
	ID    string       `yaml:"id"`
	Steps []StepAnswer `yaml:"steps"`
}

// StepAnswer is the answer for the first step of the case that holds Match and that no earlier answer took.
type StepAnswer struct {
	Match    string          `yaml:"match"` // part of the text of the step, spaces folded
	Verdict  recette.Verdict `yaml:"verdict"`
	Observed string          `yaml:"observed"`
	Comment  string          `yaml:"comment"`
	Cause    recette.Cause   `yaml:"cause"`
	Reason   string          `yaml:"reason"`
	Evidence []string        `yaml:"evidence"` // paths; whoever opens them says from where
}

// answersFile is the file as written. Unknown keys are errors.
type answersFile struct {
	Tester  string          `yaml:"tester"`
	Default recette.Verdict `yaml:"default"` // of context and action steps without an answer
	Cases   []CaseAnswers   `yaml:"cases"`
}

// AnswersError says where an answers file is malformed. Line and Column are 1-based, 0 when only Field is known.
type AnswersError struct {
	Line, Column int
	Field        string // "cases[2].steps[0].verdict"
	Message      string
}

// Error implements error.
func (e *AnswersError) Error() string {
	switch {
	case e.Line > 0:
		return fmt.Sprintf("%v: %d:%d: %s", ErrAnswers, e.Line, e.Column, e.Message)
	case e.Field != "":
		return fmt.Sprintf("%v: %s: %s", ErrAnswers, e.Field, e.Message)
	}
	return fmt.Sprintf("%v: %s", ErrAnswers, e.Message)
}

// Unwrap gives ErrAnswers.
func (e *AnswersError) Unwrap() error { return ErrAnswers }

// LoadAnswers reads an answers file strictly. The error is an *AnswersError.
func LoadAnswers(r io.Reader) (Answers, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxAnswers+1))
	switch {
	case err != nil:
		return Answers{}, fmt.Errorf("%w: %w", ErrAnswers, err)
	case len(data) > maxAnswers:
		return Answers{}, &AnswersError{Message: fmt.Sprintf("over %d bytes", maxAnswers)}
	}
	var f answersFile
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return Answers{}, yamlError(err)
	}
	if err := f.check(); err != nil {
		return Answers{}, err
	}
	return Answers(f), nil
}

func yamlError(err error) error {
	e := &AnswersError{Message: err.Error()}
	if located, ok := errors.AsType[yaml.Error](err); ok {
		e.Message = located.GetMessage()
		if t := located.GetToken(); t != nil && t.Position != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
	}
	return e
}

// check refuses what could never be an answer: which fields a verdict needs depends on the step, and is checked when
// the answer is given.
func (f *answersFile) check() error {
	if f.Default != "" && f.Default != recette.Passed {
		return &AnswersError{Field: "default", Message: "only passed can be a default"}
	}
	if len(f.Cases) == 0 {
		return &AnswersError{Field: "cases", Message: "no case"}
	}
	seen := map[string]bool{}
	for i := range f.Cases {
		c := &f.Cases[i]
		at := fmt.Sprintf("cases[%d]", i)
		switch {
		case c.ID == "":
			return &AnswersError{Field: at + ".id", Message: "missing"}
		case seen[c.ID]:
			return &AnswersError{Field: at + ".id", Message: c.ID + " stands twice"}
		}
		seen[c.ID] = true
		for j := range c.Steps {
			s := &c.Steps[j]
			at := fmt.Sprintf("%s.steps[%d]", at, j)
			switch {
			case fold(s.Match) == "":
				return &AnswersError{Field: at + ".match", Message: "missing"}
			case !s.Verdict.Valid() || s.Verdict == recette.NotRun:
				return &AnswersError{Field: at + ".verdict", Message: fmt.Sprintf("unknown verdict %q", s.Verdict)}
			case s.Cause != "" && !slices.Contains(recette.Causes(), s.Cause):
				return &AnswersError{Field: at + ".cause", Message: fmt.Sprintf("unknown cause %q", s.Cause)}
			}
		}
	}
	return nil
}

// fold makes texts comparable: runs of spaces, no-break ones included, become one space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// of gives the answers of a case: those of its id, else those of its outline. It gives the index in Cases, -1 when
// there are none.
func (a *Answers) of(id string) int {
	outline := -1
	base, _, row := strings.Cut(id, "/")
	for i := range a.Cases {
		if a.Cases[i].ID == id {
			return i
		}
		if row && a.Cases[i].ID == base {
			outline = i
		}
	}
	return outline
}

// assign gives for each manual step of a case the index of its answer, -1 when there is none. It depends on the case
// alone, not on what was asked before: a session resumed in another process reads the same answers.
func (c *CaseAnswers) assign(steps []catalogue.Step, manual func(int) bool) []int {
	taken := make([]bool, len(c.Steps))
	assigned := make([]int, len(steps))
	for i := range steps {
		assigned[i] = -1
		if !manual(i) {
			continue
		}
		text := fold(steps[i].Text)
		for j := range c.Steps {
			if !taken[j] && strings.Contains(text, fold(c.Steps[j].Match)) {
				assigned[i], taken[j] = j, true
				break
			}
		}
	}
	return assigned
}
