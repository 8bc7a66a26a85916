package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/fault"
	"recette/internal/worker/wire"
	"recette/internal/worker/wire/wiretest"
	"recette/runner/protocol"
)

// TestProcess_KeepsTheContract of a session, as any other stream to a worker.
func TestProcess_KeepsTheContract(t *testing.T) {
	wiretest.Run(t, func(t *testing.T) *wire.Session { return startAs(t, "contract").Session })
}

// T08, T09: godog has no timeout, and the end of a context does not stop a step. The process is killed; a fresh one
// goes on.
func TestT08HungStepIsKilledAtItsDeadline(t *testing.T) {
	for _, step := range []string{"une pause de 60000 ms", "une boucle"} {
		t.Run(step, func(t *testing.T) {
			noLeak(t)
			began := time.Now()
			p := startAs(t, "godog")
			sayHello(t, p)
			_, ends, err := one(context.Background(), p, time.Second, "rien", step, "rien")
			if !errors.Is(err, wire.ErrTimeout) {
				t.Errorf("got %v", err)
			}
			if len(ends) != 1 || ends[0].Index != 0 {
				t.Errorf("%d steps ended, want the first", len(ends))
			}
			if err := p.Kill(); err != nil {
				t.Error(err)
			}
			if d := time.Since(began); d > prompt {
				t.Errorf("took %v", d)
			}
			p = startAs(t, "godog")
			sayHello(t, p)
			if ev, _, err := one(context.Background(), p, prompt, "rien"); err != nil || ev.Ended.Outcome != "passed" {
				t.Errorf("next scenario: %+v, %v", ev, err)
			}
		})
	}
}

// TestLimitIsOfEachWord: a scenario may take longer than the limit of each of its steps.
func TestLimitIsOfEachWord(t *testing.T) {
	t.Parallel()
	p := startAs(t, "godog")
	sayHello(t, p)
	ev, ends, err := one(context.Background(), p, time.Second, slices.Repeat([]string{"une pause de 150 ms"}, 8)...)
	if err != nil || ev.Ended.Outcome != "passed" || len(ends) != 8 {
		t.Errorf("%+v, %v", ev, err)
	}
}

// T15: godog keeps every scenario of a run in memory. Each scenario is a run of its own here.
func TestT15MemoryOfTheWorkerIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs 6,000 scenarios")
	}
	if raceEnabled {
		t.Skip("SKIPPED: the race detector takes the memory that is measured")
	}
	p := startAs(t, "godog")
	sayHello(t, p)
	run := func(n int) int64 {
		for range n {
			if ev, _, err := one(
				context.Background(), p, prompt, slices.Repeat([]string{"rien"}, 10)...,
			); err != nil || ev.Ended.Outcome != "passed" {
				t.Fatalf("%+v, %v", ev, err)
			}
		}
		return peakMemory(t, p.pid())
	}
	first := run(1000)
	last := run(5000)
	t.Logf("peak memory %d KiB after 1,000 scenarios, %d KiB after 6,000", first>>10, last>>10)
	if last-first > 8<<20 || last > 64<<20 {
		t.Errorf("memory grows: %d KiB after 1,000 scenarios, %d KiB after 6,000", first>>10, last>>10)
	}
}

// T18: godog.Log prints on standard output whatever Options.Output says. The protocol is elsewhere, and what was
// printed is attributed to its case.
func TestT18LogDoesNotTouchTheProtocol(t *testing.T) {
	p := startAs(t, "godog")
	sayHello(t, p)
	for i := range 200 {
		line := fmt.Sprintf("ligne %d", i)
		ev, _, err := one(context.Background(), p, prompt, `un journal de "`+line+`"`)
		if err != nil {
			t.Fatal(err)
		}
		want := output{stdout: line + "\n", stderr: "err " + line + "\n"}
		if ev.output != want || !slices.Equal(ev.Ended.Log, []string{line}) {
			t.Fatalf("case %d: output %+v, log %q", i, ev.output, ev.Ended.Log)
		}
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestStepThatEndsTheProcess(t *testing.T) {
	for step, how := range map[string]string{"une sortie 4": "4", "une panique ailleurs": "2"} {
		t.Run(step, func(t *testing.T) {
			noLeak(t)
			p := startAs(t, "godog")
			sayHello(t, p)
			_, ends, err := one(context.Background(), p, prompt, "rien", step, "rien")
			var d *deathError
			if !errors.As(err, &d) || !cmp.Equal(d.How, fault.Of(fault.Exit, how)) {
				t.Errorf("got %v", err)
			}
			if strings.Contains(step, "panique") && !strings.Contains(d.Stderr, "goroutine") {
				t.Errorf("stderr %q", d.Stderr)
			}
			_ = ends // the first outcome may die with the process's buffer; what was received is kept
		})
	}
}

// TestWorkingFolderAndSuiteHooks: steps run in the folder of their package, as under go test; suite hooks run once.
func TestWorkingFolderAndSuiteHooks(t *testing.T) {
	noLeak(t)
	trace := filepath.Join(t.TempDir(), "trace")
	p := startAs(t, "godog", "TRACE="+trace)
	sayHello(t, p)
	if err := os.WriteFile(filepath.Join(p.cmd.Dir, "donnees.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if ev, ends, err := one(
			context.Background(), p, prompt, `un fichier "donnees.txt"`,
		); err != nil || ev.Ended.Outcome != "passed" {
			t.Fatalf("%+v, %+v, %v", ev, ends, err)
		}
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if b, _ := os.ReadFile(trace); string(b) != "before\nafter\n" {
		t.Errorf("trace %q", b)
	}
}

// TestOrphanEndsInOrder: when recette dies, a worker that waits or hangs runs its hooks and goes, children included.
func TestOrphanEndsInOrder(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]string{"waiting": "rien", "hanging": "une pause de 3600000 ms"} {
		t.Run(name, func(t *testing.T) {
			if name == "hanging" && testing.Short() {
				t.Skip("SKIPPED: waits for the grace of an orphan")
			}
			trace := filepath.Join(t.TempDir(), "trace")
			p := startAs(t, "godog", "TRACE="+trace)
			sayHello(t, p)
			ctx := context.Background()
			steps := []protocol.Step{{Text: "un enfant", Mine: true}, {Text: step, Mine: true}, {Text: "à la main"}}
			if err := p.Begin(ctx, protocol.Begin{Steps: steps, Grant: &protocol.Grant{Until: 3}}); err != nil {
				t.Fatal(err)
			}
			if ev, err := p.Next(ctx, prompt); err != nil || ev.Step.Outcome != "passed" {
				t.Fatalf("%+v, %v", ev, err)
			}
			children := relatives(p.pid(), p.marker)
			if len(children) != 1 {
				t.Fatalf("children %v", children)
			}
			_ = p.pipes.requests.Close() // all that the worker sees of our death, but for the signal
			_ = syscall.Kill(p.pid(), syscall.SIGTERM)
			select {
			case <-p.Done():
			case <-time.After(20 * time.Second):
				t.Fatal("the orphan lives on")
			}
			if b, _ := os.ReadFile(trace); name == "waiting" && string(b) != "before\nafter\n" {
				t.Errorf("trace %q", b)
			}
			if !gone(children[0].pid) {
				t.Error("the orphan's child lives on")
			}
		})
	}
}

// peakMemory is the most memory that a process ever held, in bytes.
func peakMemory(tb testing.TB, pid int) int64 {
	tb.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		tb.Skipf("SKIPPED: needs /proc: %v", err)
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return kb << 10
}
