package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// duplicateTag: a tag twice on one element, most often where another was meant. Args: the tag.
func duplicateTag() lint.Rule {
	return lint.Rule{
		ID: "duplicate-tag", Aliases: []string{"gherkin-lint:no-duplicate-tags"}, Group: lint.Tags,
		CA: syntax.Warning, Script: syntax.Warning, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for o := range owners(f) {
				reportGone(p, f, o, func(i int) bool { return listsTag(o.tags[:i], o.tags[i].Name) })
			}
		},
	}
}

// reportGone reports the tags of an element that say nothing more, each with the edit that removes it. Args: the tag.
func reportGone(p *lint.Pass, f *lint.File, o *owner, says func(i int) bool) {
	var gone []bool
	for i := range o.tags {
		if says(i) {
			if gone == nil {
				gone = make([]bool, len(o.tags))
			}
			gone[i] = true
		}
	}
	if gone == nil {
		return
	}
	edits := removeTags(f.Doc, o.tags, gone)
	for i, t := range o.tags {
		if !gone[i] {
			continue
		}
		finding := p.Report(lint.TagPlace(t), t.Name)
		if edits[i] != nil {
			finding.Edits = []syntax.Edit{*edits[i]}
		}
	}
}
