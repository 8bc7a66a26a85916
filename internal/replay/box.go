package replay

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// Signing is a signature that is drawn in the box of its field.
type Signing struct {
	Field string // of the file; the role is its name
	Name  string
	Level string // of trust: local-authority, imported, demo
	At    time.Time
}

func (s Signing) role() string {
	role, _, _ := strings.Cut(strings.ToLower(s.Field), "-") // of a constat, the branch comes next
	return role
}

// Box draws the visible part of a signature at the size of its field.
func Box(d *pdf.Document, pv *reports.PV, words reports.Words, fingerprint string, s Signing) ([]byte, error) {
	width, height, err := fieldSize(d, s.Field)
	if err != nil {
		return nil, err
	}
	entity := ""
	for _, p := range pv.Signers {
		if p.Role == s.role() {
			entity = p.Entity
		}
	}
	return reports.SignatureBox(reports.SignatureBoxOptions{
		Texts: words.Text, Language: pv.Language, Layout: pv.Layout, Width: width, Height: height, Name: s.Name,
		Role: s.role(), Entity: entity, Decision: pv.Pronounced(), At: s.At, Location: s.At.Location(),
		Fingerprint: fingerprint, Level: s.Level, Demo: s.Level == demoLevel,
	})
}

// The levels of trust that a box may state; a PV of demonstration has its own.
const demoLevel = "demo"

// levels gives those that the box of a field may state: the one that the journal names, else any.
func levels(named string, demo bool) []string {
	switch {
	case demo:
		return []string{demoLevel}
	case named != "":
		return []string{named}
	}
	return []string{"local-authority", "imported"}
}

// fieldSize gives the size of a signature field, in points.
func fieldSize(d *pdf.Document, field string) (width, height float64, err error) {
	for _, f := range fields(d) {
		if d.Text(f.Get("T")) != field {
			continue
		}
		rect := d.Array(f.Get("Rect"))
		if len(rect) != 4 {
			break
		}
		var r [4]float64
		for i := range rect {
			v, ok := pdf.Float(rect[i])
			if !ok {
				return 0, 0, fmt.Errorf("signature field %q: malformed rectangle", field)
			}
			r[i] = v
		}
		return r[2] - r[0], r[3] - r[1], nil
	}
	return 0, 0, fmt.Errorf("no signature field %q", field)
}

func fields(d *pdf.Document) []*pdf.Dict {
	var out []*pdf.Dict
	for _, o := range d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields")) {
		if f := d.Dict(o); f != nil {
			out = append(out, f)
		}
	}
	return out
}

// boxes compares what each signature shows in its box, and the reason that it gives, with what it signs. They are drawn
// by the signer, on the page that everybody reads, after the pages were judged. Those of another layout may have been
// worded and drawn otherwise: what differs is a doubt.
func (t *trial) boxes(pv *reports.PV, words reports.Words, fingerprint string, exact bool) {
	d, find := t.first.Newest, t.doubt
	if exact {
		find = t.bad
	}
	for _, f := range fields(d) {
		value := d.Dict(f.Get("V"))
		if value == nil {
			continue
		}
		field := d.Text(f.Get("T"))
		m, _ := d.String(value.Get("M"))
		at, ok := pdf.ParseDate(m)
		if !ok {
			find(verify.SignatureBox, field)
			continue
		}
		s := Signing{Field: field, Name: d.Text(value.Get("Name")), At: at}
		reason := d.Text(value.Get("Reason"))
		if reason != reports.SignatureReason(words.Text, s.role(), pv.Pronounced()) {
			find(verify.SignatureReason, field, reason)
		}
		if !t.box(f, pv, words, fingerprint, s) {
			find(verify.SignatureBox, field)
		}
	}
}

// box tells whether the appearance of a field is the box of its signature, at its level of trust.
func (t *trial) box(f *pdf.Dict, pv *reports.PV, words reports.Words, fingerprint string, s Signing) bool {
	d := t.first.Newest
	form := d.Stream(d.Dict(f.Get("AP")).Get("N"))
	if form == nil {
		return false
	}
	for _, s.Level = range levels(t.first.Levels[s.Field], pv.Demo) {
		file, err := Box(d, pv, words, fingerprint, s)
		if err != nil {
			return false
		}
		want, err := pdf.Open(file)
		if err == nil && sameForm(d, form, want) {
			return true
		}
	}
	return false
}

// sameForm tells whether a form draws the only page of a document: its content, at its size, with its fonts.
func sameForm(d *pdf.Document, form *pdf.Stream, want *pdf.Document) bool {
	pages, err := want.Pages()
	if err != nil || len(pages) != 1 {
		return false
	}
	page := want.Dict(pages[0])
	content, err := d.Decode(form)
	if err != nil || !bytes.Equal(content, contentOf(want, page)) {
		return false
	}
	expected := map[pdf.Name]pdf.Object{
		"BBox": want.Inherited(page, "MediaBox"), "Resources": want.Inherited(page, "Resources"),
		"Type": pdf.Name("XObject"), "Subtype": pdf.Name("Form"), "Group": page.Get("Group"),
	}
	c := &comparison{got: d, want: want, loose: true, imported: true, seen: map[[2]int]bool{}}
	for _, e := range form.Dict.Entries {
		if _, known := expected[e.Key]; !known && e.Key != "Length" && e.Key != "Filter" {
			return false
		}
	}
	for key, value := range expected {
		c.walk("/"+string(key), form.Dict.Get(key), value)
	}
	return len(c.found) == 0
}
