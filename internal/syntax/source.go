package syntax

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

const bom = "\ufeff"

// source is a file made fit for the parser: UTF-8, NFC, cut in lines. It knows how to go back to columns of the
// file as it stands.
type source struct {
	path     string
	lines    []gherkin.Line // LineText in NFC
	original map[int]string // lines that NFC changed, by 1-based number
	bom      bool
	breaks   bool // a line holds a character that ends lines for others
}

// decode checks the bytes and cuts them in lines. With an error of encoding or size there is nothing to parse and the
// source is nil: one diagnostic says it all, whatever the size of the file.
func decode(src Source, o Options) (*source, []Diagnostic) {
	d := reporter{path: src.Path}
	b := src.Bytes
	if len(b) > o.MaxFile {
		d.whole(CodeFileTooLarge, Error, strconv.Itoa(len(b)), strconv.Itoa(o.MaxFile))
		return nil, d.list
	}
	out := &source{path: src.Path}
	if bytes.HasPrefix(b, []byte(bom)) {
		out.bom = true
		b = b[len(bom):]
		d.whole(CodeBOM, Info)
	}
	if code, ok := foreignEncoding(b); ok {
		d.whole(code, Error)
		return nil, d.list
	}
	if !utf8.Valid(b) {
		d.list = append(d.list, invalidText(src.Path, b))
		return nil, d.list
	}
	text := string(b)
	crOnly := strings.IndexByte(text, '\n') < 0 && strings.IndexByte(text, '\r') >= 0
	if crOnly {
		d.whole(CodeCROnly, Info)
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	out.cut(text)
	out.normalise(text, &d)
	tooLong := false
	for i := range out.lines {
		if n := len(out.lines[i].LineText); n > o.MaxLine {
			d.at(CodeLineTooLong, Error, i+1, 1, 0, strconv.Itoa(n), strconv.Itoa(o.MaxLine))
			tooLong = true
		}
	}
	if tooLong {
		return nil, d.list
	}
	out.controls(text, &d)
	return out, d.list
}

// foreignEncoding recognises UTF-16 and binary files. Text holds no NUL: a few of them at even or odd places only are
// UTF-16, a NUL elsewhere in the first block beside other controls is a binary file.
func foreignEncoding(b []byte) (Code, bool) {
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		return CodeUTF16, true
	}
	head := b[:min(len(b), 8<<10)]
	var nul [2]int
	control := 0
	for i, c := range head {
		if c == 0 {
			nul[i&1]++
		}
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1b && c != '\f' {
			control++
		}
	}
	n := nul[0] + nul[1]
	switch {
	case n >= 4 && n*3 > len(head) && (nul[0] == 0 || nul[1] == 0 || nul[0] > 8*nul[1] || nul[1] > 8*nul[0]):
		return CodeUTF16, true
	case control*10 > len(head), n > 0 && !utf8.Valid(head[:lastRune(head)]):
		return CodeBinary, true
	}
	return "", false
}

// lastRune is the length of b without a rune that the end of the block cuts.
func lastRune(b []byte) int {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				return len(b)
			}
			return i
		}
	}
	return len(b)
}

// invalidText tells a Windows-1252 file from damaged UTF-8, by whether any accent is well-formed UTF-8.
func invalidText(path string, b []byte) Diagnostic {
	line, start, bad, wellFormed := 1, 0, -1, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if bad < 0 {
				bad = i
			}
		} else if n > 1 {
			wellFormed++
		}
		if bad < 0 && b[i] == '\n' {
			line, start = line+1, i+1
		}
		i += n
	}
	d := Diagnostic{Code: CodeInvalidUTF8, Severity: Error, Path: path, Line: line, Args: []string{fmt.Sprintf("0x%02X", b[bad])}}
	d.Column = utf8.RuneCount(b[start:bad]) + 1
	d.EndColumn = d.Column + 1
	if r := charmap.Windows1252.DecodeByte(b[bad]); wellFormed == 0 && unicode.IsPrint(r) {
		d.Code, d.Args = CodeCP1252, []string{string(r)}
	}
	return d
}

// cut makes the lines in one allocation. A \r before the \n belongs to the line end.
func (s *source) cut(text string) {
	n := strings.Count(text, "\n")
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	s.lines = make([]gherkin.Line, 0, n+1)
	for text != "" {
		var l string
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			l, text = text[:i], text[i+1:]
		} else {
			l, text = text, ""
		}
		s.add(strings.TrimSuffix(l, "\r"))
	}
}

func (s *source) add(l string) {
	trimmed := strings.TrimLeft(l, " \t")
	// A line of nothing but invisible spaces is blank for a reader; the stock parser makes text of it.
	if trimmed != "" && trimmed[0] >= utf8.RuneSelf && strings.TrimFunc(trimmed, invisible) == "" {
		trimmed = ""
	}
	s.lines = append(s.lines, gherkin.Line{LineText: l, LineNumber: len(s.lines) + 1, TrimmedLineText: trimmed})
}

// normalise puts each line in NFC: macOS writes accents apart, and "Fonctionnalité" is then another word.
func (s *source) normalise(text string, d *reporter) {
	if norm.NFC.IsNormalString(text) {
		return
	}
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
		d.at(CodeNotNFC, Info, first, 1, 0)
	}
}

// controls reports characters that a reader does not see. NUL and bidirectional overrides are refused: with them the
// text that a person approves is not the text that runs. Others are shown as visible glyphs by whoever prints them.
func (s *source) controls(text string, d *reporter) {
	if !hasControls(text) {
		return
	}
	for i := range s.lines {
		l := s.lines[i].LineText
		seen := map[Code]bool{}
		for at, r := range l {
			code, severity := controlCode(r)
			if code == CodeLineBreak {
				s.breaks = true // judged once it is known what the line is
				continue
			}
			if code == "" || seen[code] {
				continue
			}
			seen[code] = true
			col := s.column(i+1, at)
			d.at(code, severity, i+1, col, col+1, fmt.Sprintf("U+%04X", r))
		}
	}
}

func hasControls(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < 0x20 && c != '\n' && c != '\t' && c != '\r', c == 0x7f:
			return true
		case c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			return true
		case c == 0xc2 && (text[i+1] < 0xa0 || text[i+1] == 0xad), c == 0xe2 && (text[i+1] == 0x80 || text[i+1] == 0x81), c == 0xef && text[i+1] == 0xbb:
			if code, _ := controlCode(firstRune(text[i:])); code != "" {
				return true
			}
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func controlCode(r rune) (Code, Severity) {
	switch {
	case r == 0:
		return CodeNUL, Error
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return CodeBidi, Error
	case r == '\t':
		return "", ""
	case isLineBreak(r):
		return CodeLineBreak, Error
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return CodeControl, Warning
	case r == 0xad, r == 0x200b, r == 0x2060, r == 0xfeff:
		// Two tags or two steps that look the same would differ. U+200C and U+200D are left alone: emoji and several
		// scripts need them.
		return CodeControl, Warning
	}
	return "", ""
}

// column converts a byte offset of the NFC line to a 1-based rune column of the line as it stands in the file.
func (s *source) column(line, offset int) int {
	if line < 1 || line > len(s.lines) {
		return 1
	}
	text := s.lines[line-1].LineText
	offset = min(offset, len(text))
	want := utf8.RuneCountInString(text[:offset])
	original, changed := s.original[line]
	if !changed {
		return want + 1
	}
	composed, column := 0, 1
	for original != "" && composed < want {
		n := norm.NFC.NextBoundaryInString(original, true)
		composed += utf8.RuneCountInString(norm.NFC.String(original[:n]))
		column += utf8.RuneCountInString(original[:n])
		original = original[n:]
	}
	return column
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
		if l, changed := s.original[i]; changed {
			b.WriteString(l)
		} else {
			b.WriteString(s.lines[i-1].LineText)
		}
	}
	return b.String()
}

// maxKept bounds what a file can make us remember before its list is sorted and cut.
const maxKept = 1000

// reporter collects diagnostics of one file.
type reporter struct {
	path string
	list []Diagnostic
}

// at adds a diagnostic. Past maxKept it is dropped, unless it is the first error of the list.
func (r *reporter) at(code Code, severity Severity, line, column, end int, args ...string) {
	if len(r.list) >= maxKept {
		if severity != Error || HasErrors(r.list) {
			return
		}
		r.list = r.list[:maxKept-1]
	}
	r.list = append(r.list, Diagnostic{Code: code, Severity: severity, Path: r.path, Line: line, Column: column, EndColumn: end, Args: args})
}

func (r *reporter) whole(code Code, severity Severity, args ...string) {
	r.at(code, severity, 1, 1, 0, args...)
}

// invisible tells characters that take room or none and show nothing.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return unicode.IsSpace(r)
}
