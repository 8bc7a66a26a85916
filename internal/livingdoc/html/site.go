package html

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

// The files of a site beside its pages.
const (
	cssFile   = "assets/doc.css"
	jsFile    = "assets/doc.js"
	indexFile = "assets/search.js"
)

// Site gives the pages of the documentation one by one to put, each with references that work from files as from a
// server: a page for each feature, index pages, the style, the script and the index of the search. It returns the
// errors of put.
func Site(d *model.Doc, words *i18n.Printer, put func(livingdoc.File) error) error {
	v := newView(d, words)
	v.base = 1
	v.pages = d.Pages(".html")
	for _, c := range d.Chapters() {
		v.here = c.File(".html")
		p := &page{}
		title := v.T("title") + " – " + d.Project
		if c.ID != "summary" {
			title = v.T("chapter."+c.ID) + " – " + d.Project
		}
		v.head(p, title)
		switch c.ID {
		case "summary":
			v.cover(p)
			v.base = 2
			v.summary(p)
			v.base = 1
		case "features":
			v.featureIndex(p)
		default:
			v.crumbs(p, v.T("chapter."+c.ID))
			v.write(p, c.ID)
		}
		if err := v.close(p, put); err != nil {
			return err
		}
	}
	for _, dom := range d.Domains {
		for i, f := range dom.Features {
			v.feat, v.nth = f, i
			if err := v.featurePage(f, put); err != nil {
				return err
			}
		}
	}
	v.feat = nil
	return v.assets(put)
}

// close ends a page and gives it away.
func (v *view) close(p *page, put func(livingdoc.File) error) error {
	if err := v.foot(p); err != nil {
		return err
	}
	for _, src := range []string{indexFile, jsFile} {
		p.raw("<script")
		p.attr("src", v.rel(src))
		p.raw("></script>\n")
	}
	p.raw("</body></html>\n")
	return put(livingdoc.File{Path: v.here, Data: p.b.Bytes()})
}

// crumbs says where the page stands.
func (v *view) crumbs(p *page, trail ...string) {
	p.raw(`<nav class="crumbs"`)
	p.attr("aria-label", v.T("crumbs"))
	p.raw("><ol><li>")
	p.link(v.rel("index.html"), v.T("chapter.summary"))
	for i, name := range trail {
		p.raw("<li")
		if i == len(trail)-1 {
			p.raw(` aria-current="page"`)
		}
		p.raw(">")
		p.text(name)
	}
	p.raw("</ol></nav>\n")
}

func (v *view) featurePage(f *model.Feature, put func(livingdoc.File) error) error {
	v.here = v.pages[f.Anchor]
	p := &page{}
	v.head(p, cmp.Or(strings.TrimSpace(f.Story+" "+f.Name), f.Path)+" – "+v.Doc.Project)
	v.crumbsTo(p, f)
	v.feature(p, f, 1, false)
	return v.close(p, put)
}

func (v *view) crumbsTo(p *page, f *model.Feature) {
	p.raw(`<nav class="crumbs"`)
	p.attr("aria-label", v.T("crumbs"))
	p.raw("><ol><li>")
	p.link(v.rel("index.html"), v.T("chapter.summary"))
	p.raw("<li>")
	p.link(v.rel("features.html"), v.T("chapter.features"))
	p.raw("<li>")
	p.link(v.to(f.Domain.Anchor), v.DomainTitle(f.Domain))
	p.raw(`<li aria-current="page">`)
	p.text(cmp.Or(f.Story, f.Name))
	p.raw("</ol></nav>\n")
}

// featureIndex writes the page of all scenarios, with the filters.
func (v *view) featureIndex(p *page) {
	v.crumbs(p, v.T("chapter.features"))
	v.begin(p, "features")
	v.filters(p)
	for _, d := range v.Doc.Domains {
		p.raw(`<section class="d" data-group>`)
		p.heading(2, d.Anchor, v.DomainTitle(d))
		v.prose(p, d.About)
		for _, f := range d.Features {
			p.raw(`<section data-group>`)
			p.raw("<h3>")
			p.link(v.rel(v.pages[f.Anchor]), f.Name)
			p.raw("</h3>")
			v.featureMeta(p, f, false)
			p.raw(`<ul class="list">`)
			for _, r := range f.Rules {
				for _, s := range r.Scenarios {
					p.raw("<li")
					p.attr("data-t", numbers(s.Facets))
					p.raw(">")
					p.link(v.to(s.Anchor), s.Name)
					p.raw(` <span class="id">`)
					p.text(s.ShownID())
					p.raw("</span>")
					v.badge(p, s)
				}
			}
			p.raw("</ul></section>\n")
		}
		p.raw("</section>\n")
	}
	v.filterState(p)
	v.end(p)
}

// assets writes what the pages share.
func (v *view) assets(put func(livingdoc.File) error) error {
	v.here = "index.html"
	index, err := json.Marshal(v.search(func(anchor string) string { return v.pages[anchor] + "#" + anchor }))
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	// A script, and not a JSON file: a page that was opened as a file may not read another file.
	data := append([]byte("window.recetteIndex="), index...)
	for _, f := range []livingdoc.File{
		{Path: cssFile, Data: []byte(styleSheet)},
		{Path: jsFile, Data: []byte(script)},
		{Path: indexFile, Data: append(data, ";\n"...)},
	} {
		if err := put(f); err != nil {
			return err
		}
	}
	return nil
}
