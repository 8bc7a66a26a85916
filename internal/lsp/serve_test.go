package lsp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// frame writes a message as the base protocol does.
func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// frames reads what a server wrote.
func frames(t *testing.T, out []byte) []string {
	t.Helper()
	var list []string
	s := &stream{in: bufio.NewReader(bytes.NewReader(out)), over: func() {}, log: func(string, ...any) {}}
	for {
		body, err := s.body()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		list = append(list, string(body))
	}
}

// converse gives all that an editor says at once, and returns what the server answers and logs.
func converse(t *testing.T, dir string, said ...string) (answers []string, log string, err error) {
	t.Helper()
	var in, out, words bytes.Buffer
	var mu sync.Mutex
	for _, one := range said {
		in.WriteString(one)
	}
	err = Serve(t.Context(), &in, &out, projectSource{}, "test", func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&words, format+"\n", args...)
	})
	mu.Lock()
	defer mu.Unlock()
	return frames(t, out.Bytes()), strings.ReplaceAll(words.String(), dir, "DIR"), err
}

func project(t *testing.T) (dir, open string) {
	t.Helper()
	dir = t.TempDir()
	writeFiles(
		t, dir,
		map[string]string{
			"recette.yaml": "name: essai\n", "features/a.feature": "# language: fr\n@US-1\nFonctionnalité: É\n",
		},
	)
	return dir, frame(
		fmt.Sprintf(
			`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":%q,"capabilities":{}}}`, fileURI(dir),
		),
	) +
		frame(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
}

const (
	sayShutdown = `{"jsonrpc":"2.0","id":99,"method":"shutdown"}`
	sayExit     = `{"jsonrpc":"2.0","method":"exit"}`
)

// What an editor said before it left is answered, and the way in which it left decides on the exit.
func TestServeEnds(t *testing.T) {
	dir, open := project(t)
	tests := map[string]struct {
		said    string
		want    error
		answers int
	}{
		"shutdown and exit":     {open + frame(sayShutdown) + frame(sayExit), nil, 2},
		"shutdown, no exit":     {open + frame(sayShutdown), nil, 2},
		"exit without shutdown": {open + frame(sayExit), ErrNoShutdown, 1},
		"silence":               {open, ErrNoShutdown, 1},
		"nothing":               {"", ErrNoShutdown, 0},
		"exit at once":          {frame(sayExit), ErrNoShutdown, 0},
		"half a message":        {open + "Content-Length: 500\r\n\r\n{", ErrNoShutdown, 1},
		"half a header":         {open + "Content-Le", ErrNoShutdown, 1},
		"no header":             {open + "bonjour\r\n\r\n", ErrNoShutdown, 1},
		"a huge message":        {open + "Content-Length: 99999999999\r\n\r\n", ErrNoShutdown, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			answers, log, err := converse(t, dir, tt.said)
			if !errors.Is(err, tt.want) {
				t.Errorf("Serve: %v, want %v", err, tt.want)
			}
			n := 0
			for _, a := range answers {
				if strings.Contains(a, `"id"`) && !strings.Contains(a, `"method"`) {
					n++
				}
			}
			if n != tt.answers {
				t.Errorf("%d answers, want %d: %q\n%s", n, tt.answers, answers, log)
			}
		})
	}
}

// A message that cannot be read is answered, and the session goes on; what may be ignored leaves no word.
func TestServeBearsStrangeMessages(t *testing.T) {
	dir, open := project(t)
	tests := map[string]struct {
		said string
		want string // what an answer holds; empty when there is none
		log  bool
	}{
		"no JSON":          {"{bonjour", `{"error":{"code":-32700,"message":"not JSON"},"id":null`, true},
		"an empty body":    {"", `-32700`, true},
		"a batch":          {`[{"jsonrpc":"2.0","id":5,"method":"shutdown"}]`, `-32600`, true},
		"a number":         {"12", `-32600`, true},
		"neither":          {`{"jsonrpc":"2.0","id":5}`, `-32600`, true},
		"both":             {`{"jsonrpc":"2.0","id":5,"method":"a","result":1}`, `-32600`, true},
		"a fraction as id": {`{"jsonrpc":"2.0","id":5.5,"method":"shutdown"}`, `-32600`, true},
		"a text as id": {
			`{"jsonrpc":"2.0","id":"é","method":"textDocument/hover","params":{}}`, `"id":"é"`, false,
		},
		"an unknown request": {
			`{"jsonrpc":"2.0","id":5,"method":"textDocument/inconnu","params":{}}`, `-32601`, false,
		},
		"$/ request":       {`{"jsonrpc":"2.0","id":5,"method":"$/inconnu"}`, `-32601`, false},
		"initialize again": {`{"jsonrpc":"2.0","id":5,"method":"initialize","params":{}}`, `-32600`, false},
		"params of no shape": {
			`{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":[1]}`, `-32602`, false,
		},
		"unknown notification": {`{"jsonrpc":"2.0","method":"telemetry/inconnu","params":{}}`, "", false},
		"$/ notification":      {`{"jsonrpc":"2.0","method":"$/progress","params":{}}`, "", false},
		"set trace":            {`{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"verbose"}}`, "", false},
		"configuration": {
			`{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":{}}}`, "", false,
		},
		"save of nothing": {
			`{"jsonrpc":"2.0","method":"textDocument/didSave","params":{"textDocument":{"uri":"file:///x"}}}`, "",
			false,
		},
		"close of nothing": {
			`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///x"}}}`, "",
			false,
		},
		"cancel of nothing": {`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":77}}`, "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			said := frame(tt.said)
			if tt.said == "" {
				said = "Content-Length: 0\r\n\r\n"
			}
			answers, log, err := converse(t, dir, open+said+frame(sayShutdown)+frame(sayExit))
			if err != nil {
				t.Fatalf("Serve: %v", err)
			}
			all := strings.Join(answers, "\n")
			if n := len(answers); tt.want == "" && n != 2 ||
				tt.want != "" && (n != 3 || !strings.Contains(all, tt.want)) {
				t.Errorf("answers %q, want %q", answers, tt.want)
			}
			if (log != "") != tt.log {
				t.Errorf("log %q", log)
			}
		})
	}
}

// The headers of the base protocol may come in any order and case.
func TestServeReadsHeaders(t *testing.T) {
	dir, open := project(t)
	body := sayShutdown
	for _, header := range []string{
		"content-length: %d\r\n\r\n",
		"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
		"Content-Length:%d\r\nContent-Type: x\r\n\r\n", "Content-Length: %d\n\n",
	} {
		answers, log, err := converse(t, dir, open+fmt.Sprintf(header, len(body))+body+frame(sayExit))
		if err != nil || len(answers) != 2 {
			t.Errorf("%q: %v, %q, %s", header, err, answers, log)
		}
	}
}

// Before initialize requests are refused and notifications dropped; after shutdown too.
func TestServeLifecycle(t *testing.T) {
	dir, open := project(t)
	early := frame(`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{}}`) +
		frame(
			`{"jsonrpc":"2.0","method":"textDocument/didOpen",
			"params":{"textDocument":{"uri":"file:///a.feature","text":"x"}}}`,
		) +
		frame(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	late := frame(
		`{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{}}`,
	) + frame(`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{}}`)
	answers, log, err := converse(t, dir, early+open+frame(sayShutdown)+late+frame(sayExit))
	if err != nil || log != "" {
		t.Errorf("Serve: %v, log %q", err, log)
	}
	want := []string{`"code":-32002`, `"capabilities"`, `"id":99`, `"code":-32600`}
	if len(answers) != len(want) {
		t.Fatalf("answers %q", answers)
	}
	for i := range want {
		if !strings.Contains(answers[i], want[i]) {
			t.Errorf("answer %d is %s, want %s", i, answers[i], want[i])
		}
	}
}

// A request that waits when it is cancelled is answered as such, and costs nothing.
func TestServeCancels(t *testing.T) {
	dir, open := project(t)
	uri := fileURI(dir + "/features/a.feature")
	ask := frame(
		fmt.Sprintf(
			`{"jsonrpc":"2.0","id":2,"method":"workspace/symbol","params":{"query":"","textDocument":{"uri":%q}}}`, uri,
		),
	)
	answers, _,
		err := converse(
		t, dir,
		open+ask+frame(
			`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}`,
		)+frame(sayShutdown)+frame(sayExit),
	)
	if err != nil || len(answers) != 3 {
		t.Fatalf("Serve: %v, %q", err, answers)
	}
	// The session may have been fast enough: both answers are right, silence is not.
	if a := answers[1]; !strings.Contains(a, `"code":-32800`) && !strings.Contains(a, `"result":[`) {
		t.Errorf("the answer is %s", a)
	}
	b := newInbox()
	for _, raw := range []string{`{"id":1,"method":"a"}`, `{"id":"1","method":"b"}`, `{"method":"c"}`} {
		b.put(item{request: request(t, raw)})
	}
	b.cancel(request(t, `{"id":1,"method":"a"}`).ID)
	for _, want := range []bool{true, false, false} {
		if i, _ := b.take(t.Context()); i.cancelled != want {
			t.Errorf("%s cancelled: %v, want %v", i.request.Method, i.cancelled, want)
		}
	}
}

// A burst of changes is judged once or so: the diagnostics of the last text come, those of most others never do.
func TestServeCoalescesChanges(t *testing.T) {
	dir, open := project(t)
	uri := fileURI(dir + "/features/a.feature")
	var said strings.Builder
	said.WriteString(open)
	said.WriteString(
		frame(
			fmt.Sprintf(
				`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":%q,`+
					`"languageId":"cucumber","version":1,"text":"# language: fr\nFonctionnalité: "}}}`, uri,
			),
		),
	)
	const burst = 300
	for i := range burst {
		said.WriteString(
			frame(
				fmt.Sprintf(
					`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{`+
						`"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"range":{`+
						`"start":{"line":1,"character":%d},"end":{"line":1,"character":%d}},"text":"é"}]}}`,
					uri, i+2, 16+i, 16+i,
				),
			),
		)
	}
	said.WriteString(
		frame(
			fmt.Sprintf(
				`{"jsonrpc":"2.0","id":7,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":%q}}}`,
				uri,
			),
		),
	)
	answers, log, err := converse(t, dir, said.String())
	if !errors.Is(err, ErrNoShutdown) || log != "" {
		t.Fatalf("Serve: %v, log %q", err, log)
	}
	published, last, symbol := 0, 0, ""
	for _, a := range answers {
		var m struct {
			ID     int
			Method string
			Params publishDiagnosticsParams
			Result json.RawMessage
		}
		if err := json.Unmarshal([]byte(a), &m); err != nil {
			t.Fatal(err)
		}
		if m.Method == "textDocument/publishDiagnostics" {
			published++
			last = *m.Params.Version
		}
		if m.ID == 7 {
			symbol = string(m.Result)
		}
	}
	if last != burst+1 || published > 20 {
		t.Errorf("%d publications, the last of version %d; want few, and %d", published, last, burst+1)
	}
	if want := strings.Repeat("é", burst); !strings.Contains(symbol, `"name":"`+want+`"`) {
		t.Errorf("a question after the burst is answered about another text: %.200s", symbol)
	}
}

// An editor that stops reading does not keep the process alive once it is gone.
func TestServeWithAnEditorThatDoesNotRead(t *testing.T) {
	_, open := project(t)
	in, say := io.Pipe()
	_, out := io.Pipe() // nobody reads
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() { end <- Serve(ctx, in, out, projectSource{}, "test", nil) }()
	if _, err := io.WriteString(say, open); err != nil {
		t.Fatal(err)
	}
	cancel()
	select {
	case err := <-end:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the session outlives its editor")
	}
}

// request reads a request.
func request(t *testing.T, raw string) *jsonrpc2.Request {
	t.Helper()
	var r jsonrpc2.Request
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		t.Fatal(err)
	}
	return &r
}
