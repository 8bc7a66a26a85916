package replay

import (
	"bytes"
	"errors"
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
	// Stop is asked before each page, which it is given with what pages before take, and ends the drawing with its
	// error; nil never does.
	Stop func(page, size int) error
}

// Draw draws the pages and finalises them: attachments, metadata, every signature field. The same source gives the
// same bytes with the same version of Go. It returns the errors of reports.PDF, of pdf.Finalise, and of Stop.
func Draw(s Source) (file []byte, pages int, err error) {
	l, err := lay(s)
	if err != nil {
		return nil, 0, err
	}
	file, err = l.file()
	return file, len(l.options.Contents), err
}

// laid is a PV whose pages are drawn, ready to be made a file as often as it is asked for.
type laid struct {
	raw     []byte // the report, without the contents of its pages
	options pdf.Options
}

func lay(s Source) (laid, error) {
	zone, err := location(s.PV.TimeZone)
	if err != nil {
		return laid{}, err
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
		Texts: s.Words.Text, File: s.File, Location: zone, Fingerprint: s.Fingerprint, Stop: s.Stop, Apart: true,
	})
	if err != nil {
		return laid{}, err
	}
	o.Title, o.Subject, o.Contents = drawn.Title, drawn.Subject, drawn.Contents
	for i, box := range drawn.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: box.Tooltip, Page: box.Page, Rect: box.Rect, Lock: i == len(drawn.Boxes)-1,
		})
	}
	// What drew the pages is gone now: the PV, and the tables of each font that was cut: half of the heap.
	// Without this they stand beside what makes the file, at the peak.
	runtime.GC()
	return laid{raw.Bytes(), o}, nil
}

func (l laid) file() ([]byte, error) { return pdf.Finalise(l.raw, l.options) }

// is tells whether the file is these bytes, to the last. It is compared while it is made, and never in memory.
func (l laid) is(file []byte) (bool, error) {
	e := &equal{left: file}
	err := pdf.FinaliseTo(e, l.raw, l.options)
	if errors.Is(err, errOtherwise) {
		return false, nil
	}
	return err == nil && len(e.left) == 0, err
}

// equal takes what is written as long as it is what is expected.
type equal struct{ left []byte }

var errOtherwise = errors.New("another byte")

func (e *equal) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(e.left, p) {
		return 0, errOtherwise
	}
	e.left = e.left[len(p):]
	return len(p), nil
}

// release gives a PV, which its holder has no more.
func release(held *reports.PV) reports.PV {
	pv := *held
	*held = reports.PV{}
	return pv
}
