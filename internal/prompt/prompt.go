// Package prompt asks a person one question at a time and gives the answer as it was typed. Behind a pipe an answer is
// a line. At a terminal it is what a line editor gives: a pasted text is one answer, line ends included, keys that move
// are not stored, and what was typed before the question was shown is not taken for its answer. The package refuses to
// know what is asked, and what an answer means.
package prompt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Reader asks questions. It is used by one goroutine.
type Reader interface {
	// Ask prints the question and waits for the answer. It returns ErrEnded when no answer will come, ErrCut when the
	// answer could not be read whole, and the error of ctx when that ends first.
	Ask(ctx context.Context, question string) (string, error)
}

// The ends of a question that are no answer.
var (
	ErrEnded = errors.New("end of input")
	ErrCut   = errors.New("the answer could not be read whole")
)

// maxLine bounds a line that comes through a pipe, in bytes.
const maxLine = 1 << 20

// Pipe takes each line of a stream for an answer. Lines are read in the background, so that a question can be left by a
// signal.
type Pipe struct {
	out   io.Writer
	lines <-chan reading
}

// reading is what one reading gave: a text, or why there is none.
type reading struct {
	text string
	err  error
}

// NewPipe reads from r until ctx ends, and prints questions on out.
func NewPipe(ctx context.Context, r io.Reader, out io.Writer) *Pipe {
	lines := make(chan reading)
	go func() {
		defer close(lines)
		b := bufio.NewReaderSize(r, maxLine)
		for {
			line := next(b)
			select {
			case lines <- line:
			case <-ctx.Done():
				return
			}
			if line.err != nil && !errors.Is(line.err, ErrCut) {
				return
			}
		}
	}()
	return &Pipe{out: out, lines: lines}
}

// next reads a line, to its end be it too long to be kept.
func next(b *bufio.Reader) reading {
	line, err := b.ReadSlice('\n')
	cut := errors.Is(err, bufio.ErrBufferFull)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = b.ReadSlice('\n')
	}
	switch {
	case cut:
		return reading{err: ErrCut}
	case len(line) > 0:
		return reading{text: strings.TrimRight(string(line), "\r\n")}
	case errors.Is(err, io.EOF):
		return reading{err: ErrEnded}
	}
	return reading{err: fmt.Errorf("read the answers: %w", err)}
}

// Ask implements Reader.
func (p *Pipe) Ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(p.out, question+" ")
	select {
	case line, ok := <-p.lines:
		if !ok {
			line.err = ErrEnded
		}
		if line.err != nil {
			fmt.Fprintln(p.out)
		}
		return line.text, line.err
	case <-ctx.Done():
		fmt.Fprintln(p.out)
		return "", ctx.Err()
	}
}
