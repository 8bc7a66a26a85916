package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// duplicateFeatureName: two features with one name cannot be told apart in a report or in the documentation. Args: the
// name, where it stands first.
func duplicateFeatureName() lint.Rule {
	return lint.Rule{
		ID: "feature-name-duplicate", Aliases: []string{"dup-feature-name", "gherkin-lint:no-dupe-feature-names"},
		Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			if o := &f.Outline; o.Name != "" {
				p.Note(lint.Place{Line: o.Line, Column: o.Column}, oneSpace(o.Name))
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			first := make(map[string]*lint.Note, len(notes))
			for i := range notes {
				n := &notes[i]
				if f := first[n.Key]; f != nil {
					p.ReportIn(n.Path, n.Place, n.Key, f.Path+":"+strconv.Itoa(f.Place.Line))
					continue
				}
				first[n.Key] = n
			}
		},
	}
}

// oneSpace reduces runs of spaces, which no reader sees, to one.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
