package strictjson

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"
	"unsafe"

	"recette/internal/budget"
)

var (
	// errAmbiguous reports JSON that two readers could understand in two ways.
	errAmbiguous = errors.New("ambiguous JSON")
	// errSyntax reports what is no JSON.
	errSyntax = errors.New("not JSON")
	// errType reports a value that the model has no place for.
	errType = errors.New("JSON value of another kind")
)

// maxNesting bounds the depth of a document: models have seven levels.
const maxNesting = 32

// Decode reads one document into the value that into points to: a structure whose fields are named by their json tags,
// of strings, their sums or words, booleans, numbers, times, bytes in base64, structures, lists and pointers to them,
// and lists that are taken as they are read. A null changes nothing; times that come again are one, nobody may change
// them. Work and memory are counted; what was read stays held, in the budget too. The errors are those of this package,
// of r and of the budget.
func Decode(r io.Reader, into any, b *budget.Budget) error {
	d := &decoder{source: source{r: r, budget: b, buf: make([]byte, 0, window)}}
	d.shared = &d.kept
	v := reflect.ValueOf(into).Elem()
	if err := d.value(shapes{}.typeOf(v.Type()), v, 0); err != nil {
		return d.located(err)
	}
	if _, err := d.next(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = fmt.Errorf("%w: text after the end", errAmbiguous)
		}
		return d.located(err)
	}
	return d.settle()
}

type decoder struct {
	source
	scratch []byte // of a string that has escapes, or stands on both sides of a window

	// Short strings that came before: of what is kept, and of what is let go of again.
	shared        *[slots]string
	kept, passing [slots]string
	words         [slots]Word
	lasting       int // bytes of what stays when an element of a stream goes

	at     *time.Time // the last one
	atText string
}

// slots is how many short strings are known at once.
const slots = 1024

// located says where in the document an error is.
func (d *decoder) located(err error) error {
	if over := d.budget.Err(); over != nil {
		return over
	}
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: unexpected end", errSyntax)
	}
	return fmt.Errorf("byte %d: %w", d.offset(), err)
}

// value reads what comes next into v.
func (d *decoder) value(t *shape, v reflect.Value, depth int) error {
	c, err := d.next()
	if err != nil {
		return err
	}
	if c == 'n' {
		return d.literal("null")
	}
	switch t.kind {
	case pointer:
		if t.element.kind == moment {
			return d.moment(v)
		}
		n := reflect.New(t.of)
		if err := d.hold(int(t.of.Size())); err != nil {
			return err
		}
		if err := d.value(t.element, n.Elem(), depth); err != nil {
			return err
		}
		v.Set(n)
		return nil
	case structure:
		return d.object(t, v, depth)
	case list:
		return d.array(t, v, depth)
	case stream:
		return d.stream(t, v, depth)
	case truth:
		switch c {
		case 't':
			v.SetBool(true)
			return d.literal("true")
		case 'f':
			v.SetBool(false)
			return d.literal("false")
		}
		return errType
	case integer:
		n, err := d.number()
		if err != nil {
			return err
		}
		i, err := strconv.ParseInt(string(n), 10, 64)
		if err != nil || v.OverflowInt(i) {
			return fmt.Errorf("%w: number %.20q", errType, n)
		}
		v.SetInt(i)
		return nil
	case words, moment, octets, summed, coined:
	}
	if c != '"' {
		return errType
	}
	text, err := d.text()
	if err != nil {
		return err
	}
	return d.worded(t.kind, v, text)
}

// worded reads a string into the kinds that are written as one.
func (d *decoder) worded(k kind, v reflect.Value, text []byte) error {
	switch k {
	case moment:
		at, err := d.instant(text)
		if err != nil {
			return err
		}
		v.Set(reflect.ValueOf(at).Elem())
		return nil
	case octets:
		n := base64.StdEncoding.DecodedLen(len(text))
		if err := d.hold(n); err != nil {
			return err
		}
		out := make([]byte, n)
		n, err := base64.StdEncoding.Strict().Decode(out, text)
		if err != nil {
			return fmt.Errorf("%w: base64", errType)
		}
		v.SetBytes(out[:n:n])
		return nil
	case summed:
		*v.Addr().Interface().(*Sum) = sumOf(text)
		return nil
	case words:
		s, err := d.share(text)
		v.SetString(s)
		return err
	case coined:
		w, err := d.word(text)
		*v.Addr().Interface().(*Word) = w
		return err
	case truth, integer, pointer, list, stream, structure:
	}
	return errType
}

// moment reads a time into a pointer.
func (d *decoder) moment(v reflect.Value) error {
	if d.buf[d.p] != '"' {
		return errType
	}
	text, err := d.text()
	if err != nil {
		return err
	}
	at, err := d.instant(text)
	if err != nil {
		return err
	}
	v.Set(reflect.ValueOf(at))
	return nil
}

// instant gives the time that a text says: the last one when it says so again, as the steps of a case do.
func (d *decoder) instant(text []byte) (*time.Time, error) {
	if d.at != nil && d.atText == string(text) {
		return d.at, nil
	}
	at := new(time.Time)
	if err := at.UnmarshalText(text); err != nil {
		return nil, fmt.Errorf("%w: time", errType)
	}
	d.at, d.atText = at, string(text)
	d.lasting += momentBytes // it may stay with what is kept of something
	return at, d.hold(momentBytes)
}

const momentBytes = int(unsafe.Sizeof(time.Time{}))

// share makes a string, and the same one for short texts that came before: verdicts, kinds, names of files.
func (d *decoder) share(text []byte) (string, error) {
	const short = 128
	if len(text) == 0 {
		return "", nil
	}
	if len(text) > short {
		return string(text), d.hold(len(text))
	}
	slot := &d.shared[slotOf(text)]
	if *slot == string(text) { // the compiler compares without making a string
		return *slot, nil
	}
	*slot = string(text)
	return *slot, d.hold(len(text))
}

// slotOf gives the place of a short text among those that came before.
func slotOf(text []byte) uint32 {
	h := uint32(2166136261) // FNV-1a, over both ends: long texts differ there
	for _, c := range text[:min(len(text), 8)] {
		h = (h ^ uint32(c)) * 16777619
	}
	for _, c := range text[max(0, len(text)-16):] {
		h = (h ^ uint32(c)) * 16777619
	}
	return (h ^ h>>16) % slots
}

// object reads the fields of a structure.
func (d *decoder) object(t *shape, v reflect.Value, depth int) error {
	if err := d.open('{', depth); err != nil {
		return err
	}
	var seen [mostFields / 64]uint64
	others := names{budget: d.budget}
	defer others.release()
	expected := 0
	for first := true; ; first = false {
		key, err := d.key(first)
		if err != nil || key == nil {
			return err
		}
		f := t.field(key, expected)
		if f < 0 {
			if err := others.add(key); err != nil {
				return err
			}
			if err := d.colon(); err != nil {
				return err
			}
			if err := d.skip(depth + 1); err != nil {
				return err
			}
			continue
		}
		if seen[f/64]&(1<<(f%64)) != 0 {
			return twice(key)
		}
		seen[f/64] |= 1 << (f % 64)
		expected = f + 1
		if err := d.colon(); err != nil {
			return err
		}
		field := &t.fields[f]
		in := v.Field(field.index[0])
		for _, at := range field.index[1:] { // of an embedded structure
			in = in.Field(at)
		}
		if err := d.value(field.shape, in, depth+1); err != nil {
			return err
		}
	}
}

// array reads a list. Room grows with what is there, and is counted before it is made; what it was copied from counts
// until it grows again, since nobody knows when the collector comes. A short list takes what it needs.
func (d *decoder) array(t *shape, v reflect.Value, depth int) error {
	if err := d.open('[', depth); err != nil {
		return err
	}
	out, n, size, left := t.scratch, 0, int(t.of.Size()), 0
	defer func() { d.budget.Release(left) }()
	for {
		more, err := d.element(n == 0)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if n == out.Len() {
			if err := d.hold((n + n/2) * size); err != nil {
				return err
			}
			grown := reflect.MakeSlice(v.Type(), n+n/2, n+n/2)
			reflect.Copy(grown, out)
			d.budget.Release(left)
			if left = n * size; n == few {
				left = 0 // the first elements are in room that all lists share
			}
			out = grown
		}
		e := out.Index(n)
		if n < few {
			e.SetZero()
		}
		if err := d.value(t.element, e, depth+1); err != nil {
			return err
		}
		n++
	}
	if n > few {
		v.Set(out.Slice3(0, n, n))
		return nil
	}
	if err := d.hold(n * size); err != nil {
		return err
	}
	exact := reflect.MakeSlice(v.Type(), n, n)
	reflect.Copy(exact, out)
	v.Set(exact)
	return nil
}
