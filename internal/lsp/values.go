package lsp

import "strings"

// values completes a quoted text of a step with what the references hold. It tells whether the cursor stands in one.
func (c *completer) values() bool {
	open, closing := openQuote(c.before)
	if open < 0 {
		return false
	}
	from := c.at - len(c.before) + open
	from += len(c.d.text.content[from:c.at]) - len(strings.TrimLeft(c.d.text.content[from:c.at], " \u00a0\u202f"))
	to := c.at
	if i := strings.Index(c.after, closing); i >= 0 {
		to += len(strings.TrimRight(c.after[:i], " \u00a0\u202f"))
	}
	c.references(from, to, func(string) bool { return true }, func(text string) string { return text })
	return true
}

// openQuote finds the quoted text that is not closed at the end of a text: where it starts, and the mark that will
// close it; -1 when there is none.
func openQuote(before string) (start int, closing string) {
	start = -1
	for i := 0; i < len(before); {
		if start >= 0 {
			if strings.HasPrefix(before[i:], closing) {
				start, i = -1, i+len(closing)
				continue
			}
			i++
			continue
		}
		n := 1
		for _, q := range quotes() {
			if strings.HasPrefix(before[i:], q[0]) {
				n, start, closing = len(q[0]), i+len(q[0]), q[1]
				break
			}
		}
		i += n
	}
	return start, closing
}

// The kinds of what a quoted text or a cell may be.
const (
	ofMessage = "message"
	ofRole    = "role"
	ofDataSet = "data"
)

// references proposes the messages, roles and data sets of the project that are wanted.
func (c *completer) references(from, to int, wanted func(kind string) bool, write func(text string) string) {
	set := c.s.project.Lint.Reference
	if set == nil {
		return
	}
	offer := func(kind, text, detail string) {
		if wanted(kind) {
			c.offer(completionItem{Label: text, Kind: itemValue, Detail: detail}, from, to, write(text))
		}
	}
	for i := range set.Messages {
		offer(ofMessage, set.Messages[i].Text, set.Messages[i].Code)
	}
	for i := range set.Roles {
		offer(ofRole, set.Roles[i].Code, set.Roles[i].Label)
	}
	for i := range set.DataSets {
		offer(ofDataSet, set.DataSets[i].Code, set.DataSets[i].Label)
	}
}

// cells completes a cell of a table whose column holds messages, roles or data sets.
func (c *completer) cells() {
	bars := barsOf(c.before)
	column := len(bars) - 1
	kind := c.columnKind(column)
	if kind == "" {
		return
	}
	from := c.at - len(c.before) + bars[column] + 1
	typed := c.d.text.content[from:c.at]
	from += len(typed) - len(strings.TrimLeft(typed, " \t"))
	end := len(c.after)
	if next := barsOf(c.after); len(next) > 0 {
		end = next[0]
	}
	to := c.at + len(strings.TrimRight(c.after[:end], " \t"))
	c.references(from, to, func(k string) bool { return k == kind }, cellEscape)
}

// columnKind tells what a column of the table around the cursor holds: by its header, else by what other rows have
// there. It is empty for a column of anything else, and on the header itself.
func (c *completer) columnKind(column int) string {
	set := c.s.project.Lint.Reference
	if set == nil || column < 0 {
		return ""
	}
	doc := c.d.file.Doc
	inTable := func(n int) bool {
		return n >= 1 && n <= len(doc.Lines) && strings.HasPrefix(strings.TrimLeft(doc.Text(n), " \t"), "|")
	}
	first := c.line
	for inTable(first - 1) {
		first--
	}
	if first == c.line {
		return ""
	}
	header := fold(cellAt(doc.Text(first), column))
	for _, k := range [][2]string{
		{"message", ofMessage}, {"role", ofRole}, {"jeu de donnees", ofDataSet}, {"data set", ofDataSet},
	} {
		if strings.Contains(header, k[0]) {
			return k[1]
		}
	}
	for n := first + 1; inTable(n); n++ {
		if n == c.line {
			continue
		}
		value := cellAt(doc.Text(n), column)
		if value == "" {
			continue
		}
		if _, ok := set.MessageText(value); ok {
			return ofMessage
		}
		if _, ok := set.Role(value); ok {
			return ofRole
		}
		if _, ok := set.DataSet(value); ok {
			return ofDataSet
		}
		return ""
	}
	return ""
}

// barsOf gives the places of the bars of a row, those that a backslash makes text left out.
func barsOf(line string) []int {
	var out []int
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			out = append(out, i)
		}
	}
	return out
}

// cellAt is a cell of a row, unescaped; empty when the row has none there.
func cellAt(line string, column int) string {
	bars := barsOf(line)
	if column+1 >= len(bars) {
		return ""
	}
	cell := strings.TrimSpace(line[bars[column]+1 : bars[column+1]])
	return strings.NewReplacer(`\|`, `|`, `\\`, `\`, `\n`, "\n").Replace(cell)
}

// cellEscape writes a text as a cell.
func cellEscape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `|`, `\|`, "\n", `\n`).Replace(text)
}
