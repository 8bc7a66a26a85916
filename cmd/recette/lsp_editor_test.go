package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// lspEditor is an editor that runs "recette lsp" as a child.
type lspEditor struct {
	t      *testing.T
	dir    string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	conn   *jsonrpc2.Conn
	stderr *bytes.Buffer

	mu    sync.Mutex
	shown map[string]lspPublished
}

type lspPosition struct{ Line, Character int }

type lspRange struct{ Start, End lspPosition }

type lspDiagnostic struct {
	Range    lspRange
	Severity int
	Code     string
	Message  string
}

type lspPublished struct {
	URI         string
	Version     int
	Diagnostics []lspDiagnostic
}

type lspPlace struct {
	URI   string
	Range lspRange
}

type lspEdit struct {
	Range   lspRange
	NewText string
}

func newEditor(t *testing.T, p *product, flags ...string) *lspEditor {
	t.Helper()
	e := &lspEditor{
		t: t, dir: p.dir, cmd: p.command(append([]string{"lsp", "--stdio"}, flags...)...), stderr: &bytes.Buffer{},
		shown: map[string]lspPublished{},
	}
	e.cmd.Stderr = e.stderr
	var err error
	if e.stdin, err = e.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.cmd.Process.Kill() })
	stream := jsonrpc2.NewBufferedStream(lspPipe{out, e.stdin}, jsonrpc2.VSCodeObjectCodec{})
	e.conn = jsonrpc2.NewConn(t.Context(), stream, jsonrpc2.HandlerWithError(e.handle))
	var answer struct{ Capabilities map[string]any }
	e.call("initialize", map[string]any{
		"processId": os.Getpid(), "rootUri": e.uri(""),
		"capabilities": map[string]any{
			"workspace": map[string]any{"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}},
		},
	}, &answer)
	if answer.Capabilities["hoverProvider"] != true {
		t.Fatalf("initialize: %v", answer)
	}
	e.notify("initialized", struct{}{})
	return e
}

type lspPipe struct {
	io.Reader
	io.WriteCloser
}

func (e *lspEditor) handle(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	if r.Method == "textDocument/publishDiagnostics" {
		var p lspPublished
		if err := json.Unmarshal(*r.Params, &p); err != nil {
			return nil, err
		}
		e.mu.Lock()
		e.shown[p.URI] = p
		e.mu.Unlock()
	}
	return nil, nil
}

func (e *lspEditor) uri(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(e.dir, path))}).String()
}

func (e *lspEditor) call(method string, params, result any) {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(e.t.Context(), 30*time.Second)
	defer cancel()
	if err := e.conn.Call(ctx, method, params, result); err != nil {
		e.t.Fatalf("%s: %v\n%s", method, err, e.stderr)
	}
}

func (e *lspEditor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(e.t.Context(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *lspEditor) open(path, text string) {
	e.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(path), "languageId": "cucumber", "version": 1, "text": text},
	})
}

func (e *lspEditor) change(path string, version int, text string) {
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.uri(path), "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// diagnostics waits for those of a version.
func (e *lspEditor) diagnostics(path string, version int) []lspDiagnostic {
	e.t.Helper()
	var list []lspDiagnostic
	e.eventually("diagnostics", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		p, ok := e.shown[e.uri(path)]
		list = p.Diagnostics
		return ok && p.Version == version
	})
	return list
}

// at is the params of what is asked at a text, one character after its start.
func (e *lspEditor) at(path, text, what string) map[string]any {
	before, _, found := strings.Cut(text, what)
	if !found {
		e.t.Fatalf("%s does not hold %q", path, what)
	}
	line := strings.Count(before, "\n")
	start := strings.LastIndexByte(before, '\n') + 1
	return map[string]any{
		"textDocument": map[string]any{"uri": e.uri(path)},
		// no character of it takes two units
		"position": map[string]any{"line": line, "character": len([]rune(before[start:])) + 1},
	}
}

func (e *lspEditor) hover(path, text, what string) string {
	var answer *struct{ Contents struct{ Value string } }
	e.call("textDocument/hover", e.at(path, text, what), &answer)
	if answer == nil {
		return ""
	}
	return strings.ToLower(answer.Contents.Value) + answer.Contents.Value
}

func (e *lspEditor) definition(path, text, what string) []lspPlace {
	var places []lspPlace
	e.call("textDocument/definition", e.at(path, text, what), &places)
	return places
}

// isGo tells whether a place is a line of Go code of the steps that registers or holds something.
func (e *lspEditor) isGo(p lspPlace) bool {
	u, err := url.Parse(p.URI)
	if err != nil || filepath.Dir(u.Path) != filepath.Join(e.dir, "steps") {
		return false
	}
	data, err := os.ReadFile(u.Path)
	if err != nil {
		e.t.Error(err)
		return false
	}
	lines := strings.Split(string(data), "\n")
	return p.Range.Start.Line < len(lines) && strings.Contains(lines[p.Range.Start.Line], "(")
}

func (e *lspEditor) fixOf(path string, d lspDiagnostic) []lspEdit {
	var actions []struct {
		Kind string
		Edit struct{ Changes map[string][]lspEdit }
	}
	e.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(path)},
		"range": map[string]any{
			"start": map[string]int{"line": d.Range.Start.Line, "character": d.Range.Start.Character},
			"end":   map[string]int{"line": d.Range.End.Line, "character": d.Range.End.Character},
		},
		"context": map[string]any{"diagnostics": []any{}},
	}, &actions)
	for _, a := range actions {
		if a.Kind == "quickfix" {
			return a.Edit.Changes[e.uri(path)]
		}
	}
	e.t.Fatalf("no fix: %+v", actions)
	return nil
}

func (e *lspEditor) formatting(path string) []lspEdit {
	var edits []lspEdit
	e.call("textDocument/formatting", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(path)},
		"options":      map[string]any{"tabSize": 8, "insertSpaces": false},
	}, &edits)
	return edits
}

// apply makes edits, from the last to the first. No character of the text takes two units.
func (e *lspEditor) apply(text string, edits []lspEdit) string {
	lines := strings.SplitAfter(text, "\n")
	offset := func(p lspPosition) int {
		at := 0
		for _, l := range lines[:p.Line] {
			at += len(l)
		}
		return at + len(string([]rune(lines[p.Line])[:p.Character]))
	}
	for _, edit := range slices.Backward(edits) {
		text = text[:offset(edit.Range.Start)] + edit.NewText + text[offset(edit.Range.End):]
	}
	return text
}

func (e *lspEditor) eventually(what string, fn func() bool) {
	e.t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if fn() {
			return
		}
	}
	e.t.Fatalf("%s never came\n%s", what, e.stderr)
}

// leave ends the session as an editor should.
func (e *lspEditor) leave() int {
	e.call("shutdown", nil, nil)
	e.notify("exit", nil)
	return e.wait()
}

// wait gives the exit code of the process, which must end by itself, soon.
func (e *lspEditor) wait() int {
	e.t.Helper()
	done := make(chan error, 1)
	go func() { done <- e.cmd.Wait() }()
	select {
	case err := <-done:
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return exit.ExitCode()
		} else if err != nil {
			e.t.Fatal(err)
		}
		return 0
	case <-time.After(10 * time.Second):
		e.t.Fatal("the process outlives its editor")
		return -1
	}
}

// nothingLeft looks for processes that work in the project: a worker, or the go command.
func (e *lspEditor) nothingLeft() {
	e.t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		e.t.Fatal(err)
	}
	root, err := filepath.EvalSymlinks(e.dir)
	if err != nil {
		e.t.Fatal(err)
	}
	for _, proc := range all {
		cwd, err := os.Readlink(filepath.Join(proc, "cwd"))
		if pid, _ := strconv.Atoi(filepath.Base(proc)); err != nil || pid == os.Getpid() {
			continue
		}
		if cwd == root || strings.HasPrefix(cwd, root+string(filepath.Separator)) {
			line, _ := os.ReadFile(filepath.Join(proc, "cmdline"))
			e.t.Errorf(
				"a process is left in the project: %s %q", filepath.Base(proc),
				bytes.ReplaceAll(line, []byte{0}, []byte{' '}),
			)
		}
	}
}
