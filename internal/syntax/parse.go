package syntax

import (
	"fmt"
	"sort"
	"strconv"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// Parse reads a feature file. The document is nil when the bytes cannot be read as text; it may be partial, and must
// not be run, when the diagnostics hold an error. Diagnostics are sorted by line and column and bounded by
// Options.MaxErrors. Parse never panics, whatever the bytes.
func Parse(in Source, o Options) (*Document, []Diagnostic) {
	o = o.withDefaults()
	src, list := decode(in, o)
	if src == nil {
		return nil, bounded(list, in.Path, o.MaxErrors, 0, nil)
	}
	p := &parse{options: o, report: reporter{path: in.Path, list: list, errors: HasErrors(list)}, src: src}
	p.run()
	p.explainRefused()
	p.findHiddenTitles()
	p.lineBreaks()
	if p.doc.Feature != nil {
		p.findLost()
		p.checkStructure()
	}
	return p.doc, bounded(p.report.list, in.Path, o.MaxErrors, p.report.dropped, p.unread())
}

// parse is the state of one Parse.
type parse struct {
	options Options
	report  reporter
	src     *source
	matcher *matcher
	builder *builder
	doc     *Document
	read    int // lines that the parser was given
	renamed int // placeholders that edits rename
}

// run drives the generated state machine. Its errors are ignored on purpose: each is about a line that the builder did
// not receive, which explainRefused reports in our own terms; joined in one string they can be many times the file.
func (p *parse) run() {
	p.matcher = &matcher{dialect: tables().byLanguage[p.options.Language], report: &p.report, src: p.src}
	p.builder = &builder{
		m: p.matcher, src: p.src, at: mapper{source: p.src}, steps: make([]Step, 0, 16), rows: make([]Row, 0, 8),
		tags:  make([]Tag, 0, 8),
		kinds: make([]LineKind, len(p.src.lines)),
	}
	s := &scanner{lines: p.src.lines, builder: p.builder, limit: p.options.MaxErrors}
	p.drive(s)
	p.read = s.next
	p.builder.closeFile()
	p.doc = &Document{
		Path: p.src.path, Language: p.matcher.dialect.language, Lines: p.builder.kinds,
		Feature: p.builder.feature, Comments: p.builder.comments, src: p.src, docs: p.builder.docs,
	}
}

// drive turns a breakdown of the parser into a diagnostic: a feature file must not be able to end the process.
func (p *parse) drive(s *scanner) {
	defer func() {
		if r := recover(); r != nil {
			p.report.at(codeInternal, Error, max(s.next, 1), 1, 0, fmt.Sprint(r))
		}
	}()
	_ = gherkin.NewParser(p.builder).Parse(s, p.matcher)
}

// unread tells how many lines the parser was not given, because it had refused too many; nil when it had them all.
// Blank ones say nothing.
func (p *parse) unread() *Diagnostic {
	n := 0
	for i := p.read; i < len(p.src.lines); i++ {
		if p.src.lines[i].TrimmedLineText != "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return &Diagnostic{
		Code: codeUnread, Severity: Error, Path: p.src.path, Line: p.read + 1, Column: 1,
		Args: []string{strconv.Itoa(n)},
	}
}

// bounded sorts diagnostics and cuts the list to a length, the diagnostics that tell so included. It counts what it
// cuts, and what was dropped before. Last, if any, ends the list whatever its length.
func bounded(list []Diagnostic, path string, limit, dropped int, last *Diagnostic) []Diagnostic {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	if last != nil {
		limit--
	}
	if len(list) > limit {
		// An error must survive the cut: it is what forbids running the file.
		severity := Warning
		if HasErrors(list) {
			severity = Error
		}
		limit = max(limit-1, 0)
		line, more := list[limit].Line, len(list)-limit+dropped
		list = append(list[:limit], Diagnostic{
			Code: CodeTooMany, Severity: severity, Path: path, Line: line, Column: 1,
			Args: []string{strconv.Itoa(limit), strconv.Itoa(more)},
		})
	}
	if last != nil {
		list = append(list, *last)
	}
	return list
}
