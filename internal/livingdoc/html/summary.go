package html

import (
	"strconv"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
)

// cover writes the head of the document: what it is, of which product, when, and of which text.
func (v *view) cover(p *page) {
	p.raw(`<div class="cover"><p class="kicker">`)
	p.text(v.T("title"))
	p.raw("</p>")
	p.heading(1, "top", v.Doc.Project)
	p.raw(`<p class="lead">`)
	p.text(v.T("lead"))
	p.raw(`</p><dl class="facts">`)
	v.fact(p, "cover.date", v.On(v.Doc.At))
	if v.Doc.Commit != "" {
		v.fact(p, "cover.commit", livingdoc.Short(v.Doc.Commit))
	} else {
		v.fact(p, "cover.commit", v.T("cover.no-commit"))
	}
	if c := v.Doc.Changes; c != nil {
		v.fact(p, "cover.since", livingdoc.Short(c.Since))
	}
	v.fact(p, "cover.producer", v.Doc.Producer)
	p.raw("</dl>")
	if v.pages == nil {
		v.printedContents(p)
	}
	p.raw("</div>\n")
}

// printedContents lists the chapters on paper, where the contents beside the text are not.
func (v *view) printedContents(p *page) {
	p.raw(`<div class="paper" aria-hidden="true"><p class="kicker">`)
	p.text(v.T("contents"))
	p.raw("</p><ul>")
	for _, c := range v.Doc.Chapters() {
		p.element("li", v.T("chapter."+c.ID))
		if c.ID != "features" {
			continue
		}
		p.raw("<ul>")
		for _, d := range v.Doc.Domains {
			p.element("li", v.DomainTitle(d))
		}
		p.raw("</ul>")
	}
	p.raw("</ul></div>")
}

func (v *view) fact(p *page, key, value string) {
	p.raw("<div>")
	p.element("dt", v.T(key))
	p.element("dd", value)
	p.raw("</div>")
}

// summary writes the front page: what the document holds, how far it is verified, what a reader must know.
func (v *view) summary(p *page) {
	v.begin(p, "summary")
	f := &v.Doc.Figures
	p.raw(`<ul class="cards">`)
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
		p.raw("<li><b>")
		p.text(strconv.Itoa(x.n))
		p.raw("</b> ")
		p.text(v.N(x.key, x.n))
	}
	p.raw("</ul>")
	v.verification(p)
	v.domainTable(p)
	v.notes(p)
	v.end(p)
}

// verification says how much is verified, in numbers first.
func (v *view) verification(p *page) {
	p.heading(v.base+1, "", v.T("verification"))
	if !v.Doc.Recorded {
		p.element("p", v.T("verification.none"))
		return
	}
	t := &v.Doc.Figures.Tally
	p.element(`p class="big"`, v.N("verification.proven", t.Proved, t.Total))
	v.bar(p, t)
	p.raw(`<div class="scroll"><table class="num"><thead><tr>`)
	p.element(`th scope="col"`, v.T("column.verdict"))
	p.element(`th scope="col"`, v.T("column.cases"))
	p.raw("<tbody>")
	row := func(class, label string, n int) {
		p.raw("<tr>")
		p.raw(`<th scope="row">`)
		p.open("span", "class", "v "+class)
		p.text(label)
		p.raw("</span><td>")
		p.text(v.Ratio(n, t.Total))
	}
	for _, verdict := range recette.Verdicts() {
		n := t.Verdicts[verdict]
		if verdict == recette.NotRun {
			n -= t.Never
		}
		if n > 0 {
			row(string(livingdoc.SignOf(verdict)), v.Words.T("verdict."+string(verdict)), n)
		}
		if verdict == recette.Failed && t.Accepted > 0 {
			row("ac", v.T("accepted.row"), t.Accepted)
		}
	}
	row("nr", v.T("never"), t.Never)
	if t.Open > 0 {
		row("nr", v.T("open.row"), t.Open)
	}
	p.raw("<tr>")
	p.raw(`<th scope="row">`)
	p.raw(`<span class="v old">`)
	p.text(v.T("stale.row"))
	p.raw("</span><td>")
	p.text(v.Ratio(t.Stale, t.Total))
	p.raw("</table></div>")
	p.element(`p class="hint"`, v.T("verification.how"))
}

// bar draws the tally. The numbers stand beside it: it says nothing that they do not.
func (v *view) bar(p *page, t *model.Tally) {
	if t.Total == 0 {
		return
	}
	fresh := map[string]int{}
	other := t.Total
	put := func(class string, n int) {
		fresh[class] += n
		other -= n
	}
	put("ok", t.Proved)
	put("ko", t.Failed+t.Accepted)
	put("nr", t.Never+t.Open)
	put("bl", other-t.Stale-t.Idle)
	p.raw(`<svg class="bar" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">`)
	at := 0
	for _, x := range []struct {
		class string
		n     int
	}{{"ok", fresh["ok"]}, {"old", other}, {"ko", fresh["ko"]}, {"bl", fresh["bl"]}, {"nr", fresh["nr"]}} {
		if x.n <= 0 {
			continue
		}
		width := min(max(x.n*1000/t.Total, 4), 1000-at)
		p.raw("<rect")
		p.attr("class", x.class)
		p.attr("x", strconv.Itoa(at))
		p.attr("width", strconv.Itoa(width))
		p.raw(` height="14"/>`)
		at += width
	}
	p.raw("</svg>")
}

func (v *view) domainTable(p *page) {
	p.heading(v.base+1, "", v.T("domains"))
	p.raw(`<div class="scroll"><table class="num"><thead><tr>`)
	columns := []string{"column.domain", "column.features", "column.scenarios", "column.cases"}
	if v.Doc.Recorded {
		columns = append(columns, "column.proven", "column.failed", "column.stale", "column.never")
	}
	for _, c := range columns {
		p.element(`th scope="col"`, v.T(c))
	}
	p.raw("<tbody>")
	for _, d := range v.Doc.Domains {
		scenarios := 0
		for _, f := range d.Features {
			scenarios += f.Scenarios()
		}
		p.raw(`<tr><th scope="row">`)
		p.link(v.to(d.Anchor), v.DomainTitle(d))
		values := []int{len(d.Features), scenarios, d.Tally.Total}
		for _, n := range values {
			p.raw("<td>")
			p.text(strconv.Itoa(n))
		}
		if v.Doc.Recorded {
			p.raw("<td>")
			p.text(v.Ratio(d.Tally.Proved, d.Tally.Total))
			for _, n := range []int{d.Tally.Failed + d.Tally.Accepted, d.Tally.Stale, d.Tally.Never} {
				p.raw("<td>")
				p.text(strconv.Itoa(n))
			}
		}
	}
	p.raw("</table></div>")
}

// notes lists what a reader must know before trusting the document.
func (v *view) notes(p *page) {
	var notes []func()
	say := func(chapter, text string) {
		notes = append(notes, func() {
			p.raw("<li>")
			if chapter == "" {
				p.text(text)
			} else {
				p.link(v.chapter(chapter), text)
			}
		})
	}
	if n := v.Doc.Figures.Upcoming; n > 0 {
		say("upcoming", v.N("note.upcoming", n))
	}
	if n := v.Doc.Obsolete; n > 0 {
		say("", v.N("note.obsolete", n))
	}
	unknown, contradictions := 0, 0
	for i := range v.Doc.Messages {
		for _, f := range v.Doc.Messages[i].Findings {
			switch f.Kind {
			case model.UnknownMessage:
				unknown++
			case model.SameText, model.SameCode, model.NearText:
				contradictions++
			case model.NeverShown:
			}
		}
	}
	if contradictions > 0 {
		say("messages", v.N("note.contradictions", contradictions))
	}
	if unknown > 0 {
		say("messages", v.N("note.unknown", unknown))
	}
	if c := &v.Doc.Figures.Criteria; c.Covered < c.InScope {
		say("traceability", v.N("note.uncovered", c.InScope-c.Covered, c.InScope))
	}
	open := 0
	for i := range v.Doc.Decisions {
		if v.Doc.Decisions[i].Decision.Status == "proposed" {
			open++
		}
	}
	if open > 0 {
		say("decisions", v.N("note.proposed", open))
	}
	unstable := 0
	for _, s := range v.Doc.All {
		if !s.Stable {
			unstable++
		}
	}
	if unstable > 0 {
		say("", v.N("note.unstable", unstable))
	}
	if len(notes) == 0 {
		return
	}
	p.heading(v.base+1, "", v.T("notes"))
	p.raw(`<ul class="notes">`)
	for _, write := range notes {
		write()
	}
	p.raw("</ul>")
}

// begin and end write a chapter around what the caller writes.
func (v *view) begin(p *page, id string) {
	p.raw("<section")
	p.attr("class", "ch")
	p.raw(">")
	anchor := id
	if v.pages != nil {
		anchor = ""
	}
	p.heading(v.base, anchor, v.T("chapter."+id))
	if v.Words.Has("livingdoc.chapter." + id + ".about") {
		p.element(`p class="hint"`, v.T("chapter."+id+".about"))
	}
}

func (v *view) end(p *page) { p.raw("</section>\n") }
