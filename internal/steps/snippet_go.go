package steps

import (
	"strconv"
	"strings"
	"unicode"
)

// goReserved are the words that a function or a parameter of a Go file cannot be called, or should not: keywords, what
// the file imports and declares, the names of the language that a step would hide.
const goReserved = "break case chan const continue default defer else fallthrough for func go goto if import " +
	"interface " +
	"map package range return select struct switch type var main init context godog sc newSteps initializeScenario " +
	"any bool byte error false int nil string true append cap close copy delete len make max min new panic print " +
	"real recover"

func writeGo(d *draft, s *Snippet) {
	var b strings.Builder
	writePlaces(&b, "//", "", d.wording)
	b.WriteString("func " + d.name + "(ctx context.Context")
	for _, p := range d.params {
		kind := "string"
		if p.integer() {
			kind = "int"
		}
		b.WriteString(", " + p.name + " " + kind)
	}
	switch d.last {
	case "table":
		b.WriteString(", table *godog.Table")
	case "doc":
		b.WriteString(", doc *godog.DocString")
	}
	b.WriteString(") (context.Context, error) {\n\treturn ctx, godog.ErrPending\n}\n")
	s.Code = b.String()
	s.Register = "sc." + d.keyword + "(" + goString(s.Pattern) + ", " + d.name + ")"
}

// goString is a raw string where that is possible: a regular expression is hard enough to read.
func goString(s string) string {
	if strings.Contains(s, "`") {
		return strconv.Quote(s)
	}
	return "`" + s + "`"
}

// writePlaces tells where the steps are, the first ones.
func writePlaces(b *strings.Builder, mark, indent string, w *Wording) {
	const most = 3
	for i, p := range w.Places {
		if i == most {
			b.WriteString(indent + mark + " …\n")
			return
		}
		b.WriteString(indent + mark + " " + inComment(p.Path) + ":" + strconv.Itoa(p.Line) + "\n")
	}
}

// inComment makes a path fit for a comment that ends with its line: the name of a file may hold a line end, in the
// terms of Go or of JavaScript, or "?>", which ends a comment of PHP. What followed would be code. What shows nothing,
// or turns the direction of the text around, goes too: a reader would not see the same code.
func inComment(path string) string {
	path = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || unicode.IsMark(r) {
			return r
		}
		return unicode.ReplacementChar
	}, path)
	return strings.ReplaceAll(path, "?>", "?"+string(unicode.ReplacementChar)+">")
}

// goFile registers every snippet in one function, which the project's InitializeScenario calls.
func goFile(snippets []Snippet) string {
	var b strings.Builder
	b.WriteString("package steps\n\nimport (\n\t\"context\"\n\n\t\"github.com/cucumber/godog\"\n)\n\n")
	b.WriteString("func newSteps(sc *godog.ScenarioContext) {\n")
	for i := range snippets {
		b.WriteString("\t" + snippets[i].Register + "\n")
	}
	b.WriteString("}\n")
	for i := range snippets {
		b.WriteString("\n" + snippets[i].Code)
	}
	return b.String()
}
