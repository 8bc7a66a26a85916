package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// product is the real binary in a project of its own.
type product struct {
	t      *testing.T
	binary string
	dir    string
	env    []string
}

// newProduct unpacks a project of testdata/project, or leaves the folder empty without a name.
func newProduct(t *testing.T, project string) *product {
	t.Helper()
	p := &product{t: t, binary: recetteBinary(t), dir: t.TempDir()}
	home := t.TempDir()
	p.env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + home}, privateEnvironment(home)...)
	if project != "" {
		if err := writeProject(project, p.dir); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// command prepares a run of the product in its project.
func (p *product) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.binary, args...)
	cmd.Dir, cmd.Env = p.dir, p.env
	return cmd
}

// run runs the product, wants that exit code, and gives what it wrote on both streams.
func (p *product) run(want int, args ...string) string {
	p.t.Helper()
	out, err := p.command(args...).CombinedOutput()
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		p.t.Fatal(err)
	}
	if code != want {
		p.t.Fatalf("recette %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, out)
	}
	return string(out)
}

// TestVersion_StartsNoProcess: importing godog runs a child at every start; the conductor must not.
func TestVersion_StartsNoProcess(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("SKIPPED: needs strace")
	}
	p := newProduct(t, "")
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command(
		strace, "-f", "-e", "trace=execve,execveat,clone,clone3,fork,vfork", "-o", trace, p.binary, "--version",
	)
	cmd.Dir, cmd.Env = p.dir, p.env
	if out, err := cmd.CombinedOutput(); err != nil {
		if strings.Contains(string(out), "PTRACE") || strings.Contains(string(out), "ptrace") {
			t.Skipf("SKIPPED: needs the right to trace: %s", out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	programs, children := countProcesses(string(data))
	if programs != 1 || children != 0 {
		t.Errorf(
			"recette --version: %d programs executed and %d processes started, want 1 and 0:\n%s", programs, children,
			data,
		)
	}
}

// countProcesses counts what a trace shows: programs executed, and processes started. A thread is no process.
func countProcesses(trace string) (programs, children int) {
	for line := range strings.Lines(trace) {
		_, call, _ := strings.Cut(strings.TrimSpace(line), " ")
		call = strings.TrimSpace(call)
		name, _, ok := strings.Cut(call, "(")
		if !ok {
			continue
		}
		switch name {
		case "execve", "execveat":
			programs++
		case "fork", "vfork":
			children++
		case "clone", "clone3":
			if !strings.Contains(call, "CLONE_THREAD") {
				children++
			}
		}
	}
	return programs, children
}

// TestCountProcesses shows that the count would see a child.
func TestCountProcesses(t *testing.T) {
	t.Parallel()
	trace := `10 execve("/bin/recette", ["recette"], 0x7) = 0
10 clone(child_stack=0xc0, flags=CLONE_VM|CLONE_FS|CLONE_THREAD|CLONE_SYSVSEM) = 11
10 clone(child_stack=NULL, flags=CLONE_VM|CLONE_PIDFD|CLONE_VFORK|SIGCHLD) = 12
12 execve("/bin/go", ["go", "env"], 0x7) = 0
12 +++ exited with 0 +++
`
	if programs, children := countProcesses(trace); programs != 2 || children != 1 {
		t.Errorf("countProcesses() = %d, %d; want 2, 1", programs, children)
	}
}

// count gives the number before a word in a text, as in "13 cas".
func count(text, word string) (int, error) {
	before, _, ok := strings.Cut(fold(text), " "+word)
	if !ok {
		return 0, fmt.Errorf("%q is not there", word)
	}
	return strconv.Atoi(before[strings.LastIndexAny(before, " \n:(")+1:])
}
