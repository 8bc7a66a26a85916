package format

import "recette/internal/syntax"

// blanks decides how many blank lines stand above each line: one above a rule, a background, a scenario or examples,
// with their tags and the comments that touch them; none between tags and what they are put on; elsewhere the author's,
// one at most. Inside a description and a doc string they are text.
func (f *file) blanks() {
	last := -1 // visible line above
	inTags := false
	blank := 0
	for i := range f.lines {
		l := &f.lines[i]
		l.before = 0
		if l.kind == syntax.LineBlank {
			blank++
			continue
		}
		switch {
		case last < 0 || inTags:
		case l.kind == syntax.LineDescription && f.lines[last].kind == syntax.LineDescription:
			l.before = blank
		default:
			l.before = min(blank, 1)
		}
		switch l.kind {
		case syntax.LineTags:
			inTags = true
		case syntax.LineComment:
		default:
			inTags = false
		}
		last, blank = i, 0
	}
	f.groups()
}

// groups opens a block at each title, from the comments and tags that lead to it.
func (f *file) groups() {
	block, from := 0, 0 // number of the open block, and the first line that has no number yet
	for i := range f.lines {
		switch f.lines[i].kind {
		case syntax.LineRule, syntax.LineBackground, syntax.LineScenario, syntax.LineExamples:
		default:
			continue
		}
		first := f.lead(i)
		f.lines[first].before = 1
		// The blank lines above belong to the block that they set apart.
		start := first
		for start > from && f.lines[start-1].kind == syntax.LineBlank {
			start--
		}
		for ; from < start; from++ {
			f.lines[from].block = block
		}
		block++
	}
	for ; from < len(f.lines); from++ {
		f.lines[from].block = block
	}
}

// lead is the first line of a title: of its tags, and of the comments that touch them from above.
func (f *file) lead(title int) int {
	first := title
	for i := title - 1; i >= 0; i-- {
		k := f.lines[i].kind
		if k == syntax.LineTags {
			first = i
		} else if k != syntax.LineComment && k != syntax.LineBlank {
			break
		}
	}
	for first > 0 && f.lines[first-1].kind == syntax.LineComment {
		first--
	}
	return first
}
