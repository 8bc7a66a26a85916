package pdf

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Update gathers the objects of one incremental revision (7.5.6). The base is never changed: its bytes are a prefix of
// the result.
type Update struct {
	doc      *Document
	objects  map[int]Object
	next     int
	imported map[*Document]map[Ref]Ref
}

// NewUpdate starts a revision on top of a document whose newest cross-reference section is a table. A file keeps one
// kind of section (a mixture reads differently in different readers), and the product writes tables only: any other
// base is ErrUnsupported.
func NewUpdate(d *Document) (*Update, error) {
	if d.sections[0].isStream || d.Hybrid() {
		return nil, fmt.Errorf("%w: update of a file with a cross-reference stream", ErrUnsupported)
	}
	size, ok := Int(d.Trailer().Get("Size"))
	if !ok || size < 1 || size > d.limits.Objects {
		return nil, fmt.Errorf("%w: trailer Size", ErrStructure)
	}
	for _, e := range d.entries {
		size = max(size, e.Num+1)
	}
	return &Update{
		doc: d, objects: map[int]Object{}, next: size, imported: map[*Document]map[Ref]Ref{},
	}, nil
}

// Add puts a new object in the revision and returns its reference.
func (u *Update) Add(o Object) Ref {
	r := Ref{u.next, 0}
	u.next++
	u.objects[r.Num] = o
	return r
}

// Set replaces an object, of the base or of this revision. The generation must be 0: the product makes no other.
func (u *Update) Set(r Ref, o Object) error {
	if r.Gen != 0 || r.Num < 1 || r.Num >= u.next {
		return fmt.Errorf("%w: cannot replace object %d %d", ErrStructure, r.Num, r.Gen)
	}
	u.objects[r.Num] = o
	return nil
}

// Import copies into the revision everything an object of another document leads to, each indirect object once, and
// returns the object to use here. Pages, page trees and catalogs are refused (ErrStructure): they would bring their
// whole document. So is what PDF/A-3b forbids: the base may claim to conform.
func (u *Update) Import(src *Document, o Object) (Object, error) {
	if u.imported[src] == nil {
		u.imported[src] = map[Ref]Ref{}
	}
	im := importer{u: u, src: src, known: u.imported[src]}
	first := u.next
	out, err := im.run(o)
	if err != nil {
		im.undo(first)
		return nil, err
	}
	return out, nil
}

// importer copies with a queue of references, so that a long chain of objects cannot exhaust the stack.
type importer struct {
	u     *Update
	src   *Document
	known map[Ref]Ref
	todo  []Ref
}

// run copies an object and then, one by one, those that it leads to.
func (im *importer) run(o Object) (Object, error) {
	out, err := im.copy(o)
	if err != nil {
		return nil, err
	}
	for len(im.todo) > 0 {
		from := im.todo[0]
		im.todo = im.todo[1:]
		v, err := im.src.Get(from)
		if err != nil {
			return nil, err
		}
		c, err := im.copy(v)
		if err != nil {
			return nil, err
		}
		im.u.objects[im.known[from].Num] = c
	}
	return out, nil
}

// undo takes back what a failed import added.
func (im *importer) undo(first int) {
	for n := first; n < im.u.next; n++ {
		delete(im.u.objects, n)
	}
	im.u.next = first
	for from, r := range im.known {
		if r.Num >= first {
			delete(im.known, from)
		}
	}
}

func (im *importer) copy(o Object) (Object, error) {
	switch v := o.(type) {
	case Ref:
		if r, ok := im.known[v]; ok {
			return r, nil
		}
		r := im.u.Add(nil)
		im.known[v] = r
		im.todo = append(im.todo, v)
		return r, nil
	case Array:
		a := make(Array, len(v))
		for i := range v {
			c, err := im.copy(v[i])
			if err != nil {
				return nil, err
			}
			a[i] = c
		}
		return a, nil
	case *Dict:
		d, err := im.dict(v)
		if err != nil {
			return nil, err
		}
		return d, nil
	case *Stream:
		if fault := archivalStreamFault(v, im.src); fault != "" {
			return nil, fmt.Errorf("%w: import of %s", ErrStructure, fault)
		}
		d, err := im.dict(v.Dict)
		if err != nil {
			return nil, err
		}
		return &Stream{Dict: d, Data: v.Data}, nil
	}
	return o, nil
}

func (im *importer) dict(d *Dict) (*Dict, error) {
	switch t := d.Get("Type"); t {
	case Name("Page"), Name("Pages"), Name("Catalog"):
		return nil, fmt.Errorf("%w: import of a %s", ErrStructure, t)
	}
	if fault := archivalFault(d, im.src); fault != "" {
		return nil, fmt.Errorf("%w: import of %s", ErrStructure, fault)
	}
	c := &Dict{Entries: make([]Entry, len(d.Entries))}
	for i, e := range d.Entries {
		v, err := im.copy(e.Value)
		if err != nil {
			return nil, err
		}
		c.Entries[i] = Entry{e.Key, v}
	}
	return c, nil
}

// Updated is a written revision.
type Updated struct {
	// Bytes is the whole file; the base is its prefix.
	Bytes []byte
	spans map[int]Span
}

// Span tells where an object of this revision stands in Bytes.
func (u Updated) Span(r Ref) (Span, bool) {
	s, ok := u.spans[r.Num]
	return s, ok
}

// Write serialises base and revision: objects in ascending order, a table that starts with the free entry, a trailer
// that carries Root, Info and ID on. The second half of the ID changes with the content (14.4).
func (u *Update) Write() (Updated, error) {
	base := u.doc.b
	w := writer{out: make([]byte, 0, len(base)+64<<10)}
	w.out = append(w.out, base...)
	if base[len(base)-1] != '\n' {
		w.out = append(w.out, '\n')
	}
	nums := make([]int, 0, len(u.objects))
	for n := range u.objects {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	spans := make(map[int]Span, len(nums))
	for _, n := range nums {
		spans[n] = w.indirect(n, u.objects[n])
	}
	if w.err != nil {
		return Updated{}, w.err
	}
	id := sha256.Sum256(w.out[len(base):])
	xref := len(w.out)
	w.out = append(w.out, "xref\n0 1\n"...)
	w.entry(0, 65535, 'f')
	for i := 0; i < len(nums); {
		j := i + 1
		for j < len(nums) && nums[j] == nums[j-1]+1 {
			j++
		}
		w.object(Integer(nums[i]))
		w.object(Integer(j - i))
		w.out = append(w.out, '\n')
		for ; i < j; i++ {
			w.entry(spans[nums[i]].Start, 0, 'n')
		}
	}
	old := u.doc.Trailer()
	tr := NewDict(Entry{"Size", Integer(u.next)}, Entry{"Root", old.Get("Root")})
	if info := old.Get("Info"); info != nil {
		tr.Set("Info", info)
	}
	if ids := u.doc.Array(old.Get("ID")); len(ids) == 2 {
		tr.Set("ID", Array{ids[0], String(id[:16])})
	}
	tr.Set("Prev", Integer(u.doc.sections[0].offset))
	w.ending(tr, xref)
	return Updated{Bytes: w.out, spans: spans}, w.err
}
