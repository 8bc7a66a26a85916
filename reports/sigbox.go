package reports

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// SignatureBoxOptions describe the visible part of a signature: what 21 CFR Part 11 §11.50 asks of a signed record
// (name, date and time, meaning), with the fingerprint of what is signed and an honest level of trust.
type SignatureBoxOptions struct {
	Texts    Texts
	Language string // "fr" or "en"

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
func SignatureReason(texts Texts, role, decision string) string {
	return strings.TrimRight(strings.Trim(meaning(texts, role, decision), "«»“”\u00a0 "), ".")
}

// SignatureBox writes a one-page PDF of the size of the field, with embedded fonts, on a white ground: the signer
// imports it as the appearance of the signature. The same options give the same bytes. Errors: ErrOptions, ErrRender.
func SignatureBox(o SignatureBoxOptions) (pdf []byte, err error) {
	if o.Texts == nil || o.Width < 60 || o.Height < 30 {
		return nil, fmt.Errorf("signature box of %.0f × %.0f points: %w", o.Width, o.Height, ErrOptions)
	}
	defer caught(&err)
	d := &doc{flow: flow{words: o.Texts, lang: o.Language, loc: o.Location}}
	d.c = newCanvas(o.Width, o.Height, o.At)
	defer d.c.end()
	d.c.addPage()
	d.signatureBox(o)
	d.c.about(d.clean(sans, d.tr("sigbox.signed", o.Name)), "", d.clean(sans, o.Name), "recette")
	var b bytes.Buffer
	if err := d.c.output(&b, false, nil); err != nil {
		return nil, fmt.Errorf("render signature box: %w", err)
	}
	return b.Bytes(), nil
}

func (d *doc) signatureBox(o SignatureBoxOptions) {
	c := d.c
	c.fill(0, 0, o.Width, o.Height, white)
	edge := navy
	if o.Demo {
		edge = red
	}
	c.fill(0, 0, 3, o.Height, edge)
	y, low := 3.0, o.Height-2
	if o.Demo {
		low -= 12
		c.fill(0, o.Height-12, o.Width, 12, red)
		d.lineCentred(o.Width/2, o.Height-11, style{sansBold, 8, white}, d.tr("sigbox.demo"))
	}
	room := o.Width - 14
	lines := []boxLine{
		{style{sans, 6.6, grey}, d.tr("sigbox.signed", sentence(", ", d.roleName(o.Role), o.Entity))},
		{style{sansBold, 10, ink}, o.Name},
		{style{sansItalic, 7.6, ink}, meaning(o.Texts, o.Role, o.Decision)},
		{style{sans, 7, ink}, d.tr("sigbox.at", d.stamp(o.At))},
		{style{mono, 6.2, ink}, d.tr("sigbox.fingerprint", digest(o.Fingerprint, 16))},
	}
	trust := d.trustLines(d.tr("sigbox.trust", d.known(d.word("level", o.Level))), room)
	lines = append(lines, trust...)
	total := 0.0
	for _, l := range lines {
		total += l.st.size * 1.2
	}
	// A field smaller than usual gets smaller words, never fewer.
	scale := min((low-y)/total, 1.25)
	widest := 0.0
	for _, l := range trust {
		widest = max(widest, d.width(l.st, l.text)*scale)
	}
	for i, l := range lines {
		l.st.size *= scale
		switch w := d.width(l.st, d.clean(l.st.face, l.text)); {
		case i >= len(lines)-len(trust): // lines of one sentence keep one size
			l.st.size *= min(room/widest, 1)
		case w > room:
			l.st.size = max(l.st.size*room/w, 4)
		}
		d.line(9, y+(1.2-leading)/2*l.st.size, o.Width-12, l.st, l.text)
		y += l.st.size * 1.2
	}
}

// boxLine is one line of a signature box.
type boxLine struct {
	st   style
	text string
}

// trustLines wraps the level of trust, of which no word may be lost: on two lines, in smaller letters if need be, on
// more when the letters would be too small to read.
func (d *doc) trustLines(s string, width float64) []boxLine {
	const largest, smallest, step = 6.6, 5.4, 0.2
	st := style{sans, largest, grey}
	for len(d.wrap(st, s, width, 0)) > 2 && st.size-step >= smallest {
		st.size -= step
	}
	var out []boxLine
	for _, l := range d.wrap(st, s, width, 0) {
		out = append(out, boxLine{st, l})
	}
	return out
}
