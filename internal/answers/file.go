package answers

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

// errFile says that an answers file is malformed: a *yamldoc.Error says where.
var errFile = errors.New("answers file")

// File is what a person said beforehand of manual steps.
type File struct {
	Tester  string // name of the person
	Default recette.Verdict
	Cases   []Case
}

// Case holds the answers of one case: of every row of one outline when ID names none, and in every branch when ID
// names none.
type Case struct {
	ID    string
	Steps []Step
}

// Step is the answer for the first step of the case that holds Match and that no earlier answer took.
type Step struct {
	Match    string // part of the text of the step, spaces, apostrophes and encodings of accents folded
	Verdict  recette.Verdict
	Observed string
	Comment  string
	Cause    recette.Cause
	Reason   string
	Evidence []string // paths; whoever opens them says from where
}

// written is the file as it stands. Unknown keys are errors; texts are kept to the letter, since what was observed
// may be 12.50, 007 or null.
type written struct {
	Tester  string        `yaml:"tester"`
	Default string        `yaml:"default"` // of context and action steps without an answer
	Cases   []writtenCase `yaml:"cases"`
}

type writtenCase struct {
	ID    yamldoc.Written `yaml:"id"`
	Steps []writtenStep   `yaml:"steps"`
}

type writtenStep struct {
	Match    yamldoc.Written `yaml:"match"`
	Verdict  string          `yaml:"verdict"`
	Observed yamldoc.Written `yaml:"observed"`
	Comment  yamldoc.Written `yaml:"comment"`
	Cause    string          `yaml:"cause"`
	Reason   yamldoc.Written `yaml:"reason"`
	Evidence []string        `yaml:"evidence"`
}

// What can be wrong with the values of an answers file, beside the codes of yamldoc.
const (
	badVerdict yamldoc.Code = "bad_verdict" // not one that a person gives
	badCause   yamldoc.Code = "bad_cause"
	badDefault yamldoc.Code = "bad_default" // only passed can be a default
	duplicate  yamldoc.Code = "duplicate"   // a case stands twice
)

// Load reads an answers file strictly; name is that of the file in problems. The error is a *yamldoc.Error with
// everything that is wrong, under errFile.
func Load(name string, r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, yamldoc.MaxSize+1))
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", errFile, err)
	}
	var f written
	doc := yamldoc.Decode(name, data, &f)
	if doc.Err() == nil {
		f.check(doc)
	}
	if err := doc.Err(); err != nil {
		return File{}, fmt.Errorf("%w: %w", errFile, err)
	}
	return f.answers(), nil
}

// check refuses what could never be an answer: which fields a verdict needs depends on the step, and is checked when
// the answer is given.
func (f *written) check(doc *yamldoc.Doc) {
	if f.Default != "" && f.Default != string(recette.Passed) {
		doc.Report("default", badDefault, "", f.Default)
	}
	if len(f.Cases) == 0 {
		doc.Report("cases", yamldoc.Missing, "", "cases")
	}
	seen := map[yamldoc.Written]bool{}
	for i := range f.Cases {
		c := &f.Cases[i]
		at := fmt.Sprintf("cases[%d]", i)
		switch {
		case c.ID == "":
			doc.Report(at+".id", yamldoc.Missing, "", "id")
		case seen[c.ID]:
			doc.Report(at+".id", duplicate, "", string(c.ID))
		}
		seen[c.ID] = true
		for j := range c.Steps {
			c.Steps[j].check(doc, fmt.Sprintf("%s.steps[%d]", at, j))
		}
	}
}

func (s *writtenStep) check(doc *yamldoc.Doc, at string) {
	if fold(string(s.Match)) == "" {
		doc.Report(at+".match", yamldoc.Missing, "", "match")
	}
	var verdicts, causes []string
	for _, v := range recette.Verdicts() {
		if v != recette.NotRun {
			verdicts = append(verdicts, string(v))
		}
	}
	for _, c := range recette.Causes() {
		causes = append(causes, string(c))
	}
	switch {
	case s.Verdict == "":
		doc.Report(at+".verdict", yamldoc.Missing, "", "verdict")
	case !slices.Contains(verdicts, s.Verdict):
		doc.Report(
			at+".verdict", badVerdict, meant.Nearest(s.Verdict, verdicts), s.Verdict, strings.Join(verdicts, ", "),
		)
	}
	if s.Cause != "" && !slices.Contains(causes, s.Cause) {
		doc.Report(at+".cause", badCause, meant.Nearest(s.Cause, causes), s.Cause, strings.Join(causes, ", "))
	}
}

func (f *written) answers() File {
	a := File{Tester: f.Tester, Default: recette.Verdict(f.Default), Cases: make([]Case, len(f.Cases))}
	for i := range f.Cases {
		c := &f.Cases[i]
		to := &a.Cases[i]
		to.ID = string(c.ID)
		for j := range c.Steps {
			s := &c.Steps[j]
			to.Steps = append(to.Steps, Step{
				Match: string(s.Match), Verdict: recette.Verdict(s.Verdict), Observed: string(s.Observed),
				Comment: string(s.Comment), Cause: recette.Cause(s.Cause), Reason: string(s.Reason),
				Evidence: s.Evidence,
			})
		}
	}
	return a
}

// fold makes texts comparable: runs of spaces, no-break ones included, become one space, an accent and its letter one
// character, and the apostrophe of a keyboard that of a text.
func fold(s string) string {
	return strings.ReplaceAll(norm.NFC.String(strings.Join(strings.Fields(s), " ")), "’", "'")
}

// of gives the answers of a row of the plan: those of its id, else those of its outline in the same branch, else those
// of the case in any branch, else those of the outline in any. It gives the index in Cases, -1 when there are none.
func (a *File) of(id string) int {
	names := []string{id, outlineOf(id), campaign.CaseOf(id), outlineOf(campaign.CaseOf(id))}
	best := len(names)
	found := -1
	for i := range a.Cases {
		if at := slices.Index(names[:best], a.Cases[i].ID); at >= 0 {
			best, found = at, i
		}
	}
	return found
}

// Names tells whether the file says anything of a row of the plan: nobody answers for the others, not even by default.
func (a *File) Names(id string) bool { return a.of(id) >= 0 }

// outlineOf gives the id of the outline of a row of examples, in the same branch.
func outlineOf(id string) string {
	caseID := campaign.CaseOf(id)
	outline, _, _ := strings.Cut(caseID, "/")
	return outline + id[len(caseID):]
}

// assign gives for each manual step of a case the index of its answer, -1 when there is none. It depends on the case
// alone, not on what was asked before: a session resumed in another process reads the same answers.
func (c *Case) assign(steps []catalogue.Step, manual func(int) bool) []int {
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
