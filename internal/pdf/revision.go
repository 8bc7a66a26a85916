package pdf

import (
	"fmt"
	"slices"
)

// Revision is one generation of an incrementally updated file (7.5.6), oldest first in Revisions.
type Revision struct {
	// Span covers the bytes this revision added: from the end of the one before to after its %%EOF end of line.
	Span
	// XRefOffset is the position of its cross-reference section, XRefStream its kind.
	XRefOffset int
	XRefStream bool
	// Hybrid tells that the trailer names a second, hidden section (XRefStm).
	Hybrid bool
	// Trailer is the dictionary of this revision alone.
	Trailer *Dict
	// Entries are those of this revision's section alone, ascending.
	Entries []XRefEntry
	// Err, of the ErrIrregular tree, says why the revision does not end as 7.5.5 prescribes, or why the chain is not
	// in the order of the file (a linearised file, for one).
	Err error
}

// Revisions lists the generations of the file, oldest first. It does not look at objects: see Regular.
func (d *Document) Revisions() []Revision {
	out := make([]Revision, 0, len(d.sections))
	start := 0
	for _, s := range slices.Backward(d.sections) {
		r := Revision{
			XRefOffset: s.offset, XRefStream: s.isStream, Hybrid: s.trailer.Has("XRefStm"),
			Trailer: s.trailer, Entries: s.entries,
		}
		r.End, r.Err = d.tail(s)
		r.Start = start
		if s.offset < start && r.Err == nil {
			r.Err = fmt.Errorf("%w: section at byte %d is older than its place in the chain", ErrIrregular, s.offset)
		}
		start = max(start, r.End)
		out = append(out, r)
	}
	return out
}

// tail reads startxref, the section's own offset and %%EOF after a section, and returns the offset after the end of
// line.
func (d *Document) tail(s section) (int, error) {
	bad := func(what string) (int, error) {
		return s.end, fmt.Errorf("%w: section at byte %d: %s", ErrIrregular, s.offset, what)
	}
	l := lexer{b: d.b, p: s.end}
	l.white()
	if !l.has("startxref") {
		return bad("no startxref after the trailer")
	}
	l.p += len("startxref")
	l.white()
	if n, ok := decimal(l.word()); !ok || n != s.offset {
		return bad("startxref does not designate it")
	}
	l.white()
	if !l.has("%%EOF") {
		return bad("no %%EOF")
	}
	l.p += len("%%EOF")
	switch {
	case l.has("\r\n"):
		l.p += 2
	case l.has("\n"), l.has("\r"):
		l.p++
	case l.p < len(l.b):
		return bad("bytes stuck to %%EOF")
	}
	return l.p, nil
}

// white skips white space but not comments.
func (l *lexer) white() {
	for l.p < len(l.b) && charClass[l.b[l.p]] == 1 {
		l.p++
	}
}

// Revision opens generation i (0 is the oldest) from its own byte prefix.
func (d *Document) Revision(i int) (*Document, error) {
	revs := d.Revisions()
	if i < 0 || i >= len(revs) {
		return nil, fmt.Errorf("%w: no revision %d", ErrStructure, i)
	}
	if revs[i].Err != nil {
		return nil, revs[i].Err
	}
	end := revs[i].End
	return OpenLimits(d.b[:end:end], d.limits)
}

// Trailing returns the bytes after the last revision: nothing in a sound file.
func (d *Document) Trailing() []byte {
	revs := d.Revisions()
	return d.b[revs[len(revs)-1].End:]
}

// Regular judges the layout as a closed-world verifier needs it: every revision ends properly, is in the order of the
// chain and not hybrid; nothing follows the last one; and between the header and each cross-reference section there is
// not one byte that does not belong to an object of that section, announced at its exact place. It parses every object
// of every revision. The error, of the ErrIrregular tree, names the first trouble.
func (d *Document) Regular() error {
	revs := d.Revisions()
	for i := range revs {
		r := &revs[i]
		if r.Err != nil {
			return r.Err
		}
		if r.Hybrid {
			return fmt.Errorf("%w: revision %d is hybrid", ErrIrregular, i)
		}
		if err := d.covered(i, r); err != nil {
			return err
		}
	}
	if t := d.Trailing(); len(t) > 0 {
		return fmt.Errorf("%w: %d bytes after the last %%%%EOF", ErrIrregular, len(t))
	}
	return nil
}

// covered checks that the objects of a revision fill it, with nothing but white space between them.
func (d *Document) covered(i int, r *Revision) error {
	var used []XRefEntry
	for _, e := range r.Entries {
		self := r.XRefStream && e.Offset == r.XRefOffset
		if e.Kind == InUse && !self {
			used = append(used, e)
		}
	}
	slices.SortFunc(used, func(a, b XRefEntry) int { return a.Offset - b.Offset })
	pos := r.Start
	if i == 0 {
		pos = d.header()
	}
	gap := func(to int) error {
		for p := pos; p < to; p++ {
			if charClass[d.b[p]] != 1 {
				return fmt.Errorf("%w: revision %d: byte %d belongs to no object", ErrIrregular, i, p)
			}
		}
		return nil
	}
	for _, e := range used {
		if e.Offset < pos || e.Offset > r.XRefOffset {
			return fmt.Errorf("%w: revision %d: object %d is announced at byte %d", ErrIrregular, i, e.Num, e.Offset)
		}
		if err := gap(e.Offset); err != nil {
			return err
		}
		found, err := d.indirect(e.Offset, Ref{e.Num, e.Gen}, true)
		if err != nil {
			return fmt.Errorf("%w: revision %d: object %d: %w", ErrIrregular, i, e.Num, err)
		}
		d.limits.Budget.Release(found.held)
		pos = found.end
	}
	if pos > r.XRefOffset {
		return fmt.Errorf("%w: revision %d: an object runs into the cross-reference section", ErrIrregular, i)
	}
	return gap(r.XRefOffset)
}

// header returns the offset after the header line and the comment of bytes above 127 that follows it.
func (d *Document) header() int {
	p := 0
	for range 2 {
		if p >= len(d.b) || d.b[p] != '%' {
			break
		}
		for p < len(d.b) && d.b[p] != '\n' && d.b[p] != '\r' {
			p++
		}
		for p < len(d.b) && (d.b[p] == '\n' || d.b[p] == '\r') {
			p++
		}
	}
	return p
}
