package pdf

import (
	"bytes"
	"fmt"
	"io"
)

// Finalise rewrites a rendered report (gofpdf's output, in practice) into the first revision of a document to be
// signed: PDF 1.7 with identifier, XMP metadata equal to the information dictionary, sRGB output intent, associated
// files, named destinations, indirect annotations, and every signature field the document will ever have. Streams
// that come uncompressed are compressed here. Only what the catalog leads to is written, so no hidden object can wait
// for a later revision.
//
// The claim to PDF/A-3b (ISO 19005-3) is written only when the objects honour the rules this package can check, see
// Lint. The same input gives the same bytes with the same version of Go (deflate may change between versions).
//
// It returns ErrOptions, or an error of the ErrPDF tree when raw is not such a report: forms, optional content,
// scripts and links to no page are refused.
func Finalise(raw []byte, o Options) ([]byte, error) {
	var out bytes.Buffer
	if err := FinaliseTo(&out, raw, o); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// FinaliseTo is Finalise, and writes the file piece by piece: it is never whole in memory. The errors of w come back.
func FinaliseTo(w io.Writer, raw []byte, o Options) error {
	src, err := Open(raw)
	if err != nil {
		return fmt.Errorf("finalise: %w", err)
	}
	f := &finaliser{src: src, o: o, compress: newCompressor()}
	if err := f.build(); err != nil {
		return fmt.Errorf("finalise: %w", err)
	}
	if err := f.write(w); err != nil {
		return fmt.Errorf("finalise: %w", err)
	}
	return nil
}

// finaliser builds the new object table over the one of the source.
type finaliser struct {
	src      *Document
	o        Options
	compress *compressor

	// objects holds changed and new objects by number; a number without entry is the source's object.
	objects   map[int]Object
	next      int
	pages     []Ref
	pageIndex map[Ref]int
	root      *Dict
	rootRef   Ref
	infoRef   Ref
	xmpRef    Ref
	dests     destinations
	archival  bool // every object met honours the PDF/A rules
	room      int  // bytes that the objects met will take, about
}

func (f *finaliser) build() error {
	f.objects = map[int]Object{}
	for _, e := range f.src.entries {
		f.next = max(f.next, e.Num)
	}
	f.next++
	var err error
	if f.pages, err = f.src.Pages(); err != nil {
		return err
	}
	if err := f.o.validate(len(f.pages)); err != nil {
		return err
	}
	f.pageIndex = make(map[Ref]int, len(f.pages))
	for i, p := range f.pages {
		f.pageIndex[p] = i
	}
	if err := f.contents(); err != nil {
		return err
	}
	if err := f.catalog(); err != nil {
		return err
	}
	if err := f.pageAnnotations(); err != nil {
		return err
	}
	if err := f.outline(); err != nil {
		return err
	}
	if err := f.subsetFonts(); err != nil {
		return err
	}
	if err := f.names(); err != nil {
		return err
	}
	f.intent()
	f.information()
	return nil
}

// add gives a new object its number.
func (f *finaliser) add(o Object) Ref {
	r := Ref{f.next, 0}
	f.next++
	f.objects[r.Num] = o
	return r
}

// get reads through the changes to the source.
func (f *finaliser) get(r Ref) (Object, error) {
	if o, ok := f.objects[r.Num]; ok {
		return o, nil
	}
	return f.src.Get(r)
}

// exists tells whether a reference leads to an object; one that does not means null (7.3.10).
func (f *finaliser) exists(r Ref) bool {
	if _, ok := f.objects[r.Num]; ok {
		return true
	}
	e, ok := f.src.Lookup(r.Num)
	return ok && e.Kind != Free && e.Gen == r.Gen
}

// value resolves references, as an unreadable object would be met when writing.
func (f *finaliser) value(o Object) Object {
	for range 16 {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		v, err := f.get(r)
		if err != nil {
			return nil
		}
		o = v
	}
	return nil
}

// catalog starts the new catalog. Keys are listed, not copied: what a report has no use for does not slip through.
// Pages comes before Names, so that a walk from the trailer meets the signature fields by way of their page first.
func (f *finaliser) catalog() error {
	old := f.src.Catalog()
	for _, k := range []Name{"OCProperties", "AcroForm", "AA", "Encrypt", "Collection", "StructTreeRoot"} {
		if f.src.value(old.Get(k)) != nil {
			return fmt.Errorf("%w: the report has %s", ErrStructure, k)
		}
	}
	if f.src.Dict(old.Get("Names")).Get("JavaScript") != nil {
		return fmt.Errorf("%w: the report has JavaScript", ErrStructure)
	}
	if ef := f.src.Dict(f.src.Dict(old.Get("Names")).Get("EmbeddedFiles")); len(f.src.Array(ef.Get("Names"))) > 0 {
		return fmt.Errorf("%w: the report has attachments of its own", ErrStructure)
	}
	f.root = NewDict(Entry{"Type", Name("Catalog")}, Entry{"Pages", old.Get("Pages")})
	f.rootRef = f.add(f.root)
	for _, k := range []Name{"PageLayout", "PageMode", "Outlines"} {
		if v := old.Get(k); v != nil {
			f.root.Set(k, v)
		}
	}
	f.root.Set("Lang", Text(f.o.Language))
	f.root.Set("ViewerPreferences", NewDict(Entry{"DisplayDocTitle", true}))
	// ETSI EN 319 142-1, 5.1: the extension that ETSI sub-filters belong to.
	f.root.Set("Extensions", NewDict(Entry{"ESIC", NewDict(
		Entry{"BaseVersion", Name("1.7")}, Entry{"ExtensionLevel", Integer(5)})}))
	return nil
}

// write numbers what the trailer leads to in ascending order of the old numbers, decides on the PDF/A claim, and
// writes the file.
func (f *finaliser) write(to io.Writer) error {
	renumber, err := f.reach()
	if err != nil {
		return err
	}
	f.objects[f.xmpRef.Num] = f.metadata()
	if g, ok := to.(interface{ Grow(n int) }); ok { // a buffer need not double until all is in
		g.Grow(f.room + f.room/16 + 32<<10)
	}
	w := writer{renumber: renumber, sink: newSink(to)}
	w.out = append(w.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	offsets := make([]int, 1, f.next)
	for old, num := range renumber {
		if num == 0 {
			continue
		}
		o, err := f.get(f.ref(old))
		if err != nil {
			return err
		}
		if s, ok := o.(*Stream); ok {
			if o, err = f.compress.stream(s); err != nil {
				return err
			}
		}
		offsets = append(offsets, w.indirect(num, o).Start)
		if w.flush(); w.err != nil {
			return w.err
		}
	}
	id := String(w.sink.identifier())
	xref := w.offset()
	w.out = append(w.out, "xref\n0"...)
	w.object(Integer(len(offsets)))
	w.out = append(w.out, '\n')
	w.entry(0, 65535, 'f')
	for _, off := range offsets[1:] {
		w.entry(off, 0, 'n')
	}
	w.ending(NewDict(Entry{"Size", Integer(len(offsets))}, Entry{"Root", f.rootRef}, Entry{"Info", f.infoRef},
		Entry{"ID", Array{id, id}}), xref)
	w.flush()
	return w.err
}

// ref returns the reference of an old number with its generation in force.
func (f *finaliser) ref(num int) Ref {
	e, _ := f.src.Lookup(num)
	return Ref{num, e.Gen}
}

// objectRoom is what an object of a report takes beside the data of a stream: its dictionary, and its line in the
// table.
const objectRoom = 200

// reach walks from the catalog and the information dictionary, and returns the new number of each old one, 0 for an
// object that nothing leads to. It applies the PDF/A rules on its way.
func (f *finaliser) reach() ([]int, error) {
	f.archival = true
	mark := make([]int, f.next)
	todo := []Ref{f.rootRef, f.infoRef}
	mark[f.rootRef.Num], mark[f.infoRef.Num] = 1, 1
	var scan func(o Object)
	scan = func(o Object) {
		switch v := o.(type) {
		case Ref:
			if f.exists(v) && mark[v.Num] == 0 {
				mark[v.Num] = 1
				todo = append(todo, v)
			}
		case Array:
			for _, e := range v {
				scan(e)
			}
		case *Dict:
			f.archival = f.archival && archivalFault(v, f) == ""
			for _, e := range v.Entries {
				scan(e.Value)
			}
		case *Stream:
			f.archival = f.archival && archivalStreamFault(v, f) == ""
			if v.Dict.Has("Filter") {
				f.room += len(v.Data)
			} else {
				f.room += len(v.Data) / 3
			}
			scan(v.Dict)
		}
	}
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		o, err := f.get(r)
		if err != nil {
			return nil, err
		}
		scan(o)
		f.room += objectRoom
	}
	n := 0
	for i := range mark {
		if mark[i] != 0 {
			n++
			mark[i] = n
		}
	}
	return mark, nil
}
