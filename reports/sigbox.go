package reports

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"recette/reports/page"
)

// SignatureBoxOptions describe the visible part of a signature: what 21 CFR Part 11 §11.50 asks of a signed record
// (name, date and time, meaning), with the fingerprint of what is signed and an honest level of trust.
type SignatureBoxOptions struct {
	Texts    page.Texts
	Language string // "fr" or "en"
	Layout   int    // of the PV

	Width, Height float64 // points: the size of the field

	Name        string
	Role        string // ppo, po
	Entity      string
	Decision    string // PV.Decision.Decision: the PO's signature says it
	At          time.Time
	Location    *time.Location // nil is UTC; the offset is printed
	Fingerprint string         // SHA-256, hex; its first 16 characters are printed
	Level       string         // of trust: local-authority, imported, demo
	Demo        bool           // signed with a DEMO key: said loudly
}

// SignatureReason is what a signature says beside its box, for other readers of PDF to show: the sentence of the box,
// bare of its quotation marks.
func SignatureReason(texts page.Texts, role, decision string) string {
	return strings.TrimRight(strings.Trim(meaning(texts, role, decision), "«»“”\u00a0 "), ".")
}

// SignatureBox writes a one-page PDF of the size of the field, with embedded fonts, on a white ground: the signer
// imports it as the appearance of the signature. The same options give the same bytes. Errors: ErrOptions, ErrRender.
func SignatureBox(o SignatureBoxOptions) (pdf []byte, err error) {
	if o.Texts == nil || o.Width < 60 || o.Height < 30 {
		return nil, fmt.Errorf("signature box of %.0f × %.0f points: %w", o.Width, o.Height, ErrOptions)
	}
	defer page.Caught(&err)
	d := &doc{Flow: page.Flow{Words: o.Texts, Lang: o.Language, Zone: o.Location, Former: o.Layout == first}}
	d.Page = page.NewCanvas(o.Width, o.Height, o.At)
	defer d.Page.End()
	d.Page.AddPage()
	d.signatureBox(o)
	d.Page.About(d.Clean(page.Sans, d.Tr("sigbox.signed", o.Name)), "", d.Clean(page.Sans, o.Name), "recette")
	var b bytes.Buffer
	if err := d.Page.Output(&b, false, nil); err != nil {
		return nil, fmt.Errorf("render signature box: %w", err)
	}
	return b.Bytes(), nil
}

func (d *doc) signatureBox(o SignatureBoxOptions) {
	c := d.Page
	c.Fill(0, 0, o.Width, o.Height, page.White)
	edge := page.Navy
	if o.Demo {
		edge = page.Red
	}
	c.Fill(0, 0, 3, o.Height, edge)
	y, low := 3.0, o.Height-2
	if o.Demo {
		low -= 12
		c.Fill(0, o.Height-12, o.Width, 12, page.Red)
		d.LineCentred(o.Width/2, o.Height-11, page.Font(page.SansBold, 8, page.White), d.Tr("sigbox.demo"))
	}
	room := o.Width - 14
	lines := []boxLine{
		{page.Font(page.Sans, 6.6, page.Grey), d.Tr("sigbox.signed",
			page.Sentence(", ", d.roleName(o.Role), o.Entity))},
		{page.Font(page.SansBold, 10, page.Ink), o.Name},
		{page.Font(page.SansItalic, 7.6, page.Ink), meaning(o.Texts, o.Role, o.Decision)},
		{page.Font(page.Sans, 7, page.Ink), d.Tr("sigbox.at", d.Stamp(o.At))},
		{page.Font(page.Mono, 6.2, page.Ink), d.Tr("sigbox.fingerprint", page.Digest(o.Fingerprint, 16))},
	}
	trust := d.trustLines(d.Tr("sigbox.trust", d.Known(d.word("level", o.Level))), room)
	lines = append(lines, trust...)
	total := 0.0
	for _, l := range lines {
		total += l.st.Size * 1.2
	}
	// A field smaller than usual gets smaller words, never fewer.
	scale := min((low-y)/total, 1.25)
	widest := 0.0
	for _, l := range trust {
		widest = max(widest, d.Width(l.st, l.text)*scale)
	}
	for i, l := range lines {
		l.st.Size *= scale
		switch w := d.Width(l.st, d.Clean(l.st.Face, l.text)); {
		case i >= len(lines)-len(trust): // lines of one sentence keep one size
			l.st.Size *= min(room/widest, 1)
		case w > room:
			l.st.Size = max(l.st.Size*room/w, 4)
		}
		d.Line(9, y+(1.2-page.Leading)/2*l.st.Size, o.Width-12, l.st, l.text)
		y += l.st.Size * 1.2
	}
}

// boxLine is one line of a signature box.
type boxLine struct {
	st   page.Style
	text string
}

// trustLines wraps the level of trust, of which no word may be lost: on two lines, in smaller letters if need be, on
// more when the letters would be too small to read.
func (d *doc) trustLines(s string, width float64) []boxLine {
	const largest, smallest, step = 6.6, 5.4, 0.2
	st := page.Font(page.Sans, largest, page.Grey)
	for len(d.Wrap(st, s, width, 0)) > 2 && st.Size-step >= smallest {
		st.Size -= step
	}
	var out []boxLine
	for _, l := range d.Wrap(st, s, width, 0) {
		out = append(out, boxLine{st, l})
	}
	return out
}
