package process

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Run runs a command that Together prepared to its end. What it left in its group is named, and killed before the
// command is reaped: until then its number, and so that of its group, is its own. The command is killed when recette
// dies, and so does not go on alone; what it started itself is not.
func Run(cmd *exec.Cmd) (left []string, err error) {
	runtime.LockOSThread() // the kernel watches the thread that started it
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	if err := cmd.Start(); err != nil {
		return nil, &StartError{Err: err}
	}
	awaitExit(cmd)
	left = namesOf(relatives(cmd.Process.Pid, ""))
	killGroup(cmd.Process.Pid)
	return left, cmd.Wait() //nolint:wrapcheck // how the command ended
}
