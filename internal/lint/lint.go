// Package lint judges feature files by rules: what is malformed, what cannot be followed from one version to the next,
// what a reader could not tell apart. A rule is a small file with a stable id; it sees what catalogue reads and returns
// findings without sentences. The package refuses I/O: whoever calls it walks the files and prints the findings.
package lint

import (
	"sort"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// Severity is that of syntax: error, warning, notice.
type Severity = syntax.Severity

// Finding is one fault at one place. It holds no sentence: texts are made at the edge from "lint.<Rule>.message" and
// "lint.<Rule>.remedy", or from the keys of the diagnostic when Rule is RuleSyntax.
type Finding struct {
	Rule      string   `json:"rule"`
	Code      string   `json:"code,omitempty"` // code of the diagnostic, for RuleSyntax only
	Severity  Severity `json:"severity"`
	Path      string   `json:"path"`
	Line      int      `json:"line"`   // 1-based; 0 when the finding is of the whole project
	Column    int      `json:"column"` // 1-based, in runes; 0 when unknown
	EndColumn int      `json:"end_column,omitempty"`
	Args      []string `json:"args,omitempty"` // in the order documented at the rule
}

// Key returns the prefix of the keys of the finding's texts.
func (f Finding) Key() string {
	if f.Rule == RuleSyntax {
		return "syntax." + f.Code
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

// Profile chooses the rules of a run by what the files are about to be used for.
type Profile int

// The profiles. Author is the default and holds every rule.
const (
	Author    Profile = iota // what recette lint asks of an author
	Execution                // what a run or a campaign cannot do without
)

// Options orients a run.
type Options struct {
	Profile  Profile
	Tags     catalogue.Vocabulary
	Names    []string            // whole tags of the project that carry a meaning, beside Tags and DefaultNames: "@manuel"
	Retired  []string            // ids of scenarios that exist no more: "SC-0042"
	Severity map[string]Severity // overrides by rule id; "" switches a rule off
	Partial  bool                // the files are a part of the project: rules about the whole are skipped
}

// rule is one rule. File is called for each file in the order of paths, then End once; either may be nil.
type rule struct {
	id       string
	severity Severity
	profile  Profile
	project  bool // End speaks of the whole project, and is skipped for a part of it
	file     func(*context, *catalogue.File)
	end      func(*context)
}

// rules lists the rules in the order of their documentation.
func rules() []rule {
	return []rule{
		syntaxRule(), idMissing(), idDuplicate(), idMisplaced(), idMalformed(), idSeveral(), idRetired(),
		rowID(), rowIDInvalid(), noOutcome(),
		noScenario(), ruleEmpty(), noStory(), unnamed(), duplicateName(), duplicateRow(), manyRows(), tagNear(),
	}
}

// RuleInfo describes a rule for help and documentation.
type RuleInfo struct {
	ID       string
	Severity Severity
	Profile  Profile
}

// Rules lists the rules.
func Rules() []RuleInfo {
	all := rules()
	out := make([]RuleInfo, len(all))
	for i, r := range all {
		out[i] = RuleInfo{r.id, r.severity, r.profile}
	}
	return out
}

// context is what a rule sees and where it reports. Each rule has its own, so that rules cannot lean on each other.
type context struct {
	rule     rule
	words    catalogue.Vocabulary
	names    []string
	retired  map[string]bool
	severity Severity
	out      *[]Finding
	seen     map[string]place // memory of the rule across files
	count    int
}

type place struct {
	path         string
	line, column int
}

func (c *context) report(path string, line, column, end int, args ...string) {
	*c.out = append(*c.out, Finding{
		Rule: c.rule.id, Severity: c.severity, Path: path, Line: line, Column: column, EndColumn: end, Args: args,
	})
}

// tag reports a fault of a tag.
func (c *context) tag(f *catalogue.File, t syntax.Tag, args ...string) {
	c.report(f.Path, t.Line, t.Column, t.Column+len([]rune(t.Name)), args...)
}

// Linter judges files as they come, so that a walk need not keep them. Give the files in the order of their paths.
type Linter struct {
	options  Options
	contexts []*context
	findings []Finding
}

// New prepares a run.
func New(o Options) *Linter {
	l := &Linter{options: o}
	retired := map[string]bool{}
	for _, id := range o.Retired {
		retired[id] = true
	}
	for _, r := range rules() {
		severity, overridden := o.Severity[r.id]
		if !overridden {
			severity = r.severity
		}
		if severity == "" || o.Profile == Execution && r.profile != Execution {
			continue
		}
		l.contexts = append(l.contexts, &context{
			rule: r, words: o.Tags, names: o.Names, retired: retired, severity: severity, out: &l.findings, seen: map[string]place{},
		})
	}
	return l
}

// Add judges one file.
func (l *Linter) Add(f *catalogue.File) {
	for _, c := range l.contexts {
		if c.rule.file != nil {
			c.rule.file(c, f)
		}
	}
}

// Findings ends the run and returns what was found, sorted by path, line, column and rule. The findings that speak of
// the whole project, with an empty path, come first.
func (l *Linter) Findings() []Finding {
	for _, c := range l.contexts {
		if c.rule.end != nil && (!c.rule.project || !l.options.Partial) {
			c.rule.end(c)
		}
	}
	sort.SliceStable(l.findings, func(i, j int) bool {
		a, b := &l.findings[i], &l.findings[j]
		switch {
		case a.Path != b.Path:
			return a.Path < b.Path
		case a.Line != b.Line:
			return a.Line < b.Line
		case a.Column != b.Column:
			return a.Column < b.Column
		}
		return a.Rule < b.Rule
	})
	return l.findings
}

// Run judges files that are already loaded, in the order of their paths. It is pure.
func Run(files []catalogue.File, o Options) []Finding {
	l := New(o)
	for i := range files {
		l.Add(&files[i])
	}
	return l.Findings()
}

// HasErrors tells whether a finding of the list is an error.
func HasErrors(list []Finding) bool {
	for _, f := range list {
		if f.Severity == syntax.Error {
			return true
		}
	}
	return false
}
