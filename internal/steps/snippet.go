package steps

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"recette/internal/catalogue"
)

// Target is a language of step definitions with its tool.
type Target string

// The targets of snippets.
const (
	Go  Target = "go"  // godog
	PHP Target = "php" // Behat
	ts  Target = "ts"  // TypeScript with playwright-bdd
)

// Targets lists the targets.
func Targets() []Target { return []Target{Go, PHP, ts} }

// errTarget says that there are no snippets for a language.
var errTarget = errors.New("unknown target")

// Snippet is the beginning of a step definition.
type Snippet struct {
	Name     string `json:"name"`     // of the function or method
	Keyword  string `json:"keyword"`  // Given, When, Then or Step
	Pattern  string `json:"pattern"`  // a regular expression, or a cucumber expression for TS
	Register string `json:"register"` // for Go, the line of the initializer; empty elsewhere
	Code     string `json:"code"`     // the function, with its attribute or call elsewhere
	Wording  string `json:"wording"`

	Of int `json:"-"` // index of the wording that it begins
}

// parameter is a value that a definition receives.
type parameter struct {
	part
	name string
}

// draft is a snippet before its language.
type draft struct {
	wording *Wording
	name    string
	keyword string
	params  []parameter
	last    string // "table", "doc" or ""
}

// generator writes snippets in one language.
type generator struct {
	reserved string // words that no function may be called
	pattern  func(*Wording) string
	regexp   func(*Wording) string // what the pattern matches, for RE2
	write    func(*draft, *Snippet)
	file     func([]Snippet) string
}

func generatorOf(t Target) (generator, error) {
	switch t {
	case Go:
		return generator{goReserved, expression, expression, writeGo, goFile}, nil
	case PHP:
		return generator{phpReserved, phpPattern, expression, writePHP, phpFile}, nil
	case ts:
		return generator{tsReserved, tsPattern, tsRegexp, writeTS, tsFile}, nil
	}
	return generator{}, fmt.Errorf("%w: %q", errTarget, t)
}

func phpPattern(w *Wording) string {
	return "/" + strings.ReplaceAll(expression(w), "/", `\/`) + "/u"
}

// Snippets writes the beginning of a definition for each wording: one, or several where one would match a step that
// another definition matches. Names are ASCII, valid, and told apart from each other and from the words of the
// language. The error is errTarget.
func Snippets(t Target, wordings []Wording) ([]Snippet, error) {
	g, err := generatorOf(t)
	if err != nil {
		return nil, err
	}
	taken := newNames(g.reserved)
	out := make([]Snippet, 0, len(wordings))
	for _, a := range apart(g.regexp, wordings) {
		w := a.Wording
		d := draft{wording: w, keyword: keywordOf(w.Types), name: taken.take(camel(w.words()), "step"), last: w.last()}
		d.params = w.parameters(g.reserved)
		s := Snippet{Name: d.name, Keyword: d.keyword, Pattern: g.pattern(w), Wording: w.Mask, Of: a.of}
		g.write(&d, &s)
		out = append(out, s)
	}
	return out, nil
}

// File puts snippets in a source file that compiles as it is. The error is errTarget.
func File(t Target, snippets []Snippet) (string, error) {
	g, err := generatorOf(t)
	if err != nil {
		return "", err
	}
	return g.file(snippets), nil
}

// keywordOf is that of a definition that serves steps of these types. Tools that tell keywords apart need one for all
// when there are several.
func keywordOf(types []catalogue.StepType) string {
	if len(types) != 1 {
		return "Step"
	}
	switch types[0] {
	case catalogue.Context:
		return "Given"
	case catalogue.Action:
		return "When"
	case catalogue.Outcome:
		return "Then"
	case catalogue.Unknown:
	}
	return "Step"
}

// words is a wording without its literals.
func (w *Wording) words() string {
	var b strings.Builder
	for i := range w.parts {
		if p := &w.parts[i]; p.Kind == Text {
			b.WriteString(p.Text)
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// last is the argument that follows the values. Some steps of a wording may have one and others not: the definition
// then fits none of them without help, and the one of the most is chosen.
func (w *Wording) last() string {
	switch {
	case w.tables >= w.docs && 2*w.tables > len(w.Places), w.tables > 0 && w.docs == 0:
		return "table"
	case w.docs > 0:
		return "doc"
	}
	return ""
}

// parameters names the literals of a wording: by the placeholder that fills them, else by the word before, else by what
// they are.
func (w *Wording) parameters(reserved string) []parameter {
	taken := newNames(reserved + " ctx table doc page")
	var out []parameter
	for i := range w.parts {
		p := &w.parts[i]
		if p.Kind == Text {
			continue
		}
		name := camel(p.name)
		if name == "" && p.Kind != number {
			if words := nameWords(p.words); len(words) > 0 && len(words[len(words)-1]) > 3 {
				name = camel(words[len(words)-1])
			}
		}
		fallback := map[Kind]string{number: "nombre", date: "date", hour: "heure"}[p.Kind]
		if fallback == "" {
			fallback = "valeur"
		}
		out = append(out, parameter{part: *p, name: taken.take(name, fallback)})
	}
	return out
}

// integer tells a parameter that a language can take as one.
func (p *part) integer() bool { return p.Kind == number && p.integers }

// expression is the regular expression of a wording, for RE2 and PCRE alike. An apostrophe is either one, straight or
// curly, and a no-break space any space: which one was typed depends on the keyboard.
func expression(w *Wording) string {
	var b strings.Builder
	b.WriteByte('^')
	for i := range w.parts {
		p := &w.parts[i]
		if w.exact != nil && p.Kind != Text {
			open, closing := marksOf(p.Text)
			b.WriteString(open + p.around(anySpace+"*") + oneOf(w.exact[i]) + p.around(anySpace+"*") + closing)
			continue
		}
		switch p.Kind {
		case Text:
			if w.verbatim {
				b.WriteString(regexp.QuoteMeta(p.Text))
				continue
			}
			b.WriteString(literal(p.Text))
		case Quoted:
			open, closing := marksOf(p.Text)
			switch open {
			case `"`:
				b.WriteString(`"([^"]*)"`)
			default:
				b.WriteString(open + anySpace + `*([^` + closing + `]*?)` + anySpace + `*` + closing)
			}
		case number:
			b.WriteString(numberExpression(p))
		case date:
			b.WriteString(`(\d[\d/-]*\d)`)
		case hour:
			b.WriteString(`(\d{1,2}[:hH]\d{2})`)
		case placeholder:
			b.WriteString(p.choice())
		}
	}
	b.WriteByte('$')
	return visible(b.String())
}

// visible writes by its number what ends a line or shows nothing: a cell of examples may hold it, and what followed
// would stand on a line of its own, in the code as on a terminal.
func visible(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			fmt.Fprintf(&b, `\x{%X}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// The bounds of a choice. What is beyond is anything.
const (
	maxChoices = 24
	maxChoice  = 60 // bytes
)

// choice is one of the values that the examples give to a placeholder: a definition that took anything would be
// ambiguous with those of other steps.
func (p *part) choice() string {
	if len(p.values) == 0 || len(p.values) > maxChoices {
		return `(.*)`
	}
	for _, v := range p.values {
		if len(v) > maxChoice {
			return `(.*)`
		}
	}
	return oneOf(p.values)
}

// around gives what stands inside the marks of a French quotation, nothing elsewhere.
func (p *part) around(spaces string) string {
	if open, _ := marksOf(p.Text); p.Kind == Quoted && open != `"` {
		return spaces
	}
	return ""
}

// oneOf is an expression of some values.
func oneOf(values []string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = literal(v)
	}
	// The longest first: the expressions of PCRE and JavaScript take the first that fits.
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return "(" + strings.Join(list, "|") + ")"
}

// anySpace is a space of a French sentence.
const anySpace = `[ \x{A0}\x{202F}]`

func numberExpression(p *part) string {
	switch {
	case p.integers:
		return `(-?\d+)`
	case p.spaced:
		return `(-?\d[\d \x{A0}\x{202F}]*(?:[.,]\d+)?)`
	}
	return `(-?\d+(?:[.,]\d+)?)`
}

func literal(text string) string {
	text = regexp.QuoteMeta(text)
	return strings.NewReplacer("'", "['’]", "’", "['’]", "\u00a0", anySpace, "\u202f", anySpace).Replace(text)
}
