package rules

import (
	"iter"
	"strings"
	"unicode"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// citedRules gives the business rules that a file cites: by a tag, or by a Règle whose title starts with the id, "RG-12
// – Une entreprise n'adhère qu'une fois".
func citedRules(p *lint.Pass, f *lint.File, fn func(id string, at lint.Place, claim lint.Claim, running bool)) {
	prefix := p.Tags().Rule
	eachTag(p, f, func(t *refTag) {
		if id, ok := idOf(t.Name, prefix); ok {
			fn(id, lint.TagPlace(t.Tag), t.claim, t.running)
		}
	})
	for i := range f.Outline.Rules {
		r := &f.Outline.Rules[i]
		id := r.Name
		if end := strings.IndexFunc(
			id, func(c rune) bool { return unicode.IsSpace(c) || c == ':' || c == '–' || c == '—' },
		); end >= 0 {
			id = id[:end]
		}
		if _, ok := idOf("@"+id, prefix); !ok || listsTag(r.Tags, "@"+id) {
			continue
		}
		running := false
		for j := range f.Outline.Scenarios {
			running = running || f.Outline.Scenarios[j].Rule == i
		}
		fn(id, lint.Place{Line: r.Line, Column: r.Column}, p.ClaimOf(f.Outline.Tags), running)
	}
}

// businessRuleUnknown: a business rule that the project does not keep cannot be read by whoever reads the scenario
// (D30). Args: its id.
func businessRuleUnknown() lint.Rule {
	look := lookup{kind: reference.Rules}
	return lint.Rule{
		ID: "rule-unknown", Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.Rules) {
				return
			}
			citedRules(p, f, func(id string, at lint.Place, claim lint.Claim, _ bool) {
				if _, ok := p.Reference().Rule(id); !ok {
					look.report(p, claim, at, id)
				}
			})
		},
	}
}

// businessRuleUnused: a business rule that no scenario illustrates is tested by nothing. Args: its id, its title.
func businessRuleUnused() lint.Rule {
	return lint.Rule{
		ID: "rule-unused", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info, Whole: true,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(citation)) {
			citedRules(p, f, func(id string, _ lint.Place, _ lint.Claim, running bool) {
				if running {
					note(citation{id})
				}
			})
		}, func(p *lint.Pass, notes iter.Seq2[string, citation]) {
			cited := citedIDs(notes)
			for _, r := range p.Reference().Rules {
				if !cited[r.ID] {
					reportAt(p, r.At, r.ID, r.Title)
				}
			}
		}),
	}
}
