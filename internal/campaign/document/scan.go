package document

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrBox refuses a scan for a box that the PV does not have.
var ErrBox = fmt.Errorf("%w: the PV has no such box", fact.Err)

// Scan is a printed PV that somebody signed by hand, and that was scanned. Whoever attaches it says so: it signs
// nothing.
type Scan struct {
	Number string
	Role   recette.Role // of the box
	Signer string       // name of who signed
	Day    string       // YYYY-MM-DD
	File   fact.Attachment
}

var _ fact.Evident = Scan{}

// Kind is scan.
func (Scan) Kind() journal.Kind { return journal.KindPVScan }

// Action is that of attaching one.
func (Scan) Action() access.Action { return access.AttachScan }

// Evidence is the scan.
func (s Scan) Evidence() []fact.Attachment { return []fact.Attachment{s.File} }

// Judge refuses a PV that the campaign does not hold (ErrUnknown), a box that it has not (ErrBox), no name, and a day
// that has not come or is before that of the PV.
func (s Scan) Judge(v fact.View) error {
	pv := v.State.PV(s.Number)
	switch {
	case pv == nil:
		return &NumberError{s.Number, "", ErrUnknown}
	case !pv.Box(s.Role):
		return fmt.Errorf("%w: %s", ErrBox, s.Role)
	case recette.Blank(s.Signer):
		return fact.Missing("signer")
	case s.Day == "":
		return fact.Missing("day")
	case !fact.ValidDay(s.Day) || s.Day > v.Today || s.Day < v.Plan.Day(pv.At):
		return fact.Invalid("day")
	}
	return nil
}

// Write fills the leaf.
func (s Scan) Write(v fact.View, d *fact.Draft) {
	pv := v.State.PV(s.Number)
	d.Scan = &journal.PVScan{
		Number: s.Number, Journey: pv.Journey, SHA256: pv.Latest(), Role: string(s.Role),
		Signer: d.Text("signer", s.Signer), Day: s.Day, File: &journal.EvidenceRef{
			SHA256: s.File.SHA256, Size: s.File.Size, MIME: s.File.MIME, Name: d.Text("file_name", s.File.Name),
		},
	}
}
