package html

import (
	"crypto/sha256"
	_ "embed" // the style sheet and the script
	"encoding/base64"
	"strconv"
	"strings"

	"recette/internal/livingdoc/model"
)

//go:embed assets/doc.css
var styleSheet string

//go:embed assets/doc.js
var script string

// Mark stands near the head of each page: by it a later build knows a file that it may replace.
const Mark = `<meta name="application-name" content="recette docs">`

// policy is what the page may load: itself. A text that became a script by some fault of ours could not run, and
// nothing could be asked from anywhere. A site is read from files as well as from a server, hence the scheme.
func policy(single bool) string {
	from := "'self' file:"
	style, code := from, from
	if single {
		style, code = hashOf(styleSheet), hashOf(script)
	}
	return "default-src 'none'; style-src " + style + "; script-src " + code +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// head writes the head of a page and what stands before its text.
func (v *view) head(p *page, title string) {
	p.raw("<!DOCTYPE html>\n<html")
	p.attr("lang", string(v.Words.Lang()))
	if v.pages != nil {
		p.attr("data-base", strings.Repeat("../", strings.Count(v.here, "/")))
	}
	p.raw("><head><meta charset=\"utf-8\">\n" + Mark + "\n<meta http-equiv=\"Content-Security-Policy\"")
	p.attr("content", policy(v.pages == nil))
	p.raw(
		">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" " +
			"content=\"no-referrer\">\n",
	)
	p.raw("<meta name=\"generator\"")
	p.attr("content", v.Doc.Producer)
	p.raw(">\n")
	p.element("title", title)
	p.raw("\n<link rel=\"icon\" href=\"data:,\">\n")
	if v.pages == nil {
		p.raw("<style>")
		p.raw(markup(styleSheet)) // ours, embedded
		p.raw("</style>\n")
	} else {
		p.raw("<link rel=\"stylesheet\"")
		p.attr("href", v.rel(cssFile))
		p.raw(">\n")
	}
	p.raw("</head><body>\n")
	p.open(`a class="skip"`, "href", "#main")
	p.text(v.T("skip"))
	p.raw("</a>\n")
	v.banner(p)
	p.raw(`<div class="cols">`)
	v.contents(p)
	p.raw("<main id=\"main\" tabindex=\"-1\">\n")
}

// banner writes the band at the top: the name of the document and the search.
func (v *view) banner(p *page) {
	p.raw(`<header class="top">`)
	home := "#top"
	if v.pages != nil {
		home = v.rel("index.html")
	}
	p.open(`a class="name"`, "href", home)
	p.text(v.Doc.Project)
	p.raw(`</a><form class="find js-only" role="search"><label class="sr" for="q">`)
	p.text(v.T("search"))
	p.raw(`</label><input type="search" id="q" autocomplete="off" aria-controls="hits" aria-keyshortcuts="/"`)
	p.attr("placeholder", v.T("search.hint"))
	p.raw(`><div class="hits" id="hits" hidden><p role="status"></p><ol></ol></div></form></header>` + "\n")
}

// contents writes the table of contents. In a site it holds the features of the domain at hand only.
func (v *view) contents(p *page) {
	p.raw(`<nav class="toc"`)
	p.attr("aria-label", v.T("contents"))
	p.raw(`><details id="contents" open><summary>`)
	p.text(v.T("contents"))
	p.raw("</summary>")
	group := ""
	for _, c := range v.Doc.Chapters() {
		if c.Group != group {
			if group != "" {
				p.raw("</ul>")
			}
			group = c.Group
			p.element(`p class="g"`, v.T("group."+group))
			p.raw("<ul>")
		}
		if c.ID == "features" {
			v.contentsOfDomains(p)
			continue
		}
		p.raw("<li>")
		v.contentsLink(p, v.chapter(c.ID), v.T("chapter."+c.ID), v.here == c.File(".html"))
	}
	p.raw("</ul></details></nav>\n")
}

func (v *view) contentsLink(p *page, href, text string, here bool) {
	p.raw("<a")
	p.attr("href", href)
	if here {
		p.raw(` aria-current="page"`)
	}
	p.raw(">")
	p.text(text)
	p.raw("</a>")
}

func (v *view) contentsOfDomains(p *page) {
	p.raw("<li>")
	v.contentsLink(p, v.chapter("features"), v.T("chapter.features"), v.here == "features.html")
	for _, d := range v.Doc.Domains {
		p.raw("<li>")
		inside := v.feat != nil && v.feat.Domain == d
		if v.pages != nil && !inside {
			v.contentsLink(p, v.to(d.Anchor), v.DomainTitle(d), false)
			continue
		}
		p.raw("<details")
		if inside {
			p.raw(" open")
		}
		p.raw("><summary>")
		p.text(v.DomainTitle(d))
		p.raw("</summary><ul>")
		features, more := v.neighbours(d)
		for _, f := range features {
			p.raw("<li>")
			href := v.to(f.Anchor)
			here := f == v.feat
			if v.pages != nil && !here {
				href = v.rel(v.pages[f.Anchor])
			}
			v.contentsLink(p, href, f.Name, here)
		}
		if more {
			p.raw("<li>")
			v.contentsLink(p, v.to(d.Anchor), v.N("count.features", len(d.Features)), false)
		}
		p.raw("</ul></details>")
	}
}

// mostListed is how many features of a domain the contents of a page list: every page lists them, and a domain may hold
// thousands.
const mostListed = 100

// neighbours gives the features of a domain to list in the contents, and whether some are left out: those around the
// one that the page is of. A single file lists them once, and all.
func (v *view) neighbours(d *model.Domain) (features []*model.Feature, more bool) {
	if v.feat == nil || len(d.Features) <= mostListed {
		return d.Features, false
	}
	at := min(max(v.nth-mostListed/2, 0), len(d.Features)-mostListed)
	return d.Features[at : at+mostListed], true
}

// foot closes a page and gives the script what it needs.
func (v *view) foot(p *page) error {
	p.raw("</main></div>\n<footer><p>")
	p.text(v.T("footer", v.Doc.Project, v.On(v.Doc.At), v.Doc.Producer))
	p.raw(`</p><p class="js-only"><label><input type="checkbox" id="key" checked> `)
	p.text(v.T("search.key"))
	p.raw("</label></p><noscript><p>")
	if v.late != nil {
		p.text(v.T("noscript.packed"))
	} else {
		p.text(v.T("noscript"))
	}
	p.raw("</p></noscript></footer>\n")
	return p.block("words", v.scriptWords(), false)
}

// scriptWords are the texts that the script prints. Numbers take the place of {0}, {1}.
func (v *view) scriptWords() map[string]string {
	out := map[string]string{"zero": "other"}
	if v.Words.Lang() == "fr" {
		out["zero"] = "one"
	}
	for _, key := range []string{"old", "hits.many", "hits.one", "hits.other", "shown.one", "shown.other"} {
		out[key] = v.T("script." + key)
	}
	for _, kind := range []string{"feature", "scenario", "rule", "message", "role", "term", "data", "decision"} {
		out["entry."+kind] = v.T("entry." + kind)
	}
	return out
}

// filters writes the facets. They only work with the script, and only show with it.
func (v *view) filters(p *page) {
	if len(v.Doc.Facets) == 0 {
		return
	}
	p.raw(`<details class="filters js-only" id="filters"><summary>`)
	p.text(v.T("filters"))
	p.raw(`</summary><div class="groups">`)
	for _, f := range v.Doc.Facets {
		p.raw("<fieldset>")
		p.element("legend", v.T("facet."+string(f.Kind)))
		p.raw(`<div class="vals">`)
		for _, value := range f.Values {
			p.raw(`<label><input type="checkbox"`)
			p.attr("name", string(f.Kind))
			p.attr("value", strconv.Itoa(value.Number))
			p.raw("><span>")
			p.text(v.facetValue(f.Kind, value.Value))
			p.raw(`</span><span class="c">`)
			p.text(strconv.Itoa(value.Count))
			p.raw("</span></label>")
		}
		p.raw("</div></fieldset>")
	}
	p.raw("</div></details>\n")
}

// filterState writes the line that says how many scenarios the filters leave.
func (v *view) filterState(p *page) {
	p.raw(`<div class="state" id="state" hidden><span role="status"></span><button type="button">`)
	p.text(v.T("filters.clear"))
	p.raw("</button></div>\n")
}

// tools writes the buttons above scenarios.
func (v *view) tools(p *page) {
	p.raw(`<div class="tools js-only"><button type="button" data-open="1">`)
	p.text(v.T("tools.open"))
	p.raw(`</button> <button type="button" data-open="0">`)
	p.text(v.T("tools.close"))
	p.raw(`</button> <button type="button" data-print="1">`)
	p.text(v.T("tools.print"))
	p.raw("</button></div>\n")
}

func (v *view) facetValue(kind model.FacetKind, value string) string {
	switch kind {
	case model.FacetVerdict:
		if value == model.NeverTested {
			return v.T("never")
		}
		return v.Words.T("verdict." + value)
	case model.FacetFresh:
		return v.T("facet.freshness." + value)
	case model.FacetKindOf:
		return v.T("kind." + value)
	case model.FacetMode:
		return v.T("mode." + value)
	case model.FacetRole:
		for i := range v.Doc.Rights.Roles {
			if r := &v.Doc.Rights.Roles[i]; r.Role.Code == value {
				return v.RoleName(r)
			}
		}
	case model.FacetJourney:
		return v.JourneyTitle(value)
	case model.FacetEpic:
		return v.EpicTitle(value)
	case model.FacetData, model.FacetTag:
	}
	return value
}
