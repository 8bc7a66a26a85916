package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"golang.org/x/text/unicode/norm"
)

const bom = "\ufeff"

// source is a file made fit for the parser: UTF-8, NFC, cut in lines. It knows how to go back to the bytes of the file
// as it stands.
type source struct {
	path     string
	raw      string         // the file as it stands, byte order mark included
	lines    []gherkin.Line // LineText in NFC
	starts   []int          // where each line starts in raw; then where the file ends
	original map[int]string // lines that NFC changed, by 1-based number
	breaks   bool           // a line holds a character that ends lines for others
}

// decode checks the bytes and cuts them in lines. With an error of encoding or size there is nothing to parse and the
// source is nil: one diagnostic says it all, whatever the size of the file.
func decode(src Source, o Options) (*source, []Diagnostic) {
	d := reporter{path: src.Path}
	b := src.Bytes
	if len(b) > o.MaxFile {
		d.whole(codeFileTooLarge, Error, strconv.Itoa(len(b)), strconv.Itoa(o.MaxFile))
		return nil, d.list
	}
	body := 0 // where the text starts
	if strings.HasPrefix(string(b[:min(len(b), len(bom))]), bom) {
		body = len(bom)
		d.whole(codeBOM, Info).mend(Edit{Span: Span{0, body}})
	}
	seen := surveyBytes(b[body:])
	if code, ok := foreignEncoding(b[body:], seen); ok {
		found := d.whole(code, Error)
		if code == codeUTF16 {
			found.mend(fromUTF16(b[body:], body)...)
		}
		return nil, d.list
	}
	if !utf8.Valid(b) {
		d.errors, d.list = true, append(d.list, invalidText(src.Path, b[body:], body))
		return nil, d.list
	}
	out := &source{path: src.Path, raw: string(b)}
	text := out.raw[body:]
	crOnly := seen&maybeCR != 0 && strings.IndexByte(text, '\n') < 0 && strings.IndexByte(text, '\r') >= 0
	if crOnly {
		first, last := strings.IndexByte(text, '\r'), strings.LastIndexByte(text, '\r')+1
		text = strings.ReplaceAll(text, "\r", "\n")
		d.whole(codeCROnly, Info).mend(Edit{Span{body + first, body + last}, text[first:last]})
	}
	out.cut(text, body)
	if !seen.isNFC(text) {
		out.normalise(&d)
	}
	tooLong := false
	for i := range out.lines {
		if n := len(out.lines[i].LineText); n > o.MaxLine {
			d.at(codeLineTooLong, Error, i+1, 1, 0, strconv.Itoa(n), strconv.Itoa(o.MaxLine))
			tooLong = true
		}
	}
	if tooLong {
		return nil, d.list
	}
	if seen.hasControls(text) {
		out.controls(&d)
	}
	return out, d.list
}

// cut makes the lines in one allocation. A \r before the \n belongs to the line end.
func (s *source) cut(text string, start int) {
	n := strings.Count(text, "\n")
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	s.lines = make([]gherkin.Line, 0, n)
	s.starts = make([]int, 0, n+1)
	for text != "" {
		s.starts = append(s.starts, start)
		l, size := text, len(text)
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			l, size = text[:i], i+1
		}
		text = text[size:]
		start += size
		s.add(strings.TrimSuffix(l, "\r"))
	}
	s.starts = append(s.starts, start)
}

func (s *source) add(l string) {
	n := 0
	for n < len(l) && (l[n] == ' ' || l[n] == '\t') {
		n++
	}
	trimmed := l[n:]
	// A line of nothing but invisible spaces is blank for a reader; the stock parser makes text of it.
	if trimmed != "" && trimmed[0] >= utf8.RuneSelf && strings.TrimFunc(trimmed, invisible) == "" {
		trimmed = ""
	}
	s.lines = append(s.lines, gherkin.Line{LineText: l, LineNumber: len(s.lines) + 1, TrimmedLineText: trimmed})
}

// normalise puts each line in NFC: macOS writes accents apart, and "Fonctionnalité" is then another word.
func (s *source) normalise(d *reporter) {
	lines := s.lines
	s.lines = make([]gherkin.Line, 0, len(lines))
	s.original = map[int]string{}
	first := 0
	for i := range lines {
		l := lines[i].LineText
		if n := norm.NFC.String(l); n != l {
			s.original[i+1] = l
			if first == 0 {
				first = i + 1
			}
			l = n
		}
		s.add(l)
	}
	if first > 0 {
		d.at(codeNotNFC, Info, first, 1, 0).mend(s.recompose()...)
	}
}

// asRead is a 1-based line as it stands in the file, without its end.
func (s *source) asRead(line int) string {
	if l, changed := s.original[line]; changed {
		return l
	}
	return s.lines[line-1].LineText
}

func (s *source) excerpt(first, last int) string {
	first, last = max(first, 1), min(last, len(s.lines))
	if first > last {
		return ""
	}
	var b strings.Builder
	for i := first; i <= last; i++ {
		if i > first {
			b.WriteByte('\n')
		}
		b.WriteString(s.asRead(i))
	}
	return b.String()
}

// invisible tells characters that take room or none and show nothing.
func invisible(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return unicode.IsSpace(r)
}
