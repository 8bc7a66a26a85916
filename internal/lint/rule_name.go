package lint

import (
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// unnamed: a feature or a scenario without a name cannot be spoken of in a report. Args: the keyword.
func unnamed() rule {
	return rule{id: "name-missing", severity: syntax.Error, file: func(c *context, f *catalogue.File) {
		o := &f.Outline
		if o.Line > 0 && o.Name == "" {
			c.report(f.Path, o.Line, o.Column, 0, f.Feature.Keyword)
		}
		for i := range o.Scenarios {
			if s := &o.Scenarios[i]; s.Name == "" {
				c.report(f.Path, s.Line, s.Column, 0, s.Keyword)
			}
		}
	}}
}

// duplicateName: two scenarios of a feature with one name cannot be told apart in a report. Rules are different places.
// Args: the name, the line of the first.
func duplicateName() rule {
	type key struct {
		rule int
		name string
	}
	first := map[key]int{} // of the file at hand
	return rule{id: "name-duplicate", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
		clear(first)
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			k := key{s.Rule, s.Name}
			if strings.Contains(s.Name, "  ") {
				k.name = strings.Join(strings.Fields(s.Name), " ")
			}
			switch line, taken := first[k]; {
			case k.name == "":
			case taken:
				c.report(f.Path, s.Line, s.Column, 0, s.Name, strconv.Itoa(line))
			default:
				first[k] = s.Line
			}
		}
	}}
}
