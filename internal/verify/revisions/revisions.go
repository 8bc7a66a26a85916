// Package revisions judges the generations of a PDF by its objects: the layout of the file, what the first revision may
// hold, and what each later one may bring. It is closed-world: the first holds what the product's finalisation makes,
// each later one is one signature of one field, and anything else is a fault, be it visible or not. It knows nothing of
// signatures, of the data inside, nor of a PV.
package revisions

import (
	"slices"

	"recette/internal/budget"
	"recette/internal/pdf"
)

// Kind says what is wrong.
type Kind int

// The kinds of faults.
const (
	Layout    Kind = iota // the parts of the file do not follow each other as they should: Why
	Unread                // a revision that cannot be read: Why; or an object of it, absent or hidden: Path
	Forbidden             // no document of ours holds it: Path
	Changed               // a later revision changed it: Path
	Unsigned              // a later revision that signs no field
)

// Fault is one thing that is wrong.
type Fault struct {
	Kind     Kind
	Revision int // from 1, of what is Unread or Unsigned
	Path     string
	Why      error
}

// File is a file with its revisions, oldest first. Each is read from its own bytes: Documents holds nil for one that
// cannot be.
type File struct {
	Revisions []pdf.Revision
	Documents []*pdf.Document
}

// listed bounds what is said of one revision, or of one object: whoever reads is not convinced by more.
const listed = 20

// Judge judges the file that doc is the newest revision of, of a size in bytes, within a budget, and says each fault.
func Judge(doc *pdf.Document, size int, b *budget.Budget, say func(Fault)) File {
	j := &judge{doc: doc, revs: doc.Revisions(), missing: map[string]bool{}, budget: b, say: say}
	if err := doc.Regular(); err != nil {
		say(Fault{Kind: Layout, Why: err})
	}
	j.docs, j.graphs = make([]*pdf.Document, len(j.revs)), make([]*graph, len(j.revs))
	j.whole = make([]bool, len(j.revs))
	for i := range j.revs {
		if j.revs[i].Err == nil && j.revs[i].End == size {
			j.docs[i] = doc // the whole file is its own prefix
			continue
		}
		d, err := doc.Revision(i)
		if err != nil {
			say(Fault{Kind: Unread, Revision: i + 1, Why: err})
			continue
		}
		j.docs[i] = d
	}
	if d := j.docs[0]; d != nil {
		(&first{judge: j, doc: d}).examine()
	}
	for i := 1; i < len(j.revs); i++ {
		if j.docs[i-1] != nil && j.docs[i] != nil {
			j.later(i)
		}
		j.drop(i - 1)
	}
	j.drop(len(j.graphs) - 1)
	return File{Revisions: j.revs, Documents: j.docs}
}

// judge is one judgement under way.
type judge struct {
	doc    *pdf.Document
	revs   []pdf.Revision
	docs   []*pdf.Document
	graphs []*graph // the walk of each, while it is needed
	budget *budget.Budget
	say    func(Fault)

	missing map[string]bool // objects that a revision lacks, by path
	whole   []bool          // revisions that lack none, and hide none
}

// drop lets go of the walk of a revision that is judged.
func (j *judge) drop(i int) {
	if g := j.graphs[i]; g != nil {
		j.budget.Release(g.held)
		j.graphs[i] = nil
	}
}

// graph walks a revision, once.
func (j *judge) graph(i int) *graph {
	if j.graphs[i] == nil {
		j.graphs[i] = walk(j.docs[i], j.budget)
	}
	return j.graphs[i]
}

// objects checks that every object can be read and that no reference leads nowhere. In revision 1 nothing hides either:
// an object that nothing leads to waits for a revision that shows it (shadow attacks). Later, the blank
// appearance of a field that was signed is left over, and new objects are judged one by one.
func (j *judge) objects(rev int, g *graph) {
	for _, path := range append(slices.Clone(g.dangling), g.unread) {
		if path != "" && !j.missing[path] { // the revisions that follow have it too
			j.say(Fault{Kind: Unread, Revision: rev + 1, Path: path})
			j.missing[path] = true
		}
	}
	if rev > 0 {
		return
	}
	j.whole[rev] = len(g.dangling) == 0 && g.unread == "" && j.budget.Err() == nil
	for _, n := range g.doc.Numbers() {
		if !g.met(n) {
			j.whole[rev] = false
			j.say(Fault{Kind: Unread, Revision: rev + 1, Path: g.path(n)})
		}
	}
}

// SignatureFields gives the signature fields of a revision in order, by object, each once.
func SignatureFields(d *pdf.Document) []pdf.Ref {
	var out []pdf.Ref
	met := map[pdf.Ref]bool{}
	for _, o := range d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields")) {
		if r, ok := o.(pdf.Ref); ok && !met[r] && d.Name(d.Dict(r).Get("FT")) == "Sig" {
			met[r] = true
			out = append(out, r)
		}
	}
	return out
}
