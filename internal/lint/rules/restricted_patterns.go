package rules

import (
	"errors"
	"regexp"
	rxsyntax "regexp/syntax"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// idRestricted is asked for by two rules: the one that applies the patterns, the one that refuses a malformed one.
const idRestricted = "restricted-patterns"

// restrictedPatterns: words and forms that a project forbids, each a regular expression and what to write instead:
// "(?i)\bclient\b => écrivez « adhérent »". Titles, steps and descriptions are read, each line on its own. Args: what
// was found, the advice of the project.
func restrictedPatterns() lint.Rule {
	return lint.Rule{
		ID: idRestricted, Aliases: []string{"gherkin-lint:no-restricted-patterns"}, Group: lint.Wording,
		CA: syntax.Warning, Script: syntax.Warning,
		Options: []lint.Option{{Name: "patterns", Default: []string{}}},
		Prepare: func(p *lint.Pass) any {
			var out []restricted
			for _, entry := range p.Strings("patterns") {
				pattern, advice := cutAdvice(entry)
				if form, err := regexp.Compile(pattern); err == nil && pattern != "" {
					out = append(out, restricted{form, advice})
				}
			}
			return out
		},
		File: func(p *lint.Pass, f *lint.File) {
			list, _ := p.Prepared().([]restricted)
			if len(list) == 0 || f.Doc == nil {
				return
			}
			look := func(line int, text string) {
				for i := range list {
					if at := list[i].form.FindStringIndex(text); at != nil && at[1] > at[0] {
						p.Report(inLine(f, line, text, at[0], at[1]), text[at[0]:at[1]], list[i].advice)
					}
				}
			}
			o := &f.Outline
			look(o.Line, o.Name)
			for i := range o.Rules {
				look(o.Rules[i].Line, o.Rules[i].Name)
			}
			for i := range o.Scenarios {
				look(o.Scenarios[i].Line, o.Scenarios[i].Name)
			}
			eachStep(f, func(_ *scope, step *syntax.Step, _ catalogue.StepType) { look(step.Line, step.Text) })
			for i, kind := range f.Doc.Lines {
				if kind == syntax.LineDescription {
					look(i+1, f.Doc.Text(i+1))
				}
			}
		},
	}
}

type restricted struct {
	form   *regexp.Regexp
	advice string
}

// cutAdvice parts "pattern => advice".
func cutAdvice(entry string) (pattern, advice string) {
	pattern, advice, _ = strings.Cut(entry, "=>")
	return strings.TrimSpace(pattern), strings.TrimSpace(advice)
}

// configuration is where the options of rules are written.
const configuration = "recette.yaml"

// restrictedPatternInvalid: a pattern of restricted-patterns that is no regular expression forbids nothing, and nobody
// would know. Args: the pattern, what the library refuses in it.
func restrictedPatternInvalid() lint.Rule {
	return lint.Rule{
		ID: "restricted-pattern-invalid", Group: lint.Wording, CA: syntax.Error, Script: syntax.Error,
		Project: func(p *lint.Pass) {
			list, _ := p.Project().Settings[idRestricted].Values["patterns"].([]string)
			for _, entry := range list {
				pattern, _ := cutAdvice(entry)
				_, err := regexp.Compile(pattern)
				if err == nil && pattern != "" {
					continue
				}
				wrong := pattern
				if e, ok := errors.AsType[*rxsyntax.Error](err); ok {
					wrong = e.Expr
				}
				p.ReportIn(configuration, lint.Place{}, entry, wrong)
			}
		},
	}
}
