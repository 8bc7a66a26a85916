package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"recette/internal/pdf"
)

func TestRevisions(t *testing.T) {
	m := newMini(basic...)
	first := m.b.Len()
	m.revision(map[int]string{4: "<</Length 4>>\nstream\nQ q\n\nendstream"}, "/Note(b)")
	d := open(t, m.bytes())
	revs := d.Revisions()
	if len(revs) != 2 || revs[0].Span != (pdf.Span{Start: 0, End: first}) || revs[1].Span != (pdf.Span{
		Start: first, End: m.b.Len(),
	}) {
		t.Fatalf("Revisions() = %+v", revs)
	}
	if len(revs[1].Entries) != 2 || revs[1].Entries[1].Num != 4 || revs[0].Trailer.Has("Note") ||
		!revs[1].Trailer.Has("Note") {
		t.Errorf("second revision = %+v", revs[1])
	}
	if err := d.Regular(); err != nil {
		t.Errorf("Regular() = %v", err)
	}
	for i, want := range []string{"q Q\n", "Q q\n"} {
		r, err := d.Revision(i)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(r.Stream(pdf.Ref{Num: 4}).Data); got != want {
			t.Errorf("revision %d has content %q, want %q", i, got, want)
		}
	}
	if r, err := pdf.OpenRevision(m.bytes(), first); err != nil || len(r.Revisions()) != 1 {
		t.Errorf("OpenRevision() = %v", err)
	}
	if _, err := pdf.OpenRevision(m.bytes(), m.b.Len()+1); !errors.Is(err, pdf.ErrSyntax) {
		t.Errorf("OpenRevision() past the end = %v", err)
	}
}

func TestRegularRefuses(t *testing.T) {
	second := func(change func(*mini)) []byte {
		m := newMini(basic...)
		change(m)
		return m.bytes()
	}
	update := map[int]string{4: "<</Length 4>>\nstream\nQ q\n\nendstream"}
	tests := map[string][]byte{
		"bytes after the end": append(newMini(basic...).bytes(), "% comment\n"...),
		"an empty line after": append(newMini(basic...).bytes(), '\n'),
		"an object no entry announces": second(func(m *mini) {
			m.b.WriteString("9 0 obj\n(hidden)\nendobj\n")
			m.revision(update, "")
		}),
		"a comment between objects": second(func(m *mini) {
			m.b.WriteString("% hidden\n")
			m.revision(update, "")
		}),
		"an entry into the revision before": second(func(m *mini) {
			at := m.b.Len()
			off := strings.Index(m.b.String(), "4 0 obj")
			fmt.Fprintf(
				&m.b, "xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
				off, m.prev, at,
			)
		}),
		"a hybrid file": second(func(m *mini) {
			at := m.b.Len()
			stream := "8 0 obj\n<</Type/XRef/W[1 2 1]/Index[8 1]/Size 9/Length 4>>\nstream\n" +
				string([]byte{1, byte(at >> 8), byte(at), 0}) + "\nendstream\nendobj\n"
			m.b.WriteString(stream)
			m.revision(nil, fmt.Sprintf("/XRefStm %d", at))
		}),
		"no end mark": bytes.TrimSuffix(newMini(basic...).bytes(), []byte("%%EOF\n")),
		"startxref of another": second(func(m *mini) {
			s := strings.Replace(m.b.String(), fmt.Sprintf("startxref\n%d", m.prev), "startxref\n100", 1)
			m.b.Reset()
			m.b.WriteString(s)
			m.revision(update, "")
		}),
		"a stream length elsewhere": newMini(
			append(basic[:3:3], "<</Length 5 0 R>>\nstream\nq Q\n\nendstream", "4")...,
		).bytes(),
		"objects that overlap":       overlap(),
		"text stuck to the end mark": append(bytes.TrimSuffix(newMini(basic...).bytes(), []byte("\n")), "x"...),
	}
	for name, b := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := pdf.Open(b)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Regular(); !errors.Is(err, pdf.ErrIrregular) {
				t.Errorf("Regular() = %v, want ErrIrregular", err)
			}
		})
	}
}

// overlap makes an entry that points into the string of another object.
func overlap() []byte {
	m := newMini(append(append([]string(nil), basic...), "(5 0 obj\n(hidden)\nendobj\n)", "null")...)
	s := m.b.String()
	inner, outer := strings.Index(s, "(5 0 obj")+1, strings.LastIndex(s, "6 0 obj")
	return []byte(strings.Replace(s, fmt.Sprintf("6 1\n%010d", outer), fmt.Sprintf("6 1\n%010d", inner), 1))
}

func TestHybridIsSeen(t *testing.T) {
	m := newMini(basic...)
	at := m.b.Len()
	m.b.WriteString("8 0 obj\n<</Type/XRef/W[1 2 1]/Index[8 1]/Size 9/Length 4>>\nstream\n" +
		string([]byte{1, byte(at >> 8), byte(at), 0}) + "\nendstream\nendobj\n")
	m.revision(nil, fmt.Sprintf("/XRefStm %d", at))
	d := open(t, m.bytes())
	if !d.Hybrid() {
		t.Error("Hybrid() = false, want true")
	}
	if e, ok := d.Lookup(8); !ok || e.Kind != pdf.InUse {
		t.Errorf("Lookup(8) = %+v, %t: the hidden section is not read", e, ok)
	}
	if _, err := pdf.NewUpdate(d); !errors.Is(err, pdf.ErrUnsupported) {
		t.Errorf("NewUpdate() = %v, want ErrUnsupported", err)
	}
}

func TestUpdate(t *testing.T) {
	base := finalise(t, 1)
	d := open(t, base)
	u, err := pdf.NewUpdate(d)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	page := d.Dict(pages[0]).Clone()
	note := u.Add(pdf.String("note"))
	page.Set("Note", note)
	if err := u.Set(pages[0], page); err != nil {
		t.Fatal(err)
	}
	for _, r := range []pdf.Ref{{Num: 0}, {Num: 1 << 20}, {Num: 1, Gen: 1}} {
		if err := u.Set(r, nil); !errors.Is(err, pdf.ErrStructure) {
			t.Errorf("Set(%v) = %v, want ErrStructure", r, err)
		}
	}
	src := open(t, report(t, 2))
	form, err := u.ImportPage(src, 0)
	if err != nil {
		t.Fatal(err)
	}
	again, err := u.ImportPage(src, 1)
	if err != nil || form == again {
		t.Fatalf("second page = %v, %v", again, err)
	}
	if _, err := u.ImportPage(src, 9); !errors.Is(err, pdf.ErrStructure) {
		t.Errorf("ImportPage(9) = %v, want ErrStructure", err)
	}
	if _, err := u.Import(src, src.Trailer().Get("Root")); !errors.Is(err, pdf.ErrStructure) {
		t.Errorf("Import(catalog) = %v, want ErrStructure", err)
	}
	up, err := u.Write()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(up.Bytes[len(base):], []byte("/Catalog")) {
		t.Error("a refused import left something behind")
	}
	if !bytes.HasPrefix(up.Bytes, base) {
		t.Fatal("the base is not a prefix")
	}
	got := open(t, up.Bytes)
	if err := got.Regular(); err != nil {
		t.Errorf("Regular() = %v", err)
	}
	if s, _ := got.String(got.Dict(pages[0]).Get("Note")); s != "note" {
		t.Errorf("note = %q", s)
	}
	if s, ok := up.Span(note); !ok || !strings.Contains(string(up.Bytes[s.Start:s.End]), "(note)") {
		t.Errorf("Span() = %v, %t", s, ok)
	}
	a, b := got.Dict(form).Get("Resources"), got.Dict(again).Get("Resources")
	if a != b {
		t.Errorf("the shared resources were imported twice: %v and %v", a, b)
	}
	ids, old := got.Array(got.Trailer().Get("ID")), d.Array(d.Trailer().Get("ID"))
	if ids[0] != old[0] || ids[1] == old[1] {
		t.Errorf("ID went from %x to %x: the first half stays, the second changes", old, ids)
	}
}
