package verify_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// written makes a PDF of one page with a classic table of objects; the trailer may say more.
func written(trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>", "<< /Filter /Standard /V 1 /R 2 /O () /U () /P -4 >>",
	}
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// A file that is not ours is named as such, signed or not; one that was made ours no more says what was done to it.
func TestWhatAFileIs(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	doc, _ := p.build("")
	var raw bytes.Buffer
	drawn, err := reports.PDF(&raw, doc, reports.PDFOptions{Texts: p.words.T})
	check(t, err)
	contract, err := pdf.Finalise(raw.Bytes(), pdf.Options{
		Title: "Contrat", Language: "fr", CreatedAt: day, Producer: "autre", Fields: []pdf.SignatureField{
			{Name: "Signature1", Tooltip: "Signature", Page: drawn.Boxes[0].Page, Rect: drawn.Boxes[0].Rect},
		},
	})
	check(t, err)
	signed := p.sign(contract, p.ppo, func(r *sign.Request) { r.Field = "Signature1" }).PDF
	for name, tt := range map[string]struct {
		file []byte
		want verify.Code
		only bool
	}{
		"a PDF of something else":   {written(""), verify.NotAPV, true},
		"a signed contract":         {signed, verify.NotAPV, true},
		"an encrypted file":         {written(" /Encrypt 4 0 R"), verify.FileEncrypted, true},
		"bytes before the document": {append([]byte("bonjour\n"), s.po.PDF...), verify.FileLeading, true},
		"cut in the middle":         {s.po.PDF[:len(s.po.PDF)/2], verify.FileUnreadable, true},
		"PV without attachments": {p.render(doc, nil, func(o *pdf.Options) {
			o.Attachments = nil
		}), verify.Attached, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.verify(tt.file)
			expect(t, r, tt.want)
			if found := all(r); tt.only && len(found) != 1 || r.Foreign() != (tt.want == verify.NotAPV) {
				t.Errorf("foreign %t, %v", r.Foreign(), found)
			}
		})
	}
}

// What a reader of bytes says in English is no part of a report: causes are words that both languages have.
func TestFindingsAreInTheLanguageOfTheReader(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	file := func(change func(o *pdf.Options)) []byte { return p.both(p.render(doc, manifest, change)).po.PDF }
	attach := func(i int, data string) func(o *pdf.Options) {
		return func(o *pdf.Options) { o.Attachments[i].Data = []byte(data) }
	}
	leaf, checkpoint := clone(t, &doc), clone(t, &doc)
	leaf.Journal.Leaves[1].Raw = []byte("{}")
	checkpoint.Journal.Checkpoint = "x" + checkpoint.Journal.Checkpoint
	words := map[i18n.Lang]*i18n.Printer{}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		var err error
		words[lang], err = i18n.New(lang)
		check(t, err)
	}
	for name, f := range map[string][]byte{
		"data that are no JSON": file(attach(0, "PV")), "plan that is no JSON": file(attach(1, "{")),
		"plan of no version": file(attach(1, `{"v":-1}`)), "texts that are none": file(attach(2, "[]")),
		"leaf that is none": p.both(p.render(leaf, manifest, nil)).po.PDF,
		"head that is none": p.both(p.render(checkpoint, manifest, nil)).po.PDF,
		"cut":               file(nil)[:9000],
		"bytes altered":     bytes.ReplaceAll(file(nil), []byte("/Type"), []byte("/Tpye")),
	} {
		t.Run(name, func(t *testing.T) {
			r := p.verify(f)
			if r.Status != verify.NotConform {
				t.Errorf("status %s", r.Status)
			}
			for _, finding := range all(r) {
				if finding.Code == verify.PersonMismatch || finding.Code == verify.TextMismatch {
					continue // what people are called, and what they said
				}
				for i, arg := range finding.Args {
					if strings.ContainsFunc(arg, unicode.IsSpace) && !words[i18n.French].Has("verify.cause."+arg) &&
						!strings.HasPrefix(arg, "page ") {
						t.Errorf("%s: argument %d reads %q", finding.Code, i, arg)
					}
				}
			}
		})
	}
}
