package syntax

import (
	"math/rand/v2"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// constructs is what generated documents must show, each in many of them.
var constructs = []string{
	"language line", "language line after comments", "no language line", "comment before the feature", "feature tags",
	"scenario tags", "rule", "rule tags", "rule without scenario", "background", "background in a rule", "scenario",
	"outline", "examples", "several examples", "examples tags", "examples name", "description",
	"blank in a description", "description of examples", "doc string", "doc string with backticks", "media type",
	"escaped delimiter", "other delimiter inside", "doc text to the left", "empty doc string", "table", "escaped bar",
	"escaped backslash", "escaped newline", "empty cell", "row without a cell", "exotic spaces in a cell",
	"comment in a table", "comment between tags", "comment between steps", "comment after tags", "comment at the end",
	"tags on several lines", "tags without spaces", "star", "CRLF", "no final line end", "tabs", "combining accent",
	"emoji", "wide characters", "trailing spaces", "title without name", "step without text",
}

// generator writes a document that is mostly valid, with odd spacing, escapes, comments and line ends.
type generator struct {
	r     *rand.Rand
	d     *gherkin.Dialect
	lines []string
	crlf  bool
	final bool
	shown map[string]bool
}

func generate(r *rand.Rand) *generator {
	others := [...]string{"de", "ja", "ru", "zh-CN", "it", "em", "ht", "tlh"}
	language := others[r.IntN(len(others))]
	if n := r.IntN(8); n < 7 {
		language = [...]string{"fr", "en"}[n%2]
	}
	g := &generator{r: r, d: gherkin.DialectsBuiltin().GetDialect(language), shown: map[string]bool{}}
	g.header()
	g.tags("feature tags")
	g.title(g.d.FeatureKeywords())
	g.body("description")
	if g.one(2) {
		g.background("background")
	}
	for range g.r.IntN(4) {
		g.scenario()
	}
	for range g.r.IntN(3) {
		g.rule()
	}
	if g.one(4) {
		g.saw("comment at the end")
		g.line(g.indent() + "# fin")
	}
	if g.crlf = g.one(3); g.crlf {
		g.saw("CRLF")
	}
	if g.final = !g.one(4); !g.final {
		g.saw("no final line end")
	}
	return g
}

// damage moves, repeats, drops or adds lines: what an author does by accident.
func (g *generator) damage() {
	for range 1 + g.r.IntN(3) {
		at, other := g.r.IntN(len(g.lines)), g.r.IntN(len(g.lines))
		switch g.r.IntN(4) {
		case 0:
			g.lines[at], g.lines[other] = g.lines[other], g.lines[at]
		case 1:
			g.lines = slices.Insert(g.lines, at, g.lines[other])
		case 2:
			g.lines = slices.Insert(
				g.lines, at, g.pick("    ceci n'est pas un pas", "      | a |", "  @x", `      """`, "# remarque"),
			)
		default:
			if len(g.lines) > 1 {
				g.lines = slices.Delete(g.lines, at, at+1)
			}
		}
	}
}

func (g *generator) source() string {
	end := "\n"
	if g.crlf {
		end = "\r\n"
	}
	text := strings.Join(g.lines, end)
	if g.final {
		text += end
	}
	return text
}

func (g *generator) pick(list ...string) string { return list[g.r.IntN(len(list))] }
func (g *generator) line(s string)              { g.lines = append(g.lines, s) }
func (g *generator) one(in int) bool            { return g.r.IntN(in) == 0 }
func (g *generator) saw(what string)            { g.shown[what] = true }

func (g *generator) indent() string {
	in := g.pick("", "  ", "    ", "      ", "\t", " \t ")
	if strings.Contains(in, "\t") {
		g.saw("tabs")
	}
	return in
}

// text is what follows a keyword.
func (g *generator) text() string {
	s := g.pick(
		"un adhérent  de l’antenne", "x", "l'élève \"42\"", "<nom> et <valeur>", "", "a # b", "é😀 fin ", "|bar|",
		"fin :", "d\u0323ẹ", "結果 ｶﾅ", "@pas-une-étiquette", "tab\t", "\u00a0insécable\u00a0", `\échappé`,
	)
	switch {
	case strings.Contains(s, "😀"):
		g.saw("emoji")
		g.saw("trailing spaces")
	case strings.Contains(s, "結"):
		g.saw("wide characters")
	case strings.Contains(s, "\u0323"):
		s = "ṩ\u030c" // a sequence that NFC leaves alone
		g.saw("combining accent")
	}
	return s
}

func (g *generator) header() {
	if g.d.Language == "en" && g.one(2) {
		g.saw("no language line")
		g.comments("comment before the feature")
		return
	}
	before := len(g.lines)
	g.comments("language line after comments")
	if len(g.lines) == before || !g.shown["language line after comments"] {
		g.saw("language line")
	}
	g.line(g.pick("# language: ", "#language:", "  #  language : ") + g.d.Language)
	g.comments("comment before the feature")
}

// comments writes blank lines and comments, where both are allowed.
func (g *generator) comments(what string) {
	switch g.r.IntN(7) {
	case 0:
		g.line("")
	case 1:
		g.saw(what)
		g.line(g.indent() + g.pick("# un commentaire", "#", "#sans espace  ", "# a | b @c"))
	case 2:
		g.line("   ")
	}
}

func (g *generator) tags(what string) {
	n := max(g.r.IntN(5)-2, 0)
	if n > 0 {
		g.saw(what)
	}
	if n > 1 {
		g.saw("tags on several lines")
	}
	for range n {
		s := g.pick("@a", "@SC-0001 @b", "@é  @d # remarque", "@x@y", "@a#b", "@結果\u00a0@z", "@c \t@d  ")
		switch {
		case strings.Contains(s, " #"):
			g.saw("comment after tags")
		case s == "@x@y":
			g.saw("tags without spaces")
		}
		g.line(g.indent() + s)
		g.comments("comment between tags")
	}
}

func (g *generator) title(keywords []string) (named bool) {
	text := g.pick(" ", "", "  ") + g.text()
	if strings.TrimSpace(text) == "" {
		g.saw("title without name")
	}
	g.line(g.indent() + keywords[g.r.IntN(len(keywords))] + ":" + text)
	return strings.TrimSpace(text) != ""
}

// body writes a description, or comments: a comment before a description is refused.
func (g *generator) body(what string) {
	if !g.one(3) {
		g.comments("comment between steps")
		return
	}
	g.saw(what)
	for range 1 + g.r.IntN(4) {
		s := g.pick("du texte libre", "- une puce", "", "encore `du` texte", "\\ échappé", "1. un", "結果 😀 ")
		if s == "" {
			g.saw("blank in a description")
		}
		g.line(g.indent() + s)
	}
	g.comments("comment between steps")
}

func (g *generator) background(what string) {
	g.saw(what)
	g.title(g.d.BackgroundKeywords())
	g.body("description")
	g.steps()
}

func (g *generator) rule() {
	g.saw("rule")
	g.tags("rule tags")
	g.title(g.d.RuleKeywords())
	g.body("description")
	if g.one(3) {
		g.background("background in a rule")
	}
	n := g.r.IntN(3)
	if n == 0 {
		g.saw("rule without scenario")
	}
	for range n {
		g.scenario()
	}
}

func (g *generator) scenario() {
	outline := g.one(3)
	g.tags("scenario tags")
	if outline {
		g.saw("outline")
		g.title(g.d.ScenarioOutlineKeywords())
	} else {
		g.saw("scenario")
		g.title(g.d.ScenarioKeywords())
	}
	g.body("description")
	g.steps()
	if !outline {
		return
	}
	n := g.r.IntN(4)
	if n > 1 {
		g.saw("several examples")
	}
	for range n {
		g.saw("examples")
		g.tags("examples tags")
		if g.title(g.d.ExamplesKeywords()) {
			g.saw("examples name")
		}
		g.body("description of examples")
		if !g.one(8) {
			g.rows(1 + g.r.IntN(4))
		}
	}
}

func (g *generator) steps() {
	keywords := g.d.StepKeywords()
	for range g.r.IntN(4) {
		keyword := keywords[g.r.IntN(len(keywords))]
		text := g.text()
		switch {
		case keyword == "* ":
			g.saw("star")
		case strings.TrimSpace(text) == "":
			g.saw("step without text")
		}
		g.line(g.indent() + keyword + text)
		g.comments("comment between steps")
		switch g.r.IntN(5) {
		case 0:
			g.saw("table")
			g.rows(1 + g.r.IntN(3))
		case 1:
			g.docString()
		}
	}
}

func (g *generator) docString() {
	g.saw("doc string")
	quote, other := quotes, backticks
	if g.one(2) {
		quote, other = other, quote
		g.saw("doc string with backticks")
	}
	in, media := g.indent(), g.pick("", "", "json", " markdown ", "text/plain; charset=utf-8")
	if media != "" {
		g.saw("media type")
	}
	g.line(in + quote + media)
	n := g.r.IntN(5)
	if n == 0 {
		g.saw("empty doc string")
	}
	for range n {
		left := g.pick("", in, in+"  ")
		if len(left) < len(in) {
			g.saw("doc text to the left")
		}
		text := g.pick(
			"corps ", "", "# pas un commentaire", "@x", `\"\"\"`, "\\`\\`\\`", "  é😀", "Scénario: non", "| a |", other,
			"\t",
		)
		switch {
		case strings.HasPrefix(text, `\`):
			g.saw("escaped delimiter")
		case text == other:
			g.saw("other delimiter inside")
		}
		g.line(left + text)
	}
	g.line(in + quote + g.pick("", "", "  "))
}

func (g *generator) rows(n int) {
	width := g.r.IntN(4)
	if width == 0 {
		g.saw("row without a cell")
	}
	for range n {
		row := g.indent() + "|"
		for range width {
			cell := g.pick(
				" a ", "é", "", "  ", ` x \| y `, ` \\ `, ` a\nb `, ` \x `, " \u00a0z\u3000", "<nom>", " 😀 結 ",
			)
			switch {
			case strings.Contains(cell, `\|`):
				g.saw("escaped bar")
			case strings.Contains(cell, `\\`):
				g.saw("escaped backslash")
			case strings.Contains(cell, `\n`):
				g.saw("escaped newline")
			case strings.TrimSpace(cell) == "":
				g.saw("empty cell")
			case strings.Contains(cell, "\u3000"):
				g.saw("exotic spaces in a cell")
			}
			row += cell + "|"
		}
		g.line(row + g.pick("", "", "  "))
		g.comments("comment in a table")
	}
}
