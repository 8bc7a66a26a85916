package pdf

import (
	"fmt"
	"strconv"
)

// contents puts what is given for each page in the place of what the report has.
func (f *finaliser) contents() error {
	for i, data := range f.o.Contents {
		r, ok := f.src.Dict(f.pages[i]).Get("Contents").(Ref)
		if !ok {
			return fmt.Errorf("%w: page %d has no content of its own", ErrStructure, i+1)
		}
		head := NewDict(Entry{"Filter", Name("FlateDecode")}, Entry{"Length", nil})
		f.objects[r.Num] = &Stream{Dict: head, Data: data}
	}
	return nil
}

// pageAnnotations makes the annotations of every page indirect and printable, sends their links through named
// destinations, and adds the signature fields.
func (f *finaliser) pageAnnotations() error {
	f.dests.byText = map[string]String{}
	fields := make([]Ref, len(f.o.Fields))
	for i, p := range f.pages {
		page := f.src.Dict(p)
		var annots Array
		for _, a := range f.src.Array(page.Get("Annots")) {
			r, err := f.annotation(a, i)
			if err != nil {
				return fmt.Errorf("page %d: %w", i+1, err)
			}
			annots = append(annots, r)
		}
		for j := range f.o.Fields {
			if f.o.Fields[j].Page == i {
				fields[j] = f.field(&f.o.Fields[j], p)
				annots = append(annots, fields[j])
			}
		}
		if annots == nil {
			continue
		}
		page = page.Clone()
		page.Set("Annots", annots)
		f.objects[p.Num] = page
	}
	if len(fields) > 0 {
		a := make(Array, len(fields))
		for i := range fields {
			a[i] = fields[i]
		}
		// SigFlags says 3 from the start: raising it when signing would count as a change.
		f.root.Set("AcroForm", f.add(NewDict(Entry{"Fields", a}, Entry{"SigFlags", Integer(3)})))
	}
	return nil
}

// annotation rewrites one annotation of the report.
func (f *finaliser) annotation(a Object, page int) (Ref, error) {
	old := f.src.Dict(a)
	if old == nil {
		return Ref{}, fmt.Errorf("%w: annotation is not a dictionary", ErrStructure)
	}
	if s := f.src.Name(old.Get("Subtype")); s != "Link" {
		return Ref{}, fmt.Errorf("%w: annotation of type %s in the report", ErrStructure, s)
	}
	d := old.Clone()
	d.Set("F", Integer(4)) // Print, and none of Hidden, Invisible, NoView (ISO 19005-3, 6.3.2)
	if dest := f.src.value(d.Get("Dest")); dest != nil {
		key, num, err := f.destination(dest)
		if err != nil {
			return Ref{}, err
		}
		d.Set("Dest", key)
		d.Set("Contents", Text("Page "+strconv.Itoa(num+1)))
	} else if uri, ok := f.src.String(f.src.Dict(d.Get("A")).Get("URI")); ok {
		d.Set("Contents", uri)
	}
	d.Set("P", f.pages[page])
	return f.add(d), nil
}

// field makes a signature field merged with its widget (12.7.3.1). Its appearance exists and is empty: PDF/A wants
// one, and signing replaces it.
func (f *finaliser) field(s *SignatureField, page Ref) Ref {
	var box Array
	for _, v := range s.Rect {
		box = append(box, number2(v))
	}
	d := NewDict(
		Entry{"Type", Name("Annot")}, Entry{"Subtype", Name("Widget")}, Entry{"FT", Name("Sig")},
		Entry{"T", Text(s.Name)}, Entry{"F", Integer(4)}, Entry{"P", page}, Entry{"Rect", box})
	if s.Tooltip != "" {
		d.Set("TU", Text(s.Tooltip))
	}
	if w, h := s.Rect[2]-s.Rect[0], s.Rect[3]-s.Rect[1]; w > 0 && h > 0 {
		ap := f.add(&Stream{Dict: NewDict(Entry{"Type", Name("XObject")}, Entry{"Subtype", Name("Form")},
			Entry{"BBox", Array{Integer(0), Integer(0), number2(w), number2(h)}}, Entry{"Resources", NewDict()})})
		d.Set("AP", NewDict(Entry{"N", ap}))
	}
	if s.Lock {
		d.Set("Lock", f.add(NewDict(Entry{"Type", Name("SigFieldLock")}, Entry{"Action", Name("All")},
			Entry{"P", Integer(1)})))
	}
	return f.add(d)
}

// number2 writes a length with two decimals at most: enough for print, and the same on every machine.
func number2(v float64) Object {
	b := strconv.AppendFloat(nil, v, 'f', 2, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		n, err := strconv.ParseInt(string(b[:len(b)-1]), 10, 64)
		if err == nil {
			return Integer(n)
		}
		b = append(b, '0')
	}
	return Real(b)
}

// destinations gathers the named destinations in order of first use.
type destinations struct {
	byText  map[string]String
	keys    []String
	targets []Array
	scratch []byte
}

// destination turns an explicit destination into a named one and returns the index of its page too.
func (f *finaliser) destination(dest Object) (String, int, error) {
	a, ok := dest.(Array)
	if !ok || len(a) < 2 {
		return "", 0, fmt.Errorf("%w: destination is not an array", ErrStructure)
	}
	target, ok := a[0].(Ref)
	num, known := f.pageIndex[target]
	if !ok || !known {
		return "", 0, fmt.Errorf("%w: link to no page", ErrStructure)
	}
	var err error
	if f.dests.scratch, err = AppendObject(f.dests.scratch[:0], a); err != nil {
		return "", 0, err
	}
	if key, ok := f.dests.byText[string(f.dests.scratch)]; ok {
		return key, num, nil
	}
	// Fixed width keeps the keys of the name tree in order as they are made.
	digits := strconv.Itoa(len(f.dests.keys) + 1)
	key := String("d0000000"[:8-min(7, len(digits))] + digits)
	f.dests.byText[string(f.dests.scratch)] = key
	f.dests.keys = append(f.dests.keys, key)
	f.dests.targets = append(f.dests.targets, a)
	return key, num, nil
}
