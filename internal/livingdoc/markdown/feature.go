package markdown

import (
	"cmp"
	"strings"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

func (v *view) feature(s *sheet, f *model.Feature, level int, draft bool) {
	s.anchor(f.Anchor)
	s.heading(level, f.Name)
	s.text(strings.TrimSpace(f.Story + " " + v.EpicTitle(f.Epic)))
	s.raw(" ")
	s.code(f.Path)
	if v.Doc.Recorded && !draft && f.Tally.Total > 0 {
		s.raw(" – ")
		s.text(v.TallyText(&f.Tally))
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

func (v *view) background(s *sheet, list []model.Step, key string) {
	if len(list) == 0 {
		return
	}
	s.raw("**")
	s.text(v.T(key))
	s.raw("**\n\n")
	v.steps(s, list)
}

func (v *view) scenario(s *sheet, sc *model.Scenario, level int, draft bool) {
	s.anchor(sc.Anchor)
	s.heading(level, strings.TrimSpace(sc.ShownID()+" "+sc.Name))
	var about []string
	for _, k := range sc.Kinds {
		about = append(about, v.T("kind."+string(k)))
	}
	if sc.Mode != "" {
		about = append(about, v.T("mode."+string(sc.Mode)))
	}
	about = append(about, sc.Criteria...)
	about = append(about, sc.Rules...)
	if len(about) > 0 {
		s.raw("*")
		s.text(strings.Join(about, " · "))
		s.raw("*\n\n")
	}
	if v.Doc.Recorded && !draft {
		s.raw("**")
		s.text(glyph(livingdoc.ScenarioSign(sc)) + " " + v.VerdictText(sc))
		s.raw("**\n\n")
	}
	s.prose(v.md, sc.About)
	v.steps(s, sc.Steps)
	for i := range sc.Examples {
		v.examples(s, sc, &sc.Examples[i])
	}
	if last := sc.Last(); last != nil {
		s.text(v.T("result.last", v.ResultText(last)))
		s.raw("\n\n")
	}
}

func (v *view) steps(s *sheet, list []model.Step) {
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
func (v *view) table(s *sheet, rows [][]string) {
	for i, row := range rows {
		s.raw("  |")
		for _, c := range row {
			s.raw(" ")
			s.text(c)
			s.raw(" |")
		}
		s.raw("\n")
		if i == 0 {
			s.raw("  |" + mark(strings.Repeat(" --- |", len(row))) + "\n")
		}
	}
	s.raw("\n")
}

func (v *view) examples(s *sheet, sc *model.Scenario, e *model.Examples) {
	s.raw("*")
	s.text(cmp.Or(e.Name, v.T("examples")))
	s.raw("*")
	for _, t := range e.Tags {
		s.raw(" ")
		s.code(t)
	}
	s.raw("\n\n")
	results := v.Doc.Recorded && sc.Ran() && !e.Draft
	titles := append([]string(nil), e.Header...)
	if results {
		titles = append(titles, v.T("column.result"))
	}
	s.header(titles...)
	for i := range e.Rows {
		var row []string
		for _, c := range e.Rows[i].Cells {
			row = append(row, plain(c))
		}
		if at := e.Rows[i].Case; results && at >= 0 {
			c := &sc.Cases[at]
			row = append(row, plain(glyph(livingdoc.CaseSign(c))+" "+v.Verdict(c.Verdict(), c.Ran())+v.CaseNotes(c)))
		}
		s.row(row...)
	}
	s.raw("\n")
	s.prose(v.md, e.About)
}
