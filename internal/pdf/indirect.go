package pdf

import "fmt"

// located is an indirect object where it stands.
type located struct {
	ref    Ref
	object Object
	end    int // after endobj
	held   int // bytes of the budget that the object takes
}

// indirect reads "N G obj … endobj" at an offset, when it is the object that is wanted: an offset that lies leads to
// no object, and the one that is there is not read. With direct, a stream length that is itself a reference is refused.
func (d *Document) indirect(off int, want Ref, direct bool) (located, error) {
	if off <= 0 || off >= len(d.b) || d.b[off] < '0' || d.b[off] > '9' {
		return located{}, syntaxAt(off, "no object")
	}
	l := d.lexer(off)
	found, err := d.object(&l, want, direct)
	d.done(&l)
	// What is skipped costs too: space and comments have no end in sight.
	if over := d.limits.Budget.Work(objectWork + (l.p-off)/16); err == nil && over != nil {
		err = limited(over)
	}
	if err != nil {
		l.release()
		return located{ref: found.ref}, err
	}
	found.held = l.held
	return found, nil
}

// lexer reads from an offset. It takes the room of the last one; done gives it back.
func (d *Document) lexer(off int) lexer {
	l := lexer{
		b: d.b, p: off, depth: d.limits.Depth, budget: d.limits.Budget, values: d.limits.Values, common: d.common,
		stack: d.stack, keys: d.keys,
	}
	d.stack, d.keys = nil, nil
	return l
}

// maxRoom is how much room is kept for the next object.
const maxRoom = 1 << 12

func (d *Document) done(l *lexer) {
	if cap(l.stack) <= maxRoom && cap(l.keys) <= maxRoom {
		d.stack, d.keys = l.stack[:0], l.keys[:0]
	}
}

// anyRef wants whatever object stands at an offset.
func anyRef() Ref { return Ref{-1, -1} }

func (d *Document) object(l *lexer, want Ref, direct bool) (located, error) {
	off := l.p
	num, ok1 := l.uint()
	gen, ok2 := l.uint()
	if !ok1 || !ok2 || !l.keyword("obj") {
		return located{}, syntaxAt(off, "no object")
	}
	r := Ref{num, gen}
	if want != anyRef() && r != want {
		return located{ref: r}, syntaxAt(
			off, fmt.Sprintf("found object %d %d where %d %d was announced", num, gen, want.Num, want.Gen),
		)
	}
	o, err := l.object()
	if err != nil {
		return located{ref: r}, err
	}
	if dict, ok := o.(*Dict); ok {
		l.space()
		if l.has("stream") {
			s, err := d.stream(l, dict, direct)
			if err != nil {
				return located{ref: r}, err
			}
			o = s
		}
	}
	if !l.keyword("endobj") {
		return located{ref: r}, syntaxAt(l.p, "no endobj")
	}
	return located{ref: r, object: o, end: l.p}, nil
}

// maxLengths bounds how many streams are read to know the length of one: an object stream may hold it, and its own
// length be held by another.
const maxLengths = 8

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
		if d.lengths == maxLengths {
			return nil, fmt.Errorf("%w: stream length by reference to a stream", ErrLimit)
		}
		d.lengths++
		v, err := d.resolve(length)
		if d.lengths--; err != nil {
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
func (d *Document) fromStream(e XRefEntry) (Object, int, error) {
	os, err := d.objectStream(e.Stream)
	if err != nil {
		return nil, 0, err
	}
	if e.Index >= len(os.nums) || os.nums[e.Index] != e.Num {
		return nil, 0, fmt.Errorf("%w: object stream %d does not hold it at index %d", ErrSyntax, e.Stream, e.Index)
	}
	l := d.lexer(os.offs[e.Index])
	l.b = os.data
	o, err := l.object()
	if err != nil {
		l.release()
		return nil, 0, err
	}
	return o, l.held, nil
}

func (d *Document) objectStream(num int) (*objectStream, error) {
	if os, ok := d.streams[num]; ok {
		return os, nil
	}
	if e, ok := d.Lookup(num); !ok || e.Kind != InUse {
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
	if err := d.limits.Budget.Hold(len(data) + 16*n); err != nil {
		return nil, limited(err)
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
