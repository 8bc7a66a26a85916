package process

import (
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// keeperPath is the program that runs as a keeper: this one, even when its file was replaced since. It is empty where
// there is no /proc.
func keeperPath() string {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err != nil {
		return ""
	}
	return self
}

// Descriptors of a keeper: those of its worker, the one on which it reports, and the one on which a byte tells it to
// end its worker at once, which a keeper that has hardly begun reads later: a signal would be lost then, or end it
// alone.
const (
	workerFiles = 6 // 0 to 5
	reportFD    = 6
	ordersFD    = 7
)

// Times of a keeper.
const (
	orderly = 12 * time.Second // what a worker that was asked to end may take for its hooks (host.Main takes 10 s)
	sweep   = 3 * time.Second  // what killing all that a worker left behind may take
)

// Keep is the whole of a keeper process: it starts a worker and stays with it. Whatever the worker starts is its
// descendant for good, a child that left its group, its session, its parent and its environment too, because the kernel
// gives orphans to the nearest ancestor that declared itself for it. When the worker has ended, and nothing else is
// waited for, all of them are killed; those that would not go are reported. args are the worker's program and
// arguments.
func Keep(args []string) int {
	runtime.LockOSThread() // the worker hears of the end of the thread that started it
	report, orders := os.NewFile(reportFD, "report"), os.NewFile(ordersFD, "orders")
	syscall.CloseOnExec(reportFD)
	syscall.CloseOnExec(ordersFD)
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return tell(report, kept{Start: "prctl: " + err.Error()}, false)
	}
	files := make([]*os.File, workerFiles)
	for fd := range files {
		files[fd] = os.NewFile(uintptr(fd), "inherited") //nolint:gosec // small
	}
	p, err := os.StartProcess(args[0], args, &os.ProcAttr{
		Files: files, Sys: &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM},
	})
	if err != nil {
		return tell(report, kept{Start: err.Error()}, false)
	}
	closeAll(files) // the worker's end of the pipes is the worker's alone
	k := &keeper{worker: p.Pid, ended: make(chan syscall.WaitStatus, 1)}
	go k.reap()
	status := k.stay(signals, await(orders))
	how := howOf(status)
	return tell(report, kept{How: &how, Left: k.clear()}, status.Exited() && status.ExitStatus() == 0)
}

// tell reports, and gives the exit status of the keeper.
func tell(report *os.File, k kept, orderly bool) int {
	_ = json.NewEncoder(report).Encode(k) // whoever listened is gone otherwise
	if !orderly {
		return 1
	}
	return 0
}

// keeper is a keeper at work.
type keeper struct {
	worker int
	ended  chan syscall.WaitStatus // of the worker
}

// reap collects every child, the worker's orphans too, as long as there is one.
func (k *keeper) reap() {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil: // no child is left; one may still come while the worker lives, and then none can
			return
		case pid == k.worker:
			k.ended <- status
		}
	}
}

// await gives a channel that is closed when the order to end comes. The death of recette is none: SIGTERM tells of it.
func await(orders *os.File) <-chan struct{} {
	now := make(chan struct{})
	go func() {
		if n, _ := orders.Read(make([]byte, 1)); n == 1 {
			close(now)
		}
	}()
	return now
}

// stay waits for the end of the worker, and passes on what it is asked meanwhile: SIGTERM asks to let it end in order.
func (k *keeper) stay(signals <-chan os.Signal, now <-chan struct{}) syscall.WaitStatus {
	var late <-chan time.Time
	for {
		select {
		case status := <-k.ended:
			return status
		case s := <-signals:
			if s == syscall.SIGTERM {
				_ = syscall.Kill(k.worker, syscall.SIGTERM)
				late = time.After(orderly)
			}
		case <-now:
			_ = syscall.Kill(k.worker, syscall.SIGKILL)
			now = nil
		case <-late:
			_ = syscall.Kill(k.worker, syscall.SIGKILL)
		}
	}
}

// clear kills all that descends from this process, and names those that would not go.
func (k *keeper) clear() []string {
	for late := time.After(sweep); ; {
		left := descendants(os.Getpid())
		if len(left) == 0 {
			return nil
		}
		for _, p := range left {
			_ = syscall.Kill(p.pid, syscall.SIGKILL)
		}
		select {
		case <-late:
			return namesOf(left)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// endKept ends the keeper and its worker. A keeper that does not answer is ended after all that descends from it, and
// it is noted when nothing of that is left. It is spoken to through its pipe and its os.Process: its number may be
// another's once it was reaped.
func (p *Process) endKept() {
	_, _ = p.orders.Write([]byte{1}) // a keeper that is gone reads nothing
	_ = p.cmd.Process.Signal(syscall.SIGCONT)
	select {
	case <-p.exited:
		return
	case <-time.After(2 * sweep):
	}
	for range 20 {
		left := descendants(p.pid())
		for _, d := range left {
			_ = syscall.Kill(d.pid, syscall.SIGKILL)
		}
		if len(left) == 0 {
			p.alone.Store(true)
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	_ = p.cmd.Process.Kill()
}
