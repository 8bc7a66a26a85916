package strictjson

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// kind is how a value is written.
type kind int

const (
	words kind = iota
	truth
	integer
	moment
	octets
	summed
	coined
	pointer
	list
	stream
	structure
)

// shape is a type of the model.
type shape struct {
	kind    kind
	of      reflect.Type // of an element, of what a pointer points to
	element *shape
	scratch reflect.Value // of a list: room for its first elements; no type holds itself
	fields  []field
	byName  map[string]int
}

type field struct {
	name  string
	index []int
	shape *shape
}

// few is how many elements are gathered before a list has room of its own.
const few = 16

// shapes are those of one decoding.
type shapes map[reflect.Type]*shape

// typeOf gives the shape of a type. A model that holds what no document of ours has is a defect of the program.
func (known shapes) typeOf(t reflect.Type) *shape {
	if s := known[t]; s != nil {
		return s
	}
	s := &shape{}
	known[t] = s
	switch {
	case t == reflect.TypeFor[time.Time]():
		s.kind = moment
	case t == reflect.TypeFor[Sum]():
		s.kind = summed
	case t == reflect.TypeFor[Word]():
		s.kind = coined
	case reflect.PointerTo(t).Implements(reflect.TypeFor[streamed]()):
		s.kind, s.of = stream, reflect.New(t).Interface().(streamed).element()
		s.element = known.typeOf(s.of)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		s.kind = octets
	case t.Kind() == reflect.Slice:
		s.kind, s.of, s.element = list, t.Elem(), known.typeOf(t.Elem())
		s.scratch = reflect.MakeSlice(t, few, few)
	case t.Kind() == reflect.Pointer:
		s.kind, s.of, s.element = pointer, t.Elem(), known.typeOf(t.Elem())
	case t.Kind() == reflect.Struct:
		s.kind, s.byName = structure, map[string]int{}
		known.fields(s, t, nil)
	case t.Kind() == reflect.String:
		s.kind = words
	case t.Kind() == reflect.Bool:
		s.kind = truth
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		s.kind = integer
	default:
		panic(fmt.Sprintf("strictjson: a model holds a %s", t))
	}
	return s
}

// fields lists the fields of a structure, those of an embedded one among them.
func (known shapes) fields(s *shape, t reflect.Type, under []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := slices.Concat(under, []int{i})
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			known.fields(s, f.Type, index)
		case f.IsExported() && name != "" && name != "-":
			s.byName[name] = len(s.fields)
			s.fields = append(s.fields, field{name, index, known.typeOf(f.Type)})
		}
	}
	if len(s.fields) > mostFields {
		panic(fmt.Sprintf("strictjson: %s has more than %d fields", t, mostFields))
	}
}

// mostFields is how many fields a structure may have: each is a bit of what was seen of it.
const mostFields = 128

// field finds a field by its key, first where it is expected; -1 when the model does not name it.
func (s *shape) field(key []byte, expected int) int {
	if expected < len(s.fields) && s.fields[expected].name == string(key) {
		return expected
	}
	if i, known := s.byName[string(key)]; known {
		return i
	}
	return -1
}
