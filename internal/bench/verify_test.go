package bench

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
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
		dir, _ := signed(b, exe, n)
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

// signed makes the PV of a campaign of n scenarios, pv.pdf, with both signatures. It gives the folder of the project,
// and what each of the last three verbs cost, by its name.
func signed(tb testing.TB, exe string, n int) (dir string, costs map[string]cost) {
	tb.Helper()
	o := corpus(n)
	dir = project(tb, o)
	critical(tb, dir, o)
	costs = map[string]cost{}
	for _, v := range []struct{ name, line string }{
		{"", "key init --demo --passphrase file:phrase.txt"},
		{"", "campaign open mesures --as|Ada Pelletier"},
		{"", "run --campaign mesures --as|Quentin Abel"},
		{"", "pv decide mesures --as|Paul Ouellet|--decision accepted --golive yes --reason conforme " +
			"--passphrase file:phrase.txt"},
		{"report pv", "report pv mesures --out pv.pdf --as|Ada Pelletier"},
		{"pv sign, PPO", "pv sign pv.pdf --role ppo --passphrase file:phrase.txt --as|Ada Pelletier"},
		{"pv sign, PO", "pv sign pv.pdf --role po --passphrase file:phrase.txt --as|Paul Ouellet"},
	} {
		c := run(tb, dir, exe, words(v.line)...)
		if v.name != "" {
			costs[v.name] = c
		}
	}
	return dir, costs
}

// The largest campaign is rendered, signed and judged within the memory that is promised.
func TestMemoryOfTenThousandScenarios(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs and signs a campaign of 10,000 scenarios, and -short was asked")
	}
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: reads what memory a process took from /proc")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	exe := recette(t)
	dir, costs := signed(t, exe, 10_000)
	costs["verify"] = run(t, dir, exe, "verify", "pv.pdf")
	costs["verify, data alone"] = run(t, dir, self, verifyMode, filepath.Join(dir, "pv.pdf"))
	for name, most := range map[string]float64{
		"report pv": 256, "pv sign, PPO": 256, "pv sign, PO": 256, "verify": 256, "verify, data alone": 150,
	} {
		peak := costs[name].peak
		t.Logf("%s: %s", name, mib(peak))
		if peak == 0 || peak > most {
			t.Errorf("%s takes %s, want at most %s", name, mib(peak), mib(most))
		}
	}
}
