package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/term"
	"recette/internal/workspace"
)

// listing is what "recette list" prints with --json, version 1.
type listing struct {
	V         int            `json:"v"`
	Features  []listFeature  `json:"features,omitempty"`
	Scenarios []listScenario `json:"scenarios,omitempty"`
	Tags      []listTag      `json:"tags,omitempty"`
	Stories   []listStory    `json:"stories,omitempty"`
}

type listFeature struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Story string `json:"story,omitempty"`
	Cases int    `json:"cases"`
}

type listScenario struct {
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

type listTag struct {
	Tag   string `json:"tag"`
	Cases int    `json:"cases"`
}

type listStory struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Criteria []string `json:"criteria"`
	Cases    int      `json:"cases"`
}

func (a *app) listVerbs() *cobra.Command {
	return a.group("list", "list", a.listVerb("features"), a.listVerb("scenarios"), a.listVerb("tags"), a.listVerb("us"))
}

func (a *app) listVerb(what string) *cobra.Command {
	var tags string
	c := a.command(what+" [CHEMIN…]", "list."+what)
	c.Flags().StringVar(&tags, "tags", "", a.words.T("flag.tags"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		chosen, err := a.selection(tags)
		if err != nil {
			return err
		}
		targets, err := p.Targets(a.dir, args)
		if err != nil {
			return err
		}
		all, err := p.Summaries(cmd.Context(), targets)
		if err != nil {
			return err
		}
		cases := all[:0]
		for i := range all {
			if chosen(all[i].Tags) {
				cases = append(cases, all[i])
			}
		}
		doc := listing{V: 1}
		switch what {
		case "features":
			doc.Features = featureList(cases)
		case "scenarios":
			doc.Scenarios = scenarios(cases)
		case "tags":
			doc.Tags = tagCounts(cases)
		case "us":
			doc.Stories = stories(cases)
		}
		if a.json {
			return a.print(doc)
		}
		a.printListing(&doc)
		return nil
	}
	return c
}

// selection reads a tag expression in Cucumber's syntax; none selects everything.
func (a *app) selection(expression string) (func(tags []string) bool, error) {
	e, err := catalogue.ParseExpression(expression)
	return e.Matches, err
}

func featureList(cases []workspace.Summary) []listFeature {
	var list []listFeature
	for i := range cases {
		c := &cases[i]
		if n := len(list); n > 0 && list[n-1].Path == c.Path {
			list[n-1].Cases++
			continue
		}
		list = append(list, listFeature{Path: c.Path, Name: c.Feature, Story: c.Story, Cases: 1})
	}
	return list
}

func scenarios(cases []workspace.Summary) []listScenario {
	list := make([]listScenario, 0, len(cases))
	for i := range cases {
		c := &cases[i]
		list = append(list, listScenario{
			ID: c.ID, Stable: c.Stable, Name: c.Name, Path: c.Path, Line: c.Line, Story: c.Story,
			Criteria: c.Criteria, Journeys: c.Journeys, Tags: c.Tags, Steps: c.Steps, Content: c.Content,
		})
	}
	return list
}

func tagCounts(cases []workspace.Summary) []listTag {
	counts := map[string]int{}
	for i := range cases {
		for _, tag := range cases[i].Tags {
			counts[tag]++
		}
	}
	list := make([]listTag, 0, len(counts))
	for tag, n := range counts {
		list = append(list, listTag{tag, n})
	}
	slices.SortFunc(list, func(x, y listTag) int { return strings.Compare(x.Tag, y.Tag) })
	return list
}

func stories(cases []workspace.Summary) []listStory {
	place := map[string]int{}
	var list []listStory
	for i := range cases {
		c := &cases[i]
		if c.Story == "" {
			continue
		}
		at, known := place[c.Story]
		if !known {
			at = len(list)
			place[c.Story] = at
			list = append(list, listStory{ID: c.Story, Title: c.Feature})
		}
		list[at].Cases++
		list[at].Criteria = append(list[at].Criteria, c.Criteria...)
	}
	for i := range list {
		slices.Sort(list[i].Criteria)
		list[i].Criteria = slices.Compact(list[i].Criteria)
	}
	slices.SortFunc(list, func(x, y listStory) int { return strings.Compare(x.ID, y.ID) })
	return list
}

func (a *app) printListing(doc *listing) {
	out := a.env.Stdout
	for _, f := range doc.Features {
		say(out, fmt.Sprintf("%s %s  %s (%s)", term.Pad(f.Story, 12), f.Path, f.Name, a.words.N("count.cases", f.Cases)))
	}
	for _, s := range doc.Scenarios {
		id := s.ID
		if !s.Stable {
			id += " " + a.words.T("list.provisional")
		}
		say(out, fmt.Sprintf("%s %s:%d  %s", term.Pad(id, 16), s.Path, s.Line, s.Name))
	}
	for _, t := range doc.Tags {
		say(out, fmt.Sprintf("%s %s", term.Pad(t.Tag, 32), a.words.N("count.cases", t.Cases)))
	}
	for _, s := range doc.Stories {
		cases, criteria := a.words.N("count.cases", s.Cases), strings.Join(s.Criteria, " ")
		say(out, fmt.Sprintf("%s %s (%s) %s", term.Pad(s.ID, 12), s.Title, cases, criteria))
	}
}
