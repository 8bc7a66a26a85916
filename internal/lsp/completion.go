package lsp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"recette/internal/syntax"
)

// completionList is what may be written at a place.
type completionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []completionItem `json:"items"`
}

// completionItem is one text that may be written.
type completionItem struct {
	Label            string         `json:"label"`
	Kind             int            `json:"kind"`
	Detail           string         `json:"detail,omitempty"`
	Documentation    *markupContent `json:"documentation,omitempty"`
	SortText         string         `json:"sortText,omitempty"`
	FilterText       string         `json:"filterText,omitempty"`
	InsertTextFormat int            `json:"insertTextFormat,omitempty"`
	TextEdit         *textEdit      `json:"textEdit,omitempty"`
	Data             string         `json:"data,omitempty"` // the tag, for the editor to ask what it means
}

// The kinds of items (LSP 3.17, CompletionItemKind) and the format of snippets.
const (
	itemKeyword  = 14
	itemTag      = 20 // EnumMember
	itemColumn   = 5  // Field
	itemValue    = 12 // Value
	itemFunction = 3
	snippetText  = 2
)

// maxItems bounds a list: the editor asks again as one types.
const maxItems = 200

// completion proposes what may stand at the cursor: tags on a line of tags, columns within <, messages, roles and data
// sets between quotes and in the cells of a column of such, known sentences after the keyword of a step, keywords
// elsewhere.
func (s *scope) completion(d *document, p *positionParams) (any, error) {
	line, start := d.text.line(p.Position.Line)
	at := d.text.offset(p.Position, s.encoding)
	before := line[:min(max(at-start, 0), len(line))]
	at = start + len(before)
	c := completer{s: s, d: d, line: d.file.Doc.At(at).Line, at: at, before: before, after: line[len(before):]}
	trimmed := strings.TrimLeft(before, " \t")
	kind := d.file.Doc.Line(c.line).Kind
	switch {
	case kind == syntax.LineDocText, kind == syntax.LineDocDelimiter:
		c.columns() // the rest of the text is the author's own
	case strings.HasPrefix(trimmed, "#"):
		c.comment()
	case strings.HasPrefix(trimmed, "@"):
		c.tags()
	case c.columns():
	case strings.HasPrefix(trimmed, "|"):
		c.cells()
	default:
		if word, ok := c.stepWord(trimmed); !ok {
			c.keywords()
		} else if !c.values() {
			c.sentences(word)
		}
	}
	s.proposed = s
	return completionList{IsIncomplete: c.left, Items: append([]completionItem{}, c.items...)}, nil
}

// resolveCompletion says what a tag means, with what it refers to.
func (s *server) resolveCompletion(_ context.Context, p *completionItem) (any, error) {
	if p.Data != "" && s.proposed != nil {
		p.Documentation = &markupContent{"markdown", s.proposed.aboutTag(p.Data)}
	}
	return p, nil
}

// completer gathers the items of one answer.
type completer struct {
	s             *scope
	d             *document
	line, at      int      // line from 1, byte of the cursor
	before, after string   // the line on each side of the cursor
	words         []string // that items must hold; nil for those that are typed
	items         []completionItem
	left          bool // items were left out
}

// offer proposes a text in place of the bytes from and to, which lie on the line of the cursor, on each side of it.
// What is typed already must be found in the label or the detail, whatever its accents and case. Editors filter by the
// label, with accents: one that would be left out for them is given another text to filter by.
func (c *completer) offer(item completionItem, from, to int, text string) {
	typed := c.d.text.content[from:c.at]
	words := c.words
	if words == nil {
		words = strings.Fields(fold(typed))
	}
	searched := fold(item.Label + " " + item.Detail)
	if slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(searched, word) }) {
		return
	}
	if len(c.items) == maxItems {
		c.left = true
		return
	}
	item.TextEdit = &textEdit{Range: c.d.text.span(from, to, c.s.encoding), NewText: text}
	item.SortText = fmt.Sprintf("%04d", len(c.items))
	if !strings.HasPrefix(item.Label, typed) {
		item.FilterText = typed + " " + item.Label
	}
	c.items = append(c.items, item)
}

// comment completes the comments that mean something: the language of the file, and the rules that an author sets
// aside.
func (c *completer) comment() {
	if _, typed, ok := strings.Cut(c.before, "recette:ignore "); ok && !strings.ContainsAny(typed, "—") {
		from := c.at - len(typed) + strings.LastIndexAny(typed, ", ") + 1
		for i := range c.s.project.Lint.Rules {
			id := c.s.project.Lint.Rules[i].ID
			title := ""
			if key := "lint." + id + ".title"; c.s.project.Words.Has(key) {
				title = c.s.project.Words.T(key)
			}
			c.offer(completionItem{Label: id, Kind: itemValue, Detail: title}, from, c.at, id)
		}
		return
	}
	name, typed, ok := strings.Cut(strings.TrimLeft(strings.TrimLeft(c.before, " \t"), "# \t"), ":")
	if !ok || strings.TrimSpace(name) != "language" {
		return
	}
	from := c.at - len(strings.TrimLeft(typed, " \t"))
	to := c.at + len(strings.TrimRight(c.after, " \t"))
	typed = c.d.text.content[from:c.at]
	names := syntax.Languages()
	first := map[string]int{"fr": -2, "en": -1}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(first[a], first[b]) })
	for _, name := range names {
		if words, ok := syntax.WordsOf(name); ok && strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed)) {
			c.offer(completionItem{Label: name, Kind: itemValue, Detail: words.Feature[0]}, from, to, name)
		}
	}
}

// tags completes the tag that is being typed, or proposes one after those that are there.
func (c *completer) tags() {
	if strings.ContainsAny(c.before, "#") {
		return // what follows tags is the author's own
	}
	from := c.at
	if i := strings.LastIndexAny(c.before, "@ \t"); i >= 0 && c.before[i] == '@' {
		from = c.at - len(c.before) + i
	}
	to := c.at
	if end := strings.IndexAny(c.after, " \t@#"); end >= 0 {
		to += end
	} else {
		to += len(c.after)
	}
	typed := c.d.text.content[from:to]
	for _, t := range c.s.knownTags() {
		if t.name == typed && t.uses == 1 {
			continue // the only use is here
		}
		item := completionItem{Label: t.name, Kind: itemTag, Detail: t.detail, Data: t.name}
		c.offer(item, from, to, t.name)
	}
}

// columns completes the name of a column of the scenario's examples, after a < that waits for one. It tells whether
// there is one.
func (c *completer) columns() bool {
	open := strings.LastIndexByte(c.before, '<')
	sc := scenarioAt(c.d.file.Doc, c.line)
	if open < 0 || sc == nil || strings.ContainsAny(c.before[open:], ">|") {
		return false
	}
	from, to, end := c.at-len(c.before)+open+1, c.at, ">"
	if i := strings.IndexAny(c.after, "<>|"); i >= 0 && c.after[i] == '>' {
		to, end = c.at+i, ""
	}
	found := false
	seen := map[string]bool{}
	for _, e := range sc.Examples {
		if e.Header == nil {
			continue
		}
		for i, cell := range e.Header.Cells {
			if seen[cell.Value] || cell.Value == idColumn || cell.Value == "" {
				continue
			}
			seen[cell.Value] = true
			detail := ""
			if len(e.Rows) > 0 && i < len(e.Rows[0].Cells) {
				detail = e.Rows[0].Cells[i].Value
			}
			before := len(c.items)
			c.offer(completionItem{Label: cell.Value, Kind: itemColumn, Detail: detail}, from, to, cell.Value+end)
			found = found || len(c.items) > before
		}
	}
	return found || !strings.ContainsAny(c.before[open:], " \t")
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

// keywords completes the keyword of a title or of a step, in the language of the file.
func (c *completer) keywords() {
	words, ok := syntax.WordsOf(c.d.file.Doc.Language)
	if !ok {
		return
	}
	indent := len(c.before) - len(strings.TrimLeft(c.before, " \t"))
	from := c.at - len(c.before) + indent
	typed := fold(c.before[indent:])
	offer := func(label, text string) {
		if strings.HasPrefix(fold(label), typed) {
			c.offer(completionItem{Label: label, Kind: itemKeyword}, from, c.at, text)
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
