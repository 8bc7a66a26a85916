package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// ReadJSON reads a PV strictly: an unknown field, text after the end, another version of the model, or any text that
// JSON would not write for the same PV is an error, of ErrFormat or ErrSchema. The last rule shuts out doubled keys and
// keys in other cases, of which encoding/json keeps one in silence, and with which two readers could see two PVs.
//
// The text is not kept: a PV of ten thousand scenarios is 100 MB of it. What was read is compared by digest.
func ReadJSON(r io.Reader) (PV, error) {
	var pv PV
	source, sum := &source{r: r}, sha256.New()
	dec := json.NewDecoder(io.TeeReader(source, sum))
	dec.DisallowUnknownFields()
	err := structure(dec, reflect.ValueOf(&pv).Elem())
	if err == nil {
		if _, end := dec.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("text after the end")
		}
	}
	if source.err != nil {
		return PV{}, fmt.Errorf("read PV: %w", source.err)
	}
	if err != nil {
		return PV{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if err := pv.WrittenAs(hex.EncodeToString(sum.Sum(nil))); err != nil {
		return PV{}, err
	}
	return pv, nil
}

// WrittenAs judges a PV that another reader read from a text whose SHA-256 is sum, in hex: it must be valid, and the
// text the one that JSON writes for it. It returns the errors of ReadJSON.
func (pv PV) WrittenAs(sum string) error {
	if err := pv.Validate(); err != nil {
		return err
	}
	canonical, err := Fingerprint(pv)
	if err != nil {
		return fmt.Errorf("%w: not in canonical form: %w", ErrFormat, err)
	}
	if canonical != sum {
		return fmt.Errorf("%w: not in canonical form", ErrFormat)
	}
	return nil
}

// source remembers the error of a reader, which is not that of its text.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// structure reads an object member by member, and its long lists element by element: json.Decoder holds the text of one
// value at a time, and none is long then.
func structure(dec *json.Decoder, v reflect.Value) error {
	if err := opens(dec, '{'); err != nil {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		f, ok := member(v, fmt.Sprint(key))
		if !ok {
			return fmt.Errorf("unknown field %q", key)
		}
		switch {
		case listed(f.Type()):
			err = elements(dec, f)
		case holdsList(f.Type()):
			err = structure(dec, f)
		default:
			err = dec.Decode(f.Addr().Interface())
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	_, err := dec.Token()
	return err
}

// elements reads a list of structures, or null.
func elements(dec *json.Decoder, list reflect.Value) error {
	t, err := dec.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return errors.New("not a list")
	}
	list.Set(reflect.MakeSlice(list.Type(), 0, 0))
	for dec.More() {
		n := list.Len()
		list.Grow(1)
		list.SetLen(n + 1)
		if err := dec.Decode(list.Index(n).Addr().Interface()); err != nil {
			return fmt.Errorf("element %d: %w", n, err)
		}
	}
	_, err = dec.Token()
	return err
}

func opens(dec *json.Decoder, want json.Delim) error {
	t, err := dec.Token()
	if err == nil && t != want {
		err = errors.New("not an object")
	}
	return err
}

// member gives the field of a structure by its exact name in JSON.
func member(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
