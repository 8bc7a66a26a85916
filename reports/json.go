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
	e := encoder{w: w}
	e.enc = json.NewEncoder(&e.buf)
	e.enc.SetEscapeHTML(false)
	e.struct_(reflect.ValueOf(pv))
	e.raw("\n")
	e.flush()
	if e.err != nil {
		return fmt.Errorf("write PV %s as JSON: %w", pv.Number, e.err)
	}
	return nil
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

func (e *encoder) struct_(v reflect.Value) {
	e.raw("{")
	t, n := v.Type(), 0
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		f := v.Field(i)
		if opts == "omitempty" && (f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0) {
			continue
		}
		if n++; n > 1 {
			e.raw(",")
		}
		e.raw("\n  \"" + name + "\": ")
		if f.Kind() == reflect.Slice && f.Len() > 0 && f.Type().Elem().Kind() == reflect.Struct {
			e.list(f)
			continue
		}
		e.value(f, "  ")
	}
	e.raw("\n}")
}

func (e *encoder) list(v reflect.Value) {
	e.raw("[")
	for i := range v.Len() {
		if i > 0 {
			e.raw(",")
		}
		e.raw("\n    ")
		e.value(v.Index(i), "    ")
		if e.buf.Len() > chunk {
			e.flush()
		}
	}
	e.raw("\n  ]")
}

func (e *encoder) value(v reflect.Value, prefix string) {
	if e.err != nil {
		return
	}
	e.enc.SetIndent(prefix, "  ")
	if v.CanAddr() {
		v = v.Addr() // no copy of a large element
	}
	e.err = e.enc.Encode(v.Interface())
	if n := e.buf.Len(); n > 0 && e.buf.Bytes()[n-1] == '\n' {
		e.buf.Truncate(n - 1)
	}
}

// ReadJSON reads a PV strictly: an unknown field, text after the end or another version of the model is an error, of
// ErrFormat or ErrSchema.
func ReadJSON(r io.Reader) (PV, error) {
	var pv PV
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&pv); err != nil {
		return PV{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return PV{}, fmt.Errorf("%w: text after the end", ErrFormat)
	}
	if err := pv.Validate(); err != nil {
		return PV{}, err
	}
	return pv, nil
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
