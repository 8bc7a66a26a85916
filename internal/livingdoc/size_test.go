package livingdoc_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/internal/corpusgen"
	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/recette"
	"recette/internal/standing"
)

// maxSingle is the size that a single file of 2,300 scenarios must stay under.
const maxSingle = 3 << 20

// corpus is the documentation of generated features, all of them with results.
func corpus(tb testing.TB, features, scenarios int) livingdoc.Input {
	tb.Helper()
	o := corpusgen.Options{Features: features, Scenarios: scenarios, Steps: 10, Definitions: 500, Tables: true, IDs: true}
	files := map[string]string{}
	for i := range o.Features {
		files["features/"+strings.ReplaceAll(corpusgen.Path(i), `\`, "/")] = string(o.Feature(i))
	}
	in := load(tb, files)
	in.Recorded, in.Statuses = true, map[string]standing.Status{}
	n := 0 // every case has a result: the heaviest document
	for i := range in.Files {
		for j := range in.Files[i].Cases {
			n++
			st := ran([]recette.Verdict{recette.Passed, recette.Failed, recette.PassedWithRemark}[n%3], []recette.Freshness{recette.Fresh, recette.StaleText}[n/2%2])
			st.At = st.At.Add(time.Duration(n) * time.Minute)
			st.PV = "PV-2026-001-v1"
			in.Statuses[in.Files[i].Cases[j].ID] = st
		}
	}
	return in
}

func TestSingle_StaysUnderThreeMegabytes(t *testing.T) {
	t.Parallel()
	for name, shape := range map[string][2]int{"large files": {230, 10}, "as many files as Sylius": {820, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := livingdoc.Build(corpus(t, shape[0], shape[1]))
			if d.Figures.Scenarios < 2300 {
				t.Fatalf("%d scenarios, want 2,300", d.Figures.Scenarios)
			}
			page := single(t, d)
			t.Logf("%d scenarios: %d bytes", d.Figures.Scenarios, len(page))
			if len(page) > maxSingle {
				t.Errorf("%d bytes, want at most %d", len(page), maxSingle)
			}
			// The first paint is HTML: the lines of all scenarios, with their ids, are there before any script runs.
			if n := len(regexp.MustCompile(`<details class="s" id="SC-`).FindAllString(page, -1)); n != d.Figures.Scenarios {
				t.Errorf("%d lines of scenarios in the page, want %d", n, d.Figures.Scenarios)
			}
		})
	}
}

// A small document holds everything as text: it reads, prints and is searched by the browser without any script.
func TestSingle_SmallNeedsNoScript(t *testing.T) {
	t.Parallel()
	page := single(t, livingdoc.Build(corpus(t, 10, 10)))
	if strings.Contains(page, `id="bodies"`) || !strings.Contains(page, "les données de recette suivantes") {
		t.Error("the steps of a small document are not in the page")
	}
}

func TestOutput_IsDeterministic(t *testing.T) {
	t.Parallel()
	sums := map[string]bool{}
	for range 3 {
		h := sha256.New()
		former := livingdoc.Build(load(t, former()))
		in := load(t, sample())
		in.Former, in.Since, in.Recorded = former, "v1", true
		for _, d := range []*livingdoc.Doc{livingdoc.Build(in), livingdoc.Build(corpus(t, 150, 10))} {
			fmt.Fprint(h, single(t, d))
			err := livingdoc.Site(d, printer(t, i18n.French), func(f livingdoc.File) error { fmt.Fprint(h, f.Path, string(f.Data)); return nil })
			if err == nil {
				err = livingdoc.Markdown(d, printer(t, i18n.French), func(f livingdoc.File) error { fmt.Fprint(h, f.Path, string(f.Data)); return nil })
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		sums[fmt.Sprintf("%x", h.Sum(nil))] = true
	}
	if len(sums) != 1 {
		t.Errorf("the same input gave %d different outputs", len(sums))
	}
}

func TestOutput_InEnglish(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := livingdoc.Single(&b, sampleDoc(t), printer(t, i18n.English)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="en"`, "Functional documentation", `lang="fr"`, "Business rules"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Figures of the closing note: 1,000 features of 10 scenarios.
func BenchmarkBuild1000Features(b *testing.B) {
	in := corpus(b, 1000, 10)
	for b.Loop() {
		livingdoc.Build(in)
	}
}

func BenchmarkSingle1000Features(b *testing.B) {
	d := livingdoc.Build(corpus(b, 1000, 10))
	words := printer(b, i18n.French)
	for b.Loop() {
		var w bytes.Buffer
		if err := livingdoc.Single(&w, d, words); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(w.Len()))
	}
}

func BenchmarkSite1000Features(b *testing.B) {
	d := livingdoc.Build(corpus(b, 1000, 10))
	words := printer(b, i18n.French)
	for b.Loop() {
		n := 0
		if err := livingdoc.Site(d, words, func(f livingdoc.File) error { n += len(f.Data); return nil }); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(n))
	}
}
