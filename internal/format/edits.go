package format

import (
	"strings"

	"recette/internal/syntax"
)

// edits says how the source becomes the result, line by line: an editor keeps its cursor and its marks. Each lies
// within one line, its end included.
func (f *file) edits() []syntax.Edit {
	var out []syntax.Edit
	if strings.HasPrefix(f.source, byteOrderMark) && !f.options.ranged() {
		out = append(out, syntax.Edit{Span: syntax.Span{End: len(byteOrderMark)}})
	}
	for i := range f.lines {
		l := &f.lines[i]
		was, now := l.raw, l.chunk
		if now == f.whole(l) {
			continue
		}
		// The end of a line is replaced whole or not at all: half of \r\n is no place for an editor.
		end := strings.TrimRight(now, "\r\n")
		if end == "" && isSpace(was) { // a blank line
			out = append(
				out, syntax.Edit{Span: syntax.Span{Start: l.start, End: l.start + len(was) + len(l.end)}, New: now},
			)
			continue
		}
		end = now[len(end):]
		out = pieces(out, l.start, was, now[:len(now)-len(end)])
		if end != l.end {
			at := l.start + len(was)
			out = append(out, syntax.Edit{Span: syntax.Span{Start: at, End: at + len(l.end)}, New: end})
		}
	}
	return out
}

// pieces adds an edit for each run of white space that differs. Where something else does, an accent that was asked
// for, it replaces the rest of the line.
func pieces(out []syntax.Edit, start int, was, now string) []syntax.Edit {
	i, j := 0, 0
	for {
		n := len(commonPrefix(was[i:], now[j:]))
		i, j = i+n, j+n
		if i == len(was) && j == len(now) {
			return out
		}
		a, b := leading(was[i:], white), leading(now[j:], white+"\r\n")
		if a == "" && b == "" {
			n := commonSuffix(was[i:], now[j:])
			a, b = was[i:len(was)-n], now[j:len(now)-n]
		}
		out = append(out, syntax.Edit{Span: syntax.Span{Start: start + i, End: start + i + len(a)}, New: b})
		i, j = i+len(a), j+len(b)
	}
}

func commonSuffix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
