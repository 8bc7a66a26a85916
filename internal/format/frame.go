package format

import "recette/internal/syntax"

// lay decides what becomes of each line.
func (f *file) lay() {
	f.fixes = nil
	f.levels()
	f.comments()
	f.blanks()
	f.findRange()
	f.descriptions()
	f.docStrings()
	f.tables()
	f.words()
	f.chunks()
}

// levels gives each line that is neither blank nor a comment its level of indentation: a feature 0, a rule 1, a
// background or a scenario 1, or 2 in a rule, its steps one more, as its examples; a table, a doc string or a
// description one more than what it belongs to.
func (f *file) levels() {
	block, owner := 0, 0 // level of the open block, and of what a row, a delimiter or a description belongs to
	inRule := false
	for i := range f.lines {
		l := &f.lines[i]
		switch l.kind {
		case syntax.LineTags:
			l.level = titleLevel(l.title, inRule, block)
		case syntax.LineFeature, syntax.LineRule, syntax.LineBackground, syntax.LineScenario, syntax.LineExamples:
			l.level = titleLevel(l.kind, inRule, block)
			owner = l.level
			inRule = inRule || l.kind == syntax.LineRule
			if l.kind != syntax.LineExamples {
				block = l.level
			}
		case syntax.LineStep:
			l.level = block + 1
			owner = l.level
		case syntax.LineRow, syntax.LineDocDelimiter, syntax.LineDocText, syntax.LineDescription:
			l.level = owner + 1
		case syntax.LineRefused, syntax.LineBlank, syntax.LineComment, syntax.LineLanguage:
		}
	}
}

func titleLevel(kind syntax.LineKind, inRule bool, block int) int {
	switch kind {
	case syntax.LineFeature:
		return 0
	case syntax.LineRule:
		return 1
	case syntax.LineExamples:
		return block + 1
	default:
		if inRule {
			return 2
		}
		return 1
	}
}

// comments gives comments the level of what they stand above. A run of comments that a blank line parts from what
// follows and none from what precedes goes with the latter; the last comments of a file stand as the last block does.
func (f *file) comments() {
	level, block := 0, 0
	for i := 0; i < len(f.lines); i++ {
		l := &f.lines[i]
		if l.kind == syntax.LineBlank {
			continue
		}
		if l.kind != syntax.LineComment {
			level = l.level
			if isTitle(l.kind) {
				level++
				if l.kind != syntax.LineExamples {
					block = l.level
				}
			}
			continue
		}
		first := i
		for i+1 < len(f.lines) && f.lines[i+1].kind == syntax.LineComment {
			i++
		}
		want, below := block, f.lines[i].content
		switch {
		case below == i+1 && below < len(f.lines):
			want = f.lines[below].level
		case first > 0 && f.lines[first-1].kind != syntax.LineBlank:
			want = level
		case below < len(f.lines):
			want = f.lines[below].level
		}
		for ; first <= i; first++ {
			f.lines[first].level = want
		}
	}
}

func isTitle(k syntax.LineKind) bool {
	switch k {
	case syntax.LineFeature, syntax.LineRule, syntax.LineBackground, syntax.LineScenario, syntax.LineExamples:
		return true
	default:
		return false
	}
}
