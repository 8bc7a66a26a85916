package process

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

// Run runs a command that Together prepared to its end. What it left in its group is named, and killed before the
// command is reaped: until then its number, and so that of its group, is its own. The command is killed when recette
// dies, and so does not go on alone; what it started itself is killed then by the guard: how this program is called to
// be one (see Guard), nothing when there is to be none.
func Run(cmd *exec.Cmd, guard []string) (left []string, err error) {
	runtime.LockOSThread() // the kernel watches the thread that started it
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	w, err := watch(guard)
	if err != nil {
		return nil, &StartError{Err: err}
	}
	defer w.end()
	if w != nil {
		cmd.Env = append(cmd.Environ(), w.marker)
	}
	if err := cmd.Start(); err != nil {
		return nil, &StartError{Err: err}
	}
	w.tell(strconv.Itoa(cmd.Process.Pid) + "\n")
	awaitExit(cmd)
	left = namesOf(relatives(cmd.Process.Pid, ""))
	killGroup(cmd.Process.Pid)
	return left, cmd.Wait() //nolint:wrapcheck // how the command ended
}

// watcher is a guard at work, and the pipe at whose end it learns that recette died.
type watcher struct {
	cmd    *exec.Cmd
	pipe   *os.File
	marker string
}

// watch starts a guard. It has a group of its own: what a terminal sends to recette does not reach it.
func watch(guard []string) (*watcher, error) {
	path := keeperPath()
	if len(guard) == 0 || path == "" {
		return nil, nil //nolint:nilnil // there is none to end
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err //nolint:wrapcheck // it says what failed
	}
	defer read.Close()                                  // the guard's alone
	w := &watcher{cmd: exec.Command(path), pipe: write} //nolint:noctx // it lives as long as the command
	if w.marker, err = newMarker(read); err == nil {
		w.cmd.Args, w.cmd.Stdin = guard, read
		w.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		err = w.cmd.Start()
	}
	if err != nil {
		_ = write.Close() // nobody reads it
		return nil, err
	}
	w.tell(w.marker + "\n")
	return w, nil
}

func (w *watcher) tell(s string) {
	if w != nil {
		_, _ = w.pipe.WriteString(s) // a guard that is gone guards nothing
	}
}

// end sends the guard home: the command has ended, and recette lives.
func (w *watcher) end() {
	if w == nil {
		return
	}
	w.tell(dismissed)
	_ = w.pipe.Close()
	_ = w.cmd.Wait() // it has nothing to say
}
