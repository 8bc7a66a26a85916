// Package git asks git about the files of a folder: the commit that holds what was read of them, their line ends, what
// they were. It answers nothing when there is no git or no repository. The package refuses to change anything, and to
// let the configuration of a repository run a program.
package git

import (
	"bytes"
	"context"
	"errors"
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

var (
	// ErrAbsent says that there is no git, or that the folder is in no repository.
	ErrAbsent = errors.New("no git repository")
	// ErrNone says that the repository has nothing of the kind.
	ErrNone = errors.New("not in the git repository")
	// ErrFailed is the parent of every *gitError.
	ErrFailed = errors.New("git failed")
)

// gitError is what git said instead of an answer.
type gitError struct {
	Question string // the subcommand
	Said     string
	Err      error
}

func (e *gitError) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("git %s: %v", e.Question, e.Err)
	}
	return fmt.Sprintf("git %s: %s", e.Question, e.Said)
}

// Unwrap gives ErrFailed and the cause.
func (e *gitError) Unwrap() []error { return []error{ErrFailed, e.Err} }

// Ask asks git one question. The error is ErrAbsent, ErrNone when git has no answer and says no word, that of ctx, or
// a *gitError.
func (f Folder) Ask(ctx context.Context, args ...string) (string, error) {
	out, err := f.output(ctx, nil, args...)
	return strings.TrimSpace(string(out)), err
}

// maxAnswer bounds an answer that is not read as it comes, in bytes; maxSaid what git says of an error.
const (
	maxAnswer = 16 << 20
	maxSaid   = 4 << 10
)

// output is the answer of git as it is, to arguments and something to read.
func (f Folder) output(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	var out bytes.Buffer
	err := f.stream(ctx, in, func(r io.Reader) error {
		n, err := out.ReadFrom(io.LimitReader(r, maxAnswer+1))
		if err == nil && n > maxAnswer {
			err = &sizeError{maxAnswer}
		}
		return err
	}, args...)
	return out.Bytes(), err
}

// stream gives the answer of git to read, as it comes. An error of read ends git, and is returned.
func (f Folder) stream(ctx context.Context, in io.Reader, read func(io.Reader) error, args ...string) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(inner, "git", append([]string{
		"-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-C", f.Dir,
	}, args...)...)
	for _, kv := range f.Environ {
		if !strings.HasPrefix(kv, "GIT_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	// What a repository lacks is not fetched from elsewhere either: its configuration says by which program.
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_LITERAL_PATHSPECS=1", "LC_ALL=C")
	said := said{}
	cmd.Stdin, cmd.Stderr = in, &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%w: %w", ErrAbsent, err)
	}
	if err != nil {
		return &gitError{Question: args[0], Err: err}
	}
	unread := read(out)
	if unread != nil {
		cancel()
	}
	err = cmd.Wait()
	text := strings.TrimSpace(string(said))
	exit, ended := errors.AsType[*exec.ExitError](err)
	spoke := text != "" && ended && exit.ExitCode() > 0 // and was not ended
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("git %s: %w", args[0], ctx.Err())
	case err == nil && unread == nil:
		return nil
	case unread != nil && !spoke:
		return fmt.Errorf("git %s: %w", args[0], unread)
	case spoke && strings.Contains(text, "not a git repository"):
		return ErrAbsent
	case text == "" && ended && exit.ExitCode() > 0:
		return fmt.Errorf("%w: git %s: %w", ErrNone, args[0], err)
	}
	return &gitError{Question: args[0], Said: text, Err: err}
}

// said keeps the beginning of what git says of an error.
type said []byte

func (s *said) Write(b []byte) (int, error) {
	*s = append(*s, b[:min(len(b), maxSaid-len(*s))]...)
	return len(b), nil
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
