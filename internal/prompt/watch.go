package prompt

import (
	"os"
	"slices"
	"sync/atomic"
	"unicode/utf8"
)

// watch reads a terminal and notes whether it sent bytes that are no UTF-8, which the editor drops: what is left of
// such an answer must not pass for the answer.
type watch struct {
	*os.File
	tail []byte // of a character that came in part
	lost atomic.Bool
}

// Read implements io.Reader.
func (w *watch) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	data := slices.Concat(w.tail, p[:n])
	for len(data) > 0 && utf8.FullRune(data) {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			w.lost.Store(true)
		}
		data = data[size:]
	}
	w.tail = slices.Clone(data)
	return n, err
}
