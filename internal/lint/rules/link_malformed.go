package rules

import (
	"regexp"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// linkMalformed: a tag that points to a ticket must read as one, or the link leads nowhere (D30).
// Whether the ticket exists is not looked at: that would take the network. Args: the tag, the shape that is expected.
func linkMalformed() lint.Rule {
	return lint.Rule{
		ID: "link-malformed", Aliases: []string{"D30"}, Group: lint.Tags, CA: syntax.Warning, Script: syntax.Warning,
		Options: []lint.Option{{Name: "links", Default: []string{
			"jira=[A-Z][A-Z0-9_]*-[1-9][0-9]*", "gitlab=([a-z0-9._/-]+)?[#!]?[1-9][0-9]*",
			"github=([A-Za-z0-9._/-]+)?#?[1-9][0-9]*", "tuleap=[1-9][0-9]*", "redmine=[1-9][0-9]*",
			"mantis=[1-9][0-9]*",
		}}},
		Prepare: func(p *lint.Pass) any { return newLinks(p.Strings("links")) },
		File: func(p *lint.Pass, f *lint.File) {
			links, _ := p.Prepared().([]link)
			eachTag(p, f, func(t *refTag) {
				for _, l := range links {
					if target, ok := strings.CutPrefix(t.Name, l.prefix); ok && !l.matches(target) {
						p.Report(lint.TagPlace(t.Tag), t.Name, l.prefix+l.shape)
					}
				}
			})
		},
	}
}

// link is a tracker: how its tags start, and what follows.
type link struct {
	prefix, shape string
	target        *regexp.Regexp // nil for a shape that is none: nothing matches it, and the finding shows it
}

// newLinks reads "jira=[A-Z]+-[0-9]+".
func newLinks(options []string) []link {
	var out []link
	for _, o := range options {
		name, shape, _ := strings.Cut(o, "=")
		target, err := regexp.Compile("^(?:" + shape + ")$")
		if err != nil {
			target = nil
		}
		out = append(out, link{"@" + strings.TrimSpace(name) + ":", shape, target})
	}
	return out
}

func (l *link) matches(target string) bool { return l.target != nil && l.target.MatchString(target) }
