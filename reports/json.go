package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Errors of the machine-readable PV.
var (
	ErrSchema = errors.New("unknown version of the PV model")
	ErrFormat = errors.New("not a PV")
)

// JSON writes the PV in its canonical form: the fields of the model in their order, indented by two spaces, no HTML
// escapes, UTF-8, a final line feed. The same PV gives the same bytes, and these are the bytes whose SHA-256 is the
// fingerprint. Lists are written element by element, so that memory does not hold the whole text.
func JSON(w io.Writer, pv PV) error {
	if err := CanonicalJSON(w, &pv); err != nil {
		return fmt.Errorf("write PV %s as JSON: %w", pv.Number, err)
	}
	return nil
}

// CanonicalJSON writes a document, given by the address of its structure, in the form of JSON. It returns the errors of
// w.
func CanonicalJSON(w io.Writer, document any) error {
	e := encoder{w: w}
	e.enc = json.NewEncoder(&e.buf)
	e.enc.SetEscapeHTML(false)
	e.object(reflect.ValueOf(document).Elem(), "")
	e.raw("\n")
	e.flush()
	return e.err
}

// Fingerprint is the SHA-256, in hex, of the canonical JSON of a PV: what the footers and the signature boxes print.
func Fingerprint(pv PV) (string, error) {
	h := sha256.New()
	if err := JSON(h, pv); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// encoder writes what json.Encoder with SetIndent("", "  ") would, without building it first.
type encoder struct {
	w   io.Writer
	buf bytes.Buffer
	enc *json.Encoder
	err error
}

// chunk is how much text is kept before it is written out.
const chunk = 32 << 10

func (e *encoder) raw(s string) {
	e.buf.WriteString(s)
}

func (e *encoder) flush() {
	if e.err == nil {
		_, e.err = e.w.Write(e.buf.Bytes())
	}
	e.buf.Reset()
}

// object writes a structure field by field, indented below prefix.
func (e *encoder) object(v reflect.Value, prefix string) {
	e.raw("{")
	t, n, inner := v.Type(), 0, prefix+"  "
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		f := v.Field(i)
		if opts == "omitempty" && (f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0) ||
			opts == "omitzero" && f.IsZero() {
			continue
		}
		if n++; n > 1 {
			e.raw(",")
		}
		e.raw("\n" + inner + "\"" + name + "\": ")
		switch {
		case listed(f.Type()) && f.Len() > 0:
			e.list(f, inner)
		case holdsList(f.Type()):
			e.object(f, inner)
		default:
			e.value(f, inner)
		}
	}
	e.raw("\n" + prefix + "}")
}

// listed reports whether a type is a list of structures, which may be long.
func listed(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct
}

// holdsList reports whether a structure of the model has a long list: the leaves of the journal. Others, times among
// them, are written whole.
func holdsList(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for f := range t.Fields() {
		if f.IsExported() && listed(f.Type) {
			return true
		}
	}
	return false
}

func (e *encoder) list(v reflect.Value, prefix string) {
	e.raw("[")
	for i := range v.Len() {
		if i > 0 {
			e.raw(",")
		}
		e.raw("\n" + prefix + "  ")
		e.value(v.Index(i), prefix+"  ")
		if e.buf.Len() > chunk {
			e.flush()
		}
	}
	e.raw("\n" + prefix + "]")
}

func (e *encoder) value(v reflect.Value, prefix string) {
	if e.err != nil {
		return
	}
	e.enc.SetIndent(prefix, "  ")
	if v.CanAddr() {
		v = v.Addr() // no copy of a large element
	}
	from := e.buf.Len()
	e.err = e.enc.Encode(v.Interface())
	if n := e.buf.Len(); n > from && e.buf.Bytes()[n-1] == '\n' {
		e.buf.Truncate(n - 1)
	}
	if bytes.Contains(e.buf.Bytes()[from:], replaced) {
		e.mend(from)
	}
}

// replaced is how encoding/json writes a byte that is not UTF-8. Read back, it is the character U+FFFD, which is
// written otherwise: left so, a PV would not be read to the bytes it was written from.
var replaced = []byte(`\ufffd`)

// mend writes U+FFFD in place of its escape, from an offset of the buffer on.
func (e *encoder) mend(from int) {
	text := bytes.Clone(e.buf.Bytes()[from:])
	e.buf.Truncate(from)
	for i := 0; i < len(text); {
		switch {
		case text[i] != '\\':
			e.buf.WriteByte(text[i])
			i++
		case bytes.HasPrefix(text[i:], replaced):
			e.buf.WriteRune('\uFFFD')
			i += len(replaced)
		default: // an escape of two bytes, or the head of a longer one
			e.buf.Write(text[i:min(i+2, len(text))])
			i += 2
		}
	}
}

// Validate checks what every producer relies on: the version of the model and a number. It is ErrSchema or ErrFormat.
func (pv PV) Validate() error {
	if pv.Schema != Schema {
		return fmt.Errorf("%w: %q, want %q", ErrSchema, pv.Schema, Schema)
	}
	if pv.Number == "" {
		return fmt.Errorf("%w: no number", ErrFormat)
	}
	return nil
}
