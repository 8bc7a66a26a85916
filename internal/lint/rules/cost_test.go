package rules

import (
	"testing"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// BenchmarkRule measures what each rule costs on a megabyte of features that are read already: one that costs more than
// reading them is to be looked at.
func BenchmarkRule(b *testing.B) {
	o := corpusgen.Options{Features: 100, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	var files []*lint.File
	size := 0
	for i := range o.Features {
		src := o.Feature(i)
		size += len(src)
		f := catalogue.Parse(syntax.Source{Path: "a", Bytes: src}, catalogue.Options{OutlineOnly: true})
		files = append(files, lint.FileOf(&f))
	}
	for _, r := range All() {
		b.Run(r.ID, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				l := lint.New(lint.Options{Rules: []lint.Rule{r}})
				for _, f := range files {
					l.Add(l.Judge(f))
				}
				l.Findings()
			}
		})
	}
}
