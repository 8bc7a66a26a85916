package rules

import (
	"regexp"
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// tagPattern is a tag as a setting writes it: "@US-*" with * for any text and ? for a character, or a regular
// expression when it starts with ^.
type tagPattern struct {
	text    string         // as written
	re      *regexp.Regexp // nil when it cannot be read
	unknown bool           // the answer then
}

// tagPatterns reads those of an option. One that cannot be read answers unknown to every tag, and whoever reads it
// chooses the answer that makes a finding: silence would pass for agreement.
func tagPatterns(list []string, unknown bool) []tagPattern {
	out := make([]tagPattern, 0, len(list))
	for _, text := range list {
		out = append(out, newTagPattern(text, unknown))
	}
	return out
}

func newTagPattern(text string, unknown bool) tagPattern {
	p := tagPattern{text: text, unknown: unknown}
	expr := text
	if !strings.HasPrefix(text, "^") {
		if !strings.HasPrefix(text, "@") {
			expr = "@" + text
		}
		expr = regexp.QuoteMeta(expr)
		expr = "^" + strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(expr) + "$"
	}
	p.re, _ = regexp.Compile(expr)
	return p
}

func (p *tagPattern) match(tag string) bool {
	if p.re == nil {
		return p.unknown
	}
	return p.re.MatchString(tag)
}

// anyMatch tells whether a pattern of a list takes a tag.
func anyMatch(list []tagPattern, tag string) bool {
	for i := range list {
		if list[i].match(tag) {
			return true
		}
	}
	return false
}

// someTag tells whether a tag of a list is taken by a pattern.
func someTag(p *tagPattern, lists ...[]syntax.Tag) bool {
	for _, tags := range lists {
		for i := range tags {
			if p.match(tags[i].Name) {
				return true
			}
		}
	}
	return false
}

// prefixesOf lists what opens the tags of the vocabulary of a project that name something by its id.
func prefixesOf(v *vocabulary.Vocabulary) []string {
	return []string{v.Case, v.Story, v.Criterion, v.Rule, v.Epic, v.Journey}
}

// isNamed tells a tag that the product itself gives a meaning to: one of the vocabulary of the project.
func isNamed(p *lint.Pass, prefixes []string, tag string) bool {
	if hasAnyPrefix(tag, prefixes) {
		return true
	}
	return tag == p.Tags().Critical || slices.Contains(p.Tags().Whole(), tag)
}

func hasAnyPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(s, prefix) })
}
