package syntax

import (
	"strings"
	"unicode/utf8"
)

// findHiddenTitles reports a title that is a comment while the steps below it are not: the heading of somebody who
// writes Markdown, "## Scénario: a", or half a scenario put in comments. The steps then belong to the scenario above,
// and no one sees it. A comment that parts nothing, or a sentence between two steps, is left alone.
func (p *parse) findHiddenTitles() {
	inSteps, blank := false, false
	hidden := 0 // line of a title that steps may follow
	for i, kind := range p.doc.Lines[:p.read] {
		switch kind {
		case LineBlank:
			blank = true
			continue
		case LineComment:
			if inSteps && p.hidesTitle(i+1, blank) {
				hidden = i + 1
			}
		case LineStep:
			if hidden > 0 {
				p.reportHidden(hidden)
			}
			hidden, inSteps = 0, true
		case LineRow, LineDocDelimiter, LineDocText:
			hidden = 0
		case LineRefused, LineLanguage, LineTags, LineFeature, LineRule, LineBackground, LineScenario, LineExamples,
			LineDescription:
			hidden, inSteps = 0, false
		}
		blank = false
	}
}

// hidesTitle tells that a comment holds the title of a scenario or of a Contexte, set apart as titles are.
func (p *parse) hidesTitle(line int, afterBlank bool) bool {
	text := p.src.lines[line-1].TrimmedLineText
	bare := strings.TrimLeft(text, "#")
	if len(text)-len(bare) < 2 && !afterBlank {
		return false
	}
	kind, _, ok := p.matcher.dialect.isExactTitle(strings.TrimLeft(bare, " \t"))
	return ok && (kind == titleScenario || kind == titleOutline || kind == titleBackground)
}

func (p *parse) reportHidden(line int) {
	l := &p.src.lines[line-1]
	text, indent := l.TrimmedLineText, l.Indent()
	bare := strings.TrimLeft(text, "#")
	title := strings.TrimLeft(bare, " \t")
	col := p.src.column(line, indent)
	found := p.report.at(codeHiddenTitle, Warning, line, col, col+utf8.RuneCountInString(text), quoted(text))
	if kind, _, _ := p.matcher.dialect.isExactTitle(title); len(text)-len(bare) > 1 && kind != titleBackground {
		found.mend(p.src.edit(line, indent, indent+len(text)-len(title), ""))
	}
}
