package recette

import "unicode"

// OtherScript gives the letters of a name that are not of the script of most of its letters, each once, in order.
// A Cyrillic « а » and a Latin one look the same: names that differ by it are two people who read as one. Marks, digits
// and what several scripts share are of none; the scripts that Japanese, Chinese and Korean write together are one.
func OtherScript(name string) []rune {
	counts := map[string]int{}
	var letters []rune
	for _, r := range name {
		if script := Script(r); script != "" {
			counts[script]++
			letters = append(letters, r)
		}
	}
	if len(counts) < 2 {
		return nil
	}
	most := ""
	for script, n := range counts {
		if n > counts[most] || n == counts[most] && script < most {
			most = script
		}
	}
	var other []rune
	seen := map[rune]bool{}
	for _, r := range letters {
		if Script(r) != most && !seen[r] {
			seen[r] = true
			other = append(other, r)
		}
	}
	return other
}

// Script names the script of a letter; empty for whatever is no letter, or one that several scripts share.
func Script(r rune) string {
	switch {
	case !unicode.IsLetter(r), unicode.In(r, unicode.Common, unicode.Inherited):
		return ""
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return "Han"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
