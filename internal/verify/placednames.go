package verify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/recette"
)

// partakes tells whether the texts erased under a reference, as written writes them, name somebody who takes part by
// the plan, and nobody else: the reference or a text is theirs, or their name stands among words that are no other name
// of all the texts.
func (c *check) partakes(ref string, said []string) bool {
	keys := map[string]bool{}
	for i := range c.planned {
		keys[keyed(c.planned[i].Name)] = true
		if c.planned[i].Ref == ref {
			return true
		}
	}
	among := func(text string) bool {
		for key := range keys {
			if strings.ContainsRune(key, ' ') && holds(strings.ToLower(text), key) {
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(said, func(text string) bool { return keys[strings.ToLower(text)] }) {
		return true
	}
	at := slices.IndexFunc(said, among)
	return at >= 0 && !slices.ContainsFunc(couples(said[at]), func(two string) bool {
		return allHold(said, two) && another(said[at], two, keys)
	})
}

// another tells whether two words of a text may be the name of somebody else than those who take part, whose names are
// keys: they are written together, or the last one first, and not of a name of theirs, with what stands before or after
// one. With a small word between, both have a capital, or the text has none, or a word as “et” is beside them.
func another(text, two string, keys map[string]bool) bool {
	lower := strings.ToLower(two)
	fields := strings.Fields(lower)
	first, last := strings.TrimRight(fields[0], ".,"), fields[len(fields)-1]
	comma := strings.Contains(two, ",")
	if comma && !lastFirst(two) || strings.ContainsAny(two, ";:()/&") ||
		slices.ContainsFunc(fields[1:len(fields)-1], func(field string) bool {
			return recette.Link(field) || !strings.ContainsFunc(field, lettered)
		}) {
		return false
	}
	parted := comma || len(fields) > 2
	elided := last[strings.LastIndexByte(last, '\'')+1:]
	before := parted || elided != last || recette.Courtesy(first) || recette.Article(first) || recette.Link(first)
	after := parted || recette.FunctionWord(last)
	for key := range keys {
		runs := strings.HasPrefix(key, last+" ") || strings.HasPrefix(key, elided+" ")
		if holds(key, lower) || before && runs || after && strings.HasSuffix(key, " "+first) {
			return false
		}
	}
	if len(fields) == 2 || text == strings.ToLower(text) {
		return true
	}
	for _, link := range []string{"et", "and", "ou", "avec", "&", "/"} {
		if key := strings.ToLower(text); holds(key, link+" "+lower) || holds(key, lower+" "+link) {
			return true
		}
	}
	return capital(two) && capital(two[strings.LastIndexByte(two, ' ')+1:])
}

// lastFirst tells whether two words are a name that is written with the last one first: “Lefort, Nadia”.
func lastFirst(two string) bool {
	last, first, comma := strings.Cut(two, ", ")
	name := func(word string) bool {
		return capital(word) && !strings.ContainsAny(word, ", ") && !recette.FunctionWord(strings.ToLower(word))
	}
	return comma && name(last) && name(first)
}

// akin tells whether texts, as written writes them, may name one person: all are the same, or all hold the shortest, or
// two words of it that may be of a name.
func akin(said []string) bool {
	least := slices.MinFunc(said, func(a, b string) int { return len(keyed(a)) - len(keyed(b)) })
	return !slices.ContainsFunc(said, func(n string) bool { return keyed(n) != keyed(least) }) ||
		strings.ContainsRune(least, ' ') && allHold(said, least) ||
		slices.ContainsFunc(couples(least), func(two string) bool { return allHold(said, two) })
}

// allHold tells whether all texts hold a name, however they write it.
func allHold(said []string, name string) bool {
	name = strings.ToLower(name)
	return !slices.ContainsFunc(said, func(text string) bool { return !holds(strings.ToLower(text), name) })
}

// couples gives the words of a text, as written writes it, that may be of a name, two by two with what stands between
// them: a space at least. What is elided before a word (“d’Élise”) is not of it. Small words (“Jean de la Tour”) stand
// between two others, but where they are names (“Minh Le”). Words that say a function (“chef de projet”) are none.
func couples(text string) (all []string) {
	words := wordsOf(text)
	former := -1
	for i := range words {
		if words[i].small && !words[i].named {
			continue
		}
		if former >= 0 {
			a, b := words[former], words[i]
			between := text[a.end:b.at]
			parted := former+1 < i || b.at < b.own
			if strings.Contains(between, " ") && !function(a, b, parted) {
				all = append(all, text[a.own:b.end])
			}
		}
		former = i
	}
	return all
}

// function tells whether two words that follow one another, or that a small word parts, are of no name.
func function(a, b spelled, parted bool) bool {
	does := recette.FunctionWord(b.key)
	if recette.FunctionWord(a.key) {
		return does || b.small || parted
	}
	return a.small && (does || b.small)
}

// spelled is a word of a text: where it begins, with and without what is elided before it, and where it ends.
type spelled struct {
	at, own, end int
	key          string // in lower case, without what is elided
	small        bool   // an article, a preposition, “et”
	named        bool   // it is small, and of a name
}

// wordsOf gives the words of a text, as written writes it.
func wordsOf(text string) (words []spelled) {
	goesOn := func(r rune) bool { return lettered(r) || r == '-' || r == '\'' }
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !lettered(r) {
			at += size
			continue
		}
		length := len(text[at:]) - len(strings.TrimLeftFunc(text[at:], goesOn))
		word := strings.TrimRight(text[at:at+length], "-'")
		x := spelled{at: at, own: at + strings.LastIndexByte(word, '\'') + 1, end: at + len(word)}
		x.key = strings.ToLower(text[x.own:x.end])
		elided := strings.HasPrefix(text[x.end:], "'") && recette.Article(x.key+"'")
		x.small = elided || recette.Article(x.key) || recette.Link(x.key)
		words = append(words, x)
		at += length
	}
	shouted := text == strings.ToUpper(text)
	for i := range words {
		words[i].named = words[i].small && (last(text, words[i:]) || !shouted && titled(text, words, i))
	}
	return words
}

// last tells whether a word is an article after which no word comes that it leads to: it is a name.
func last(text string, words []spelled) bool {
	if !recette.Article(words[0].key) {
		return false
	}
	if len(words) == 1 || recette.Link(words[1].key) {
		return true
	}
	gap := strings.TrimLeft(text[words[0].end:words[1].at], " ")
	return strings.IndexAny(gap, ",;:.()/&-") == 0
}

// titled tells whether a small word has a capital as the word before it, or, when it is an article, after it: it is of
// the same name.
func titled(text string, words []spelled, i int) bool {
	x := words[i]
	if !capital(text[x.own:]) || x.key == "et" || x.key == "and" {
		return false
	}
	if i > 0 && capital(text[words[i-1].own:]) && strings.Trim(text[words[i-1].end:x.at], " .") == "" {
		return true
	}
	return recette.Article(x.key) && i+1 < len(words) && capital(text[words[i+1].own:]) &&
		strings.Trim(text[x.end:words[i+1].at], " ") == ""
}

func lettered(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// capital tells whether a text begins with a capital letter.
func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}
