package steps

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is how long a name made of a sentence may be.
const maxName = 48

// elisions are the words that French shortens before a vowel: they say nothing in a name.
func elisions() []string {
	return []string{
		"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
	}
}

// camel makes an ASCII identifier of a sentence: its words without accents, nor the elided ones, each but the first
// with a capital. It is cut between words; it is empty for a sentence without Latin letters.
func camel(text string) string {
	words := nameWords(text)
	size, n := 0, 0
	for n < len(words) && (n == 0 || size+len(words[n]) <= maxName) {
		size += len(words[n])
		n++
	}
	if n < len(words) {
		for n > 1 && (isLittle(words[n-1]) || slices.Contains(linkWords(), words[n-1])) {
			n-- // a name that is cut does not end with "de la"
		}
	}
	var out strings.Builder
	for _, word := range words[:n] {
		if out.Len() > 0 {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		out.WriteString(word)
	}
	name := out.String()
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return "n" + name
	}
	return name
}

// linkWords are words that want another after them, beside the little ones.
func linkWords() []string {
	return []string{"dans", "sur", "par", "pour", "avec", "sans", "ni", "ou", "non", "ne"}
}

// nameWords cuts a sentence in ASCII words in lower case.
func nameWords(text string) []string {
	var words []string
	var word strings.Builder
	end := func(elided bool) {
		w := word.String()
		word.Reset()
		if w == "" || elided && isElision(w) {
			return
		}
		words = append(words, w)
	}
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '\'' || r == '’':
			end(true)
		default:
			if s := ascii(r); s != "" {
				word.WriteString(s)
			} else {
				end(false)
			}
		}
	}
	end(false)
	return words
}

func isElision(word string) bool { return slices.Contains(elisions(), word) }

// ascii writes a letter or a digit in ASCII and in lower case, "" when it has no such form.
func ascii(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case 'ß':
		return "ss"
	case 'ø', 'Ø':
		return "o"
	case '€':
		return "euros"
	}
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return string(unicode.ToLower(r))
	}
	return ""
}

// names gives out identifiers, each once, whatever its case: PHP does not tell method names apart by case.
type names struct {
	taken map[string]bool
}

func newNames(reserved string) *names {
	n := &names{taken: map[string]bool{}}
	for word := range strings.FieldsSeq(reserved) {
		n.taken[strings.ToLower(word)] = true
	}
	return n
}

// take gives name, or else name with the first number that makes it new. fallback stands for a name that is empty.
func (n *names) take(name, fallback string) string {
	if name == "" {
		name = fallback
	}
	for i := 2; ; i++ {
		try := name
		if i > 2 || n.taken[strings.ToLower(name)] {
			try = name + strconv.Itoa(i)
		}
		if !n.taken[strings.ToLower(try)] {
			n.taken[strings.ToLower(try)] = true
			return try
		}
	}
}
