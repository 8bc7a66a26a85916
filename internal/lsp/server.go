package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"recette/internal/lint"
	"recette/internal/status"
)

// Server is one session with an editor. Requests are answered one at a time, in order: each takes milliseconds, and the
// text that an answer speaks of is then the one that the editor had when it asked. What takes longer runs beside and only
// brings its result under the lock.
type Server struct {
	source  Source
	version string
	log     func(format string, args ...any) // of the edge: never the channel of the protocol

	mu       sync.Mutex
	conn     *jsonrpc2.Conn
	encoding Encoding
	client   InitializeParams
	project  *Project // nil until one could be loaded
	trouble  string   // why the project could not be loaded again; empty when it could
	linter   *lint.Linter
	index    *index
	open     map[DocumentURI]*document
	told     map[DocumentURI]bool // documents whose diagnostics the editor shows

	statuses    map[string]status.Status // by case; nil while they are not known
	definitions []Definition
	defined     bool // the definitions are known: a step without any is done by hand
	matches     map[string][]Definition
	state       lifecycle
	exited      chan struct{}
}

// lifecycle is where a session stands (LSP 3.17, Server lifecycle).
type lifecycle int

const (
	created lifecycle = iota
	serving
	stopping
)

// ErrNoShutdown says that the editor left without the shutdown request: the process then exits with a failure (LSP 3.17,
// Exit Notification).
var ErrNoShutdown = errors.New("the editor left without shutdown")

// codeNotInitialized answers requests that come before initialize (LSP 3.17, Error codes).
const codeNotInitialized = -32002

// Serve speaks the protocol on in and out until the editor exits, leaves, or ctx ends. log receives what a developer of an
// editor's extension may want to read, a line each; it may be nil.
func Serve(ctx context.Context, in io.Reader, out io.Writer, source Source, version string, log func(format string, args ...any)) error {
	if log == nil {
		log = func(string, ...any) {}
	}
	s := &Server{
		source: source, version: version, log: log, encoding: UTF16, index: newIndex(),
		open: map[DocumentURI]*document{}, told: map[DocumentURI]bool{}, exited: make(chan struct{}),
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream := jsonrpc2.NewBufferedStream(stdio{in, out}, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(s.handle).SuppressErrClosed(), jsonrpc2.SetLogger(quiet{log}))
	defer conn.Close() //nolint:errcheck // both ends are gone
	select {
	case <-s.exited:
	case <-conn.DisconnectNotify():
	case <-ctx.Done():
		return ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != stopping {
		return ErrNoShutdown
	}
	return nil
}

// stdio is the two ends of a process as one stream.
type stdio struct {
	io.Reader
	io.Writer
}

// Close closes nothing: the ends belong to the process.
func (stdio) Close() error { return nil }

// quiet gives the transport's own words to the log.
type quiet struct {
	log func(format string, args ...any)
}

// Printf logs.
func (q quiet) Printf(format string, args ...any) { q.log(format, args...) }

// method answers one kind of request or notification.
type method func(s *Server, ctx context.Context, params json.RawMessage) (any, error)

// on makes a method of a function that wants its params decoded.
func on[P any](fn func(s *Server, ctx context.Context, params *P) (any, error)) method {
	return func(s *Server, ctx context.Context, raw json.RawMessage) (any, error) {
		var params P
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &params); err != nil {
				return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
			}
		}
		return fn(s, ctx, &params)
	}
}

// methods is what the server answers to.
func methods() map[string]method {
	return map[string]method{
		"initialize":             on((*Server).initialize),
		"initialized":            on((*Server).initialized),
		"shutdown":               on((*Server).shutdown),
		"exit":                   on((*Server).exit),
		"textDocument/didOpen":   on((*Server).didOpen),
		"textDocument/didChange": on((*Server).didChange),
		"textDocument/didClose":  on((*Server).didClose),

		"workspace/didChangeWatchedFiles": on((*Server).didChangeWatchedFiles),

		"textDocument/codeAction":      on((*Server).codeAction),
		"textDocument/formatting":      on((*Server).formatting),
		"textDocument/rangeFormatting": on((*Server).formatting),
		"textDocument/completion":      on((*Server).completion),
		"textDocument/hover":           on((*Server).hover),
		"textDocument/definition":      on((*Server).definition),
		"textDocument/references":      on((*Server).references),
		"textDocument/prepareRename":   on((*Server).prepareRename),
		"textDocument/rename":          on((*Server).rename),
		"textDocument/documentSymbol":  on((*Server).documentSymbol),
		"textDocument/foldingRange":    on((*Server).foldingRange),
		"textDocument/inlayHint":       on((*Server).inlayHint),
		"workspace/symbol":             on((*Server).workspaceSymbol),

		"textDocument/semanticTokens/full": on((*Server).semanticTokens),
	}
}

// handle answers one message. A panic becomes an internal error of the protocol: the editor keeps its server.
func (s *Server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (result any, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			s.log("panic in %s: %v\n%s", req.Method, r, debug.Stack())
			result, err = nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("%s: %v", req.Method, r)}
		}
	}()
	s.conn = conn
	m, known := methods()[req.Method]
	switch {
	case !known:
		// Notifications that open with $/ may be ignored (LSP 3.17, $ Notifications).
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: req.Method}
	case s.state == created && req.Method != "initialize" && req.Method != "exit":
		return nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "initialize comes first"}
	case s.state == stopping && req.Method != "exit":
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server is shut down"}
	}
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	return m(s, ctx, params)
}
