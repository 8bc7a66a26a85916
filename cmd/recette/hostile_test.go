package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"recette/internal/hostile"
)

// What the product promises of any file of at most 64 MiB, and what the system enforces: private memory that may be
// written, stacks of threads included, of which the heap is the most.
const (
	promisedMiB = 256
	enforcedKiB = 384 << 10
	patience    = 2 * time.Minute // the promise is 20 s on a machine of its own

	verdictNotConform = 1 // exit code
)

// child is a process of the product under the limit of the system.
type child struct {
	*exec.Cmd
	out  bytes.Buffer
	peak float64 // MiB of resident memory
}

func startLimited(t *testing.T, args ...string) *child {
	t.Helper()
	limited := fmt.Sprintf(`ulimit -s 1024; ulimit -d %d; ulimit -c 0; exec "$@"`, enforcedKiB)
	c := &child{Cmd: exec.Command("sh", append([]string{"-c", limited, "sh", recetteBinary(t)}, args...)...)}
	c.Dir, c.Stdout, c.Stderr = t.TempDir(), &c.out, &c.out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// finish waits, and gives the exit code; -1 for a signal.
func (c *child) finish(t *testing.T) int {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	late := time.After(patience)
	for {
		select {
		case <-done:
			return c.ProcessState.ExitCode()
		case <-late:
			_ = c.Process.Kill()
			t.Fatalf("still at work after %s", patience)
		case <-time.After(5 * time.Millisecond):
			if peak, err := highWater(c.Process.Pid); err == nil {
				c.peak = max(c.peak, peak)
			}
		}
	}
}

// highWater reads the peak resident memory of a process, in MiB.
func highWater(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	if !found {
		return 0, fs.ErrNotExist
	}
	var kib float64
	_, err = fmt.Sscan(rest, &kib)
	return kib / 1024, err
}

func onLinux(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the limit of memory is that of Linux")
	}
	if testing.Short() {
		t.Skip("SKIPPED: reads every hostile file, and -short was asked")
	}
}

// TestHostileFilesWithinTheBudget: whatever the file, a verdict that is not conform, in the memory that was promised.
func TestHostileFilesWithinTheBudget(t *testing.T) {
	onLinux(t)
	most := 0.0
	for _, f := range hostile.Files() {
		t.Run(f.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "pv.pdf")
			if err := os.WriteFile(path, f.Make(), 0o600); err != nil {
				t.Fatal(err)
			}
			runtime.GC()
			c := startLimited(t, "verify", "--alone", path)
			began := time.Now()
			code := c.finish(t)
			t.Logf("exit %d, %.0f MiB, %s", code, c.peak, time.Since(began).Round(time.Millisecond))
			if code < 1 || code > 3 || strings.Contains(c.out.String(), "fatal error") {
				t.Errorf("exit code %d:\n%.2000s", code, &c.out)
			}
			if c.peak > promisedMiB {
				t.Errorf("%.0f MiB, at most %d were promised", c.peak, promisedMiB)
			}
			most = max(most, c.peak)
		})
	}
	t.Logf("at most %.0f MiB", most)
}

// TestVerifyStopsAtTheFirstSignal, in the middle of a file that takes seconds.
func TestVerifyStopsAtTheFirstSignal(t *testing.T) {
	onLinux(t)
	path := filepath.Join(t.TempDir(), "pv.pdf")
	for _, f := range hostile.Files() {
		if f.Name == "2 GB of numbers" {
			if err := os.WriteFile(path, f.Make(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := startLimited(t, "verify", "--alone", path)
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	code, took := c.finish(t), time.Since(began)
	t.Logf("stopped in %s", took.Round(time.Millisecond))
	if code != 130 || took > 3*time.Second {
		t.Errorf("exit code %d after %s:\n%s", code, took, &c.out)
	}
}

// TestCrashIsNoVerdict: a program that the system leaves without memory ends by a signal, which is the exit code of
// nothing else. How much it needs to begin is the system's to say: less and less is given until it ends otherwise than
// by its report, which is while it reads the file, the most that it asks for.
func TestCrashIsNoVerdict(t *testing.T) {
	onLinux(t)
	path := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(path, bytes.Repeat([]byte("%PDF-1.7\n"), 7*hostile.MiB), 0o600); err != nil {
		t.Fatal(err)
	}
	const most, least, step = 160_000, 60_000, 2_000 // KiB
	for room := most; room >= least; room -= step {
		c := exec.Command(
			"sh", "-c", fmt.Sprintf(`ulimit -c 0; ulimit -s 1024; ulimit -d %d; exec "$@"`, room), "sh",
			recetteBinary(t), "verify", "--alone", path,
		)
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("%v:\n%s", err, out)
		}
		if status, _ := exit.Sys().(syscall.WaitStatus); status.Signaled() {
			t.Logf("ended by %s with %d KiB", status.Signal(), room)
			return
		}
		if exit.ExitCode() != verdictNotConform {
			t.Fatalf("%v with %d KiB, want a report or an end by a signal:\n%.2000s", err, room, out)
		}
	}
	t.Errorf("never without memory, with %d KiB either", least)
}
