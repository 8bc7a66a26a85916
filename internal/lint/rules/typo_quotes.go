package rules

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// typoQuotes: the same sentence with ' here and ’ there is two sentences to step definitions: one of them binds to nothing.
// A spelling is never wrong by itself; it is said only where it parts a sentence of the project in two. What is quoted is
// left out: values differ. Args: the mark, the mark that most of the project uses there, where it stands.
func typoQuotes() lint.Rule {
	return lint.Rule{
		ID: "typo-quotes", Group: lint.Wording, CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			var plain []byte // most sentences have plain marks: they are kept in one note, packed
			var other map[markedText]bool
			eachStep(f, func(_ *scope, step *syntax.Step, _ catalogue.StepType) {
				k, ok := marksOf(step.Text)
				switch {
				case !ok || other[k]:
				case k.plain:
					plain = pack(plain, k.wording, step.Line)
				default:
					if other == nil {
						other = map[markedText]bool{}
					}
					other[k] = true
					p.Note(inLine(f, step.Line, step.Text, 0, len(step.Text)), strconv.FormatUint(k.wording, 36), marksIn(step.Text))
				}
			})
			if len(plain) > 0 {
				p.Note(lint.Place{}, "", string(plain))
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			spelled := map[uint64][]spelling{} // sentences with a mark that is not plain, in the order of the files
			for _, n := range notes {
				if n.Key == "" {
					continue
				}
				if wording, err := strconv.ParseUint(n.Key, 36, 64); err == nil {
					spelled[wording] = append(spelled[wording], spelling{n.Path, n.Place, n.Args[0]})
				}
			}
			if len(spelled) == 0 {
				return
			}
			for _, n := range notes {
				if n.Key == "" {
					addPlain(spelled, n)
				}
			}
			for _, list := range spelled {
				reportSpellings(p, list)
			}
		},
	}
}

// packedSize is the size of a packed sentence, in bytes: a wording, a line.
const packedSize = 8 + 3

// pack adds a wording and a line where it stands in few characters.
func pack(to []byte, wording uint64, line int) []byte {
	to = binary.BigEndian.AppendUint64(to, wording)
	return append(to, byte(line>>16), byte(line>>8), byte(line))
}

// spelling is one way to write the marks of a sentence, and where. Plain marks are "".
type spelling struct {
	path  string
	at    lint.Place
	marks string
}

// addPlain reads the note of the sentences of a file that have plain marks. One counts once in a file, where it stands
// first.
func addPlain(spelled map[uint64][]spelling, n lint.Note) {
	for b := []byte(n.Args[0]); len(b) >= packedSize; b = b[packedSize:] {
		wording := binary.BigEndian.Uint64(b)
		list := spelled[wording]
		if len(list) == 0 {
			continue
		}
		if last := list[len(list)-1]; last.path != n.Path || last.marks != "" {
			line := int(b[8])<<16 | int(b[9])<<8 | int(b[10])
			spelled[wording] = append(list, spelling{n.Path, lint.Place{Line: line}, ""})
		}
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
