package steps

import (
	"regexp"
	"slices"
	"strings"
)

// tsReserved are the words that a parameter cannot be called in TypeScript, and the names of the file.
const tsReserved = "abstract any arguments as async await boolean break case catch class const constructor continue " +
	"debugger " +
	"declare default delete do else enum eval export extends false finally for from function get if implements " +
	"import in " +
	"instanceof interface is let module namespace never new null number object of package private protected public " +
	"readonly return set static string super switch symbol this throw true try type typeof undefined unknown var " +
	"void " +
	"while with yield createBdd DataTable Given When Then Step page table doc"

// tsPattern is a cucumber expression, or a regular expression between slashes for a choice of values, which cucumber
// expressions cannot give to the function. No line may end in it: a cell of examples may hold several.
func tsPattern(w *Wording) string {
	if isRegexp(w) {
		return "/" + numbered.ReplaceAllStringFunc(
			strings.ReplaceAll(expression(w), "/", `\/`), func(code string) string {
				digits := strings.Trim(code, `\x{}`)
				return `\u` + strings.Repeat("0", 4-len(digits)) + strings.ToLower(digits)
			},
		) + "/"
	}
	return cucumberExpression(w)
}

// numbered is a character by its number, as RE2 and PCRE write it; none of ours has more than four digits.
var numbered = regexp.MustCompile(`\\x\{[0-9A-F]{1,4}\}`)

// isRegexp tells that a wording asks for a regular expression: it has a choice of values, or is written in several ways
// that the keyboard alone tells apart.
func isRegexp(w *Wording) bool {
	if w.exact != nil || slices.ContainsFunc(w.parts, func(p part) bool { return p.Kind == placeholder }) {
		return true
	}
	own := regexp.MustCompile(cucumberRegexp(w))
	return slices.ContainsFunc(w.texts, func(text string) bool { return !own.MatchString(text) })
}

// tsRegexp is what tsPattern matches.
func tsRegexp(w *Wording) string {
	if isRegexp(w) {
		return expression(w)
	}
	return cucumberRegexp(w)
}

// cucumberRegexp is the regular expression that cucumber makes of the expression of a wording.
func cucumberRegexp(w *Wording) string {
	var b strings.Builder
	b.WriteString("^")
	for i := range w.parts {
		p := &w.parts[i]
		switch p.Kind {
		case Text:
			b.WriteString(regexp.QuoteMeta(p.Text))
		case Quoted:
			if open, closing := marksOf(p.Text); open == `"` {
				b.WriteString(`(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')`)
			} else {
				b.WriteString(regexp.QuoteMeta(open+p.edges[0]) + ".*" + regexp.QuoteMeta(p.edges[1]+closing))
			}
		case number:
			switch {
			case p.integers:
				b.WriteString(`-?\d+`)
			case p.spaced:
				b.WriteString(`.*`)
			default:
				b.WriteString(`\S+`)
			}
		case date, hour:
			b.WriteString(`\S+`)
		case placeholder:
		}
	}
	return b.String() + "$"
}

// cucumberExpression is the expression of a wording without placeholder. {int} and {string} are those of the language;
// what French writes otherwise, decimal commas and dates, is a word; what may hold spaces is anything.
func cucumberExpression(w *Wording) string {
	var b strings.Builder
	for i := range w.parts {
		p := &w.parts[i]
		switch p.Kind {
		case Text:
			b.WriteString(escapeExpression(p.Text))
		case Quoted:
			open, closing := marksOf(p.Text)
			if open == `"` {
				b.WriteString("{string}")
				continue
			}
			b.WriteString(open + p.edges[0] + "{}" + p.edges[1] + closing)
		case number:
			switch {
			case p.integers:
				b.WriteString("{int}")
			case p.spaced:
				b.WriteString("{}")
			default:
				b.WriteString("{word}")
			}
		case date, hour:
			b.WriteString("{word}")
		case placeholder:
		}
	}
	return b.String()
}

// escapeExpression escapes what means something in a cucumber expression.
func escapeExpression(text string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, "{", `\{`, "/", `\/`, ")", `\)`, "}", `\}`).Replace(text)
}

func writeTS(d *draft, s *Snippet) {
	var b strings.Builder
	writePlaces(&b, "//", "", d.wording)
	pattern := s.Pattern
	if !strings.HasPrefix(pattern, "/") {
		pattern = tsString(pattern)
	}
	b.WriteString(d.keyword + "(" + pattern + ", async ({ page }")
	for _, p := range d.params {
		kind := "string"
		if p.integer() {
			kind = "number"
		}
		b.WriteString(", " + p.name + ": " + kind)
	}
	switch d.last {
	case "table":
		b.WriteString(", table: DataTable")
	case "doc":
		b.WriteString(", doc: string")
	}
	b.WriteString(") => {\n  throw new Error('" + d.name + "');\n});\n")
	s.Code = b.String()
}

// tsString is a string in double quotes: French sentences are full of apostrophes.
func tsString(s string) string {
	return `"` + strings.NewReplacer(
		`\`, `\\`, `"`, `\"`, "\n", `\n`, "\u2028", `\u2028`, "\u2029", `\u2029`,
	).Replace(s) + `"`
}

func tsFile(snippets []Snippet) string {
	var b strings.Builder
	b.WriteString(
		"import { createBdd, DataTable } from 'playwright-bdd';\n\nconst { Given, When, Then, Step } = createBdd();\n",
	)
	for i := range snippets {
		b.WriteString("\n" + snippets[i].Code)
	}
	return b.String()
}
