package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkVersion gives what the smallest invocation takes. The target is no child process.
func BenchmarkVersion(b *testing.B) {
	exe := recette(b)
	var walls []float64
	for range 20 {
		walls = append(walls, run(b, b.TempDir(), exe, "--version").wall.Seconds()*1000)
	}
	children, processes := "not counted: needs strace", -1
	trace := filepath.Join(b.TempDir(), "trace")
	if strace, err := exec.LookPath("strace"); err == nil {
		run(b, b.TempDir(), strace, "-f", "-qq", "-e", "trace=process", "-o", trace, exe, "--version")
		text, err := os.ReadFile(trace)
		if err != nil {
			b.Fatal(err)
		}
		processes = spawned(string(text))
		children = strconv.Itoa(processes)
	}
	var t report
	t.row("recette --version", "wall", "child processes", "target")
	t.row("", fmt.Sprintf("%.1f ms", median(walls)), children, "0 child processes")
	t.log(b)
	done(b)
	b.ReportMetric(median(walls), "ms")
	if processes >= 0 {
		b.ReportMetric(float64(processes), "children")
	}
}

// spawned counts the processes that a trace shows beside the first: threads are clones too, with CLONE_THREAD.
func spawned(trace string) int {
	n := 0
	for line := range strings.Lines(trace) {
		if spawning.MatchString(line) && !strings.Contains(line, "CLONE_THREAD") {
			n++
		}
	}
	return n
}

var spawning = regexp.MustCompile(`^\d+ +(v?fork|clone3?)\(`)

// A count that cannot find anything proves nothing.
func TestSpawned(t *testing.T) {
	trace := "12 execve(\"/x\", [\"x\"], 0x7f) = 0\n" +
		"12 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD|CLONE_SYSVSEM) = 13\n" +
		"12 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 14\n" +
		"13 vfork() = 15\n15 execve(\"/usr/bin/go\", [\"go\"], 0x7f) = 0\n"
	if got := spawned(trace); got != 2 {
		t.Errorf("spawned = %d, want 2", got)
	}
}
