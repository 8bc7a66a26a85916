package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// repeatedName: a scenario named like one of another file is taken for it wherever the feature is not written beside. The
// rule name-duplicate judges one file. Args: the name, where it stands first.
func repeatedName() lint.Rule {
	return lint.Rule{
		ID: "name-repeated", Aliases: []string{"D09", "dup-scenario-name"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				if s := &f.Outline.Scenarios[i]; s.Name != "" {
					p.Note(lint.Place{Line: s.Line, Column: s.Column}, oneSpace(s.Name))
				}
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			first := make(map[string]*lint.Note, len(notes))
			for i := range notes {
				n := &notes[i]
				switch f := first[n.Key]; {
				case f == nil:
					first[n.Key] = n
				case f.Path != n.Path:
					p.ReportIn(n.Path, n.Place, n.Key, f.Path+":"+strconv.Itoa(f.Place.Line))
				}
			}
		},
	}
}
