package rules

import (
	"iter"
	"slices"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// storyUnknown: a story that the backlog does not know is a slip, or was never asked for (D06).
// Args: its id.
func storyUnknown() lint.Rule {
	look := lookup{
		reference.Stories, func(p *lint.Pass) string { return p.Tags().Story },
		func(s *reference.Set, id string) bool { _, ok := s.Story(id); return ok },
	}
	return lint.Rule{
		ID: "story-unknown", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning, File: look.resolve,
	}
}

// storyDuplicate: a story told in two files is read by nobody as a whole, and counted twice (D06).
// Args: the tag, where the story stands first.
func storyDuplicate() lint.Rule {
	return lint.Rule{
		ID: "story-duplicate", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(named)) {
			for _, t := range f.Outline.Tags {
				if p.Tags().IsStory(t.Name) {
					note(named{t.Name, lint.TagPlace(t)})
				}
			}
		}, namedInOtherFiles),
	}
}

// storySeveral: a file is one story: with two, nobody knows which of them a scenario proves (D06).
// Args: the tag in excess, the first tag.
func storySeveral() lint.Rule {
	return lint.Rule{
		ID: "story-several", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			first := ""
			look := func(tags []syntax.Tag) {
				for _, t := range tags {
					switch {
					case !p.Tags().IsStory(t.Name):
					case first == "":
						first = t.Name
					case t.Name != first:
						p.Report(lint.TagPlace(t), t.Name, first)
					}
				}
			}
			look(f.Outline.Tags)
			for i := range f.Outline.Rules {
				look(f.Outline.Rules[i].Tags)
			}
			for i := range f.Outline.Scenarios {
				look(f.Outline.Scenarios[i].Tags)
				look(f.Outline.Scenarios[i].ExampleTags)
			}
		},
	}
}

// storyUncovered: a story of the backlog without any feature is what is left to write. Args: its id, its title.
func storyUncovered() lint.Rule {
	return lint.Rule{
		ID: "story-uncovered", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Info, Script: lint.Off,
		Whole: true,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(citation)) {
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Tags().Story); ok && t.running {
					note(citation{id})
				}
			})
		}, func(p *lint.Pass, notes iter.Seq2[string, citation]) {
			covered := citedIDs(notes)
			for _, s := range p.Reference().Stories {
				if s.ID != "" && !covered[s.ID] && !leftOut(p.Reference(), &s) {
					reportAt(p, s.At, s.ID, s.Title)
				}
			}
		}),
	}
}

// leftOut tells a story whose every criterion is left out by a decision.
func leftOut(set *reference.Set, s *reference.Story) bool {
	for i := range s.Criteria {
		if !set.LeftOut(&s.Criteria[i]) {
			return false
		}
	}
	return len(s.Criteria) > 0
}

// epicUnknown: an epic that the backlog does not list gathers stories that no total will show. Args: its id.
func epicUnknown() lint.Rule {
	return lint.Rule{
		ID: "epic-unknown", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			set := p.Reference()
			if len(set.Epics) == 0 {
				return
			}
			known := make([]string, len(set.Epics))
			for i := range set.Epics {
				known[i] = set.Epics[i].ID
			}
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Tags().Epic); ok && !slices.Contains(known, id) {
					p.Report(lint.TagPlace(t.Tag), id).Suggest = set.NearEpic(id)
				}
			})
		},
	}
}
