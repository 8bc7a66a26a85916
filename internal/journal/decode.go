package journal

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Decode reads the canonical bytes of a leaf, of any version up to Version, and refuses everything else: an unknown,
// missing, repeated or misplaced field, a field that its version does not have, white space, an optional field written
// empty, another way to write a number or a character. What Decode accepts of a known kind, Encode gives back byte for
// byte, so that two parties who read one leaf cannot understand two things.
//
// Of a leaf of an unknown kind it gives the envelope: version, position, instant, kind, campaign and actor. Of a leaf
// of a newer version it gives the envelope without the actor, and a *NewerError. Errors are under ErrLeaf.
func Decode(raw []byte) (Leaf, error) {
	if len(raw) > MaxLeaf {
		return Leaf{}, fmt.Errorf("%w: %d bytes, %d at most", ErrTooLarge, len(raw), MaxLeaf)
	}
	l, err := decodeWhole(raw)
	if err == nil && l.V <= Version && l.Kind.Known() {
		if err := l.check(); err != nil {
			return Leaf{}, err
		}
		return l, nil
	}
	// Whatever its body, a leaf of another version or kind has the envelope that all have.
	e, outer := decodeEnvelope(raw)
	switch {
	case outer == nil && e.V > Version:
		return e, &NewerError{Seq: e.Seq, Version: e.V}
	case outer == nil && !e.Kind.Known():
		return e, nil
	case err == nil:
		err = outer
	}
	return Leaf{}, err
}

func decodeWhole(raw []byte) (Leaf, error) {
	var l Leaf
	d := decoder{in: raw}
	if err := d.structure(leafShape, reflect.ValueOf(&l).Elem()); err != nil {
		return Leaf{}, err
	}
	if d.at != len(raw) {
		return Leaf{}, d.refuse("bytes after the end")
	}
	return l, nil
}

type decoder struct {
	in []byte
	at int
	// words are short strings seen lately in this leaf: the steps of an attempt repeat the same few.
	words [16]string
}

// word makes a string without allocating one for each "passed" of an attempt.
func (d *decoder) word(b []byte) string {
	if len(b) == 0 || len(b) > 20 {
		return string(b)
	}
	slot := &d.words[(len(b)+int(b[0]))%len(d.words)]
	if *slot != string(b) { // the compiler compares without allocating
		*slot = string(b)
	}
	return *slot
}

func (d *decoder) refuse(why string) error {
	return fmt.Errorf("%w: byte %d: %s", ErrMalformed, d.at, why)
}

// skip consumes want when it comes next.
func (d *decoder) skip(want string) bool {
	if len(d.in)-d.at < len(want) || string(d.in[d.at:d.at+len(want)]) != want {
		return false
	}
	d.at += len(want)
	return true
}

func (d *decoder) structure(s *shape, v reflect.Value) error {
	if !d.skip("{") {
		return d.refuse("want an object")
	}
	first := true
	for i := range s.fields {
		f := &s.fields[i]
		mark := d.at
		if !first && !d.skip(",") || !d.skip(f.key) {
			d.at = mark
			if !f.optional {
				return d.refuse("want field " + f.key[:len(f.key)-1])
			}
			continue
		}
		first = false
		fv := v.Field(f.index)
		if err := d.value(f, fv); err != nil {
			return err
		}
		if f.optional && isEmpty(f.kind, fv) {
			d.at = mark
			return d.refuse("field " + f.key[:len(f.key)-1] + " is written although it is empty")
		}
	}
	if !d.skip("}") {
		return d.refuse("unknown, repeated or misplaced field")
	}
	return nil
}

func (d *decoder) value(f *field, v reflect.Value) error {
	switch f.kind {
	case stringValue:
		s, err := d.text()
		v.SetString(s)
		return err
	case intValue:
		n, err := d.integer()
		v.SetInt(n)
		return err
	case boolValue:
		switch {
		case d.skip("true"):
			v.SetBool(true)
		case !d.skip("false"):
			return d.refuse("want true or false")
		}
		return nil
	case structValue:
		v.Set(reflect.New(v.Type().Elem()))
		return d.structure(f.shape, v.Elem())
	case intPtrValue:
		n, err := d.integer()
		v.Set(reflect.New(v.Type().Elem()))
		v.Elem().SetInt(n)
		return err
	case stringsValue, structsValue:
		return d.list(f, v)
	}
	return d.refuse("field of an unknown kind")
}

func (d *decoder) list(f *field, v reflect.Value) error {
	if !d.skip("[") {
		return d.refuse("want a list")
	}
	if d.skip("]") {
		return nil // the caller refuses an empty list
	}
	for n := 0; ; n++ {
		if v.Len() == v.Cap() {
			v.Grow(max(d.items(f.kind), v.Len()))
		}
		v.SetLen(n + 1)
		item := v.Index(n)
		item.SetZero()
		if f.kind == stringsValue {
			s, err := d.text()
			if err != nil {
				return err
			}
			item.SetString(s)
		} else if err := d.structure(f.shape, item); err != nil {
			return err
		}
		if d.skip("]") {
			return nil
		}
		if !d.skip(",") {
			return d.refuse("want a comma or the end of the list")
		}
	}
}

// room is how many items of a list are made room for at once, at most: a leaf may hold braces without number in a text.
const room = 64

// items says how many items a list that begins here has, about: the steps of an attempt are most of its leaf.
func (d *decoder) items(kind valueKind) int {
	if kind != structsValue {
		return 4
	}
	return max(1, min(bytes.Count(d.in[d.at:], []byte{'{'}), room))
}

// integer reads the shortest decimal form, within plus or minus 2^53-1.
func (d *decoder) integer() (int64, error) {
	negative := d.skip("-")
	start := d.at
	var n int64
	for d.at < len(d.in) && d.in[d.at] >= '0' && d.in[d.at] <= '9' {
		n = n*10 + int64(d.in[d.at]-'0')
		if n > maxInt {
			return 0, d.refuse("integer of 2^53 or more")
		}
		d.at++
	}
	switch digits := d.at - start; {
	case digits == 0:
		return 0, d.refuse("want an integer")
	case d.in[start] == '0' && (digits > 1 || negative):
		return 0, d.refuse("integer not in its shortest form")
	}
	if negative {
		n = -n
	}
	return n, nil
}

// text reads a string. The fast path is a plain one.
func (d *decoder) text() (string, error) {
	if !d.skip(`"`) {
		return "", d.refuse("want a string")
	}
	start := d.at
	end := bytes.IndexByte(d.in[start:], '"')
	if end < 0 {
		return "", d.refuse("string without end")
	}
	plain := d.in[start : start+end]
	if isPlain(plain) {
		d.at = start + end + 1
		return d.word(plain), nil
	}
	return d.anyText()
}

// isPlain reports whether b is ASCII without escape or control: most strings of a log are.
func isPlain(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (d *decoder) anyText() (string, error) {
	var b strings.Builder
	for d.at < len(d.in) {
		switch c := d.in[d.at]; {
		case c == '"':
			d.at++
			if s := b.String(); utf8.ValidString(s) {
				return s, nil
			}
			return "", d.refuse("text is not UTF-8")
		case c < 0x20:
			return "", d.refuse("control character in a string")
		case c != '\\':
			b.WriteByte(c)
			d.at++
		default:
			r, err := d.escape()
			if err != nil {
				return "", err
			}
			b.WriteByte(r)
		}
	}
	return "", d.refuse("string without end")
}

// escape reads one of the escapes that appendString writes; a character has exactly one way to be written.
func (d *decoder) escape() (byte, error) {
	rest := d.in[d.at+1:]
	if len(rest) == 0 {
		return 0, d.refuse("string without end")
	}
	switch rest[0] {
	case '"', '\\':
		d.at += 2
		return rest[0], nil
	case 'b', 't', 'n', 'f', 'r':
		d.at += 2
		return "\b\t\n\f\r"[strings.IndexByte("btnfr", rest[0])], nil
	case 'u':
		if len(rest) >= 5 && rest[1] == '0' && rest[2] == '0' && (rest[3] == '0' || rest[3] == '1') {
			low := strings.IndexByte(hexDigits, rest[4])
			c := (rest[3]-'0')<<4 | byte(max(low, 0))
			if low >= 0 && shortEscape(c) == 0 {
				d.at += 6
				return c, nil
			}
		}
	}
	return 0, d.refuse("escape that the canonical form does not use")
}
