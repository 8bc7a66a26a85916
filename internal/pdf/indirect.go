package pdf

import "fmt"

// indirect reads "N G obj … endobj" at an offset and returns the offset after endobj. With direct, a stream length
// that is itself a reference is refused.
func (d *Document) indirect(off int, direct bool) (Ref, Object, int, error) {
	if off <= 0 || off >= len(d.b) || d.b[off] < '0' || d.b[off] > '9' {
		return Ref{}, nil, 0, syntaxAt(off, "no object")
	}
	l := lexer{b: d.b, p: off, depth: d.limits.Depth}
	num, ok1 := l.uint()
	gen, ok2 := l.uint()
	if !ok1 || !ok2 || !l.keyword("obj") {
		return Ref{}, nil, 0, syntaxAt(off, "no object")
	}
	r := Ref{num, gen}
	o, err := l.object()
	if err != nil {
		return r, nil, 0, err
	}
	if dict, ok := o.(*Dict); ok {
		l.space()
		if l.has("stream") {
			s, err := d.stream(&l, dict, direct)
			if err != nil {
				return r, nil, 0, err
			}
			o = s
		}
	}
	if !l.keyword("endobj") {
		return r, nil, 0, syntaxAt(l.p, "no endobj")
	}
	return r, o, l.p, nil
}

// stream reads from the keyword stream to endstream (7.3.8).
func (d *Document) stream(l *lexer, dict *Dict, direct bool) (*Stream, error) {
	start := l.p
	l.p += len("stream")
	if l.p < len(l.b) && l.b[l.p] == '\r' {
		l.p++
	}
	if l.p >= len(l.b) || l.b[l.p] != '\n' {
		return nil, syntaxAt(l.p, "stream keyword without line feed")
	}
	l.p++
	length := dict.Get("Length")
	if _, isRef := length.(Ref); isRef {
		if direct {
			return nil, syntaxAt(start, "stream length by reference")
		}
		v, err := d.resolve(length)
		if err != nil {
			return nil, err
		}
		length = v
	}
	n, ok := Int(length)
	if !ok || n < 0 || n > len(l.b)-l.p {
		return nil, syntaxAt(start, "bad stream length")
	}
	s := &Stream{Dict: dict, Data: l.b[l.p : l.p+n : l.p+n], Offset: l.p}
	l.p += n
	// Only an end of line may stand between the data and endstream.
	if l.p < len(l.b) && l.b[l.p] == '\r' {
		l.p++
	}
	if l.p < len(l.b) && l.b[l.p] == '\n' {
		l.p++
	}
	if !l.has("endstream") {
		return nil, syntaxAt(l.p, "no endstream where the length says")
	}
	l.p += len("endstream")
	return s, nil
}

// objectStream is a decoded object stream (7.5.7) and the directory at its head.
type objectStream struct {
	data []byte
	nums []int
	offs []int
}

// fromStream reads a compressed object. The directory must agree with the cross-reference entry on both number and
// index: readers that trust only one of the two would see different objects.
func (d *Document) fromStream(e XRefEntry) (Object, error) {
	os, err := d.objectStream(e.Stream)
	if err != nil {
		return nil, err
	}
	if e.Index >= len(os.nums) || os.nums[e.Index] != e.Num {
		return nil, fmt.Errorf("%w: object stream %d does not hold it at index %d", ErrSyntax, e.Stream, e.Index)
	}
	l := lexer{b: os.data, p: os.offs[e.Index], depth: d.limits.Depth}
	return l.object()
}

func (d *Document) objectStream(num int) (*objectStream, error) {
	if os, ok := d.streams[num]; ok {
		return os, nil
	}
	if e := d.entries[num]; e.Kind != InUse {
		return nil, fmt.Errorf("%w: object stream %d is not a plain object", ErrSyntax, num)
	}
	o, err := d.Get(Ref{num, 0})
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok || s.Dict.Get("Type") != Name("ObjStm") {
		return nil, fmt.Errorf("%w: object %d is not an object stream", ErrSyntax, num)
	}
	n, ok1 := d.Int(s.Dict.Get("N"))
	first, ok2 := d.Int(s.Dict.Get("First"))
	data, err := d.Decode(s)
	if err != nil {
		return nil, err
	}
	if !ok1 || !ok2 || n < 0 || first < 0 || first > len(data) || n > first {
		return nil, fmt.Errorf("%w: object stream %d directory", ErrSyntax, num)
	}
	os := &objectStream{data: data, nums: make([]int, n), offs: make([]int, n)}
	l := lexer{b: data[:first]}
	for i := range n {
		a, ok1 := l.uint()
		b, ok2 := l.uint()
		if !ok1 || !ok2 || b > len(data)-first {
			return nil, fmt.Errorf("%w: object stream %d directory", ErrSyntax, num)
		}
		os.nums[i], os.offs[i] = a, first+b
	}
	d.streams[num] = os
	return os, nil
}
