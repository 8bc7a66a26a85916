// Package process starts worker processes and stays with them: pipes, output, descriptors, the process group and all
// that descends from it. It speaks the step protocol through a wire.Session. It refuses to know how a worker is made
// (package build), and to decide what a result means: that is the conductor's.
//
//	p, err := process.Start(ctx, bin, process.StartOptions{Environ: environ, Env: []string{"BASE_URL=…"}})
//	welcome, err := p.Hello(ctx)                     // places relative to the project
//	…                                                // as with any wire.Session
//	output := p.TakeOutput()                         // what it printed since the last case ended
//	err = p.Close(ctx)                               // suite's after hooks run; bounded by ctx, then killed
//
// While a person thinks, nothing needs to call Next: Done is closed when the process ends, and Next then says why, with
// a *deathError. After an error the process cannot be used any more: Kill it, which is always safe and returns when no
// process of its group is left.
package process

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"recette/internal/fault"
	"recette/internal/secret"
	"recette/internal/worker/wire"
	"recette/runner/protocol"
)

// Binary is a worker that can be started.
type Binary struct {
	Path string   // executable
	Args []string // arguments, the program's name left out
	Dir  string   // working folder: that of the package of steps, as under go test
	Root string   // the project's folder, that definitions are placed relative to; may be empty
}

// StartOptions says how a worker process is to be started.
type StartOptions struct {
	Environ   []string  // recette's own environment, as os.Environ gives it: only what a test needs of it is passed on
	Env       []string  // variables "NAME=value" for the steps, passed on whatever their name
	Dir       string    // working folder; empty is that of the Binary
	MaxOutput int       // bytes kept of each of stdout and stderr for a case, first and last halves; 0 is 1 MiB
	Stdout    io.Writer // gets what the worker prints as it comes, secrets hidden; may be nil; must not block
	Stderr    io.Writer
	// Keeper is how this program is called to stay with a worker: the name under which it was called, and KeeperVerb.
	// Empty, or elsewhere than on Linux, a child of a step that leaves both its group and its environment outlives the
	// worker.
	Keeper  []string
	Secrets *secret.Masker // hidden in all that comes from the worker; nil hides nothing
}

// Process is a worker that runs. One goroutine drives its session; Kill, Done and pid may be called from any.
type Process struct {
	*wire.Session
	root    string
	secrets *secret.Masker
	cmd     *exec.Cmd
	pipes   pipes
	box     *os.File    // what the worker had not written when it ended (protocol.Box)
	report  *os.File    // what the keeper says at the end; nil without one
	orders  *os.File    // what it is told; the same
	said    kept        // that; valid once reaped
	alone   atomic.Bool // the keeper was killed when nothing was left of what it kept
	stdout  *capture
	stderr  *capture
	marker  string // variable of the environment that the process and all its children carry

	exited  chan struct{} // closed when the process has ended, before it is reaped and its group killed
	reaped  chan struct{} // closed when nothing is left of the process and its children, and the output is complete
	left    error         // children that would not go; valid once reaped
	closing sync.Once
}

// defaultOutput is what is kept of each stream of a case.
const defaultOutput = 1 << 20

// passed lists the variables of recette's environment that a worker gets. Secrets of a CI job are not among them.
func passed() []string {
	return []string{
		"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "PWD",
		"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
		"DBUS_SESSION_BUS_ADDRESS", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
		"http_proxy", "https_proxy", "no_proxy", "GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG", "GOTRACEBACK", "GORACE",
		"GOCOVERDIR",
	}
}

// environment filters the environment and adds what was given.
func environment(o StartOptions, dir, marker string) []string {
	env := append(Passed(o.Environ), "PWD="+dir)
	return append(append(env, o.Env...), marker)
}

// Passed gives what of recette's own environment is passed on to a program of the project, but for its folder.
func Passed(environ []string) []string {
	var env []string
	known := passed()
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if name != "PWD" && (slices.Contains(known, name) || strings.HasPrefix(name, "LC_")) {
			env = append(env, kv)
		}
	}
	return env
}

// Start starts a worker in a process group of its own. ctx bounds the start only. Its error is errStart.
func Start(ctx context.Context, b Binary, o StartOptions) (*Process, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := start(b, o)
	if err != nil {
		return nil, fault.About(errStart, fault.Start, o.Secrets.Error(err))
	}
	return p, nil
}

func start(b Binary, o StartOptions) (p *Process, err error) {
	if _, err := exec.LookPath(b.Path); err != nil {
		return nil, err // said here, and not by the keeper later
	}
	if o.MaxOutput == 0 {
		o.MaxOutput = defaultOutput
	}
	if o.Dir == "" {
		o.Dir = b.Dir
	}
	var files []*os.File // reading and writing ends of requests, replies, stdout, stderr
	defer func() {
		if err != nil {
			closeAll(files)
		}
	}()
	for range 4 {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		files = append(files, r, w)
	}
	marker, err := newMarker(files[0])
	if err != nil {
		return nil, err
	}
	cmd, kept := command(b, o.Keeper)
	cmd.Dir = o.Dir
	cmd.Env = environment(o, o.Dir, marker)
	cmd.Stdout, cmd.Stderr = files[5], files[7] // files, not writers: Wait must not wait for them
	box, err := newBox()
	if err != nil {
		return nil, err
	}
	files = append(files, box)
	cmd.ExtraFiles = []*os.File{files[0], files[3], box} // descriptors 3, 4 and 5
	cmd.SysProcAttr = processAttributes()
	var report, orders *os.File // our ends
	if kept {
		r, said, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		defer said.Close() // only the keeper writes in it
		files, report = append(files, r), r
		read, w, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		defer read.Close() // only the keeper reads in it
		files, orders = append(files, w), w
		cmd.ExtraFiles = append(cmd.ExtraFiles, said, read) // descriptors 6 and 7
	}

	p = &Process{
		root:    b.Root,
		secrets: o.Secrets,
		cmd:     cmd,
		box:     box,
		report:  report,
		orders:  orders,
		stdout:  newCapture(files[4], o.MaxOutput, o.Stdout, o.Secrets),
		stderr:  newCapture(files[6], o.MaxOutput, o.Stderr, o.Secrets),
		marker:  marker,
		exited:  make(chan struct{}),
		reaped:  make(chan struct{}),
	}
	p.pipes = pipes{requests: files[1], replies: files[2], exited: p.exited}
	p.Session = wire.New(p.pipes, wire.Options{Secrets: o.Secrets, Box: box, Ended: p.death})

	started := make(chan error)
	go p.watch(started)
	if err := <-started; err != nil {
		return nil, err
	}
	closeAll([]*os.File{files[0], files[3], files[5], files[7]})
	go p.stdout.run()
	go p.stderr.run()
	return p, nil
}

// KeeperVerb is the first argument of this program when it is to be a keeper (see Keep); no person gives it.
const KeeperVerb = "__keep-worker"

// GuardVerb is the same of a guard (see Guard).
const GuardVerb = "__guard-command"

// kept is what a keeper reports.
type kept struct {
	Start string          `json:"start,omitempty"` // why the worker could not be started
	How   *protocol.Fault `json:"how,omitempty"`   // how it ended
	Left  []string        `json:"left,omitempty"`  // processes that would not go: number and name
}

// command gives the command of a worker, behind a keeper when there can be one.
func command(b Binary, keeper []string) (cmd *exec.Cmd, kept bool) {
	path := keeperPath()
	if len(keeper) == 0 || path == "" {
		return exec.Command(b.Path, b.Args...), false //nolint:noctx // it outlives the call; Kill and Close end it
	}
	cmd = exec.Command(path) //nolint:noctx // as above
	cmd.Args = slices.Concat(keeper, []string{b.Path}, b.Args)
	return cmd, true
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close() // nothing was written through them
	}
}

// watch starts the process and stays with it to its end. It holds its thread: the kernel sends the parent-death signal
// when the thread that started the process ends, not when recette does.
func (p *Process) watch(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	awaitExit(p.cmd) // not reaped yet: the number of the process, and so of its group, is still its own
	close(p.exited)
	_ = p.pipes.SetReadDeadline(past()) // a child may hold the other end: do not wait for it
	if p.report != nil {
		_ = json.NewDecoder(io.LimitReader(p.report, 1<<20)).Decode(&p.said) // a keeper that was killed says nothing
		_ = p.report.Close()
	}
	p.left = killFamily(p.pid(), p.marker)
	switch {
	case len(p.said.Left) > 0:
		p.left = &leftError{Processes: p.said.Left}
	case p.left == nil && p.report != nil && p.said.Start == "" && p.said.How == nil && !p.alone.Load():
		p.left = &leftError{} // a step killed the keeper: nobody knows any more what it left
	}
	if e, ok := errors.AsType[*leftError](p.left); ok {
		for i, name := range e.Processes {
			e.Processes[i] = p.secrets.String(name) // a process names itself
		}
	}
	_ = p.cmd.Wait() // how it ended is in the state
	p.stdout.finish()
	p.stderr.finish()
	close(p.reaped)
}

// pid returns the number of the process, which is that of its group.
func (p *Process) pid() int { return p.cmd.Process.Pid }

// Done is closed when the process has ended, for whatever reason.
func (p *Process) Done() <-chan struct{} { return p.exited }

// Kill ends the process, its group, and every process that descends from it and can be found, and returns when they are
// gone and their descriptors closed. It may be called at any time, several times, from several goroutines. The error
// names processes that would not go.
func (p *Process) Kill() error {
	select {
	case <-p.exited:
	default:
		if p.report != nil {
			p.endKept()
		} else {
			killGroup(p.pid()) // not reaped: the group is still ours
		}
	}
	<-p.reaped
	p.closing.Do(func() {
		p.pipes.close()   // the other end is gone
		_ = p.box.Close() // only the process wrote in it
		if p.orders != nil {
			_ = p.orders.Close() // the keeper is gone
		}
	})
	return p.left
}

// Close says bye: the suite's after hooks run, and the process ends. When ctx ends first, the process is killed. The
// error is that of an after hook (*ProblemError with the code suite-hook), of a process that did not end as it should,
// or ctx's. Kill then tells what would not go.
func (p *Process) Close(ctx context.Context) error {
	err := p.Bye(ctx)
	if err == nil {
		if p.report != nil {
			_ = p.cmd.Process.Signal(syscall.SIGCONT) // a keeper that a step stopped would tell of no end
		}
		select {
		case <-p.exited:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	_ = p.Kill() // what it leaves behind is told to whoever calls Kill
	return err
}

// past is a time that is over, for deadlines.
func past() time.Time { return time.Unix(1, 0) }
