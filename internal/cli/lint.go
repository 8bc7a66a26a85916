package cli

import (
	"io"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/syntax"
)

// lintVerb judges feature files. An unchanged file is not parsed again: its outline comes from the cache.
func (a *app) lintVerb() *cobra.Command {
	var noCache bool
	c := a.command("lint [CHEMIN…]", "lint")
	c.Flags().BoolVar(&noCache, "no-cache", false, a.words.T("flag.no-cache"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		targets, err := a.targets(p, args)
		if err != nil {
			return err
		}
		o := p.options()
		o.OutlineOnly = true
		l := lint.New(lint.Options{Rules: rules.All(), Tags: o.Tags, Names: p.tagNames(), Marks: p.marks(), Retired: p.Retired, Reference: p.references(), Partial: len(args) > 0})
		files := 0
		err = a.walkWith(cmd.Context(), p, targets, o, func(f catalogue.File) error {
			files++
			l.Add(l.Judge(lint.FileOf(&f)))
			return nil
		})
		if err != nil {
			return err
		}
		if files == 0 && len(args) > 0 {
			return fail("nothing", nil) // judging nothing is not finding nothing wrong
		}
		return a.printFindings(l.Findings(), files)
	}
	return c
}

// lintDocument is what "recette lint --json" prints, version 1.
type lintDocument struct {
	V        int            `json:"v"`
	Files    int            `json:"files"`
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Findings []lintSentence `json:"findings"`
}

type lintSentence struct {
	lint.Finding
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

func (a *app) printFindings(findings []lint.Finding, files int) error {
	doc := lintDocument{V: 1, Files: files, Findings: []lintSentence{}}
	for _, f := range findings {
		switch f.Severity {
		case syntax.Error:
			doc.Errors++
		case syntax.Warning:
			doc.Warnings++
		case syntax.Info:
		}
		doc.Findings = append(doc.Findings, a.sentence(f))
	}
	if a.json {
		if err := a.print(doc); err != nil {
			return err
		}
	} else {
		for i := range doc.Findings {
			a.printFinding(a.env.Stdout, &doc.Findings[i])
		}
		say(a.env.Stdout, a.words.T("lint.summary", a.words.N("count.files", files), a.words.N("count.errors", doc.Errors),
			a.words.N("count.warnings", doc.Warnings)))
	}
	if doc.Errors > 0 {
		return quiet(exitFindings)
	}
	return nil
}

// sentence words a finding and its remedy.
func (a *app) sentence(f lint.Finding) lintSentence {
	s := lintSentence{Finding: f, Message: a.words.T(f.Key()+".message", f.Values()...)}
	if f.Suggest != "" {
		s.Message += a.words.T("document.suggest", f.Suggest)
	}
	if a.words.Has(f.Key() + ".remedy") {
		s.Remedy = a.words.T(f.Key()+".remedy", f.Values()...)
	}
	return s
}

func (a *app) printFinding(w io.Writer, f *lintSentence) {
	code := f.Rule
	if f.Code != "" {
		code = f.Code
	}
	severity := a.words.T("severity-word." + string(f.Severity))
	if f.Path == "" {
		say(w, a.words.T("lint.project-line", severity, code, f.Message))
	} else {
		say(w, a.words.T("lint.line", f.Path, max(f.Line, 1), max(f.Column, 1), severity, code, f.Message))
	}
	if f.Remedy != "" {
		say(w, "  → "+f.Remedy)
	}
}
