package rules

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/lint"
	"recette/internal/meant"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// tagNear: a tag one slip away from a tag that carries a meaning carries none, and nothing says so: @Manuel is not run
// by hand, @critiques is not critical. Args: the tag, the tag that was meant.
func tagNear() lint.Rule {
	return lint.Rule{
		ID: "tag-near", Group: lint.Tags, CA: syntax.Warning, Script: syntax.Warning,
		Prepare: func(p *lint.Pass) any { return newTagNames(p.Tags()) },
		File: func(p *lint.Pass, f *lint.File) {
			names, _ := p.Prepared().(*tagNames)
			report := func(tags []syntax.Tag) {
				for _, t := range tags {
					if meant := names.meant(t.Name); meant != "" {
						p.Report(lint.TagPlace(t), t.Name, meant)
					}
				}
			}
			report(f.Outline.Tags)
			for i := range f.Outline.Rules {
				report(f.Outline.Rules[i].Tags)
			}
			for i := range f.Outline.Scenarios {
				report(f.Outline.Scenarios[i].Tags)
				report(f.Outline.Scenarios[i].ExampleTags)
			}
		},
	}
}

// tagNames is the tags that carry a meaning, as written and as bareTag leaves them.
type tagNames struct {
	whole, prefixes []string
	bareWhole       [][]rune
	barePrefixes    []string
	// answers already given, by tag: a project repeats its tags, and files are judged side by side
	known sync.Map
}

func newTagNames(v *vocabulary.Vocabulary) *tagNames {
	n := &tagNames{prefixes: prefixesOf(v), whole: append([]string{v.Critical}, v.Whole()...)}
	for _, name := range n.prefixes {
		n.barePrefixes = append(n.barePrefixes, bareTag(name))
	}
	for _, name := range n.whole {
		n.bareWhole = append(n.bareWhole, []rune(bareTag(name)))
	}
	return n
}

// meant is the tag that a tag was meant to be, or "". The answer is not kept for the tags of the vocabulary: each
// scenario has its own id.
func (n *tagNames) meant(tag string) string {
	for _, prefix := range n.prefixes {
		if strings.HasPrefix(tag, prefix) {
			return ""
		}
	}
	if known, ok := n.known.Load(tag); ok {
		answer, _ := known.(string)
		return answer
	}
	answer := n.search(tag)
	n.known.Store(strings.Clone(tag), answer)
	return answer
}

func (n *tagNames) search(tag string) string {
	if slices.Contains(n.whole, tag) {
		return ""
	}
	bare := bareTag(tag)
	for i, prefix := range n.barePrefixes {
		if len(bare) > len(prefix) && strings.HasPrefix(bare, prefix) {
			return n.prefixes[i] + "…"
		}
	}
	runes := []rune(bare)
	for i, name := range n.bareWhole {
		if nearTag(runes, name) {
			return n.whole[i]
		}
	}
	return ""
}

// bareTag removes what tells tags apart and readers overlook: width, case, accents, the kind of dash, brackets around.
func bareTag(tag string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(tag) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case r == '_', unicode.Is(unicode.Pd, r):
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	s := strings.TrimLeftFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.TrimRight(s, ",;.!?)]}»\"'*")
}

// The lengths from which a name is long enough for a slip to be told from another word. @auth is not @auto, @annuel and
// @mensuel are not @manuel, @manuelle is.
const (
	substitutionFrom = 5 // letters of a name in which one letter may be another
	twoSlipsFrom     = 6 // letters of a name that may differ twice
	commonStart      = 4 // letters that a tag with two slips shares with the name
)

// nearTag tells whether a tag is a slip away from a name.
func nearTag(tag, name []rune) bool {
	if len(tag) > len(name)+2 || len(name) > len(tag)+2 {
		return false
	}
	switch meant.Distance(tag, name) {
	case 0:
		return true
	case 1:
		return len(name) >= substitutionFrom || len(tag) != len(name) || isSwap(tag, name)
	case 2:
		return len(name) >= twoSlipsFrom && len(tag) >= commonStart &&
			string(tag[:commonStart]) == string(name[:commonStart])
	}
	return false
}

// isSwap tells two texts of one length and at distance 1 that differ by a swap of neighbours.
func isSwap(a, b []rune) bool {
	differ := 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ == 2
}
