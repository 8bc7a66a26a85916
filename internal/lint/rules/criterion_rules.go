package rules

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// criterionUnknown: a proof of a criterion that its story does not declare proves nothing that was asked (D07).
// A story that declares none is not judged. Args: the id of the criterion, that of the story.
func criterionUnknown(said *lint.Notes[ofCriteria]) lint.Rule {
	return lint.Rule{
		ID: "criterion-unknown", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Warning,
		Passes: said.Read(func(p *lint.Pass, notes iter.Seq2[string, ofCriteria]) {
			c := criteriaOf(p, notes)
			for path, v := range eachProof(notes) {
				list := c.Lists[v.story]
				if c.First[v.id] != "" || len(list) == 0 {
					continue
				}
				if p.Project().Partial && list[0].At.Path != "stories.yaml" {
					continue // a feature that was not read may declare it
				}
				f := p.ReportIn(path, v.at, v.id, v.story)
				f.Severity, f.Suggest = v.claim.Weigh(f.Severity), c.near(v.id, v.story)
			}
		}),
	}
}

// criterionElsewhere: a scenario of one story that claims to prove a criterion of another was most often copied, and so
// was the description of one that declares it. Args: the id of the criterion, the story that declares it first, the
// story that the scenario or the description is of.
func criterionElsewhere(said *lint.Notes[ofCriteria]) lint.Rule {
	return lint.Rule{
		ID: "criterion-elsewhere", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info,
		Passes: said.Read(func(p *lint.Pass, notes iter.Seq2[string, ofCriteria]) {
			c := criteriaOf(p, notes)
			for _, d := range c.Again {
				if d.Story != "" {
					reportAt(p, d.At, d.ID, c.First[d.ID], d.Story)
				}
			}
			for path, v := range eachProof(notes) {
				if first := c.First[v.id]; v.story != "" && first != "" && first != v.story {
					p.ReportIn(path, v.at, v.id, first, v.story)
				}
			}
		}),
	}
}

// criterionUncovered: a criterion that no scenario proves is a promise without a proof (D07). A criterion that an acted
// decision leaves out needs none. Said of the stories that have a feature: the others are to be written. Args: the id
// of the criterion, its text, the story.
func criterionUncovered(said *lint.Notes[ofCriteria]) lint.Rule {
	return lint.Rule{
		ID: "criterion-uncovered", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Info, Whole: true,
		Passes: said.Read(func(p *lint.Pass, notes iter.Seq2[string, ofCriteria]) {
			c := criteriaOf(p, notes)
			for _, story := range sorted(c.Lists) {
				claim, written := c.claims[story]
				if !written && story != "" {
					continue
				}
				for _, criterion := range c.Lists[story] {
					if criterion.ID == "" || c.First[criterion.ID] != story || p.Reference().LeftOut(&criterion) ||
						c.proved(criterion.ID, story) {
						continue
					}
					f := reportAt(p, criterion.At, criterion.ID, criterion.Text, story)
					f.Severity = claim.Weigh(f.Severity)
				}
			}
		}),
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// criterionMissing: a scenario that proves no criterion counts for nothing in the matrix, and in the PV (D07).
// The tag may stand on the rule above it, or on the feature. Args: name of the scenario, the beginning of the tag.
func criterionMissing() lint.Rule {
	return lint.Rule{
		ID: "criterion-missing", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			prefix := p.Tags().Criterion
			if anyPrefix(f.Outline.Tags, prefix) {
				return
			}
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if anyPrefix(s.Tags, prefix) || s.Rule >= 0 && s.Rule < len(f.Outline.Rules) && anyPrefix(
					f.Outline.Rules[s.Rule].Tags, prefix,
				) {
					continue
				}
				claim := p.ClaimOf(s.Tags)
				if claim == lint.Written {
					claim = p.ClaimOf(f.Outline.Tags)
				}
				weigh(p, claim, lint.Place{Line: s.Line, Column: s.Column}, s.Name, prefix)
			}
		},
	}
}

func anyPrefix(tags []syntax.Tag, prefix string) bool {
	for i := range tags {
		if name := tags[i].Name; len(name) > len(prefix) && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
