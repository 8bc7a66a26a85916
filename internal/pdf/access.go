package pdf

import (
	"fmt"
	"slices"
)

func sortInts(a []int) { slices.Sort(a) }

// Get returns the object a reference designates: nil without error when the object is absent, free or of another
// generation (7.3.10), an error when its bytes cannot be read.
func (d *Document) Get(r Ref) (Object, error) {
	e, ok := d.entries[r.Num]
	if !ok || e.Kind == Free || e.Gen != r.Gen {
		return nil, nil
	}
	if o, ok := d.cache[r.Num]; ok {
		return o, nil
	}
	if d.busy[r.Num] {
		return nil, fmt.Errorf("%w: object %d needs itself to be read", ErrSyntax, r.Num)
	}
	d.busy[r.Num] = true
	defer delete(d.busy, r.Num)
	var o Object
	if e.Kind == Compressed {
		v, err := d.fromStream(e)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", r.Num, err)
		}
		o = v
	} else {
		ref, v, end, err := d.indirect(e.Offset, false)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", r.Num, err)
		}
		if ref != r {
			return nil, syntaxAt(
				e.Offset, fmt.Sprintf("found object %d %d where %d %d was announced", ref.Num, ref.Gen, r.Num, r.Gen),
			)
		}
		o = v
		d.spans[r.Num] = Span{e.Offset, end}
	}
	d.cache[r.Num] = o
	return o, nil
}

// resolve follows references until a direct object.
func (d *Document) resolve(o Object) (Object, error) {
	for range 16 {
		r, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		v, err := d.Get(r)
		if err != nil {
			return nil, err
		}
		o = v
	}
	return nil, fmt.Errorf("%w: chain of references", ErrSyntax)
}

// value is resolve for callers to whom an unreadable object is an absent one.
func (d *Document) value(o Object) Object {
	v, err := d.resolve(o)
	if err != nil {
		return nil
	}
	return v
}

// Dict resolves o to a dictionary (a stream gives its own), nil for anything else. Unreadable objects count as absent:
// a verifier walks the whole graph with Reachable first.
func (d *Document) Dict(o Object) *Dict {
	switch v := d.value(o).(type) {
	case *Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Array resolves o to an array, nil for anything else.
func (d *Document) Array(o Object) Array {
	a, _ := d.value(o).(Array)
	return a
}

// Stream resolves o to a stream, nil for anything else.
func (d *Document) Stream(o Object) *Stream {
	s, _ := d.value(o).(*Stream)
	return s
}

// Name resolves o to a name, empty for anything else.
func (d *Document) Name(o Object) Name {
	n, _ := d.value(o).(Name)
	return n
}

// String resolves o to the bytes of a string; false for anything else.
func (d *Document) String(o Object) (String, bool) {
	s, ok := d.value(o).(String)
	return s, ok
}

// Text resolves o to a text string (7.9.2.2), empty for anything else.
func (d *Document) Text(o Object) string {
	s, _ := d.value(o).(String)
	return DecodeText(s)
}

// Int resolves o to an integer; false for anything else.
func (d *Document) Int(o Object) (int, bool) { return Int(d.value(o)) }

// Span returns the bytes of an indirect object, from its number to the end of endobj. It is false for an object that
// is absent, unreadable or held in an object stream.
func (d *Document) Span(num int) (Span, bool) {
	e, ok := d.entries[num]
	if !ok || e.Kind != InUse {
		return Span{}, false
	}
	if _, err := d.Get(Ref{num, e.Gen}); err != nil {
		return Span{}, false
	}
	s, ok := d.spans[num]
	return s, ok
}
