package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cost is what one process took, with its children for the processor time.
type cost struct {
	wall, cpu time.Duration
	peak      float64 // MiB of resident memory, at most
	worker    float64 // the same of the biggest worker process
	out       string
}

// sampling is how often memory is looked at. The figure read is a high-water mark, so that only what the last moments
// of a process add can be missed.
const sampling = 5 * time.Millisecond

// run starts a program, waits, and gives what it cost. A program that fails ends the benchmark.
//
// Memory is the VmHWM of each process while it lives. The ru_maxrss of wait4 would not do: a child of vfork carries
// that of its parent over exec, so it never shows less than this process itself takes.
func run(tb testing.TB, dir, name string, args ...string) cost {
	tb.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return start(tb, cmd)
}

func start(tb testing.TB, cmd *exec.Cmd) cost {
	tb.Helper()
	var out tail
	cmd.Stdout, cmd.Stderr = &out, &out
	if cmd.Env == nil {
		cmd.Env = append(os.Environ(), "GOPROXY=off", "RECETTE_LANG=fr")
	}
	var c cost
	began := time.Now()
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	gone, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for {
			c.sample(cmd.Process.Pid)
			select {
			case <-gone:
				return
			case <-time.After(sampling):
			}
		}
	}()
	err := cmd.Wait()
	c.wall = time.Since(began)
	close(gone)
	<-watched
	if err != nil {
		tb.Fatalf("%s %s: %v\n%s", filepath.Base(cmd.Path), strings.Join(cmd.Args[1:], " "), err, out.bytes())
	}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	c.out = string(out.bytes())
	return c
}

// sample looks at a process and at its workers.
func (c *cost) sample(pid int) {
	if m, err := highWater(fmt.Sprintf("/proc/%d", pid)); err == nil {
		c.peak = max(c.peak, m)
	}
	c.workers(strconv.Itoa(pid))
}

// workers looks for workers among all that descends from a process: a guard may stand between it and them.
func (c *cost) workers(pid string) {
	lists, err := filepath.Glob("/proc/" + pid + "/task/*/children")
	if err != nil {
		return
	}
	for _, l := range lists {
		text, err := os.ReadFile(l)
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(text)) {
			c.workers(child)
			// Before its exec a child still is the program that started it; git and go are no workers.
			exe, err := os.Readlink("/proc/" + child + "/exe")
			if err != nil || !strings.Contains(exe, "/cache/workers/") {
				continue
			}
			if m, err := highWater("/proc/" + child); err == nil {
				c.worker = max(c.worker, m)
			}
		}
	}
}

// highWater reads the peak resident memory of a process, in MiB.
func highWater(proc string) (float64, error) {
	text, err := os.ReadFile(proc + "/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			var kib float64
			_, err := fmt.Sscan(rest, &kib)
			return kib / 1024, err
		}
	}
	return 0, fs.ErrNotExist // a process that ended has none
}

// tail keeps the end of what a program writes: 100,000 lines of progress are not for memory.
type tail struct{ b bytes.Buffer }

const tailSize = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	if t.b.Len() > 4*tailSize {
		t.b.Next(t.b.Len() - tailSize)
	}
	return t.b.Write(p)
}

func (t *tail) bytes() []byte {
	b := t.b.Bytes()
	return b[max(0, len(b)-tailSize):]
}

// build compiles a program of this module into the folder of the benchmark.
func build(tb testing.TB, pkg string) string {
	tb.Helper()
	exe := filepath.Join(tb.TempDir(), filepath.Base(pkg))
	if out, err := exec.Command("go", "build", "-o", exe, pkg).CombinedOutput(); err != nil {
		tb.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return exe
}

// pinned makes a command run on one core. Go programs are also told to use one thread at a time.
func pinned(tb testing.TB, dir, name string, args ...string) *exec.Cmd {
	tb.Helper()
	cmd := exec.Command(name, args...)
	if taskset, err := exec.LookPath("taskset"); err == nil {
		cmd = exec.Command(taskset, append([]string{"-c", "0", name}, args...)...)
	} else if !errors.Is(err, exec.ErrNotFound) {
		tb.Fatal(err)
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "RECETTE_LANG=fr")
	return cmd
}
