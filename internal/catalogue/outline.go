package catalogue

import (
	"strings"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Outline is what a file declares, tags and titles with their places: enough for the rules about identifiers and
// names, and small enough to cache. It is kept even when an error forbids to run the file.
type Outline struct {
	Line, Column int // of the feature line; 0 when the file has no feature
	Name         string
	Tags         []syntax.Tag
	Rules        []RuleOutline
	Scenarios    []ScenarioOutline // in the order of the file
}

// RuleOutline is the title of a Règle.
type RuleOutline struct {
	Line, Column int
	Name         string
	Tags         []syntax.Tag
}

// ScenarioOutline is the title of a scenario or of a scenario outline.
type ScenarioOutline struct {
	Line, Column int
	First, Last  int // lines of the block, tags included
	Keyword      string
	Name         string
	Rule         int          // index in Outline.Rules, -1 outside any rule
	Tags         []syntax.Tag // its own, none inherited
	Steps        int          // its own, Background excluded
	Outcomes     int          // how many of Steps say what must be observed: Alors, and the Et and Mais that follow it
	Outline      bool         // has examples
	Rows         []RowOutline
	ExampleTags  []syntax.Tag // of all its Examples
}

// RowOutline is a row of examples. Same is the line of an earlier row with the same cells, 0 when there is none.
// BadID tells that the row has an id cell which cannot be part of an id: Key is then computed from the cells.
type RowOutline struct {
	Line  int
	Key   string
	Same  int
	BadID bool
}

// stableIDs lists the stable ids of the cases that a file declares, "SC-0042" or "SC-0042/paris", in the order of the
// file. It needs no case to be made: a file with errors has them too.
func (o *Outline) stableIDs(v vocabulary.Vocabulary) []string {
	var out []string
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		for _, t := range s.Tags {
			id, ok := v.CaseID(t.Name)
			if !ok {
				continue
			}
			if !s.Outline {
				out = append(out, id)
			}
			for j := range s.Rows {
				out = append(out, id+"/"+s.Rows[j].Key)
			}
			break // the first tag is the one that counts
		}
	}
	return out
}

// Orphans lists the stable ids that a file declares and that another text of it declares no more: what was recorded
// under them would belong to no case.
func Orphans(before, after *Outline, v vocabulary.Vocabulary) []string {
	left := map[string]int{}
	for _, id := range after.stableIDs(v) {
		left[id]++
	}
	var out []string
	for _, id := range before.stableIDs(v) {
		if left[id]--; left[id] < 0 {
			out = append(out, id)
		}
	}
	return out
}

// cloneTags copies names out of the text of the file: an outline must not keep a whole file alive.
func cloneTags(tags []syntax.Tag) []syntax.Tag {
	if len(tags) == 0 {
		return nil
	}
	out := make([]syntax.Tag, len(tags))
	for i, t := range tags {
		out[i] = t
		out[i].Name = strings.Clone(t.Name)
	}
	return out
}

// outlineOf reads the titles of a document.
func outlineOf(doc *syntax.Document) Outline {
	f := doc.Feature
	if f == nil {
		return Outline{}
	}
	out := Outline{Line: f.Line, Column: f.Column, Name: strings.Clone(f.Name), Tags: cloneTags(f.Tags)}
	n := len(f.Scenarios)
	for _, r := range f.Rules {
		n += len(r.Scenarios)
	}
	if n > 0 {
		out.Scenarios = make([]ScenarioOutline, 0, n)
	}
	role := lastRole(f.Background, Unknown)
	for _, s := range f.Scenarios {
		out.Scenarios = append(out.Scenarios, scenarioOutline(s, -1, role))
	}
	for i, r := range f.Rules {
		out.Rules = append(
			out.Rules,
			RuleOutline{Line: r.Line, Column: r.Column, Name: strings.Clone(r.Name), Tags: cloneTags(r.Tags)},
		)
		role := lastRole(r.Background, role)
		for _, s := range r.Scenarios {
			out.Scenarios = append(out.Scenarios, scenarioOutline(s, i, role))
		}
	}
	return out
}

// lastRole is the role that a Contexte leaves to the step after it; before is that of the Contexte above it.
func lastRole(b *syntax.Background, before StepType) StepType {
	if b == nil {
		return before
	}
	for i := range b.Steps {
		before = KindOf(b.Steps[i].Type, before)
	}
	return before
}

// outcomes counts the steps that say what must be observed. role is that of the step before the first.
func outcomes(steps []syntax.Step, role StepType) int {
	n := 0
	for i := range steps {
		if role = KindOf(steps[i].Type, role); role == Outcome {
			n++
		}
	}
	return n
}

func scenarioOutline(s *syntax.Scenario, rule int, role StepType) ScenarioOutline {
	out := ScenarioOutline{
		Line: s.Line, Column: s.Column, First: s.First, Last: s.Last, Keyword: s.Keyword, Name: strings.Clone(s.Name),
		Rule: rule, Tags: cloneTags(s.Tags), Steps: len(s.Steps), Outcomes: outcomes(s.Steps, role),
		Outline: len(s.Examples) > 0,
	}
	if len(s.Examples) == 0 {
		return out
	}
	keys := rowKeys(s)
	seen := map[string]int{}
	for i, e := range s.Examples {
		column := idColumnOf(e.Header)
		out.ExampleTags = append(out.ExampleTags, cloneTags(e.Tags)...)
		for j := range e.Rows {
			cells := cellMap(e.Header, &e.Rows[j])
			line := e.Rows[j].Line
			same := seen[cells]
			if same == 0 {
				seen[cells] = line
			}
			out.Rows = append(out.Rows, RowOutline{
				Line: line, Key: strings.Clone(keys[i][j]), Same: same,
				BadID: column >= 0 && !validRowID(cellAt(&e.Rows[j], column)),
			})
		}
	}
	return out
}

// cellAt is the cell of a column, empty in a row that is too short.
func cellAt(r *syntax.Row, column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column].Value
}
