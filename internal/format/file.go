package format

import (
	"strings"
	"unicode"

	"recette/internal/syntax"
)

// byteOrderMark opens files of some Windows tools.
const byteOrderMark = "\ufeff"

// line is a physical line of the source and what becomes of it.
type line struct {
	kind  syntax.LineKind // LineBlank also for the blank lines of a description
	start int             // offset in the source, the byte order mark excepted
	raw   string          // as read, without its end
	end   string          // its end, empty for a last line without one

	content int             // index of the next line that is neither blank nor a comment, or the number of lines
	title   syntax.LineKind // of the next line that is not a tag either

	level  int // of indentation
	before int // blank lines wanted above it
	block  int // number of the block that it belongs to, blank lines above it included

	name   *syntax.Span // the text of a title, nil for another line
	step   *syntax.Step // nil for another line
	spaced bool         // the space after the keyword of this step must stay as written

	text  string // laid out, without indentation and end
	chunk string // what the line becomes: a blank line or nothing above it, its text, its end
}

// file is one formatting at work.
type file struct {
	source  string
	doc     *syntax.Document
	options Options
	eol     string
	lines   []line
	fixes   []syntax.Edit

	low, high int // first and last block to lay out; none when low is above high
}

func newFile(doc *syntax.Document, o Options) *file {
	f := &file{source: doc.Source(), doc: doc, options: o}
	f.lines = make([]line, len(doc.Lines))
	for i := range f.lines {
		at := doc.Line(i + 1)
		l := &f.lines[i]
		l.kind, l.start = at.Kind, at.Span.Start
		l.raw, l.end = f.source[at.Span.Start:at.Span.End], f.source[at.Span.End:at.End]
		switch {
		case l.kind != syntax.LineDescription && l.kind != syntax.LineBlank:
		case isSpace(l.raw):
			l.kind = syntax.LineBlank
		case l.kind == syntax.LineBlank:
			l.kind = syntax.LineComment // characters that show nothing and are no space: kept where they stand
		}
	}
	f.lookAhead()
	f.eol = f.lineEnd()
	if f.options.Indent == OwnIndent {
		f.options.Indent = f.ownIndent()
	}
	f.findHeads()
	return f
}

// lookAhead tells each line what comes below it, in one pass: comments and blank lines may be many.
func (f *file) lookAhead() {
	content, title := len(f.lines), syntax.LineRefused
	for i := len(f.lines) - 1; i >= 0; i-- {
		l := &f.lines[i]
		l.content, l.title = content, title
		switch l.kind {
		case syntax.LineBlank, syntax.LineComment:
		case syntax.LineTags:
			content = i
		default:
			content, title = i, l.kind
		}
	}
}

// matches proves that the lines cover the file: what follows rests on it.
func (f *file) matches() error {
	at := 0
	if strings.HasPrefix(f.source, byteOrderMark) {
		at = len(byteOrderMark)
	}
	for i := range f.lines {
		l := &f.lines[i]
		if l.start != at {
			return &UnsafeError{Line: i + 1, What: "the lines do not cover the file"}
		}
		at += len(l.raw) + len(l.end)
	}
	if at != len(f.source) {
		return &UnsafeError{Line: len(f.lines), What: "the lines do not cover the file"}
	}
	return nil
}

// lineEnd is the end that the lines get. In a range it is that of the other lines, whatever is asked for: half a file
// must not change.
func (f *file) lineEnd() string {
	if f.options.EOL == Keep || f.options.ranged() {
		windows := 0
		for i := range f.lines {
			if f.lines[i].end == "\r\n" {
				windows++
			}
		}
		if 2*windows > len(f.lines) {
			return "\r\n"
		}
		return "\n"
	}
	if f.options.EOL == crlf {
		return "\r\n"
	}
	return "\n"
}

func (f *file) ownIndent() int {
	for i := range f.lines {
		switch l := &f.lines[i]; l.kind {
		case syntax.LineRule, syntax.LineBackground, syntax.LineScenario:
			if strings.HasPrefix(l.raw, "    ") {
				return 4
			}
			return defaultIndent
		default:
		}
	}
	return defaultIndent
}

// whole is a line as read, its end included.
func (f *file) whole(l *line) string { return f.source[l.start : l.start+len(l.raw)+len(l.end)] }

// isSpace tells a line of nothing but white space, that of Unicode included: blank for the parser as for a reader.
func isSpace(s string) bool { return strings.TrimLeftFunc(s, unicode.IsSpace) == "" }

// white is what a formatter may change.
const white = " \t"

// findHeads collects the titles and steps of the tree.
func (f *file) findHeads() {
	root := f.doc.Feature
	f.lines[root.Line-1].name = &root.TextSpan
	steps := func(list []syntax.Step) {
		for i := range list {
			f.lines[list[i].Line-1].step = &list[i]
		}
	}
	eachBlock(root, func(r *syntax.Rule, b *syntax.Background, s *syntax.Scenario) {
		switch {
		case r != nil:
			f.lines[r.Line-1].name = &r.TextSpan
		case b != nil:
			f.lines[b.Line-1].name = &b.TextSpan
			steps(b.Steps)
		case s != nil:
			f.lines[s.Line-1].name = &s.TextSpan
			steps(s.Steps)
			for _, e := range s.Examples {
				f.lines[e.Line-1].name = &e.TextSpan
			}
		}
	})
}

// eachBlock calls fn for each block below a feature in the order of the file, with one argument that is not nil.
func eachBlock(root *syntax.Feature, fn func(*syntax.Rule, *syntax.Background, *syntax.Scenario)) {
	block := func(b *syntax.Background, scenarios []*syntax.Scenario) {
		if b != nil {
			fn(nil, b, nil)
		}
		for _, s := range scenarios {
			fn(nil, nil, s)
		}
	}
	block(root.Background, root.Scenarios)
	for _, r := range root.Rules {
		fn(r, nil, nil)
		block(r.Background, r.Scenarios)
	}
}
