//go:build unix && !linux

package process

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// processAttributes puts a worker in a process group of its own. That recette dies, it hears from the end of the
// requests alone.
func processAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// awaitExit waits until a child has ended. There is no portable way to do so without reaping it.
func awaitExit(cmd *exec.Cmd) { _ = cmd.Wait() }

func newMarker(*os.File) (string, error) { return fmt.Sprintf("RECETTE_WORKER=%d", os.Getpid()), nil }

// newBox makes a file without a name.
func newBox() (*os.File, error) {
	f, err := os.CreateTemp("", "recette-box-")
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

// killGroup kills a process group.
func killGroup(pgid int) { _ = syscall.Kill(-pgid, syscall.SIGKILL) }

// killFamily kills the group of a worker. A child that left the group is beyond reach here.
func killFamily(pgid int, _ string) error {
	killGroup(pgid)
	return nil
}
