package pdf

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
)

// sink passes a file on while it is written.
type sink struct {
	w   io.Writer
	n   int       // bytes passed
	sum hash.Hash // of them
}

func newSink(w io.Writer) *sink { return &sink{w: w, sum: sha256.New()} }

// identifier makes the identifier of the file from what was passed.
func (s *sink) identifier() []byte { return s.sum.Sum(nil)[:idSize] }

// offset is where in the file the next byte stands.
func (w *writer) offset() int {
	if w.sink == nil {
		return len(w.out)
	}
	return w.sink.n + len(w.out)
}

// flush passes on what was written, when there is where to.
func (w *writer) flush() {
	if w.sink != nil {
		w.pass(w.out)
		w.out = w.out[:0]
	}
}

func (w *writer) pass(b []byte) {
	if w.err != nil {
		return
	}
	_, _ = w.sink.sum.Write(b)
	w.sink.n += len(b)
	if _, err := w.sink.w.Write(b); err != nil {
		w.err = fmt.Errorf("write: %w", err)
	}
}
