package markdown

import "recette/internal/livingdoc"

// glyph is a sign where there is no style sheet.
func glyph(s livingdoc.Sign) string {
	switch s {
	case livingdoc.Conform:
		return "✔"
	case livingdoc.Remarked:
		return "✎"
	case livingdoc.Failed:
		return "✖"
	case livingdoc.Accepted:
		return "≈"
	case livingdoc.Blocked:
		return "■"
	case livingdoc.Idle:
		return "–"
	case livingdoc.Stale:
		return "↻"
	case livingdoc.Unrun:
	}
	return "○"
}
