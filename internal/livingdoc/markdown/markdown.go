// Package markdown writes the functional documentation as Markdown files, for readers such as those of GitLab and
// GitHub. As in HTML, a text stays a text. It refuses to write files itself.
package markdown

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/parser"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

// view writes the chapters in Markdown. It shares the words of the HTML ones.
type view struct {
	*livingdoc.Wording
	md    parser.Parser
	pages map[string]string
	page  string
}

// Files gives the documentation as Markdown files to put: README.md, a file a chapter, a file a feature, with relative
// links. It returns the errors of put.
func Files(d *model.Doc, words *i18n.Printer, put func(livingdoc.File) error) error {
	v := &view{Wording: &livingdoc.Wording{Doc: d, Words: words}, md: livingdoc.Parser(), pages: d.Pages(".md")}
	for _, c := range d.Chapters() {
		s := &sheet{}
		v.page = c.File(".md")
		if c.ID == "summary" {
			v.page = "README.md"
			v.cover(s)
		} else {
			s.heading(1, v.T("chapter."+c.ID))
			if v.Words.Has("livingdoc.chapter." + c.ID + ".about") {
				s.text(v.T("chapter." + c.ID + ".about"))
				s.raw("\n\n")
			}
		}
		v.chapter(s, c.ID)
		if err := put(livingdoc.File{Path: v.page, Data: []byte(s.b.String())}); err != nil {
			return err
		}
	}
	for _, dom := range d.Domains {
		for _, f := range dom.Features {
			v.page = v.pages[f.Anchor]
			s := &sheet{}
			s.link(v.rel("README.md"), d.Project)
			s.raw(" › ")
			s.link(v.to(dom.Anchor), v.DomainTitle(dom))
			s.raw("\n\n")
			v.feature(s, f, 1, false)
			if err := put(livingdoc.File{Path: v.page, Data: []byte(s.b.String())}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rel gives the reference of a page from the page being written.
func (v *view) rel(page string) string {
	return strings.Repeat("../", strings.Count(v.page, "/")) + page
}

func (v *view) to(anchor string) string {
	if page := v.pages[anchor]; page != v.page {
		return v.rel(page) + "#" + anchor
	}
	return "#" + anchor
}

func (v *view) chapter(s *sheet, id string) {
	switch id {
	case "summary":
		v.summary(s)
	case "features":
		v.features(s)
	case "upcoming":
		for _, d := range v.Doc.Upcoming {
			s.heading(2, v.DomainTitle(d))
			for _, f := range d.Features {
				v.feature(s, f, 3, true)
			}
		}
	case "changes":
		v.changes(s)
	case "rules":
		v.rules(s)
	case "exceptions":
		v.exceptions(s)
	case "messages":
		v.messages(s)
	case "rights":
		v.rights(s)
	case "glossary":
		v.glossary(s)
	case "datasets":
		v.dataSets(s)
	case "journeys":
		v.journeys(s)
	case "traceability":
		v.traceability(s)
	case "decisions":
		v.decisions(s)
	case "history":
		v.history(s)
	}
}

func (v *view) cover(s *sheet) {
	s.heading(1, v.Doc.Project+" – "+v.T("title"))
	s.text(v.T("lead"))
	s.raw("\n\n")
	s.item(v.T("cover.date"), func() { s.text(v.On(v.Doc.At)) })
	s.item(v.T("cover.commit"), func() { s.text(cmp.Or(livingdoc.Short(v.Doc.Commit), v.T("cover.no-commit"))) })
	if c := v.Doc.Changes; c != nil {
		s.item(v.T("cover.since"), func() { s.text(c.Since) })
	}
	s.item(v.T("cover.producer"), func() { s.text(v.Doc.Producer) })
	s.raw("\n")
}

func (v *view) summary(s *sheet) {
	f := &v.Doc.Figures
	s.heading(2, v.T("contents"))
	for _, c := range v.Doc.Chapters() {
		if c.ID != "summary" {
			s.raw("- ")
			s.link(c.File(".md"), v.T("chapter."+c.ID))
			s.raw("\n")
		}
	}
	s.raw("\n")
	s.heading(2, v.T("chapter.summary"))
	for _, x := range []struct {
		key string
		n   int
	}{
		{"card.domains", f.Domains},
		{"card.features", f.Features},
		{"card.rules", f.Rules},
		{"card.scenarios", f.Scenarios},
		{"card.cases", f.Cases},
	} {
		s.raw("- **" + mark(strconv.Itoa(x.n)) + "** ")
		s.text(v.N(x.key, x.n))
		s.raw("\n")
	}
	s.raw("\n")
	s.heading(2, v.T("verification"))
	if !v.Doc.Recorded {
		s.text(v.T("verification.none"))
		s.raw("\n\n")
	} else {
		s.text(v.N("verification.proven", f.Proved, f.Total))
		s.raw(" ")
		s.text(v.TallyText(&f.Tally))
		s.raw("\n\n")
		s.text(v.T("verification.how"))
		s.raw("\n\n")
	}
	s.heading(2, v.T("domains"))
	titles := []string{v.T("column.domain"), v.T("column.features"), v.T("column.scenarios"), v.T("column.cases")}
	if v.Doc.Recorded {
		titles = append(titles, v.T("column.proven"), v.T("column.failed"), v.T("column.stale"), v.T("column.never"))
	}
	s.header(titles...)
	for _, d := range v.Doc.Domains {
		n := 0
		for _, ft := range d.Features {
			n += ft.Scenarios()
		}
		cells := []string{
			v.linkTo(v.to(d.Anchor), v.DomainTitle(d)), strconv.Itoa(len(d.Features)), strconv.Itoa(n),
			strconv.Itoa(d.Tally.Total),
		}
		if v.Doc.Recorded {
			t := &d.Tally
			cells = append(
				cells, v.Ratio(t.Proved, t.Total), strconv.Itoa(t.Failed+t.Accepted), strconv.Itoa(t.Stale),
				strconv.Itoa(t.Never),
			)
		}
		s.row(cells...)
	}
	s.raw("\n")
}

func (v *view) linkTo(href, text string) string { return "[" + plain(text) + "](" + href + ")" }

func (v *view) scenarioLink(s *model.Scenario) string {
	out := v.linkTo(v.to(s.Anchor), cmp.Or(s.ShownID(), s.Name))
	if v.Doc.Recorded {
		out += " " + glyph(livingdoc.ScenarioSign(s))
	}
	return out
}

func (v *view) scenarioLinks(list []*model.Scenario) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = v.scenarioLink(s)
	}
	return strings.Join(out, ", ")
}

func (v *view) featureLinks(list []*model.Feature) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = v.linkTo(v.to(f.Anchor), cmp.Or(f.Story, f.Name))
	}
	return strings.Join(out, ", ")
}

// features lists the features with their scenarios.
func (v *view) features(s *sheet) {
	for _, d := range v.Doc.Domains {
		s.anchor(d.Anchor)
		s.heading(2, v.DomainTitle(d))
		s.prose(v.md, d.About)
		for _, f := range d.Features {
			s.raw("- ")
			s.link(v.rel(v.pages[f.Anchor]), strings.TrimSpace(f.Story+" "+f.Name))
			s.raw(" – ")
			s.text(v.N("count.scenarios", f.Scenarios()))
			if v.Doc.Recorded && f.Tally.Total > 0 {
				s.text(", ")
				s.raw(" ")
				s.text(v.TallyText(&f.Tally))
			}
			s.raw("\n")
		}
		s.raw("\n")
	}
}
