package verify

import (
	"slices"
	"strconv"

	"recette/internal/pdf"
)

// file judges the layout, opens each revision from its own bytes, and judges each by what the product makes
// at that stage.
func (c *check) file() {
	if err := c.doc.Regular(); err != nil {
		c.changes.add(bad(FileLayout, cause(err, "layout")))
	}
	if pages, err := c.doc.Pages(); err == nil {
		c.report.Pages = len(pages)
	}
	c.revs = c.doc.Revisions()
	c.report.Revisions = len(c.revs)
	c.missing = map[string]bool{}
	c.docs, c.graphs = make([]*pdf.Document, len(c.revs)), make([]*graph, len(c.revs))
	for i := range c.revs {
		if c.revs[i].Err == nil && c.revs[i].End == len(c.data) {
			c.docs[i] = c.doc // the whole file is its own prefix
			continue
		}
		d, err := c.doc.Revision(i)
		if err != nil {
			c.changes.add(bad(FileObjects, strconv.Itoa(i+1), cause(err, "structure")))
			continue
		}
		c.docs[i] = d
	}
	if d := c.docs[0]; d != nil {
		(&first{check: c, doc: d}).judge()
	}
	for i := 1; i < len(c.revs); i++ {
		if c.docs[i-1] != nil && c.docs[i] != nil {
			c.later(i)
		}
		c.drop(i - 1)
	}
	c.drop(len(c.graphs) - 1)
}

// drop lets go of the walk of a revision that is judged.
func (c *check) drop(i int) {
	if g := c.graphs[i]; g != nil {
		c.budget.Release(g.held)
		c.graphs[i] = nil
	}
}

// graph walks a revision, once.
func (c *check) graph(i int) *graph {
	if c.graphs[i] == nil {
		c.graphs[i] = walk(c.docs[i], c.budget)
	}
	return c.graphs[i]
}

// objects checks that every object can be read and that no reference leads nowhere. In revision 1 nothing hides either:
// an object that nothing leads to waits for a revision that shows it (shadow attacks). Later, the blank
// appearance of a field that was signed is left over, and new objects are judged one by one.
func (c *check) objects(rev int, g *graph) {
	at := strconv.Itoa(rev + 1)
	for _, path := range append(slices.Clone(g.dangling), g.unread) {
		if path != "" && !c.missing[path] { // the revisions that follow have it too
			c.changes.add(bad(FileObjects, at, path))
			c.missing[path] = true
		}
	}
	if rev > 0 {
		return
	}
	for _, n := range g.doc.Numbers() {
		if !g.met(n) {
			c.changes.add(bad(FileObjects, at, g.path(n)))
		}
	}
}

// signatureFields gives the signature fields of a revision in order, by object, each once.
func signatureFields(d *pdf.Document) []pdf.Ref {
	var out []pdf.Ref
	listed := map[pdf.Ref]bool{}
	for _, o := range d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields")) {
		if r, ok := o.(pdf.Ref); ok && !listed[r] && d.Name(d.Dict(r).Get("FT")) == "Sig" {
			listed[r] = true
			out = append(out, r)
		}
	}
	return out
}
