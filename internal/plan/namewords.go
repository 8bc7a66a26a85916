package plan

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/recette"
)

// together tells whether texts, all of which hold one name, show by themselves that they name one person: all are the
// same, all hold the shortest, or all hold two words of it. It is what who verifies a PV asks of them.
func together(texts []string) bool {
	least := slices.MinFunc(texts, func(a, b string) int { return len(FoldName(a)) - len(FoldName(b)) })
	everywhere := func(some string) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return !Mentions(text, some) })
	}
	return !slices.ContainsFunc(texts, func(text string) bool { return FoldName(text) != FoldName(least) }) ||
		strings.Contains(FoldName(least), " ") && everywhere(least) || slices.ContainsFunc(pairs(least), everywhere)
}

// partaking tells whether a text that holds a name names somebody who takes part and, by that name, nobody else.
func (m *Manifest) partaking(said, name string) bool {
	if slices.ContainsFunc(m.Parties, func(p Participant) bool { return p.Named(said) }) {
		return true
	}
	among := slices.ContainsFunc(m.Parties, func(p Participant) bool { return names(said, p.Name) })
	return among && !slices.ContainsFunc(pairs(said), func(two string) bool {
		return Mentions(name, two) && m.another(said, two)
	})
}

// another tells whether two words of a text may be the name of somebody else than those who take part: no mark parts
// them, but a comma between capitals (“Lefort, Nadia”), nor are they of the name of one of them, a title before it, a
// function after it. Those with a small word between begin with capitals, where the text has any, or “et” joins them to
// others.
func (m *Manifest) another(said, two string) bool {
	words := strings.Fields(two)
	first, last := words[0], words[len(words)-1]
	mark := func(s string) bool { return strings.IndexFunc(s, wordy) < 0 || recette.Link(strings.ToLower(s)) }
	lead, tail := strings.ToLower(strings.TrimRight(first, ".,")), strings.ToLower(last)
	inverted := strings.HasSuffix(first, ",") && len(words) == 2 && !strings.Contains(last, ",") &&
		capital(first) && capital(last) && !recette.FunctionWord(lead) && !recette.FunctionWord(tail)
	if strings.ContainsAny(two, ";:()/&") || strings.Contains(two, ",") && !inverted ||
		slices.ContainsFunc(words[1:len(words)-1], mark) {
		return false
	}
	parted := inverted || len(words) > 2
	own := tail[strings.LastIndexByte(tail, '\'')+1:]
	leads := own != tail || recette.Article(lead) || recette.Link(lead) || recette.Courtesy(lead)
	for i := range m.Parties {
		key := FoldName(m.Parties[i].Name)
		before := strings.HasPrefix(key, tail+" ") || strings.HasPrefix(key, own+" ")
		after := strings.HasSuffix(key, " "+lead)
		if Mentions(key, two) || (leads || parted) && before || (recette.FunctionWord(tail) || parted) && after {
			return false
		}
	}
	joins := func(link string) bool { return Mentions(said, link+" "+two) || Mentions(said, two+" "+link) }
	return len(words) == 2 || capital(first) && capital(last) || plainName(said) == FoldName(said) ||
		slices.ContainsFunc([]string{"et", "and", "ou", "avec", "&", "/"}, joins)
}

// nameWord is a word of a text, by where it stands: what is elided before it (“d’Élise”) is not of it.
type nameWord struct {
	from, own, end int
	low            string // its own letters, in lower case
	small          bool   // an article, a preposition, “et”
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func nameWords(text string) (all []nameWord) {
	ends := func(r rune) bool { return !wordy(r) && r != '-' && r != '\'' }
	for at := 0; ; {
		from := strings.IndexFunc(text[at:], wordy)
		if from < 0 {
			return all
		}
		from += at
		if at = strings.IndexFunc(text[from:], ends); at < 0 {
			at = len(text) - from
		}
		at += from
		word := strings.TrimRight(text[from:at], "-'")
		w := nameWord{from: from, own: from + strings.LastIndexByte(word, '\'') + 1, end: from + len(word)}
		w.low = strings.ToLower(text[w.own:w.end])
		elides := strings.HasPrefix(text[w.end:], "'") && recette.Article(w.low+"'")
		w.small = elides || recette.Article(w.low) || recette.Link(w.low)
		all = append(all, w)
	}
}

// pairs gives the words of a text that may be of a name two by two, with what stands between them: a space at least.
// Small words name nobody, but stand between two others (“Jean de la Tour”); they are names where they lead to no other
// word, or where capitals say so (“Minh Le”). Two words that say a function are of no name.
func pairs(text string) (all []string) {
	text = plainName(text)
	words := nameWords(text)
	for before, i := -1, 0; i < len(words); i++ {
		w := &words[i]
		if w.small && !ofName(text, words, i) {
			continue
		}
		if before >= 0 {
			b := &words[before]
			apart := before+1 < i || w.from < w.own // a small word stands between
			function := recette.FunctionWord(b.low) && (apart || w.small || recette.FunctionWord(w.low)) ||
				b.small && (w.small || recette.FunctionWord(w.low))
			if !function && strings.Contains(text[b.end:w.from], " ") {
				all = append(all, text[b.own:w.end])
			}
		}
		before = i
	}
	return all
}

// ofName tells whether a small word of a text is of a name: an article that leads to no word, or a word with a capital
// beside another one, unless all of the text is in capitals.
func ofName(text string, words []nameWord, i int) bool {
	w := &words[i]
	upper := func(k int) bool { return k >= 0 && k < len(words) && capital(text[words[k].own:]) }
	gap := func(k int, of string) string { return strings.Trim(text[words[k].end:words[k+1].from], of) }
	article := recette.Article(w.low)
	ends := func() bool { return strings.IndexAny(gap(i, " "), ",;:.()/&-") == 0 || recette.Link(words[i+1].low) }
	if article && (i+1 == len(words) || ends()) {
		return true
	}
	if !upper(i) || w.low == "et" || w.low == "and" || text == strings.ToUpper(text) {
		return false
	}
	return upper(i-1) && gap(i-1, " .") == "" || article && upper(i+1) && gap(i, " ") == ""
}

func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// parts gives what stands between commas and the like in a text: two words, or one that says no function after a small
// one.
func parts(text string) (all []string) {
	mark := func(r rune) bool { return strings.ContainsRune(",;:()/&", r) }
	text = strings.NewReplacer(" et ", ",", " and ", ",").Replace(FoldName(text))
	for part := range strings.FieldsFuncSeq(text, mark) {
		part = strings.TrimSpace(part)
		words := slices.DeleteFunc(nameWords(part), func(w nameWord) bool { return w.small })
		names := func(w nameWord) bool { return !recette.FunctionWord(w.low) }
		if strings.Contains(part, " ") && (len(words) > 1 || slices.ContainsFunc(words, names)) {
			all = append(all, part)
		}
	}
	return all
}
