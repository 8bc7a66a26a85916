// Package doctest holds the projects that the tests of the functional documentation are made from, and gives what is
// written of them. Only tests import it.
package doctest

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/livingdoc/changes"
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// Edition is when the documents of the tests are made.
func Edition() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

// Printer gives the texts of a language.
func Printer(tb testing.TB, lang i18n.Lang) *i18n.Printer {
	tb.Helper()
	p, err := i18n.New(lang)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// Input is what a documentation is made from.
type Input struct {
	model.Options
	model.Facts
	References *reference.Set
	Files      []catalogue.File // in the order of their paths
	Former     *model.Doc       // an earlier edition, to say what changed since; nil for none
	Since      string           // what the earlier edition is called
}

// Build makes the documentation.
func Build(in Input) *model.Doc {
	b := model.New(in.Options, in.References)
	for i := range in.Files {
		b.Add(&in.Files[i])
	}
	d := b.Doc(in.Facts)
	if in.Former != nil {
		d.Changes = changes.Between(in.Former, d, in.Since)
	}
	return d
}

// Load reads a project written as files, as the command line does.
func Load(tb testing.TB, files map[string]string) Input {
	tb.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := reference.Load(tree)
	if err != nil {
		tb.Fatal(err)
	}
	in := Input{
		Options: model.Options{
			Project: "Le projet d’essai", Language: "fr", Roots: []string{"features"}, Tags: vocabulary.Default(),
			At: Edition(), Producer: "recette test",
		},
		References: set, Facts: model.Facts{Folders: map[string]string{}},
	}
	err = catalogue.Walk(
		tb.Context(), tree, []string{"features"}, catalogue.Options{Syntax: syntax.Options{Language: "fr"}},
		func(f catalogue.File) error {
			for _, d := range f.Diagnostics {
				if d.Severity == syntax.Error {
					tb.Errorf("%s:%d: %s %v", d.Path, d.Line, d.Code, d.Args)
				}
			}
			in.Files = append(in.Files, f)
			return nil
		},
	)
	if err != nil {
		tb.Fatal(err)
	}
	for name, text := range files {
		if dir, ok := strings.CutSuffix(name, "/README.md"); ok {
			in.Folders[dir] = text
		}
	}
	return in
}

// Ran gives a status with a result of 12/11/2026.
func Ran(v recette.Verdict, f recette.Freshness) standing.Status {
	return standing.Status{
		Result: standing.Result{
			Verdict: v, At: time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC), Build: "1.4.0", Environment: "recette",
			Tester:   "Gaëlle Riou",
			Campaign: "v1", Manual: true, Mode: recette.Manual,
		},
		Freshness: f,
	}
}
