package syntax

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"recette/internal/corpusgen"
)

// slips are what fingers and word processors do to the words of the grammar. Each takes the word, what follows it on
// its line, and gives both as they come out; "" for a word when the slip does not apply.
var slips = map[string]func(r *rand.Rand, word, after string) (string, string){
	"no-break space after": func(_ *rand.Rand, w, a string) (string, string) {
		return w, "\u00a0" + strings.TrimPrefix(a, " ")
	},
	"narrow space before :":  beforeColon("\u202f"),
	"no-break space before:": beforeColon("\u00a0"),
	"space before colon":     beforeColon(" "),
	"no-break indentation":   func(_ *rand.Rand, w, a string) (string, string) { return "\u00a0" + w, a },
	"zero width space": inside(
		func(w []rune, i int) []rune { return append(append(append([]rune{}, w[:i]...), '\u200b'), w[i:]...) },
	),
	"lower case": func(_ *rand.Rand, w, a string) (string, string) { return strings.ToLower(w), a },
	"upper case": func(_ *rand.Rand, w, a string) (string, string) { return strings.ToUpper(w), a },
	"no accents": func(_ *rand.Rand, w, a string) (string, string) { return unaccented(w), a },
	"decomposed": func(_ *rand.Rand, w, a string) (string, string) {
		return norm.NFD.String(w), norm.NFD.String(a)
	},
	"curly apostrophe": func(_ *rand.Rand, w, a string) (string, string) { return strings.ReplaceAll(w, "'", "’"), a },
	"letter dropped":   inside(func(w []rune, i int) []rune { return append(append([]rune{}, w[:i]...), w[i+1:]...) }),
	"letter doubled":   inside(func(w []rune, i int) []rune { return append(append([]rune{}, w[:i+1]...), w[i:]...) }),
	"letters swapped": inside(func(w []rune, i int) []rune {
		out := append([]rune{}, w...)
		if i+1 < len(out) {
			out[i], out[i+1] = out[i+1], out[i]
		}
		return out
	}),
	"bullet": func(r *rand.Rand, w, a string) (string, string) {
		return [...]string{"- ", "* ", "• ", "1. ", "> "}[r.IntN(5)] + w, a
	},
	"bold":             func(_ *rand.Rand, w, a string) (string, string) { return "**" + w + "**", a },
	"no colon":         func(_ *rand.Rand, w, a string) (string, string) { return w, strings.TrimPrefix(a, ":") },
	"full-width colon": func(_ *rand.Rand, w, a string) (string, string) { return w, strings.Replace(a, ":", "：", 1) },
	"space lost":       func(_ *rand.Rand, w, a string) (string, string) { return w, strings.TrimPrefix(a, " ") },
	"colon added":      func(_ *rand.Rand, w, a string) (string, string) { return w, ":" + a },
	"line split":       func(_ *rand.Rand, w, a string) (string, string) { return "texte \r" + w, a },
}

func beforeColon(space string) func(*rand.Rand, string, string) (string, string) {
	return func(_ *rand.Rand, w, a string) (string, string) {
		if !strings.HasPrefix(a, ":") {
			return "", ""
		}
		return w, space + a
	}
}

func inside(change func([]rune, int) []rune) func(*rand.Rand, string, string) (string, string) {
	return func(r *rand.Rand, w, a string) (string, string) {
		runes := []rune(w)
		return string(change(runes, r.IntN(len(runes)))), a
	}
}

// markSlips are those of the marks of tables, tags and text blocks.
var markSlips = map[TokenKind]map[string]func(mark string) string{
	TokenBar: {
		"bar lost": func(string) string { return "" }, "full-width bar": func(string) string { return "｜" },
	},
	TokenTag: {
		"full-width at":  func(s string) string { return "＠" + s[1:] },
		"space after at": func(s string) string { return "@ " + s[1:] },
		"at lost":        func(s string) string { return s[1:] },
	},
	TokenDelimiter: {
		"curly quotes": func(string) string { return "“““" }, "other mark": func(string) string { return "```" },
		"mark lost": func(string) string { return "" },
	},
	TokenColon: {"semicolon": func(string) string { return ";" }},
}

// TestNoSlipIsSilent holds the promise of this package: a slip of a finger on any word or mark of the grammar either
// loses nothing (each case keeps its steps, their roles, its data and its tags), or is reported. It also counts how
// many of the reported slips the edits undo whole.
func TestNoSlipIsSilent(t *testing.T) {
	reported, undone := map[string]int{}, map[string]int{}
	seeds := 6000
	if testing.Short() {
		seeds = 4000
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(11, uint64(seed)))
		src := corpusgen.Varied(len(corpusgen.Sizes()) * (seed % 40))
		doc, list := Parse(Source{Path: "a.feature", Bytes: src}, Options{})
		if len(list) > 0 {
			t.Fatal(brief(list))
		}
		name, edit, ok := slip(r, doc)
		if !ok {
			continue
		}
		bad, err := Apply(src, []Edit{edit})
		if err != nil {
			t.Fatal(err)
		}
		after, found := Parse(Source{Path: "a.feature", Bytes: bad}, Options{})
		if len(found) == 0 {
			if shape(after) != shape(doc) {
				t.Errorf("%s is silent:\n%q\nbecomes\n%q", name, lineAt(src, edit.Start), lineAt(bad, edit.Start))
			}
			continue
		}
		reported[name]++
		for range 5 {
			edits := fixes(found)
			if bad, err = Apply(bad, edits); err != nil {
				t.Fatal(err)
			}
			after, found = Parse(Source{Path: "a.feature", Bytes: bad}, Options{})
		}
		if len(found) == 0 && read(t, after) == read(t, doc) {
			undone[name]++
		}
	}
	all, mended := 0, 0
	for name, n := range reported {
		all, mended = all+n, mended+undone[name]
		t.Logf("%-24s reported %4d, undone by edits %4d", name, n, undone[name])
	}
	t.Logf("%d slips reported, %d undone by edits", all, mended)
	if len(reported) < 20 || all < 3000 || mended*2 < all {
		t.Errorf("%d kinds of slips, %d reported, %d undone: the test proves little", len(reported), all, mended)
	}
}

// slip chooses a word or a mark of a document and spoils it.
func slip(r *rand.Rand, doc *Document) (name string, e Edit, ok bool) {
	type place struct {
		Token
		end int // of the line
	}
	var places []place
	for n := range doc.Lines {
		for _, token := range doc.Tokens(n + 1) {
			if token.Kind == TokenKeyword || markSlips[token.Kind] != nil && r.IntN(4) == 0 {
				places = append(places, place{token, doc.Line(n + 1).Span.End})
			}
		}
	}
	token := places[r.IntN(len(places))]
	text := doc.Source()[token.Span.Start:token.Span.End]
	if token.Kind != TokenKeyword {
		name, change := choose(r, markSlips[token.Kind])
		return name, Edit{token.Span, change(text)}, true
	}
	name, change := choose(r, slips)
	word, after := change(r, text, doc.Source()[token.Span.End:token.end])
	return name, Edit{Span{token.Span.Start, token.end}, word + after}, word != ""
}

func choose[T any](r *rand.Rand, from map[string]T) (string, T) {
	names := make([]string, 0, len(from))
	for n := range from {
		names = append(names, n)
	}
	slices.Sort(names)
	name := names[r.IntN(len(names))]
	return name, from[name]
}

// read gives what runs of a document: its tree without places and keywords.
func read(t *testing.T, doc *Document) string {
	t.Helper()
	if doc == nil || doc.Feature == nil {
		return ""
	}
	var b bytes.Buffer
	for _, p := range doc.Pickles(counter()) {
		b.WriteString(p.Name + "\n")
		for _, tag := range p.Tags {
			b.WriteString(tag.Name + " ")
		}
		for _, s := range p.Steps {
			b.WriteString(string(s.Type) + " " + s.Text + string(asJSON(t, s.Argument)) + "\n")
		}
	}
	return b.String()
}

// shape gives what a document runs, texts aside: a letter that a slip leaves in a text is seen when the step finds no
// definition.
func shape(doc *Document) string {
	if doc == nil || doc.Feature == nil {
		return ""
	}
	var b strings.Builder
	for _, p := range doc.Pickles(counter()) {
		b.WriteString("case")
		for _, tag := range p.Tags {
			b.WriteString(" " + tag.Name)
		}
		for _, s := range p.Steps {
			b.WriteString(" " + string(s.Type))
			if s.Argument != nil && s.Argument.DataTable != nil {
				b.WriteString(
					strings.Repeat("|", len(s.Argument.DataTable.Rows)*len(s.Argument.DataTable.Rows[0].Cells)),
				)
			}
			if s.Argument != nil && s.Argument.DocString != nil {
				b.WriteString(s.Argument.DocString.Content)
			}
		}
	}
	return b.String()
}

func lineAt(src []byte, at int) string {
	at = min(at, len(src))
	from := bytes.LastIndexByte(src[:at], '\n') + 1
	to := bytes.IndexByte(src[at:], '\n')
	if to < 0 {
		to = len(src) - at
	}
	return string(src[from : at+to])
}
