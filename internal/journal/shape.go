package journal

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// The codec of leaves is driven by the shape of the Leaf struct, worked out once: the fields in the order of RFC 8785
// (keys sorted by UTF-16 code unit, which for the ASCII keys of this format is byte order). A leaf written by this codec
// is canonical by construction, and the decoder accepts nothing else, so that no two byte strings decode to one leaf.

type valueKind uint8

const (
	stringValue valueKind = iota
	intValue
	boolValue
	structValue  // pointer to struct, or element of a list
	intPtrValue  // *int: absent and 0 differ
	stringsValue // []string
	structsValue // []struct
)

type field struct {
	key      string // as in the bytes, quoted, with the colon
	index    int
	kind     valueKind
	optional bool // omitempty: an empty value is absent, and a present one is not empty
	shape    *shape
}

type shape struct{ fields []field }

// leafShape never changes after start.
var leafShape = shapeOf(reflect.TypeFor[Leaf]())

// shapeOf panics on a type that the format cannot hold: that is a mistake in leaf.go, which the first test shows.
func shapeOf(t reflect.Type) *shape {
	s := &shape{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" || strings.IndexFunc(name, notKeyRune) >= 0 {
			panic(fmt.Sprintf("journal: field %s.%s needs a json name of ASCII letters and digits", t, f.Name))
		}
		fd := field{key: `"` + name + `":`, index: i, optional: options == "omitempty"}
		switch ft := f.Type; {
		case ft.Kind() == reflect.String:
			fd.kind = stringValue
		case ft.Kind() == reflect.Int || ft.Kind() == reflect.Int64:
			fd.kind = intValue
		case ft.Kind() == reflect.Bool:
			fd.kind = boolValue
		case ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.Struct && fd.optional:
			fd.kind, fd.shape = structValue, shapeOf(ft.Elem())
		case ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.Int && fd.optional:
			fd.kind = intPtrValue
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.String && fd.optional:
			fd.kind = stringsValue
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct && fd.optional:
			fd.kind, fd.shape = structsValue, shapeOf(ft.Elem())
		default:
			panic(fmt.Sprintf("journal: field %s.%s has a type that a leaf cannot hold", t, f.Name))
		}
		s.fields = append(s.fields, fd)
	}
	slices.SortFunc(s.fields, func(a, b field) int {
		// The quote ends the name, and sorts below every letter and digit: "at" comes before "attempt".
		return cmp.Compare(a.key, b.key)
	})
	return s
}

func notKeyRune(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
}
