package rules

import (
	"strings"

	"recette/internal/syntax"
)

// removeTags gives, for each tag of a list that is to go, the edit that removes it: with the space before it, or with its
// line when it stands there alone. Edits of several tags do not overlap. A line that also holds a comment is left to a
// person.
func removeTags(d *syntax.Document, tags []syntax.Tag, gone []bool) []*syntax.Edit {
	out := make([]*syntax.Edit, len(tags))
	for from := 0; from < len(tags); {
		to := from + 1
		for to < len(tags) && tags[to].Line == tags[from].Line {
			to++
		}
		line := d.Line(tags[from].Line)
		src := d.Source()
		switch {
		case strings.TrimSpace(src[tags[to-1].Span.End:line.Span.End]) != "":
		case to-from == 1 && gone[from]:
			out[from] = &syntax.Edit{Span: syntax.Span{Start: line.Span.Start, End: line.End}}
		default:
			kept := false // a tag before it on its line stays
			for i := from; i < to; i++ {
				span := tags[i].Span
				switch {
				case !gone[i]:
					kept = true
					continue
				case kept:
					span.Start = tags[i-1].Span.End
				case i+1 < to:
					span.End = tags[i+1].Span.Start
				}
				out[i] = &syntax.Edit{Span: span}
			}
		}
		from = to
	}
	return out
}
