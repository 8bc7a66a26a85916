package sign

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"recette/internal/pdf"
)

// field is the empty signature field a request aims at.
type field struct {
	ref  pdf.Ref
	dict *pdf.Dict
}

// findField looks for the field by name and refuses what earlier signatures exclude.
func findField(doc *pdf.Document, name string, certify bool) (field, error) {
	var found *field
	signed, locked := false, false
	for _, o := range doc.Array(doc.Dict(doc.Catalog().Get("AcroForm")).Get("Fields")) {
		ref, ok := o.(pdf.Ref)
		d := doc.Dict(o)
		if !ok || doc.Name(d.Get("FT")) != "Sig" {
			continue
		}
		if d.Has("V") {
			signed = true
			if p, ok := doc.Int(doc.Dict(d.Get("Lock")).Get("P")); ok && p == 1 {
				locked = true
			}
		}
		if doc.Text(d.Get("T")) == name {
			if d.Has("V") {
				return field{}, fmt.Errorf("%w: %s", ErrFieldSigned, name)
			}
			if d.Has("Kids") {
				return field{}, fmt.Errorf("%w: field %s has kids", ErrDocument, name)
			}
			if found != nil {
				return field{}, fmt.Errorf("%w: two fields are called %s", ErrDocument, name)
			}
			found = &field{ref, d}
		}
	}
	perms := doc.Dict(doc.Catalog().Get("Perms"))
	switch {
	case found == nil:
		return field{}, fmt.Errorf("%w: %s", ErrFieldUnknown, name)
	case certify && (signed || perms != nil):
		return field{}, ErrCertifyLate
	case locked || permission(doc, perms) == 1:
		return field{}, ErrLocked
	}
	return *found, nil
}

// permission returns the P of the certification, 0 without one (ISO 32000-1, table 254; 2 is the default).
func permission(doc *pdf.Document, perms *pdf.Dict) int {
	sig := doc.Dict(perms.Get("DocMDP"))
	if sig == nil {
		return 0
	}
	for _, o := range doc.Array(sig.Get("Reference")) {
		if ref := doc.Dict(o); doc.Name(ref.Get("TransformMethod")) == "DocMDP" {
			if p, ok := doc.Int(doc.Dict(ref.Get("TransformParams")).Get("P")); ok {
				return p
			}
		}
	}
	return 2
}

// byteRange is the placeholder of ByteRange, as wide as the largest file.
const byteRange = "[0 0000000000 0000000000 0000000000]"

// revise puts in the update everything the signature changes: the value and appearance of the field, the signature
// dictionary, and for a certification the permissions of the catalog. Nothing else may change: every other touch is
// what verifiers look for.
func revise(u *pdf.Update, doc *pdf.Document, target field, r *Request, reserve int) (pdf.Ref, error) {
	ref := u.Add(signatureDict(r, reserve))
	f := target.dict.Clone()
	f.Set("V", ref)
	if r.Appearance != nil {
		if !visible(doc, target.dict) {
			return ref, fmt.Errorf("%w: field %s has no box", ErrAppearance, r.Field)
		}
		box, err := pdf.Open(r.Appearance)
		if err != nil {
			return ref, fmt.Errorf("%w: %w", ErrAppearance, err)
		}
		form, err := u.ImportPage(box, 0)
		if err != nil {
			return ref, fmt.Errorf("%w: %w", ErrAppearance, err)
		}
		f.Set("AP", pdf.NewDict(pdf.Entry{Key: "N", Value: form}))
	}
	if err := u.Set(target.ref, f); err != nil {
		return ref, fmt.Errorf("sign: %w", err)
	}
	if !r.Certify {
		return ref, nil
	}
	root, ok := doc.Trailer().Get("Root").(pdf.Ref)
	if !ok {
		return ref, fmt.Errorf("%w: no catalog", ErrDocument)
	}
	catalog := doc.Catalog().Clone()
	catalog.Set("Perms", pdf.NewDict(pdf.Entry{Key: "DocMDP", Value: ref}))
	if err := u.Set(root, catalog); err != nil {
		return ref, fmt.Errorf("sign: %w", err)
	}
	return ref, nil
}

// visible tells whether a field has a box of some size.
func visible(doc *pdf.Document, f *pdf.Dict) bool {
	var v [4]float64
	rect := doc.Array(f.Get("Rect"))
	if len(rect) != len(v) {
		return false
	}
	for i, o := range rect {
		n, ok := pdf.Float(o)
		if !ok {
			return false
		}
		v[i] = n
	}
	return v[0] != v[2] && v[1] != v[3]
}

// signatureDict makes the signature dictionary (ISO 32000-1, 12.8.1) with the two placeholders.
func signatureDict(r *Request, reserve int) *pdf.Dict {
	name := r.Name
	if name == "" {
		name = r.Identity.Name()
	}
	d := pdf.NewDict(
		pdf.Entry{Key: "Type", Value: pdf.Name("Sig")},
		pdf.Entry{Key: "Filter", Value: pdf.Name("Adobe.PPKLite")},
		pdf.Entry{Key: "SubFilter", Value: pdf.Name("ETSI.CAdES.detached")},
		pdf.Entry{Key: "ByteRange", Value: pdf.Verbatim(byteRange)},
		pdf.Entry{Key: "Contents", Value: pdf.Verbatim("<" + strings.Repeat("0", 2*reserve) + ">")},
		pdf.Entry{Key: "M", Value: pdf.Date(r.At)},
		pdf.Entry{Key: "Name", Value: pdf.Text(name)},
	)
	if r.Reason != "" {
		d.Set("Reason", pdf.Text(r.Reason))
	}
	if r.Certify {
		d.Set("Reference", pdf.Array{pdf.NewDict(
			pdf.Entry{Key: "Type", Value: pdf.Name("SigRef")},
			pdf.Entry{Key: "TransformMethod", Value: pdf.Name("DocMDP")},
			pdf.Entry{Key: "TransformParams", Value: pdf.NewDict(
				pdf.Entry{Key: "Type", Value: pdf.Name("TransformParams")},
				pdf.Entry{Key: "P", Value: pdf.Integer(2)},
				pdf.Entry{Key: "V", Value: pdf.Name("1.2")},
			)},
		)})
	}
	return d
}

// fillByteRange writes the true ranges over the placeholder and returns the gap they leave, angle brackets included.
// It looks only inside the signature dictionary just written: an earlier signature has placeholders alike.
func fillByteRange(out []byte, span pdf.Span, reserve int) (pdf.Span, error) {
	object := out[span.Start:span.End]
	br := bytes.Index(object, []byte("/ByteRange "+byteRange))
	open := bytes.Index(object, []byte("/Contents <"))
	if br < 0 || open < 0 {
		return pdf.Span{}, fmt.Errorf("%w: placeholders not found", ErrSign)
	}
	br += span.Start + len("/ByteRange ")
	gap := pdf.Span{Start: span.Start + open + len("/Contents ")}
	gap.End = gap.Start + 2*reserve + 2
	b := append(make([]byte, 0, len(byteRange)), "[0 "...)
	b = strconv.AppendInt(b, int64(gap.Start), 10)
	b = strconv.AppendInt(append(b, ' '), int64(gap.End), 10)
	b = strconv.AppendInt(append(b, ' '), int64(len(out)-gap.End), 10)
	if len(b) >= len(byteRange) {
		return pdf.Span{}, fmt.Errorf("%w: file of %d bytes", ErrDocument, len(out))
	}
	for len(b) < len(byteRange)-1 {
		b = append(b, ' ')
	}
	copy(out[br:], append(b, ']'))
	return gap, nil
}
