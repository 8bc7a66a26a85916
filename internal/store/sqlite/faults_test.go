package sqlite_test

import (
	"bytes"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runWriter runs the crash writer through a launcher until it ends, and gives what it acknowledged and what it
// complained of.
func runWriter(t *testing.T, dir string, launcher ...string) (acked map[string]int64, complaint string) {
	t.Helper()
	args := append(launcher[1:len(launcher):len(launcher)], os.Args[0], crashWriter, dir, "run", "2", "12", "FULL")
	cmd := exec.CommandContext(t.Context(), launcher[0], args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // how it ends is what the complaint says
	acked = map[string]int64{}
	for line := range strings.Lines(stdout.String()) {
		ack(t, line, acked)
	}
	return acked, stderr.String()
}

// TestFailingCalls makes the system refuse a call: the writer says so, and what it acknowledged is there (K4).
func TestFailingCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds, and -short was asked")
	}
	t.Parallel()
	tracer, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("SKIPPED: needs strace to make system calls fail")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	complaints := 0
	for i, fault := range []string{
		"fsync,fdatasync:error=EIO:when=%d", "pwrite64:error=ENOSPC:when=%d", "fsync,fdatasync:error=EIO:when=%d+",
		"pwrite64:error=ENOSPC:when=%d+", "pwrite64:error=EIO:when=%d", "renameat,rename:error=EIO:when=%d",
		"fsync,fdatasync:error=EIO:when=%d", "pwrite64:error=ENOSPC:when=%d",
	} {
		at := 1 + r.IntN(30)
		if strings.HasPrefix(fault, "rename") {
			at = 1 + i%3
		}
		fault = fmt.Sprintf(fault, at)
		dir := filepath.Join(t.TempDir(), ".recette")
		acked, complaint := runWriter(
			t, dir, tracer, "-f", "-o", os.DevNull, "-e", "trace=fsync,fdatasync,pwrite64,rename,renameat", "-e",
			"inject="+fault,
		)
		if strings.Contains(complaint, "PTRACE") {
			t.Skipf("SKIPPED: needs strace to be allowed here: %s", complaint)
		}
		if strings.Contains(complaint, "panic") || len(acked) < 24 && complaint == "" {
			t.Errorf("%s: %d acknowledged, complaint %q (seed %d)", fault, len(acked), complaint, seed)
		}
		if complaint != "" {
			complaints++
		}
		if err := survived(t, dir, acked); err != nil {
			t.Errorf("%s, %d acknowledged: %v (seed %d)", fault, len(acked), err, seed)
		}
	}
	if complaints == 0 {
		t.Error("no fault was noticed: the test proves nothing")
	}
}

// TestDiskFull limits the size of files: the writer stops with a clear word, what it acknowledged is there, and work
// goes on once there is room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), ".recette")
	acked, complaint := runWriter(t, dir, "sh", "-c", `ulimit -f 400 && exec "$@"`, "sh")
	if len(acked) == 0 || len(acked) == 24 {
		t.Fatalf("%d acknowledged: the limit does not fall in the middle (%s)", len(acked), complaint)
	}
	if !strings.Contains(complaint, "disk is full") {
		t.Errorf("complaint %q, want it to say that the disk is full", complaint)
	}
	if err := survived(t, dir, acked); err != nil {
		t.Error(err)
	}
}
