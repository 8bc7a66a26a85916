package html

import (
	"path"
	"strings"

	"github.com/yuin/goldmark/parser"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
)

// view writes the parts of the document. It is the same for a single file and for a site: only references differ.
type view struct {
	*livingdoc.Wording
	md    parser.Parser
	pages map[string]string // page of each anchor; nil in a single file
	here  string            // page being written
	feat  *model.Feature    // that the page is of; nil for another page, and in a single file
	nth   int               // of that feature in its domain
	base  int               // level of the heading of a chapter
	late  *late             // where the bodies of scenarios go when they are written apart; nil when they stay in place
}

func newView(d *model.Doc, words *i18n.Printer) *view {
	return &view{Wording: &livingdoc.Wording{Doc: d, Words: words}, md: livingdoc.Parser(), base: 2}
}

// to gives the reference of an anchor from the page being written.
func (v *view) to(anchor string) string {
	if v.pages == nil {
		return "#" + anchor
	}
	page := v.pages[anchor]
	if page == v.here {
		return "#" + anchor
	}
	return v.rel(page) + "#" + anchor
}

// rel gives the reference of a page from the page being written.
func (v *view) rel(page string) string {
	return strings.Repeat("../", strings.Count(path.Clean(v.here), "/")) + page
}

// chapter gives the reference of a chapter.
func (v *view) chapter(id string) string {
	if v.pages == nil {
		return "#" + id
	}
	return v.rel(model.Chapter{ID: id}.File(".html"))
}

// classOf is the class of a scenario or of a case: its colour and its glyph. What is stale keeps that of its verdict.
func classOf(s livingdoc.Sign, v recette.Verdict) string {
	if s == livingdoc.Stale {
		return "v " + string(livingdoc.SignOf(v)) + " " + string(s)
	}
	return "v " + string(s)
}

// badge writes the last verdict of a scenario: a sign, a word, a date, and whether it still holds.
func (v *view) badge(p *page, s *model.Scenario) {
	if !v.Doc.Recorded {
		return
	}
	p.open("span", "class", classOf(livingdoc.ScenarioSign(s), s.Verdict()))
	p.text(v.VerdictText(s))
	p.raw("</span>")
}
