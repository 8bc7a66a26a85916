package html_test

import (
	"bytes"
	"fmt"
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

// A page of a feature lists its neighbours, not the whole domain: a site of a folder of thousands of features would
// else weigh their square.
func TestSite_ContentsDoNotGrowWithTheDomain(t *testing.T) {
	t.Parallel()
	listed := func(features int) map[string]int {
		files := map[string]string{}
		for i := range features {
			files[fmt.Sprintf("features/f%04d.feature", i)] = fmt.Sprintf(
				"# language: fr\nFonctionnalité: Nombre %d\n  Scénario: Un\n    Alors oui\n", i,
			)
		}
		out := map[string]int{}
		for name, page := range doctest.Site(t, doctest.Build(doctest.Load(t, files))) {
			if !strings.HasPrefix(name, "f/") {
				continue
			}
			nav := page[strings.Index(page, `<nav class="toc"`):]
			nav = nav[:strings.Index(nav, "</nav>")]
			out[name] = strings.Count(nav, "Nombre ")
			if strings.Count(nav, `aria-current="page"`) != 1 {
				t.Errorf("%d features, %s: the contents do not say where one is", features, name)
			}
			if all := fmt.Sprint(features, " fonctionnalités"); (out[name] < features) != strings.Contains(nav, all) {
				t.Errorf("%d features, %s: %d are listed; it says %q: %t", features, name, out[name], all,
					strings.Contains(nav, all))
			}
		}
		return out
	}
	for features, want := range map[int]int{3: 3, 100: 100, 101: 100, 250: 100} {
		got := listed(features)
		if len(got) != features {
			t.Errorf("%d pages of %d features", len(got), features)
		}
		for name, n := range got {
			if n != want {
				t.Errorf("%d features, %s: %d are listed, want %d", features, name, n, want)
			}
		}
	}
}
