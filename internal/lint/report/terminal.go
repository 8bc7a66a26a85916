package report

import (
	"fmt"
	"io"
	"strings"

	"recette/internal/syntax"
)

// Words is what the text for people is made of.
type Words interface {
	T(key string, args ...any) string
	N(key string, n int, args ...any) string
}

// shown is how many findings of one severity are printed for a file: a reader mends the first ones and runs again.
const shown = 50

// Terminal writes the findings for a person: where, what, the line, the remedy; then the figures.
func Terminal(w io.Writer, d *Document, words Words, sources Sources) {
	p := terminal{w: w, words: words, sources: sources}
	for from := 0; from < len(d.Items); {
		to := from
		for to < len(d.Items) && d.Items[to].Path == d.Items[from].Path {
			to++
		}
		p.file(d.Items[from:to])
		from = to
	}
	p.summary(d)
}

type terminal struct {
	w       io.Writer
	words   Words
	sources Sources
	path    string
	text    *Text
}

func (p *terminal) say(text string) { fmt.Fprintln(p.w, text) }

// file writes the findings of one file, and counts those that are too many.
func (p *terminal) file(items []Item) {
	done := map[string]int{}
	for i := range items {
		it := &items[i]
		if it.Code == string(syntax.CodeTooMany) { // what the parser itself counted and left out
			p.item(it)
			continue
		}
		if done[string(it.Severity)]++; done[string(it.Severity)] <= shown {
			p.item(it)
		}
	}
	for _, s := range []syntax.Severity{syntax.Error, syntax.Warning, syntax.Info} {
		if more := done[string(s)] - shown; more > 0 {
			p.say(p.words.N("lint.more-"+string(s), more, items[0].Path))
		}
	}
}

func (p *terminal) item(it *Item) {
	severity := p.words.T("severity-word." + string(it.Severity))
	message := it.Message
	if it.Accepted {
		message += p.words.T("lint.accepted-mark")
	}
	if it.Path == "" {
		p.say(p.words.T("lint.project-line", severity, it.ID(), message))
	} else {
		p.say(p.words.T("lint.line", it.Path, max(it.Line, 1), max(it.Column, 1), severity, it.ID(), message))
	}
	if it.Accepted {
		return
	}
	if it.Path != p.path {
		p.path, p.text = it.Path, nil
		if it.Path != "" {
			p.text = p.sources(it.Path)
		}
	}
	if it.Line > 0 {
		fmt.Fprint(p.w, frame(p.text, it.Line, it.Column, it.EndColumn))
	}
	if it.Remedy != "" {
		p.say("  → " + it.Remedy)
	}
}

func (p *terminal) summary(d *Document) {
	c := d.Count()
	if n := len(d.Mended); n > 0 {
		key := "lint.mended"
		if d.Dry {
			key = "lint.would-mend"
		}
		p.say(p.words.N(key, n))
	}
	figures := []string{
		p.words.N("count.files", d.Files), p.words.N("count.errors", c.Errors), p.words.N("count.warnings", c.Warnings),
	}
	if c.Infos > 0 {
		figures = append(figures, p.words.N("count.infos", c.Infos))
	}
	p.say(strings.Join(figures, ", "))
	if c.Accepted > 0 {
		p.say(p.words.N("lint.accepted", c.Accepted))
	}
	if d.Stale > 0 {
		p.say(p.words.N("lint.stale", d.Stale))
	}
	if n := len(d.Waivers); n > 0 {
		suppressed := 0
		for _, w := range d.Waivers {
			suppressed += w.Count
		}
		p.say(p.words.N("lint.waived", n, p.words.N("count.findings", suppressed)))
	}
}
