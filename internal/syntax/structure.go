package syntax

import (
	"slices"
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
		below := slices.Clone(f.Scenarios)
		for _, r := range f.Rules {
			below = append(below, r.Scenarios...)
		}
		p.checkBackground(f.Background, below)
	}
	for i, s := range f.Scenarios {
		p.checkScenario(s, following(f.Scenarios, i))
		steps += p.expanded(s, base)
		count++
	}
	var idle []*Background
	for at, r := range f.Rules {
		inRule := base
		if r.Background != nil {
			inRule += len(r.Background.Steps)
			p.checkBackground(r.Background, r.Scenarios)
			last := len(p.doc.Lines)
			if at+1 < len(f.Rules) {
				last = f.Rules[at+1].Line - 1
			}
			if len(r.Scenarios) == 0 && !p.faultWithin(r.Line, last) {
				idle = append(idle, r.Background)
			}
		}
		for i, s := range r.Scenarios {
			p.checkScenario(s, following(r.Scenarios, i))
			steps += p.expanded(s, inRule)
			count++
		}
	}
	if count == 0 && !HasErrors(p.report.list) {
		p.report.at(CodeNoScenario, Error, f.Line, f.Column, 0, quoted(f.Name))
		if f.Background != nil {
			p.reportIdle(f.Background)
		}
	}
	for _, b := range idle {
		p.reportIdle(b)
	}
	if steps > p.options.MaxSteps {
		p.report.at(
			codeTooManyExpansions, Error, f.Line, f.Column, 0, strconv.Itoa(steps), strconv.Itoa(p.options.MaxSteps),
		)
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
	p.checkWords(s.Steps)
	if len(s.Examples) == 0 {
		if s.Outline && p.faultWithin(s.First, s.Last) {
			return
		}
		if s.Outline {
			p.report.at(CodeNoExamples, Error, s.Line, s.Column, end, quoted(s.Name)).mend(p.oneLetterShort(next)...)
			return
		}
		for _, u := range scenarioPlaceholders(s) {
			if u.spaced || u.unsure || u.markup || p.options.names(u.name) {
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
		p.report.at(
			codeTooManyExpansions, Error, s.Line, s.Column, end, strconv.Itoa(len(uses)*len(s.Examples)),
			strconv.Itoa(p.options.MaxSteps),
		)
		return
	}
	for _, e := range s.Examples {
		p.checkExamples(e)
		if e.Header != nil {
			p.checkColumns(s, uses, e)
		}
	}
}

// checkColumns reports each placeholder that no column fills: the parser would leave it as it stands.
func (p *parse) checkColumns(s *Scenario, uses []placeholderUse, e *Examples) {
	if len(uses) == 0 {
		return
	}
	columns := NewColumns(columnsOf(e.Header))
	for _, u := range uses {
		if columns.known[u.name] || p.options.names(u.name) || p.fieldOf(e, u.name) {
			continue
		}
		if p.report.full() {
			p.report.dropped++
			continue
		}
		like := strings.TrimFunc(u.name, invisible)
		if !columns.known[like] {
			like = columns.Like(u.name)
		}
		near := ""
		if u.markup && like == "" {
			continue
		}
		if like == "" && !u.spaced {
			near = columns.near(u.name)
		}
		switch {
		case u.spaced && like == "":
		case u.spaced:
			p.reportPlaceholder(u, CodePlaceholderSpace, Error, quoted("<"+u.name+">"), quoted("<"+like+">")).
				mend(p.renamePlaceholder(s, u.name, like)...)
		case near != "":
			d := p.reportPlaceholder(u, CodeNearColumn, Error, quoted(u.name), quoted(near))
			// A column that the scenario uses elsewhere may not be the one that was meant here.
			if !slices.ContainsFunc(uses, func(u placeholderUse) bool { return u.name == near }) {
				d.mend(p.renamePlaceholder(s, u.name, near)...)
			}
		case like != "" && columns.same(u.name) == "":
			p.reportPlaceholder(u, CodeNearColumn, Error, quoted(u.name), quoted(like)).
				mend(p.renamePlaceholder(s, u.name, like)...)
		default:
			severity := Error
			if u.unsure && like == "" {
				severity = Warning
			}
			p.reportPlaceholder(
				u, CodeUnknownColumn, severity, quoted(u.name), quoted(strings.Join(columns.names, ", ")),
			).
				mend(p.renamePlaceholder(s, u.name, like)...)
		}
	}
}

// fieldOf tells whether a placeholder is a field, "adhérent.siret", of a column where a row of values outside the file
// is named.
func (p *parse) fieldOf(e *Examples, name string) bool {
	column, field, ok := strings.Cut(name, ".")
	if !ok || field == "" || p.options.Named == "" {
		return false
	}
	for i, c := range e.Header.Cells {
		if c.Value != column {
			continue
		}
		for j := range e.Rows {
			if cells := e.Rows[j].Cells; i < len(cells) && p.options.names(cells[i].Value) {
				return true
			}
		}
	}
	return false
}

// inAllExamples tells whether each table of a scenario has a column: a name that fits one alone would leave the other.
func inAllExamples(s *Scenario, column string) bool {
	for _, e := range s.Examples {
		if e.Header != nil && !slices.Contains(columnsOf(e.Header), column) {
			return false
		}
	}
	return true
}

// renamePlaceholder writes the name of a column wherever a scenario uses a placeholder. It reads the scenario for each
// name, and so mends no more of them than are listed.
func (p *parse) renamePlaceholder(s *Scenario, name, column string) []Edit {
	if column == "" || strings.ContainsAny(column, "|\\<>\n") ||
		p.renamed == p.options.MaxErrors || !inAllExamples(s, column) {
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

// checkWords reports the steps that say nothing: whoever conducts them would answer for nothing.
func (p *parse) checkWords(steps []Step) {
	for i := range steps {
		if s := &steps[i]; !Worded(s.Text) {
			end := s.Column + utf8.RuneCountInString(strings.TrimRight(s.Keyword, " "))
			p.report.at(codeNoWords, Error, s.Line, s.Column, end, quoted(strings.TrimRight(s.Keyword, " ")))
		}
	}
}

// checkBackground reports the steps of a Contexte that say nothing, and the placeholders that it holds: no row of
// examples reaches them. One that a column of the scenarios below is called was meant to be replaced.
func (p *parse) checkBackground(b *Background, below []*Scenario) {
	p.checkWords(b.Steps)
	uses := placeholders(b.Steps)
	if len(uses) == 0 {
		return
	}
	known := map[string]bool{}
	for _, s := range below {
		for _, e := range s.Examples {
			if e.Header == nil {
				continue
			}
			for _, c := range columnsOf(e.Header) {
				known[bare(c)] = true
			}
		}
	}
	for _, u := range uses {
		if p.report.full() {
			p.report.dropped++
			continue
		}
		switch {
		case p.options.names(u.name):
		case known[bare(u.name)]:
			p.reportPlaceholder(u, codeBackgroundPlaceholder, Error, quoted(u.name), b.Keyword)
		case !u.spaced && !u.unsure && !u.markup && p.doc.Lines[u.line-1] != LineDocText:
			p.reportPlaceholder(u, codeBackgroundPlaceholder, Warning, quoted(u.name), b.Keyword)
		}
	}
}

// reportIdle reports a Contexte that prepares nothing: none of its steps is in any case.
func (p *parse) reportIdle(b *Background) {
	if len(b.Steps) == 0 {
		return
	}
	first, last := b.Steps[0].Line, b.Steps[len(b.Steps)-1].Line
	end := b.Column + utf8.RuneCountInString(b.Keyword) + 1
	p.report.at(codeIdleBackground, Error, b.Line, b.Column, end,
		b.Keyword, strconv.Itoa(len(b.Steps)), strconv.Itoa(first), strconv.Itoa(last))
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
			p.report.at(
				CodeDuplicateColumn, Error, e.Header.Line, c.Column, c.Column+len([]rune(c.Value)), quoted(c.Value),
			)
		}
		seen[c.Value] = true
	}
}
