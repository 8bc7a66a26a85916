package rules

import (
	"strings"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// keywordPlace is that of a keyword that stands at a line and a column in runes, without the space that ends it.
func keywordPlace(line, column int, keyword string) lint.Place {
	return lint.Place{
		Line: line, Column: column, EndColumn: column + utf8.RuneCountInString(strings.TrimRight(keyword, " ")),
	}
}

// scenarioPlace is the keyword of a scenario.
func scenarioPlace(s *syntax.Scenario) lint.Place { return keywordPlace(s.Line, s.Column, s.Keyword) }

// stepKeyword is the keyword of a step as a reader calls it, without the space that ends it.
func stepKeyword(s *syntax.Step) string { return strings.TrimRight(s.Keyword, " ") }

// stepKeywordPlace is the keyword of a step.
func stepKeywordPlace(s *syntax.Step) lint.Place { return keywordPlace(s.Line, s.Column, s.Keyword) }

// isStar tells a step written with *, which has no type of its own.
func isStar(s *syntax.Step) bool { return strings.HasPrefix(s.Keyword, "*") }

// own is the type that the keyword of a step gives by itself: Unknown for Et, Mais and *.
func own(s *syntax.Step) catalogue.StepType { return catalogue.KindOf(s.Type, catalogue.Unknown) }

// isConjunction tells a step written with Et or Mais, in any language.
func isConjunction(s *syntax.Step) bool { return own(s) == catalogue.Unknown && !isStar(s) }

// damagedLines tells whether an error stands in a stretch of lines: what looks absent from it may be what was not read.
func damagedLines(f *lint.File, first, last int) bool {
	if !f.Broken {
		return false
	}
	for i := range f.Diagnostics {
		d := &f.Diagnostics[i]
		if d.Severity == syntax.Error && d.Line >= first && d.Line <= last {
			return true
		}
	}
	return false
}
