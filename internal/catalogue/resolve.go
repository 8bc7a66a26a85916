package catalogue

import (
	"slices"
	"strings"
)

// Values of examples can bring placeholders that later columns resolve, and so multiply: a file of a few kilobytes
// could ask for gigabytes. No text may grow beyond maxResolved, nor all texts of a file together beyond maxResolvedAll;
// and no file may have more than maxSearched bytes of its texts searched, column after column.
const (
	maxResolved    = 1 << 20
	maxResolvedAll = 64 << 20
	maxSearched    = 1 << 30
)

// budget is what the examples of a file have cost, in bytes.
type budget struct {
	resolved int // of the texts that values replaced in
	searched int // of the texts searched column after column
	refused  bool
}

func (b *budget) spent() bool {
	return b.refused || b.resolved > maxResolvedAll || b.searched > maxSearched
}

// columns is the header of a table of examples. In a duplicate column, which is an error, the first wins.
type columns struct {
	names []string
	index map[string]int
	plain bool // no name holds an angle bracket
}

func columnsOf(header []string) *columns {
	c := &columns{names: header, index: make(map[string]int, len(header)), plain: !anyAngle(header)}
	for i, name := range slices.Backward(header) {
		c.index[name] = i
	}
	return c
}

func anyAngle(list []string) bool {
	for _, s := range list {
		if strings.ContainsAny(s, "<>") {
			return true
		}
	}
	return false
}

// rowValues resolves placeholders with one row of examples. A nil one resolves none.
type rowValues struct {
	*columns
	cells  []string
	plain  bool // neither names nor values hold an angle bracket: no value can bring a placeholder
	budget *budget
}

func (c *columns) row(cells []string, b *budget) *rowValues {
	return &rowValues{columns: c, cells: cells, plain: c.plain && !anyAngle(cells), budget: b}
}

// resolve replaces placeholders column after column, as the stock compiler does: a value may bring a placeholder that a
// later column resolves. Most rows cannot do that, and one reading of the text is enough, however many the columns.
func (r *rowValues) resolve(s string) string {
	if r == nil || strings.IndexByte(s, '<') < 0 || r.budget.spent() {
		return s
	}
	if r.plain {
		if out, ok := r.once(s); ok {
			return r.charge(s, out)
		}
	}
	return r.columnByColumn(s)
}

// charge counts a resolved text, or refuses it.
func (r *rowValues) charge(s, out string) string {
	if len(out) > maxResolved {
		r.budget.refused = true
		return s
	}
	r.budget.resolved += len(out)
	return out
}

// once replaces in one reading. It gives up where a placeholder stands inside another, "<a<b>>": replacing the inner
// one may make the outer one.
func (r *rowValues) once(s string) (string, bool) {
	var b strings.Builder
	kept, nested := 0, false // s[:kept] is written; a < is open before the one at hand
	for at := 0; ; {
		open := strings.IndexByte(s[at:], '<')
		if open < 0 {
			break
		}
		open += at
		nested = nested && strings.IndexByte(s[at:open], '>') < 0
		end := strings.IndexAny(s[open+1:], "<>")
		if end < 0 {
			break
		}
		end += open + 1
		if s[end] == '<' {
			nested, at = true, end
			continue
		}
		at = end + 1
		i, known := r.index[s[open+1:end]]
		if !known || i >= len(r.cells) {
			nested = false // what stays closes whatever was open
			continue
		}
		if nested {
			return "", false
		}
		b.WriteString(s[kept:open])
		b.WriteString(r.cells[i])
		kept = at
		if b.Len() > maxResolved {
			break
		}
	}
	if kept == 0 {
		return s, true
	}
	b.WriteString(s[kept:])
	return b.String(), true
}

// columnByColumn is the definition.
func (r *rowValues) columnByColumn(s string) string {
	for i, name := range r.names[:min(len(r.names), len(r.cells))] {
		if r.budget.searched += len(s); r.budget.spent() {
			return s
		}
		mark := "<" + name + ">"
		n := strings.Count(s, mark)
		if n == 0 {
			continue
		}
		if len(s)+n*(len(r.cells[i])-len(mark)) > maxResolved {
			r.budget.refused = true
			return s
		}
		s = strings.ReplaceAll(s, mark, r.cells[i])
	}
	return r.charge(s, s)
}
