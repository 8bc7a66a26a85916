package app

import (
	"fmt"
	"os"
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
