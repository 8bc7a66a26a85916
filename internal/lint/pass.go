package lint

import (
	"unicode/utf8"

	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Pass is one rule at work on one file, or on the notes of all. Each rule has its own, so that rules cannot lean on
// each other.
type Pass struct {
	rule     *Rule
	options  *Options
	values   map[string]any
	severity Severity
	prepared any
	path     string
	findings []Finding
	notes    *Fields // what the first pass leaves to the second
}

// Report adds a finding of the file at hand. The returned value lets the rule offer edits; it is valid until the next
// call.
func (p *Pass) Report(at Place, args ...string) *Finding { return p.ReportIn(p.path, at, args...) }

// ReportIn adds a finding of a file, or of the whole project when path is empty.
func (p *Pass) ReportIn(path string, at Place, args ...string) *Finding {
	p.findings = append(p.findings, Finding{
		Rule: p.rule.ID, Severity: p.severity, Path: path, Line: at.Line, Column: at.Column, EndColumn: at.EndColumn,
		Args: args,
	})
	return &p.findings[len(p.findings)-1]
}

// Int gives an option of the rule, as Bool, Text and Strings do. Asking for an option that the rule does not declare,
// or with another kind, is a mistake of the rule: the zero value is returned.
func (p *Pass) Int(name string) int {
	v, _ := p.values[name].(int)
	return v
}

// Bool gives an option of the rule.
func (p *Pass) Bool(name string) bool {
	v, _ := p.values[name].(bool)
	return v
}

// Text gives an option of the rule.
func (p *Pass) Text(name string) string {
	v, _ := p.values[name].(string)
	return v
}

// Strings gives an option of the rule.
func (p *Pass) Strings(name string) []string {
	v, _ := p.values[name].([]string)
	return v
}

// Tags names the tags of the project, filled with defaults. It belongs to the run: do not change it.
func (p *Pass) Tags() *vocabulary.Vocabulary { return &p.options.Tags }

// Project is what rules know of the project beside its features.
func (p *Pass) Project() *Options { return p.options }

// Reference is what tags and steps refer to; never nil.
func (p *Pass) Reference() *reference.Set { return p.options.Reference }

// TagPlace is where a tag stands.
func TagPlace(t syntax.Tag) Place {
	return Place{t.Line, t.Column, t.Column + utf8.RuneCountInString(t.Name)}
}

// StepPlace is where a step stands, its keyword included.
func StepPlace(s *syntax.Step) Place {
	return Place{s.Line, s.Column, s.Column + utf8.RuneCountInString(s.Keyword) + utf8.RuneCountInString(s.Text)}
}

// Prepared is what the rule made in Prepare.
func (p *Pass) Prepared() any { return p.prepared }

// Diagnostics passes on what the parser found, each with its own code and severity.
func (p *Pass) Diagnostics(list []syntax.Diagnostic) {
	for _, d := range list {
		p.findings = append(p.findings, Finding{
			Rule: p.rule.ID, Code: string(d.Code), Severity: d.Severity, Path: d.Path,
			Line: d.Line, Column: d.Column, EndColumn: d.EndColumn, Args: d.Args, Edits: d.Edits,
		})
	}
}
