package cli

import (
	"context"
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

// lineEnds asks git, once for all files, which line ends it gives to the files of the project when it checks them out.
// Outside a repository, or without git, nothing is known.
func (f *formatting) lineEnds(ctx context.Context, paths []string) map[string]string {
	ends := map[string]string{}
	list := strings.NewReader(strings.Join(paths, "\x00"))
	out, err := f.gitOutput(ctx, f.project, list, "check-attr", "-z", "--stdin", "text", "eol")
	if err != nil {
		return ends
	}
	auto, _ := f.git(ctx, f.project, "config", "--get", "core.autocrlf")
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+2 < len(fields); i += 3 {
		path, attribute, value := fields[i], fields[i+1], fields[i+2]
		switch {
		case attribute == "eol" && (value == format.LF || value == format.CRLF):
			ends[path] = value
		case attribute == "text" && value != "unset" && auto == "true" && ends[path] == "":
			ends[path] = format.CRLF
		}
	}
	return ends
}
