package verify

import (
	"strconv"

	"recette/internal/verify/revisions"
)

// file judges the layout and each revision by what the product makes at that stage.
func (c *check) file() {
	if pages, err := c.doc.Pages(); err == nil {
		c.report.Pages = len(pages)
	}
	f := revisions.Judge(c.doc, len(c.data), c.budget, c.fault)
	c.revs, c.docs = f.Revisions, f.Documents
	c.report.Revisions = len(c.revs)
}

// fault gives what is wrong with the file its code.
func (c *check) fault(f revisions.Fault) {
	switch f.Kind {
	case revisions.Layout:
		c.changes.add(bad(FileLayout, cause(f.Why, "layout")))
	case revisions.Unread:
		what := f.Path
		if f.Why != nil {
			what = cause(f.Why, "structure")
		}
		c.changes.add(bad(FileObjects, strconv.Itoa(f.Revision), what))
	case revisions.Forbidden:
		c.changes.add(bad(Forbidden, f.Path))
	case revisions.Changed:
		c.changes.add(bad(Changed, f.Path))
	case revisions.Unsigned:
		c.changes.add(bad(RevisionUnsigned, strconv.Itoa(f.Revision)))
	default: // a kind without a code never makes a file good
		c.changes.add(bad(FileUnreadable, "structure"))
	}
}
