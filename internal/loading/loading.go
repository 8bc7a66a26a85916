// Package loading runs the command by which a data set is loaded, or put back, in an environment: a program and its
// arguments, without a shell, in a process group of its own that is killed when its time is over. It refuses to know
// what the command does, who may ask for it and what is recorded of it.
package loading

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"recette/internal/secret"
	"recette/internal/worker/process"
)

// defaultTimeout is how long a command may run when its file does not say.
const defaultTimeout = 2 * time.Minute

// maxLog bounds what is kept of what a command prints, in bytes: its first and its last part.
const maxLog = 1 << 20

// Place is where a data set is loaded: what a command is told of it, in its arguments and in its environment.
type Place struct {
	URL         string // RECETTE_ENV_URL; it may hold a password
	Shown       string // {url}: the same, for anybody to read
	Environment string // {environment}, RECETTE_ENV_NAME
	Build       string // {build}, RECETTE_BUILD
	Set         string // {set}, RECETTE_DATA_SET
	File        string // {file}, RECETTE_DATA_FILE: relative to the project
}

// Command is what to run.
type Command struct {
	Words   []string // program and arguments, tokens of Place in braces
	Dir     string   // the project
	Timeout time.Duration
	Environ []string // recette's own environment: only what a program needs of it is passed on
	Env     []string // variables "NAME=value" beside, passed on whatever their name
	Secrets *secret.Masker
	Print   io.Writer // gets what the command prints as it comes, secrets hidden; may be nil
	Now     func() time.Time
	// Guard is how this program is called to end all that the command started when recette is killed: the name under
	// which it was called, and process.GuardVerb. Nothing: that goes on alone.
	Guard []string
}

// End is how a command ended.
type End struct {
	Outcome Outcome
	Exit    int // exit status; -1 when it has none
	Took    time.Duration
	Log     []byte // what it printed, secrets hidden
	Left    int    // processes that it left running, which were killed: nobody knows what they still had to do
}

// Outcome is what became of a command.
type Outcome string

// The outcomes of a command. Only one of them loaded something.
const (
	Done    Outcome = "done"
	Failed  Outcome = "failed"
	TimeOut Outcome = "timeout" // it was killed with all of its group
	// Interrupted is a command that was killed because its caller stopped: nobody knows what it did.
	Interrupted Outcome = "interrupted"
)

// ErrStart says that the program could not be started: nothing was done.
var ErrStart = errors.New("start the command")

// Run runs a command to its end, to the end of its time, or to that of ctx. Its error is under ErrStart: nothing was
// done. A command that leaves something running has failed: that was killed.
func Run(ctx context.Context, c Command, at Place) (End, error) {
	words := at.words(c.Words)
	timed, cancel := context.WithTimeout(ctx, cmp.Or(c.Timeout, defaultTimeout))
	defer cancel()
	cmd := exec.CommandContext(timed, words[0], words[1:]...)
	process.Together(cmd)
	cmd.Dir, cmd.Env = c.Dir, slices.Concat(process.Passed(c.Environ), c.Env, at.environ())
	log := &log{mask: c.Secrets.Stream(), print: c.Print}
	cmd.Stdout, cmd.Stderr = log, log
	begun := c.Now()
	left, err := process.Run(cmd, c.Guard)
	if e, unstarted := errors.AsType[*process.StartError](err); unstarted {
		return End{}, fmt.Errorf("%w: %w", ErrStart, e.Err)
	}
	end := End{Took: c.Now().Sub(begun), Log: log.end(), Exit: cmd.ProcessState.ExitCode()}
	end.Outcome, end.Left = outcome(err, ctx.Err(), timed.Err(), len(left))
	return end, nil
}

// outcome says what became of a command that was started, and how many processes it left: err is how it ended, caller
// and timed why it was told to. What still dies of the signal that ended the whole group was not left by the command.
func outcome(err, caller, timed error, left int) (Outcome, int) {
	switch {
	case err == nil && left > 0:
		return Failed, left
	case err == nil:
		return Done, 0
	case caller != nil:
		return Interrupted, 0
	case timed != nil:
		return TimeOut, 0
	default:
		return Failed, left
	}
}

// words puts what is known of the place into the arguments. Anybody on the machine reads those of a program while it
// runs: a password stays in its environment.
func (p Place) words(words []string) []string {
	fill := strings.NewReplacer(
		"{url}", p.Shown, "{environment}", p.Environment, "{build}", p.Build, "{set}", p.Set, "{file}", p.File,
	)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fill.Replace(w)
	}
	return out
}

func (p Place) environ() []string {
	return []string{
		"RECETTE_ENV_URL=" + p.URL, "RECETTE_ENV_NAME=" + p.Environment, "RECETTE_BUILD=" + p.Build,
		"RECETTE_DATA_SET=" + p.Set, "RECETTE_DATA_FILE=" + p.File,
	}
}

// log keeps the first and the last part of what is printed. Both streams of a command write to it, one at a time.
type log struct {
	mask  *secret.Stream
	print io.Writer
	head  []byte
	tail  []byte // the last bytes, the oldest at next once it is full
	next  int
	cut   int64
}

// Write never fails: a command must not wait for whoever watches it.
func (l *log) Write(b []byte) (int, error) {
	l.add(l.mask.Add(b))
	return len(b), nil
}

func (l *log) add(b []byte) {
	if l.print != nil && len(b) > 0 {
		_, _ = l.print.Write(b) // what it makes of it is its own affair
	}
	n := min(len(b), maxLog/2-len(l.head))
	l.head, b = append(l.head, b[:n]...), b[n:]
	if n = min(len(b), maxLog/2-len(l.tail)); n > 0 {
		l.tail, b = append(l.tail, b[:n]...), b[n:]
	}
	l.cut += int64(len(b))
	for len(b) > 0 {
		n = copy(l.tail[l.next:], b)
		l.next, b = (l.next+n)%len(l.tail), b[n:]
	}
}

func (l *log) end() []byte {
	l.add(l.mask.Flush())
	out := slices.Clone(l.head)
	if l.cut > 0 {
		out = fmt.Appendf(out, "\n[… %d …]\n", l.cut)
	}
	out = append(append(out, l.tail[l.next:]...), l.tail[:l.next]...)
	return []byte(strings.ToValidUTF8(string(out), "\uFFFD"))
}
