package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// unnamed: a feature, a rule or a scenario whose name holds no letter and no digit cannot be spoken of in a report.
// Args: the keyword.
func unnamed() lint.Rule {
	return lint.Rule{ID: "name-missing", Aliases: []string{"D09", "unnamed-feature", "unnamed-scenario", "gherkin-lint:no-unnamed-features", "gherkin-lint:no-unnamed-scenarios"}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Error, File: func(p *lint.Pass, f *lint.File) {
		o := &f.Outline
		if o.Line > 0 && !syntax.Worded(o.Name) {
			p.Report(lint.Place{Line: o.Line, Column: o.Column}, keywordOf(f))
		}
		if f.Doc != nil && f.Doc.Feature != nil {
			for _, r := range f.Doc.Feature.Rules {
				if !syntax.Worded(r.Name) {
					p.Report(lint.Place{Line: r.Line, Column: r.Column}, r.Keyword)
				}
			}
		}
		for i := range o.Scenarios {
			if s := &o.Scenarios[i]; !syntax.Worded(s.Name) {
				p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Keyword)
			}
		}
	}}
}

// duplicateName: two scenarios of a feature with one name cannot be told apart in a report. Rules are different places.
// Args: the name, the line of the first.
func duplicateName() lint.Rule {
	type key struct {
		rule int
		name string
	}
	return lint.Rule{ID: "name-duplicate", Aliases: []string{"D09", "dup-scenario-name", "gherkin-lint:no-dupe-scenario-names"}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Warning, File: func(p *lint.Pass, f *lint.File) {
		first := map[key]int{}
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			k := key{s.Rule, s.Name}
			if strings.Contains(s.Name, "  ") {
				k.name = strings.Join(strings.Fields(s.Name), " ")
			}
			switch line, taken := first[k]; {
			case k.name == "":
			case taken:
				p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name, strconv.Itoa(line))
			default:
				first[k] = s.Line
			}
		}
	}}
}

// keywordOf is the keyword of the feature, as written.
func keywordOf(f *lint.File) string {
	if f.Doc == nil || f.Doc.Feature == nil {
		return ""
	}
	return f.Doc.Feature.Keyword
}
