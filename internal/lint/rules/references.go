package rules

import (
	"strings"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// referenceInvalid passes on what is wrong with the references themselves, each with its own code. Args: where in the
// document, then what the problem speaks of.
func referenceInvalid() lint.Rule {
	return lint.Rule{
		ID: lint.RuleReference, Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Error,
		Project: func(p *lint.Pass) {
			for _, problem := range p.Reference().Problems {
				at := lint.Place{Line: problem.Line, Column: problem.Column}
				f := p.ReportIn(problem.File, at, append([]string{problem.Path}, problem.Args...)...)
				f.Code, f.Suggest = string(problem.Code), problem.Suggest
			}
		},
	}
}

// refTag is a tag with what it stands on.
type refTag struct {
	syntax.Tag
	claim   lint.Claim // of what it stands on
	story   string     // id of the nearest story, "" for none
	running bool       // at least one scenario carries it, by itself or by what is above it
	proof   proof      // the best of the scenarios that carry it
}

// eachTag gives the tags of a file in order, with what holds where they stand. What it gives is valid until the next
// one.
func eachTag(p *lint.Pass, f *lint.File, fn func(t *refTag)) {
	o := &f.Outline
	var now refTag
	each := func(tags []syntax.Tag, claim lint.Claim, story string, carriers int, worth proof) {
		for _, t := range tags {
			now = refTag{t, claim, story, carriers > 0, worth}
			fn(&now)
		}
	}
	claim, story := p.ClaimOf(o.Tags), storyOf(p, o.Tags, "")
	type carrying struct {
		scenarios int
		worth     proof
	}
	rules, all := make([]carrying, len(o.Rules)), carrying{scenarios: len(o.Scenarios)}
	for i := range o.Scenarios {
		worth := proofOf(p.Tags(), o, &o.Scenarios[i])
		all.worth = max(all.worth, worth)
		if r := o.Scenarios[i].Rule; r >= 0 && r < len(rules) {
			rules[r] = carrying{rules[r].scenarios + 1, max(rules[r].worth, worth)}
		}
	}
	each(o.Tags, claim, story, all.scenarios, all.worth)
	for i := range o.Rules {
		each(o.Rules[i].Tags, claim, storyOf(p, o.Rules[i].Tags, story), rules[i].scenarios, rules[i].worth)
	}
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		above := story
		if s.Rule >= 0 && s.Rule < len(o.Rules) {
			above = storyOf(p, o.Rules[s.Rule].Tags, story)
		}
		own := claim
		if c := p.ClaimOf(s.Tags); c != lint.Written {
			own = c
		}
		if len(s.Tags) == 0 && len(s.ExampleTags) == 0 {
			continue
		}
		worth := proofOf(p.Tags(), o, s)
		each(s.Tags, own, storyOf(p, s.Tags, above), 1, worth)
		each(s.ExampleTags, own, storyOf(p, s.Tags, above), 1, worth)
	}
}

// storyOf is the story that tags name, the one above when they name none.
func storyOf(p *lint.Pass, tags []syntax.Tag, above string) string {
	for _, t := range tags {
		if p.Tags().IsStory(t.Name) {
			return t.Name[1:]
		}
	}
	return above
}

// idOf gives the id that a tag carries when it has a prefix: the tag without its @.
func idOf(tag, prefix string) (string, bool) {
	if len(tag) <= len(prefix) || !strings.HasPrefix(tag, prefix) {
		return "", false
	}
	return tag[1:], true
}

// lookup is how a rule of tags that must resolve looks at the references.
type lookup struct {
	kind   reference.Kind
	prefix func(*lint.Pass) string
	find   func(s *reference.Set, id string) bool
}

// resolve reports the tags whose id does not resolve, as heavy as the claim of what they stand on makes it. A kind that
// the project does not keep yields nothing. Args: the id.
func (l lookup) resolve(p *lint.Pass, f *lint.File) {
	set := p.Reference()
	if !set.Has(l.kind) {
		return
	}
	prefix := l.prefix(p)
	eachTag(p, f, func(t *refTag) {
		if id, ok := idOf(t.Name, prefix); ok && !l.find(set, id) {
			l.report(p, t.claim, lint.TagPlace(t.Tag), id)
		}
	})
}

func (l lookup) report(p *lint.Pass, claim lint.Claim, at lint.Place, id string) {
	found := p.Report(at, id)
	found.Severity = claim.Weigh(found.Severity)
	found.Suggest = p.Reference().Near(l.kind, id)
}

// reportAt adds a finding at an entry of the references.
func reportAt(p *lint.Pass, at reference.Place, args ...string) *lint.Finding {
	return p.ReportIn(at.Path, lint.Place{Line: at.Line, Column: at.Column}, args...)
}

// referenceRules hold that what tags and steps refer to is there, and that what is there is referred to.
func referenceRules() []lint.Rule {
	criteria := lint.NotesOf(noteCriteria)
	return []lint.Rule{
		referenceInvalid(), roleUnknown(),
		storyUnknown(), storyUncovered(), epicUnknown(),
		criterionUnknown(criteria), criterionElsewhere(criteria), criterionUncovered(criteria),
		businessRuleUnknown(), businessRuleUnused(), decisionUnknown(), decisionSuperseded(), decisionUnacted(),
		messageUnknown(), messageUnexercised(), messageContradiction(), messageSimilar(),
		dataUnknown(), dataIncomplete(), manualWithoutData(), glossarySynonym(), linkMalformed(),
	}
}
