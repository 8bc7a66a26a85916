package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkStructure reports what parses and would test nothing, or something else than what is written.
func (p *parse) checkStructure() {
	f := p.doc.Feature
	count, steps := 0, 0
	base := 0
	if f.Background != nil {
		base = len(f.Background.Steps)
	}
	for i, s := range f.Scenarios {
		p.checkScenario(s, following(f.Scenarios, i))
		steps += p.expanded(s, base)
		count++
	}
	for _, r := range f.Rules {
		inRule := base
		if r.Background != nil {
			inRule += len(r.Background.Steps)
		}
		for i, s := range r.Scenarios {
			p.checkScenario(s, following(r.Scenarios, i))
			steps += p.expanded(s, inRule)
			count++
		}
	}
	if count == 0 && !HasErrors(p.report.list) {
		p.report.at(CodeNoScenario, Error, f.Line, f.Column, 0, quoted(f.Name))
	}
	if steps > p.options.MaxSteps {
		p.report.at(CodeTooManyExpansions, Error, f.Line, f.Column, 0, strconv.Itoa(steps), strconv.Itoa(p.options.MaxSteps))
	}
}

func (p *parse) expanded(s *Scenario, background int) int {
	rows := 1
	if len(s.Examples) > 0 {
		rows = 0
		for _, e := range s.Examples {
			rows += len(e.Rows)
		}
	}
	return rows * (background + len(s.Steps))
}

// following is the scenario after the one at i, nil for the last one.
func following(list []*Scenario, i int) *Scenario {
	if i+1 == len(list) {
		return nil
	}
	return list[i+1]
}

func (p *parse) checkScenario(s, next *Scenario) {
	end := s.Column + len([]rune(s.Keyword)) + 1
	if len(s.Steps) == 0 && !p.faultWithin(s.First, s.Last) {
		p.report.at(CodeNoSteps, Error, s.Line, s.Column, end, quoted(s.Name))
	}
	if len(s.Examples) == 0 {
		if s.Outline && p.faultWithin(s.First, s.Last) {
			return
		}
		if s.Outline {
			p.report.at(CodeNoExamples, Error, s.Line, s.Column, end, quoted(s.Name)).mend(p.oneLetterShort(next)...)
			return
		}
		for _, u := range scenarioPlaceholders(s) {
			if u.spaced {
				continue
			}
			if p.report.full() {
				p.report.dropped++
				continue
			}
			p.reportPlaceholder(u, CodePlaceholder, Warning, quoted(u.name))
		}
		return
	}
	uses := scenarioPlaceholders(s)
	if len(uses)*len(s.Examples) > p.options.MaxSteps {
		p.report.at(CodeTooManyExpansions, Error, s.Line, s.Column, end, strconv.Itoa(len(uses)*len(s.Examples)), strconv.Itoa(p.options.MaxSteps))
		return
	}
	for _, e := range s.Examples {
		p.checkExamples(e)
		if e.Header != nil {
			p.checkColumns(s, uses, e.Header)
		}
	}
}

// checkColumns reports each placeholder that no column fills: the parser would leave it as it stands.
func (p *parse) checkColumns(s *Scenario, uses []placeholderUse, header *Row) {
	if len(uses) == 0 {
		return
	}
	known := make(map[string]bool, len(header.Cells))
	names := make([]string, len(header.Cells))
	for i, c := range header.Cells {
		known[c.Value], names[i] = true, c.Value
	}
	for _, u := range uses {
		column := strings.TrimFunc(u.name, invisible)
		if u.spaced != known[column] {
			continue
		}
		switch {
		case p.report.full():
			p.report.dropped++
		case u.spaced:
			p.reportPlaceholder(u, CodePlaceholderSpace, Error, quoted("<"+u.name+">"), quoted("<"+column+">")).
				mend(p.renamePlaceholder(s, u.name, column)...)
		default:
			p.reportPlaceholder(u, CodeUnknownColumn, Error, quoted(u.name), quoted(strings.Join(names, ", "))).
				mend(p.renamePlaceholder(s, u.name, sameColumn(u.name, names))...)
		}
	}
}

// sameColumn is the only column whose name differs from a placeholder by capitals and accents, "" when there is none.
func sameColumn(name string, columns []string) string {
	bare, found := unaccented(fold(name)), ""
	for _, c := range columns {
		if unaccented(fold(c)) != bare || c == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = c
	}
	return found
}

// renamePlaceholder writes the name of a column wherever a scenario uses a placeholder. It reads the scenario for each name,
// and so mends no more of them than are listed.
func (p *parse) renamePlaceholder(s *Scenario, name, column string) []Edit {
	if column == "" || strings.ContainsAny(column, "|\\<>\n") || p.renamed == p.options.MaxErrors {
		return nil
	}
	p.renamed++
	var out []Edit
	for n := s.Line; n < s.Examples[0].Line; n++ {
		switch p.doc.Lines[n-1] {
		case LineScenario, LineStep, LineRow, LineDocText:
		default:
			continue
		}
		text, m := p.src.lines[n-1].LineText, mapper{source: p.src}
		for at := 0; ; {
			i := strings.Index(text[at:], "<"+name+">")
			if i < 0 {
				break
			}
			from := m.offset(n, at+i+1)
			at += i + len(name) + 2
			out = append(out, Edit{Span{from, m.offset(n, at-1)}, column})
		}
	}
	return out
}

func (p *parse) reportPlaceholder(u placeholderUse, code Code, severity Severity, args ...string) *Diagnostic {
	at := strings.Index(p.src.lines[u.line-1].LineText, "<"+u.name+">")
	col := p.src.column(u.line, max(at, 0))
	return p.report.at(code, severity, u.line, col, col+utf8.RuneCountInString(u.name)+2, args...)
}

// faultWithin tells whether an error is already known in a block: an empty scenario is then the consequence.
func (p *parse) faultWithin(first, last int) bool {
	for _, d := range p.report.list {
		if d.Severity == Error && d.Line >= first && d.Line <= last {
			return true
		}
	}
	return false
}

func (p *parse) checkExamples(e *Examples) {
	end := e.Column + len([]rune(e.Keyword)) + 1
	switch {
	case e.Header == nil:
		p.report.at(CodeNoHeader, Error, e.Line, e.Column, end, e.Keyword)
		return
	case len(e.Rows) == 0:
		p.report.at(CodeNoRows, Error, e.Line, e.Column, end, e.Keyword)
	}
	seen := map[string]bool{}
	for _, c := range e.Header.Cells {
		if seen[c.Value] {
			p.report.at(CodeDuplicateColumn, Error, e.Header.Line, c.Column, c.Column+len([]rune(c.Value)), quoted(c.Value))
		}
		seen[c.Value] = true
	}
}
