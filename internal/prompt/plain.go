package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxTyped is the most that a terminal gives of one line, in bytes: the system keeps the beginning and drops the rest.
const maxTyped = 4095

// Plain asks at a terminal without moving the cursor: the terminal echoes and corrects, as it does for any program, and
// a screen reader reads each line once. A line that ends with a backslash goes on in the next one.
type Plain struct {
	in  *os.File
	out io.Writer
}

// NewPlain asks on the terminal in.
func NewPlain(in *os.File, out io.Writer) *Plain { return &Plain{in: in, out: out} }

// Ask implements Reader.
func (p *Plain) Ask(ctx context.Context, question string) (string, error) {
	forget(p.in)
	var lines []string
	for {
		line, err := p.line(ctx, question, func() {})
		if err != nil {
			return "", err
		}
		rest, more := strings.CutSuffix(line, `\`)
		lines = append(lines, rest)
		if !more {
			return whole(strings.Join(lines, "\n"))
		}
		question = ">"
	}
}

// line asks for one line: a terminal gives one a reading. After a pause of the process it calls again and asks once
// more: what was typed before the pause is lost.
func (p *Plain) line(ctx context.Context, question string, again func()) (string, error) {
	resumed, forgotten := pauses()
	defer forgotten()
	fmt.Fprint(p.out, question+" ")
	done := make(chan reading, 1)
	go func() {
		buf := make([]byte, maxTyped+1)
		n, err := p.in.Read(buf)
		done <- reading{string(buf[:n]), err}
	}()
	for {
		select {
		case r := <-done:
			switch {
			case errors.Is(r.err, io.EOF), r.err == nil && r.text == "":
				fmt.Fprintln(p.out)
				return "", ErrEnded
			case r.err != nil:
				return "", fmt.Errorf("read the terminal: %w", r.err)
			case len(r.text) >= maxTyped:
				return "", ErrCut
			}
			return strings.TrimRight(r.text, "\r\n"), nil
		case <-resumed:
			again()
			fmt.Fprint(p.out, question+" ")
		case <-ctx.Done():
			forget(p.in) // what was being typed is no command for the shell
			fmt.Fprintln(p.out)
			return "", ctx.Err()
		}
	}
}
