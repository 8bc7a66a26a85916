package revisions

import (
	"net/url"
	"slices"
	"strings"

	"recette/internal/pdf"
)

// first judges revision 1 by what our finalisation makes, and nothing more: an attack prepared before the signatures
// needs an object that they would cover without anybody having seen it.
type first struct {
	*judge
	doc   *pdf.Document
	g     *graph
	specs map[int]bool // file specifications that the catalog announces
}

func (f *first) examine() {
	f.g = f.graph(0)
	f.objects(0, f.g)
	f.whole("trailer", f.doc.Trailer(), "Size", "Root", "Info", "ID")
	root := f.doc.Catalog()
	f.whole(
		"/Root", root, "Type", "Pages", "PageLayout", "PageMode", "Outlines", "Lang", "ViewerPreferences", "Extensions",
		"Names", "AF", "AcroForm", "Metadata", "OutputIntents",
	)
	f.whole("/Root/ViewerPreferences", f.doc.Dict(root.Get("ViewerPreferences")), "DisplayDocTitle")
	f.whole("/Info", f.doc.Dict(f.doc.Trailer().Get("Info")), "Title", "Author", "Subject", "Creator", "Producer",
		"CreationDate", "ModDate")
	f.files(root)
	f.pages(f.form(root))
	for _, n := range f.g.numbers() {
		if f.budget.Err() != nil {
			return
		}
		f.scan(n)
	}
}

func (f *first) forbid(path string) { f.say(Fault{Kind: Forbidden, Path: path}) }

// whole refuses any key but the given ones.
func (f *first) whole(path string, d *pdf.Dict, keys ...pdf.Name) {
	if d == nil {
		return
	}
	for _, e := range d.Entries {
		if !slices.Contains(keys, e.Key) {
			f.forbid(path + "/" + string(e.Key))
		}
	}
}

// files judges names and associated files: specifications, each with one content whatever name is asked for.
func (f *first) files(root *pdf.Dict) {
	names := f.doc.Dict(root.Get("Names"))
	f.whole("/Root/Names", names, "Dests", "EmbeddedFiles")
	tree := f.doc.Dict(names.Get("EmbeddedFiles"))
	f.whole("/Root/Names/EmbeddedFiles", tree, "Names")
	list, related := f.doc.Array(tree.Get("Names")), f.doc.Array(root.Get("AF"))
	associated := make(map[pdf.Object]bool, len(related))
	for _, o := range related {
		if r, ok := o.(pdf.Ref); ok {
			associated[r] = true
		}
	}
	f.specs = map[int]bool{}
	for i := 1; i < len(list); i += 2 {
		r, ok := list[i].(pdf.Ref)
		if !ok || f.specs[r.Num] || !associated[r] {
			f.forbid("/Root/Names/EmbeddedFiles")
			continue
		}
		f.specs[r.Num] = true
		spec := f.doc.Dict(r)
		name := f.doc.Text(spec.Get("UF"))
		f.whole(name, spec, "Type", "F", "UF", "AFRelationship", "EF", "Desc")
		ef := f.doc.Dict(spec.Get("EF"))
		f.whole(name+"/EF", ef, "F", "UF")
		if f.doc.Text(list[i-1]) != name || f.doc.Text(spec.Get("F")) != name || !pdf.Equal(ef.Get("F"), ef.Get("UF")) {
			f.forbid(name)
		}
	}
	if len(related) != len(f.specs) {
		f.forbid("/Root/AF")
	}
}

// form judges the fields: signatures, all of them, empty. It returns them.
func (f *first) form(root *pdf.Dict) map[int]bool {
	fields := map[int]bool{}
	form := f.doc.Dict(root.Get("AcroForm"))
	f.whole("/Root/AcroForm", form, "Fields", "SigFlags")
	if n, ok := f.doc.Int(form.Get("SigFlags")); form != nil && (!ok || n != 3) {
		f.forbid("/Root/AcroForm/SigFlags")
	}
	titles := map[string]bool{}
	for _, o := range f.doc.Array(form.Get("Fields")) {
		r, ok := o.(pdf.Ref)
		d := f.doc.Dict(o)
		if !ok || d == nil || fields[r.Num] {
			f.forbid("/Root/AcroForm/Fields")
			continue
		}
		fields[r.Num] = true
		path := f.g.path(r.Num)
		f.whole(path, d, "Type", "Subtype", "FT", "T", "F", "P", "Rect", "TU", "AP", "Lock")
		title := f.doc.Text(d.Get("T"))
		if f.doc.Name(d.Get("FT")) != "Sig" || title == "" || titles[title] || strings.Contains(title, ".") {
			f.forbid(path)
		}
		titles[title] = true
		f.empty(path, d)
		f.lock(path, d)
	}
	return fields
}

// empty refuses an appearance that draws: the box of an unsigned field is blank.
func (f *first) empty(path string, field *pdf.Dict) {
	ap := f.doc.Dict(field.Get("AP"))
	if ap == nil {
		return
	}
	f.whole(path+"/AP", ap, "N")
	s := f.doc.Stream(ap.Get("N"))
	if s == nil {
		f.forbid(path + "/AP")
		return
	}
	content, err := f.doc.Decode(s)
	resources := f.doc.Dict(s.Dict.Get("Resources"))
	if err != nil || len(content) > 0 || resources != nil && len(resources.Entries) > 0 {
		f.forbid(path + "/AP/N")
	}
}

// lock accepts one lock, the one that closes the document (ISO 32000-1, table 233).
func (f *first) lock(path string, field *pdf.Dict) {
	if !field.Has("Lock") {
		return
	}
	l := f.doc.Dict(field.Get("Lock"))
	p, ok := f.doc.Int(l.Get("P"))
	if l == nil || !ok || p != 1 || f.doc.Name(l.Get("Action")) != "All" {
		f.forbid(path + "/Lock")
	}
	f.whole(path+"/Lock", l, "Type", "Action", "P")
}

// pages judges annotations: links, and each field once.
func (f *first) pages(fields map[int]bool) {
	pages, err := f.doc.Pages()
	if err != nil {
		f.say(Fault{Kind: Unread, Revision: 1, Why: err})
		return
	}
	widgets := map[int]bool{}
	for _, p := range pages {
		page, path := f.doc.Dict(p), f.g.path(p.Num)
		f.whole(path, page, "Type", "Parent", "MediaBox", "Resources", "Contents", "Annots", "Group")
		for _, o := range f.doc.Array(page.Get("Annots")) {
			r, ok := o.(pdf.Ref)
			a := f.doc.Dict(o)
			if !ok || a == nil {
				f.forbid(path + "/Annots")
				continue
			}
			at := f.g.path(r.Num)
			switch f.doc.Name(a.Get("Subtype")) {
			case "Link":
				f.whole(at, a, "Type", "Subtype", "Rect", "Border", "A", "Dest", "F", "Contents", "P")
			case "Widget":
				if !fields[r.Num] || widgets[r.Num] || !pdf.Equal(a.Get("P"), p) {
					f.forbid(at)
				}
				widgets[r.Num] = true
			default:
				f.forbid(at)
			}
		}
	}
	if len(widgets) != len(fields) {
		f.forbid("/Root/AcroForm/Fields")
	}
}

// acts tells whether a key makes a document act, hide or look elsewhere.
func acts(key pdf.Name) bool {
	switch key {
	case "AA", "OpenAction", "JS", "JavaScript", "OC", "OCProperties", "OCGs", "NeedAppearances", "XFA", "Perms",
		"Encrypt",
		"Collection", "Launch", "RichMediaContent", "FFilter", "OPI", "Alternates", "Ref":
		return true
	}
	return false
}

// scan refuses, anywhere in an object, what a PV has no use for. Strings and numbers cannot act.
func (f *first) scan(num int) {
	visit(get(f.doc, num), nil, func(o pdf.Object, at trail) {
		here := func(key pdf.Name) string {
			path := f.g.path(num) + at.String()
			if key != "" {
				path += "/" + string(key)
			}
			return path
		}
		switch v := o.(type) {
		case *pdf.Stream:
			if v.Dict.Has("F") {
				f.forbid(here("F"))
			}
		case *pdf.Dict:
			for _, e := range v.Entries {
				switch {
				case acts(e.Key), e.Key == "EF" && !f.specs[num]:
					f.forbid(here(e.Key))
				case e.Key == "A":
					f.action(here(e.Key), f.doc.Dict(e.Value))
				}
			}
			switch t := f.doc.Name(v.Get("Type")); t {
			case "OCG", "OCMD", "Sig", "DocTimeStamp":
				f.forbid(here(""))
			case "Action":
				if v.Get("S") != pdf.Name("URI") {
					f.forbid(here(""))
				}
			}
			if f.doc.Name(v.Get("Subtype")) == "PS" {
				f.forbid(here(""))
			}
		}
	})
}

// action accepts a link to a web page or to an address of mail.
func (f *first) action(path string, a *pdf.Dict) {
	if a == nil {
		f.forbid(path)
		return
	}
	f.whole(path, a, "Type", "S", "URI")
	target, ok := f.doc.String(a.Get("URI"))
	u, err := url.Parse(string(target))
	if f.doc.Name(a.Get("S")) != "URI" || !ok || err != nil || u.Scheme != "https" && u.Scheme != "mailto" {
		f.forbid(path)
	}
}
