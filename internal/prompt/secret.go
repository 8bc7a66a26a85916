package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Secret asks on the terminal in for what nobody may read over a shoulder: nothing of the answer shows, from before the
// question does. The terminal is as it was before, whatever ends the question. Its errors are those of Reader.
func Secret(ctx context.Context, in *os.File, out io.Writer, question string) (answer []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	show, err := hide(in)
	if err != nil {
		return nil, fmt.Errorf("ask on the terminal: %w", err)
	}
	defer func() { err = errors.Join(err, show()) }()
	p := &Plain{in: in, out: out}
	line, err := p.line(ctx, question, func() { _, _ = hide(in) }) // a shell that resumes us makes the terminal echo
	if err == nil {
		fmt.Fprintln(out)
	}
	return []byte(line), err
}
