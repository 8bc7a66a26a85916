package lsp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// CompletionList is what may be written at a place.
type CompletionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []CompletionItem `json:"items"`
}

// CompletionItem is one text that may be written.
type CompletionItem struct {
	Label            string         `json:"label"`
	Kind             int            `json:"kind"`
	Detail           string         `json:"detail,omitempty"`
	Documentation    *MarkupContent `json:"documentation,omitempty"`
	SortText         string         `json:"sortText,omitempty"`
	FilterText       string         `json:"filterText,omitempty"`
	InsertTextFormat int            `json:"insertTextFormat,omitempty"`
	TextEdit         *TextEdit      `json:"textEdit"`
}

// The kinds of items (LSP 3.17, CompletionItemKind) and the format of snippets.
const (
	itemKeyword  = 14
	itemSnippet  = 15
	itemTag      = 20 // EnumMember
	itemColumn   = 5  // Field
	itemValue    = 12 // Value
	itemFunction = 3
	snippetText  = 2
)

// maxItems bounds a list that an editor would filter anyway.
const maxItems = 400

// completion proposes what may stand at the cursor: tags on a line of tags, columns within <, messages, roles and data sets
// between quotes, known sentences after the keyword of a step, keywords elsewhere.
func (s *Server) completion(_ context.Context, p *PositionParams) (any, error) {
	list := CompletionList{Items: []CompletionItem{}}
	d := s.open[p.TextDocument.URI]
	if d == nil || d.file.Doc == nil {
		return list, nil
	}
	line, start := d.text.line(p.Position.Line)
	at := d.text.offset(p.Position, s.encoding)
	before := line[:min(at-start, len(line))]
	n := d.file.Doc.At(at).Line
	c := completer{s: s, d: d, line: n, at: at, before: before, after: line[len(before):]}
	trimmed := strings.TrimLeft(before, " \t")
	kind := d.file.Doc.Line(n).Kind
	switch {
	case kind == syntax.LineDocText, strings.HasPrefix(trimmed, "#"):
		// the text of a doc string and of a comment is the author's own
	case strings.HasPrefix(trimmed, "@"):
		c.tags()
	case c.openPlaceholder():
		c.columns()
	case c.openQuote():
		c.values()
	case strings.HasPrefix(trimmed, "|"):
	default:
		if word, ok := c.stepWord(trimmed); ok {
			c.sentences(word)
		} else {
			c.keywords()
		}
	}
	list.Items, list.IsIncomplete = c.items, len(c.items) == maxItems
	return list, nil
}

// completer gathers the items of one answer.
type completer struct {
	s             *Server
	d             *document
	line, at      int    // line from 1, byte of the cursor
	before, after string // the line on each side of the cursor
	items         []CompletionItem
}

// add proposes a text in place of the bytes that stand before the cursor, and after it.
func (c *completer) add(item CompletionItem, from, to int, text string) {
	if len(c.items) == maxItems {
		return
	}
	item.TextEdit = &TextEdit{Range: c.d.text.span(from, to, c.s.encoding), NewText: text}
	if item.SortText == "" {
		item.SortText = fmt.Sprintf("%04d", len(c.items))
	}
	c.items = append(c.items, item)
}

// tags completes the tag that is being typed.
func (c *completer) tags() {
	from := c.at - len(c.before) + strings.LastIndexByte(c.before, '@')
	to := c.at
	for to < len(c.d.text.content) && strings.IndexByte(" \t\r\n@#", c.d.text.content[to]) < 0 {
		to++
	}
	for _, t := range c.s.knownTags() {
		item := CompletionItem{Label: t.name, Kind: itemTag, Detail: t.detail, FilterText: t.name}
		c.add(item, from, to, t.name)
	}
}

// openPlaceholder tells whether a < waits for its column.
func (c *completer) openPlaceholder() bool {
	i := strings.LastIndexByte(c.before, '<')
	return i >= 0 && !strings.ContainsAny(c.before[i:], "> ") && scenarioAt(c.d.file.Doc, c.line) != nil
}

// columns completes the name of a column of the scenario's examples.
func (c *completer) columns() {
	sc := scenarioAt(c.d.file.Doc, c.line)
	from := c.at - len(c.before) + strings.LastIndexByte(c.before, '<') + 1
	end := ">"
	to := c.at
	if i := strings.IndexAny(c.after, "<> "); i >= 0 && c.after[i] == '>' {
		to, end = c.at+i, ""
	}
	seen := map[string]bool{}
	for _, e := range sc.Examples {
		if e.Header == nil {
			continue
		}
		for i, cell := range e.Header.Cells {
			if seen[cell.Value] || cell.Value == idColumn {
				continue
			}
			seen[cell.Value] = true
			detail := ""
			if len(e.Rows) > 0 && i < len(e.Rows[0].Cells) {
				detail = e.Rows[0].Cells[i].Value
			}
			c.add(CompletionItem{Label: cell.Value, Kind: itemColumn, Detail: detail}, from, to, cell.Value+end)
		}
	}
}

// openQuote tells whether the cursor stands between quotes, or after one that is not closed.
func (c *completer) openQuote() bool {
	if c.d.file.Doc.Line(c.line).Kind != syntax.LineStep && !c.looksLikeStep() {
		return false
	}
	return strings.Count(c.before, `"`)%2 == 1 || strings.Count(c.before, "«") > strings.Count(c.before, "»")
}

func (c *completer) looksLikeStep() bool {
	_, ok := c.stepWord(strings.TrimLeft(c.before, " \t"))
	return ok
}

// values completes a quoted text with what the references hold.
func (c *completer) values() {
	set := c.s.project.Lint.Reference
	if set == nil {
		return
	}
	open := max(strings.LastIndex(c.before, `"`)+1, strings.LastIndex(c.before, "«")+len("«"))
	if !strings.Contains(c.before, "«") {
		open = strings.LastIndex(c.before, `"`) + 1
	}
	from := c.at - len(c.before) + open
	for from < c.at && strings.HasPrefix(c.d.text.content[from:], "\u00a0") {
		from += len("\u00a0")
	}
	to := c.at
	if i := strings.IndexAny(c.after, `"»`); i >= 0 {
		to += len(strings.TrimRight(c.after[:i], " \u00a0"))
	}
	typed := fold(c.d.text.content[from:c.at])
	offer := func(text, detail string) {
		if typed == "" || strings.Contains(fold(text+" "+detail), typed) {
			c.add(CompletionItem{Label: text, Kind: itemValue, Detail: detail, FilterText: c.d.text.content[from:c.at] + " " + text}, from, to, text)
		}
	}
	for i := range set.Messages {
		offer(set.Messages[i].Text, set.Messages[i].Code)
	}
	for i := range set.Roles {
		offer(set.Roles[i].Code, set.Roles[i].Label)
	}
	for i := range set.DataSets {
		offer(set.DataSets[i].Code, set.DataSets[i].Label)
	}
}

// stepWord is the keyword that opens a line, when a sentence may follow it.
func (c *completer) stepWord(trimmed string) (string, bool) {
	words, ok := syntax.WordsOf(c.d.file.Doc.Language)
	if !ok {
		return "", false
	}
	w, ok := words.Step(trimmed)
	return w.Text, ok
}

// sentence is a way to write a step that the project already uses.
type sentence struct {
	text string
	kind catalogue.StepType
	uses int
}

// sentences proposes the sentences of the project, those of the same role first, then the most used, with their literals to
// fill in.
func (c *completer) sentences(word string) {
	doc := c.d.file.Doc
	indent := len(c.before) - len(strings.TrimLeft(c.before, " \t"))
	from := c.at - len(c.before) + indent + len(word)
	to := c.at + len(strings.TrimRight(c.after, " \t"))
	kind := c.roleOf(word, doc)
	known := map[string]*sentence{}
	c.s.index.each(func(e *entry) {
		for i := range e.steps {
			l := &e.steps[i]
			if e.path == c.d.path && l.line == c.line {
				continue // what is being typed is not known yet
			}
			shape := masked(l.text)
			if known[shape] == nil {
				known[shape] = &sentence{text: l.text, kind: l.kind}
			}
			known[shape].uses++
			if l.kind == kind {
				known[shape].kind = kind
			}
		}
	})
	list := make([]*sentence, 0, len(known))
	for _, k := range known {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b *sentence) int {
		return cmp.Or(cmp.Compare(rank(a, kind), rank(b, kind)), cmp.Compare(b.uses, a.uses), cmp.Compare(a.text, b.text))
	})
	w := c.s.project.Words
	for _, k := range list {
		item := CompletionItem{Label: k.text, Kind: itemFunction, Detail: w.N("lsp.count.uses", k.uses)}
		text := k.text
		if c.s.client.Capabilities.TextDocument.Completion.CompletionItem.SnippetSupport {
			text, item.InsertTextFormat = snippet(k.text), snippetText
		}
		c.add(item, from, to, text)
	}
}

func rank(s *sentence, kind catalogue.StepType) int {
	if s.kind == kind {
		return 0
	}
	return 1
}

// roleOf is the role of the step that is being typed.
func (c *completer) roleOf(word string, doc *syntax.Document) catalogue.StepType {
	words, ok := syntax.WordsOf(doc.Language)
	if !ok {
		return catalogue.Unknown
	}
	w, _ := words.Step(word)
	return catalogue.KindOf(w.Type, kindOf(doc, c.line))
}

// snippet writes a sentence with its literals as the stops of an editor's snippet.
func snippet(text string) string {
	var b strings.Builder
	stop := 0
	for _, p := range cut(text) {
		if !p.literal {
			b.WriteString(snippetEscape(p.text))
			continue
		}
		stop++
		fmt.Fprintf(&b, "${%d:%s}", stop, snippetEscape(p.text))
	}
	return b.String()
}

// snippetEscape keeps a text from being read as a part of a snippet (LSP 3.17, Snippet Syntax).
func snippetEscape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`).Replace(text)
}

// keywords completes the keyword of a title or of a step, in the language of the file.
func (c *completer) keywords() {
	words, ok := syntax.WordsOf(c.d.file.Doc.Language)
	if !ok {
		return
	}
	indent := len(c.before) - len(strings.TrimLeft(c.before, " \t"))
	from := c.at - len(c.before) + indent
	to := c.at
	typed := fold(c.before[indent:])
	offer := func(label, text string) {
		if strings.HasPrefix(fold(label), typed) {
			c.add(CompletionItem{Label: label, Kind: itemKeyword, FilterText: c.before[indent:] + label}, from, to, text)
		}
	}
	if c.d.file.Doc.Feature == nil {
		for _, k := range words.Feature {
			offer(k+":", k+": ")
		}
		return
	}
	if inSteps(c.d.file.Doc, c.line) {
		for _, k := range words.Steps {
			if k.Text != "* " {
				offer(strings.TrimRight(k.Text, " "), k.Text)
			}
		}
	}
	for _, group := range [][]string{words.Scenario, words.Outline, words.Examples, words.Background, words.Rule} {
		for _, k := range group {
			offer(k+":", k+": ")
		}
	}
}

// inSteps tells whether a step may stand on a line: a scenario or a background is open there.
func inSteps(doc *syntax.Document, line int) bool {
	for n := line - 1; n >= 1; n-- {
		switch doc.Line(n).Kind {
		case syntax.LineScenario, syntax.LineBackground, syntax.LineStep:
			return true
		case syntax.LineFeature, syntax.LineRule, syntax.LineExamples:
			return false
		default:
		}
	}
	return false
}
