package livingdoc

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"recette/internal/i18n"
)

// The files of a site beside its pages.
const (
	cssFile   = "assets/doc.css"
	jsFile    = "assets/doc.js"
	indexFile = "assets/search.js"
)

// File is a file of a site, its path slash-separated and relative.
type File struct {
	Path string
	Data []byte
}

// Site gives the pages of the documentation one by one to put, each with references that work from files as from a server:
// a page for each feature, index pages, the style, the script and the index of the search. It returns the errors of put.
func Site(d *Doc, words *i18n.Printer, put func(File) error) error {
	v := newView(d, words)
	v.base = 1
	v.pages = sitePages(d)
	for _, c := range d.chapters() {
		v.here = c.file(".html")
		p := &page{}
		title := v.t("title") + " – " + d.Project
		if c.id != "summary" {
			title = v.t("chapter."+c.id) + " – " + d.Project
		}
		v.head(p, title)
		switch c.id {
		case "summary":
			v.cover(p)
			v.base = 2
			v.summary(p)
			v.base = 1
		case "features":
			v.featureIndex(p)
		default:
			v.crumbs(p, v.t("chapter."+c.id))
			v.write(p, c.id)
		}
		if err := v.close(p, put); err != nil {
			return err
		}
	}
	for _, dom := range d.Domains {
		for _, f := range dom.Features {
			if err := v.featurePage(f, put); err != nil {
				return err
			}
		}
	}
	return v.assets(put)
}

// sitePages says on which page each anchor stands.
func sitePages(d *Doc) map[string]string {
	pages := map[string]string{}
	feature := func(f *Feature, page string) {
		pages[f.Anchor] = page
		for _, r := range f.Rules {
			pages[r.Anchor] = page
			for _, s := range r.Scenarios {
				pages[s.Anchor] = page
			}
		}
	}
	for _, dom := range d.Domains {
		pages[dom.Anchor] = "features.html"
		for _, f := range dom.Features {
			feature(f, "f/"+f.Anchor+".html")
		}
	}
	for _, dom := range d.Upcoming {
		pages[dom.Anchor] = "upcoming.html"
		for _, f := range dom.Features {
			feature(f, "upcoming.html")
		}
	}
	for i := range d.Rules {
		pages[d.Rules[i].Anchor] = "rules.html"
	}
	for i := range d.Messages {
		pages[d.Messages[i].Anchor] = "messages.html"
	}
	for i := range d.Rights.Roles {
		pages[d.Rights.Roles[i].Anchor] = "rights.html"
	}
	for _, a := range d.termAnchors {
		pages[a] = "glossary.html"
	}
	for i := range d.DataSets {
		pages[d.DataSets[i].Anchor] = "datasets.html"
	}
	for i := range d.Decisions {
		pages[d.Decisions[i].Anchor] = "decisions.html"
	}
	for i := range d.Journeys {
		pages[d.Journeys[i].Anchor] = "journeys.html"
	}
	for i := range d.Stories {
		pages[d.Stories[i].Anchor] = "traceability.html"
	}
	return pages
}

// close ends a page and gives it away.
func (v *view) close(p *page, put func(File) error) error {
	if err := v.foot(p); err != nil {
		return err
	}
	for _, src := range []string{indexFile, jsFile} {
		p.raw("<script")
		p.attr("src", v.rel(src))
		p.raw("></script>\n")
	}
	p.raw("</body></html>\n")
	return put(File{v.here, []byte(p.String())})
}

// crumbs says where the page stands.
func (v *view) crumbs(p *page, trail ...string) {
	p.raw(`<nav class="crumbs"`)
	p.attr("aria-label", v.t("crumbs"))
	p.raw("><ol><li>")
	p.link(v.rel("index.html"), v.t("chapter.summary"))
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

func (v *view) featurePage(f *Feature, put func(File) error) error {
	v.here = v.pages[f.Anchor]
	p := &page{}
	v.head(p, cmp.Or(strings.TrimSpace(f.Story+" "+f.Name), f.Path)+" – "+v.doc.Project)
	v.crumbsTo(p, f)
	v.feature(p, f, 1, false)
	return v.close(p, put)
}

func (v *view) crumbsTo(p *page, f *Feature) {
	p.raw(`<nav class="crumbs"`)
	p.attr("aria-label", v.t("crumbs"))
	p.raw("><ol><li>")
	p.link(v.rel("index.html"), v.t("chapter.summary"))
	p.raw("<li>")
	p.link(v.rel("features.html"), v.t("chapter.features"))
	p.raw("<li>")
	p.link(v.to(f.Domain.Anchor), v.domainTitle(f.Domain))
	p.raw(`<li aria-current="page">`)
	p.text(cmp.Or(f.Story, f.Name))
	p.raw("</ol></nav>\n")
}

// featureIndex writes the page of all scenarios, with the filters.
func (v *view) featureIndex(p *page) {
	v.crumbs(p, v.t("chapter.features"))
	v.begin(p, "features")
	v.filters(p)
	for _, d := range v.doc.Domains {
		p.raw(`<section class="d" data-group>`)
		p.heading(2, d.Anchor, v.domainTitle(d))
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
					p.attr("data-t", numbers(s.facets))
					p.raw(">")
					p.link(v.to(s.Anchor), s.Name)
					p.raw(` <span class="id">`)
					p.text(s.shownID())
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
func (v *view) assets(put func(File) error) error {
	v.here = "index.html"
	index, err := json.Marshal(v.search(func(anchor string) string { return v.pages[anchor] + "#" + anchor }))
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	// A script, and not a JSON file: a page that was opened as a file may not read another file.
	data := append([]byte("window.recetteIndex="), index...)
	for _, f := range []File{
		{cssFile, []byte(styleSheet)},
		{jsFile, []byte(script)},
		{indexFile, append(data, ";\n"...)},
	} {
		if err := put(f); err != nil {
			return err
		}
	}
	return nil
}
