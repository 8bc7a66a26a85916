package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// pairs is how often two programs are run in turn, so that both meet the same weather.
const pairs = 5

// BenchmarkRun compares "recette run", which records every step for good, with plain godog, which records nothing:
// 1,000 scenarios of ten steps that do nothing. The target is a wall ratio of 1.5 at most. Start-up is what the same
// program takes for one scenario.
func BenchmarkRun(b *testing.B) {
	exe, godog := recette(b), peer(b, "godog")
	small, large := project(b, corpus(1)), project(b, corpus(1000))
	jobs := []int{0, 1}
	prepare(b, exe, small)
	prepare(b, exe, large)
	type figures struct{ wall, cpu, net []float64 }
	got := make(map[int]*figures, len(jobs))
	var tool, plain, toolUp, plainUp []time.Duration
	for range pairs {
		p1, p1000 := run(b, small, godog, "features"), run(b, large, godog, "features")
		plain, plainUp = append(plain, p1000.wall), append(plainUp, p1.wall)
		for _, j := range jobs {
			r1, r1000 := fresh(b, exe, small, j), fresh(b, exe, large, j)
			f := got[j]
			if f == nil {
				f = &figures{}
				got[j] = f
			}
			f.wall = append(f.wall, ratio(r1000.wall, p1000.wall))
			f.cpu = append(f.cpu, ratio(r1000.cpu, p1000.cpu))
			f.net = append(f.net, ratio(r1000.wall-r1.wall, p1000.wall-p1.wall))
			if j == 0 {
				tool, toolUp = append(tool, r1000.wall), append(toolUp, r1.wall)
			}
		}
	}
	var t report
	t.row(
		"recette run, 1,000 scenarios, every step durable", "wall", "start-up", "wall ratio", "without start-up",
		"cpu ratio", "target",
	)
	t.row("plain godog, recording nothing", seconds(median(plain)), seconds(median(plainUp)), "1", "1", "1", "")
	for _, j := range jobs {
		name, wall, up, target := "recette run -j 1", "", "", ""
		if j == 0 {
			name, wall, up, target = "recette run", seconds(median(tool)), seconds(median(toolUp)), "≤ 1.50 x"
		}
		f := got[j]
		t.row(name, wall, up, times(median(f.wall)), times(median(f.net)), times(median(f.cpu)), target)
	}
	t.log(b)
	done(b)
	b.ReportMetric(median(got[0].wall), "wall-ratio")
	b.ReportMetric(median(got[0].net), "wall-ratio-without-start")
	b.ReportMetric(median(got[0].cpu), "cpu-ratio")
	b.ReportMetric(median(got[1].wall), "wall-ratio-j1")
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

// prepare builds the worker of a project, as a first run does, and forgets the run.
func prepare(b *testing.B, exe, dir string) {
	b.Helper()
	fresh(b, exe, dir, 0)
}

// fresh runs a project without its record, and without what a former run found in its features, but with its worker
// built.
func fresh(b *testing.B, exe, dir string, jobs int) cost {
	b.Helper()
	forget(b, dir)
	if err := os.RemoveAll(filepath.Join(dir, ".recette", "cache", "run")); err != nil {
		b.Fatal(err)
	}
	return run(b, dir, exe, "run", "--no-input", "-j", strconv.Itoa(jobs))
}

// forget drops the record of a project, but nothing that is cached.
func forget(b *testing.B, dir string) {
	b.Helper()
	state, err := os.ReadDir(filepath.Join(dir, ".recette"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.Fatal(err)
	}
	for _, e := range state {
		if e.Name() == "cache" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, ".recette", e.Name())); err != nil {
			b.Fatal(err)
		}
	}
	// The head kept outside would otherwise say that the record was lost, and the next run refuse.
	if err := os.Remove(filepath.Join(dir, ".recette.head")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.Fatal(err)
	}
}

// BenchmarkMemory gives the peak memory of the conductor and of its biggest worker. The target is 64 MiB each at most,
// and flat: what a run takes must not depend on its length.
func BenchmarkMemory(b *testing.B) {
	exe := recette(b)
	var t report
	t.row("recette run, peak memory", "wall", "per scenario", "conductor", "worker", "target")
	first, last := cost{}, cost{}
	for _, n := range []int{1000, 10000, 100000} {
		dir := project(b, corpus(n))
		prepareWorker(b, exe, dir)
		c := run(b, dir, exe, "run", "--no-input")
		if c.worker == 0 {
			b.Fatal("no worker was seen: its memory is not known")
		}
		t.row(fmt.Sprintf("%d scenarios", n), seconds(c.wall), fmt.Sprintf("%.3f ms", c.wall.Seconds()*1000/float64(n)),
			mib(c.peak), mib(c.worker), "≤ 64 MiB each")
		if first.wall == 0 {
			first = c
		}
		last = c
		if err := os.RemoveAll(dir); err != nil { // a gigabyte at 100,000
			b.Fatal(err)
		}
	}
	t.row("100,000 to 1,000", "", "", times(last.peak/first.peak), times(last.worker/first.worker), "flat")
	t.log(b)
	done(b)
	b.ReportMetric(last.peak, "conductor-MiB")
	b.ReportMetric(last.worker, "worker-MiB")
	b.ReportMetric(last.peak/first.peak, "conductor-growth")
	b.ReportMetric(last.worker/first.worker, "worker-growth")
}

// prepareWorker builds the worker of a large project by running one of its scenarios.
func prepareWorker(b *testing.B, exe, dir string) {
	b.Helper()
	run(b, dir, exe, "run", "--no-input", "features/d000/f00000.feature:12")
}
