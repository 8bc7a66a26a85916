package cli

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"recette/internal/format"
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

// optionsFor adds to the options what .editorconfig and git say of a file. recette.yaml comes first.
func (f *formatting) optionsFor(path string) (format.Options, error) {
	o := f.options
	full, err := filepath.Abs(f.onDisk(path))
	if err != nil {
		return o, fail("file", err, path)
	}
	indent, eol, err := f.finder.Layout(filepath.ToSlash(full))
	if err != nil {
		return o, fail("editorconfig", err, path)
	}
	if o.Indent == 0 {
		o.Indent = indent
	}
	if o.EOL = eol; eol == "" {
		o.EOL = f.ends[path]
	}
	return o, nil
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
