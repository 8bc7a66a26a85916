package pdf

import (
	"bytes"
	"fmt"
)

// ImportPage makes a form XObject of a page of another document, with its content and resources, and returns it with
// the size of its box. It serves visible signature boxes: drawn as a one-page document, their text uses embedded
// fonts. Objects that PDF/A-3b forbids, such as a font that is not embedded, are ErrStructure.
func (u *Update) ImportPage(src *Document, page int) (Ref, error) {
	pages, err := src.Pages()
	if err != nil {
		return Ref{}, err
	}
	if page < 0 || page >= len(pages) {
		return Ref{}, fmt.Errorf("%w: no page %d to import", ErrStructure, page+1)
	}
	p := src.Dict(pages[page])
	box := src.Array(src.Inherited(p, "MediaBox"))
	if len(box) != 4 {
		return Ref{}, fmt.Errorf("%w: page without MediaBox", ErrStructure)
	}
	bbox := make(Array, 4)
	for i := range box {
		v := src.value(box[i])
		if _, ok := Float(v); !ok {
			return Ref{}, fmt.Errorf("%w: page without MediaBox", ErrStructure)
		}
		bbox[i] = v
	}
	content, err := src.content(p)
	if err != nil {
		return Ref{}, err
	}
	resources, err := u.Import(src, src.Inherited(p, "Resources"))
	if err != nil {
		return Ref{}, err
	}
	if resources == nil {
		resources = NewDict()
	}
	form := &Stream{Data: content, Dict: NewDict(
		Entry{"Type", Name("XObject")}, Entry{"Subtype", Name("Form")}, Entry{"BBox", bbox},
		Entry{"Resources", resources})}
	if g := p.Get("Group"); g != nil {
		group, err := u.Import(src, g)
		if err != nil {
			return Ref{}, err
		}
		form.Dict.Set("Group", group)
	}
	if form, err = newCompressor().stream(form); err != nil {
		return Ref{}, err
	}
	return u.Add(form), nil
}

// content returns the decoded content of a page; its parts are separated by a line feed, as 7.7.3.3 tells readers to
// do.
func (d *Document) content(page *Dict) ([]byte, error) {
	o, err := d.resolve(page.Get("Contents"))
	if err != nil {
		return nil, err
	}
	parts, ok := o.(Array)
	if !ok {
		parts = Array{o}
	}
	var out [][]byte
	for _, part := range parts {
		v, err := d.resolve(part)
		if err != nil {
			return nil, err
		}
		if v == nil {
			continue
		}
		s, ok := v.(*Stream)
		if !ok {
			return nil, fmt.Errorf("%w: page content is not a stream", ErrStructure)
		}
		b, err := d.Decode(s)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return bytes.Join(out, []byte("\n")), nil
}
