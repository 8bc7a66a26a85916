package rules

import (
	"iter"
	"regexp"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// allowedTags: the closed vocabulary of a project. The tags that the product gives a meaning to are always of it.
// Nothing is refused until the option says what is allowed. Args: the tag.
func allowedTags() lint.Rule {
	type allowed struct {
		patterns []tagPattern
		prefixes []string
	}
	return lint.Rule{
		ID: "allowed-tags", Aliases: []string{"gherkin-lint:allowed-tags"}, Group: lint.Tags, CA: syntax.Error,
		Script:  syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any {
			return &allowed{tagPatterns(p.Strings("tags"), false), prefixesOf(p.Tags())}
		},
		File: func(p *lint.Pass, f *lint.File) {
			a, _ := p.Prepared().(*allowed)
			if len(a.patterns) == 0 {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					if !anyMatch(a.patterns, t.Name) && !isNamed(p, a.prefixes, t.Name) {
						p.Report(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
	}
}

// restrictedTags: the tags that a project wants no more, as @wip. Nothing is refused until the option says what. Args:
// the tag.
func restrictedTags() lint.Rule {
	return lint.Rule{
		ID: "restricted-tags", Aliases: []string{"gherkin-lint:no-restricted-tags"}, Group: lint.Tags, CA: syntax.Error,
		Script:  syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any { return tagPatterns(p.Strings("tags"), true) },
		File: func(p *lint.Pass, f *lint.File) {
			patterns, _ := p.Prepared().([]tagPattern)
			if len(patterns) == 0 {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					if anyMatch(patterns, t.Name) {
						p.Report(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
	}
}

// requiredTags: what a project decided that each feature or scenario says of itself. A scenario may inherit it. Nothing
// is required until the options say what. Args: the pattern that no tag fits, name of the element.
func requiredTags() lint.Rule {
	type required struct{ feature, scenario []tagPattern }
	return lint.Rule{
		ID: "required-tags", Aliases: []string{"gherkin-lint:required-tags"}, Group: lint.Tags, CA: syntax.Error,
		Script: syntax.Error,
		Options: []lint.Option{
			{Name: "feature", Default: []string{}},
			{Name: "scenario", Default: []string{}},
			{Name: "ignore_untagged", Default: false},
		},
		Prepare: func(p *lint.Pass) any {
			return &required{tagPatterns(p.Strings("feature"), false), tagPatterns(p.Strings("scenario"), false)}
		},
		File: func(p *lint.Pass, f *lint.File) {
			r, _ := p.Prepared().(*required)
			if len(r.feature)+len(r.scenario) == 0 {
				return
			}
			for o := range owners(f) {
				var list []tagPattern
				switch o.level {
				case featureLevel:
					list = r.feature
				case scenarioLevel:
					list = r.scenario
				case ruleLevel, examplesLevel:
				}
				if p.Bool("ignore_untagged") && len(o.tags) == 0 {
					continue
				}
				for i := range list {
					if !someTag(&list[i], o.tags, o.inherited) {
						p.Report(o.place(), list[i].text, o.name)
					}
				}
			}
		},
	}
}

// relatedTags: a tag that means little without another, as "@critique -> @parcours:*". The other may be inherited.
// Nothing is asked until the option says what. Args: the tag, the pattern of the tag that is absent.
func relatedTags() lint.Rule {
	type relation struct{ tag, needs tagPattern }
	return lint.Rule{
		ID: "related-tags", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any {
			var out []relation
			for _, s := range p.Strings("tags") {
				tag, needs, _ := strings.Cut(s, "->")
				out = append(
					out,
					relation{
						newTagPattern(strings.TrimSpace(tag), true), newTagPattern(strings.TrimSpace(needs), false),
					},
				)
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

// tagUsedOnce: a tag that stands once in a whole project selects nothing that its scenario does not. It is off by
// default: a young project has many. The tags that the product gives a meaning to are spared, and those with a value.
// Args: the tag.
func tagUsedOnce() lint.Rule {
	return lint.Rule{
		ID: "tag-used-once", Group: lint.Tags, CA: lint.Off, Script: lint.Off, Whole: true,
		Prepare: func(p *lint.Pass) any { return prefixesOf(p.Tags()) },
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(named)) {
			prefixes, _ := p.Prepared().([]string)
			for o := range owners(f) {
				for _, t := range o.tags {
					if !isNamed(p, prefixes, t.Name) && !strings.Contains(t.Name, ":") {
						note(named{t.Name, lint.TagPlace(t)})
					}
				}
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, named]) {
			count := map[string]int{}
			for _, n := range notes {
				count[n.name]++
			}
			for path, n := range notes {
				if count[n.name] == 1 {
					p.ReportIn(path, n.at, n.name)
				}
			}
		}),
	}
}

// tagStyles are the forms that a tag may be asked to have, without its @. What follows a colon is a value, and free.
func tagStyles() map[string]string {
	return map[string]string{
		"kebab":  `^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$`,
		"snake":  `^[\p{Ll}\p{N}]+(_[\p{Ll}\p{N}]+)*$`,
		"camel":  `^\p{Ll}[\p{L}\p{N}]*$`,
		"pascal": `^\p{Lu}[\p{L}\p{N}]*$`,
	}
}

// tagNaming: one form for all tags, so that nobody looks for @Antenne-Nord under @antenne_nord. The ids of the
// vocabulary keep theirs. Nothing is asked until the option names a style: kebab, snake, camel or pascal. Args: the
// tag, the style.
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
			switch expr, known := tagStyles()[styleName(p.Text("style"))]; {
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
