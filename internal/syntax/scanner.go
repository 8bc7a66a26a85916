package syntax

import gherkin "github.com/cucumber/gherkin/go/v26"

// scanner hands the lines of a source to the parser. It has no line limit of its own and copies nothing. When the
// parser has refused too many lines it ends the file early, so that a long file of garbage costs little.
type scanner struct {
	lines   []gherkin.Line
	next    int
	eof     gherkin.Line
	builder *builder
	limit   int
	given   int // lines given that are neither blank, comment nor tags
}

var _ gherkin.Scanner = (*scanner)(nil)

// Scan returns the next line. It never fails.
func (s *scanner) Scan() (*gherkin.Line, bool, error) {
	// One content line may be in the parser's look-ahead: it is given and not built, and not refused either.
	if s.next >= len(s.lines) || s.given-s.builder.content > s.limit+1 {
		s.eof = gherkin.Line{LineNumber: s.next + 1, AtEof: true}
		return &s.eof, true, nil
	}
	l := &s.lines[s.next]
	s.next++
	if t := l.TrimmedLineText; t != "" && t[0] != '#' && t[0] != '@' {
		s.given++
	}
	return l, false, nil
}
