package lsp

import (
	"os"
	"path/filepath"
	"testing"

	"recette/internal/corpusgen"
)

// corpus is a project of 1,000 features, 6,000 scenarios and 60,000 steps, with every rule, and one of its files.
func corpus(tb testing.TB) (d *direct, uri documentURI) {
	tb.Helper()
	dir := tb.TempDir()
	writeFiles(tb, dir, map[string]string{"recette.yaml": "name: essai\n"})
	o := corpusgen.Options{Features: 1000, Scenarios: 6, Steps: 10, Definitions: 400, Tables: true, IDs: true}
	if _, err := o.Write(filepath.Join(dir, "features")); err != nil {
		tb.Fatal(err)
	}
	d = newDirect(tb, fullSource{}, dir, nil)
	path := "features/" + filepath.ToSlash(corpusgen.Path(500))
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		tb.Fatal(err)
	}
	uri = d.open(path, string(data))
	d.rest()
	return d, uri
}

// BenchmarkKeystroke is what a key costs, from the message to the diagnostics, when nothing else waits.
func BenchmarkKeystroke(b *testing.B) {
	d, uri := corpus(b)
	b.ReportAllocs()
	version := 1
	for b.Loop() {
		version++
		stroke(d, uri, version)
		d.s.refresh(b.Context())
	}
}

// BenchmarkBurstKeystroke is what a key costs in a burst that is judged once, at its end.
func BenchmarkBurstKeystroke(b *testing.B) {
	d, uri := corpus(b)
	b.ReportAllocs()
	version := 1
	for b.Loop() {
		version++
		stroke(d, uri, version)
	}
	d.s.refresh(b.Context())
}

// stroke types a letter in a step, or takes it away.
func stroke(d *direct, uri documentURI, version int) {
	d.t.Helper()
	c := contentChange{Range: &docRange{position{10, 20}, position{10, 20}}, Text: "x"}
	if version%2 == 1 {
		c = contentChange{Range: &docRange{position{10, 20}, position{10, 21}}}
	}
	d.must("textDocument/didChange", didChangeParams{versionedTextDocumentIdentifier{uri, version}, []contentChange{c}})
}

func BenchmarkCompletion(b *testing.B) {
	d, uri := corpus(b)
	for name, p := range map[string]position{"step": {10, 8}, "tag": {8, 3}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.must("textDocument/completion", at(uri, p))
			}
		})
	}
}

func BenchmarkHover(b *testing.B) {
	d, uri := corpus(b)
	b.ReportAllocs()
	for b.Loop() {
		d.must("textDocument/hover", at(uri, position{10, 20}))
	}
}

func BenchmarkRenameTag(b *testing.B) {
	d, uri := corpus(b)
	b.ReportAllocs()
	for b.Loop() {
		d.must("textDocument/rename", renameParams{at(uri, position{1, 15}), "@siege"})
	}
}

// BenchmarkOpenProject is what the first answer of a session costs.
func BenchmarkOpenProject(b *testing.B) {
	d, _ := corpus(b)
	b.ReportAllocs()
	for b.Loop() {
		d.s.load(b.Context(), d.dir)
	}
}
