package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// server is one session with an editor. One goroutine owns it, and does what its inbox holds in order: each message
// takes milliseconds, and the text that an answer speaks of is then the one that the editor had when it asked. What
// takes longer runs beside and only brings its result to the inbox.
type server struct {
	source  Source
	version string
	log     func(format string, args ...any) // of the edge: never the channel of the protocol
	conn    *jsonrpc2.Conn
	inbox   *inbox
	methods map[string]method

	encoding encoding
	client   initializeParams
	scopes   []*scope // the projects of the session
	open     map[string]*document
	trouble  map[string]string // why the project of a folder could not be read
	due      bool              // diagnostics may have changed since they were sent
	proposed *scope            // whose tags were last proposed
	late     int               // messages served since then
	outside  bool              // they changed for another reason than what was typed

	beside sync.WaitGroup // what runs beside
	state  atomic.Int32   // a lifecycle
	exited chan struct{}
}

// lifecycle is where a session stands (LSP 3.17, Server lifecycle).
type lifecycle = int32

const (
	created lifecycle = iota
	serving
	stopping
)

// ErrNoShutdown says that the editor left without the shutdown request: the process then exits with a failure (LSP
// 3.17, Exit Notification).
var ErrNoShutdown = errors.New("the editor left without shutdown")

// The codes of errors that the library does not name (LSP 3.17, ErrorCodes).
const (
	codeNotInitialized = -32002
	codeCancelled      = -32800
	codeFailed         = -32803
)

// farewell bounds how long what an editor said before it left is still served.
const farewell = 5 * time.Second

// Serve speaks the protocol on in and out until the editor exits, leaves, or ctx ends; what ran beside has then ended.
// log receives what a developer of an editor's extension may want to read, a line each; it may be nil, and is called
// from several goroutines.
func Serve(
	ctx context.Context, in io.Reader, out io.Writer, source Source, version string,
	log func(format string, args ...any),
) error {
	if log == nil {
		log = func(string, ...any) {}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(source, version, log)
	served := make(chan struct{})
	frames := &stream{in: bufio.NewReader(in), out: out, log: log, over: func() {
		s.inbox.close()
		timer := time.NewTimer(farewell)
		defer timer.Stop()
		select {
		case <-served:
		case <-timer.C:
		case <-ctx.Done():
		}
	}}
	ready := make(chan struct{})
	s.conn = jsonrpc2.NewConn(ctx, frames, receiver{s, ready}, jsonrpc2.SetLogger(quiet{log}))
	close(ready)
	go func() {
		defer close(served)
		s.work(ctx)
	}()
	var err error
	select {
	case <-s.exited:
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
		err = ctx.Err()
	}
	cancel()
	s.beside.Wait()
	s.conn.Close() //nolint:errcheck // both ends are gone
	if err == nil && s.state.Load() != stopping {
		err = ErrNoShutdown
	}
	return err
}

func newServer(source Source, version string, log func(format string, args ...any)) *server {
	return &server{
		source: source, version: version, log: log, inbox: newInbox(), methods: methods(), encoding: unitsUTF16,
		open: map[string]*document{}, trouble: map[string]string{}, exited: make(chan struct{}),
	}
}

// receiver puts the messages of the editor in the inbox. A cancellation goes past those that wait, else it would come
// after the answer.
type receiver struct {
	s     *server
	ready chan struct{} // closed once the server knows its connection
}

// Handle takes a message.
func (r receiver) Handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-r.ready
	if req.Method != "$/cancelRequest" {
		r.s.inbox.put(item{request: req})
		return
	}
	var p struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if req.Params != nil && json.Unmarshal(*req.Params, &p) == nil {
		r.s.inbox.cancel(p.ID)
	}
}

// quiet gives the transport's own words to the log.
type quiet struct {
	log func(format string, args ...any)
}

// Printf logs.
func (q quiet) Printf(format string, args ...any) { q.log(format, args...) }

// work does what the inbox holds. What follows from a change of text, and costs more than a change, waits until the
// editor has said nothing for a moment: of a burst, only the last text is judged. Questions are answered at once.
func (s *server) work(ctx context.Context) {
	for {
		next, ok := s.inbox.take(ctx)
		if !ok {
			return
		}
		if next.do != nil {
			_ = s.guard("what was learned", func() { next.do(ctx) }) // logged: nobody waits for it
		} else {
			s.serve(ctx, &next)
		}
		if !s.due {
			s.late = 0
			continue
		}
		if s.late++; s.late > maxLate || !s.inbox.soon(ctx, moment) {
			_ = s.guard("diagnostics", func() { s.refresh(ctx) }) // the same
		}
	}
}

const (
	// moment is how long a burst may fall silent: keys that are held repeat more slowly.
	moment = 10 * time.Millisecond
	// maxLate is how many messages may be served before diagnostics are sent, however fast the editor is.
	maxLate = 100
)

// guard keeps the session alive through a panic.
func (s *server) guard(what string, fn func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			s.log("panic in %s: %v\n%s", what, r, debug.Stack())
			err = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("%s: %v", what, r)}
		}
	}()
	fn()
	return nil
}

// serve answers one message.
func (s *server) serve(ctx context.Context, i *item) {
	req := i.request
	var result any
	var err error
	if i.cancelled {
		err = &jsonrpc2.Error{Code: codeCancelled, Message: "cancelled"}
	} else if failed := s.guard(req.Method, func() { result, err = s.answer(ctx, req) }); failed != nil {
		err = failed
	}
	if req.Notif {
		if err != nil && !unknown(err) {
			s.log("%s: %v", req.Method, err)
		}
		return
	}
	answer := &jsonrpc2.Response{ID: req.ID}
	if err == nil {
		err = answer.SetResult(result)
	}
	if err != nil {
		refused, ok := errors.AsType[*jsonrpc2.Error](err)
		if !ok {
			refused = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
		}
		answer.Error, answer.Result = refused, nil
	}
	if err := s.conn.SendResponse(ctx, answer); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log("answer %s: %v", req.Method, err)
	}
}

// unknown tells that a notification may be ignored: nobody knows it, or it came too early or too late (LSP 3.17,
// $ Notifications and Initialize Request).
func unknown(err error) bool {
	refused, ok := errors.AsType[*jsonrpc2.Error](err)
	return ok &&
		(refused.Code == jsonrpc2.CodeMethodNotFound || refused.Code == codeNotInitialized ||
			refused.Code == jsonrpc2.CodeInvalidRequest)
}

// answer finds who answers a message.
func (s *server) answer(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	m, known := s.methods[req.Method]
	state := s.state.Load()
	switch {
	case state == created && req.Method != "initialize" && req.Method != "exit":
		return nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "initialize comes first"}
	case state == stopping && req.Method != "exit":
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server is shut down"}
	case state != created && req.Method == "initialize":
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "initialize comes once"}
	case !known:
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: req.Method}
	}
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	return m(s, ctx, params)
}

// tell sends a notification.
func (s *server) tell(ctx context.Context, method string, params any) {
	if err := s.conn.Notify(ctx, method, params); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log("%s: %v", method, err)
	}
}

// ask sends a request whose answer does not matter.
func (s *server) ask(ctx context.Context, method string, params any) {
	if _, err := s.conn.DispatchCall(ctx, method, params); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log("%s: %v", method, err)
	}
}

// post brings what was learned beside to the goroutine that owns the session.
func (s *server) post(fn func(ctx context.Context)) { s.inbox.put(item{do: fn}) }
