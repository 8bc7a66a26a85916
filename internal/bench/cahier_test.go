package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkCahier makes the cahier of a campaign of 1,000 and of 10,000 scenarios, blank and executed, as a PDF and as
// a workbook, a process each, three times: the one that took the least processor time counts, for a small one takes a
// third of a second. The cost must not grow faster than the campaign: at most 11 times.
func BenchmarkCahier(b *testing.B) {
	exe := recette(b)
	var t report
	t.row("recette report cahier", "wall", "cpu", "peak memory", "size", "pages")
	kinds := []struct{ name, line, file string }{
		{"blank, PDF", "report cahier mesures --blank --all --force -o b.pdf", "b.pdf"},
		{"blank, XLSX", "report cahier mesures --blank --all --force --format xlsx -o b.xlsx", "b.xlsx"},
		{"executed, PDF", "report cahier mesures --force -o e.pdf", "e.pdf"},
		{"executed, XLSX", "report cahier mesures --force --format xlsx -o e.xlsx", "e.xlsx"},
	}
	before := map[string]cost{}
	for _, n := range []int{1000, 10000} {
		o := corpus(n)
		dir := project(b, o)
		critical(b, dir, o)
		for _, line := range []string{
			"campaign open mesures --as|Ada Pelletier", "run --campaign mesures --as|Quentin Abel",
		} {
			run(b, dir, exe, words(line)...)
		}
		for _, k := range kinds {
			c := leastOf(b, dir, exe, words(k.line)...)
			data, err := os.ReadFile(filepath.Join(dir, k.file))
			if err != nil {
				b.Fatal(err)
			}
			pages := ""
			if bytes.HasPrefix(data, []byte("%PDF")) {
				pages = fmt.Sprint(bytes.Count(data, []byte("/Type /Page\n")))
			}
			t.row(fmt.Sprintf("%s, %d", k.name, n), seconds(c.wall), seconds(c.cpu), mib(c.peak),
				mib(float64(len(data))/(1<<20)), pages)
			if was, known := before[k.name]; known {
				growth := c.cpu.Seconds() / was.cpu.Seconds()
				t.row("  growth", times(c.wall.Seconds()/was.wall.Seconds()), times(growth), times(c.peak/was.peak), "",
					"")
				if growth > 11 || c.peak/was.peak > 11 {
					b.Errorf("%s: %.1f times the time, %.1f times the memory for ten times the campaign, 11 at most",
						k.name, growth, c.peak/was.peak)
				}
				b.ReportMetric(c.wall.Seconds(), "s-"+k.file)
				b.ReportMetric(c.peak, "peak-MiB-"+k.file)
			}
			before[k.name] = c
		}
	}
	t.log(b)
	done(b)
}

// leastOf is the run of three that took the least processor time.
func leastOf(b *testing.B, dir, exe string, line ...string) cost {
	b.Helper()
	c := run(b, dir, exe, line...)
	for range 2 {
		if again := run(b, dir, exe, line...); again.cpu < c.cpu {
			c = again
		}
	}
	return c
}
