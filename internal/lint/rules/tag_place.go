package rules

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
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

// superfluousTag: a tag that the element already inherits. When the inherited one is changed, this one stays behind.
// The ids of scenarios are left to the rules about them. Args: the tag.
func superfluousTag() lint.Rule {
	return lint.Rule{
		ID: "superfluous-tag", Aliases: []string{"gherkin-lint:no-superfluous-tags"}, Group: lint.Tags,
		CA: syntax.Warning, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for o := range owners(f) {
				if len(o.inherited) == 0 {
					continue
				}
				reportGone(p, f, o, func(i int) bool {
					name := o.tags[i].Name
					return listsTag(o.inherited, name) && !listsTag(o.tags[:i], name) && !p.Tags().LooksLikeCaseID(name)
				})
			}
		},
	}
}

// homogenousTag: a tag that every scenario carries is one of the feature, and the next scenario will lack it. What a
// scenario illustrates, how it is run, its role, its criteria and its id stay its own. Args: the tag, the number of
// scenarios.
func homogenousTag() lint.Rule {
	return lint.Rule{
		ID: "homogenous-tag", Aliases: []string{"gherkin-lint:no-homogenous-tags"}, Group: lint.Tags, CA: syntax.Info,
		Script:  lint.Off,
		Options: []lint.Option{{Name: "scenarios", Default: 3}},
		File: func(p *lint.Pass, f *lint.File) {
			list := f.Outline.Scenarios
			if len(list) < max(p.Int("scenarios"), 2) || f.Broken {
				return
			}
			v := p.Tags()
			prefixes := []string{v.Case, v.Criterion, v.Rule, v.Role}
			for i, t := range list[0].Tags {
				if staysOwn(p, prefixes, t.Name) || listsTag(list[0].Tags[:i], t.Name) {
					continue
				}
				if !slices.ContainsFunc(
					list[1:], func(s catalogue.ScenarioOutline) bool { return !listsTag(s.Tags, t.Name) },
				) {
					p.Report(lint.TagPlace(t), t.Name, strconv.Itoa(len(list)))
				}
			}
		},
	}
}

// staysOwn tells a tag that speaks of one scenario, even where all of them carry it: how it is run, what it
// illustrates.
func staysOwn(p *lint.Pass, prefixes []string, tag string) bool {
	return hasAnyPrefix(tag, prefixes) || slices.Contains(p.Tags().Whole(), tag)
}

// tagComment: a comment after tags is dropped by the tools that rewrite features, and by whoever moves the tags. Args:
// the comment.
func tagComment() lint.Rule {
	return lint.Rule{
		ID: "tag-comment", Aliases: []string{"gherkin-lint:no-partially-commented-tag-lines"}, Group: lint.Tags,
		CA: syntax.Warning, Script: syntax.Warning, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil {
				return
			}
			for i, kind := range f.Doc.Lines {
				if kind != syntax.LineTags || strings.IndexByte(f.Doc.Text(i+1), '#') < 0 {
					continue
				}
				tokens := f.Doc.Tokens(i + 1)
				at := slices.IndexFunc(tokens, func(t syntax.Token) bool { return t.Kind == syntax.TokenTagComment })
				if at < 0 {
					continue
				}
				span := tokens[at].Span
				from, to := f.Doc.At(span.Start), f.Doc.At(span.End)
				comment := strings.TrimSpace(f.Doc.Source()[span.Start:span.End])
				finding := p.Report(lint.Place{Line: i + 1, Column: from.Rune, EndColumn: to.Rune}, comment)
				if !speaks(comment) {
					finding.Edits = moveAbove(f.Doc, i+1, span, comment)
				}
			}
		},
	}
}

// speaks tells a comment that would mean something on a line of its own: the language of the file, a word to the
// linter.
func speaks(comment string) bool {
	text := strings.ToLower(strings.TrimSpace(strings.TrimLeft(comment, "#")))
	return strings.HasPrefix(text, "language") || strings.HasPrefix(text, "recette:")
}

// moveAbove moves the end of a line to a line of its own above it, indented like it.
func moveAbove(d *syntax.Document, n int, comment syntax.Span, text string) []syntax.Edit {
	src, line := d.Source(), d.Line(n)
	end := src[line.Span.End:line.End]
	if end == "" {
		end = lineEnd(src)
	}
	before := src[line.Span.Start:comment.Start]
	indent := before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	start := line.Span.Start + len(indent)
	return []syntax.Edit{
		{Span: syntax.Span{Start: start, End: start}, New: text + end + indent},
		{Span: syntax.Span{Start: line.Span.Start + len(strings.TrimRight(before, " \t")), End: line.Span.End}},
	}
}

// removeTags gives, for each tag of a list that is to go, the edit that removes it: with the space before it, or with
// its line when it stands there alone. Edits of several tags do not overlap. A line that also holds a comment is left
// to a person.
func removeTags(d *syntax.Document, tags []syntax.Tag, gone []bool) []*syntax.Edit {
	out := make([]*syntax.Edit, len(tags))
	for from := 0; from < len(tags); {
		to := from + 1
		for to < len(tags) && tags[to].Line == tags[from].Line {
			to++
		}
		line := d.Line(tags[from].Line)
		src := d.Source()
		switch {
		case strings.TrimSpace(src[tags[to-1].Span.End:line.Span.End]) != "":
		case to-from == 1 && gone[from]:
			out[from] = &syntax.Edit{Span: syntax.Span{Start: line.Span.Start, End: line.End}}
		default:
			kept := false // a tag before it on its line stays
			for i := from; i < to; i++ {
				span := tags[i].Span
				switch {
				case !gone[i]:
					kept = true
					continue
				case kept:
					span.Start = tags[i-1].Span.End
				case i+1 < to:
					span.End = tags[i+1].Span.Start
				}
				out[i] = &syntax.Edit{Span: span}
			}
		}
		from = to
	}
	return out
}
