package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"recette/internal/bounded"
	"recette/internal/journal"
	"recette/internal/store"
)

// KeepBeside implements store.Engine. A checkpoint that is not fresh may be in the file already, or may not: a crash or
// a full disk can come between the database and the file.
func (w *writer) KeepBeside(ctx context.Context, signed journal.Signed, fresh bool) error {
	c := store.StoredCheckpoint{Size: signed.Size, Verifier: signed.Verifier, Note: signed.Note}
	path := w.opts.beside(checkpointsFile)
	if w.opts.Restore {
		if err := w.setAside(ctx); err != nil {
			return err
		}
	}
	if !fresh {
		kept, err := readCheckpoints(path)
		if err != nil || slices.Contains(kept, c) {
			return err
		}
	}
	line, err := lineOfCheckpoint(c)
	if err != nil {
		return err
	}
	return appendDurably(path, line)
}

func lineOfCheckpoint(c store.StoredCheckpoint) ([]byte, error) {
	line, err := json.Marshal(c)
	return append(line, '\n'), err
}

// readCheckpoints reads the signed heads kept beside the database. A line that is not one gives a checkpoint without a
// note, which is then reported: a power cut can tear the last line, and so can a hand.
func readCheckpoints(path string) ([]store.StoredCheckpoint, error) {
	f, err := bounded.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	var out []store.StoredCheckpoint
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		var c store.StoredCheckpoint
		if json.Unmarshal([]byte(line), &c) != nil {
			c = store.StoredCheckpoint{}
		}
		out = append(out, c)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		// no checkpoint is that long, and nobody can tell what follows
		return append(out, store.StoredCheckpoint{}), nil
	case err != nil:
		return out, fmt.Errorf("read %s: %w", path, err)
	}
	return out, nil
}

// lastCheckpoint gives the last signed head that is kept beside the database, zero when there is none or it was torn.
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
	end := make([]byte, min(info.Size(), 8<<10)) // a line takes a few hundred bytes
	if _, err := f.ReadAt(end, info.Size()-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
		return c, err
	}
	lines := strings.Split(strings.TrimRight(string(end), "\n"), "\n")
	if json.Unmarshal([]byte(lines[len(lines)-1]), &c) != nil {
		return store.StoredCheckpoint{}, nil
	}
	return c, nil
}
