package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/internal/worker/wire"
	"recette/internal/worker/wire/wiretest"
	"recette/runner/host"
	"recette/runner/protocol"
)

// The test binary itself is the worker of most tests: started with this variable, it behaves as its value says.
const behaviour = "WORKER_BEHAVIOUR"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == KeeperVerb {
		if os.Getenv("KEEPER_LEAVES") != "" { // no process that cannot be killed is at hand
			_, _ = os.NewFile(6, "report").WriteString(`{"how":"exit status 0","left":["4242 sleep"]}`)
			os.Exit(0)
		}
		os.Exit(Keep(os.Args[2:]))
	}
	name := os.Getenv(behaviour)
	if name == "" {
		os.Exit(m.Run())
	}
	if name == "godog" {
		os.Exit(host.Main(host.Suite{Scenario: scenarioSteps, TestSuite: suiteSteps, Now: time.Now}))
	}
	if name == "contract" {
		os.Exit(host.Main(wiretest.Suite()))
	}
	f, ok := behaviours[name]
	if !ok {
		panic("no behaviour " + name)
	}
	w := &fake{in: os.NewFile(3, "requests"), out: os.NewFile(4, "replies")}
	w.dec, w.enc = protocol.NewDecoder(w.in), protocol.NewEncoder(w.out)
	f(w)
}

// fake is a worker written by hand.
type fake struct {
	in, out *os.File
	dec     *protocol.Decoder
	enc     *protocol.Encoder
	begin   int64
}

// open answers hello and reads begin.
func (w *fake) open() {
	r := w.read()
	w.reply(&protocol.Reply{ID: r.ID, Welcome: &protocol.Welcome{Version: protocol.Version, Worker: "fake"}})
	w.begin = w.read().ID
}

func (w *fake) read() protocol.Request {
	r, err := w.dec.Request()
	if err != nil {
		os.Exit(1)
	}
	return r
}

func (w *fake) reply(r *protocol.Reply) {
	if err := errors.Join(w.enc.Reply(r), w.enc.Flush()); err != nil {
		os.Exit(1)
	}
}

func (w *fake) end() {
	w.reply(&protocol.Reply{ID: w.begin, Ended: &protocol.ScenarioEnded{Outcome: "passed"}})
}

// serve goes on in good order.
func (w *fake) serve() {
	for {
		r := w.read()
		if r.Bye != nil {
			w.reply(&protocol.Reply{ID: r.ID, Goodbye: &protocol.Goodbye{}})
			os.Exit(0)
		}
		w.begin = r.ID
		w.end()
	}
}

func hang() { time.Sleep(time.Hour) }

// child starts a process that outlives the worker, with the worker's descriptors.
func child(w *fake, attr *syscall.SysProcAttr) {
	c := exec.Command("sleep", "3600")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.ExtraFiles = []*os.File{w.in, w.out}
	c.SysProcAttr = attr
	if err := c.Start(); err != nil {
		panic(err)
	}
	fmt.Println("child", c.Process.Pid)
}

var behaviours = map[string]func(*fake){
	"exits at once": func(*fake) { fmt.Fprintln(os.Stderr, "pas de base de données"); os.Exit(3) },
	"exits in a scenario": func(w *fake) {
		w.open()
		fmt.Println("juste avant")
		os.Exit(7)
	},
	"kills itself": func(w *fake) { w.open(); _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); hang() },
	"stops itself": func(w *fake) { w.open(); _ = syscall.Kill(os.Getpid(), syscall.SIGSTOP); hang() },
	"hangs":        func(w *fake) { w.open(); hang() },
	"ignores SIGTERM": func(w *fake) {
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
		w.open()
		hang()
	},
	"writes garbage":               func(w *fake) { w.open(); _, _ = w.out.WriteString("tout va bien\n"); hang() },
	"writes half a line":           func(w *fake) { w.open(); _, _ = w.out.WriteString(`{"id":`); hang() },
	"writes half a line and exits": func(w *fake) { w.open(); _, _ = w.out.WriteString(`{"id":`) },
	"writes an endless line": func(w *fake) {
		w.open()
		b := []byte(strings.Repeat("x", 1<<20))
		for {
			if _, err := w.out.Write(b); err != nil {
				os.Exit(1)
			}
		}
	},
	"answers something else": func(w *fake) { w.open(); w.begin += 40; w.end(); hang() },
	"speaks another version": func(w *fake) {
		r := w.read()
		w.reply(&protocol.Reply{ID: r.ID, Welcome: &protocol.Welcome{Version: protocol.Version + 1}})
		hang()
	},
	"never reads":         func(*fake) { hang() },
	"closes the protocol": func(w *fake) { w.open(); _ = w.in.Close(); _ = w.out.Close(); hang() },
	"closes everything": func(w *fake) {
		w.open()
		for fd := range 10 {
			_ = syscall.Close(fd)
		}
		for { // the runtime's own descriptors are gone too
			_ = syscall.Nanosleep(&syscall.Timespec{Sec: 3600}, nil)
		}
	},
	"prints a gigabyte": func(w *fake) {
		w.open()
		fmt.Print("début")
		b := []byte(strings.Repeat("x", 1<<20))
		for range 1 << 10 {
			if _, err := os.Stdout.Write(b); err != nil {
				os.Exit(1)
			}
		}
		fmt.Print("fin")
		w.end()
		w.serve()
	},
	"prints anything": func(w *fake) {
		w.open()
		_, _ = os.Stdout.Write([]byte("\x1b[31mrouge\x1b[0m\xff\x00\n"))
		_, _ = os.Stderr.Write([]byte("é"))
		w.end()
		w.serve()
	},
	"leaves a child":           func(w *fake) { w.open(); child(w, nil); w.end(); w.serve() },
	"leaves a child and exits": func(w *fake) { w.open(); child(w, nil); os.Exit(5) },
	"leaves a child in another session": func(w *fake) {
		w.open()
		child(w, &syscall.SysProcAttr{Setsid: true})
		w.end()
		w.serve()
	},
	"leaves a child in another session and hangs": func(w *fake) {
		w.open()
		child(w, &syscall.SysProcAttr{Setsid: true})
		hang()
	},
	"sows": func(w *fake) {
		w.open()
		for range 60 {
			// Twice forked, a session and an environment of its own.
			if err := exec.Command("setsid", "-f", "env", "-i", "sleep", os.Getenv("SEED")).Run(); err != nil {
				panic(err)
			}
		}
		time.Sleep(200 * time.Millisecond) // env has become sleep
		w.end()
		w.serve()
	},
	"removes its folder": func(w *fake) {
		w.open()
		dir, _ := os.Getwd()
		_ = os.RemoveAll(dir)
		w.end()
		w.serve()
	},
	"hangs at bye": func(w *fake) { w.open(); w.end(); w.read(); hang() },
	"says goodbye and stays": func(w *fake) {
		w.open()
		w.end()
		w.reply(&protocol.Reply{ID: w.read().ID, Goodbye: &protocol.Goodbye{}})
		hang()
	},
	"shows its environment": func(w *fake) {
		w.open()
		fmt.Print(strings.Join(os.Environ(), "\n"))
		w.end()
		w.serve()
	},
}

// scenarioSteps are the definitions of the behaviour "godog".
func scenarioSteps(sc *godog.ScenarioContext) {
	sc.Step(`^rien$`, func() {})
	sc.Step(`^une pause de (\d+) ms$`, func(n int) { time.Sleep(time.Duration(n) * time.Millisecond) })
	sc.Step(`^une boucle$`, func() { // never ends, never yields
		for i := 0; ; i++ {
			_ = i
		}
	})
	sc.Step(`^un journal de "([^"]*)"$`, func(ctx context.Context, s string) {
		godog.Log(ctx, s)
		fmt.Fprintln(os.Stderr, "err "+s)
	})
	sc.Step(`^une sortie (\d+)$`, func(code int) { os.Exit(code) })
	sc.Step(`^une panique ailleurs$`, func() { go panic("ailleurs"); time.Sleep(time.Minute) })
	sc.Step(`^un fichier "([^"]*)"$`, func(path string) error { _, err := os.Stat(path); return err })
	sc.Step(`^un enfant$`, func() error { return exec.Command("sleep", "3600").Start() })
}

// suiteSteps leaves a trace of the suite hooks in the file that TRACE names.
func suiteSteps(tsc *godog.TestSuiteContext) {
	trace := func(s string) {
		if path := os.Getenv("TRACE"); path != "" {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err == nil {
				_, _ = f.WriteString(s + "\n")
				_ = f.Close()
			}
		}
	}
	tsc.BeforeSuite(func() { trace("before") })
	tsc.AfterSuite(func() { trace("after") })
}

// startAs starts this binary with a behaviour.
func startAs(tb testing.TB, name string, env ...string) *Process {
	tb.Helper()
	exe, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	p, err := Start(context.Background(), Binary{Path: exe, Dir: dir, Root: dir},
		StartOptions{Environ: os.Environ(), Env: append(env, behaviour+"="+name)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.Kill(); err != nil {
			tb.Errorf("kill: %v", err)
		}
	})
	return p
}

func sayHello(tb testing.TB, p *Process) {
	tb.Helper()
	if _, err := p.Hello(context.Background()); err != nil {
		tb.Fatal(err)
	}
}

// event is what a worker said, and at the end of a case what it printed.
type event struct {
	wire.Event
	output output
}

// one runs a scenario of the worker's own steps and returns its last event.
func one(ctx context.Context, p *Process, limit time.Duration, texts ...string) (event, []*protocol.StepEnd, error) {
	var steps []protocol.Step
	for _, t := range texts {
		steps = append(steps, protocol.Step{Type: "action", Text: t, Mine: true})
	}
	if err := p.Begin(
		ctx, protocol.Begin{Case: "SC-1", URI: "u", Name: "n", Steps: steps, Grant: &protocol.Grant{Until: len(steps)}},
	); err != nil {
		return event{}, nil, err
	}
	var ends []*protocol.StepEnd
	for {
		ev, err := p.Next(ctx, limit)
		if err != nil {
			return event{}, ends, err
		}
		if ev.Ended != nil {
			return event{ev, p.takeOutput()}, ends, nil
		}
		if ev.Step != nil {
			ends = append(ends, ev.Step)
		}
	}
}

// noLeak fails the test when it leaves goroutines or descriptors behind.
func noLeak(t *testing.T) {
	t.Helper()
	fds := func() int {
		list, err := filepath.Glob("/proc/self/fd/*")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	g, f := runtime.NumGoroutine(), fds()
	t.Cleanup(func() {
		for range 100 {
			if runtime.NumGoroutine() <= g && fds() <= f {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after; %d descriptors before, %d after\n%s",
			g, runtime.NumGoroutine(), f, fds(), buf[:runtime.Stack(buf, true)])
	})
}

// gone reports whether a process has ended, waiting a little.
func gone(pid int) bool {
	for range 100 {
		if k, _ := look(pid); !k.alive {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
