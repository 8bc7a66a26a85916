package output

import (
	"context"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// Watched is an output that remembers its first error: a full disk behind a pipe must not pass for success.
type Watched struct {
	Err error
	w   io.Writer
}

// Watch watches an output.
func Watch(w io.Writer) *Watched { return &Watched{w: w} }

// Write implements io.Writer.
func (o *Watched) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil && o.Err == nil {
		o.Err = err
	}
	return n, err
}

// lastWords is how long an output that somebody else must read may keep a verb that was asked to stop: enough to say
// what was recorded, to a reader who still reads.
const lastWords = time.Second

// waiting is an output that waits for its reader, and stops waiting when the verb is asked to stop: a pipe that is
// full, or that nobody opens, would make it deaf to the signal.
type waiting struct {
	ctx   context.Context //nolint:containedctx // that of the verb whose output it is
	w     io.Writer
	grace time.Duration

	mu     sync.Mutex
	buffer []byte
	broken error
}

// Write implements io.Writer. Once it gave up it writes nothing more: the write that it left behind may still end.
func (p *waiting) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken != nil {
		return 0, p.broken
	}
	type result struct {
		n   int
		err error
	}
	p.buffer = append(p.buffer[:0], data...) // the caller may change its own once we return
	done := make(chan result, 1)
	go func(text []byte) {
		n, err := p.w.Write(text)
		done <- result{n, err}
	}(p.buffer)
	select {
	case r := <-done:
		return r.n, r.err
	case <-p.ctx.Done():
	}
	last := time.NewTimer(p.grace)
	defer last.Stop()
	select {
	case r := <-done:
		return r.n, r.err
	case <-last.C:
		p.broken = p.ctx.Err()
		return 0, p.broken
	}
}

// Awaited gives an output of the process the patience that it needs: none for a file, and none for what is no file.
func Awaited(ctx context.Context, w io.Writer) io.Writer {
	f, ok := w.(*os.File)
	if !ok {
		return w
	}
	if info, err := f.Stat(); err != nil || info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeCharDevice) == 0 {
		return w
	}
	return &waiting{ctx: ctx, w: w, grace: lastWords}
}

// File gives the file behind an output, nil when there is none.
func File(w any) *os.File {
	for {
		switch o := w.(type) {
		case *Watched:
			w = o.w
		case *waiting:
			w = o.w
		case *os.File:
			return o
		default:
			return nil
		}
	}
}
