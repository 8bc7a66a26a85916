package journal

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The codec of leaves is driven by the shape of the Leaf struct, worked out once: the fields in the order of RFC 8785
// (keys sorted by UTF-16 code unit, which for the ASCII keys of this format is byte order). A leaf written by this
// codec is canonical by construction, and the decoder accepts nothing else, so that no two byte strings decode to one
// leaf.

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
	since    int  // version of the format that brought it
	late     bool // written before its version was numbered: older versions may hold it
}

type shape struct {
	fields []field
	newest int // version of the newest field here or below
}

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
		fd := field{key: `"` + name + `":`, index: i, optional: options == "omitempty", since: 1}
		if tag, ok := f.Tag.Lookup("since"); ok {
			version, late, _ := strings.Cut(tag, ",")
			n, err := strconv.Atoi(version)
			if err != nil || n < 2 || !fd.optional || late != "" && late != "late" {
				panic(fmt.Sprintf("journal: field %s.%s: a later version brings optional fields", t, f.Name))
			}
			fd.since, fd.late = n, late != ""
		}
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
		s.newest = max(s.newest, fd.since)
		if fd.shape != nil {
			s.newest = max(s.newest, fd.shape.newest)
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

// version gives the version of the newest field that v holds; without late, of those that older versions never held.
func (s *shape) version(v reflect.Value, late bool) int {
	n := 1
	if s.newest == 1 {
		return n
	}
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		if f.optional && isEmpty(f.kind, fv) {
			continue
		}
		if late || !f.late {
			n = max(n, f.since)
		}
		switch {
		case f.shape == nil || f.shape.newest == 1:
		case f.kind == structValue:
			n = max(n, f.shape.version(fv.Elem(), late))
		case f.kind == structsValue:
			for k := range fv.Len() {
				n = max(n, f.shape.version(fv.Index(k), late))
			}
		}
	}
	return n
}
