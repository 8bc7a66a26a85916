package html_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/html"
)

// maxSingle is the size that a single file of 2,300 scenarios must stay under.
const maxSingle = 3 << 20

func TestSingle_StaysUnderThreeMegabytes(t *testing.T) {
	t.Parallel()
	for name, shape := range map[string][2]int{"large files": {230, 10}, "as many files as Sylius": {820, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := doctest.Build(doctest.Corpus(t, shape[0], shape[1]))
			if d.Figures.Scenarios < 2300 {
				t.Fatalf("%d scenarios, want 2,300", d.Figures.Scenarios)
			}
			page := doctest.Single(t, d)
			t.Logf("%d scenarios: %d bytes", d.Figures.Scenarios, len(page))
			if len(page) > maxSingle {
				t.Errorf("%d bytes, want at most %d", len(page), maxSingle)
			}
			// The first paint is HTML: the lines of all scenarios, with their ids, are there before any script runs.
			if n := len(
				regexp.MustCompile(`<details class="s" id="SC-`).FindAllString(page, -1),
			); n != d.Figures.Scenarios {
				t.Errorf("%d lines of scenarios in the page, want %d", n, d.Figures.Scenarios)
			}
		})
	}
}

// A small document holds everything as text: it reads, prints and is searched by the browser without any script.
func TestSingle_SmallNeedsNoScript(t *testing.T) {
	t.Parallel()
	page := doctest.Single(t, doctest.Build(doctest.Corpus(t, 10, 10)))
	if strings.Contains(page, `id="bodies"`) || !strings.Contains(page, "les données de recette suivantes") {
		t.Error("the steps of a small document are not in the page")
	}
}

// Figures of the closing note: 1,000 features of 10 scenarios.
func BenchmarkBuild1000Features(b *testing.B) {
	in := doctest.Corpus(b, 1000, 10)
	for b.Loop() {
		doctest.Build(in)
	}
}

func BenchmarkSingle1000Features(b *testing.B) {
	d := doctest.Build(doctest.Corpus(b, 1000, 10))
	words := doctest.Printer(b, i18n.French)
	for b.Loop() {
		var w bytes.Buffer
		if err := html.Single(&w, d, words); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(w.Len()))
	}
}

func BenchmarkSite1000Features(b *testing.B) {
	d := doctest.Build(doctest.Corpus(b, 1000, 10))
	words := doctest.Printer(b, i18n.French)
	for b.Loop() {
		n := 0
		if err := html.Site(d, words, func(f livingdoc.File) error { n += len(f.Data); return nil }); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(n))
	}
}
