package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// played is a project with a campaign that was conducted and decided.
func played(t *testing.T) *product {
	t.Helper()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "test", "demo", "--answers", writeAnswers(t))
	return p
}

// writeAnswers gives a file that finds everything conform.
func writeAnswers(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "reponses.yaml")
	text := "tester: Théo Legrand\ndefault: passed\ncases:\n" +
		"  - id: SC-0001\n    steps:\n      - {match: le montant dû, verdict: passed}\n" +
		"  - id: SC-0002\n    steps:\n      - {match: rien n'est dû, verdict: passed}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fifo(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "tube")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ended waits for a process, and kills it when it does not end by itself.
func ended(t *testing.T, cmd *exec.Cmd, within time.Duration) int {
	t.Helper()
	defer time.AfterFunc(
		within, func() { t.Errorf("%s still runs after %s", cmd, within); _ = cmd.Process.Kill() },
	).Stop()
	err := cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return 0
}

// A pipe that nobody opens held the lock of the database for ever, deaf to the first signal.
func TestStream_NobodyReads(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			p := played(t)
			tube := fifo(t, t.TempDir())
			cmd := p.command("report", "pv", "demo", "--as", "Paule Petit", "--out", tube)
			var said bytes.Buffer
			cmd.Stderr = &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { return strings.Contains(p.run(0, "campaign", "status", "demo"), "PV-") })
			// the right to write is free
			p.run(0, "anomaly", "add", "demo", "--as", "Théo Legrand", "--severity", "minor", "--summary", "x")
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if code := ended(t, cmd, 10*time.Second); code != 130 {
				t.Errorf("exit code %d, want 130\n%s", code, said.String())
			}
			kept, err := filepath.Glob(filepath.Join(p.dir, ".recette", "PV-*.pdf"))
			if err != nil || len(kept) != 1 || !strings.Contains(said.String(), filepath.Base(kept[0])) {
				t.Fatalf("kept %q, %v, and said\n%s", kept, err, said.String())
			}
			if data, err := os.ReadFile(kept[0]); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
				t.Errorf("what is kept is no PDF: %v", err)
			}
			if info, err := os.Stat(tube); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
				t.Errorf("the pipe is now %v, %v", info.Mode(), err)
			}
			p.run(0, "journal", "verify")
		})
	}
}

// What a pipe takes is the document and nothing else, and nothing of it stays behind.
func TestStream_SomebodyReads(t *testing.T) {
	t.Parallel()
	p := played(t)
	tube := fifo(t, t.TempDir())
	read := make(chan []byte, 1)
	go func() {
		data, _ := os.ReadFile(tube) // a wrong reading shows in what is compared
		read <- data
	}()
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--out", tube)
	got := <-read
	file := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(file, got, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := p.run(1, "verify", file, "--journal"); !strings.Contains(out, "comparé à la base") { // not signed yet: 1
		t.Errorf("verify of what the pipe took:\n%s", out)
	}
	if kept, err := filepath.Glob(filepath.Join(p.dir, ".recette", "*.pdf")); err != nil || len(kept) != 0 {
		t.Errorf("%q stays behind, %v", kept, err)
	}
}

// A reader that leaves half-way is said, and what the journal knows is kept.
func TestStream_ReaderLeaves(t *testing.T) {
	t.Parallel()
	p := played(t)
	tube := fifo(t, t.TempDir())
	go func() {
		if f, err := os.Open(tube); err == nil {
			_, _ = io.CopyN(io.Discard, f, 100) // then it leaves
			f.Close()
		}
	}()
	out := p.run(4, "report", "pv", "demo", "--as", "Paule Petit", "--out", tube)
	if !strings.Contains(out, "erreur[E053]") || !strings.Contains(out, "PV-") {
		t.Errorf("it says\n%s", out)
	}
}

// A full standard output kept a verb alive through the signal that was to end it.
func TestStream_FullOutputEndsAtTheFirstSignal(t *testing.T) {
	t.Parallel()
	p := played(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	const setPipeSize = 1031 // F_SETPIPE_SZ of fcntl(2)
	if _, _, errno := syscall.Syscall(syscall.SYS_FCNTL, w.Fd(), setPipeSize, 4096); errno != 0 {
		t.Skipf("SKIPPED: needs a small pipe: %v", errno)
	}
	cmd := p.command("docs", "build", "--out", "-")
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	time.Sleep(500 * time.Millisecond) // 4 KiB fill, and nobody reads
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := ended(t, cmd, 10*time.Second); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
}

func waitFor(t *testing.T, ready func() bool) {
	t.Helper()
	for range 100 {
		if ready() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("it does not come")
}
