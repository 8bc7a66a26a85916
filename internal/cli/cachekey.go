package cli

import (
	"fmt"
	"os"
)

// cacheVersion names this very program, so that a cache never answers for another parser: its version, and the size and
// date of its file.
func cacheVersion() string {
	path, err := os.Executable()
	if err != nil {
		return Version
	}
	info, err := os.Stat(path)
	if err != nil {
		return Version
	}
	return fmt.Sprintf("%s-%d-%d", Version, info.Size(), info.ModTime().UnixNano())
}
