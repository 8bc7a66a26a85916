package pdf

import (
	"fmt"
	"strconv"
)

// Verbatim is an object already written in PDF syntax. Only the writer knows it: signing uses it for the placeholders
// it fills in place.
type Verbatim string

// writer appends objects to a growing file. Writing is deterministic: the same objects give the same bytes.
type writer struct {
	out []byte
	// renumber maps the numbers of references to new ones; nil keeps them.
	renumber []int
	sink     *sink // where what is written goes, a piece at a time; nil keeps all in out
	err      error
}

// AppendObject appends the direct form of an object to b. It returns an error, of the ErrStructure kind, for a value
// that is not an Object.
func AppendObject(b []byte, o Object) ([]byte, error) {
	w := writer{out: b}
	w.object(o)
	return w.out, w.err
}

// gap keeps a token that starts with a regular character from sticking to the one before.
func (w *writer) gap() {
	if n := len(w.out); n > 0 && charClass[w.out[n-1]] == 0 {
		w.out = append(w.out, ' ')
	}
}

func (w *writer) object(o Object) {
	switch v := o.(type) {
	case nil:
		w.gap()
		w.out = append(w.out, "null"...)
	case bool:
		w.gap()
		w.out = strconv.AppendBool(w.out, v)
	case Integer:
		w.gap()
		w.out = strconv.AppendInt(w.out, int64(v), 10)
	case Real:
		w.gap()
		w.out = append(w.out, v...)
	case Name:
		w.name(v)
	case String:
		w.str(v)
	case Ref:
		w.ref(v)
	case Array:
		w.out = append(w.out, '[')
		for _, e := range v {
			w.object(e)
		}
		w.out = append(w.out, ']')
	case *Dict:
		if v == nil {
			w.object(nil)
			return
		}
		w.dict(v)
	case *Stream:
		if v == nil || v.Dict == nil {
			w.err = fmt.Errorf("%w: stream without dictionary", ErrStructure)
			return
		}
		w.stream(v)
	case Verbatim:
		w.gap()
		w.out = append(w.out, v...)
	default:
		w.err = fmt.Errorf("%w: cannot write a value of type %T", ErrStructure, o)
	}
}

func (w *writer) ref(r Ref) {
	w.gap()
	num, gen := r.Num, r.Gen
	if w.renumber != nil {
		// A reference to an absent object means null (7.3.10); the generation starts anew with the number.
		if num >= len(w.renumber) || w.renumber[num] == 0 {
			w.out = append(w.out, "null"...)
			return
		}
		num, gen = w.renumber[num], 0
	}
	w.out = strconv.AppendInt(w.out, int64(num), 10)
	w.out = append(w.out, ' ')
	w.out = strconv.AppendInt(w.out, int64(gen), 10)
	w.out = append(w.out, " R"...)
}

func (w *writer) name(n Name) {
	w.out = append(w.out, '/')
	for i := 0; i < len(n); i++ {
		if c := n[i]; c > ' ' && c < 0x7F && c != '#' && charClass[c] == 0 {
			w.out = append(w.out, c)
		} else {
			w.out = append(w.out, '#', upperHex[c>>4], upperHex[c&15])
		}
	}
	if n == "" { // the empty name is legal; it must not swallow what follows
		w.out = append(w.out, ' ')
	}
}

const upperHex = "0123456789ABCDEF"

// str writes printable ASCII in parentheses and anything else in hexadecimal: no byte above 127 and no end of line
// ever stands inside a string, so no tool that touches ends of lines can change one.
func (w *writer) str(s String) {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7F {
			w.out = append(w.out, '<')
			for j := 0; j < len(s); j++ {
				w.out = append(w.out, upperHex[s[j]>>4], upperHex[s[j]&15])
			}
			w.out = append(w.out, '>')
			return
		}
	}
	w.out = append(w.out, '(')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '(' || c == ')' || c == '\\' {
			w.out = append(w.out, '\\')
		}
		w.out = append(w.out, s[i])
	}
	w.out = append(w.out, ')')
}

func (w *writer) dict(d *Dict) {
	w.out = append(w.out, "<<"...)
	for _, e := range d.Entries {
		w.name(e.Key)
		w.object(e.Value)
	}
	w.out = append(w.out, ">>"...)
}

// stream writes the dictionary with the true length, always direct.
func (w *writer) stream(s *Stream) {
	w.out = append(w.out, "<<"...)
	for _, e := range s.Dict.Entries {
		if e.Key != "Length" {
			w.name(e.Key)
			w.object(e.Value)
		}
	}
	w.out = append(w.out, "/Length "...)
	w.out = strconv.AppendInt(w.out, int64(len(s.Data)), 10)
	w.out = append(w.out, ">>\nstream\n"...)
	if w.sink == nil {
		w.out = append(w.out, s.Data...)
	} else {
		w.flush()
		w.pass(s.Data)
	}
	w.out = append(w.out, "\nendstream"...)
}

// indirect writes an indirect object of generation 0 and returns where it stands. The ends of line are those PDF/A
// asks for (ISO 19005-3, 6.1.9).
func (w *writer) indirect(num int, o Object) Span {
	start := w.offset()
	w.out = strconv.AppendInt(w.out, int64(num), 10)
	w.out = append(w.out, " 0 obj\n"...)
	w.object(o)
	w.out = append(w.out, "\nendobj\n"...)
	return Span{start, w.offset() - 1}
}

// entry writes one line of 20 bytes of a cross-reference table (7.5.4).
func (w *writer) entry(off, gen int, kind byte) {
	n := len(w.out)
	w.out = append(w.out, "0000000000 00000 n \n"...)
	for i := n + 9; off > 0 && i >= n; i-- {
		w.out[i] = byte('0' + off%10)
		off /= 10
	}
	for i := n + 15; gen > 0 && i > n+10; i-- {
		w.out[i] = byte('0' + gen%10)
		gen /= 10
	}
	w.out[n+17] = kind
}

// ending writes the trailer and the three last lines.
func (w *writer) ending(trailer *Dict, xref int) {
	w.out = append(w.out, "trailer\n"...)
	w.dict(trailer)
	w.out = append(w.out, "\nstartxref\n"...)
	w.out = strconv.AppendInt(w.out, int64(xref), 10)
	w.out = append(w.out, "\n%%EOF\n"...)
}
