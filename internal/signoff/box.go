package signoff

import (
	"fmt"
	"time"

	"recette/internal/pdf"
	"recette/internal/recette"
	"recette/reports"
)

// signatureBox draws the visible part of a signature at the size of its field.
func signatureBox(texts reports.Texts, d *Document, actor recette.Actor, id *Identity, now time.Time) ([]byte, error) {
	width, height, err := fieldSize(d.Data, string(signer(id.role)))
	if err != nil {
		return nil, err
	}
	fingerprint, err := reports.Fingerprint(d.PV)
	if err != nil {
		return nil, err
	}
	entity := ""
	for _, s := range d.PV.Signers {
		if s.Role == string(id.role) {
			entity = s.Entity
		}
	}
	return reports.SignatureBox(reports.SignatureBoxOptions{
		Texts: texts, Language: d.PV.Language, Width: width, Height: height, Name: actor.Name, Role: string(id.role),
		Entity: entity, Decision: d.PV.Decision.Decision, At: now, Location: now.Location(), Fingerprint: fingerprint,
		Trust: texts(id.Level.Key() + ".short"), Demo: id.Level == Demo,
	})
}

// fieldSize gives the size of a signature field, in points.
func fieldSize(data []byte, field string) (width, height float64, err error) {
	d, err := pdf.Open(data)
	if err != nil {
		return 0, 0, err
	}
	for _, f := range d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields")) {
		dict := d.Dict(f)
		if dict == nil || d.Text(dict.Get("T")) != field {
			continue
		}
		rect := d.Array(dict.Get("Rect"))
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
