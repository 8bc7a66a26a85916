package bench

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkFirstVerdict is how long a person waits for the first line of "recette run" over 100,000 scenarios: when
// nothing is known of the files, and when a former run bound them. The stock parser's pass over the same files is what
// a run could not do without. The targets are half of that pass cold, and one second warm.
func BenchmarkFirstVerdict(b *testing.B) {
	exe, gherkin := recette(b), peer(b, "gherkin")
	dir := project(b, corpus(100000))
	prepareWorker(b, exe, dir)
	time.Sleep(settled)
	var cold, warm []float64
	var p cost
	var c, w time.Duration
	for range 3 {
		p = run(b, dir, gherkin, "features")
		if err := os.RemoveAll(filepath.Join(dir, ".recette", "cache", "run")); err != nil {
			b.Fatal(err)
		}
		c, w = firstLine(b, dir, exe), firstLine(b, dir, exe)
		cold, warm = append(cold, ratio(c, p.wall)), append(warm, w.Seconds())
	}
	var t report
	t.row("100,000 scenarios, to the first verdict", "wall", "to the parser", "target")
	t.row("gherkin v26, parse and pickles", seconds(p.wall), "1", "")
	t.row("recette run, cold", seconds(c), times(median(cold)), "≤ 0.50 x")
	t.row("recette run, warm", seconds(w), times(ratio(w, p.wall)), "≤ 1 s")
	t.log(b)
	done(b)
	b.ReportMetric(median(cold), "cold-ratio")
	b.ReportMetric(median(warm), "s-warm")
}

// firstLine runs a project and gives the time to the first line, then interrupts it and forgets its record.
func firstLine(b *testing.B, dir, exe string) time.Duration {
	b.Helper()
	forget(b, dir)
	cmd := exec.Command(exe, "run", "--no-input")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOPROXY=off", "RECETTE_LANG=fr")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	var said tail
	cmd.Stderr = &said
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		b.Fatalf("no verdict: %v\n%s", cmd.Wait(), said.bytes())
	}
	took := time.Since(began)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	for lines.Scan() {
		continue // it ends in order
	}
	_ = cmd.Wait() // interrupted
	return took
}

// BenchmarkCampaignMemory gives the peak memory of the conductor of a campaign of 10,000 cases. The target is 120 MiB.
func BenchmarkCampaignMemory(b *testing.B) {
	exe, o := recette(b), corpus(10000)
	dir := project(b, o)
	critical(b, dir, o)
	run(b, dir, exe, words("campaign open mesures --as|Ada Pelletier")...)
	c := run(b, dir, exe, words("run --campaign mesures --as|Quentin Abel")...)
	if c.worker == 0 {
		b.Fatal("no worker was seen: its memory is not known")
	}
	var t report
	t.row("10,000 cases", "wall", "cpu", "conductor", "worker", "target")
	t.row("recette run --campaign", seconds(c.wall), seconds(c.cpu), mib(c.peak), mib(c.worker), "≤ 120 MiB")
	t.log(b)
	done(b)
	b.ReportMetric(c.peak, "conductor-MiB")
}
