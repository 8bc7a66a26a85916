package syntax

import (
	"bytes"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"recette/internal/corpusgen"
)

func corpus(b *testing.B) (files [][]byte, size int64) {
	b.Helper()
	o := corpusgen.Options{Features: 100, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	for i := range o.Features {
		files = append(files, o.Feature(i))
		size += int64(len(files[i]))
	}
	return files, size
}

// BenchmarkParse measures our parser with all its checks on 100 generated features.
func BenchmarkParse(b *testing.B) {
	files, size := corpus(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range files {
			if _, list := Parse(Source{Path: "x.feature", Bytes: src}, Options{}); len(list) > 0 {
				b.Fatal(brief(list))
			}
		}
	}
}

// BenchmarkStock measures the stock parser on the same features.
func BenchmarkStock(b *testing.B) {
	files, size := corpus(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range files {
			if _, err := gherkin.ParseGherkinDocument(bytes.NewReader(src), (&messages.Incrementing{}).NewId); err != nil {
				b.Fatal(err)
			}
		}
	}
}
