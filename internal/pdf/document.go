package pdf

import (
	"bytes"
	"fmt"
	"slices"
)

// Document is an opened PDF file. It reads objects lazily and keeps them; it is not safe for concurrent use, and the
// bytes given to Open must not change while it is used. Objects it returns are shared: clone before changing.
type Document struct {
	b        []byte
	limits   Limits
	sections []section   // newest first
	entries  []XRefEntry // in force, ascending
	cache    map[int]Object
	cached   int // bytes that the cache takes
	common   map[string]Object
	stack    []Object // of the lexer at work, kept for the next one
	keys     []Entry
	streams  map[int]*objectStream
	busy     map[int]bool
	lengths  int // of streams that are being read, each to know the one before
	inflated int
}

// Span is a range of bytes [Start, End) of the file.
type Span struct{ Start, End int }

// Open reads the cross-reference chain of a file with DefaultLimits. It returns an error of the ErrPDF tree; it does
// not repair. Objects are parsed when asked for: use Regular to judge the whole layout.
func Open(b []byte) (*Document, error) { return OpenLimits(b, Limits{}) }

// OpenLimits is Open with other limits.
func OpenLimits(b []byte, limits Limits) (*Document, error) {
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, syntaxAt(0, "no %PDF- header")
	}
	d := &Document{
		b: b, limits: limits.withDefaults(),
		cache: map[int]Object{}, common: map[string]Object{}, streams: map[int]*objectStream{}, busy: map[int]bool{},
	}
	i := bytes.LastIndex(b, []byte("startxref"))
	if i < 0 {
		return nil, xrefAt(len(b), "no startxref")
	}
	l := lexer{b: b, p: i + len("startxref")}
	off, ok := l.uint()
	if !ok {
		return nil, xrefAt(i, "startxref without offset")
	}
	if err := d.chain(off); err != nil {
		return nil, err
	}
	if err := d.merge(); err != nil {
		return nil, err
	}
	tr := d.Trailer()
	if tr.Has("Encrypt") {
		return nil, ErrEncrypted
	}
	if _, ok := tr.Get("Root").(Ref); !ok {
		return nil, fmt.Errorf("%w: trailer without Root", ErrStructure)
	}
	if d.Catalog() == nil {
		if _, err := d.resolve(tr.Get("Root")); err != nil {
			return nil, fmt.Errorf("%w: no catalog: %w", ErrStructure, err)
		}
		return nil, fmt.Errorf("%w: no catalog", ErrStructure)
	}
	return d, nil
}

// OpenRevision opens the first end bytes of b as a file of its own, as a reader would have seen that revision. No
// byte after end has any influence.
func OpenRevision(b []byte, end int) (*Document, error) {
	if end < 0 || end > len(b) {
		return nil, fmt.Errorf("%w: revision end %d outside the file", ErrSyntax, end)
	}
	return Open(b[:end:end])
}

// chain follows Prev from the newest section.
func (d *Document) chain(off int) error {
	seen := map[int]bool{}
	total := 0
	for {
		if seen[off] {
			return xrefAt(off, "cross-reference loop")
		}
		if len(d.sections) >= d.limits.Revisions {
			return fmt.Errorf("%w: more than %d revisions", ErrLimit, d.limits.Revisions)
		}
		seen[off] = true
		s, err := d.section(off)
		if err != nil {
			return err
		}
		if err := d.limits.Budget.Hold((len(s.entries) + len(s.hybrid)) * entryBytes); err != nil {
			return limited(err)
		}
		if err := s.bounded(); err != nil {
			return err
		}
		d.sections = append(d.sections, s)
		if total += len(s.entries) + len(s.hybrid); total > d.limits.Objects {
			return fmt.Errorf("%w: more than %d cross-reference entries", ErrLimit, d.limits.Objects)
		}
		prev := s.trailer.Get("Prev")
		if prev == nil {
			return nil
		}
		n, ok := Int(prev)
		if !ok {
			return xrefAt(off, "Prev is not an integer")
		}
		off = n
	}
}

// merge lays the sections over one another, the newest first.
func (d *Document) merge() error {
	if len(d.sections) == 1 && len(d.sections[0].hybrid) == 0 {
		d.entries = d.sections[0].entries // in order, and each once
		return limited(d.limits.Budget.Work(len(d.entries) * objectWork))
	}
	total := 0
	for i := range d.sections {
		total += len(d.sections[i].entries) + len(d.sections[i].hybrid)
	}
	if err := d.limits.Budget.Hold(total * entryBytes); err != nil {
		return limited(err)
	}
	d.entries = make([]XRefEntry, 0, total)
	for _, s := range d.sections {
		d.entries = append(append(d.entries, s.entries...), s.hybrid...)
	}
	slices.SortStableFunc(d.entries, func(a, b XRefEntry) int { return a.Num - b.Num })
	d.entries = slices.CompactFunc(d.entries, func(a, b XRefEntry) bool { return a.Num == b.Num })
	return limited(d.limits.Budget.Work(total * objectWork))
}

// Bytes returns the file given to Open.
func (d *Document) Bytes() []byte { return d.b }

// Version returns the version of the header line, such as "1.7".
func (d *Document) Version() string {
	v := d.b[len("%PDF-"):]
	for i, c := range v {
		if charClass[c] != 0 || i == 8 {
			return string(v[:i])
		}
	}
	return string(v)
}

// Trailer returns the newest trailer dictionary (for a cross-reference stream, its stream dictionary).
func (d *Document) Trailer() *Dict { return d.sections[0].trailer }

// Catalog returns the document catalog.
func (d *Document) Catalog() *Dict { return d.Dict(d.Trailer().Get("Root")) }

// Hybrid tells whether any section is a hybrid-reference one (7.5.8.4): such a file reads differently in old and new
// readers.
func (d *Document) Hybrid() bool {
	for _, s := range d.sections {
		if s.trailer.Has("XRefStm") {
			return true
		}
	}
	return false
}

// Lookup returns the entry in force for an object number.
func (d *Document) Lookup(num int) (XRefEntry, bool) {
	// Numbers without a gap are the usual case: an entry stands at its own number, or just before.
	for _, i := range [2]int{num, num - 1} {
		if i >= 0 && i < len(d.entries) && d.entries[i].Num == num {
			return d.entries[i], true
		}
	}
	i, ok := slices.BinarySearchFunc(d.entries, num, func(e XRefEntry, n int) int { return e.Num - n })
	if !ok {
		return XRefEntry{}, false
	}
	return d.entries[i], true
}

// Numbers returns the numbers of all objects in use, ascending.
func (d *Document) Numbers() []int {
	out := make([]int, 0, len(d.entries))
	for _, e := range d.entries {
		if e.Kind != Free {
			out = append(out, e.Num)
		}
	}
	return out
}
