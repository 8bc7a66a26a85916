package rules

import (
	"regexp"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// tagStyles are the forms that a tag may be asked to have, without its @. What follows a colon is a value, and free.
var tagStyles = map[string]string{
	"kebab":  `^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$`,
	"snake":  `^[\p{Ll}\p{N}]+(_[\p{Ll}\p{N}]+)*$`,
	"camel":  `^\p{Ll}[\p{L}\p{N}]*$`,
	"pascal": `^\p{Lu}[\p{L}\p{N}]*$`,
}

// tagNaming: one form for all tags, so that nobody looks for @Antenne-Nord under @antenne_nord. The ids of the vocabulary
// keep theirs. Nothing is asked until the option names a style: kebab, snake, camel or pascal. Args: the tag, the style.
func tagNaming() lint.Rule {
	type naming struct {
		style    *regexp.Regexp
		prefixes []string
	}
	return lint.Rule{
		ID: "tag-naming", Group: lint.Tags, CA: syntax.Warning, Script: syntax.Warning,
		Options: []lint.Option{{Name: "style", Default: ""}},
		Prepare: func(p *lint.Pass) any {
			n := &naming{prefixes: prefixesOf(p.Tags())}
			switch expr, known := tagStyles[styleName(p.Text("style"))]; {
			case known:
				n.style = regexp.MustCompile(expr)
			case p.Text("style") != "": // a slip in the setting must not pass for agreement
				n.style = regexp.MustCompile(`^$`)
			}
			return n
		},
		File: func(p *lint.Pass, f *lint.File) {
			n, _ := p.Prepared().(*naming)
			if n.style == nil {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					key, _, _ := strings.Cut(t.Name[1:], ":")
					if !n.style.MatchString(key) && !isNamed(p, n.prefixes, t.Name) {
						p.Report(lint.TagPlace(t), t.Name, p.Text("style"))
					}
				}
			}
		},
	}
}
