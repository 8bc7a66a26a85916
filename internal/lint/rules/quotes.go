package rules

import (
	"strings"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// quoted is a text in quotation marks: bytes from to to, the marks excluded, and where the opening mark stands.
type quoted struct{ mark, from, to int }

// eachQuote gives the texts in quotation marks, straight, French or English. One that does not close is none.
func eachQuote(s string, fn func(q quoted)) {
	for i := 0; i < len(s); {
		// « starts with 0xC2, “ and „ with 0xE2: few other characters do.
		if c := s[i]; c != '"' && c != 0xc2 && c != 0xe2 {
			i++
			continue
		}
		end := skipQuoted(s, i)
		_, open := utf8.DecodeRuneInString(s[i:])
		if end == i {
			i += open
			continue
		}
		_, closing := utf8.DecodeLastRuneInString(s[:end])
		inside := strings.TrimLeft(s[i+open:end-closing], " \u00a0\u202f")
		from := end - closing - len(inside)
		to := from + len(strings.TrimRight(inside, " \u00a0\u202f"))
		fn(quoted{i, from, to})
		i = end
	}
}

// said is a text of a step as it is in one case.
type said struct {
	text string
	at   lint.Place
}

// values gives what a part of a step says: itself, or, in an outline, what it says for each example. Each text is given
// once, at the first cell that makes it.
func values(f *lint.File, s *scope, step *syntax.Step, from, to int) []said {
	text := step.Text[from:to]
	here := said{text, inLine(f, step.Line, step.Text, from, to)}
	return expand(s, here)
}

// expand replaces the placeholders of a text by the cells of each example.
func expand(s *scope, v said) []said {
	if s.scenario == nil || len(s.scenario.Examples) == 0 || !strings.Contains(v.text, "<") {
		return []said{v}
	}
	var out []said
	seen := map[string]bool{}
	used := false
	for _, e := range s.scenario.Examples {
		if e.Header == nil {
			continue
		}
		for i := range e.Rows {
			row := &e.Rows[i]
			got, at := v.text, v.at
			for c := range e.Header.Cells {
				name := "<" + e.Header.Cells[c].Value + ">"
				if c >= len(row.Cells) || !strings.Contains(got, name) {
					continue
				}
				cell := &row.Cells[c]
				got = strings.ReplaceAll(got, name, cell.Value)
				at = cellPlace(row, cell)
				used = true
			}
			if !seen[got] {
				seen[got] = true
				out = append(out, said{got, at})
			}
		}
	}
	if !used {
		return []said{v}
	}
	return out
}

func cellPlace(row *syntax.Row, cell *syntax.Cell) lint.Place {
	return lint.Place{Line: row.Line, Column: cell.Column, EndColumn: cell.Column + utf8.RuneCountInString(cell.Value)}
}
