package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner goes over canonical JSON, with no space between its tokens, and reads little of it: what is gone over costs a
// look at its quotes and brackets. The standard decoder looks at every byte of what it leaves out, twice.
//
// It holds a window on what it reads. Where the window ends everything is wrong: whole then moves it and begins again.
type scanner struct {
	data  []byte // the window: what it gave out is valid until whole, or more, is called
	at    int
	wrong bool // what comes is not what is due; nothing that was read is worth anything then
	from  io.Reader
	held  bool  // something is being read whole: the window stays
	err   error // of the reader; io.EOF when it gave everything
	plain []byte
}

// windowSize is what is read at once: hundreds of cases. A larger piece makes the window grow.
const windowSize = 256 << 10

func scan(from io.Reader) *scanner { return &scanner{from: from} }

// more moves the window to what is not read yet, and makes it larger when it did not hold one piece. It is false when
// there is no more to come.
func (s *scanner) more() bool {
	if s.err != nil {
		return false
	}
	rest := s.data[s.at:]
	size := max(windowSize, cap(s.data))
	if len(rest) > size/2 {
		size *= 2
	}
	if size > cap(s.data) {
		s.data = append(make([]byte, 0, size), rest...)
	} else {
		s.data = append(s.data[:0], rest...)
	}
	s.at = 0
	for len(s.data) < cap(s.data) && s.err == nil {
		var n int
		n, s.err = s.from.Read(s.data[len(s.data):cap(s.data)])
		s.data = s.data[:len(s.data)+n]
	}
	return true
}

// whole calls read, which takes one piece, with a window that holds all of it: what it made of a piece that was cut is
// made again.
func (s *scanner) whole(read func()) {
	from := s.at
	s.held = true
	for read(); s.wrong; read() {
		s.at = from
		if !s.more() {
			s.fail()
			break
		}
		from, s.wrong = s.at, false
	}
	s.held = false
}

// ahead makes the window hold what stands between two values: the keys of the format are short.
func (s *scanner) ahead() {
	if len(s.data)-s.at < 128 && !s.held && !s.wrong {
		s.more()
	}
}

// ended tells whether all was read, rightly.
func (s *scanner) ended() bool {
	s.ahead()
	return !s.wrong && s.at == len(s.data) && errors.Is(s.err, io.EOF)
}

func (s *scanner) fail() {
	s.wrong, s.at = true, len(s.data)
}

// take goes over a byte that may come next.
func (s *scanner) take(b byte) bool {
	if s.at < len(s.data) && s.data[s.at] == b {
		s.at++
		return true
	}
	return false
}

func (s *scanner) due(b byte) {
	if !s.take(b) {
		s.fail()
	}
}

// object calls field for the value of each key, which reads it or goes over it. Keys must come in the given order.
func (s *scanner) object(order []string, field func(key []byte)) {
	s.ahead()
	s.due('{')
	for first := true; !s.wrong && !s.closed('}'); first = false {
		if !first {
			s.due(',')
		}
		key := s.quoted()
		s.due(':')
		for len(order) > 0 && order[0] != string(key) {
			order = order[1:]
		}
		if s.wrong || len(order) == 0 {
			s.fail()
			return
		}
		order = order[1:]
		field(key)
	}
}

// closed goes over the end of an object or of a list.
func (s *scanner) closed(by byte) bool {
	s.ahead()
	return s.take(by)
}

// list calls element for each value, which reads it or goes over it.
func (s *scanner) list(element func()) {
	s.due('[')
	for first := true; !s.wrong && !s.closed(']'); first = false {
		if !first {
			s.due(',')
		}
		element()
	}
}

// quoted gives what stands between quotes, as it is.
func (s *scanner) quoted() []byte {
	s.due('"')
	from := s.at
	for !s.wrong {
		n := bytes.IndexByte(s.data[s.at:], '"')
		if n < 0 {
			s.fail()
			break
		}
		end := s.at + n
		s.at = end + 1
		escapes := end
		for escapes > from && s.data[escapes-1] == '\\' {
			escapes--
		}
		if (end-escapes)%2 == 0 {
			return s.data[from:end]
		}
	}
	return nil
}

// text reads a string.
func (s *scanner) text() string { return string(s.read()) }

// read is text for whoever keeps no more of it than what others do not have: it is valid until the next call.
func (s *scanner) read() []byte {
	from := s.at
	raw := s.quoted()
	if s.wrong {
		return nil
	}
	if utf8.Valid(raw) {
		if bytes.IndexByte(raw, '\\') < 0 {
			return raw
		}
		if s.unescape(raw) {
			return s.plain
		}
	}
	var out string
	if json.Unmarshal(s.data[from:s.at], &out) != nil {
		s.fail()
	}
	return []byte(out)
}

// unescape gives a string in plain without the escapes that sources are full of; it is false when there are others.
func (s *scanner) unescape(raw []byte) bool {
	s.plain = s.plain[:0]
	for {
		n := bytes.IndexByte(raw, '\\')
		if n < 0 {
			s.plain = append(s.plain, raw...)
			return true
		}
		s.plain = append(s.plain, raw[:n]...)
		switch raw[n+1] {
		case 'n':
			s.plain = append(s.plain, '\n')
		case 't':
			s.plain = append(s.plain, '\t')
		case '"', '\\':
			s.plain = append(s.plain, raw[n+1])
		default:
			return false
		}
		raw = raw[n+2:]
	}
}

// number reads an integer.
func (s *scanner) number() int {
	n, err := strconv.Atoi(string(s.value()))
	if err != nil {
		s.fail()
	}
	return n
}

// truth reads true or false.
func (s *scanner) truth() bool {
	switch raw := s.value(); string(raw) {
	case "true":
		return true
	case "false":
	default:
		s.fail()
	}
	return false
}

// null goes over a null that may come next.
func (s *scanner) null() bool {
	if bytes.HasPrefix(s.data[s.at:], []byte("null")) {
		s.at += len("null")
		return true
	}
	return false
}

// value goes over a value, whatever it is, and gives it as it is.
func (s *scanner) value() []byte {
	from := s.at
	for depth := 0; !s.wrong; {
		if s.at == len(s.data) {
			s.fail()
			break
		}
		switch s.data[s.at] {
		case '"':
			s.quoted()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		default:
			if n := bytes.IndexAny(s.data[s.at:min(s.at+32, len(s.data))], `"{}[],`); n > 0 {
				s.at += n
			} else {
				s.at++
			}
		}
		if depth < 0 {
			s.fail()
		}
		if depth == 0 && s.at < len(s.data) && strings.IndexByte(",}]", s.data[s.at]) >= 0 {
			break
		}
	}
	if s.wrong {
		return nil
	}
	return s.data[from:s.at]
}

// fieldsOf gives the names of the fields of a struct in JSON, in their order.
func fieldsOf[T any]() []string {
	var names []string
	for f := range reflect.TypeFor[T]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}
