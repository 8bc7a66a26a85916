package verify

import (
	"bytes"
	"errors"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/pdf"
	"recette/internal/verify/revisions"
)

// cause says in one word why something cannot be read: the words of it are verify.cause.<cause>, and no sentence of a
// reader of bytes goes in a report. other is for what no package names.
func cause(err error, other string) string {
	for _, known := range []struct {
		is   error
		word string
	}{
		{budget.ErrExceeded, "budget"},
		{pdf.ErrLimit, "budget"},
		{pdf.ErrEncrypted, "encrypted"},
		{pdf.ErrUnsupported, "unsupported"},
		{pdf.ErrXRef, "xref"},
		{pdf.ErrSyntax, "syntax"},
		{pdf.ErrStructure, "structure"},
		{pdf.ErrIrregular, "layout"},
		{journal.ErrTooLarge, "large"},
		{journal.ErrValue, "value"},
		{journal.ErrMalformed, "form"},
		{journal.ErrSignature, "signature"},
		{journal.ErrCheckpoint, "form"},
		{journal.ErrLogKey, "key"},
	} {
		if errors.Is(err, known.is) {
			return known.word
		}
	}
	return other
}

// header of a PDF; nothing stands before it in a PV.
const header = "%PDF-"

// unopened names a file that cannot be opened as a PDF, and that has its marks.
func (c *check) unopened(why error) {
	switch {
	case errors.Is(why, pdf.ErrEncrypted):
		c.changes.add(bad(FileEncrypted))
	case !bytes.HasPrefix(c.data, []byte(header)) && bytes.Contains(c.data, []byte(header)):
		c.changes.add(bad(FileLeading))
	default:
		c.changes.add(bad(FileUnreadable, cause(why, "syntax")))
	}
}

// foreign tells a PDF that is none of ours from a PV, were it damaged: it has neither our attachments nor our fields.
func (c *check) foreign() bool {
	files, err := attachments(c.doc, c.budget)
	if err != nil || files[dataName] != nil || files[manifestName] != nil {
		return false
	}
	for _, r := range revisions.SignatureFields(c.doc) {
		if field := c.doc.Text(c.doc.Dict(r).Get("T")); field == "PPO" || field == "PO" {
			return false
		}
	}
	return c.budget.Err() == nil
}

// stranger is the whole report on a file that is no PV: what else is in it is nobody's business here.
func (c *check) stranger() {
	c.report.Drawing = nil
	c.changes = findings{budget: c.budget}
	c.contents.add(bad(NotAPV))
}

// Foreign reports whether the file is no procès-verbal de recette at all.
func (r *Report) Foreign() bool {
	return len(r.Content) == 1 && r.Content[0].Code == NotAPV
}
