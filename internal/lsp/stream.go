package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// maxMessage bounds a message of the editor, in bytes: a feature file is at most a few megabytes.
const maxMessage = 64 << 20

// errFraming is why a stream cannot be read on: where the next message starts is not known.
var errFraming = errors.New("malformed header")

// stream frames messages as the base protocol does (LSP 3.17, Base Protocol). It stands in for that of the library,
// which ends the session at the first message that is not as expected: here it is answered or left out, and the next is
// read.
type stream struct {
	in  *bufio.Reader
	log func(format string, args ...any)
	// over is called at the end of in, before the session learns of it: what came before the end is served first.
	over func()

	mu  sync.Mutex
	out io.Writer
}

var _ jsonrpc2.ObjectStream = (*stream)(nil)

// ReadObject reads the next message that the library can read.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.body()
		if err != nil {
			s.over()
			return err
		}
		if code, why := refused(body); code != 0 {
			s.log("a message was left out: %s", why)
			if err := s.answer(code, why); err != nil {
				return err
			}
			continue
		}
		return json.Unmarshal(body, v)
	}
}

// body reads the bytes of a message.
func (s *stream) body() ([]byte, error) {
	length := -1
	for {
		line, err := s.in.ReadSlice('\n')
		if err != nil {
			if errors.Is(err, io.EOF) && (length >= 0 || len(line) > 0) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		header := strings.TrimRight(string(line), "\r\n")
		if header == "" {
			break
		}
		name, value, _ := strings.Cut(header, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > maxMessage {
				return nil, fmt.Errorf("%w: %q", errFraming, header)
			}
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("%w: no Content-Length", errFraming)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(s.in, body); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return body, nil
}

// refused tells why the library would not take a message, with the error to answer; 0 when it would.
func refused(body []byte) (code int64, why string) {
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method *string         `json:"method"`
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if !json.Valid(body) {
		return jsonrpc2.CodeParseError, "not JSON"
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return jsonrpc2.CodeInvalidRequest, err.Error()
	}
	if len(m.ID) > 0 && string(m.ID) != "null" {
		if _, err := strconv.ParseInt(string(m.ID), 10, 64); err != nil && m.ID[0] != '"' {
			return jsonrpc2.CodeInvalidRequest, "an id is a whole number or a text"
		}
	}
	if answer := m.Result != nil || m.Error != nil; (m.Method != nil) == answer {
		return jsonrpc2.CodeInvalidRequest, "neither a request nor an answer"
	}
	return 0, ""
}

// answer says that a message could not be read. Its id is not known: it is null (JSON-RPC 2.0, 5).
func (s *stream) answer(code int64, why string) error {
	return s.WriteObject(
		map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": why}},
	)
}

// WriteObject writes a message.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.out.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(body)), body...))
	return err
}

// Close closes nothing: the ends belong to the process.
func (*stream) Close() error { return nil }
