package replay

import (
	"bytes"
	"runtime"

	"recette/internal/pdf"
	"recette/reports"
)

// Source is what the first revision of a PV is drawn from.
type Source struct {
	PV          *reports.PV // empty once the pages are drawn: they are never in memory with what they are drawn from
	Words       reports.Words
	Fingerprint string // of the PV, when it is known
	// Data, Manifest and Files hold contents: of pv.json, of manifest.json, and of PV.Files in order. They are named
	// and described here.
	Data, Manifest pdf.Attachment
	Files          []pdf.Attachment
	// File gives the content of one of PV.Files by name.
	File func(name string) ([]byte, bool)
	// Stop is asked before each page, which it is given, and ends the drawing with its error; nil never does.
	Stop func(page int) error
}

// Draw draws the pages and finalises them: attachments, metadata, every signature field. The same source gives the
// same bytes with the same version of Go. It returns the errors of reports.PDF, of pdf.Finalise, and of Stop.
func Draw(s Source) (file []byte, pages int, err error) {
	zone, err := location(s.PV.TimeZone)
	if err != nil {
		return nil, 0, err
	}
	o := pdf.Options{
		Author: s.PV.Client.Name, Language: s.PV.Language, CreatedAt: s.PV.IssuedAt, Producer: s.PV.Producer,
	}
	embed := func(name string, a pdf.Attachment) {
		a.Name = name
		a.MIME, a.Relationship, a.Description = reports.Describe(s.Words.Text, name)
		o.Attachments = append(o.Attachments, a)
	}
	embed(reports.DataName, s.Data)
	embed(reports.ManifestName, s.Manifest)
	for i := range s.Files {
		embed(s.PV.Files[i].Name, s.Files[i])
	}
	var raw bytes.Buffer
	drawn, err := reports.PDF(&raw, release(s.PV), reports.PDFOptions{
		Texts: s.Words.Text, File: s.File, Location: zone, Fingerprint: s.Fingerprint, Stop: s.Stop,
	})
	if err != nil {
		return nil, 0, err
	}
	o.Title, o.Subject = drawn.Title, drawn.Subject
	for i, box := range drawn.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: box.Tooltip, Page: box.Page, Rect: box.Rect, Lock: i == len(drawn.Boxes)-1,
		})
	}
	// What drew the pages is gone now: the PV, and the tables of each font that was cut: half of the heap.
	// Copies of the whole file come next: without this they stand beside what nobody needs any more, at the peak.
	runtime.GC()
	file, err = pdf.Finalise(raw.Bytes(), o)
	return file, drawn.Pages, err
}

// release gives a PV, which its holder has no more.
func release(held *reports.PV) reports.PV {
	pv := *held
	*held = reports.PV{}
	return pv
}
