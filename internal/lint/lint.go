// Package lint judges feature files by rules: what is malformed, what cannot be followed from one version to the next,
// what a reader could not tell apart, what a story lacks to be ready. It holds the engine; the rules themselves live in
// lint/rules. A rule sees a parsed file and returns findings without sentences. The package refuses I/O: whoever calls
// it walks the files and prints the findings.
package lint

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// RuleSyntax is the id of the rule that passes on the diagnostics of the parser, each with its own code and severity.
const RuleSyntax = "syntax"

// RuleReference is the id of the rule that passes on what is wrong with the references of the project, each with the
// code of its problem.
const RuleReference = "reference-invalid"

// Severity is that of syntax: error, warning, info; Off besides.
type Severity = syntax.Severity

// Finding is one fault at one place. It holds no sentence: texts are made at the edge from "lint.<Rule>.message" and
// "lint.<Rule>.remedy", or from the keys of the diagnostic or of the problem when Rule is RuleSyntax or RuleReference.
type Finding struct {
	Rule string `json:"rule"`
	// of the diagnostic or of the problem, for RuleSyntax and RuleReference only
	Code      string   `json:"code,omitempty"`
	Severity  Severity `json:"severity"`
	Path      string   `json:"path"`
	Line      int      `json:"line"`   // 1-based; 0 when the finding is of the whole project
	Column    int      `json:"column"` // 1-based, in runes; 0 when unknown
	EndColumn int      `json:"end_column,omitempty"`
	Args      []string `json:"args,omitempty"` // in the order documented at the rule
	// nearest word that the project knows, for a word that it does not
	Suggest string        `json:"suggest,omitempty"`
	Edits   []syntax.Edit `json:"edits,omitempty"` // what mends it, when that is safe
	// Fingerprint is the same for the same fault wherever its line moves to, once Print has been called.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Key returns the prefix of the keys of the finding's texts.
func (f Finding) Key() string {
	switch f.Rule {
	case RuleSyntax:
		return "syntax." + f.Code
	case RuleReference:
		return "document." + f.Code
	}
	return "lint." + f.Rule
}

// Values returns Args as the variadic arguments that a formatter wants.
func (f Finding) Values() []any {
	out := make([]any, len(f.Args))
	for i, a := range f.Args {
		out[i] = a
	}
	return out
}

// Profile chooses the severities by default.
type Profile string

// The profiles of authors.
const (
	CA     Profile = "ca"     // acceptance criteria: strict. The default
	Script Profile = "script" // test scripts written in Gherkin: lenient
)

// Setting is what a project changes of a rule.
type Setting struct {
	// nil keeps that of the profile; an error asked for is one before a story is said to be ready too
	Severity *Severity
	Values   map[string]any // options by name, of the kinds that the rule declares
	// Except spares the scenarios, and the features, whose tags it selects. The zero expression selects everything, so
	// that Spare tells whether it was given.
	Except catalogue.Expression
	Spare  bool
}

// Options orients a run.
type Options struct {
	Rules     []Rule  // in the order of their documentation
	Profile   Profile // CA when empty
	Execution bool    // only what a run or a campaign cannot do without
	Tags      vocabulary.Vocabulary
	Retired   []string           // ids of scenarios that exist no more: "SC-0042"
	Language  string             // of the project
	Settings  map[string]Setting // by rule id
	Reference *reference.Set     // nil when the project keeps none
	Readiness bool               // judge every story as one that is said to be ready
	Partial   bool               // the files are a part of the project: rules about the whole are skipped
}

// Judgement is what the rules found in one file, and what they will need of it at the end: plain data, the same for the
// same bytes, options and references, so that it can be kept. Findings that an author set aside are still in it: ask
// the Linter.
type Judgement struct {
	Path     string
	Broken   bool // the file was not read whole
	Findings []Finding
	Notes    string      // of each first pass of the asked rules, in their order, after its length
	Ignores  []Ignore    // in the order of the file
	Spared   [][]Sparing // by rule, for those that judge the project and have exceptions; nil when none has
}

// Linter judges files. It is safe for concurrent calls of Judge; the other methods belong to one goroutine.
type Linter struct {
	options    Options
	alone      Options // the same to whoever sees one file: whether others are missing is not for them
	rules      []asked
	passes     []*firstPass // those of the asked rules
	judgements []Judgement
	waivers    []Waiver
}

// asked is a rule that this run asks.
type asked struct {
	*Rule
	severity Severity
	values   map[string]any
	prepared any
	setting  Setting
	notes    int  // which of the first passes leaves what the rule reads
	leaves   bool // the rule is the first that reads them: the pass is asked in its name
}

// New prepares a run.
func New(o Options) *Linter {
	if o.Reference == nil {
		o.Reference = &reference.Set{}
	}
	o.Tags = o.Tags.Filled()
	l := &Linter{options: o, alone: o}
	l.alone.Partial = false
	for i := range o.Rules {
		r := &o.Rules[i]
		severity := r.CA
		if o.Profile == Script {
			severity = r.Script
		}
		set := o.Settings[r.ID]
		if set.Severity != nil {
			severity = *set.Severity
		}
		if severity == Off || o.Execution && !r.Execution {
			continue
		}
		a := asked{Rule: r, severity: severity, values: map[string]any{}, setting: set}
		for _, option := range r.Options {
			a.values[option.Name] = option.Default
			if v, given := set.Values[option.Name]; given {
				a.values[option.Name] = v
			}
		}
		if r.Prepare != nil {
			p := l.pass(&a, &l.alone, "")
			a.prepared = r.Prepare(&p)
		}
		if r.Passes != nil {
			if a.notes = slices.Index(l.passes, r.Passes.firstPass); a.notes < 0 {
				a.notes, a.leaves = len(l.passes), true
				l.passes = append(l.passes, r.Passes.firstPass)
			}
		}
		l.rules = append(l.rules, a)
	}
	return l
}

func (l *Linter) pass(a *asked, o *Options, path string) Pass {
	return Pass{rule: a.Rule, options: o, values: a.values, severity: a.severity, prepared: a.prepared, path: path}
}

// Judge asks the rules about one file. It is pure.
func (l *Linter) Judge(f *File) Judgement {
	out := Judgement{Path: f.Path, Broken: f.Broken}
	var notes Fields    // of one rule
	var written encoder // of all
	regions := sync.OnceValue(func() []region { return regionsOf(f.Doc) })
	var p Pass // one for all rules in turn: each gets it anew, and keeps nothing of it
	for i := range l.rules {
		a := &l.rules[i]
		if a.setting.Spare && a.ofProject() {
			if out.Spared == nil {
				out.Spared = make([][]Sparing, len(l.rules))
			}
			out.Spared[i] = spared(regions(), &a.setting)
		}
		p = l.pass(a, &l.alone, f.Path)
		switch {
		case a.File != nil:
			a.File(&p, f)
		case a.leaves:
			notes.to.b, p.notes = notes.to.b[:0], &notes
			a.Passes.file(&p, f)
			written.int(len(notes.to.b))
			written.b = append(written.b, notes.to.b...)
		default:
			continue
		}
		a.insist(p.findings)
		if a.setting.Spare && len(p.findings) > 0 {
			list := spared(regions(), &a.setting)
			p.findings = slices.DeleteFunc(p.findings, func(f Finding) bool { return isSpared(list, f.Line) })
		}
		out.Findings = append(out.Findings, p.findings...)
	}
	out.Notes = string(written.b)
	out.Ignores = ignoresOf(f, regions)
	out.detach()
	return out
}

// insist gives back the severity that a project asks for by name, where the rule lowered it to a warning because a
// story is not said to be ready. What it lowered further, in a draft, stays.
func (a *asked) insist(list []Finding) {
	if a.setting.Severity == nil || *a.setting.Severity != syntax.Error {
		return
	}
	for i := range list {
		if f := &list[i]; f.Code == "" && f.Severity == syntax.Warning {
			f.Severity = syntax.Error
		}
	}
}

// detach copies the texts of the findings: one that is a piece of the file would keep the file in memory.
func (r *Judgement) detach() {
	for i := range r.Findings {
		detach(r.Findings[i].Args)
	}
}

func detach(texts []string) {
	for i := range texts {
		texts[i] = strings.Clone(texts[i])
	}
}

// Add keeps what was found in a file. Give the files in the order of their paths.
func (l *Linter) Add(r Judgement) { l.judgements = append(l.judgements, r) }

// Findings ends the run and returns what was found, sorted by path, line, column and rule, but for what authors set
// aside. The findings that speak of the whole project, with an empty path, come first.
func (l *Linter) Findings() []Finding {
	var out []Finding
	for i := range l.judgements {
		out = append(out, l.judgements[i].Findings...)
	}
	for i := range l.rules {
		a := &l.rules[i]
		if !a.ofProject() || a.Whole && l.options.Partial {
			continue
		}
		p := l.pass(a, &l.options, "")
		if a.Passes != nil {
			a.Passes.project(&p, l.notes(a.notes))
		} else {
			a.Project(&p)
		}
		a.insist(p.findings)
		if a.setting.Spare {
			p.findings = slices.DeleteFunc(p.findings, func(f Finding) bool { return l.isSpared(i, &f) })
		}
		out = append(out, p.findings...)
	}
	out, l.waivers = l.suppress(out)
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
	return out
}

// notes gives those of the nth first pass, by file.
func (l *Linter) notes(nth int) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := range l.judgements {
			d := decoder{s: l.judgements[i].Notes}
			for range nth {
				d.text()
			}
			if notes := d.text(); notes != "" && !yield(l.judgements[i].Path, notes) {
				return
			}
		}
	}
}

// Waivers lists what authors set aside, by path and line. It is known once Findings has been called.
func (l *Linter) Waivers() []Waiver { return l.waivers }

// isSpared tells whether the tags around a finding of the project spare it.
func (l *Linter) isSpared(rule int, f *Finding) bool {
	i,
		ok := slices.BinarySearchFunc(
		l.judgements, f.Path, func(r Judgement, path string) int { return cmp.Compare(r.Path, path) },
	)
	return ok && l.judgements[i].Spared != nil && isSpared(l.judgements[i].Spared[rule], f.Line)
}
