package rules

import (
	"iter"
	"strconv"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// typoQuotes: the same sentence with ' here and ’ there is two sentences to step definitions: one of them binds to
// nothing. A spelling is never wrong by itself; it is said only where it parts a sentence of the project in two. What
// is quoted is left out: values differ. Args: the mark, the mark that most of the project uses there, where it stands.
func typoQuotes() lint.Rule {
	return lint.Rule{
		ID: "typo-quotes", Group: lint.Wording, CA: syntax.Warning, Script: syntax.Warning,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(sentence)) {
			var other map[markedText]bool
			eachStep(f, func(_ *scope, step *syntax.Step, _ catalogue.StepType) {
				k, ok := marksOf(step.Text)
				switch {
				case !ok || other[k]:
				case k.plain:
					note(sentence{wording: k.wording, at: lint.Place{Line: step.Line}})
				default:
					if other == nil {
						other = map[markedText]bool{}
					}
					other[k] = true
					note(sentence{k.wording, marksIn(step.Text), inLine(f, step.Line, step.Text, 0, len(step.Text))})
				}
			})
		}, func(p *lint.Pass, notes iter.Seq2[string, sentence]) {
			spelled := map[uint64][]spelling{} // sentences with a mark that is not plain, in the order of the files
			for path, n := range notes {
				if n.marks != "" {
					spelled[n.wording] = append(spelled[n.wording], spelling{path, n.at, n.marks})
				}
			}
			if len(spelled) == 0 {
				return
			}
			for path, n := range notes {
				if n.marks == "" {
					addPlain(spelled, path, n)
				}
			}
			for _, list := range spelled {
				reportSpellings(p, list)
			}
		}),
	}
}

// sentence is a step by its wording, a digest, and by the marks that it is written with. Most have plain marks, which
// are "": of those, only the line is known.
type sentence struct {
	wording uint64
	marks   string
	at      lint.Place
}

func (s *sentence) Fields(f *lint.Fields) {
	f.Hash(&s.wording)
	f.Text(&s.marks)
	if s.marks == "" {
		f.Int(&s.at.Line)
	} else {
		f.Place(&s.at)
	}
}

// spelling is one way to write the marks of a sentence, and where. Plain marks are "".
type spelling struct {
	path  string
	at    lint.Place
	marks string
}

// addPlain counts a sentence that has plain marks beside those that have others: once a file, where it stands first.
func addPlain(spelled map[uint64][]spelling, path string, n sentence) {
	list := spelled[n.wording]
	if len(list) == 0 {
		return
	}
	if last := list[len(list)-1]; last.path != path || last.marks != "" {
		spelled[n.wording] = append(list, spelling{path, n.at, ""})
	}
}

// reportSpellings reports the spellings of a sentence that are not that of most files; plain marks win a draw.
func reportSpellings(p *lint.Pass, list []spelling) {
	count := map[string]int{}
	for _, s := range list {
		count[s.marks]++
	}
	if len(count) < 2 {
		return
	}
	most := list[0]
	for _, s := range list[1:] {
		if n, best := count[s.marks], count[most.marks]; n > best || n == best && s.marks == "" && most.marks != "" {
			most = s
		}
	}
	for _, s := range list {
		if s.marks != most.marks {
			own, other := difference(s.marks, most.marks)
			p.ReportIn(s.path, s.at, own, other, most.path+":"+strconv.Itoa(most.at.Line))
		}
	}
}

// difference gives the first mark in which two spellings differ. Plain marks are known by what they stand for.
func difference(a, b string) (own, other string) {
	x, y := []rune(a), []rune(b)
	for i := range max(len(x), len(y)) {
		switch {
		case i < len(x) && i < len(y) && x[i] == y[i]:
		case i < len(x) && i < len(y):
			return string(x[i]), string(y[i])
		case i < len(x) && plainMark(x[i]) != x[i]:
			return string(x[i]), string(plainMark(x[i]))
		case i < len(y) && plainMark(y[i]) != y[i]:
			return string(plainMark(y[i])), string(y[i])
		}
	}
	return a, b
}

// plainMark is the plain form of an apostrophe or of a quotation mark, 0 for another rune.
func plainMark(r rune) rune {
	switch r {
	case '\'', '’', '‘', 'ʼ':
		return '\''
	case '"', '“', '”', '„', '«', '»':
		return '"'
	}
	return 0
}

// markedText is a sentence by its wording and by the marks that it is written with.
type markedText struct {
	wording, spelling uint64
	plain             bool
}

// marksOf hashes a sentence, quoted values left out (FNV-1a); ok is false when it has no mark at all.
func marksOf(text string) (k markedText, ok bool) {
	const offset, prime = 14695981039346656037, 1099511628211
	k = markedText{offset, offset, true}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r < utf8.RuneSelf && r != '\'' && r != '"' {
			k.wording = (k.wording ^ uint64(r)) * prime //nolint:gosec // a rune is positive
			i++
			continue
		}
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		plain := plainMark(r)
		if plain == 0 {
			k.wording = (k.wording ^ uint64(r)) * prime //nolint:gosec // a rune is positive
			i += size
			continue
		}
		ok = true
		k.plain = k.plain && r == plain
		k.wording = (k.wording ^ uint64(plain)) * prime //nolint:gosec // as above
		k.spelling = (k.spelling ^ uint64(r)) * prime   //nolint:gosec // as above
		i += size
		if plain == '"' {
			if end := skipQuoted(text, i-size); end > i-size {
				i = end
			}
		}
	}
	return k, ok
}

// marksIn gives the marks of a sentence that count, in order.
func marksIn(text string) string {
	var out []rune
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		if plain := plainMark(r); plain != 0 {
			out = append(out, r)
			if plain == '"' {
				end = max(end, skipQuoted(text, i))
			}
		}
		i = end
	}
	return string(out)
}
