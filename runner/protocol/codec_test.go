package protocol

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		line string
		want error
	}{
		"no message":      {`{"id":1}`, ErrCount},
		"null":            {`null`, ErrMalformed},
		"two messages":    {`{"id":1,"bye":{},"abort":{"reason":"x"}}`, ErrCount},
		"unknown message": {`{"id":1,"ping":{}}`, ErrMalformed},
		"unknown field":   {`{"id":1,"abort":{"why":"x"}}`, ErrMalformed},
		"deep unknown": {
			`{"id":1,"begin":{"case":"a","uri":"","name":"","tags":[],"steps":[{"kind":1}]}}`, ErrMalformed,
		},
		"wrong type":        {`{"id":"1","bye":{}}`, ErrMalformed},
		"not an object":     {`[1]`, ErrMalformed},
		"number":            {`12`, ErrMalformed},
		"empty line":        {``, ErrMalformed},
		"half an object":    {`{"id":1,"bye":{}`, ErrMalformed},
		"two objects":       {`{"id":1,"bye":{}}{"id":2,"bye":{}}`, ErrMalformed},
		"text after":        {`{"id":1,"bye":{}} x`, ErrMalformed},
		"invalid UTF-8":     {"{\"id\":1,\"abort\":{\"reason\":\"\xff\"}}", ErrMalformed},
		"a log line":        {`2026/01/01 listening on :8080`, ErrMalformed},
		"out of range":      {`{"id":99999999999999999999,"bye":{}}`, ErrMalformed},
		"fraction in an id": {`{"id":1.5,"bye":{}}`, ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			d := NewDecoder(strings.NewReader(tc.line + "\n"))
			if _, err := d.Request(); !errors.Is(err, tc.want) || !errors.Is(err, ErrMalformed) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestDecodeAccepts(t *testing.T) {
	in := "  {\"id\":1,\"bye\":{}}  \r\n{\"id\":2,\"abort\":{\"reason\":\"é\"}}\n\t{\"id\":3,\"grant\":{\"until\":4}}\n"
	for name, r := range map[string]io.Reader{
		"at once":     strings.NewReader(in),
		"byte a byte": iotest.OneByteReader(strings.NewReader(in)),
		"with error":  iotest.DataErrReader(strings.NewReader(in)),
	} {
		t.Run(name, func(t *testing.T) {
			d := NewDecoder(r)
			var got []Request
			for {
				m, err := d.Request()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m)
			}
			want := []Request{
				{ID: 1, Bye: &struct{}{}}, {ID: 2, Abort: &Abort{Reason: "é"}}, {ID: 3, Grant: &Grant{Until: 4}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeEndWithinLine(t *testing.T) {
	d := NewDecoder(strings.NewReader(`{"id":1,"bye":{}}`))
	if _, err := d.Request(); !errors.Is(err, io.ErrUnexpectedEOF) || !errors.Is(err, ErrMalformed) {
		t.Errorf("got %v", err)
	}
}

// interrupted gives its text in two halves, with a deadline that runs out between them.
type interrupted struct{ parts []string }

func (r *interrupted) Read(p []byte) (int, error) {
	if len(r.parts) == 0 {
		return 0, io.EOF
	}
	part := r.parts[0]
	r.parts = r.parts[1:]
	if part == "" {
		return 0, os.ErrDeadlineExceeded
	}
	return copy(p, part), nil
}

func TestDecodeGoesOnAfterADeadline(t *testing.T) {
	d := NewDecoder(&interrupted{[]string{`{"id":1,`, "", `"bye":{}}` + "\n"}})
	if _, err := d.Request(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	if m, err := d.Request(); err != nil || m.Bye == nil {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestLineLimit(t *testing.T) {
	const frame = len(`{"id":1,"abort":{"reason":""}}` + "\n")
	fits := strings.Repeat("x", MaxLine-frame)
	var buf bytes.Buffer
	e := NewEncoder(&buf)
	if err := errors.Join(e.Request(&Request{ID: 1, Abort: &Abort{Reason: fits}}), e.Flush()); err != nil {
		t.Fatalf("longest line: %v", err)
	}
	if buf.Len() != MaxLine {
		t.Fatalf("line of %d bytes", buf.Len())
	}
	if err := e.Request(&Request{ID: 1, Abort: &Abort{Reason: fits + "x"}}); !errors.Is(err, ErrTooLong) {
		t.Errorf("encode one byte more: %v", err)
	}
	d := NewDecoder(&buf)
	if m, err := d.Request(); err != nil || m.Abort.Reason != fits {
		t.Errorf("decode longest line: %v", err)
	}
	d = NewDecoder(io.MultiReader(strings.NewReader(`{"id":1,"abort":{"reason":"`), endless{}))
	if _, err := d.Request(); !errors.Is(err, ErrTooLong) {
		t.Errorf("endless line: %v", err)
	}
}

// endless is a line that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestEncodeRefusesTheWrongCount(t *testing.T) {
	e := NewEncoder(io.Discard)
	if err := e.Request(&Request{ID: 1}); !errors.Is(err, ErrCount) {
		t.Errorf("empty request: %v", err)
	}
	if err := e.Reply(&Reply{ID: 1, Goodbye: &Goodbye{}, Problem: &Problem{}}); !errors.Is(err, ErrCount) {
		t.Errorf("double reply: %v", err)
	}
	if e.Pending() {
		t.Error("something was written")
	}
}

func TestRoundTrip(t *testing.T) {
	want := []Reply{
		{
			ID: 1,
			Welcome: &Welcome{
				Version: 1, Worker: "w",
				Definitions: []Definition{{Pattern: `^<é> & "x"$`, Keyword: "given", Place: "a.go:1"}},
			},
		},
		{ID: 2, Matches: &Matches{Definitions: [][]int{{}, {1, 2}}}},
		{ID: 3, Waiting: &Waiting{Index: 1}},
		{
			ID: 3,
			StepEnd: &StepEnd{
				Index: 2, Outcome: OutcomePassed, Duration: 12,
				Attachments: []Attachment{{Name: "n", MediaType: "m", Body: []byte{0, 255}}},
			},
		},
		{ID: 3, Ended: &ScenarioEnded{Outcome: OutcomeFailed, Message: Words("m\n\u2028"), Log: []string{"l"}}},
		{ID: 4, Problem: &Problem{
			Code: ProblemVersion, Message: Message{{{Code: FaultVersion, Args: []string{"1", "2"}}}},
		}},
		{ID: 5, Goodbye: &Goodbye{}},
	}
	var buf bytes.Buffer
	e := NewEncoder(&buf)
	for i := range want {
		if err := e.Reply(&want[i]); err != nil {
			t.Fatal(err)
		}
	}
	if buf.Len() != 0 || !e.Pending() {
		t.Error("written before it was flushed")
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	d := NewDecoder(&buf)
	for i := range want {
		got, err := d.Reply()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Error(diff)
		}
		if d.Buffered() != (i < len(want)-1) {
			t.Errorf("after reply %d: buffered is %v", i, d.Buffered())
		}
	}
}

// FuzzDecode: no input makes the decoder panic or accept more than one message, and what it accepts survives a round
// trip.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":1,"hello":{"version":1}}` + "\n"))
	f.Add(
		[]byte(
			`{"id":2,"begin":{"case":"SC-1","uri":"u","name":"n","tags":["@a"],"steps":[` +
				`{"type":"context","text":"t","mine":true,"table":[["a"]],"doc":{"content":"c"}}],` +
				`"grant":{"until":1}}}` + "\n",
		),
	)
	f.Add(
		[]byte(
			`{"id":3,"step":{"index":0,"outcome":"passed","ns":5,` +
				`"attachments":[{"name":"","media":"","body":"AA=="}]}}` + "\n",
		),
	)
	f.Add([]byte("{}\nnull\n\n[]\n\"\xff\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		requests := NewDecoder(bytes.NewReader(data))
		for {
			m, err := requests.Request()
			if err != nil {
				break
			}
			var buf bytes.Buffer
			e := NewEncoder(&buf)
			if err := errors.Join(e.Request(&m), e.Flush()); err != nil {
				t.Fatalf("accepted, but cannot be written: %v", err)
			}
			again, err := NewDecoder(&buf).Request()
			if err != nil || again.count() != 1 || again.ID != m.ID {
				t.Fatalf("accepted, but not again: %v", err)
			}
		}
		replies := NewDecoder(bytes.NewReader(data))
		for {
			m, err := replies.Reply()
			if err != nil {
				break
			}
			if m.count() != 1 {
				t.Fatalf("%+v", m)
			}
		}
	})
}

func BenchmarkCodec(b *testing.B) {
	b.ReportAllocs()
	var buf bytes.Buffer
	e := NewEncoder(&buf)
	d := NewDecoder(&buf)
	end := &Reply{
		ID: 7,
		StepEnd: &StepEnd{
			Index: 3, Outcome: OutcomePassed, Definition: `^l'adhérent numéro (\d+) paie "([^"]*)" euros$`,
			Duration: 12345,
		},
	}
	for b.Loop() {
		if err := errors.Join(e.Reply(end), e.Flush()); err != nil {
			b.Fatal(err)
		}
		if _, err := d.Reply(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPending: bytes after the last message are seen, whole line or not.
func TestPending(t *testing.T) {
	for rest, want := range map[string]bool{"": false, "x": true, "{\"id\":2,\"goodbye\":{}}\n": true} {
		d := NewDecoder(strings.NewReader("{\"id\":1,\"goodbye\":{}}\n" + rest))
		if _, err := d.Reply(); err != nil {
			t.Fatal(err)
		}
		if got := d.Pending(); got != want {
			t.Errorf("Pending() with %q left = %v, want %v", rest, got, want)
		}
	}
}
