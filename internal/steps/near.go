package steps

import (
	"slices"
	"strings"
)

// The bounds of likeness of two words, in letters.
const (
	maxSlip = 2  // by which a long word may differ
	minSlip = 5  // from which a word may differ by one
	maxLike = 64 // beyond which it is a token, not a word: comparing letters takes the square of their number
)

// Little words may stand or not without changing what a sentence says. Those of negation are not among them, nor those
// that count. Two of one kind may stand for each other.
const (
	articles = " le la les l un une des du de d au aux son sa ses leur leurs ce cet cette ces mon ma mes "
	pronouns = " je j il elle on ils elles "
	others   = " a et en y que qu qui est bien alors donc puis deja ensuite "
)

// folded gives the words of a wording without case, accents, apostrophes and punctuation; a literal is a word.
func folded(parts []part) []string {
	var out []string
	for i := range parts {
		if parts[i].Kind != Text {
			out = append(out, "\x01")
			continue
		}
		text := strings.NewReplacer("'", " ", "’", " ", "€", " euros ").Replace(parts[i].Text)
		for word := range strings.FieldsSeq(text) {
			if w := strings.Join(nameWords(word), "-"); w != "" {
				out = append(out, w)
			} else if strings.Trim(word, ".,;:!?…()[]-–—/") != "" {
				out = append(out, word) // no Latin letter
			}
		}
	}
	return out
}

func sortedKey(words []string) string {
	s := slices.Clone(words)
	slices.Sort(s)
	return strings.Join(s, " ")
}

// without is a key of the words without one of them.
func without(words []string, k int) string {
	return strings.Join(words[:k], " ") + glue(k, len(words)) + strings.Join(words[k+1:], " ")
}

func glue(k, n int) string {
	if k == 0 || k == n-1 {
		return ""
	}
	return " "
}

// alike tells two lists of words that say the same: equal, in another order, one little word more, or one word that
// differs by a slip of the keyboard, an ending or an accent.
func alike(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	start := 0
	for start < len(a) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	restA, restB := a[start:len(a)-end], b[start:len(b)-end]
	switch {
	case len(restA) == 0 && len(restB) == 0:
		return true
	case len(restA) == 0 && len(restB) == 1:
		return isLittle(restB[0])
	case len(restA) == 1 && len(restB) == 1:
		return slip(restA[0], restB[0])
	case len(a) == len(b) && len(a) > 3:
		return noLiteral(restA) && noLiteral(restB) && sortedKey(a) == sortedKey(b)
	}
	return false
}

// noLiteral reports whether words that stand in another order hold no literal: A pays B is not B pays A.
func noLiteral(words []string) bool { return !slices.Contains(words, "\x01") }

func isLittle(word string) bool {
	return listed(articles, word) || listed(pronouns, word) || listed(others, word)
}

func listed(words, word string) bool { return strings.Contains(words, " "+word+" ") }

// sameKind tells two articles, or two pronouns.
func sameKind(a, b string) bool {
	for _, list := range []string{articles, pronouns} {
		if listed(list, a) && listed(list, b) {
			return true
		}
	}
	return false
}

// slip tells two words that are one: an ending of gender, number or conjugation, or a mistyped letter. An opposite is
// not: actif and inactif, connecte and deconnecte. Nor are two literals, two codes or two little words.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case a == "\x01" || b == "\x01" || strings.ContainsAny(a+b, "0123456789"):
		return false
	case isLittle(a) && isLittle(b):
		return sameKind(a, b)
	case opposite(a, b):
		return false
	case strings.HasPrefix(b, a) && len(a) > 2 && isEnding(b[len(a):]):
		return true
	case len(a) < minSlip, len(b) > maxLike:
		return false
	}
	most := 1
	if len(a) >= 2*minSlip {
		most = maxSlip
	}
	return len(b)-len(a) <= most && edits(a, b) <= most
}

func isEnding(s string) bool {
	return slices.Contains([]string{"s", "e", "es", "x", "nt", "r", "ent", "rs"}, s)
}

// opposite tells a word from its negation.
func opposite(a, b string) bool {
	for _, prefix := range []string{
		"in", "im", "ir", "il", "de", "des", "dis", "non", "non-", "mal", "a", "re", "r", "pre", "sous", "sur",
	} {
		if b == prefix+a {
			return true
		}
	}
	return false
}

// edits counts the letters to insert, remove, replace or swap.
func edits(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
