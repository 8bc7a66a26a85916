package document

import (
	"fmt"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The refusals of a scan: for a box that the PV does not have, or of a state of its file that it was not in yet on the
// day of the signature.
var (
	ErrBox    = fmt.Errorf("%w: the PV has no such box", fact.Err)
	ErrNotYet = fmt.Errorf("%w: the file was not in that state yet", fact.Err)
)

// PrintingError refuses a scan of a file that the PV never was, or that what is said does not tell from another.
type PrintingError struct {
	Of    string
	Known []state.Printing // what it was
}

func (e *PrintingError) Error() string { return "the PV was in no such state: " + e.Of }

// Unwrap gives the root of the refusals of facts.
func (*PrintingError) Unwrap() error { return fact.Err }

// Scan is a printed PV that somebody signed by hand, and that was scanned. Whoever attaches it says so: it signs
// nothing.
type Scan struct {
	Number string
	Of     string       // sha256 of the file that was printed, or how it begins; empty: as it was signed last
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

// Judge refuses a PV that the campaign does not hold (ErrUnknown), a box that it has not (ErrBox), a file that it never
// was (*PrintingError), no name, and a day that has not come, is before that of the PV, or before that of the file that
// was printed (ErrNotYet).
func (s Scan) Judge(v fact.View) error {
	pv := v.State.PV(s.Number)
	if pv == nil {
		return &NumberError{s.Number, "", ErrUnknown}
	}
	printed := pv.Printed(s.Of)
	switch {
	case !pv.Box(s.Role):
		return fmt.Errorf("%w: %s", ErrBox, s.Role)
	case recette.Blank(s.Signer):
		return fact.Missing("signer")
	case s.Day == "":
		return fact.Missing("day")
	case !fact.ValidDay(s.Day) || s.Day > v.Today || s.Day < v.Plan.Day(pv.At):
		return fact.Invalid("day")
	case printed == nil:
		return &PrintingError{s.Of, pv.Printings()}
	case s.Day < v.Plan.Day(printed.At):
		return ErrNotYet
	}
	return nil
}

// Write fills the leaf.
func (s Scan) Write(v fact.View, d *fact.Draft) {
	pv := v.State.PV(s.Number)
	d.Scan = &journal.PVScan{
		Number: s.Number, Journey: pv.Journey, SHA256: pv.Printed(s.Of).SHA256, Role: string(s.Role),
		Signer: d.Text("signer", s.Signer), Day: s.Day, File: &journal.EvidenceRef{
			SHA256: s.File.SHA256, Size: s.File.Size, MIME: s.File.MIME, Name: d.Text("file_name", s.File.Name),
		},
	}
}

// Is compares which box of which PV, on which day, and both files.
func (s Scan) Is(l *journal.Leaf) bool {
	was := l.Scan
	return was != nil && was.Number == s.Number && was.Role == string(s.Role) && was.Day == s.Day &&
		strings.HasPrefix(was.SHA256, s.Of) && was.File != nil && was.File.SHA256 == s.File.SHA256
}
