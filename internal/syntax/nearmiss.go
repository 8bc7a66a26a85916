package syntax

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"

	"recette/internal/meant"
)

// miss is a line that is not the keyword line that its author meant.
type miss struct {
	code     Code
	title    int    // title kind, or -1 for a step
	raw      string // the keyword meant
	rest     string // text after the keyword
	written  string // as it stands
	expected string // as it should stand, or the language of a foreign keyword
	shown    string // what to show as written, when it is more than that
	marks    string // what stands in written before the keyword
	colon    bool   // a foreign title keyword
	unsure   bool   // written opens a sentence as well as it does a step
	reading  reading
	from, to int // byte offsets of written in the line
}

// isExact tells that the keyword itself is well written: the line only stands where it cannot.
func (m miss) isExact() bool { return m.code == codeKeywordTypo && m.written == m.raw && m.shown == "" }

// honestFrench holds words that are one letter away from a French step keyword, or are the step keyword of another
// language, and yet open sentences: "Doit être relu", "Lors de la saisie", "But du test". Folded.
const honestFrench = " doit voit boit toit soi soif soin soir sois sont sait sort suit dont don dons mai mail main " +
	"mars " +
	"mis mois maïs fais vais lors quant but a e i o y en le la un une de du des se si tu ton par per pour dans sans " +
	"sous " +
	"sur men mas ma or ou où donne alias date dates data logo "

// isHonest tells whether a word that looks like a keyword is an ordinary word of the language.
func isHonest(language, word string) bool {
	return language == "fr" && strings.Contains(honestFrench, " "+word+" ")
}

// body returns the line without leading invisible characters, and the offset where it starts.
func body(line string) (string, int) {
	b := strings.TrimLeftFunc(line, invisible)
	return b, len(line) - len(b)
}

// indexColon finds the first colon of a text, full-width ones included.
func indexColon(s string) int {
	i, wide := strings.IndexByte(s, ':'), strings.Index(s, "：")
	if i < 0 || wide >= 0 && wide < i {
		return wide
	}
	return i
}

// nearTitle recognises a title keyword that its author mistyped. It asks for a colon: "Règle de gestion" opens honest
// prose.
func nearTitle(l *gherkin.Line, d *dialect) (miss, bool) {
	text, start := body(l.LineText)
	colon := indexColon(text)
	if colon <= 0 {
		return miss{}, false
	}
	_, size := utf8.DecodeRuneInString(text[colon:])
	head := fold(text[:colon])
	if head == "" || len(head) > 80 {
		return miss{}, false
	}
	out := miss{
		written: text[:colon+size], from: start, to: start + colon + size, rest: strings.TrimSpace(text[colon+size:]),
	}
	k, exact := d.findTitle(head)
	switch {
	case k != nil && exact:
		out.code = titleFault(l, text, text[:colon], k.raw)
	case k != nil:
		out.code = codeKeywordTypo
	case tables().titles[head] != "":
		out.code, out.title, out.expected, out.colon = CodeForeignKeyword, -1, tables().titles[head], true
		out.raw = strings.TrimFunc(text[:colon], invisible)
		return out, true
	default:
		return miss{}, false
	}
	out.title, out.raw, out.expected = k.title, k.raw, k.raw+":"
	return out, true
}

func (d *dialect) findTitle(head string) (found *foldedKeyword, exact bool) {
	runes := []rune(head)
	for i := range d.folded {
		k := &d.folded[i]
		if k.title < 0 {
			continue
		}
		if k.text == head {
			return k, true
		}
		if found == nil && len(k.runes) >= 4 && meant.Slip(runes, k.runes) {
			found = k
		}
	}
	return found, false
}

// titleFault names what differs between a title line and its keyword, once folding has made them equal.
func titleFault(l *gherkin.Line, text, head, raw string) Code {
	bare := strings.TrimRightFunc(head, invisible)
	switch {
	case text != l.TrimmedLineText:
		return codeOddSpace
	case bare != head && bare == raw:
		return codeSpaceBeforeColon
	case strings.ContainsFunc(bare, func(r rune) bool { return r != ' ' && invisible(r) }):
		return codeOddSpace
	case bare == raw:
		return codeKeywordTypo // a full-width colon
	}
	return codeKeywordCase
}

// nearStep recognises a step keyword that its author mistyped at the start of a line.
func nearStep(l *gherkin.Line, d *dialect) (miss, bool) {
	text, start := body(l.LineText)
	return nearStepIn(l, d, text, start, fold(text))
}

// nearStepIn is nearStep for a caller that has folded the line.
func nearStepIn(l *gherkin.Line, d *dialect, text string, start int, folded string) (miss, bool) {
	if folded == "" {
		return miss{}, false
	}
	for i := range d.folded {
		k := &d.folded[i]
		if k.title >= 0 || !startsWord(folded, k.text) {
			continue
		}
		n := writtenLength(text, k.text)
		f := miss{
			code: stepFault(l, text, n, k.raw), title: -1, raw: k.raw, expected: k.raw,
			written: text[:n], from: start, to: start + n, rest: strings.TrimSpace(text[n:]),
		}
		if after := firstRune(text[n:]); f.isExact() && n < len(text) && strings.ContainsRune(looseMarks, after) {
			f.shown = text[:n+utf8.RuneLen(after)]
		}
		return f, true
	}
	if k, head := d.nearest(folded); k != nil {
		n := writtenLength(text, head)
		f := miss{
			code: codeKeywordTypo, title: -1, raw: k.raw, expected: k.raw,
			written: text[:n], from: start, to: start + n, rest: strings.TrimSpace(text[n:]),
		}
		if word, _, _ := strings.Cut(text, " "); len(word) > n && !strings.Contains(f.written, " ") {
			f.shown = word // the keyword alone is well written
		}
		return f, true
	}
	return foreignStep(text, folded, start, d)
}

// nearest finds the step keyword that is one letter away from the head of a folded line, and that head. Of several, it
// is the first that only accents part from what is written.
func (d *dialect) nearest(folded string) (found *foldedKeyword, written string) {
	first, second := twoRunes(folded)
	for i := range d.folded {
		k := &d.folded[i]
		if k.title >= 0 || len(k.runes) < 4 || !k.mayBeNear(first, second) {
			continue
		}
		head := firstWords(folded, k)
		switch {
		case glued(folded, k, d.language):
			head = strings.TrimSuffix(k.text, "'")
		case head == "", !meant.Slip([]rune(head), k.runes), isHonest(d.language, head):
			continue
		}
		if unaccented(head) == unaccented(k.text) {
			return k, head
		}
		if found == nil {
			found, written = k, head
		}
	}
	return found, written
}

// looseMarks are those that some write after a keyword, as after a title: "Soit : x", "Alors, y".
const looseMarks = ",;:："

// twoRunes returns the first two runes of a text, 0 where it ends.
func twoRunes(s string) (first, second rune) {
	for i, r := range s {
		if i > 0 {
			return first, r
		}
		first = r
	}
	return first, 0
}

// mayBeNear spares the comparison of texts that start too differently: one edit leaves at least one of the first two
// runes among the first two of the keyword.
func (k *foldedKeyword) mayBeNear(first, second rune) bool {
	a, b := k.runes[0], k.runes[1]
	return first == a || first == b || second == a || second == b
}

// glued recognises a keyword stuck to the next word, "Quandje valide", or that lost its apostrophe, "Lorsquil vient".
// It is for French only, where no word starts like a keyword but "maison".
func glued(folded string, k *foldedKeyword, language string) bool {
	if language != "fr" || k.text == "mais" {
		return false
	}
	rest, ok := strings.CutPrefix(folded, strings.TrimSuffix(k.text, "'"))
	return ok && (strings.HasSuffix(k.text, "'") || unicode.IsLetter(firstRune(rest)))
}

// foreignStep recognises a step keyword of another dialect. Short words of other languages open honest sentences, so
// only English keywords and capitalised words of four letters count.
func foreignStep(text, folded string, start int, d *dialect) (miss, bool) {
	head := folded
	for range 5 { // the whole line, then its first four words, three, two, one
		lang := tables().steps[head]
		if lang != "" && lang != d.language && !isHonest(d.language, head) && startsWord(folded, head) &&
			(lang == "en" || utf8.RuneCountInString(head) >= 4 && unicode.IsUpper(firstRune(text))) {
			n := writtenLength(text, head)
			return miss{
				code: CodeForeignKeyword, title: -1, raw: text[:n], expected: lang,
				written: text[:n], from: start, to: start + n, rest: strings.TrimSpace(text[n:]),
			}, true
		}
		i := strings.LastIndexByte(head, ' ')
		if head == folded {
			if i = nthSpace(folded, 4); i < 0 {
				i = strings.LastIndexByte(folded, ' ')
			}
		}
		if i < 0 {
			break
		}
		head = head[:i]
	}
	return miss{}, false
}

// withoutColon is a mistyped title keyword without its colon and what may stand before it.
func withoutColon(written string) string {
	return strings.TrimRightFunc(strings.TrimRight(written, ":："), invisible)
}

func nthSpace(s string, n int) int {
	for i := range len(s) {
		if s[i] == ' ' {
			if n--; n == 0 {
				return i
			}
		}
	}
	return -1
}

// startsWord tells whether s starts with the keyword and the keyword ends there: with an apostrophe, or before
// something that is no letter. A star wants a space: "**gras**" is prose.
func startsWord(s, keyword string) bool {
	rest, ok := strings.CutPrefix(s, keyword)
	if !ok {
		return false
	}
	if keyword == "*" {
		return strings.HasPrefix(rest, " ")
	}
	if rest == "" || strings.HasSuffix(keyword, "'") {
		return true
	}
	r := firstRune(rest)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-'
}

// firstWords cuts as many words from s as the keyword has, up to the apostrophe when the keyword ends with one.
func firstWords(s string, k *foldedKeyword) string {
	head := s
	if i := nthSpace(s, k.words); i >= 0 {
		head = s[:i]
	}
	if strings.HasSuffix(k.text, "'") {
		i := strings.IndexByte(head, '\'')
		return head[:i+1]
	}
	return strings.TrimRight(head, ",;:.!?…")
}

// writtenLength finds how much of text, which is in NFC and starts with something visible, folds to the wanted prefix
// of its folded form. It reads the text once: folding each of its beginnings took seconds on a line of invisible
// characters.
func writtenLength(text, want string) int {
	for i, r := range text {
		if invisible(r) {
			continue
		}
		want = strings.TrimPrefix(strings.TrimPrefix(want, " "), string(foldRune(r)))
		if want == "" {
			return i + utf8.RuneLen(r)
		}
	}
	return len(text)
}

// stepFault names what differs between a step line and its keyword, once folding has made them equal.
func stepFault(l *gherkin.Line, text string, n int, raw string) Code {
	written, after := text[:n], firstRune(text[n:])
	switch {
	case text != l.TrimmedLineText:
		return codeOddSpace
	case strings.ContainsAny(written, "’‘ʼ′`´"):
		return codeApostrophe
	case strings.ContainsFunc(written, func(r rune) bool { return r != ' ' && invisible(r) }):
		return codeOddSpace
	case written == raw && after != ' ' && n < len(text) && invisible(after):
		return codeOddSpace
	case written == raw:
		return codeKeywordTypo // glued punctuation, or nothing after the keyword
	}
	return codeKeywordCase
}

func (m *matcher) reportMiss(line int, f miss, code Code, args ...string) {
	for i := range args {
		args[i] = quoted(args[i])
	}
	m.report.at(
		code, Error, line, m.src.column(line, f.from), m.src.column(line, f.to), args...,
	).mend(m.nearEdits(line, f, code)...)
}

// reportNear reports a near miss found in a description or on a refused line.
func (p *parse) reportNear(line int, f miss) {
	if f.code == CodeForeignKeyword {
		p.matcher.reportMiss(line, f, f.code, f.raw, f.expected, p.doc.Language)
		return
	}
	p.matcher.reportMiss(line, f, f.code, cmp.Or(f.shown, f.written), f.expected)
}

// isExactTitle tells which title keyword, correctly written, opens the line.
func (d *dialect) isExactTitle(trimmed string) (int, string, bool) {
	for kind := range d.titles {
		i := slices.IndexFunc(d.titles[kind], func(k keyword) bool { return strings.HasPrefix(trimmed, k.match+":") })
		if i >= 0 {
			return kind, d.titles[kind][i].raw, true
		}
	}
	return 0, "", false
}
