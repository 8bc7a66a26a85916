package rules

import (
	"errors"
	"regexp"
	rxsyntax "regexp/syntax"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// configuration is where the options of rules are written.
const configuration = "recette.yaml"

// restrictedPatternInvalid: a pattern of restricted-patterns that is no regular expression forbids nothing, and nobody would
// know. Args: the pattern, what the library refuses in it.
func restrictedPatternInvalid() lint.Rule {
	return lint.Rule{
		ID: "restricted-pattern-invalid", Group: lint.Wording, CA: syntax.Error, Script: syntax.Error,
		Project: func(p *lint.Pass, _ []lint.Note) {
			list, _ := p.Project().Settings[idRestricted].Values["patterns"].([]string)
			for _, entry := range list {
				pattern, _ := cutAdvice(entry)
				_, err := regexp.Compile(pattern)
				if err == nil && pattern != "" {
					continue
				}
				wrong := pattern
				if e, ok := errors.AsType[*rxsyntax.Error](err); ok {
					wrong = e.Expr
				}
				p.ReportIn(configuration, lint.Place{}, entry, wrong)
			}
		},
	}
}
