package lsp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/steps"
	"recette/internal/syntax"
)

// sentences proposes the sentences of the project, those of the same role first, then the most used, with their
// literals to fill in; and then those that only a definition knows, until now.
func (c *completer) sentences(word string) {
	c.s.freshAll()
	indent := len(c.before) - len(strings.TrimLeft(c.before, " \t"))
	from := c.at - len(c.before) + indent + len(word)
	to := c.at + len(strings.TrimRight(c.after, " \t"))
	kind := c.roleOf(word)
	here := ""
	if st := stepAt(c.d.file.Doc, scenarioAt(c.d.file.Doc, c.line), c.line); st != nil {
		here = masked(st.Text)
	}
	list := make([]*wording, 0, len(c.s.index.uses))
	for shape, w := range c.s.index.uses {
		if shape == here && w.uses == 1 || w.text == "" {
			continue // what is being typed is not known yet
		}
		list = append(list, w)
	}
	rank := func(w *wording) int {
		if w.kinds[kind] > 0 {
			return 0
		}
		return 1
	}
	slices.SortFunc(list, func(a, b *wording) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.uses, a.uses), cmp.Compare(a.text, b.text))
	})
	typed := steps.Cut(c.d.text.content[from:c.at], true)
	c.words = []string{}
	for _, seg := range typed {
		if seg.Kind == steps.Text {
			c.words = append(c.words, strings.Fields(fold(seg.Text))...)
		}
	}
	for _, k := range list {
		text := withValues(k.text, typed)
		c.step(text, snippet(text), c.s.project.Words.N("lsp.count.uses", k.uses), from, to)
	}
	for _, def := range c.s.unused(kind) {
		if text, hint, ok := readable(def.Pattern); ok {
			c.step(text, hint, strings.TrimSpace(c.s.project.Words.T("lsp.unused")+" "+def.Place), from, to)
		}
	}
}

// withValues puts the values that are typed already in place of those of a sentence.
func withValues(sentence string, typed []steps.Segment) string {
	var b strings.Builder
	for _, seg := range steps.Cut(sentence, true) {
		if seg.Kind != steps.Text {
			for i := range typed {
				if typed[i].Kind != steps.Text {
					if typed[i].Kind == seg.Kind {
						seg.Text = typed[i].Text
					}
					typed = typed[i+1:]
					break
				}
			}
		}
		b.WriteString(seg.Text)
	}
	return b.String()
}

// step proposes a sentence: as a snippet when the editor knows them.
func (c *completer) step(text, hint, detail string, from, to int) {
	item := completionItem{Label: text, Kind: itemFunction, Detail: detail}
	if c.s.client.Capabilities.TextDocument.Completion.CompletionItem.SnippetSupport && hint != text {
		item.InsertTextFormat = snippetText
		text = hint
	}
	c.offer(item, from, to, text)
}

// roleOf is the role of the step that is being typed.
func (c *completer) roleOf(word string) catalogue.StepType {
	words, ok := syntax.WordsOf(c.d.file.Doc.Language)
	if !ok {
		return catalogue.Unknown
	}
	w, _ := words.Step(word)
	return catalogue.KindOf(w.Type, kindOf(c.d.file.Doc, c.line))
}

// unused lists the definitions that no step of the project uses and that a step of a role may. One step of each wording
// stands for the others.
func (s *scope) unused(kind catalogue.StepType) []steps.Definition {
	if s.steps == nil {
		return nil
	}
	used := make([]bool, len(s.steps.list))
	for _, w := range s.index.uses {
		for _, d := range s.steps.known[w.ask] {
			used[d] = true
		}
	}
	keywords := map[catalogue.StepType]string{
		catalogue.Context: "given", catalogue.Action: "when", catalogue.Outcome: "then",
	}
	var out []steps.Definition
	for i, d := range s.steps.list {
		if !used[i] && (d.Keyword == "" || d.Keyword == keywords[kind]) {
			out = append(out, d)
		}
	}
	return out
}

// masked is the words of a step without what changes from one use of a sentence to the next.
func masked(text string) string {
	var b strings.Builder
	for _, seg := range steps.Cut(text, true) {
		if seg.Kind == steps.Text {
			b.WriteString(seg.Text)
		} else {
			b.WriteByte(0)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// snippet writes a sentence with its literals as the stops of an editor's snippet: within the marks of a quotation.
func snippet(text string) string {
	var b strings.Builder
	stop := 0
	for _, seg := range steps.Cut(text, true) {
		if seg.Kind == steps.Text {
			b.WriteString(snippetEscape(seg.Text))
			continue
		}
		stop++
		before, inner, after := "", seg.Text, ""
		if seg.Kind == steps.Quoted {
			before, inner, after = unquoted(seg.Text)
		}
		fmt.Fprintf(&b, "%s${%d:%s}%s", before, stop, snippetEscape(inner), after)
	}
	return b.String()
}

// unquoted parts a quotation from its marks, and the spaces inside them.
func unquoted(text string) (before, inner, after string) {
	for _, q := range quotes() {
		if in, ok := strings.CutPrefix(text, q[0]); ok {
			in = strings.TrimSuffix(in, q[1])
			left := strings.TrimLeft(in, " \u00a0\u202f")
			inner = strings.TrimRight(left, " \u00a0\u202f")
			return q[0] + in[:len(in)-len(left)], inner, left[len(inner):] + q[1]
		}
	}
	return "", text, ""
}

// snippetEscape keeps a text from being read as a part of a snippet (LSP 3.17, Snippet Syntax).
func snippetEscape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`).Replace(text)
}
