package prompt

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// screen is a terminal of the tests: what is typed goes in, what is drawn is kept.
type screen struct {
	t    *testing.T
	ptm  *os.File
	tty  *os.File
	mu   sync.Mutex
	seen strings.Builder
}

func newScreen(t *testing.T, columns uint16) *screen {
	t.Helper()
	ptm, tty, err := pty.Open()
	if err != nil {
		t.Skipf("SKIPPED: no pseudo-terminal here: %v", err)
	}
	s := &screen{t: t, ptm: ptm, tty: tty}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := ptm.Read(buf)
			s.mu.Lock()
			s.seen.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = tty.Close(); _ = ptm.Close() })
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

// wait waits until the screen shows a text past what it showed before.
func (s *screen) wait(text string, from int) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.text()[from:], text) {
			return
		}
	}
	s.t.Fatalf("the screen never shows %q: %.2000q", text, s.text()[from:])
}

func (s *screen) typed(text string) {
	s.t.Helper()
	if _, err := s.ptm.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

// asked asks with r, types once the question is there, and gives the answer.
func (s *screen) asked(r Reader, typed string) (string, error) {
	s.t.Helper()
	from := len(s.text())
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := r.Ask(s.t.Context(), "Question ?")
		done <- result{text, err}
	}()
	s.wait("Question ?", from)
	time.Sleep(50 * time.Millisecond)
	for len(typed) > 0 { // a terminal takes what it has room for
		n := min(len(typed), 1000)
		s.typed(typed[:n])
		typed = typed[n:]
	}
	select {
	case r := <-done:
		return r.text, r.err
	case <-time.After(60 * time.Second):
		s.t.Fatalf("no answer; the screen shows %.2000q", s.text()[from:])
	}
	return "", nil
}

func TestEditor(t *testing.T) {
	long := strings.Repeat("mot ", 1250) + "fin"
	tests := map[string]struct{ typed, want string }{
		"a word":  {"conforme\r", "conforme"},
		"nothing": {"\r", ""},
		"a paste is one answer": {
			"\x1b[200~Vu :\rConforme\rà la règle\r\x1b[201~\r", "Vu :\nConforme\nà la règle\n",
		},
		"a paste with line feeds":        {"\x1b[200~Vu :\nConforme\n\x1b[201~\r", "Vu :\nConforme\n"},
		"a paste with Windows line ends": {"\x1b[200~Vu :\r\nConforme\x1b[201~\r", "Vu :\nConforme"},
		"5,003 characters":               {"\x1b[200~" + long + "\x1b[201~\r", long},
		"arrows are not stored":          {"ab\x1b[D\x1b[Dx\x1b[C\x1b[C\x1b[A\x1b[By\r", "xaby"},
		"application arrows, functions":  {"a\x1bODb\x1bOP\x1b[15~\x1b[1;5Cc\r", "bac"},
		"a correction":                   {"conforne\x7f\x7fme\r", "conforme"},
		"an accent that is deleted":      {"é\u0301\x7f\x7fok\r", "ok"},
		"lines by backslash":             {"un\\\rdeux\r", "un\ndeux"},
		"lines by Alt+Enter":             {"un\x1b\rdeux\r", "un\ndeux"},
		"escapes in a paste":             {"\x1b[200~a\x1b[31mrouge\x1b]0;titre\x07b\u009b2J\x1b[201~\r", "arougeb2J"},
		"wide characters":                {"日本語 👩‍🔧 e\u0301\r", "日本語 👩‍🔧 e\u0301"},
		"controls":                       {"a\x07b\r", "ab"},
	}
	for name, tt := range tests {
		for width, columns := range map[string]uint16{"80 columns": 80, "40 columns": 40} {
			t.Run(name+", "+width, func(t *testing.T) {
				s := newScreen(t, columns)
				got, err := s.asked(NewEditor(s.tty, s.tty, []string{"TERM=xterm-256color"}, func() {}), tt.typed)
				if err != nil || got != tt.want {
					t.Errorf("Ask = %q, %v, want %q", got, err, tt.want)
				}
			})
		}
	}
}

// What a terminal sends in another encoding is not kept as something else.
func TestTerminal_RefusesAnotherEncoding(t *testing.T) {
	for name, reader := range map[string]func(s *screen) Reader{
		"editor": func(s *screen) Reader { return NewEditor(s.tty, s.tty, []string{"TERM=xterm"}, func() {}) },
		"plain":  func(s *screen) Reader { return NewPlain(s.tty, s.tty) },
	} {
		for how, typed := range map[string]string{"typed": "\xe9t\xe9\r", "pasted": "\x1b[200~\xe9t\xe9\x1b[201~\r"} {
			t.Run(name+", "+how, func(t *testing.T) {
				s := newScreen(t, 80)
				if got, err := s.asked(reader(s), typed); !errors.Is(err, ErrCut) {
					t.Errorf("Ask = %q, %v, want ErrCut", got, err)
				}
			})
		}
	}
}

// A terminal that does not mark what is pasted sends it as keys.
func TestEditor_KeepsALongLineWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: 5,003 keys one by one take seconds")
	}
	s := newScreen(t, 80)
	long := strings.Repeat("mot ", 1250) + "fin"
	e := NewEditor(s.tty, s.tty, []string{"TERM=xterm"}, func() {})
	if got, err := s.asked(e, long+"\r"); err != nil || got != long {
		t.Errorf("Ask = %d bytes, %v, want %d", len(got), err, len(long))
	}
}

// What was typed before a question is shown answers nothing.
func TestTerminal_ForgetsWhatWasTypedBefore(t *testing.T) {
	for name, reader := range map[string]func(s *screen) Reader{
		"editor": func(s *screen) Reader { return NewEditor(s.tty, s.tty, []string{"TERM=xterm"}, func() {}) },
		"plain":  func(s *screen) Reader { return NewPlain(s.tty, s.tty) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 80)
			s.typed("c\nc\nc\n")
			time.Sleep(50 * time.Millisecond)
			if got, err := s.asked(reader(s), "n\r"); err != nil || got != "n" {
				t.Errorf("Ask = %q, %v, want n", got, err)
			}
			s.typed("c\n")
			time.Sleep(50 * time.Millisecond)
			if got, err := s.asked(reader(s), "b\r"); err != nil || got != "b" {
				t.Errorf("Ask again = %q, %v, want b", got, err)
			}
		})
	}
}

func TestEditor_Ends(t *testing.T) {
	s := newScreen(t, 80)
	if _, err := s.asked(NewEditor(s.tty, s.tty, nil, func() {}), "\x04"); !errors.Is(err, ErrEnded) {
		t.Errorf("Ctrl+D: error = %v, want ErrEnded", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	from := len(s.text())
	done := make(chan error, 1)
	go func() {
		_, err := NewEditor(s.tty, s.tty, nil, cancel).Ask(ctx, "Question ?")
		done <- err
	}()
	s.wait("Question ?", from)
	time.Sleep(50 * time.Millisecond)
	s.typed("un texte\x03")
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Ctrl+C: error = %v, want that of the context", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("Ctrl+C does not end the question")
	}
}

func TestPlain(t *testing.T) {
	s := newScreen(t, 80)
	p := NewPlain(s.tty, s.tty)
	for _, tt := range []struct {
		name, typed, want string
		err               error
	}{
		{"a line", "conforme\n", "conforme", nil},
		{"lines by backslash", "un\\\ndeux\n", "un\ndeux", nil},
		{"arrows are not stored", "a\x1b[Db\x1bOCc\n", "abc", nil},
		{"end of input", "\x04", "", ErrEnded},
		{"a line that the terminal cuts", strings.Repeat("x", 5003) + "\n", "", ErrCut},
		{"the question after it", "c\n", "c", nil},
	} {
		if got, err := s.asked(p, tt.typed); got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: Ask = %q, %v, want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}

func TestPipe(t *testing.T) {
	failing := errors.New("disk")
	in := io.MultiReader(
		strings.NewReader("c\r\n\n"+strings.Repeat("x", maxLine)+"\nn\nfin"), iotest.ErrReader(failing),
	)
	p := NewPipe(t.Context(), in, io.Discard)
	for i, want := range []reading{
		{"c", nil}, {"", nil}, {"", ErrCut}, {"n", nil}, {"fin", nil}, {"", failing}, {"", ErrEnded},
	} {
		if got, err := p.Ask(t.Context(), "Question ?"); got != want.text || !errors.Is(err, want.err) {
			t.Errorf("answer %d = %q, %v, want %q, %v", i, got, err, want.text, want.err)
		}
	}
}

// Whatever ends a hidden question, the terminal shows again what is typed after it.
func TestSecret(t *testing.T) {
	s := newScreen(t, 80)
	state := func() term.State {
		st, err := term.GetState(int(s.tty.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		return *st
	}
	hidden := asker(func(ctx context.Context, question string) (string, error) {
		text, err := Secret(ctx, s.tty, s.tty, question)
		return string(text), err
	})
	before := state()
	for typed, want := range map[string]string{"une phrase sûre\n": "une phrase sûre", "\n": ""} {
		if got, err := s.asked(hidden, typed); got != want || err != nil || state() != before {
			t.Errorf("Secret = %q, %v, want %q, and the terminal as it was", got, err, want)
		}
	}
	if text := s.text(); strings.Contains(text, "phrase") {
		t.Errorf("the screen shows it: %q", text)
	}
	ctx, cancel := context.WithCancel(t.Context())
	from, done := len(s.text()), make(chan error, 1)
	go func() {
		_, err := hidden(ctx, "Question ?")
		done <- err
	}()
	s.wait("Question ?", from)
	time.Sleep(50 * time.Millisecond)
	if state() == before {
		t.Error("while it asks, the terminal echoes")
	}
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) || state() != before {
			t.Errorf("Secret = %v, want that of the context, and the terminal as it was", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the end of the context does not end the question")
	}
}

// asker is a function that asks.
type asker func(context.Context, string) (string, error)

// Ask implements Reader.
func (f asker) Ask(ctx context.Context, question string) (string, error) { return f(ctx, question) }
