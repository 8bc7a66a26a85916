package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"recette/internal/meant"
)

// listMarks open a line of a list, a quotation or emphasis. Before a keyword they make a description of a step.
const listMarks = "-*>•◦▪·—–‒―−+=~_`#|\"'“”„‘’«»‹›([{→⇒✓☐"

// strictStep recognises what was meant for a step in the description of a scenario or of a Contexte, where a first step
// that the parser takes for prose is lost without a word: a keyword behind the mark of a list, in two pieces, without
// its accents, of any dialect, or one letter away, honest word or not. Prose that looks so wants the escape.
func strictStep(text string, start int, d *dialect) (miss, bool) {
	from, exactOnly := afterMarks(text)
	rest := text[from:]
	if rest == "" {
		return miss{}, false
	}
	meant := func(code Code, raw, expected string, n int) (miss, bool) {
		n += from
		return miss{
			code: code, title: -1, raw: raw, expected: expected, written: text[:n], from: start, to: start + n,
			rest: strings.TrimSpace(text[n:]), marks: text[:from], unsure: unsafeMarks(text[:from]),
		}, true
	}
	if loneStar(text) {
		word, _, _ := strings.Cut(rest, " ")
		return meant(codeKeywordTypo, "*", "* "+word, len(word))
	}
	for i := range d.steps {
		if k := &d.steps[i]; from > 0 && strings.HasPrefix(rest, k.match) {
			raw := strings.TrimRight(k.raw, " ")
			return meant(codeKeywordTypo, raw, raw, len(strings.TrimRight(k.match, " ")))
		}
	}
	folded := unaccented(fold(rest))
	keywords := d.bareKeywords()
	for i := range keywords {
		k := &keywords[i]
		if k.title >= 0 || k.text == "*" {
			continue
		}
		n, ok := inPieces(folded, k.whole)
		honest := false
		switch {
		case startsWord(folded, k.bare):
			n, ok = utf8.RuneCountInString(k.bare), true
		case ok || exactOnly || len(k.runes) < 3:
		case len(k.runes) >= 4 && glued(folded, k, d.language):
			n, ok = utf8.RuneCountInString(strings.TrimSuffix(k.bare, "'")), true
		default:
			head := firstWords(folded, k)
			n, ok = utf8.RuneCountInString(head), nearWords(head, k.bare)
			honest = ok && (len(k.runes) < 4 || isHonest(d.language, head))
		}
		if ok {
			f, _ := meant(codeKeywordTypo, k.raw, k.raw, visibleLength(rest, n))
			f.unsure = f.unsure || honest
			return f, true
		}
	}
	if exactOnly {
		return miss{}, false
	}
	if head, language := foreignHead(fold(rest), d.language); head != "" {
		n := writtenLength(rest, head)
		f, _ := meant(CodeForeignKeyword, rest[:n], language, n)
		f.unsure = f.unsure || language != "en"
		return f, true
	}
	return miss{}, false
}

// markedTitle recognises a title keyword behind the mark of a list, or in bold: "- Scénario: a", "**Contexte**:". In
// the narrative of a feature such a line is welcome, and so asks for what a title opens.
func markedTitle(text string, start int, d *dialect) (miss, bool) {
	if indexColon(cutBytes(text, 200)) < 0 {
		return miss{}, false
	}
	from, _ := afterMarks(text)
	rest := text[from:]
	colon := indexColon(rest)
	if from == 0 || colon <= 0 || colon > 80 {
		return miss{}, false
	}
	_, size := utf8.DecodeRuneInString(rest[colon:])
	mark := emphasis(text[:from])
	head, closed := strings.CutSuffix(strings.TrimRightFunc(rest[:colon], invisible), mark)
	to := from + colon + size
	if !closed && strings.HasPrefix(text[to:], mark) {
		closed, to = true, to+len(mark)
	}
	k, _ := d.findTitle(fold(head))
	if k == nil {
		return miss{}, false
	}
	return miss{
		code: codeKeywordTypo, title: k.title, raw: k.raw, expected: k.raw + ":", written: text[:to], from: start,
		to:     start + to,
		unsure: unsafeMarks(text[:from]) || !closed,
	}, true
}

// afterMarks returns where a line starts behind the marks of lists, quotations and emphasis, "1." and "a)" included. A
// bare number asks for an exact keyword: "3 mois plus tard" is prose.
func afterMarks(text string) (from int, exactOnly bool) {
	for from < len(text) {
		r, n := utf8.DecodeRuneInString(text[from:])
		if invisible(r) || strings.ContainsRune(listMarks, r) {
			from += n
			continue
		}
		size := ordinal(text[from:])
		if size == 0 {
			break
		}
		from += size
		if from < len(text) && strings.IndexByte(".):/", text[from-1]) < 0 {
			exactOnly = true
		}
	}
	return from, exactOnly
}

// ordinal measures "12.", "12)", "12:", "a)", "a." or the number of "12 Soit"; 0 when the text opens with none.
func ordinal(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	isNumber := n > 0
	if !isNumber {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) {
			return 0
		}
		n = size
	}
	switch {
	case n < len(s) && strings.IndexByte(".):/", s[n]) >= 0 && (isNumber || s[n] == '.' || s[n] == ')'):
		return n + 1
	case isNumber && n < len(s) && invisible(firstRune(s[n:])):
		return n
	}
	return 0
}

// loneStar recognises a star that lost its space, "*le total": emphasis has a second star.
func loneStar(text string) bool {
	rest, ok := strings.CutPrefix(text, "*")
	return ok && rest != "" && strings.IndexByte(rest, '*') < 0 && !invisible(firstRune(rest))
}

// nearWords is meant.Slip for words of a line, which may be long. One edit leaves one of the first two bytes at most
// one place away, and most words are told apart by these.
func nearWords(head, keyword string) bool {
	if len(head) < 2 || len(head) > 2*len(keyword)+utf8.UTFMax || len(keyword) < 2 {
		return false
	}
	if head[0] != keyword[0] && head[0] != keyword[1] && head[1] != keyword[0] && head[1] != keyword[1] &&
		isASCII(head) {
		return false
	}
	return meant.Slip([]rune(head), []rune(keyword))
}

// inPieces recognises a keyword, given without its spaces, that spaces cut, "S oit" or "Étantdonné", and returns its
// length in visible runes and single spaces.
func inPieces(s, keyword string) (runes int, ok bool) {
	want := keyword
	for i, r := range s {
		if r != ' ' {
			rest, found := strings.CutPrefix(want, string(r))
			if !found {
				return 0, false
			}
			want = rest
		}
		runes++
		if want == "" {
			next := firstRune(s[i+utf8.RuneLen(r):])
			return runes, strings.HasSuffix(keyword, "'") ||
				!unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '\'' && next != '-'
		}
	}
	return 0, false
}

// foreignHead finds the step keyword of another dialect that opens a folded line. Words of one or two letters are those
// of ordinary sentences: le, de, en.
func foreignHead(folded, language string) (head, found string) {
	fields := strings.Fields(cutBytes(folded, 200))
	for n := min(len(fields), 5); n > 0; n-- {
		head := strings.TrimRightFunc(strings.Join(fields[:n], " "), func(r rune) bool {
			return !unicode.IsLetter(r) && r != '\'' && r != '!'
		})
		if lang := tables().steps[head]; lang != "" && lang != language && utf8.RuneCountInString(head) >= 3 {
			return head, lang
		}
	}
	return "", ""
}

func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n]
}

// unaccented removes accents: a title in capitals, or a keyboard without them, writes "Etant donne".
func unaccented(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// visibleLength finds how many bytes of text fold to n runes, a run of spaces being one.
func visibleLength(text string, n int) int {
	space := false
	for i, r := range text {
		if n == 0 {
			return i
		}
		if invisible(r) {
			if unicode.IsSpace(r) && !space {
				n--
			}
			space = space || unicode.IsSpace(r)
			continue
		}
		space = false
		n--
	}
	return len(text)
}

// isBeforeStep tells that a line of a description touches the first step below it: nothing shows a reader that the
// parser takes it for prose.
func (p *parse) isBeforeStep(n int) bool {
	for i := n; i < len(p.doc.Lines); i++ {
		switch p.doc.Lines[i] {
		case LineComment:
		case LineStep:
			return true
		default:
			return false
		}
	}
	return false
}
