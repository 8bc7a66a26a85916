package lsp

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sourcegraph/jsonrpc2"
)

// direct drives a session without its goroutines: each call is done when it returns, so that a property can look at
// what the server holds.
type direct struct {
	t    testing.TB
	s    *server
	dir  string
	wire *wire
}

// wire keeps what the server says.
type wire struct {
	mu   sync.Mutex
	sent []message
	end  chan struct{}
}

type message struct {
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

func (w *wire) ReadObject(any) error {
	<-w.end
	return os.ErrClosed
}

func (w *wire) WriteObject(v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	w.mu.Lock()
	w.sent = append(w.sent, m)
	w.mu.Unlock()
	return nil
}

func (w *wire) Close() error { return nil }

// newDirect opens a session on a folder.
func newDirect(t testing.TB, source Source, dir string, change func(*initializeParams)) *direct {
	t.Helper()
	d := &direct{t: t, dir: dir, wire: &wire{end: make(chan struct{})}}
	var mu sync.Mutex
	d.s = newServer(source, "test", func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		if strings.HasPrefix(format, "panic") {
			t.Errorf(format, args...)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	d.s.conn = jsonrpc2.NewConn(
		ctx, d.wire,
		jsonrpc2.HandlerWithError(
			func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) (any, error) { return nil, nil },
		),
		jsonrpc2.SetLogger(quiet{func(string, ...any) {}}),
	)
	t.Cleanup(func() {
		cancel()
		close(d.wire.end)
		for _, home := range d.s.scopes {
			home.end()
		}
		d.s.beside.Wait()
	})
	var p initializeParams
	p.RootURI = fileURI(dir)
	p.Capabilities.TextDocument.Completion.CompletionItem.SnippetSupport = true
	p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration = true
	if change != nil {
		change(&p)
	}
	d.must("initialize", p)
	d.must("initialized", struct{}{})
	d.rest()
	return d
}

// call makes a call, with what the session would do then.
func (d *direct) call(method string, params any) (json.RawMessage, error) {
	d.t.Helper()
	raw, err := json.Marshal(params)
	if err != nil {
		d.t.Fatal(err)
	}
	r := &jsonrpc2.Request{Method: method, Params: (*json.RawMessage)(&raw)}
	var result any
	if failed := d.s.guard(method, func() { result, err = d.s.answer(d.t.Context(), r) }); failed != nil {
		d.t.Fatalf("%s %s: %v", method, raw, failed)
	}
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(result)
	if err != nil {
		d.t.Fatal(err)
	}
	return out, nil
}

// must is call for what does not fail, decoded.
func (d *direct) must(method string, params any, into ...any) {
	d.t.Helper()
	raw, err := d.call(method, params)
	if err != nil {
		d.t.Fatalf("%s: %v", method, err)
	}
	for _, v := range into {
		if err := json.Unmarshal(raw, v); err != nil {
			d.t.Fatalf("%s: %v in %s", method, err, raw)
		}
	}
}

// rest does what was learned, until all that is asked beside is answered, and what follows from it.
func (d *direct) rest() {
	d.t.Helper()
	for {
		if err := d.s.guard("refresh", func() { d.s.refresh(d.t.Context()) }); err != nil {
			d.t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(d.t.Context(), 10*time.Second)
		if d.quiet() {
			cancel() // what is there is taken, nothing is waited for
		}
		next, ok := d.s.inbox.take(ctx)
		cancel()
		switch {
		case ok:
			next.do(d.t.Context())
		case d.quiet():
			return
		default:
			d.t.Fatal("no answer came from beside")
		}
	}
}

// quiet tells whether nothing that was asked beside is still to be answered.
func (d *direct) quiet() bool {
	for _, home := range d.s.scopes {
		if m := home.next; home.reading || m != nil && (!m.open || m.busy) {
			return false
		}
	}
	return true
}

// diagnosticsOf is what the editor shows of a document.
func (d *direct) diagnosticsOf(uri documentURI) []diagnostic {
	d.t.Helper()
	d.wire.mu.Lock()
	defer d.wire.mu.Unlock()
	var last publishDiagnosticsParams
	for _, m := range d.wire.sent {
		if m.Method != "textDocument/publishDiagnostics" {
			continue
		}
		var p publishDiagnosticsParams
		if err := json.Unmarshal(m.Params, &p); err != nil {
			d.t.Fatal(err)
		}
		if p.URI == uri {
			last = p
		}
	}
	return last.Diagnostics
}

// says counts the messages of a method that the server sent.
func (d *direct) says(method string) int {
	d.wire.mu.Lock()
	defer d.wire.mu.Unlock()
	n := 0
	for _, m := range d.wire.sent {
		if m.Method == method {
			n++
		}
	}
	return n
}

func (d *direct) uri(path string) documentURI {
	return fileURI(filepath.Join(d.dir, filepath.FromSlash(path)))
}

// open gives a text to the server as that of a file.
func (d *direct) open(path, text string) documentURI {
	d.t.Helper()
	uri := d.uri(path)
	d.must(
		"textDocument/didOpen",
		didOpenParams{textDocumentItem{URI: uri, LanguageID: "cucumber", Version: 1, Text: text}},
	)
	return uri
}

// change gives the whole new text of a document.
func (d *direct) change(uri documentURI, version int, text string) {
	d.t.Helper()
	d.must(
		"textDocument/didChange",
		didChangeParams{versionedTextDocumentIdentifier{uri, version}, []contentChange{{Text: text}}},
	)
}

func about(uri documentURI) documentParams { return documentParams{textDocumentIdentifier{uri}} }

func at(uri documentURI, p position) positionParams {
	return positionParams{textDocumentIdentifier{uri}, p}
}

// writeFiles makes a project.
func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The functions below are an editor's own idea of positions, written from the specification and not from the server:
// lines end with \r\n, \n or \r, characters count in units of the encoding.

// linesOf gives the start and the end, line end excluded, of each line.
func linesOf(text string) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\r':
			out = append(out, [2]int{start, i})
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			start = i + 1
		case '\n':
			out = append(out, [2]int{start, i})
			start = i + 1
		}
	}
	return append(out, [2]int{start, len(text)})
}

func unitsOf(s string, e encoding) int {
	if e == unitsUTF8 {
		return len(s)
	}
	return len(utf16.Encode([]rune(s)))
}

// offsetOf is the byte of a position, which must lie in the text and between two characters.
func offsetOf(t testing.TB, text string, p position, e encoding) int {
	t.Helper()
	lines := linesOf(text)
	if p.Line < 0 || p.Line >= len(lines) {
		t.Fatalf("position %v outside %d lines", p, len(lines))
	}
	line := text[lines[p.Line][0]:lines[p.Line][1]]
	for at, units := 0, 0; ; {
		if units == p.Character {
			return lines[p.Line][0] + at
		}
		if units > p.Character || at >= len(line) {
			t.Fatalf("position %v is not between two characters of %q", p, line)
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		units += unitsOf(line[at:at+size], e)
		at += size
	}
}

// applyEdits makes edits as an editor does: all speak of the text as it stands, none overlaps another.
func applyEdits(t testing.TB, text string, edits []textEdit, e encoding) string {
	t.Helper()
	type edit struct {
		from, to, n int
		text        string
	}
	var list []edit
	for n, one := range edits {
		list = append(
			list, edit{offsetOf(t, text, one.Range.Start, e), offsetOf(t, text, one.Range.End, e), n, one.NewText},
		)
	}
	// Insertions at one place stand in the order of the list, before what replaces the text there (LSP 3.17,
	// TextEdit[]).
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			if list[j].from < list[i].from || list[j].from == list[i].from && list[j].to < list[i].to {
				list[i], list[j] = list[j], list[i]
			}
		}
	}
	var out strings.Builder
	last := 0
	for _, one := range list {
		if one.from < last || one.to < one.from {
			t.Fatalf("edits overlap: %+v", edits)
		}
		out.WriteString(text[last:one.from])
		out.WriteString(one.text)
		last = one.to
	}
	out.WriteString(text[last:])
	return out.String()
}
