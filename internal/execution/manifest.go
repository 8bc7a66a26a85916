package execution

import (
	"iter"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// Item is a case of a campaign with the journey in which a session meets it.
type Item struct {
	Case    catalogue.Case
	Journey string // title; empty for a case of no journey
}

// Cases yields the cases of items, to bind them.
func Cases(items []Item) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range items {
			if !yield(items[i].Case, nil) {
				return
			}
		}
	}
}

// FromManifest gives the cases of a campaign as they were frozen, journey by journey in the order of the plan, then
// those of no journey in the order of the manifest. A case of several journeys comes once, in the first.
func FromManifest(m *plan.Manifest) []Item {
	index := make(map[string]int, len(m.Cases))
	for i := range m.Cases {
		index[m.Cases[i].ID] = i
	}
	items := make([]Item, 0, len(m.Cases))
	seen := make([]bool, len(m.Cases))
	add := func(i int, journey string) {
		if !seen[i] {
			seen[i] = true
			items = append(items, Item{Case: Frozen(&m.Cases[i], m.Language), Journey: journey})
		}
	}
	for _, j := range m.Journeys {
		title := j.Title
		if title == "" {
			title = j.Code
		}
		for _, id := range j.Cases {
			if i, ok := index[id]; ok {
				add(i, title)
			}
		}
	}
	for i := range m.Cases {
		add(i, "")
	}
	return items
}

// Frozen gives a frozen case in the form in which cases are executed.
func Frozen(f *plan.FrozenCase, language string) catalogue.Case {
	c := catalogue.Case{
		ID: f.ID, Stable: f.Stable, Story: f.Story, Epic: f.Epic, Criteria: f.Criteria, Rules: f.Rules,
		Journeys: f.Journeys, Critical: f.Critical, Tags: f.Tags,
		Feature: catalogue.Feature{
			Path: f.Path, Language: language, Name: f.Feature, About: f.FeatureAbout, SHA256: f.FileSHA256,
		},
		Name: f.Name, Keyword: f.Keyword, About: f.About, Source: f.Source, Line: f.Line,
		Content: f.Content, Presentation: f.Presentation,
		Steps: make([]catalogue.Step, len(f.Steps)),
	}
	if f.Rule != "" {
		c.Rule = &catalogue.Block{Name: f.Rule}
	}
	if f.Row != "" || len(f.RowCells) > 0 {
		c.Examples = &catalogue.Row{Name: f.Examples, Key: f.Row, Header: f.RowHeader, Cells: f.RowCells}
	}
	for i := range f.Steps {
		s := &f.Steps[i]
		c.Steps[i] = catalogue.Step{
			Keyword: s.Keyword, Type: catalogue.StepType(s.Type), Text: s.Text, Table: s.Table, Background: s.Background,
		}
		if s.DocString != nil {
			c.Steps[i].DocString = &catalogue.DocString{MediaType: s.DocString.MediaType, Content: s.DocString.Content}
		}
	}
	return c
}
