package cli

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"
)

var errRange = errors.New("malformed range")

// lineRange reads "12-40" or "12".
func lineRange(s string) (first, last int, err error) {
	from, to, both := strings.Cut(s, "-")
	if !both {
		to = from
	}
	first, err = strconv.Atoi(from)
	if err != nil {
		return 0, 0, errRange
	}
	if last, err = strconv.Atoi(to); err != nil || first < 1 || last < first {
		return 0, 0, errRange
	}
	return first, last, nil
}

// onDisk is where a file lies. A text on standard input lies where --stdin-path says, else in the folder at hand.
func (f *formatting) onDisk(path string) string {
	switch {
	case !f.stdin:
		return filepath.Join(f.project.Root, filepath.FromSlash(path))
	case path == "-":
		return f.path("-.feature")
	}
	return f.path(path)
}
