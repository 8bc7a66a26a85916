package html

import (
	"strconv"
	"strings"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

// feature writes a feature below a heading of the given level: its narrative, what its scenarios share, its rules and
// their examples.
func (v *view) feature(p *page, f *model.Feature, level int, draft bool) {
	p.raw(`<section class="f" data-group`)
	v.lang(p, f.Language)
	p.raw(">")
	p.heading(level, f.Anchor, f.Name)
	v.featureMeta(p, f, draft)
	v.prose(p, f.About)
	if level == 1 {
		v.tools(p)
	}
	v.background(p, f.Background, "context.feature")
	for _, r := range f.Rules {
		below := level + 1
		p.raw(`<section class="r" data-group>`)
		if r.Name != "" || r.ID != "" {
			v.ruleHeading(p, r, below)
			below++
		}
		v.prose(p, r.About)
		v.background(p, r.Background, "context.rule")
		for _, s := range r.Scenarios {
			v.scenario(p, s, below, draft)
		}
		if len(r.Scenarios) == 0 {
			p.element(`p class="none"`, v.T("rule.empty"))
		}
		p.raw("</section>")
	}
	if len(f.Rules) == 0 {
		p.element(`p class="none"`, v.T("feature.empty"))
	}
	p.raw("</section>\n")
}

// lang marks a part that is in another language than the document.
func (v *view) lang(p *page, language string) {
	if language != "" && language != string(v.Words.Lang()) {
		p.attr("lang", language)
	}
}

func (v *view) featureMeta(p *page, f *model.Feature, draft bool) {
	p.raw(`<p class="meta">`)
	first := true
	sep := func() {
		if !first {
			p.raw(" · ")
		}
		first = false
	}
	if f.Story != "" {
		sep()
		if e := v.Doc.Story(f.Story); e != nil {
			p.link(v.to(e.Anchor), f.Story)
		} else {
			p.text(f.Story)
		}
	}
	if f.Epic != "" {
		sep()
		p.text(v.EpicTitle(f.Epic))
	}
	if f.Critical {
		sep()
		p.text(v.T("critical"))
	}
	sep()
	p.text(v.N("count.scenarios", f.Scenarios()))
	if v.Doc.Recorded && !draft && f.Tally.Total > 0 {
		sep()
		p.text(v.TallyText(&f.Tally))
	}
	sep()
	p.element("code", f.Path)
	p.raw("</p>")
}

func (v *view) ruleHeading(p *page, r *model.Rule, level int) {
	tag := headings[min(level, 6)-1]
	p.raw("<" + tag)
	p.attr("id", r.Anchor)
	p.raw(`>`)
	if e := v.Doc.Rule(r.ID); e != nil {
		p.raw(`<span class="id">`)
		p.link(v.to(e.Anchor), r.ID)
		p.raw("</span> ")
	}
	p.text(r.Name)
	p.raw("</" + tag + ">")
}

// background writes the steps that come before those of each scenario, once.
func (v *view) background(p *page, list []model.Step, key string) {
	if len(list) == 0 {
		return
	}
	p.raw(`<div class="ctx">`)
	p.element("p", v.T(key))
	v.steps(p, list)
	p.raw("</div>")
}

// scenario writes a scenario: a line that is always there, and a body that opens.
func (v *view) scenario(p *page, s *model.Scenario, level int, draft bool) {
	p.raw(`<details class="s"`)
	p.attr("id", s.Anchor)
	if !draft && len(s.Facets) > 0 {
		p.attr("data-t", numbers(s.Facets))
	}
	var body page
	v.body(&body, s)
	if v.late != nil && !draft {
		p.attr("data-b", strconv.Itoa(v.late.add(body.String())))
		body = page{}
	}
	p.raw("><summary>")
	p.heading(level, "", s.Name)
	p.raw(` <span class="id">`)
	p.text(s.ShownID())
	p.raw("</span>")
	if !draft {
		v.badge(p, s)
	}
	p.raw(`</summary>`)
	p.raw(markup(body.String())) // written by this package
	p.raw("</details>\n")
}

func numbers(list []int) string {
	var b strings.Builder
	for i, n := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// body writes what a scenario holds.
func (v *view) body(p *page, s *model.Scenario) {
	p.raw(`<div class="b">`)
	v.scenarioMeta(p, s)
	v.prose(p, s.About)
	v.steps(p, s.Steps)
	for i := range s.Examples {
		v.examples(p, s, &s.Examples[i])
	}
	v.result(p, s)
	p.raw("</div>")
}

// result writes all that is known of the last result of a scenario. Each row of examples has its own in the table.
func (v *view) result(p *page, s *model.Scenario) {
	last := s.Last()
	if last == nil {
		return
	}
	c := model.Case{Status: *last}
	p.open("p", "class", "res "+classOf(livingdoc.CaseSign(&c), last.Verdict))
	if len(s.Cases) > 1 {
		p.text(v.T("result.last.of", last.Case, v.ResultText(last)))
	} else {
		p.text(v.T("result.last", v.ResultText(last)))
	}
	p.raw("</p>")
}

func (v *view) scenarioMeta(p *page, s *model.Scenario) {
	p.raw(`<p class="meta">`)
	first := true
	sep := func() {
		if !first {
			p.raw(" · ")
		}
		first = false
	}
	for _, k := range s.Kinds {
		sep()
		p.text(v.T("kind." + string(k)))
	}
	if s.Mode != "" {
		sep()
		p.text(v.T("mode." + string(s.Mode)))
	}
	for _, id := range s.Criteria {
		sep()
		if e := v.Doc.Story(s.Story); e != nil {
			p.link(v.to(e.Anchor), id)
		} else {
			p.text(id)
		}
	}
	for _, id := range s.Rules {
		sep()
		if e := v.Doc.Rule(id); e != nil {
			p.link(v.to(e.Anchor), id)
		} else {
			p.text(id)
		}
	}
	for _, id := range s.Decisions {
		sep()
		if e := v.Doc.Decision(id); e != nil {
			p.link(v.to(e.Anchor), id)
		} else {
			p.text(id)
		}
	}
	if !s.Stable {
		sep()
		p.text(v.T("unstable"))
	}
	if first {
		p.text(s.Keyword)
	}
	p.raw("</p>")
}

// steps writes steps as a list. Tables and blocks of text belong to the step above them.
func (v *view) steps(p *page, list []model.Step) {
	if len(list) == 0 {
		return
	}
	p.raw(`<ol class="st">`)
	for i := range list {
		s := &list[i]
		p.raw("<li>")
		p.element("b", strings.TrimSpace(s.Keyword))
		p.raw(" ")
		v.stepText(p, s.Text)
		if len(s.Table) > 0 {
			v.table(p, s.Table)
		}
		if s.Doc != nil {
			p.raw(`<pre>`)
			p.text(s.Doc.Content)
			p.raw("</pre>")
		}
	}
	p.raw("</ol>")
}

// stepText writes the text of a step with its values and its placeholders set apart.
func (v *view) stepText(p *page, s string) {
	for s != "" {
		at := strings.IndexAny(s, "\"<")
		if at < 0 {
			break
		}
		closing, tag := byte('"'), markup("q")
		if s[at] == '<' {
			closing, tag = '>', "var"
		}
		end := strings.IndexByte(s[at+1:], closing)
		if end < 0 {
			break
		}
		end += at + 2
		p.text(s[:at])
		p.element(tag, s[at:end])
		s = s[end:]
	}
	p.text(s)
}

// table writes a table of data. Its first row is a header when it has several rows and several columns.
func (v *view) table(p *page, rows [][]string) {
	p.raw(`<div class="scroll"><table>`)
	for i, row := range rows {
		p.raw("<tr>")
		for _, cell := range row {
			if i == 0 && len(rows) > 1 && len(row) > 1 {
				p.raw(`<th scope="col">`)
			} else {
				p.raw("<td>")
			}
			p.text(cell)
		}
	}
	p.raw("</table></div>")
}

// examples writes a table of examples with the last verdict of each row.
func (v *view) examples(p *page, s *model.Scenario, e *model.Examples) {
	p.raw(`<div class="scroll"><table><caption>`)
	title := e.Name
	if title == "" {
		title = v.T("examples")
	}
	p.text(title)
	for _, t := range e.Tags {
		p.text(" " + t)
	}
	if e.Draft {
		p.text(" – " + v.T("draft"))
	}
	p.raw("</caption><tr>")
	results := v.Doc.Recorded && s.Ran() && !e.Draft
	for _, h := range e.Header {
		p.element(`th scope="col"`, h)
	}
	if results {
		p.element(`th scope="col"`, v.T("column.result"))
	}
	for i := range e.Rows {
		p.raw("<tr>")
		for _, cell := range e.Rows[i].Cells {
			p.raw("<td>")
			p.text(cell)
		}
		if results {
			v.rowResult(p, s, e.Rows[i].Case)
		}
	}
	p.raw("</table></div>")
	v.prose(p, e.About)
}

func (v *view) rowResult(p *page, s *model.Scenario, index int) {
	if index < 0 {
		p.raw("<td>")
		return
	}
	c := &s.Cases[index]
	p.open("td", "class", classOf(livingdoc.CaseSign(c), c.Verdict()))
	p.text(v.Verdict(c.Verdict(), c.Ran()))
	if !c.Ran() {
		return
	}
	p.text(", " + v.On(c.Status.At) + v.CaseNotes(c))
	if c.Status.Tester != "" {
		p.text(", " + c.Status.Tester)
	}
}
