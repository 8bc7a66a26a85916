package catalogue

import (
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// compiler makes the cases of one document.
type compiler struct {
	words   vocabulary.Vocabulary
	values  naming
	brief   bool // Options.TagsOnly
	doc     *syntax.Document
	feature Feature
	out     []Case
	names   map[string]int // occurrences of a name that has no id, by rule and name
	buffer  canonical

	budget budget
}

// compile makes the cases of a document that has no error. It returns false when its examples ask for too much text.
func compile(doc *syntax.Document, feature Feature, o Options) ([]Case, bool) {
	c := &compiler{
		words: o.Tags, values: o.naming(), brief: o.TagsOnly, doc: doc, feature: feature, names: map[string]int{},
	}
	f := doc.Feature
	for _, s := range f.Scenarios {
		c.scenario(s, nil, nil, f.Background, nil)
	}
	for _, r := range f.Rules {
		block := &Block{Keyword: r.Keyword, Name: r.Name, About: plainAbout(r.About)}
		for _, s := range r.Scenarios {
			c.scenario(s, block, r.Tags, f.Background, r.Background)
		}
	}
	if c.budget.spent() {
		return nil, false
	}
	return c.out, true
}

func (c *compiler) scenario(s *syntax.Scenario, rule *Block, ruleTags []syntax.Tag, backgrounds ...*syntax.Background) {
	base := Case{
		Feature: c.feature, Rule: rule, Name: s.Name, Keyword: s.Keyword, About: plainAbout(s.About), Line: s.Line,
	}
	if !c.brief {
		base.Source = c.source(s, backgrounds)
	}
	base.ID, base.Stable = c.id(s, rule)
	if len(s.Examples) == 0 {
		classify(&c.words, &base, c.doc.Feature.Tags, ruleTags, s.Tags)
		base.Name = c.named(&base, s.Name)
		if !c.brief {
			base.Steps = c.steps(&base, s, nil, backgrounds)
		}
		c.add(base)
		return
	}
	keys := rowKeys(s)
	id := base.ID
	for i, e := range s.Examples {
		if e.Header == nil {
			continue
		}
		header := values(e.Header)
		columns := columnsOf(header)
		for j := range e.Rows {
			if c.budget.spent() {
				return
			}
			k := base
			k.ID = id + "/" + keys[i][j]
			k.Line = e.Rows[j].Line
			k.Examples = &Row{Name: e.Name, Key: keys[i][j], Header: header, Cells: values(&e.Rows[j])}
			row, sets := namedRow(c.values, columns, k.Examples.Cells, &c.budget)
			classify(&c.words, &k, c.doc.Feature.Tags, ruleTags, s.Tags, e.Tags)
			for _, set := range sets {
				k.DataSets = addUnique(k.DataSets, set)
			}
			k.Name = c.named(&k, row.resolve(s.Name))
			if k.Steps = c.steps(&k, s, row, backgrounds); c.brief { // made all the same: their size may be refused
				k.Steps = nil
			}
			c.add(k)
		}
	}
}

// named replaces the values of data sets that a text of a case names by itself.
func (c *compiler) named(of *Case, text string) string {
	return named(c.values, text, &c.budget, func(set string) { of.DataSets = addUnique(of.DataSets, set) })
}

func (c *compiler) add(k Case) {
	if c.brief {
		c.out = append(c.out, k)
		return
	}
	c.buffer.content(&k)
	k.Content = digest(contentAlgorithm, c.buffer.b)
	c.buffer.presentation(&k, c.words.Case)
	k.Presentation = digest(presentationAlgorithm, c.buffer.b)
	c.out = append(c.out, k)
}

// id is the stable id of a scenario, from its own tags only, or else a provisional one.
func (c *compiler) id(s *syntax.Scenario, rule *Block) (string, bool) {
	for _, t := range s.Tags {
		if id, ok := c.words.CaseID(t.Name); ok {
			return id, true
		}
	}
	title := ""
	if rule != nil {
		title = rule.Name
	}
	key := title + "\x00" + s.Name
	c.names[key]++
	return provisionalID(c.feature.Path, title, s.Name, c.names[key]), false
}

// source is the text of a scenario block with its Contextes, as written.
func (c *compiler) source(s *syntax.Scenario, backgrounds []*syntax.Background) string {
	var parts []string
	for _, b := range backgrounds {
		if b != nil {
			parts = append(parts, c.doc.Excerpt(b.First, b.Last))
		}
	}
	return strings.Join(append(parts, c.doc.Excerpt(s.First, s.Last)), "\n\n")
}

// steps compiles the steps of Contextes and scenario. The cells of a row replace placeholders in the scenario's own
// steps only, as in the stock compiler; what data sets give is named everywhere, and the case notes which.
func (c *compiler) steps(
	of *Case, s *syntax.Scenario, own *rowValues, backgrounds []*syntax.Background,
) []Step {
	n := len(s.Steps)
	for _, b := range backgrounds {
		if b != nil {
			n += len(b.Steps)
		}
	}
	out := make([]Step, 0, n)
	role := Unknown
	add := func(steps []syntax.Step, background bool, row *rowValues) {
		fill := func(text string) string { return c.named(of, row.resolve(text)) }
		for i := range steps {
			from := &steps[i]
			role = KindOf(from.Type, role)
			step := Step{
				Keyword: from.Keyword, Type: role, Text: fill(from.Text), Background: background,
				Line: from.Line,
			}
			if len(from.Table) > 0 {
				step.Table = resolveTable(from.Table, fill)
			}
			if d := from.DocString; d != nil {
				step.DocString = &DocString{
					MediaType: strings.TrimSpace(fill(d.MediaType)),
					Content:   fill(d.Content),
				}
			}
			out = append(out, step)
		}
	}
	for _, b := range backgrounds {
		if b != nil {
			add(b.Steps, true, nil)
		}
	}
	add(s.Steps, false, own)
	return out
}

// KindOf gives the role of a step. Et, Mais and * take that of the step before.
func KindOf(t messages.StepKeywordType, before StepType) StepType {
	switch t {
	case messages.StepKeywordType_CONTEXT:
		return Context
	case messages.StepKeywordType_ACTION:
		return Action
	case messages.StepKeywordType_OUTCOME:
		return Outcome
	case messages.StepKeywordType_CONJUNCTION, messages.StepKeywordType_UNKNOWN:
	}
	return before
}

func resolveTable(rows []syntax.Row, fill func(string) string) [][]string {
	out := make([][]string, len(rows))
	for i := range rows {
		out[i] = values(&rows[i])
		for j, v := range out[i] {
			out[i][j] = fill(v)
		}
	}
	return out
}

func values(r *syntax.Row) []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		out[i] = c.Value
	}
	return out
}

// plainAbout removes the escape that lets a line of a description open with a keyword.
func plainAbout(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " \t")
		if rest, ok := strings.CutPrefix(trimmed, `\`); ok {
			lines[i] = l[:len(l)-len(trimmed)] + rest
		}
	}
	return strings.Join(lines, "\n")
}
