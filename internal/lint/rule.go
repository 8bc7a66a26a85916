package lint

import (
	"iter"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// Off is the severity of a rule that is not asked.
const Off Severity = ""

// Group parts the rules for help and documentation.
type Group string

// The groups of rules.
const (
	Structure    Group = "structure"    // the file, its blocks and the order of its steps
	Wording      Group = "wording"      // titles, steps and the words of the trade
	Tags         Group = "tags"         // tags and the ids that they carry
	Traceability Group = "traceability" // stories, criteria, rules, decisions, messages, roles, data sets
	Readiness    Group = "readiness"    // what a story lacks to be taken into an iteration
	Layout       Group = "layout"       // white space, which recette fmt mends
)

// Option is a setting of a rule, written below its id in recette.yaml.
type Option struct {
	Name    string
	Default any // an int, a bool, a string or a []string: also the kind of the values accepted
}

// Rule is one rule: what it is called, when it is asked, and how it judges. File sees one file at a time and must
// depend on nothing else than the file, the options and the references: its answer is kept for an unchanged file. What
// a rule says of several files together goes in two passes, of which the first answers to the same. A rule has one of
// the three.
type Rule struct {
	ID      string   // stable, kebab-case
	Aliases []string // the same check elsewhere: "D11", "gherkin-lint:no-dupe-scenario-names"
	Group   Group

	// The severity by default under the profile ca, for acceptance criteria, and under the profile script, for test
	// scripts written in Gherkin.
	CA, Script Severity

	Execution bool // also asked before a run or a campaign
	Whole     bool // Project speaks of the whole project, and is skipped for a part of it
	Fixable   bool // may offer edits
	Options   []Option

	// Prepare makes once, before the first file, what File needs and what is costly; Pass.Prepared returns it. It is
	// read by several goroutines.
	Prepare func(*Pass) any

	File    func(*Pass, *File) // judges a file by itself
	Project func(*Pass)        // judges what is not in a file
	Passes  *Passes            // judges files together
}

// ofProject tells whether the rule judges more than a file by itself.
func (r *Rule) ofProject() bool { return r.Project != nil || r.Passes != nil }

// Place is where a finding points to: a line and columns in runes, both from 1. EndColumn is that of the first rune
// after it, 0 when the fault has no extent. The zero Place is the whole project, or the whole file when there is a
// path.
type Place struct {
	Line, Column, EndColumn int
}

// File is a feature file as rules see it.
type File struct {
	Path        string
	Doc         *syntax.Document  // nil when the bytes are no text; partial when Broken
	Outline     catalogue.Outline // titles, tags and rows with their places
	Diagnostics []syntax.Diagnostic
	Broken      bool // a diagnostic forbids running the file

	scenarios []*Scenario // what Scenarios gives, made when it is first asked
	walked    bool
}

// Scenario is a scenario with what it inherits.
type Scenario struct {
	*syntax.Scenario
	Feature    *syntax.Feature
	Rule       *syntax.Rule // nil outside any rule
	Inherited  []syntax.Tag // of the feature, then of the rule
	Background []Step       // of the feature, then of the rule
	Steps      []Step       // its own
}

// HasTag tells whether the scenario carries a whole tag, its own or inherited.
func (s *Scenario) HasTag(name string) bool {
	for _, list := range [][]syntax.Tag{s.Tags, s.Inherited} {
		for _, t := range list {
			if t.Name == name {
				return true
			}
		}
	}
	return false
}

// Step is a step with the type that it takes from the step before when it is written with Et, Mais or *. The type runs
// on from the background into the scenario, as when the case is run.
type Step struct {
	*syntax.Step
	Kind catalogue.StepType
}

// Scenarios gives the scenarios of the file in order. Rules share them, and change nothing of them.
func (f *File) Scenarios() iter.Seq[*Scenario] {
	if !f.walked {
		f.scenarios, f.walked = slices.Collect(f.scan()), true
	}
	return slices.Values(f.scenarios)
}

func (f *File) scan() iter.Seq[*Scenario] {
	return func(yield func(*Scenario) bool) {
		if f.Doc == nil || f.Doc.Feature == nil {
			return
		}
		feature := f.Doc.Feature
		var common []Step
		if b := feature.Background; b != nil {
			common = kinds(b.Steps, catalogue.Unknown)
		}
		for _, s := range feature.Scenarios {
			if !yield(scoped(s, feature, nil, feature.Tags, common)) {
				return
			}
		}
		for _, r := range feature.Rules {
			background := common
			if b := r.Background; b != nil {
				background = append(slices.Clip(background), kinds(b.Steps, lastKind(common))...)
			}
			inherited := slices.Concat(feature.Tags, r.Tags)
			for _, s := range r.Scenarios {
				if !yield(scoped(s, feature, r, inherited, background)) {
					return
				}
			}
		}
	}
}

func scoped(
	s *syntax.Scenario, f *syntax.Feature, r *syntax.Rule, inherited []syntax.Tag, background []Step,
) *Scenario {
	return &Scenario{
		Scenario: s, Feature: f, Rule: r, Inherited: inherited, Background: background,
		Steps: kinds(s.Steps, lastKind(background)),
	}
}

func lastKind(steps []Step) catalogue.StepType {
	if len(steps) == 0 {
		return catalogue.Unknown
	}
	return steps[len(steps)-1].Kind
}

func kinds(steps []syntax.Step, before catalogue.StepType) []Step {
	out := make([]Step, len(steps))
	for i := range steps {
		before = catalogue.KindOf(steps[i].Type, before)
		out[i] = Step{Step: &steps[i], Kind: before}
	}
	return out
}

// FileOf gives a file of the catalogue to the rules. Its document must still be there.
func FileOf(f *catalogue.File) *File {
	return &File{
		Path: f.Path, Doc: f.Doc, Outline: f.Outline, Diagnostics: f.Diagnostics,
		Broken: syntax.HasErrors(f.Diagnostics),
	}
}

// Groups lists the groups in the order of the documentation.
func Groups() []Group { return []Group{Structure, Wording, Tags, Traceability, Readiness, Layout} }
