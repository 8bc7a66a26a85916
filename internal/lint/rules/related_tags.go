package rules

import (
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// relatedTags: a tag that means little without another, as "@critique -> @parcours:*". The other may be inherited. Nothing
// is asked until the option says what. Args: the tag, the pattern of the tag that is absent.
func relatedTags() lint.Rule {
	type relation struct{ tag, needs tagPattern }
	return lint.Rule{
		ID: "related-tags", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any {
			var out []relation
			for _, s := range p.Strings("tags") {
				tag, needs, _ := strings.Cut(s, "->")
				out = append(out, relation{newTagPattern(strings.TrimSpace(tag), true), newTagPattern(strings.TrimSpace(needs), false)})
			}
			return out
		},
		File: func(p *lint.Pass, f *lint.File) {
			relations, _ := p.Prepared().([]relation)
			if len(relations) == 0 {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					for i := range relations {
						r := &relations[i]
						if r.tag.match(t.Name) && !someTag(&r.needs, o.tags, o.inherited) {
							p.Report(lint.TagPlace(t), t.Name, r.needs.text)
						}
					}
				}
			}
		},
	}
}
