package syntax

import (
	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// gherkin gives the document as the stock parser would: the same nodes, the same identifiers in the same order when
// newID counts. It serves producers of Cucumber messages and the proof that the two parsers agree. Unlike the stock
// one, it reports the dialect that the file was read with when the file names none.
func (d *Document) gherkin(newID func() string) *messages.GherkinDocument {
	out := &messages.GherkinDocument{Comments: []*messages.Comment{}}
	for _, c := range d.Comments {
		out.Comments = append(out.Comments, &messages.Comment{Location: at(c.Line, 1), Text: c.Text})
	}
	if d.Feature == nil {
		return out
	}
	c := converter{newID}
	f := d.Feature
	feature := &messages.Feature{
		Location: at(f.Line, f.Column), Language: d.Language, Keyword: f.Keyword, Name: f.Name, Description: f.About,
		Children: []*messages.FeatureChild{},
	}
	if f.Background != nil {
		feature.Children = append(feature.Children, &messages.FeatureChild{Background: c.background(f.Background)})
	}
	for _, s := range f.Scenarios {
		feature.Children = append(feature.Children, &messages.FeatureChild{Scenario: c.scenario(s)})
	}
	for _, r := range f.Rules {
		feature.Children = append(feature.Children, &messages.FeatureChild{Rule: c.rule(r)})
	}
	feature.Tags = c.tags(f.Tags)
	out.Feature = feature
	return out
}

// Pickles compiles the document with the stock compiler.
func (d *Document) Pickles(newID func() string) []*messages.Pickle {
	return gherkin.Pickles(*d.gherkin(newID), d.Path, newID)
}

// converter numbers nodes when the stock builder does: when a node ends.
type converter struct{ newID func() string }

func at(line, column int) *messages.Location {
	return &messages.Location{Line: int64(line), Column: int64(column)}
}

func (c converter) tags(tags []Tag) []*messages.Tag {
	out := []*messages.Tag{}
	for _, t := range tags {
		out = append(out, &messages.Tag{Location: at(t.Line, t.Column), Name: t.Name, Id: c.newID()})
	}
	return out
}

func (c converter) rule(r *Rule) *messages.Rule {
	var children []*messages.RuleChild
	if r.Background != nil {
		children = append(children, &messages.RuleChild{Background: c.background(r.Background)})
	}
	for _, s := range r.Scenarios {
		children = append(children, &messages.RuleChild{Scenario: c.scenario(s)})
	}
	tags := c.tags(r.Tags)
	return &messages.Rule{
		Id: c.newID(), Location: at(r.Line, r.Column), Tags: tags, Keyword: r.Keyword, Name: r.Name,
		Description: r.About, Children: children,
	}
}

func (c converter) background(b *Background) *messages.Background {
	steps := c.steps(b.Steps)
	return &messages.Background{
		Id: c.newID(), Location: at(b.Line, b.Column), Keyword: b.Keyword, Name: b.Name, Description: b.About,
		Steps: steps,
	}
}

func (c converter) scenario(s *Scenario) *messages.Scenario {
	steps := c.steps(s.Steps)
	examples := []*messages.Examples{}
	for _, e := range s.Examples {
		examples = append(examples, c.examples(e))
	}
	tags := c.tags(s.Tags)
	return &messages.Scenario{
		Id: c.newID(), Location: at(s.Line, s.Column), Tags: tags, Keyword: s.Keyword, Name: s.Name,
		Description: s.About,
		Steps:       steps, Examples: examples,
	}
}

func (c converter) examples(e *Examples) *messages.Examples {
	out := &messages.Examples{
		Location: at(e.Line, e.Column), Keyword: e.Keyword, Name: e.Name, Description: e.About,
		TableBody: []*messages.TableRow{},
	}
	if e.Header != nil {
		out.TableHeader = c.row(*e.Header)
		out.TableBody = c.rows(e.Rows)
	}
	out.Tags = c.tags(e.Tags)
	out.Id = c.newID()
	return out
}

func (c converter) steps(steps []Step) []*messages.Step {
	out := []*messages.Step{}
	for i := range steps {
		s := &steps[i]
		m := &messages.Step{Location: at(s.Line, s.Column), Keyword: s.Keyword, KeywordType: s.Type, Text: s.Text}
		if len(s.Table) > 0 {
			rows := c.rows(s.Table)
			m.DataTable = &messages.DataTable{Location: rows[0].Location, Rows: rows}
		}
		if d := s.DocString; d != nil {
			m.DocString = &messages.DocString{
				Location: at(d.Line, d.Column), MediaType: d.MediaType, Content: d.Content, Delimiter: d.Delimiter,
			}
		}
		m.Id = c.newID()
		out = append(out, m)
	}
	return out
}

func (c converter) rows(rows []Row) []*messages.TableRow {
	out := []*messages.TableRow{}
	for _, r := range rows {
		out = append(out, c.row(r))
	}
	return out
}

func (c converter) row(r Row) *messages.TableRow {
	out := &messages.TableRow{Id: c.newID(), Location: at(r.Line, r.Column), Cells: []*messages.TableCell{}}
	for _, cell := range r.Cells {
		out.Cells = append(out.Cells, &messages.TableCell{Location: at(r.Line, cell.Column), Value: cell.Value})
	}
	return out
}
