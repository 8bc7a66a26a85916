package rules

import (
	"iter"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// dataUnknown: a data set that the project does not describe cannot be loaded by whoever prepares the recette
// (D27). A tag names it, or a text in quotation marks of a step. Args: its code.
func dataUnknown() lint.Rule {
	look := lookup{kind: reference.DataSets}
	return lint.Rule{
		ID: "data-unknown", Aliases: []string{"D27"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.DataSets) {
				return
			}
			eachData(p, f, func(code string, at lint.Place, claim lint.Claim) {
				if _, ok := p.Reference().DataSet(code); !ok {
					look.report(p, claim, at, code)
				}
			})
		},
	}
}

// eachData gives the data sets that a file names, by tags first.
func eachData(p *lint.Pass, f *lint.File, fn func(code string, at lint.Place, claim lint.Claim)) {
	prefix := p.Tags().DataSet
	eachTag(p, f, func(t *refTag) {
		if code, ok := idOf(t.Name, prefix); ok {
			fn(code, lint.TagPlace(t.Tag), t.claim)
		}
	})
	eachStep(f, func(s *scope, step *syntax.Step, _ catalogue.StepType) {
		eachQuote(step.Text, func(q quoted) {
			if text := step.Text[q.from:q.to]; !strings.HasPrefix(text, prefix[1:]) && !strings.Contains(text, "<") {
				return
			}
			for _, v := range values(f, s, step, q.from, q.to) {
				if code, ok := idOf("@"+v.text, prefix); ok {
					fn(code, v.at, s.claim(p))
				}
			}
		})
	})
}

// dataIncomplete: a data set without an owner, or that nobody knows how to load or to put back, stops a session on its
// first morning (D27). Said of those that a tag or a step names. Args: its code, the keys that are missing.
func dataIncomplete() lint.Rule {
	return lint.Rule{
		ID: "data-incomplete", Aliases: []string{"D27"}, Group: lint.Traceability, CA: syntax.Warning,
		Script: syntax.Info,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(citation)) {
			if p.Reference().Has(reference.DataSets) {
				eachData(p, f, func(code string, _ lint.Place, _ lint.Claim) { note(citation{code}) })
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, citation]) {
			used := citedIDs(notes)
			for _, d := range p.Reference().DataSets {
				var missing []string
				for _, part := range []struct {
					key   string
					given bool
				}{
					{"owner", strings.TrimSpace(d.Owner) != ""},
					{"origin", d.Origin != ""},
					{"load", d.Load.Given()},
					{"reset", d.Reset.Given()},
				} {
					if !part.given {
						missing = append(missing, part.key)
					}
				}
				if len(missing) > 0 && used[d.Code] {
					reportAt(p, d.At, d.Code, strings.Join(missing, ", "))
				}
			}
		}),
	}
}
