package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexicon finds words and phrases in texts, whole words only, folded (see fold.go). It is made once and read by several
// goroutines.
type lexicon struct {
	nodes   []lexNode
	entries []string        // as given
	class   [256]uint8      // what a byte of a text calls for
	pairs   [letters]uint32 // the second letters of phrases, by their first: most words fail there
}

// What a byte of a text calls for.
const (
	inWord   = 1 << iota // an ASCII letter, a digit or an underscore
	mayStart             // a phrase may start there
	opens                // a quotation or a placeholder may open there
	wide                 // not ASCII: the rune must be read
)

// letters is the size of the alphabet from a to z.
const letters = 26

// lexNode is a place in the tree of phrases.
type lexNode struct {
	next  [lexLetters]int32 // 0 for none: the root is nobody's child
	rare  map[rune]int32    // the same for what the alphabet does not hold; nil for most
	entry int32             // 1 + index of the phrase that ends here, 0 for none
	open  bool              // the phrase goes on to the end of the word: "appropri*"
}

// The alphabet of phrases: a to z, 0 to 9, space, apostrophe, hyphen, full stop, question mark. Phrases rarely hold
// anything else: "n/a", "R&D", "en °C", words of other scripts.
const lexLetters = 26 + 10 + 5

func lexLetter(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return int(b - 'a')
	case b >= '0' && b <= '9':
		return int(b-'0') + 26
	}
	switch b {
	case ' ':
		return 36
	case '\'':
		return 37
	case '-':
		return 38
	case '.':
		return 39
	case '?':
		return 40
	}
	return -1
}

// newLexicon makes a lexicon of phrases. One that ends with "*" matches every word that starts so.
func newLexicon(phrases ...string) *lexicon {
	l := &lexicon{nodes: make([]lexNode, 1, 64)}
	for c := range l.class {
		switch {
		case c >= utf8.RuneSelf:
			l.class[c] = wide
		case isWord(latin[c]):
			l.class[c] = inWord
		case c == '"' || c == '<':
			l.class[c] = opens
		}
	}
	for _, p := range phrases {
		l.add(p)
	}
	return l
}

func (l *lexicon) add(phrase string) {
	text, open := strings.CutSuffix(foldText(strings.TrimSpace(phrase)), "*")
	if text == "" {
		return
	}
	at := int32(0)
	for _, r := range text {
		at = l.grow(at, r)
	}
	l.starts(text, open)
	l.entries = append(l.entries, phrase)
	l.nodes[at].entry = int32(len(l.entries)) //nolint:gosec // as above
	l.nodes[at].open = open
}

// grow gives the place after a folded rune, made when no phrase went there.
func (l *lexicon) grow(at int32, r rune) int32 {
	c := -1
	if r < utf8.RuneSelf {
		c = lexLetter(byte(r)) //nolint:gosec // ASCII
	}
	to := l.nodes[at].rare[r]
	if c >= 0 {
		to = l.nodes[at].next[c]
	}
	if to != 0 {
		return to
	}
	to = int32(len(l.nodes)) //nolint:gosec // phrases are few
	l.nodes = append(l.nodes, lexNode{})
	switch n := &l.nodes[at]; {
	case c >= 0:
		n.next[c] = to
	case n.rare == nil:
		n.rare = map[rune]int32{r: to}
	default:
		n.rare[r] = to
	}
	return to
}

// starts notes how a phrase starts.
func (l *lexicon) starts(text string, open bool) {
	l.class[text[0]] |= mayStart
	if !letter(text[0]) {
		return
	}
	l.class[text[0]-'a'+'A'] |= mayStart
	switch {
	case len(text) > 1 && letter(text[1]):
		l.pairs[text[0]-'a'] |= 1 << (text[1] - 'a')
	case len(text) == 1 && open:
		l.pairs[text[0]-'a'] = 1<<letters - 1
	}
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' }

// hopeless tells whether no phrase starts with the two ASCII letters at a place.
func (l *lexicon) hopeless(s string, at int) bool {
	if at+1 >= len(s) {
		return false
	}
	a, b := s[at]|0x20, s[at+1]|0x20
	return s[at] < utf8.RuneSelf && s[at+1] < utf8.RuneSelf && letter(a) && letter(b) && l.pairs[a-'a']>>(b-'a')&1 == 0
}

// hit is a phrase found in a text: bytes from to to, and which one.
type hit struct {
	from, to int
	entry    int
}

// find gives the first phrase of a text from a place on, the longest one there. Texts in quotation marks and
// placeholders are skipped when quoted is set: they are words of the product, or of the data, and not the author's.
func (l *lexicon) find(s string, from int, quoted bool) (hit, bool) {
	for i := from; i < len(s); {
		class := l.class[s[i]]
		if quoted && class&(opens|wide) != 0 {
			if end := skipQuoted(s, i); end > i {
				i = end
				continue
			}
		}
		if class&(mayStart|wide) != 0 && !l.hopeless(s, i) {
			if h, ok := l.match(s, i); ok {
				return h, true
			}
		}
		i = l.nextStart(s, i)
	}
	return hit{}, false
}

// nextStart gives the next place where a word may start: after the rest of the word that a place is in, or after one
// rune that is part of none. ASCII marks that start nothing are passed over too.
func (l *lexicon) nextStart(s string, i int) int {
	for from := i; ; {
		for i < len(s) && l.class[s[i]]&inWord != 0 {
			i++
		}
		if i < len(s) && l.class[s[i]]&wide != 0 {
			b, _, size := foldAt(s, i)
			if isWord(b) {
				i += size
				continue
			}
			if i == from {
				i += size
			}
			return i
		}
		if i == from {
			i++
		}
		for i < len(s) && l.class[s[i]] == 0 {
			i++
		}
		return i
	}
}

// match gives the longest phrase that starts at a place, the start of a word.
func (l *lexicon) match(s string, from int) (hit, bool) {
	node, at := int32(0), from
	found := hit{entry: -1}
	for at < len(s) {
		first, second, size := foldAt(s, at)
		node = l.step(node, first, s, at)
		if second != 0 && node != 0 {
			node = l.step(node, second, s, at)
		}
		if node == 0 {
			break
		}
		at += size
		for first == ' ' && at < len(s) { // one space of a phrase is any run of them
			b, _, n := foldAt(s, at)
			if b != ' ' {
				break
			}
			at += n
		}
		n := &l.nodes[node]
		if n.entry == 0 {
			continue
		}
		end := at
		if n.open {
			end = wordEnd(s, at)
		}
		if boundary(s, end, first) {
			found = hit{from, end, int(n.entry) - 1}
		}
	}
	return found, found.entry >= 0
}

// step gives the place after the folded byte of the rune of a text, 0 for none.
func (l *lexicon) step(node int32, b byte, s string, at int) int32 {
	if c := lexLetter(b); c >= 0 {
		return l.nodes[node].next[c]
	}
	n := &l.nodes[node]
	if n.rare == nil {
		return 0
	}
	switch b {
	case 0, unknownLetter: // see foldText
		r, _ := utf8.DecodeRuneInString(s[at:])
		if b == unknownLetter {
			r = unicode.ToLower(r)
		}
		return n.rare[r]
	}
	return n.rare[rune(b)]
}

// boundary tells whether a phrase that ends with a folded byte may end at a place: a word must not go on.
func boundary(s string, at int, last byte) bool {
	if at >= len(s) || !isWord(last) {
		return true
	}
	b, _, _ := foldAt(s, at)
	return !isWord(b)
}

func wordEnd(s string, at int) int {
	for at < len(s) {
		b, _, size := foldAt(s, at)
		if !isWord(b) {
			break
		}
		at += size
	}
	return at
}

// skipQuoted gives the end of the quotation or of the placeholder that opens at a place, or the place itself when none
// opens or none closes.
func skipQuoted(s string, at int) int {
	var end string
	switch c := s[at]; {
	case c == '"' || c == '<':
		closing := c
		if c == '<' {
			closing = '>'
		}
		if i := strings.IndexByte(s[at+1:], closing); i >= 0 {
			return at + 1 + i + 1
		}
		return at
	case c < utf8.RuneSelf:
		return at
	}
	r, size := utf8.DecodeRuneInString(s[at:])
	switch r {
	case '«':
		end = "»"
	case '“', '„':
		end = "”"
	default:
		return at
	}
	i := strings.Index(s[at+size:], end)
	if i < 0 {
		return at
	}
	return at + size + i + len(end)
}
