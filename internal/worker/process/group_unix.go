//go:build unix

package process

import (
	"os/exec"
	"syscall"
	"time"
)

// Together makes a command, and all that it starts in its process group, go when its context ends.
func Together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
}
