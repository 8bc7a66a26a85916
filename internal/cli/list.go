package cli

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/catalogue"
	"recette/internal/term"
)

func (a *app) listVerbs() *cobra.Command {
	return a.group("list", "list",
		a.listVerb("features", featuresOf),
		a.listVerb("scenarios", api.ListScenarios),
		a.listVerb("tags", api.ListTags), a.listVerb("us", api.ListStories))
}

func featuresOf(cases []catalogue.Summary) api.List {
	return api.ListFeatures(catalogue.Headings(cases))
}

func (a *app) listVerb(what string, listOf func([]catalogue.Summary) api.List) *cobra.Command {
	var tags, against string
	c := a.command(what+" [CHEMIN…]", "list."+what)
	c.Flags().StringVar(&tags, "tags", "", a.words.T("flag.tags"))
	if what == "scenarios" {
		c.Flags().StringVar(&against, "campaign", "", a.words.T("flag.list.campaign"))
	}
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
		var doc api.List
		if what == "features" && tags == "" {
			headings, err := p.Headings(cmd.Context(), targets)
			if err != nil {
				return err
			}
			doc = api.ListFeatures(headings)
		} else {
			all, err := p.Summaries(cmd.Context(), targets)
			if err != nil {
				return err
			}
			doc = listOf(slices.DeleteFunc(all, func(c catalogue.Summary) bool { return !chosen(c.Tags) }))
		}
		if what == "scenarios" {
			if err := a.standIn(cmd.Context(), &doc, against, tags == "" && len(args) == 0); err != nil {
				return err
			}
		}
		if doc.Empty() { // silence would pass for an answer
			return fail("list-nothing", nil)
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

func (a *app) printListing(doc *api.List) {
	out := bufio.NewWriter(a.env.Stdout)
	defer out.Flush() //nolint:errcheck // like every line: whoever reads them may stop
	for _, f := range doc.Features {
		say(
			out,
			fmt.Sprintf("%s %s  %s (%s)", term.Pad(f.Story, 12), f.Path, f.Name, a.words.N("count.cases", f.Cases)),
		)
	}
	if doc.Campaign != "" {
		say(out, a.words.T("list.against", doc.Campaign))
	}
	for _, s := range doc.Scenarios {
		id := s.ID
		if !s.Stable {
			id += " " + a.words.T("list.provisional")
		}
		at := s.Path
		if s.Line > 0 { // none of a case that the features hold no more
			at = fmt.Sprintf("%s:%d", s.Path, s.Line)
		}
		say(out, fmt.Sprintf("%s %s  %s", term.Pad(id, 16), at, s.Name))
		for _, line := range a.stateIn(&s) {
			say(out, strings.Repeat(" ", 17)+line)
		}
	}
	for _, t := range doc.Tags {
		say(out, fmt.Sprintf("%s %s", term.Pad(t.Tag, 32), a.words.N("count.cases", t.Cases)))
	}
	for _, s := range doc.Stories {
		cases, criteria := a.words.N("count.cases", s.Cases), strings.Join(s.Criteria, " ")
		say(out, fmt.Sprintf("%s %s (%s) %s", term.Pad(s.ID, 12), s.Title, cases, criteria))
	}
}
