package sqlite

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// mostTorn is how many lines that cannot be read are held to the heads of the database: so many accidents are none.
const mostTorn = 1000

// torn tells appends that were cut short from what somebody wrote. The process that appends a signed head to the file
// beside the database may be killed, and the power may go, in the middle of the line: what stays is the beginning of
// the line of a head that the database holds, since it has a head first, and that no line before is. A file system may
// have given the line its room and not its bytes: NUL then stands for them. Such a line hides nothing. What the line of
// a head that the database lost was cut down to is none of these, or says no more than a line that is not there.
type torn struct {
	held func() ([][]byte, error) // the lines of the heads that the database holds, asked for at the first doubt

	lines  [][]byte
	asked  bool
	before map[string]bool // the lines that were met
	met    int             // of those that cannot be read
}

// next looks at the next line of the file. It gives the whole line of which it is the beginning, nil when it is none.
func (t *torn) next(l *keptLine) (whole []byte, err error) {
	if l.readable() {
		t.before[string(l.text)+"\n"] = true
		return nil, nil
	}
	if t.met++; t.met > mostTorn || l.text == nil {
		return nil, nil
	}
	return t.whole(l.text)
}

// whole gives the line that a text is the beginning of: the first of those that were not met. A line may lack its end
// alone.
func (t *torn) whole(text []byte) (_ []byte, err error) {
	if !t.asked {
		if t.lines, err = t.held(); err != nil {
			return nil, err
		}
		t.asked = true
	}
	for _, line := range t.lines {
		if len(text) <= len(line) && bytes.HasPrefix(line, written(text)) && !t.before[string(line)] {
			return line, nil
		}
	}
	return nil, nil
}

// written is the part of a line that reached the disk.
func written(text []byte) []byte { return bytes.TrimRight(text, "\x00") }

// appendLines adds lines to a file that only grows, unless they are among its last bytes, look of them. A last line
// that was torn is completed: held gives the lines that it may be the beginning of. One that is the beginning of none
// of them stays, alone on its line.
func appendLines(path string, lines [][]byte, look int64, held func() ([][]byte, error)) (err error) {
	f, err := openAlone(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }() // and lets go of it
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	end, err := readEnding(f, size, look, held)
	if err != nil {
		return err
	}
	added := end.missing
	for _, line := range lines {
		if !end.there[string(line)] {
			added = append(added, line...)
		}
	}
	switch {
	case end.room > 0:
		err = fillRoom(path, size-end.room, added)
	case len(added) > 0:
		_, err = f.Write(added)
	}
	if err = errors.Join(err, f.Sync()); err == nil && size == 0 {
		err = durable.SyncDir(filepath.Dir(path))
	}
	return err
}

// ending is how a file of lines ends.
type ending struct {
	there   map[string]bool // the lines that were looked at
	room    int64           // how many bytes of the last line are to be written over, none of which was ever written
	missing []byte          // what its last line lacks
}

func readEnding(f io.ReaderAt, size, look int64, held func() ([][]byte, error)) (e ending, err error) {
	last := []byte{'\n'}
	if size > 0 {
		if _, err := f.ReadAt(last, size-1); err != nil {
			return e, err
		}
	}
	ended := last[0] == '\n'
	if !ended {
		look = bounded.Own // what was torn is what does not stand before
	}
	lines, err := endOf(f, size, look)
	if err != nil {
		return e, err
	}
	var text []byte
	if n := len(lines); !ended && n > 0 {
		lines, text = lines[:n-1], lines[n-1]
	}
	t := torn{held: held, before: map[string]bool{}}
	for _, line := range lines {
		t.before[string(line)] = true
	}
	e.there = t.before
	if ended {
		return e, nil
	}
	whole, err := t.whole(text)
	if err != nil || whole == nil {
		e.missing = []byte{'\n'}
		return e, err
	}
	t.before[string(whole)] = true
	e.room = int64(len(text) - len(written(text)))
	e.missing = bytes.Clone(whole[len(written(text)):])
	return e, nil
}

// fillRoom writes what was never written where a file system has made room for it.
func fillRoom(path string, at int64, data []byte) error {
	f, err := openSide(path, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, at)
	return errors.Join(err, f.Close())
}

// openAlone opens a file beside the database for appending, while no other process does: what another has begun to
// append is not torn.
func openAlone(path string) (*os.File, error) {
	for {
		f, err := openSide(path, os.O_APPEND)
		if err != nil {
			return nil, err
		}
		if err := lockSoon(f, outsideTries); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		mine, err1 := f.Stat()
		there, err2 := os.Lstat(path)
		switch err := errors.Join(err1, err2); {
		case err != nil:
			return nil, errors.Join(err, f.Close())
		case os.SameFile(mine, there):
			return f, nil
		}
		if err := f.Close(); err != nil { // another process put another file in its place meanwhile
			return nil, err
		}
	}
}
