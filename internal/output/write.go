package output

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"recette/internal/durable"
)

// Write writes what a function gives: a file appears only when it is whole, a stream gets it as it comes. The error is
// a *Problem; an error of the function is its Err.
func (p *Place) Write(ctx context.Context, write func(io.Writer) error) error {
	if err := p.look(); err != nil {
		return err
	}
	if !p.Stream {
		return p.fault(durable.Write(p.Target, p.mode, write))
	}
	if err := p.pour(ctx, write); err != nil {
		return &Problem{Why: Broken, Path: p.Path, Err: err}
	}
	return nil
}

// Record writes a file that a journal must know: the content is durable first, then the journal says so, then the file
// takes its name. A refusal of the journal, which is given back as it is, leaves what was there. A stream cannot take
// its content back: it is kept in the file keep until the function that is returned has delivered it, which is called
// once nothing is held open any more. Other errors, and those of deliver, are a *Problem.
func (p *Place) Record(
	ctx context.Context, keep string, data []byte, record func() error,
) (deliver func() error, err error) {
	if err := p.look(); err != nil {
		return nil, err
	}
	target, mode := p.Target, p.mode
	if p.Stream {
		target, mode = keep, 0o600
	}
	s, err := durable.Stage(target, mode, durable.Bytes(data))
	if err != nil {
		return nil, p.fault(err)
	}
	if err := record(); err != nil {
		s.Discard()
		return nil, err
	}
	if err := s.Commit(); err != nil {
		return nil, faultAt(s.Temporary, err)
	}
	if !p.Stream {
		return func() error { return nil }, nil
	}
	return func() error {
		if err := p.pour(ctx, durable.Bytes(data)); err != nil {
			return &Problem{Why: Kept, Path: p.Path, Kept: keep, Err: err}
		}
		return faultAt(keep, os.Remove(keep))
	}, nil
}

// Append opens the place to add to what it holds.
func (p *Place) Append(ctx context.Context) (io.WriteCloser, error) {
	if p.Stream {
		w, err := p.open(ctx)
		return w, p.fault(err)
	}
	f, err := os.OpenFile(p.Target, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	return f, p.fault(err)
}

// pour opens the stream and writes to it. Both wait for whoever reads, and stop waiting when ctx ends.
func (p *Place) pour(ctx context.Context, write func(io.Writer) error) error {
	w, err := p.open(ctx)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16)
	return errors.Join(write(b), b.Flush(), w.Close())
}

func (p *Place) open(ctx context.Context) (io.WriteCloser, error) {
	if info, err := os.Stat(p.Path); err == nil && info.Mode().IsRegular() {
		return leftOpen{p.options.Stdout}, nil // opened again it would be written from its beginning
	}
	type result struct {
		f   *os.File
		err error
	}
	opened := make(chan result, 1)
	go func() {
		f, err := os.OpenFile(p.Path, os.O_WRONLY, 0)
		opened <- result{f, err}
	}()
	select {
	case r := <-opened:
		if r.err != nil {
			return nil, r.err
		}
		return poured{&waiting{ctx: ctx, w: r.f}, r.f}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type leftOpen struct{ io.Writer }

func (leftOpen) Close() error { return nil }

type poured struct {
	io.Writer
	io.Closer
}
