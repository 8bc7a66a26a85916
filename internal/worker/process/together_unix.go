//go:build unix && !linux

package process

import (
	"errors"
	"os/exec"
)

// Run runs a command that Together prepared to its end. What still holds its output then was left behind, and is
// killed. There is no guard here: what a command started outlives it when recette is killed.
func Run(cmd *exec.Cmd, _ []string) (left []string, err error) {
	if err := cmd.Start(); err != nil {
		return nil, &StartError{Err: err}
	}
	err = cmd.Wait()
	if errors.Is(err, exec.ErrWaitDelay) {
		killGroup(cmd.Process.Pid)
		return []string{""}, nil
	}
	return nil, err //nolint:wrapcheck // how the command ended
}
