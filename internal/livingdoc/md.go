package livingdoc

import (
	"cmp"
	"strings"

	"recette/internal/i18n"
	"recette/internal/recette"
)

// mdView writes the chapters in Markdown. It shares the words of the HTML ones.
type mdView struct {
	*view
	pages map[string]string
	page  string
}

// Markdown gives the documentation as Markdown files to put: README.md, a file a chapter, a file a feature, with relative
// links. It returns the errors of put.
func Markdown(d *Doc, words *i18n.Printer, put func(File) error) error {
	v := &mdView{view: newView(d, words), pages: map[string]string{}}
	for anchor, page := range sitePages(d) {
		v.pages[anchor] = strings.TrimSuffix(page, ".html") + ".md"
	}
	for _, c := range d.chapters() {
		s := &sheet{}
		v.page = c.file(".md")
		if c.id == "summary" {
			v.page = "README.md"
			v.cover(s)
		} else {
			s.heading(1, v.t("chapter."+c.id))
			if v.words.Has("livingdoc.chapter." + c.id + ".about") {
				s.text(v.t("chapter." + c.id + ".about"))
				s.raw("\n\n")
			}
		}
		v.chapter(s, c.id)
		if err := put(File{v.page, []byte(s.b.String())}); err != nil {
			return err
		}
	}
	for _, dom := range d.Domains {
		for _, f := range dom.Features {
			v.page = v.pages[f.Anchor]
			s := &sheet{}
			s.link(v.rel("README.md"), d.Project)
			s.raw(" › ")
			s.link(v.to(dom.Anchor), v.domainTitle(dom))
			s.raw("\n\n")
			v.feature(s, f, 1, false)
			if err := put(File{v.page, []byte(s.b.String())}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rel gives the reference of a page from the page being written.
func (v *mdView) rel(page string) string {
	return strings.Repeat("../", strings.Count(v.page, "/")) + page
}

func (v *mdView) to(anchor string) string {
	if page := v.pages[anchor]; page != v.page {
		return v.rel(page) + "#" + anchor
	}
	return "#" + anchor
}

func (v *mdView) chapter(s *sheet, id string) {
	switch id {
	case "summary":
		v.summary(s)
	case "features":
		v.features(s)
	case "upcoming":
		for _, d := range v.doc.Upcoming {
			s.heading(2, v.domainTitle(d))
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

func (v *mdView) cover(s *sheet) {
	s.heading(1, v.doc.Project+" – "+v.t("title"))
	s.text(v.t("lead"))
	s.raw("\n\n")
	s.item(v.t("cover.date"), func() { s.text(v.words.Date(v.doc.At)) })
	s.item(v.t("cover.commit"), func() { s.text(cmp.Or(short(v.doc.Commit), v.t("cover.no-commit"))) })
	if c := v.doc.Changes; c != nil {
		s.item(v.t("cover.since"), func() { s.text(c.Since) })
	}
	s.item(v.t("cover.producer"), func() { s.text(v.doc.Producer) })
	s.raw("\n")
}

func (v *mdView) summary(s *sheet) {
	f := &v.doc.Figures
	s.heading(2, v.t("contents"))
	for _, c := range v.doc.chapters() {
		if c.id != "summary" {
			s.raw("- ")
			s.link(c.file(".md"), v.t("chapter."+c.id))
			s.raw("\n")
		}
	}
	s.raw("\n")
	s.heading(2, v.t("chapter.summary"))
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
		s.raw("- **" + markup(itoa(x.n)) + "** ")
		s.text(v.n(x.key, x.n))
		s.raw("\n")
	}
	s.raw("\n")
	s.heading(2, v.t("verification"))
	if !v.doc.Recorded {
		s.text(v.t("verification.none"))
		s.raw("\n\n")
	} else {
		s.text(v.n("verification.proven", f.Proven, f.Total))
		s.raw(" ")
		s.text(v.tallyText(&f.Tally))
		s.raw("\n\n")
		s.text(v.t("verification.how"))
		s.raw("\n\n")
	}
	s.heading(2, v.t("domains"))
	titles := []string{v.t("column.domain"), v.t("column.features"), v.t("column.scenarios"), v.t("column.cases")}
	if v.doc.Recorded {
		titles = append(titles, v.t("column.proven"), v.t("column.failed"), v.t("column.stale"), v.t("column.never"))
	}
	s.header(titles...)
	for _, d := range v.doc.Domains {
		n := 0
		for _, ft := range d.Features {
			n += ft.Scenarios()
		}
		cells := []string{v.mdLink(v.to(d.Anchor), v.domainTitle(d)), itoa(len(d.Features)), itoa(n), itoa(d.Tally.Total)}
		if v.doc.Recorded {
			t := &d.Tally
			cells = append(cells, v.ratio(t.Proven, t.Total), itoa(t.Verdicts[recette.Failed]), itoa(t.Stale), itoa(t.Never))
		}
		s.row(cells...)
	}
	s.raw("\n")
}

func (v *mdView) mdLink(href, text string) string { return "[" + plainMD(text) + "](" + href + ")" }

func (v *mdView) scenarioLink(s *Scenario) string {
	out := v.mdLink(v.to(s.Anchor), cmp.Or(s.shownID(), s.Name))
	if v.doc.Recorded {
		out += " " + s.glyph()
	}
	return out
}

func (v *mdView) scenarioLinks(list []*Scenario) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = v.scenarioLink(s)
	}
	return strings.Join(out, ", ")
}

func (v *mdView) featureLinks(list []*Feature) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = v.mdLink(v.to(f.Anchor), cmp.Or(f.Story, f.Name))
	}
	return strings.Join(out, ", ")
}

// features lists the features with their scenarios.
func (v *mdView) features(s *sheet) {
	for _, d := range v.doc.Domains {
		s.anchor(d.Anchor)
		s.heading(2, v.domainTitle(d))
		s.prose(v.md, d.About)
		for _, f := range d.Features {
			s.raw("- ")
			s.link(v.rel(v.pages[f.Anchor]), strings.TrimSpace(f.Story+" "+f.Name))
			s.raw(" – ")
			s.text(v.n("count.scenarios", f.Scenarios()))
			if v.doc.Recorded && f.Tally.Total > 0 {
				s.text(", ")
				s.raw(" ")
				s.text(v.tallyText(&f.Tally))
			}
			s.raw("\n")
		}
		s.raw("\n")
	}
}

func (v *mdView) feature(s *sheet, f *Feature, level int, draft bool) {
	s.anchor(f.Anchor)
	s.heading(level, f.Name)
	s.text(strings.TrimSpace(f.Story + " " + v.epicTitle(f.Epic)))
	s.raw(" ")
	s.code(f.Path)
	if v.doc.Recorded && !draft && f.Tally.Total > 0 {
		s.raw(" – ")
		s.text(v.tallyText(&f.Tally))
	}
	s.raw("\n\n")
	s.prose(v.md, f.About)
	v.background(s, f.Background, "context.feature")
	for _, r := range f.Rules {
		below := level + 1
		if r.Name != "" || r.ID != "" {
			s.anchor(r.Anchor)
			s.heading(below, strings.TrimSpace(r.ID+" "+r.Name))
			below++
		}
		s.prose(v.md, r.About)
		v.background(s, r.Background, "context.rule")
		for _, sc := range r.Scenarios {
			v.scenario(s, sc, below, draft)
		}
	}
}

func (v *mdView) background(s *sheet, list []Step, key string) {
	if len(list) == 0 {
		return
	}
	s.raw("**")
	s.text(v.t(key))
	s.raw("**\n\n")
	v.steps(s, list)
}

func (v *mdView) scenario(s *sheet, sc *Scenario, level int, draft bool) {
	s.anchor(sc.Anchor)
	s.heading(level, strings.TrimSpace(sc.shownID()+" "+sc.Name))
	var about []string
	for _, k := range sc.Kinds {
		about = append(about, v.t("kind."+string(k)))
	}
	if sc.Mode != "" {
		about = append(about, v.t("mode."+string(sc.Mode)))
	}
	about = append(about, sc.Criteria...)
	about = append(about, sc.Rules...)
	if len(about) > 0 {
		s.raw("*")
		s.text(strings.Join(about, " · "))
		s.raw("*\n\n")
	}
	if v.doc.Recorded && !draft {
		s.raw("**")
		s.text(sc.glyph() + " " + v.verdictText(sc))
		s.raw("**\n\n")
	}
	s.prose(v.md, sc.About)
	v.steps(s, sc.Steps)
	for i := range sc.Examples {
		v.examples(s, sc, &sc.Examples[i])
	}
	if last := sc.Last(); last != nil {
		s.text(v.t("result.last", v.resultText(last)))
		s.raw("\n\n")
	}
}

func (v *mdView) steps(s *sheet, list []Step) {
	if len(list) == 0 {
		return
	}
	for i := range list {
		st := &list[i]
		s.raw("- **")
		s.text(strings.TrimSpace(st.Keyword))
		s.raw("** ")
		s.text(st.Text)
		s.raw("\n")
		if len(st.Table) > 0 {
			s.raw("\n")
			v.table(s, st.Table)
		}
		if st.Doc != nil {
			s.raw("\n")
			s.fenced(st.Doc.Content, "  ", "text")
			s.raw("\n")
		}
	}
	s.raw("\n")
}

// table writes a table of data below a step. Markdown wants a header: the first row is it.
func (v *mdView) table(s *sheet, rows [][]string) {
	for i, row := range rows {
		s.raw("  |")
		for _, c := range row {
			s.raw(" ")
			s.text(c)
			s.raw(" |")
		}
		s.raw("\n")
		if i == 0 {
			s.raw("  |" + markup(strings.Repeat(" --- |", len(row))) + "\n")
		}
	}
	s.raw("\n")
}

func (v *mdView) examples(s *sheet, sc *Scenario, e *Examples) {
	s.raw("*")
	s.text(cmp.Or(e.Name, v.t("examples")))
	s.raw("*")
	for _, t := range e.Tags {
		s.raw(" ")
		s.code(t)
	}
	s.raw("\n\n")
	results := v.doc.Recorded && sc.Ran() && !e.Draft
	titles := append([]string(nil), e.Header...)
	if results {
		titles = append(titles, v.t("column.result"))
	}
	s.header(titles...)
	for i := range e.Rows {
		var row []string
		for _, c := range e.Rows[i].Cells {
			row = append(row, plainMD(c))
		}
		if at := e.Rows[i].Case; results && at >= 0 {
			c := &sc.Cases[at]
			word := glyph(c.Verdict(), c.Ran()) + " " + v.verdict(c.Verdict(), c.Ran())
			if c.Stale() {
				word = stale + " " + v.verdict(c.Verdict(), c.Ran())
				word += " – " + v.t("freshness."+string(c.Status.Freshness))
			}
			row = append(row, plainMD(word))
		}
		s.row(row...)
	}
	s.raw("\n")
	s.prose(v.md, e.About)
}
