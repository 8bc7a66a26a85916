package bench

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkLint compares "recette lint" on 1,000 features with the stock parser and its pickles, each on one core. The
// targets are 1.2 times the parser when nothing is cached, and a fifth of that when everything is.
func BenchmarkLint(b *testing.B) {
	exe, gherkin := recette(b), peer(b, "gherkin")
	dir := project(b, corpus(10000))
	var cold, warm, parser, cpu []float64
	var t report
	t.row("1,000 features of ten scenarios, one core", "wall", "cpu", "peak", "to the parser", "to cold", "target")
	var p, c, w cost
	for range pairs {
		p = start(b, pinned(b, dir, gherkin, "features"))
		if err := os.RemoveAll(filepath.Join(dir, ".recette", "cache")); err != nil {
			b.Fatal(err)
		}
		c = start(b, pinned(b, dir, exe, "lint"))
		w = start(b, pinned(b, dir, exe, "lint"))
		cold, cpu = append(cold, ratio(c.wall, p.wall)), append(cpu, ratio(c.cpu, p.cpu))
		warm, parser = append(warm, ratio(w.wall, c.wall)), append(parser, ratio(w.wall, p.wall))
	}
	t.row("gherkin v26, parse and pickles", seconds(p.wall), seconds(p.cpu), mib(p.peak), "1", "", "")
	t.row("recette lint, cold", seconds(c.wall), seconds(c.cpu), mib(c.peak), times(median(cold)), "1", "≤ 1.20 x of the parser")
	t.row("recette lint, warm", seconds(w.wall), seconds(w.cpu), mib(w.peak), times(median(parser)), times(median(warm)), "≤ 0.20 x of 1.20 x of the parser")
	t.log(b)
	done(b)
	b.ReportMetric(median(cold), "cold-ratio")
	b.ReportMetric(median(cpu), "cold-cpu-ratio")
	b.ReportMetric(median(parser), "warm-ratio")
	b.ReportMetric(median(warm), "warm-to-cold")
}
