package markdown

import (
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
)

// glyph is the sign of a verdict where there is no style sheet.
func glyph(v recette.Verdict, ran bool) string {
	if !ran {
		return "○"
	}
	switch v {
	case recette.Passed:
		return "✔"
	case recette.PassedWithRemark:
		return "✎"
	case recette.Failed:
		return "✖"
	case recette.Blocked:
		return "■"
	case recette.NotApplicable:
		return "–"
	case recette.NotRun:
	}
	return "○"
}

// stale is the sign of a result that proves nothing any more.
const stale = "↻"

// glyphOf is the sign of the last verdict of a scenario.
func glyphOf(s *model.Scenario) string {
	if s.Stale() != recette.Fresh {
		return stale
	}
	if s.Open() {
		return glyph(recette.NotRun, false)
	}
	return glyph(s.Verdict(), s.Ran())
}
