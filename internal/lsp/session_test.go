package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/sourcegraph/jsonrpc2"

	"recette/internal/catalogue"
	"recette/internal/format"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/steps"
)

var update = flag.Bool("update", false, "rewrite the expectations of transcripts")

// The transcripts are archives: the files of a project, and a script. A line of the script is a call, "METHOD JSON";
// what follows it, up to the next call, is what the server must answer and send, as indented JSON. ‹file:line:column›
// in a call stands for a document and a position, in characters as a person counts them; "wait METHOD" waits for a
// notification.
func TestTranscripts(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(names) < 8 {
		t.Fatalf("%d transcripts, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { transcript(t, name) })
	}
}

func transcript(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script := -1
	for i, f := range archive.Files {
		if f.Name == "script" {
			script = i
			continue
		}
		full := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if script < 0 {
		t.Fatal("no script")
	}
	e := newEditor(t, dir)
	var got strings.Builder
	for _, call := range calls(string(archive.Files[script].Data)) {
		fmt.Fprintf(&got, "%s\n%s", call, e.play(call))
	}
	want := string(archive.Files[script].Data)
	if *update {
		archive.Files[script].Data = []byte(got.String())
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// calls keeps the lines of a script that are calls: what is expected is indented JSON, or opens with an arrow.
func calls(script string) []string {
	var out []string
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && regexp.MustCompile(`^(#|[a-z])`).MatchString(line) {
			out = append(out, line)
		}
	}
	return out
}

// editor is the other end of the protocol: a real client of the transport library.
type editor struct {
	t    *testing.T
	dir  string
	conn *jsonrpc2.Conn
	end  chan error

	mu    sync.Mutex
	notes []note
	came  chan struct{}
}

type note struct {
	method string
	params json.RawMessage
}

func newEditor(t *testing.T, dir string) *editor {
	t.Helper()
	toServer, fromEditor := io.Pipe()
	toEditor, fromServer := io.Pipe()
	e := &editor{t: t, dir: dir, end: make(chan error, 1), came: make(chan struct{}, 100)}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		e.end <- Serve(
			ctx, toServer, fromServer, projectSource{}, "test",
			func(f string, args ...any) { t.Logf("server: "+f, args...) },
		)
		fromServer.Close()
	}()
	stream := jsonrpc2.NewBufferedStream(pipe{toEditor, fromEditor}, jsonrpc2.VSCodeObjectCodec{})
	e.conn = jsonrpc2.NewConn(
		ctx, stream, jsonrpc2.AsyncHandler(jsonrpc2.HandlerWithError(e.handle).SuppressErrClosed()),
	)
	t.Cleanup(func() {
		cancel()
		e.conn.Close()
	})
	return e
}

type pipe struct {
	io.Reader
	io.WriteCloser
}

func (e *editor) handle(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	n := note{method: r.Method}
	if r.Params != nil {
		n.params = *r.Params
	}
	e.mu.Lock()
	e.notes = append(e.notes, n)
	e.mu.Unlock()
	e.came <- struct{}{}
	return nil, nil
}

// take gives the first notification of a method and forgets it and those before.
func (e *editor) take(method string) json.RawMessage {
	deadline := time.After(10 * time.Second)
	for {
		e.mu.Lock()
		for i, n := range e.notes {
			if n.method == method {
				e.notes = e.notes[i+1:]
				e.mu.Unlock()
				return n.params
			}
		}
		e.mu.Unlock()
		select {
		case <-e.came:
		case <-deadline:
			e.t.Fatalf("no %s came", method)
		}
	}
}

// play makes one call and words what comes back.
func (e *editor) play(call string) string {
	if strings.HasPrefix(call, "#") {
		return ""
	}
	method, args, _ := strings.Cut(call, " ")
	if method == "wait" {
		return e.show(e.take(args))
	}
	if method == "start" {
		e.start()
		return ""
	}
	if method == "open" {
		e.open(args)
		return e.show(e.take("textDocument/publishDiagnostics"))
	}
	params := json.RawMessage("{}")
	if args != "" {
		params = json.RawMessage(e.fill(args))
	}
	if !json.Valid(params) {
		e.t.Fatalf("%s: malformed params %s", method, params)
	}
	if isNotification(method) {
		if err := e.conn.Notify(e.t.Context(), method, params); err != nil {
			e.t.Fatal(err)
		}
		return ""
	}
	var result json.RawMessage
	err := e.conn.Call(e.t.Context(), method, params, &result)
	if refused, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return fmt.Sprintf("  error %d: %s\n", refused.Code, refused.Message)
	}
	if err != nil {
		e.t.Fatal(err)
	}
	return e.show(result)
}

// start opens the session, and waits until the server has learned what takes long: it then asks twice for new hints.
func (e *editor) start() {
	var p initializeParams
	p.RootURI = fileURI(e.dir)
	p.Capabilities.TextDocument.Completion.CompletionItem.SnippetSupport = true
	p.Capabilities.Workspace.InlayHint.RefreshSupport = true
	var result initializeResult
	if err := e.conn.Call(e.t.Context(), "initialize", p, &result); err != nil {
		e.t.Fatal(err)
	}
	if err := e.conn.Notify(e.t.Context(), "initialized", struct{}{}); err != nil {
		e.t.Fatal(err)
	}
	e.take("workspace/inlayHint/refresh")
	e.take("workspace/inlayHint/refresh")
}

// open gives a file of the disk to the server, as an editor does that opens it.
func (e *editor) open(file string) {
	data, err := os.ReadFile(filepath.Join(e.dir, filepath.FromSlash(file)))
	if err != nil {
		e.t.Fatal(err)
	}
	item := textDocumentItem{
		URI: fileURI(filepath.Join(e.dir, filepath.FromSlash(file))), LanguageID: "gherkin", Version: 1,
		Text: string(data),
	}
	if err := e.conn.Notify(e.t.Context(), "textDocument/didOpen", didOpenParams{item}); err != nil {
		e.t.Fatal(err)
	}
}

func isNotification(method string) bool {
	return slices.Contains([]string{"initialized", "exit"}, method) || strings.Contains(method, "/did")
}

// place stands for a document and a position in a call.
var place = regexp.MustCompile(`‹([^:›]+)(?::(\d+):(\d+))?›`)

// fill turns ‹file› into the URI of a file, and ‹file:line:column› into the members textDocument and position, with the
// column counted in characters and sent in UTF-16, as an editor does.
func (e *editor) fill(args string) string {
	args = strings.ReplaceAll(args, "‹dir›", string(fileURI(e.dir)))
	return place.ReplaceAllStringFunc(args, func(m string) string {
		parts := place.FindStringSubmatch(m)
		uri := string(fileURI(filepath.Join(e.dir, filepath.FromSlash(parts[1]))))
		if parts[2] == "" {
			return uri
		}
		data, err := os.ReadFile(filepath.Join(e.dir, filepath.FromSlash(parts[1])))
		if err != nil {
			e.t.Fatal(err)
		}
		line, _ := strconv.Atoi(parts[2])
		column, _ := strconv.Atoi(parts[3])
		x := newText(string(data))
		content, start := x.line(line - 1)
		runes := []rune(content)
		at := x.position(start+len(string(runes[:min(column-1, len(runes))])), unitsUTF16)
		return fmt.Sprintf(
			`"textDocument":{"uri":%q},"position":{"line":%d,"character":%d}`, uri, at.Line, at.Character,
		)
	})
}

// show words an answer, with the folder of the test taken out of it.
func (e *editor) show(raw json.RawMessage) string {
	text := strings.NewReplacer(
		string(fileURI(e.dir)), "file:///projet", `\u003c`, "<", `\u003e`, ">", `\u0026`, "&",
	).Replace(string(raw))
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(text), "  ", " "); err != nil {
		e.t.Fatalf("%v: %s", err, text)
	}
	return "  " + compact(out.String()) + "\n"
}

// compact puts positions and short lists of numbers on one line: a transcript is read by people.
func compact(text string) string {
	for _, r := range [][2]string{
		{`\{\s+"line": (\d+),\s+"character": (\d+)\s+\}`, `$1:$2`},
		{`\{\s+"character": (\d+),\s+"line": (\d+)\s+\}`, `$2:$1`},
		{`\{\s+"start": (\d+:\d+),\s+"end": (\d+:\d+)\s+\}`, `$1-$2`},
		{`\{\s+"end": (\d+:\d+),\s+"start": (\d+:\d+)\s+\}`, `$2-$1`},
	} {
		text = regexp.MustCompile(r[0]).ReplaceAllString(text, r[1])
	}
	numbers := regexp.MustCompile(`(\d+),\s+(-?\d+)`)
	for numbers.MatchString(text) {
		text = numbers.ReplaceAllString(text, `$1 $2`)
	}
	return text
}

// projectSource reads a folder as the edge would, with what the store and the workers would say.
type projectSource struct{}

func (projectSource) Load(_ context.Context, dir string) (*Project, error) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		return nil, err
	}
	for _, err := os.Stat(filepath.Join(dir, projectFile)); err != nil; _,
		err = os.Stat(filepath.Join(dir, projectFile)) {
		if dir == filepath.Dir(dir) {
			return nil, errors.New(words.T("lsp.no-project"))
		}
		dir = filepath.Dir(dir)
	}
	tree := os.DirFS(dir)
	set, _ := reference.Load(tree)
	p := &Project{
		Root: dir, Tree: tree, Targets: []string{"features"}, Options: catalogue.Options{}, Words: words,
		Automated: true,
		Lint:      lint.Options{Rules: someRules(), Reference: set, Language: "fr"},
		Format:    func(string) format.Options { return format.Options{} }, Steps: testSteps,
	}
	p.Statuses = func(ctx context.Context) (map[string]standing.Status, error) { return testStatuses(ctx, p) }
	return p, nil
}

// someRules keeps the transcripts from changing with each new rule.
func someRules() []lint.Rule {
	return slices.DeleteFunc(rules.All(), func(r lint.Rule) bool {
		return !slices.Contains(
			[]string{lint.RuleSyntax, "format", "id-missing", "name-repeated", "message-unknown", "use-and"}, r.ID,
		)
	})
}

func testStatuses(ctx context.Context, p *Project) (map[string]standing.Status, error) {
	out := map[string]standing.Status{}
	err := catalogue.Walk(ctx, p.Tree, p.Targets, p.Options, func(f catalogue.File) error {
		for i := range f.Cases {
			c := &f.Cases[i]
			out[c.ID] = standing.Status{Case: c.ID, Freshness: recette.Fresh, Result: standing.Result{
				Verdict: recette.Failed, At: time.Date(2026, 11, 12, 9, 30, 0, 0, time.UTC), Build: "1.4.0-rc2",
				Environment: "recette",
				Tester:      "Gaëlle Riou", Content: c.Content,
			}}
		}
		return nil
	})
	return out, err
}

func testSteps(context.Context) (Steps, error) {
	return patterns{
		{`^l'adhérent "([^"]*)" paie (\d+) €$`, "steps/cotisation.go:12"},
		{`^la relance n° (\d+) est (envoyée|reportée)$`, "steps/relance.go:7"},
	}, nil
}

// patterns are definitions whose patterns Go can read.
type patterns [][2]string

func (p patterns) Definitions() []steps.Definition {
	var out []steps.Definition
	for _, one := range p {
		out = append(out, steps.Definition{Pattern: one[0], Place: one[1]})
	}
	return out
}

func (p patterns) Match(_ context.Context, texts []steps.StepText) ([][]int, error) {
	out := make([][]int, len(texts))
	for i, text := range texts {
		for d, one := range p {
			if regexp.MustCompile(one[0]).MatchString(text.Text) {
				out[i] = append(out[i], d)
			}
		}
	}
	return out, nil
}

func (patterns) Close() error { return nil }
