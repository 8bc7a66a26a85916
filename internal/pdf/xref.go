package pdf

import (
	"fmt"
	"slices"
)

// EntryKind says what a cross-reference entry announces.
type EntryKind uint8

// The kinds of a cross-reference entry. The zero value is the one that leads to nothing.
const (
	Free       EntryKind = iota // no object
	InUse                       // an object at Offset
	Compressed                  // an object in an object stream
)

// XRefEntry is one entry of a cross-reference section.
type XRefEntry struct {
	Num, Gen      int
	Kind          EntryKind
	Offset        int // InUse: position of "N G obj"
	Stream, Index int // Compressed: number of the object stream, rank in it
}

// section is one cross-reference section and its trailer.
type section struct {
	offset, end int // end: after the trailer dictionary or endobj
	isStream    bool
	trailer     *Dict
	entries     []XRefEntry // ascending, without double
	hybrid      []XRefEntry // those of XRefStm
}

// section reads the table or stream at an offset, which must be exact.
func (d *Document) section(off int) (section, error) {
	if off <= 0 || off >= len(d.b) {
		return section{}, xrefAt(off, "offset outside the file")
	}
	l := d.lexer(off)
	defer l.release()
	if !l.has("xref") {
		return d.streamSection(off)
	}
	l.p += len("xref")
	s := section{offset: off}
	for !l.keyword("trailer") {
		start, ok1 := l.uint()
		count, ok2 := l.uint()
		if !ok1 || !ok2 {
			return s, xrefAt(l.p, "bad subsection")
		}
		if err := d.subsection(&l, &s, start, count); err != nil {
			return s, err
		}
	}
	o, err := l.object()
	if err != nil {
		return s, err
	}
	tr, ok := o.(*Dict)
	if !ok {
		return s, xrefAt(l.p, "trailer is not a dictionary")
	}
	s.trailer, s.end = tr, l.p
	if err := sortEntries(s.entries, off); err != nil {
		return s, err
	}
	if x := tr.Get("XRefStm"); x != nil {
		n, ok := Int(x)
		if !ok {
			return s, xrefAt(off, "bad XRefStm")
		}
		h, err := d.streamSection(n)
		if err != nil {
			return s, err
		}
		s.hybrid = h.entries
	}
	return s, nil
}

// subsection reads count entries of a table. Entries have 20 bytes (7.5.4); a missing space before the end of line is
// tolerated.
func (d *Document) subsection(l *lexer, s *section, start, count int) error {
	if start+count > d.limits.Objects+1 || len(s.entries)+count > d.limits.Objects+1 || count > (len(l.b)-l.p)/18 {
		return fmt.Errorf("%w: subsection of %d entries from %d", ErrLimit, count, start)
	}
	if err := d.limits.Budget.Work(count * objectWork); err != nil {
		return limited(err)
	}
	s.entries = slices.Grow(s.entries, count)
	l.space()
	for i := range count {
		at := l.p
		off, ok1 := l.uint()
		gen, ok2 := l.uint()
		l.space()
		e := XRefEntry{Num: start + i, Gen: gen, Offset: off}
		switch w := l.word(); {
		case ok1 && ok2 && len(w) == 1 && w[0] == 'n':
			e.Kind = InUse
		case ok1 && ok2 && len(w) == 1 && w[0] == 'f':
			e.Offset = 0
		default:
			return xrefAt(at, "bad entry")
		}
		s.entries = append(s.entries, e)
	}
	return nil
}

// bounded refuses entries at or above the Size of their trailer: 7.5.5 tells readers to ignore them, and not all do.
func (s *section) bounded() error {
	size, ok := Int(s.trailer.Get("Size"))
	if !ok || size < 1 {
		return xrefAt(s.offset, "no Size")
	}
	if n := len(s.entries); n > 0 && s.entries[n-1].Num >= size {
		return xrefAt(s.offset, fmt.Sprintf("object %d in a file of Size %d", s.entries[n-1].Num, size))
	}
	return nil
}

// sortEntries puts entries in order and refuses an object announced twice by one section.
func sortEntries(es []XRefEntry, off int) error {
	byNum := func(a, b XRefEntry) int { return a.Num - b.Num }
	if !slices.IsSortedFunc(es, byNum) {
		slices.SortStableFunc(es, byNum)
	}
	for i := 1; i < len(es); i++ {
		if es[i].Num == es[i-1].Num {
			return xrefAt(off, fmt.Sprintf("object %d announced twice", es[i].Num))
		}
	}
	return nil
}

// streamSection reads a cross-reference stream (7.5.8). Its dictionary must hold direct values only: nothing can be
// looked up yet.
func (d *Document) streamSection(off int) (section, error) {
	s := section{offset: off, isStream: true}
	found, err := d.indirect(off, anyRef(), true)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrXRef, err)
	}
	defer d.limits.Budget.Release(found.held)
	st, ok := found.object.(*Stream)
	if !ok || st.Dict.Get("Type") != Name("XRef") {
		return s, xrefAt(off, "neither table nor cross-reference stream")
	}
	s.trailer, s.end = st.Dict, found.end
	data, err := d.Decode(st)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrXRef, err)
	}
	w, err := d.widths(st.Dict.Get("W"), off)
	if err != nil {
		return s, err
	}
	index, _ := st.Dict.Get("Index").(Array)
	if index == nil {
		index = Array{Integer(0), st.Dict.Get("Size")}
	}
	row := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(index); i += 2 {
		start, ok1 := Int(index[i])
		count, ok2 := Int(index[i+1])
		if !ok1 || !ok2 || start < 0 || count < 0 || count > len(data)/row {
			return s, xrefAt(off, "bad Index")
		}
		if start > d.limits.Objects || start+count > d.limits.Objects+1 || len(s.entries)+count > d.limits.Objects+1 {
			return s, fmt.Errorf("%w: %d entries from %d", ErrLimit, count, start)
		}
		for j := range count {
			e, err := streamEntry(data[:row], w, start+j, off)
			if err != nil {
				return s, err
			}
			data = data[row:]
			s.entries = append(s.entries, e)
		}
	}
	if len(data) != 0 || len(index)%2 != 0 {
		return s, xrefAt(off, "cross-reference stream longer than its Index")
	}
	return s, sortEntries(s.entries, off)
}

func (d *Document) widths(o Object, off int) (w [3]int, err error) {
	a, ok := o.(Array)
	if !ok || len(a) != 3 {
		return w, xrefAt(off, "bad W")
	}
	for i := range a {
		n, ok := Int(a[i])
		if !ok || n < 0 || n > 6 {
			return w, xrefAt(off, "bad W")
		}
		w[i] = n
	}
	if w[1] == 0 {
		return w, xrefAt(off, "bad W")
	}
	return w, nil
}

func streamEntry(row []byte, w [3]int, num, off int) (XRefEntry, error) {
	field := func(n int) int {
		v := 0
		for _, c := range row[:n] {
			v = v<<8 | int(c)
		}
		row = row[n:]
		return v
	}
	kind := 1
	if w[0] > 0 {
		kind = field(w[0])
	}
	a, b := field(w[1]), field(w[2])
	switch kind {
	case 0:
		return XRefEntry{Num: num, Gen: b}, nil
	case 1:
		return XRefEntry{Num: num, Gen: b, Kind: InUse, Offset: a}, nil
	case 2:
		return XRefEntry{Num: num, Kind: Compressed, Stream: a, Index: b}, nil
	}
	return XRefEntry{}, xrefAt(off, "unknown entry type")
}
