package rules

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// corpus writes 1,000 generated features to disk.
func corpus(b *testing.B) (dir string, size int64) {
	b.Helper()
	o := corpusgen.Options{Features: 1000, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	dir = b.TempDir()
	size, err := o.Write(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	return dir, size
}

// run is what recette lint does: walk, parse, judge.
func run(b *testing.B, dir string) {
	b.Helper()
	l := lint.New(lint.Options{Rules: All()})
	n := 0
	err := catalogue.Walk(
		b.Context(), os.DirFS(dir), nil, catalogue.Options{OutlineOnly: true}, func(f catalogue.File) error {
			n++
			l.Add(l.Judge(lint.FileOf(&f)))
			return nil
		},
	)
	if err != nil || n != 1000 {
		b.Fatalf("%d files, %v", n, err)
	}
	b.ReportMetric(float64(len(l.Findings())), "findings/op")
}

// BenchmarkLintCold measures a first lint of 1,000 features of 10 scenarios, one goroutine, no cache.
func BenchmarkLintCold(b *testing.B) {
	dir, _ := corpus(b)
	for b.Loop() {
		run(b, dir)
	}
}

// BenchmarkCases measures what a run needs: cases with their hashes.
func BenchmarkCases(b *testing.B) {
	dir, _ := corpus(b)
	for b.Loop() {
		n := 0
		err := catalogue.Walk(b.Context(), os.DirFS(dir), nil, catalogue.Options{}, func(f catalogue.File) error {
			n += len(f.Cases)
			return nil
		})
		if err != nil || n != 10_000 {
			b.Fatalf("%d cases, %v", n, err)
		}
	}
}

// BenchmarkStock measures the peer on the same files: read and parse with the stock parser, nothing else.
func BenchmarkStock(b *testing.B) {
	dir, _ := corpus(b)
	for b.Loop() {
		n := 0
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".feature") {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n++
			_, err = gherkin.ParseGherkinDocument(bytes.NewReader(src), (&messages.Incrementing{}).NewId)
			return err
		})
		if err != nil || n != 1000 {
			b.Fatalf("%d files, %v", n, err)
		}
	}
}

// BenchmarkRules measures each rule alone on the same files, parsed before: which one costs.
func BenchmarkRules(b *testing.B) {
	o := corpusgen.Options{Features: 100, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	var files []catalogue.File
	size := 0
	for i := range o.Features {
		src := o.Feature(i)
		size += len(src)
		files = append(
			files,
			catalogue.Parse(syntax.Source{Path: corpusgen.Path(i), Bytes: src}, catalogue.Options{OutlineOnly: true}),
		)
	}
	for _, rule := range All() {
		asked := syntax.Warning
		l := lint.New(
			lint.Options{Rules: []lint.Rule{rule}, Settings: map[string]lint.Setting{rule.ID: {Severity: &asked}}},
		)
		b.Run(rule.ID, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for i := range files {
					l.Judge(lint.FileOf(&files[i]))
				}
			}
		})
	}
}
