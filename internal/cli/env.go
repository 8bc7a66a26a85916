// Package cli is the command line: one file a verb, and a printer for what the verb found. It gathers what the other
// packages need, calls them, and turns their errors into one sentence, one hint and an exit code in the reader's
// language. It refuses to hold rules of the trade: those live in the kernel and in the packages that it calls.
package cli

import (
	"io"
	"io/fs"
	"strings"
	"time"

	"golang.org/x/term"

	"recette/internal/output"
	lines "recette/internal/term"
)

// Env is the outside world. Nothing else in the product looks at arguments, environment, streams, clock or randomness.
type Env struct {
	Args    []string // without the program's name
	Self    string   // the program's name as it was called; empty when it cannot call itself again
	Environ []string // "KEY=value"
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Rand    io.Reader
	Tree    func(root string) fs.FS // gives the folder of a project to who reads its texts; nil: that of the disk
}

// getenv gives the value of an environment variable, or nothing. The last one wins, as for the shell.
func (e Env) getenv(key string) string {
	value := ""
	for _, kv := range e.Environ {
		if v, ok := strings.CutPrefix(kv, key+"="); ok {
			value = v
		}
	}
	return value
}

// terminal reports whether w is a terminal that a person looks at.
func terminal(w any) bool {
	f := output.File(w)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// page is an output that a person reads: at a terminal its lines break between words.
func page(w io.Writer) io.Writer {
	if terminal(w) {
		return &paged{w: w, width: func() int { return widthOf(w) }}
	}
	return w
}

// widthOf gives how many columns the terminal behind an output has now, 0 when there is none.
func widthOf(w any) int {
	f := output.File(w)
	if f == nil {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// paged breaks the lines of what is written whole, in one call, to the width that the terminal has then.
type paged struct {
	w     io.Writer
	width func() int
}

// Write implements io.Writer.
func (p *paged) Write(data []byte) (int, error) {
	text := string(data)
	if width := p.width(); width > 0 {
		text = lines.Wrap(text, width)
	}
	if _, err := io.WriteString(p.w, text); err != nil {
		return 0, err
	}
	return len(data), nil
}

// now is the present instant, in UTC, cut to the millisecond that the journal keeps.
func (e Env) now() time.Time { return e.Now().UTC().Truncate(time.Millisecond) }
