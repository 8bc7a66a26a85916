package bench

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"

	"recette/internal/verify"
)

// verifyMode is the first argument of this test binary when it judges the data of a PV, and not its pages.
const verifyMode = "recette-bench-verify"

func verifyChild(args []string) int {
	debug.SetMemoryLimit(verify.DataHeap)
	data, err := os.ReadFile(args[0])
	if err != nil {
		return 1
	}
	r, err := verify.PDF(context.Background(), data, verify.Options{})
	if err != nil || r.Status == verify.NotConform {
		return 1
	}
	return 0
}

// BenchmarkVerify judges a signed PV from its file alone, a process a judgement: its data, then its pages too. The
// targets are 0.15 s at 1,000 scenarios and 150 MiB at 10,000 for the data, 0.5 s and 120 MiB at 1,000 with the pages.
func BenchmarkVerify(b *testing.B) {
	exe := recette(b)
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var t report
	t.row("a PV judged from its file alone", "size", "wall", "cpu", "peak memory", "target")
	figures := map[string]cost{}
	for _, n := range []int{1000, 10000} {
		o := corpus(n)
		dir := project(b, o)
		critical(b, dir, o)
		for _, line := range []string{
			"key init --demo --passphrase file:phrase.txt", "campaign open mesures --as|Ada Pelletier",
			"run --campaign mesures --as|Quentin Abel",
			"pv decide mesures --as|Paul Ouellet|--decision accepted --golive yes --reason conforme " +
				"--passphrase file:phrase.txt",
			"report pv mesures --out pv.pdf --as|Ada Pelletier",
			"pv sign pv.pdf --role ppo --passphrase file:phrase.txt --as|Ada Pelletier",
			"pv sign pv.pdf --role po --passphrase file:phrase.txt --as|Paul Ouellet",
		} {
			run(b, dir, exe, words(line)...)
		}
		file := filepath.Join(dir, "pv.pdf")
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		for _, way := range []struct{ name, target string }{
			{"data", map[int]string{1000: "0.15 s", 10000: "150 MiB"}[n]},
			{"pages too", map[int]string{1000: "0.5 s, 120 MiB", 10000: "256 MiB"}[n]},
		} {
			samples := make([]cost, 5)
			for i := range samples {
				if way.name == "data" {
					samples[i] = run(b, dir, self, verifyMode, file)
				} else {
					samples[i] = run(b, dir, exe, "verify", "pv.pdf")
				}
			}
			slices.SortFunc(samples, func(x, y cost) int { return cmp.Compare(x.wall, y.wall) })
			c, name := samples[len(samples)/2], strconv.Itoa(n)+" scenarios, "+way.name
			for _, s := range samples {
				c.peak = max(c.peak, s.peak)
			}
			figures[name] = c
			t.row(name, mib(float64(info.Size())/(1<<20)), seconds(c.wall), seconds(c.cpu), mib(c.peak), way.target)
		}
	}
	t.log(b)
	done(b)
	b.ReportMetric(figures["1000 scenarios, data"].wall.Seconds(), "s-data-at-1000")
	b.ReportMetric(figures["10000 scenarios, data"].peak, "peak-MiB-data-at-10000")
	b.ReportMetric(figures["1000 scenarios, pages too"].wall.Seconds(), "s-pages-at-1000")
	b.ReportMetric(figures["1000 scenarios, pages too"].peak, "peak-MiB-pages-at-1000")
}
