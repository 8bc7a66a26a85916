package bench

import (
	"strings"
	"testing"
	"time"
)

// BenchmarkList compares "recette list features" on 1,000 features that did not change with a pass that asks the system
// how each file stands, and does nothing else. Whole processes; the target is five times the pass.
func BenchmarkList(b *testing.B) {
	exe := recette(b)
	dir := project(b, corpus(10000))
	time.Sleep(settled)
	cold := start(b, pinned(b, dir, exe, "list", "features"))
	var ratios []float64
	var p, w cost
	for range pairs {
		p = start(b, pinned(b, dir, "find", "features", "-type", "f", "-printf", "%p %s %T@ %C@ %i\n"))
		w = start(b, pinned(b, dir, exe, "list", "features"))
		ratios = append(ratios, ratio(w.wall, p.wall))
	}
	if strings.Count(cold.out, "\n") != strings.Count(w.out, "\n") {
		b.Fatalf("warm: %s", w.out)
	}
	var t report
	t.row("1,000 features of ten scenarios, one core", "wall", "cpu", "peak", "to the pass", "target")
	t.row("find, a stat of each", seconds(p.wall), seconds(p.cpu), mib(p.peak), "1", "")
	t.row("recette list features, cold", seconds(cold.wall), seconds(cold.cpu), mib(cold.peak), "", "")
	t.row("recette list features, warm", seconds(w.wall), seconds(w.cpu), mib(w.peak), times(median(ratios)), "≤ 5 x")
	t.log(b)
	done(b)
	b.ReportMetric(median(ratios), "warm-to-pass")
}
