package syntax

import (
	"strconv"
	"strings"
)

// checkStructure reports what parses and would test nothing, or something else than what is written.
func (p *parse) checkStructure() {
	f := p.doc.Feature
	count, steps := 0, 0
	base := 0
	if f.Background != nil {
		base = len(f.Background.Steps)
	}
	for _, s := range f.Scenarios {
		p.checkScenario(s)
		steps += p.expanded(s, base)
		count++
	}
	for _, r := range f.Rules {
		inRule := base
		if r.Background != nil {
			inRule += len(r.Background.Steps)
		}
		for _, s := range r.Scenarios {
			p.checkScenario(s)
			steps += p.expanded(s, inRule)
			count++
		}
	}
	if count == 0 && !HasErrors(p.report.list) {
		p.report.at(CodeNoScenario, Error, f.Line, f.Column, 0, f.Name)
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

func (p *parse) checkScenario(s *Scenario) {
	end := s.Column + len([]rune(s.Keyword)) + 1
	if len(s.Steps) == 0 && !p.faultWithin(s.First, s.Last) {
		p.report.at(CodeNoSteps, Error, s.Line, s.Column, end, s.Name)
	}
	if len(s.Examples) == 0 {
		if s.Outline {
			p.report.at(CodeNoExamples, Error, s.Line, s.Column, end, s.Name)
			return
		}
		p.checkPlaceholders(s, nil, Warning)
		return
	}
	for _, e := range s.Examples {
		p.checkExamples(e)
		if e.Header != nil {
			p.checkPlaceholders(s, e.Header, Error)
		}
	}
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
			p.report.at(CodeDuplicateColumn, Error, e.Header.Line, c.Column, c.Column+len([]rune(c.Value)), c.Value)
		}
		seen[c.Value] = true
	}
}

// checkPlaceholders reports each <name> that no column fills: the parser would leave it as it stands.
func (p *parse) checkPlaceholders(s *Scenario, header *Row, severity Severity) {
	if !s.hasAngle() {
		return
	}
	known := map[string]bool{}
	var columns []string
	if header != nil {
		for _, c := range header.Cells {
			known[c.Value] = true
			columns = append(columns, c.Value)
		}
	}
	check := func(line int, text string) {
		for _, name := range placeholders(text) {
			if known[name] {
				continue
			}
			known[name] = true // once a scenario
			at := strings.Index(p.src.lines[line-1].LineText, "<"+name+">")
			col := p.src.column(line, max(at, 0))
			end := col + len([]rune(name)) + 2
			if header == nil {
				p.report.at(CodePlaceholder, severity, line, col, end, name)
			} else {
				p.report.at(CodeUnknownColumn, severity, line, col, end, name, strings.Join(columns, ", "))
			}
		}
	}
	for i := range s.Steps {
		step := &s.Steps[i]
		check(step.Line, step.Text)
		for _, row := range step.Table {
			for _, c := range row.Cells {
				check(row.Line, c.Value)
			}
		}
		if step.DocString != nil {
			p.checkDocString(step.DocString, check)
		}
	}
}

// hasAngle tells whether anything in the scenario can hold a placeholder: most scenarios hold none.
func (s *Scenario) hasAngle() bool {
	for i := range s.Steps {
		step := &s.Steps[i]
		if strings.IndexByte(step.Text, '<') >= 0 || step.DocString != nil && strings.IndexByte(step.DocString.Content, '<') >= 0 {
			return true
		}
		for _, row := range step.Table {
			for _, c := range row.Cells {
				if strings.IndexByte(c.Value, '<') >= 0 {
					return true
				}
			}
		}
	}
	return false
}

func (p *parse) checkDocString(d *DocString, check func(int, string)) {
	if !strings.Contains(d.Content, "<") {
		return
	}
	names := placeholders(d.Content)
	for i, line := range strings.Split(d.Content, "\n") {
		for _, name := range placeholders(line) {
			// A name that the whole text closes or voids is markup, whatever this line says.
			for _, n := range names {
				if n == name {
					check(d.Line+1+i, "<"+name+">")
					break
				}
			}
		}
	}
}

// voidElements are the HTML elements that nothing closes.
const voidElements = " area base br col embed hr img input link meta source track wbr "

// placeholders lists the <name> of a text, leaving out what is markup: tags with attributes, closing or closed tags,
// void elements of HTML, comparisons.
func placeholders(text string) []string {
	var out []string
	for rest := text; ; {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			return out
		}
		rest = rest[open+1:]
		end := strings.IndexAny(rest, "<>\n")
		if end < 0 {
			return out
		}
		if rest[end] != '>' {
			rest = rest[end:]
			continue
		}
		name := rest[:end]
		rest = rest[end+1:]
		if isPlaceholder(name) && !strings.Contains(text, "</"+name+">") {
			out = append(out, name)
		}
	}
}

func isPlaceholder(name string) bool {
	return name != "" && name == strings.TrimSpace(name) && !strings.ContainsAny(name, "=\"'/!?") &&
		!strings.Contains(voidElements, " "+strings.ToLower(name)+" ")
}
