package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// escape opens a line of a description that looks like a keyword and is prose: "\Quand le sage montre la lune". In the
// narrative of a feature or a rule a line of a list ("- Quand …") needs none; above the steps of a scenario it does.
const escape = `\`

// findLost is the lost-line detector: it looks in every description for lines that their author took for a keyword
// line. The parser takes them for prose without a word, and the recette would be green without them.
func (p *parse) findLost() {
	for _, span := range p.builder.about.spans {
		p.findLostIn(span)
	}
}

func (p *parse) findLostIn(span aboutSpan) {
	inHeader := span.owner == LineFeature || span.owner == LineRule
	aboveSteps := span.owner == LineScenario || span.owner == LineBackground
	titles := false
	var stray straySteps
	for n := span.first; n <= span.last; n++ {
		l := &p.src.lines[n-1]
		if p.doc.Lines[n-1] != LineDescription || l.TrimmedLineText == "" {
			continue
		}
		text, start := body(l.LineText)
		if strings.HasPrefix(text, escape) {
			continue
		}
		if _, _, ok := p.matcher.dialect.isExactTitle(l.TrimmedLineText); ok {
			if !titles {
				p.misplacedTitle(n, LineDescription)
			}
			titles = true
			continue
		}
		if f, ok := nearTitle(l, p.matcher.dialect); ok {
			p.reportNear(n, f)
			titles = true
			continue
		}
		folded := fold(text)
		if f, ok := p.missingColon(l, folded); ok {
			p.matcher.reportMiss(n, f, codeMissingColon, f.written, f.expected)
			titles = true
			continue
		}
		if f, ok := markedTitle(text, start, p.matcher.dialect); ok && p.matcher.opensBlock(n, f.title) {
			p.reportNear(n, f)
			titles = true
			continue
		}
		if p.reportLostAt(l, text, start) {
			continue
		}
		if mark := strayMark(text, inHeader); mark != "" {
			col := p.src.column(n, start)
			p.report.at(
				codeStrayMark, Error, n, col, col+utf8.RuneCountInString(mark), mark,
			).mend(p.markEdits(l, text, start)...)
			continue
		}
		if inHeader {
			stray.note(p.matcher.dialect, n, text, folded, start)
			continue
		}
		f, ok := nearStepIn(l, p.matcher.dialect, text, start, folded)
		switch {
		case ok && span.owner == LineExamples && f.isExact():
			p.matcher.reportMiss(n, f, codeStrayStep, f.written)
		case ok:
			p.reportNear(n, f)
		case aboveSteps:
			p.findLostStep(n, text, start)
		}
	}
	if inHeader && !titles {
		p.reportStray(stray)
	}
}

// findLostStep judges a line between the title of a scenario and its first step, where a step that is lost leaves no
// trace.
func (p *parse) findLostStep(n int, text string, start int) {
	if f, ok := strictStep(text, start, p.matcher.dialect); ok {
		p.reportNear(n, f)
		return
	}
	if p.isBeforeStep(n) {
		col := p.src.column(n, start)
		p.report.at(codeProseAboveStep, Warning, n, col, col+utf8.RuneCountInString(text), quoted(text))
	}
}

// strayMark recognises a table row, a tag or a doc string that the parser took for prose. Tables and code blocks are
// welcome in the description of a feature or a rule.
func strayMark(text string, inHeader bool) string {
	if rest, ok := strings.CutPrefix(text, "@"); ok && rest != "" && !unicode.IsSpace(firstRune(rest)) {
		return "@"
	}
	if strings.HasPrefix(text, wideAt) {
		return wideAt
	}
	if opensWithMark(text) && allTags(text) {
		return string(firstRune(text))
	}
	if inHeader {
		return ""
	}
	for _, mark := range []string{"|", quotes, backticks} {
		if strings.HasPrefix(text, mark) {
			return mark
		}
	}
	return ""
}

// wideAt is the at sign of East Asian keyboards: it opens no tag.
const wideAt = "＠"

func opensWithMark(text string) bool { return strings.ContainsRune(listMarks, firstRune(text)) }

// allTags recognises a line of tags behind marks: "(@manuel)", "- @manuel @critique".
func allTags(text string) bool {
	found := false
	for field := range strings.FieldsSeq(text) {
		tag := strings.TrimLeft(field, listMarks)
		switch {
		case tag == "" && !found:
		case len(tag) > 1 && tag[0] == '@', strings.HasPrefix(tag, wideAt):
			found = true
		default:
			return false
		}
	}
	return found
}

// missingColon recognises "Scénario Adhésion" above a step. Without a step below it is taken for prose.
func (p *parse) missingColon(l *gherkin.Line, folded string) (miss, bool) {
	text, start := body(l.LineText)
	for i := range p.matcher.dialect.folded {
		k := &p.matcher.dialect.folded[i]
		if k.title < titleBackground || !startsWord(folded, k.text) {
			continue
		}
		next := p.nextContent(l.LineNumber)
		if next == nil {
			return miss{}, false
		}
		isRow := strings.HasPrefix(next.TrimmedLineText, "|")
		if (k.title == titleExamples) != isRow || !isRow && !p.opensStep(next) {
			return miss{}, false
		}
		n := writtenLength(text, k.text)
		if n < len(text) && text[n] == ';' {
			n++
		}
		return miss{
			title: k.title, raw: k.raw, written: text[:n], expected: k.raw + ":", from: start, to: start + n,
		}, true
	}
	return miss{}, false
}

func (p *parse) opensStep(l *gherkin.Line) bool {
	folded := fold(l.LineText)
	for i := range p.matcher.dialect.folded {
		if k := &p.matcher.dialect.folded[i]; k.title < 0 && startsWord(folded, k.text) {
			return true
		}
	}
	return false
}

func (p *parse) nextContent(line int) *gherkin.Line {
	for i := line; i < len(p.src.lines); i++ {
		if t := p.src.lines[i].TrimmedLineText; t != "" && t[0] != '#' {
			return &p.src.lines[i]
		}
	}
	return nil
}

// straySteps are lines of the description of a feature or a rule that open with a step keyword. One line that opens
// with Quand or Et is honest prose there (the wording of a story); lines of two different roles are a scenario without
// its title.
type straySteps struct {
	list  []miss
	lines []int
	roles map[messages.StepKeywordType]bool
}

// note keeps a line that starts as a step does.
func (s *straySteps) note(d *dialect, line int, text, folded string, start int) {
	if !unicode.IsUpper(firstRune(text)) {
		return
	}
	for i := range d.folded {
		k := &d.folded[i]
		if k.title >= 0 || !startsWord(folded, k.text) {
			continue
		}
		if k.kind != messages.StepKeywordType_CONJUNCTION && k.kind != messages.StepKeywordType_UNKNOWN {
			if s.roles == nil {
				s.roles = map[messages.StepKeywordType]bool{}
			}
			s.roles[k.kind] = true
			size := writtenLength(text, k.text)
			s.lines = append(s.lines, line)
			s.list = append(s.list, miss{written: text[:size], from: start, to: start + size})
		}
		return
	}
}

func (p *parse) reportStray(s straySteps) {
	if len(s.roles) < 2 {
		return
	}
	for i, f := range s.list {
		p.matcher.reportMiss(s.lines[i], f, codeStrayStep, f.written)
	}
}
