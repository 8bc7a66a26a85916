// Package git asks git about the files of a folder: the commit that holds what was read of them, their line ends, what
// they were. It answers nothing when there is no git or no repository. The package refuses to change anything, and to
// let the configuration of a repository run a program.
package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Folder is a folder that may lie in a repository.
type Folder struct {
	Dir     string
	Environ []string // "KEY=value"; variables that would point git at another repository are left out
}

// Ask asks git one question. ok is false without git, outside a repository, and when git has no answer.
func (f Folder) Ask(ctx context.Context, args ...string) (answer string, ok bool) {
	out, err := f.output(ctx, nil, args...)
	return strings.TrimSpace(string(out)), err == nil
}

// output is the answer of git as it is, to arguments and something to read.
func (f Folder) output(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	var out bytes.Buffer
	err := f.stream(ctx, in, func(r io.Reader) error {
		_, err := out.ReadFrom(r)
		return err
	}, args...)
	return out.Bytes(), err
}

// stream gives the answer of git to read, as it comes. An error of read ends git, and is returned.
func (f Folder) stream(ctx context.Context, in io.Reader, read func(io.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "-C", f.Dir}, args...)...)
	for _, kv := range f.Environ {
		if !strings.HasPrefix(kv, "GIT_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_LITERAL_PATHSPECS=1", "LC_ALL=C")
	cmd.Stdin = in
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	unread := read(out)
	if unread != nil {
		cancel()
	}
	if err = cmd.Wait(); unread != nil {
		err = unread
	}
	if err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	return nil
}

// LineEnds asks git, once for all, which line ends it gives to files when it checks them out: "lf" or "crlf", by path.
func (f Folder) LineEnds(ctx context.Context, paths []string) map[string]string {
	const lf, crlf = "lf", "crlf"
	ends := map[string]string{}
	list := strings.NewReader(strings.Join(paths, "\x00"))
	out, err := f.output(ctx, list, "check-attr", "-z", "--stdin", "text", "eol")
	if err != nil {
		return ends
	}
	auto, _ := f.Ask(ctx, "config", "--get", "core.autocrlf")
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+2 < len(fields); i += 3 {
		path, attribute, value := fields[i], fields[i+1], fields[i+2]
		switch {
		case attribute == "eol" && (value == lf || value == crlf):
			ends[path] = value
		case attribute == "text" && value != "unset" && auto == "true" && ends[path] == "":
			ends[path] = crlf
		}
	}
	return ends
}
