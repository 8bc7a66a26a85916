package criteria

import (
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Said is what a file says of criteria. Who keeps it beside other facts of the file need not read the file again.
type Said struct {
	story     string // of the feature
	described []Declaration
	cases     []caseSaid
	bare      []caseSaid // scenarios without a case: an outline that has no row yet
}

// caseSaid is what a case says.
type caseSaid struct {
	story, epic, rule string
	criteria          []string
	draft, obsolete   bool
}

// Read gathers what a file says of criteria. Its strings are those of the file.
func Read(tags vocabulary.Vocabulary, file *catalogue.File) Said {
	tags = tags.Filled()
	said := Said{story: first(file.Outline.Tags, tags.Story)}
	prefix := tags.Criterion[1:]
	if strings.Contains(file.Feature.About, prefix) {
		for _, c := range reference.Described(reference.Place{Path: file.Path}, file.Feature.About, prefix) {
			said.described = append(said.described, Declaration{Criterion: c, Story: said.story})
		}
	}
	for i := range file.Cases {
		c := &file.Cases[i]
		n := caseSaid{
			story: c.Story, epic: c.Epic, criteria: c.Criteria,
			draft: slices.Contains(c.Tags, tags.Draft), obsolete: slices.Contains(c.Tags, tags.Obsolete),
		}
		if c.Rule != nil {
			n.rule = c.Rule.Name
		}
		said.cases = append(said.cases, n)
	}
	said.bare = withoutCase(tags, file)
	return said
}

// withoutCase gives what the scenarios without a case say.
func withoutCase(tags vocabulary.Vocabulary, file *catalogue.File) []caseSaid {
	o := &file.Outline
	with := make([]bool, len(o.Scenarios))
	for i := range file.Cases {
		if at, found := slices.BinarySearchFunc(o.Scenarios, file.Cases[i].Line, against); found {
			with[at] = true
		}
	}
	var out []caseSaid
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if with[i] {
			continue
		}
		all := slices.Concat(o.Tags, s.Tags, s.ExampleTags)
		if s.Rule >= 0 && s.Rule < len(o.Rules) {
			all = append(all, o.Rules[s.Rule].Tags...)
		}
		n := caseSaid{story: first(all, tags.Story)}
		for _, t := range all {
			if id, ok := tagged(t.Name, tags.Criterion); ok {
				n.criteria = append(n.criteria, id)
			}
		}
		out = append(out, n)
	}
	return out
}

// against tells whether a scenario stands above a line, holds it or stands below.
func against(s catalogue.ScenarioOutline, line int) int {
	switch {
	case s.Last < line:
		return -1
	case s.First > line:
		return 1
	}
	return 0
}

// first gives the first id of a family, empty for none.
func first(tags []syntax.Tag, prefix string) string {
	for _, t := range tags {
		if id, ok := tagged(t.Name, prefix); ok {
			return id
		}
	}
	return ""
}

// tagged gives the id that a tag of a prefix carries, without @.
func tagged(tag, prefix string) (string, bool) {
	if len(tag) <= len(prefix) || !strings.HasPrefix(tag, prefix) {
		return "", false
	}
	return tag[1:], true
}
