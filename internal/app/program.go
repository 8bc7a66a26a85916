package app

import (
	"fmt"
	"os"

	"recette/internal/worker/process"
)

// program names this very program, so that a cache never answers for another parser: its version, and the size and
// date of its file.
func program(version string) string {
	path, err := os.Executable()
	if err != nil {
		return version
	}
	info, err := os.Stat(path)
	if err != nil {
		return version
	}
	return fmt.Sprintf("%s-%d-%d", version, info.Size(), info.ModTime().UnixNano())
}

// Keeper runs this process as the keeper of a worker, or as the guard of a command, when its arguments ask for that and
// for no verb of a person's: recette stays with what it started. It gives the exit code.
func Keeper(args []string) (code int, asked bool) {
	switch {
	case len(args) > 1 && args[0] == process.KeeperVerb:
		return process.Keep(args[1:]), true
	case len(args) == 1 && args[0] == process.GuardVerb:
		return process.Guard(), true
	}
	return 0, false
}
