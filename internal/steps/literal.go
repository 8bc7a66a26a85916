package steps

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a stretch of a step text is.
type Kind uint8

// The kinds of stretches. All but Text are literals: what changes from one use of a wording to the next.
const (
	Text        Kind = iota
	Quoted           // "…", “…” or « … », marks included
	number           // 12, -3, 12,50, 12 345,00
	date             // 23/11/2031, 2031-11-23
	hour             // 14:30, 14h30
	placeholder      // <nom>
)

// Segment is a stretch of a step text.
type Segment struct {
	Kind Kind
	Text string // as written
}

// quotations are the marks that open and close a quotation.
func quotations() [][2]string { return [][2]string{{`"`, `"`}, {"“", "”"}, {"«", "»"}} }

// Cut parts a step text in words and literals. A placeholder is one only where the text is that of an outline:
// elsewhere angle brackets are text. The apostrophe of an elision opens no quotation, and a digit inside a word is a
// part of it: US-12, B2B.
func Cut(text string, outline bool) []Segment {
	var out []Segment
	from := 0
	for at := 0; at < len(text); {
		kind, n := literalAt(text, at, outline)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		if at > from {
			out = append(out, Segment{Text, text[from:at]})
		}
		out = append(out, Segment{kind, text[at : at+n]})
		at += n
		from = at
	}
	if from < len(text) {
		out = append(out, Segment{Text, text[from:]})
	}
	return out
}

// literalAt measures the literal that starts at a place, 0 when none does.
func literalAt(text string, at int, outline bool) (Kind, int) {
	rest := text[at:]
	for _, q := range quotations() {
		if inner, ok := strings.CutPrefix(rest, q[0]); ok {
			if i := strings.Index(inner, q[1]); i >= 0 {
				return Quoted, len(q[0]) + i + len(q[1])
			}
			return Text, 0
		}
	}
	if outline && rest[0] == '<' {
		if i := strings.IndexByte(rest, '>'); i > 1 && !strings.ContainsAny(rest[1:i], "<\n") &&
			strings.TrimSpace(rest[1:i]) == rest[1:i] && rest[1] != '/' {
			return placeholder, i + 1
		}
	}
	if c := rest[0]; c != '-' && (c < '0' || c > '9') || glued(text[:at]) {
		return Text, 0
	}
	for _, p := range numbers() {
		if n := len(p.pattern.FindString(rest)); n > 0 && !continues(rest[n:]) {
			return p.kind, n
		}
	}
	return Text, 0
}

// glued tells that what precedes a digit makes it a part of a word or of a code.
func glued(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:#@", r))
}

// continues tells that what follows a number makes a word of it: 5e, 2x, 12-3.
func continues(after string) bool {
	r, n := utf8.DecodeRuneInString(after)
	if after == "" {
		return false
	}
	if strings.ContainsRune("-_/:.,", r) {
		next, _ := utf8.DecodeRuneInString(after[n:])
		return unicode.IsDigit(next) || unicode.IsLetter(next) && r != ',' && r != '.'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

type numberPattern struct {
	kind    Kind
	pattern *regexp.Regexp
}

var numberPatterns = []numberPattern{
	{date, regexp.MustCompile(`^(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})`)},
	{hour, regexp.MustCompile(`^\d{1,2}[:hH]\d{2}`)},
	{number, regexp.MustCompile(`^-?\d{1,3}(?:[ \x{A0}\x{202F}]\d{3})+(?:,\d+)?`)},
	{number, regexp.MustCompile(`^-?\d+(?:[.,]\d+)?`)},
}

// numbers are tried in order.
func numbers() []numberPattern { return numberPatterns }

// mask is a wording: the text with one sign for each literal.
func mask(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		switch s.Kind {
		case Text:
			b.WriteString(s.Text)
		case Quoted:
			open, closing := marksOf(s.Text)
			b.WriteString(open + "…" + closing)
		case number:
			b.WriteString("#")
		case date:
			b.WriteString("#/#/#")
		case hour:
			b.WriteString("#:#")
		case placeholder:
			b.WriteString("<…>")
		}
	}
	return b.String()
}

// marksOf gives the marks of a quotation.
func marksOf(text string) (open, closing string) {
	for _, q := range quotations() {
		if strings.HasPrefix(text, q[0]) {
			return q[0], q[1]
		}
	}
	return "", ""
}

// inner is a quotation without its marks and the spaces that French puts inside them.
func inner(text string) string {
	open, closing := marksOf(text)
	return strings.TrimFunc(strings.TrimSuffix(strings.TrimPrefix(text, open), closing), unicode.IsSpace)
}

// innerSpaces are the spaces that French puts inside its marks.
func innerSpaces(text string) [2]string {
	open, closing := marksOf(text)
	in := strings.TrimSuffix(strings.TrimPrefix(text, open), closing)
	const spaces = " \u00a0\u202f"
	if strings.Trim(in, spaces) == "" {
		return [2]string{}
	}
	return [2]string{in[:len(in)-len(strings.TrimLeft(in, spaces))], in[len(strings.TrimRight(in, spaces)):]}
}
