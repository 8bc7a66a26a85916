package bench

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/corpusgen"
)

// settled is how long files are left alone before a cache may trust how they stand on the disk.
const settled = 3 * time.Second

// quietRules turns off the two rules that find something in the corpus: random numbers may be those of a company, and
// no scenario is an exception. What is measured then is judging, not printing.
const quietRules = "lint: {rules: {personal-data: off, exception-missing: off}}\n"

// BenchmarkLint compares "recette lint" on 1,000 features with the stock parser and its pickles, each on one core: when
// nothing is cached, when everything is, when one file changed. A warm lint should cost less than a tenth of a cold
// one.
func BenchmarkLint(b *testing.B) {
	exe, gherkin := recette(b), peer(b, "gherkin")
	dir := project(b, corpus(10000))
	if err := appendTo(filepath.Join(dir, "recette.yaml"), quietRules); err != nil {
		b.Fatal(err)
	}
	time.Sleep(settled)
	var cold, warm, one, parser, cpu []float64
	var t report
	t.row("1,000 features of ten scenarios, one core", "wall", "cpu", "peak", "to the parser", "to cold", "target")
	var p, c, w, o cost
	for i := range pairs {
		p = start(b, pinned(b, dir, gherkin, "features"))
		if err := os.RemoveAll(filepath.Join(dir, ".recette", "cache")); err != nil {
			b.Fatal(err)
		}
		c = start(b, pinned(b, dir, exe, "lint"))
		w = start(b, pinned(b, dir, exe, "lint"))
		changed := bytes.Replace(corpus(10000).Feature(i), []byte(`la valeur "`), []byte(`la valeur "x`), 1)
		if err := os.WriteFile(filepath.Join(dir, "features", corpusgen.Path(i)), changed, 0o600); err != nil {
			b.Fatal(err)
		}
		o = start(b, pinned(b, dir, exe, "lint"))
		if !strings.Contains(c.out, "1000 fichiers, 0 erreur, 0 avertissement") || c.out != w.out {
			b.Fatalf("cold: %s\nwarm: %s", c.out, w.out)
		}
		cold, cpu = append(cold, ratio(c.wall, p.wall)), append(cpu, ratio(c.cpu, p.cpu))
		warm, parser, one = append(warm, ratio(w.wall, c.wall)), append(
			parser, ratio(w.wall, p.wall),
		), append(one, ratio(o.wall, c.wall))
	}
	t.row("gherkin v26, parse and pickles", seconds(p.wall), seconds(p.cpu), mib(p.peak), "1", "", "")
	t.row("recette lint, cold", seconds(c.wall), seconds(c.cpu), mib(c.peak), times(median(cold)), "1", "")
	t.row(
		"recette lint, warm", seconds(w.wall), seconds(w.cpu), mib(w.peak), times(median(parser)), times(median(warm)),
		"≤ 0.10 x of cold",
	)
	t.row("recette lint, one file changed", seconds(o.wall), seconds(o.cpu), mib(o.peak), "", times(median(one)), "")
	t.log(b)
	done(b)
	b.ReportMetric(median(cold), "cold-ratio")
	b.ReportMetric(median(cpu), "cold-cpu-ratio")
	b.ReportMetric(median(parser), "warm-ratio")
	b.ReportMetric(median(warm), "warm-to-cold")
	b.ReportMetric(median(one), "one-to-cold")
}

// BenchmarkLintLarge is what "recette lint" takes on 10,000 features of ten scenarios, on all cores: what is held of a
// file until the last one is judged is little.
func BenchmarkLintLarge(b *testing.B) {
	exe := recette(b)
	dir := project(b, corpus(100000))
	if err := appendTo(filepath.Join(dir, "recette.yaml"), quietRules); err != nil {
		b.Fatal(err)
	}
	time.Sleep(settled)
	if err := os.RemoveAll(filepath.Join(dir, ".recette", "cache")); err != nil {
		b.Fatal(err)
	}
	cold, warm := run(b, dir, exe, "lint"), run(b, dir, exe, "lint")
	if !strings.Contains(cold.out, "10000 fichiers, 0 erreur, 0 avertissement") || cold.out != warm.out {
		b.Fatalf("cold: %s\nwarm: %s", cold.out, warm.out)
	}
	var t report
	t.row("10,000 features of ten scenarios", "wall", "cpu", "peak", "target")
	t.row("recette lint, cold", seconds(cold.wall), seconds(cold.cpu), mib(cold.peak), "≤ 150 MiB")
	t.row("recette lint, warm", seconds(warm.wall), seconds(warm.cpu), mib(warm.peak), "")
	t.log(b)
	done(b)
	b.ReportMetric(cold.peak, "MiB-cold")
}

func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}
