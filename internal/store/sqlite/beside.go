package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/jmoiron/sqlx"

	"recette/internal/bounded"
	"recette/internal/journal"
	"recette/internal/store"
)

const (
	longestLine = 1 << 20  // no signed head takes that much, and nobody can tell what follows
	lastLines   = 64 << 10 // where the last signed head is looked for: a line takes a few hundred bytes
)

// KeepBeside implements store.Engine. A checkpoint that is not fresh may be in the file already, or may not: a crash or
// a full disk can come between the database and the file.
func (w *writer) KeepBeside(ctx context.Context, signed journal.Signed, fresh bool) error {
	c := store.StoredCheckpoint{Size: signed.Size, Verifier: signed.Verifier, Note: signed.Note}
	if w.opts.Restore {
		if err := w.setAside(ctx); err != nil {
			return err
		}
	}
	line, err := lineOfCheckpoint(c)
	if err != nil {
		return err
	}
	look := int64(lastLines) // another process may have been asked for the same head, and been faster
	if !fresh {
		look = bounded.Own
	}
	return appendLines(w.opts.beside(checkpointsFile), [][]byte{line}, look, func() ([][]byte, error) {
		return heldLines(w.held(ctx))
	})
}

// held gives the signed heads that the database holds.
func (w *writer) held(ctx context.Context) (out []store.StoredCheckpoint, err error) {
	err = sqlx.SelectContext(
		ctx, w.conn, &out, `SELECT size, verifier, note, root FROM checkpoint ORDER BY size, verifier`,
	)
	return out, classify(err)
}

func lineOfCheckpoint(c store.StoredCheckpoint) ([]byte, error) {
	line, err := json.Marshal(c)
	return append(line, '\n'), err
}

// heldLines gives the lines of the signed heads that the database holds, in its order.
func heldLines(held []store.StoredCheckpoint, err error) ([][]byte, error) {
	lines := make([][]byte, len(held))
	for i := range held {
		if err == nil {
			lines[i], err = lineOfCheckpoint(held[i])
		}
	}
	return lines, err
}

// keptLine is a line of the file of the signed heads, without its end. One that cannot be read has no note, and no text
// when it is longer than any line.
type keptLine struct {
	store.StoredCheckpoint
	text []byte
}

func (l *keptLine) readable() bool { return l.Note != "" }

func readLine(text []byte) keptLine {
	l := keptLine{text: text}
	if json.Unmarshal(bytes.TrimSpace(text), &l.StoredCheckpoint) != nil {
		l.StoredCheckpoint = store.StoredCheckpoint{}
	}
	return l
}

// readLines reads the file of the signed heads. Blank lines say nothing.
func readLines(path string) (out []keptLine, err error) {
	f, err := bounded.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	for in := bufio.NewReaderSize(f, longestLine); ; {
		text, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return append(out, keptLine{}), nil
		}
		if len(bytes.TrimSpace(text)) > 0 {
			out = append(out, readLine(bytes.Clone(bytes.TrimSuffix(text, []byte{'\n'}))))
		}
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return out, fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// checkpointsBeside gives the signed heads that are kept beside the database. A line that is not one gives a checkpoint
// without a note, which is then reported, unless it is an append that was cut short: held gives the heads that the
// database holds, asked for after the file was read, since it has a head first.
func checkpointsBeside(path string, held func() ([][]byte, error)) ([]store.StoredCheckpoint, error) {
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	t := torn{held: held, before: map[string]bool{}}
	var out []store.StoredCheckpoint
	for i := range lines {
		whole, err := t.next(&lines[i])
		if err != nil {
			return nil, err
		}
		if whole == nil {
			out = append(out, lines[i].StoredCheckpoint)
		}
	}
	return out, nil
}

// lastCheckpoint gives the last signed head that can be read of those that are kept beside the database, zero when
// there is none near the end. What follows it may be torn, by an accident or by a hand: the verification tells which.
func lastCheckpoint(path string) (c store.StoredCheckpoint, err error) {
	f, err := bounded.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return c, err
	}
	lines, err := endOf(f, info.Size(), lastLines)
	if err != nil {
		return c, fmt.Errorf("read %s: %w", path, err)
	}
	for _, line := range slices.Backward(lines) {
		if l := readLine(line); l.readable() {
			return l.StoredCheckpoint, nil
		}
	}
	return c, nil
}

// endOf gives the lines of the last bytes of a file, the last one without its end when it has none. A line that begins
// before them is left out.
func endOf(f io.ReaderAt, size, most int64) ([][]byte, error) {
	end := make([]byte, min(size, most))
	if n, err := f.ReadAt(end, size-int64(len(end))); n < len(end) {
		return nil, err
	}
	lines := bytes.SplitAfter(end, []byte{'\n'})
	if int64(len(end)) < size {
		lines = lines[1:]
	}
	if n := len(lines); n > 0 && len(lines[n-1]) == 0 {
		lines = lines[:n-1]
	}
	return lines, nil
}
