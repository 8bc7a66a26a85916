package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/fault"
	"recette/runner/protocol"
)

// startKept starts a worker of the tests behind a keeper, as the product does.
func startKept(t *testing.T, name string, env ...string) *Process {
	t.Helper()
	p, err := Start(context.Background(), Binary{Path: os.Args[0], Dir: t.TempDir()}, StartOptions{
		Environ: os.Environ(), Env: append(env, behaviour+"="+name), Keeper: []string{os.Args[0], KeeperVerb},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Kill() })
	return p
}

// sown lists the live processes that were started with an argument that no other has.
func sown(t *testing.T, seed string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		b, err := os.ReadFile(f) // a process may end meanwhile
		if err == nil && strings.Contains(string(b), "\x00"+seed+"\x00") {
			found = append(found, f)
		}
	}
	return found
}

// seedOf makes a duration that no other process of the machine sleeps, so that what a test sowed is found again.
func seedOf(t *testing.T) string {
	return fmt.Sprintf("%d.%09d", 600+len(t.Name()), time.Now().UnixNano()%1e9)
}

// TestKeeperLeavesNothing: children that left their group, their session, their parent and their environment are gone
// with the worker, however it ends.
func TestKeeperLeavesNothing(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Skip("SKIPPED: no setsid program")
	}
	for name, end := range map[string]func(*Process) error{
		"goodbye": func(p *Process) error { return p.Close(context.Background()) },
		"kill":    (*Process).Kill,
		"worker killed": func(p *Process) error {
			for _, d := range descendants(p.pid()) {
				if strings.HasPrefix(filepath.Base(os.Args[0]), d.name) {
					_ = syscall.Kill(d.pid, syscall.SIGKILL)
				}
			}
			<-p.Done()
			return p.Kill()
		},
		"keeper stopped, goodbye": func(p *Process) error {
			_ = syscall.Kill(p.pid(), syscall.SIGSTOP)
			ctx, cancel := context.WithTimeout(context.Background(), sweep)
			defer cancel()
			return p.Close(ctx)
		},
		"keeper stopped": func(p *Process) error {
			_ = syscall.Kill(p.pid(), syscall.SIGSTOP)
			return p.Kill()
		},
	} {
		t.Run(name, func(t *testing.T) {
			seed := seedOf(t)
			p := startKept(t, "sows", "SEED="+seed)
			sayHello(t, p)
			if _, _, err := one(context.Background(), p, prompt, "a"); err != nil {
				t.Fatal(err)
			}
			if got := sown(t, seed); len(got) != 60 {
				t.Fatalf("%d processes were sown, want 60", len(got))
			}
			if err := end(p); err != nil {
				t.Errorf("end: %v", err)
			}
			if got := sown(t, seed); len(got) != 0 {
				t.Errorf("%d processes survive", len(got))
			}
		})
	}
}

// TestKeeperTellsOfTheWorker: how a worker ended is said as without a keeper.
func TestKeeperTellsOfTheWorker(t *testing.T) {
	for behaviour, want := range map[string]protocol.Fault{
		"exits in a scenario": fault.Of(fault.Exit, 7), "kills itself": fault.Of(fault.Signal, "SIGKILL"),
		"exits at once": fault.Of(fault.Exit, 3),
	} {
		t.Run(behaviour, func(t *testing.T) {
			p := startKept(t, behaviour)
			_, err := p.Hello(context.Background())
			if err == nil {
				_, _, err = one(context.Background(), p, prompt, "a")
			}
			var d *deathError
			if !errors.As(err, &d) || !cmp.Equal(d.How, want) {
				t.Errorf("error %v, want a death by %v", err, want)
			}
		})
	}
	_, err := Start(context.Background(), Binary{Path: filepath.Join(t.TempDir(), "absent")}, StartOptions{
		Keeper: []string{os.Args[0], KeeperVerb},
	})
	if err == nil {
		t.Error("a program that is not there was started")
	}
}

// TestLeftIsTold: what a keeper could not end is an error of Kill and of Close that names it.
func TestLeftIsTold(t *testing.T) {
	p, err := Start(context.Background(), Binary{Path: "/bin/true", Dir: t.TempDir()}, StartOptions{
		Keeper: []string{os.Args[0], KeeperVerb}, Environ: os.Environ(), Env: []string{"KEEPER_LEAVES=1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	var left *leftError
	if err := p.Kill(); !errors.As(err, &left) || len(left.Processes) != 1 ||
		!strings.HasSuffix(left.Processes[0], " sleep") {
		t.Errorf("Kill = %v, want the process that was left", err)
	}
}

// TestKeeperKilledIsTold: a step that kills the keeper may leave what nobody finds, and that is said.
func TestKeeperKilledIsTold(t *testing.T) {
	p := startKept(t, "hangs")
	sayHello(t, p)
	if err := syscall.Kill(p.pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	var left *leftError
	if err := p.Kill(); !errors.As(err, &left) || len(left.Processes) != 0 {
		t.Errorf("Kill = %v, want that nobody knows what is left", err)
	}
	if got := descendants(os.Getpid()); len(got) > 0 {
		t.Errorf("the worker survives: %v", got)
	}
}

// TestKeeperLetsAnOrphanEndInOrder: when recette dies, the worker runs its hooks, and then all of its children go.
func TestKeeperLetsAnOrphanEndInOrder(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	p := startKept(t, "godog", "TRACE="+trace)
	sayHello(t, p)
	steps := []protocol.Step{{Text: "un enfant", Mine: true}, {Text: "rien", Mine: true}, {Text: "à la main"}}
	if err := p.Begin(t.Context(), protocol.Begin{Steps: steps, Grant: &protocol.Grant{Until: 3}}); err != nil {
		t.Fatal(err)
	}
	if ev, err := p.Next(t.Context(), prompt); err != nil || ev.Step.Outcome != "passed" {
		t.Fatalf("%+v, %v", ev, err)
	}
	family := descendants(p.pid())
	if len(family) != 2 {
		t.Fatalf("%v descend from the keeper, want the worker and its child", family)
	}
	_ = p.pipes.requests.Close() // all that the worker sees of our death, but for the signal
	if err := syscall.Kill(p.pid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.Done():
	case <-time.After(2 * orderly):
		t.Fatal("the keeper lives on")
	}
	if b, _ := os.ReadFile(trace); string(b) != "before\nafter\n" {
		t.Errorf("trace %q, want the hooks of the suite", b)
	}
	for _, k := range family {
		if !gone(k.pid) {
			t.Errorf("%d %s lives on", k.pid, k.name)
		}
	}
}

// TestKillAtOnce: a worker that is killed while its keeper begins goes at once, and is not said to have left anything.
func TestKillAtOnce(t *testing.T) {
	for _, wait := range []time.Duration{
		0, time.Millisecond, 3 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond,
	} {
		p := startKept(t, "hangs")
		time.Sleep(wait)
		began := time.Now()
		err := p.Kill()
		if took := time.Since(began); err != nil || took > sweep {
			t.Errorf("after %v: Kill = %v in %v", wait, err, took)
		}
	}
}
