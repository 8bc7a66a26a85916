package pdf

import "fmt"

// Get returns the object a reference designates: nil without error when the object is absent, free or of another
// generation (7.3.10), an error when its bytes cannot be read.
func (d *Document) Get(r Ref) (Object, error) {
	e, ok := d.Lookup(r.Num)
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
	var held int
	var err error
	if e.Kind == Compressed {
		o, held, err = d.fromStream(e)
	} else {
		var found located
		found, err = d.indirect(e.Offset, r, false)
		o, held = found.object, found.held
	}
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", r.Num, err)
	}
	d.keep(r.Num, o, held)
	return o, nil
}

// keep holds an object for whoever asks for it again. When too much is kept all of it goes: a walk over the whole file
// asks once for most objects.
func (d *Document) keep(num int, o Object, held int) {
	if d.cached+held > d.limits.Cached {
		clear(d.cache)
		d.limits.Budget.Release(d.cached)
		d.cached = 0
	}
	d.cache[num] = o
	d.cached += held
}

// resolve follows references until a direct object.
func (d *Document) resolve(o Object) (Object, error) {
	for range 16 {
		r, ok := o.(Ref)
		if !ok {
			return o, limited(d.limits.Budget.Work(size(o)))
		}
		v, err := d.Get(r)
		if err != nil {
			return nil, err
		}
		o = v
	}
	return nil, fmt.Errorf("%w: chain of references", ErrSyntax)
}

// size is what it costs to look at a value once, all that it holds directly included.
func size(o Object) int {
	switch v := o.(type) {
	case Array:
		return 1 + len(v)
	case *Dict:
		return 1 + len(v.Entries)
	case *Stream:
		return 1 + len(v.Dict.Entries)
	case String:
		return 1 + len(v)
	}
	return 1
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
	e, ok := d.Lookup(num)
	if !ok || e.Kind != InUse {
		return Span{}, false
	}
	found, err := d.indirect(e.Offset, Ref{num, e.Gen}, false)
	d.limits.Budget.Release(found.held)
	return Span{e.Offset, found.end}, err == nil
}
