package protocol

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// memory is a file in memory that refuses no write, and cuts each at limit when that is positive.
type memory struct {
	b     []byte
	limit int
}

func (m *memory) WriteAt(p []byte, at int64) (int, error) {
	if m.limit > 0 && len(p) > m.limit {
		p = p[:m.limit]
	}
	if need := int(at) + len(p); need > len(m.b) {
		m.b = append(m.b, make([]byte, need-len(m.b))...)
	}
	return copy(m.b[at:], p), nil
}

func (m *memory) ReadAt(p []byte, at int64) (int, error) { return bytes.NewReader(m.b).ReadAt(p, at) }

// refusing is a writer that takes some bytes and then fails.
type refusing struct {
	takes int
	err   error
}

func (r *refusing) Write(p []byte) (int, error) {
	n := min(len(p), r.takes)
	r.takes -= n
	if n < len(p) {
		return n, r.err
	}
	return n, nil
}

// TestBox: the box gives what the stream did not, from the byte on at which it stopped, and nothing else.
func TestBox(t *testing.T) {
	reply := &Reply{ID: 1, StepEnd: &StepEnd{Index: 3, Outcome: OutcomePassed}}
	line := func() string {
		var b bytes.Buffer
		e := NewEncoder(&b)
		if err := errors.Join(e.Reply(reply), e.Flush()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}()
	size := int64(len(line))
	kept := func(limit int) *memory {
		m, e := &memory{limit: limit}, NewEncoder(io.Discard)
		if err := errors.Join(e.Reply(reply), e.Flush(), e.Reply(reply), Box{m}.Keep(e)); err != nil {
			t.Fatal(err)
		}
		return m
	}
	for name, tt := range map[string]struct {
		file     *memory
		received int64
		want     string
	}{
		"never written":             {&memory{}, 0, ""},
		"all that was flushed came": {kept(0), size, line},
		"a part of the rest came":   {kept(0), size + 5, line[5:]},
		"all came":                  {kept(0), 2 * size, ""},
		"more came":                 {kept(0), 3 * size, ""},
		"less came than was sent":   {kept(0), size - 1, ""},
		"the write was cut":         {kept(boxMark + boxHead + 4), size, ""},
		"the head was cut":          {kept(boxMark + boxHead - 1), size, ""},
	} {
		if got := string(OpenBox(tt.file, tt.received)); got != tt.want {
			t.Errorf("%s: OpenBox = %q, want %q", name, got, tt.want)
		}
	}
	spoilt := kept(0)
	spoilt.b[len(spoilt.b)-2] ^= 1
	if got := OpenBox(spoilt, size); got != nil {
		t.Errorf("a box that a step wrote in gives %q, want nothing", got)
	}
}

func TestStageOf(t *testing.T) {
	m := &memory{}
	stages := func(when string, want map[int64]Stage) {
		t.Helper()
		for id, w := range want {
			if got := StageOf(m, id); got != w {
				t.Errorf("%s: StageOf(%d) = %d, want %d", when, id, got, w)
			}
		}
	}
	stages("never written", map[int64]Stage{0: StageUnknown, 3: StageUnknown})
	box := Box{m}
	for _, s := range []Stage{StageUnbegun, StagePreparing, StageStepping} {
		if err := box.Mark(3, s); err != nil {
			t.Fatal(err)
		}
		stages("marked", map[int64]Stage{3: s, 4: StageUnbegun})
	}
	e := NewEncoder(io.Discard)
	if err := errors.Join(e.Reply(&Reply{ID: 3, Goodbye: &Goodbye{}}), box.Keep(e)); err != nil {
		t.Fatal(err)
	}
	stages("with replies", map[int64]Stage{3: StageStepping})
	m.b[8] ^= 1
	stages("a step wrote in it", map[int64]Stage{3: StageUnknown, 4: StageUnknown})
}

// TestFlushKeepsWhatWasNotWritten: what the writer refused stays, whatever its size, and goes into the box.
func TestFlushKeepsWhatWasNotWritten(t *testing.T) {
	gone := errors.New("gone")
	for _, size := range []int{1, 2 * keptBuffer} {
		out := &refusing{takes: 10, err: gone}
		e := NewEncoder(out)
		reply := &Reply{ID: 1, Goodbye: &Goodbye{Message: Words(strings.Repeat("é", size/2))}}
		if err := errors.Join(e.Reply(reply), e.Flush()); !errors.Is(err, gone) {
			t.Fatalf("Flush = %v, want that of the writer", err)
		}
		m := &memory{}
		if err := (Box{m}).Keep(e); err != nil {
			t.Fatal(err)
		}
		if got := string(OpenBox(m, 10)); !strings.HasSuffix(got, "é\"}]]}}\n") && size > 1 || got == "" {
			t.Errorf("%d bytes: the box holds %d bytes, want the rest of the message", size, len(got))
		}
	}
}

// FuzzOpenBox: a box is foreign bytes, for a step can write in it.
func FuzzOpenBox(f *testing.F) {
	f.Add([]byte{}, int64(0))
	f.Add(make([]byte, boxMark+boxHead), int64(0))
	f.Add(bytes.Repeat([]byte{0xff}, 64), int64(1))
	f.Fuzz(func(t *testing.T, b []byte, received int64) {
		if got := OpenBox(&memory{b: b}, received); len(got) > len(b) {
			t.Errorf("%d bytes come out of %d", len(got), len(b))
		}
	})
}
