package plan

import (
	"strings"

	"recette/internal/catalogue"
)

// shared are texts that several cases have.
type shared map[string]string

// share keeps once what many cases have in common, those of a file, of a feature, and the few words of their steps, and
// what a case says in its source too. Lists take no more room than they need.
func (k shared) share(c *written) {
	for _, s := range []*string{
		&c.Path, &c.FileSHA256, &c.Feature, &c.FeatureAbout, &c.Rule, &c.Keyword, &c.About, &c.Examples, &c.Story, &c.Epic,
	} {
		*s = k.once(*s)
	}
	for _, list := range [][]string{c.RowHeader, c.Rules, c.Roles, c.Journeys, c.DataSets, c.Tags} {
		for i := range list {
			list[i] = k.once(list[i])
		}
	}
	c.Name = within(c.Source, c.Name)
	c.Steps = exactly(c.Steps)
	for i := range c.Steps {
		s := &c.Steps[i]
		s.Keyword, s.Type = k.once(s.Keyword), catalogue.StepType(k.once(string(s.Type)))
		s.Text = within(c.Source, s.Text)
		s.Table = exactly(s.Table)
		for r := range s.Table {
			s.Table[r] = exactly(s.Table[r])
			for n, cell := range s.Table[r] {
				s.Table[r][n] = within(c.Source, cell)
			}
		}
	}
}

func (k shared) once(s string) string {
	if kept, ok := k[s]; ok {
		return kept
	}
	k[s] = s
	return s
}

// within gives a text as a part of a longer one that holds it, so that its own bytes need not be kept.
func within(long, text string) string {
	if i := strings.Index(long, text); i >= 0 {
		return long[i : i+len(text)]
	}
	return text
}

// exactly gives a list with no room for more.
func exactly[T any](list []T) []T {
	if len(list) == cap(list) {
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}
