package rules

import (
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/recette"
	"recette/internal/syntax"
)

// scope is where a step stands: in a scenario, or in the background of a feature or of a rule.
type scope struct {
	feature  *syntax.Feature
	rule     *syntax.Rule     // nil outside any rule
	scenario *syntax.Scenario // nil in a background
}

// has tells whether a tag holds in a scope, inherited or not.
func (s *scope) has(tag string) bool {
	return listsTag(s.feature.Tags, tag) || s.rule != nil && listsTag(s.rule.Tags, tag) ||
		s.scenario != nil && listsTag(s.scenario.Tags, tag)
}

// listsTag tells whether a tag is in a list.
func listsTag(tags []syntax.Tag, name string) bool {
	for i := range tags {
		if tags[i].Name == name {
			return true
		}
	}
	return false
}

// claim is how far what stands in a scope is written. A scenario may be a draft, or ready, by itself.
func (s *scope) claim(p *lint.Pass) lint.Claim {
	if s.scenario != nil {
		if own := p.ClaimOf(s.scenario.Tags); own != lint.Written {
			return own
		}
	}
	return p.ClaimOf(s.feature.Tags)
}

// byHand tells whether a person runs what stands in a scope, wholly or in part.
func (s *scope) byHand(p *lint.Pass) bool {
	mode := p.Tags().ModeBy(s.has)
	return mode == recette.Manual || mode == recette.Mixed
}

// eachStep gives every step of a file once, in order, those of backgrounds included, with the type that it takes from
// the step before.
func eachStep(f *lint.File, fn func(s *scope, step *syntax.Step, kind catalogue.StepType)) {
	if f.Doc == nil || f.Doc.Feature == nil {
		return
	}
	s := scope{feature: f.Doc.Feature}
	walk := func(steps []syntax.Step, kind catalogue.StepType) catalogue.StepType {
		for i := range steps {
			kind = catalogue.KindOf(steps[i].Type, kind)
			fn(&s, &steps[i], kind)
		}
		return kind
	}
	background := func(b *syntax.Background, kind catalogue.StepType) catalogue.StepType {
		if b == nil {
			return kind
		}
		return walk(b.Steps, kind)
	}
	scenarios := func(list []*syntax.Scenario, kind catalogue.StepType) {
		for _, s.scenario = range list {
			walk(s.scenario.Steps, kind)
		}
		s.scenario = nil
	}
	kind := background(s.feature.Background, catalogue.Unknown)
	scenarios(s.feature.Scenarios, kind)
	for _, s.rule = range s.feature.Rules {
		scenarios(s.rule.Scenarios, background(s.rule.Background, kind))
	}
}

// eachScenario gives every scenario of a file, in order.
func eachScenario(f *lint.File, fn func(s *scope)) {
	if f.Doc == nil || f.Doc.Feature == nil {
		return
	}
	s := scope{feature: f.Doc.Feature}
	for _, s.scenario = range s.feature.Scenarios {
		fn(&s)
	}
	for _, s.rule = range s.feature.Rules {
		for _, s.scenario = range s.rule.Scenarios {
			fn(&s)
		}
	}
}

// inLine is the place of a part of a text, bytes from to to, that ends its line but for blanks: a title, the text of a
// step.
func inLine(f *lint.File, line int, text string, from, to int) lint.Place {
	at := max(strings.LastIndex(f.Doc.Text(line), text), 0)
	return ofLine(f, line, at+from, at+to)
}

// ofLine is the place of a part of a line.
func ofLine(f *lint.File, line, from, to int) lint.Place {
	return lint.Place{Line: line, Column: f.Doc.Column(line, from), EndColumn: f.Doc.Column(line, to)}
}

// weigh reports what a story lacks, as heavy as the story's claim makes it.
func weigh(p *lint.Pass, claim lint.Claim, at lint.Place, args ...string) {
	f := p.Report(at, args...)
	f.Severity = claim.Weigh(f.Severity)
}

// french tells whether a file is written in French: which words of a lexicon are looked for.
func french(f *lint.File) bool {
	return f.Doc == nil || f.Doc.Language == "" || strings.HasPrefix(f.Doc.Language, "fr")
}
