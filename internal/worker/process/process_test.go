package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/fault"
	"recette/internal/worker/wire"
	"recette/runner/protocol"
)

// prompt is the time within which no fault of a worker may hold the conductor up, on a loaded machine.
const prompt = 10 * time.Second

// TestFaultyWorkers drives workers that misbehave in a scenario: each gives the right error, soon, and leaves no
// process, goroutine or descriptor behind.
func TestFaultyWorkers(t *testing.T) {
	death := func(how protocol.Fault) func(error) error {
		return func(err error) error {
			var d *deathError
			if !errors.As(err, &d) || !errors.Is(err, wire.ErrWorker) ||
				!cmp.Equal(how, protocol.Fault{}) && !cmp.Equal(d.How, how) {
				return fmt.Errorf("want a death by %v", how)
			}
			return nil
		}
	}
	is := func(want error) func(error) error {
		return func(err error) error {
			if !errors.Is(err, want) {
				return fmt.Errorf("want %w", want)
			}
			return nil
		}
	}
	for name, check := range map[string]func(error) error{
		"exits at once":                               is(wire.ErrWorker),
		"exits in a scenario":                         death(fault.Of(fault.Exit, 7)),
		"kills itself":                                death(fault.Of(fault.Signal, "SIGKILL")),
		"stops itself":                                is(wire.ErrTimeout),
		"hangs":                                       is(wire.ErrTimeout),
		"ignores SIGTERM":                             is(wire.ErrTimeout),
		"writes garbage":                              is(wire.ErrProtocol),
		"writes half a line":                          is(wire.ErrTimeout),
		"writes half a line and exits":                is(wire.ErrProtocol),
		"writes an endless line":                      is(wire.ErrProtocol),
		"answers something else":                      is(wire.ErrProtocol),
		"speaks another version":                      is(wire.ErrProtocol),
		"closes the protocol":                         death(fault.Of(fault.Closed)),
		"closes everything":                           death(protocol.Fault{}), // the runtime may end it
		"leaves a child and exits":                    death(fault.Of(fault.Exit, 5)),
		"leaves a child in another session and hangs": is(wire.ErrTimeout),
	} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			began := time.Now()
			p := startAs(t, name)
			_, err := p.Hello(context.Background())
			if err == nil {
				limit := prompt
				if check(wire.ErrTimeout) == nil {
					limit = 300 * time.Millisecond
				}
				_, _, err = one(context.Background(), p, limit, "une étape")
			}
			if err == nil {
				t.Fatal("no error")
			}
			if werr := check(err); werr != nil {
				t.Errorf("got %v; %v", err, werr)
			}
			if again := p.Grant(context.Background(), 1); again == nil {
				t.Error("the process is still usable")
			}
			if err := p.Kill(); err != nil {
				t.Errorf("kill: %v", err)
			}
			if err := p.Kill(); err != nil {
				t.Errorf("kill again: %v", err)
			}
			if out := p.takeOutput().stdout; strings.HasPrefix(out, "child ") {
				pid, _ := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(out, "child ")))
				if !gone(pid) {
					t.Errorf("child %d survives", pid)
				}
			}
			if !gone(p.pid()) {
				t.Error("the process survives")
			}
			if d := time.Since(began); d > prompt {
				t.Errorf("took %v", d)
			}
		})
	}
}

// TestDeathTellsItsCause holds that what a dying worker printed reaches whoever looks for the cause.
func TestDeathTellsItsCause(t *testing.T) {
	noLeak(t)
	p := startAs(t, "exits at once")
	<-p.Done()
	_, err := p.Hello(context.Background())
	var d *deathError
	if !errors.As(err, &d) || !cmp.Equal(d.How, fault.Of(fault.Exit, 3)) || d.Stderr != "pas de base de données" {
		t.Errorf("got %v", err)
	}
	p = startAs(t, "exits in a scenario")
	sayHello(t, p)
	if _, _, err := one(context.Background(), p, prompt, "a"); err == nil {
		t.Fatal("no error")
	}
	_ = p.Kill()
	if out := p.takeOutput(); out.stdout != "juste avant\n" {
		t.Errorf("output %+v", out)
	}
}

// TestWritingToAWorkerThatDoesNotRead holds that a full pipe blocks no longer than the context.
func TestWritingToAWorkerThatDoesNotRead(t *testing.T) {
	noLeak(t)
	p := startAs(t, "never reads")
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	steps := make([]protocol.StepText, 1000)
	for i := range steps {
		steps[i].Text = strings.Repeat("x", 1000)
	}
	if _, err := p.Match(ctx, steps); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if err := p.Kill(); err != nil {
		t.Error(err)
	}
}

// TestContextEndsAWait holds that the caller's context interrupts Next, and Kill from elsewhere does too.
func TestContextEndsAWait(t *testing.T) {
	noLeak(t)
	p := startAs(t, "hangs")
	sayHello(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, _, err := one(ctx, p, 0, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p = startAs(t, "hangs")
	sayHello(t, p)
	time.AfterFunc(50*time.Millisecond, func() { _ = p.Kill() })
	var d *deathError
	if _, _, err := one(context.Background(), p, 0, "a"); !errors.As(err, &d) {
		t.Errorf("got %v", err)
	}
}

func TestFloodedOutputIsCapped(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: prints a gigabyte")
	}
	noLeak(t)
	p := startAs(t, "prints a gigabyte")
	sayHello(t, p)
	ev, _, err := one(context.Background(), p, time.Minute, "a")
	if err != nil {
		t.Fatal(err)
	}
	out := ev.output.stdout
	if len(out) > defaultOutput+100 || !strings.HasPrefix(out, "débutx") || !strings.HasSuffix(out, "xfin") {
		t.Errorf("%d bytes kept, from %q to %q", len(out), out[:10], out[len(out)-10:])
	}
	if want := int64(1<<30 + len("débutfin") - defaultOutput); ev.output.dropped != want {
		t.Errorf("%d bytes dropped, want %d", ev.output.dropped, want)
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestOutputOfAnyBytes(t *testing.T) {
	noLeak(t)
	p := startAs(t, "prints anything")
	sayHello(t, p)
	ev, _, err := one(context.Background(), p, prompt, "a")
	if err != nil {
		t.Fatal(err)
	}
	if want := (output{stdout: "\x1b[31mrouge\x1b[0m\uFFFD\x00\n", stderr: "é"}); ev.output != want {
		t.Errorf("got %+v", ev.output)
	}
}

// TestChildrenGoWithTheWorker holds that what steps started does not outlive the session, even in a session of its own.
func TestChildrenGoWithTheWorker(t *testing.T) {
	for _, name := range []string{"leaves a child", "leaves a child in another session"} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			began := time.Now()
			p := startAs(t, name)
			sayHello(t, p)
			ev, _, err := one(context.Background(), p, prompt, "a")
			if err != nil {
				t.Fatal(err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(ev.output.stdout, "child ")))
			if err != nil {
				t.Fatal(err)
			}
			if k, _ := look(pid); !k.alive {
				t.Fatal("the child did not start: the test proves nothing")
			}
			if err := p.Close(context.Background()); err != nil {
				t.Error(err)
			}
			if !gone(pid) {
				t.Error("the child survives")
			}
			if d := time.Since(began); d > prompt {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestCloseIsBounded(t *testing.T) {
	for _, name := range []string{"hangs at bye", "says goodbye and stays"} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			p := startAs(t, name)
			sayHello(t, p)
			if _, _, err := one(context.Background(), p, prompt, "a"); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
			defer cancel()
			if err := p.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			if !gone(p.pid()) {
				t.Error("the process survives")
			}
		})
	}
}

func TestWorkerThatRemovesItsFolder(t *testing.T) {
	noLeak(t)
	p := startAs(t, "removes its folder")
	sayHello(t, p)
	for range 2 {
		if _, _, err := one(context.Background(), p, prompt, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestEnvironmentIsAllowedNotInherited(t *testing.T) {
	noLeak(t)
	t.Setenv("CI_SECRET_TOKEN", "secret")
	t.Setenv("LC_TIME", "fr_FR.UTF-8")
	p := startAs(t, "shows its environment", "BASE_URL=http://localhost")
	sayHello(t, p)
	ev, _, err := one(context.Background(), p, prompt, "a")
	if err != nil {
		t.Fatal(err)
	}
	env := strings.Split(ev.output.stdout, "\n")
	for name, want := range map[string]bool{
		"BASE_URL=http://localhost": true, "LC_TIME=fr_FR.UTF-8": true, "CI_SECRET_TOKEN=secret": false,
		"PATH=" + os.Getenv("PATH"): true,
	} {
		if slices.Contains(env, name) != want {
			t.Errorf("%s: passed is %v", name, !want)
		}
	}
}

func TestStartFailure(t *testing.T) {
	noLeak(t)
	_, err := Start(context.Background(), Binary{Path: filepath.Join(t.TempDir(), "absent")}, StartOptions{})
	if !errors.Is(err, errStart) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestProblemsLeaveTheProcessUsable(t *testing.T) {
	noLeak(t)
	ctx := context.Background()
	p := startAs(t, "godog")
	sayHello(t, p)
	var problem *wire.ProblemError
	if _, err := p.Hello(ctx); !errors.As(err, &problem) || problem.Code != protocol.ProblemUnknown {
		t.Errorf("second hello: %v", err)
	}
	if _, _, err := one(ctx, p, prompt); !errors.As(err, &problem) {
		t.Errorf("scenario without steps: %v", err)
	}
	if _, err := p.Next(ctx, 0); err == nil {
		t.Error("next without a scenario")
	}
	if _, err := p.Match(
		ctx, []protocol.StepText{{Text: strings.Repeat("x", protocol.MaxLine)}},
	); !errors.Is(err, protocol.ErrTooLong) {
		t.Errorf("line too long: %v", err)
	}
	found, err := p.Match(ctx, []protocol.StepText{{Type: "action", Text: "rien"}, {Type: "action", Text: "autre"}})
	if err != nil || len(found) != 2 || len(found[0]) != 1 || len(found[1]) != 0 {
		t.Errorf("match: %v, %v", found, err)
	}
	steps := []protocol.Step{{Text: "à la main"}, {Text: "rien", Mine: true}}
	if err := p.Begin(ctx, protocol.Begin{Steps: steps}); err != nil {
		t.Fatal(err)
	}
	if ev, err := p.Next(ctx, prompt); err != nil || ev.Waiting == nil {
		t.Fatalf("%+v, %v", ev, err)
	}
	if err := p.Begin(ctx, protocol.Begin{Steps: steps}); err == nil {
		t.Error("a scenario began within another")
	}
	if err := p.Grant(ctx, 99); err != nil {
		t.Error(err)
	}
	if _, err := p.Next(ctx, prompt); !errors.As(err, &problem) {
		t.Errorf("grant beyond the end: %v", err)
	}
	if err := errors.Join(p.Told(ctx, protocol.Told{Index: 0, Outcome: "passed"}), p.Grant(ctx, 2)); err != nil {
		t.Error(err)
	}
	for range 2 {
		if ev, err := p.Next(ctx, prompt); err != nil || ev.Waiting != nil {
			t.Errorf("%+v, %v", ev, err)
		}
	}
	if err := p.Close(ctx); err != nil {
		t.Error(err)
	}
}

// TestMarkerIsOfOneWorker: two workers at once are told apart.
func TestMarkerIsOfOneWorker(t *testing.T) {
	a, b := startAs(t, "godog"), startAs(t, "godog")
	if carries([]byte("A=1\x00\x00"), "") {
		t.Error("an empty marker is carried: all processes would be killed")
	}
	if a.marker == b.marker || !regexp.MustCompile(`^RECETTE_WORKER=\d+\.\d+$`).MatchString(a.marker) {
		t.Errorf("markers %q and %q", a.marker, b.marker)
	}
}

// TestReady holds that a process between two scenarios is told from one that died, stopped, or speaks unasked.
func TestReady(t *testing.T) {
	for name, tt := range map[string]struct {
		harm func(*Process)
		want error
	}{
		"as it should be": {func(*Process) {}, nil},
		"killed": {
			func(p *Process) { _ = syscall.Kill(p.pid(), syscall.SIGKILL); <-p.Done() }, wire.ErrWorker,
		},
		"stopped": {func(p *Process) { _ = syscall.Kill(p.pid(), syscall.SIGSTOP) }, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			p := startAs(t, "godog")
			sayHello(t, p)
			tt.harm(p)
			limit := prompt
			if errors.Is(tt.want, context.DeadlineExceeded) {
				limit = 300 * time.Millisecond
			}
			ready := func() error {
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				return p.Ready(ctx)
			}
			err := ready()
			for try := 0; err == nil && tt.want != nil && try < 20; try++ {
				err = ready() // the signal had not reached all of its threads yet
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("Ready() = %v, want %v", err, tt.want)
			}
			if err := ready(); (err == nil) != (tt.want == nil) {
				t.Errorf("Ready() again = %v, want what it said before", err)
			}
			if err := p.Kill(); err != nil {
				t.Error(err)
			}
		})
	}
}
