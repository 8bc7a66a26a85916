package api

import (
	"slices"
	"strings"

	"recette/internal/catalogue"
)

// List is the document of "recette list", version 1: one of its lists, by what was asked for.
type List struct {
	V         int        `json:"v"`
	Features  []feature  `json:"features,omitempty"`
	Scenarios []scenario `json:"scenarios,omitempty"`
	Tags      []tag      `json:"tags,omitempty"`
	Stories   []story    `json:"stories,omitempty"`
}

type feature struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Story string `json:"story,omitempty"`
	Cases int    `json:"cases"`
}

type scenario struct {
	ID       string   `json:"id"`
	Stable   bool     `json:"stable"`
	Name     string   `json:"name"`
	Path     string   `json:"path"`
	Line     int      `json:"line"`
	Story    string   `json:"story,omitempty"`
	Criteria []string `json:"criteria,omitempty"`
	Journeys []string `json:"journeys,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Steps    int      `json:"steps"`
	Content  string   `json:"content"`
}

type tag struct {
	Tag   string `json:"tag"`
	Cases int    `json:"cases"`
}

type story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Criteria []string `json:"criteria"`
	Cases    int      `json:"cases"`
}

// Empty tells whether there is nothing in the list.
func (l *List) Empty() bool {
	return len(l.Features)+len(l.Scenarios)+len(l.Tags)+len(l.Stories) == 0
}

// ListFeatures lists features, in their order.
func ListFeatures(headings []catalogue.Heading) List {
	list := make([]feature, len(headings))
	for i, h := range headings {
		list[i] = feature{Path: h.Path, Name: h.Name, Story: h.Story, Cases: h.Cases}
	}
	return List{V: 1, Features: list}
}

// ListScenarios lists cases, in their order.
func ListScenarios(cases []catalogue.Summary) List {
	list := make([]scenario, 0, len(cases))
	for i := range cases {
		c := &cases[i]
		list = append(list, scenario{
			ID: c.ID, Stable: c.Stable, Name: c.Name, Path: c.Path, Line: c.Line, Story: c.Story,
			Criteria: c.Criteria, Journeys: c.Journeys, Tags: c.Tags, Steps: c.Steps, Content: c.Content,
		})
	}
	return List{V: 1, Scenarios: list}
}

// ListTags lists the tags of cases, in the order of their names.
func ListTags(cases []catalogue.Summary) List {
	counts := map[string]int{}
	for i := range cases {
		for _, name := range cases[i].Tags {
			counts[name]++
		}
	}
	list := make([]tag, 0, len(counts))
	for name, n := range counts {
		list = append(list, tag{name, n})
	}
	slices.SortFunc(list, func(x, y tag) int { return strings.Compare(x.Tag, y.Tag) })
	return List{V: 1, Tags: list}
}

// ListStories lists the stories of cases, in the order of their ids. A case of no story is in none.
func ListStories(cases []catalogue.Summary) List {
	place := map[string]int{}
	var list []story
	for i := range cases {
		c := &cases[i]
		if c.Story == "" {
			continue
		}
		at, known := place[c.Story]
		if !known {
			at = len(list)
			place[c.Story] = at
			list = append(list, story{ID: c.Story, Title: c.Feature})
		}
		list[at].Cases++
		list[at].Criteria = append(list[at].Criteria, c.Criteria...)
	}
	for i := range list {
		slices.Sort(list[i].Criteria)
		list[i].Criteria = slices.Compact(list[i].Criteria)
	}
	slices.SortFunc(list, func(x, y story) int { return strings.Compare(x.ID, y.ID) })
	return List{V: 1, Stories: list}
}
