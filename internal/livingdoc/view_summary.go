package livingdoc

import (
	"strings"

	"recette/internal/recette"
)

// cover writes the head of the document: what it is, of which product, when, and of which text.
func (v *view) cover(p *page) {
	p.raw(`<div class="cover"><p class="kicker">`)
	p.text(v.t("title"))
	p.raw("</p>")
	p.heading(1, "top", v.doc.Project)
	p.raw(`<p class="lead">`)
	p.text(v.t("lead"))
	p.raw(`</p><dl class="facts">`)
	v.fact(p, "cover.date", v.words.Date(v.doc.At))
	if v.doc.Commit != "" {
		v.fact(p, "cover.commit", short(v.doc.Commit))
	} else {
		v.fact(p, "cover.commit", v.t("cover.no-commit"))
	}
	if c := v.doc.Changes; c != nil {
		v.fact(p, "cover.since", short(c.Since))
	}
	v.fact(p, "cover.producer", v.doc.Producer)
	p.raw("</dl>")
	if v.pages == nil {
		v.printedContents(p)
	}
	p.raw("</div>\n")
}

// printedContents lists the chapters on paper, where the contents beside the text are not.
func (v *view) printedContents(p *page) {
	p.raw(`<div class="paper" aria-hidden="true"><p class="kicker">`)
	p.text(v.t("contents"))
	p.raw("</p><ul>")
	for _, c := range v.doc.chapters() {
		p.element("li", v.t("chapter."+c.id))
		if c.id != "features" {
			continue
		}
		p.raw("<ul>")
		for _, d := range v.doc.Domains {
			p.element("li", v.domainTitle(d))
		}
		p.raw("</ul>")
	}
	p.raw("</ul></div>")
}

func (v *view) fact(p *page, key, value string) {
	p.raw("<div>")
	p.element("dt", v.t(key))
	p.element("dd", value)
	p.raw("</div>")
}

// short abbreviates the id of a commit, and nothing else.
func short(commit string) string {
	if len(commit) == 40 && strings.Trim(commit, "0123456789abcdef") == "" {
		return commit[:10]
	}
	return commit
}

// summary writes the front page: what the document holds, how far it is verified, what a reader must know.
func (v *view) summary(p *page) {
	v.begin(p, "summary")
	f := &v.doc.Figures
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
		p.text(itoa(x.n))
		p.raw("</b> ")
		p.text(v.n(x.key, x.n))
	}
	p.raw("</ul>")
	v.verification(p)
	v.domainTable(p)
	v.notes(p)
	v.end(p)
}

// verification says how much is verified, in numbers first.
func (v *view) verification(p *page) {
	p.heading(v.base+1, "", v.t("verification"))
	if !v.doc.Recorded {
		p.element("p", v.t("verification.none"))
		return
	}
	t := &v.doc.Figures.Tally
	p.element(`p class="big"`, v.n("verification.proven", t.Proven, t.Total))
	v.bar(p, t)
	p.raw(`<div class="scroll"><table class="num"><thead><tr>`)
	p.element(`th scope="col"`, v.t("column.verdict"))
	p.element(`th scope="col"`, v.t("column.cases"))
	p.raw("<tbody>")
	row := func(class, label string, n int) {
		p.raw("<tr>")
		p.raw(`<th scope="row">`)
		p.open("span", "class", "v "+class)
		p.text(label)
		p.raw("</span><td>")
		p.text(v.ratio(n, t.Total))
	}
	for _, verdict := range recette.Verdicts() {
		n := t.Verdicts[verdict]
		if verdict == recette.NotRun {
			n -= t.Never
		}
		if n > 0 {
			row(sign(verdict, true), v.words.T("verdict."+string(verdict)), n)
		}
		if verdict == recette.Failed && t.Accepted > 0 {
			row("ko", v.t("accepted.row"), t.Accepted)
		}
	}
	row("nr", v.t("never"), t.Never)
	if t.Open > 0 {
		row("nr", v.t("open.row"), t.Open)
	}
	p.raw("<tr>")
	p.raw(`<th scope="row">`)
	p.raw(`<span class="v old">`)
	p.text(v.t("stale.row"))
	p.raw("</span><td>")
	p.text(v.ratio(t.Stale, t.Total))
	p.raw("</table></div>")
	p.element(`p class="hint"`, v.t("verification.how"))
}

// bar draws the tally. The numbers stand beside it: it says nothing that they do not.
func (v *view) bar(p *page, t *Tally) {
	if t.Total == 0 {
		return
	}
	fresh := map[string]int{}
	other := t.Total
	put := func(class string, n int) {
		fresh[class] += n
		other -= n
	}
	put("ok", t.Proven)
	put("ko", t.Failing+t.Accepted)
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
		p.attr("x", itoa(at))
		p.attr("width", itoa(width))
		p.raw(` height="14"/>`)
		at += width
	}
	p.raw("</svg>")
}

func (v *view) domainTable(p *page) {
	p.heading(v.base+1, "", v.t("domains"))
	p.raw(`<div class="scroll"><table class="num"><thead><tr>`)
	columns := []string{"column.domain", "column.features", "column.scenarios", "column.cases"}
	if v.doc.Recorded {
		columns = append(columns, "column.proven", "column.failed", "column.stale", "column.never")
	}
	for _, c := range columns {
		p.element(`th scope="col"`, v.t(c))
	}
	p.raw("<tbody>")
	for _, d := range v.doc.Domains {
		scenarios := 0
		for _, f := range d.Features {
			scenarios += f.Scenarios()
		}
		p.raw(`<tr><th scope="row">`)
		p.link(v.to(d.Anchor), v.domainTitle(d))
		values := []int{len(d.Features), scenarios, d.Tally.Total}
		for _, n := range values {
			p.raw("<td>")
			p.text(itoa(n))
		}
		if v.doc.Recorded {
			p.raw("<td>")
			p.text(v.ratio(d.Tally.Proven, d.Tally.Total))
			for _, n := range []int{d.Tally.Verdicts[recette.Failed], d.Tally.Stale, d.Tally.Never} {
				p.raw("<td>")
				p.text(itoa(n))
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
	if n := v.doc.Figures.Upcoming; n > 0 {
		say("upcoming", v.n("note.upcoming", n))
	}
	if n := v.doc.Obsolete; n > 0 {
		say("", v.n("note.obsolete", n))
	}
	unknown, contradictions := 0, 0
	for i := range v.doc.Messages {
		for _, f := range v.doc.Messages[i].Findings {
			switch f.Kind {
			case UnknownMessage:
				unknown++
			case SameText, SameCode, NearText:
				contradictions++
			case NeverShown:
			}
		}
	}
	if contradictions > 0 {
		say("messages", v.n("note.contradictions", contradictions))
	}
	if unknown > 0 {
		say("messages", v.n("note.unknown", unknown))
	}
	if c := &v.doc.Figures.Criteria; c.Covered < c.InScope {
		say("traceability", v.n("note.uncovered", c.InScope-c.Covered, c.InScope))
	}
	open := 0
	for i := range v.doc.Decisions {
		if v.doc.Decisions[i].Decision.Status == "proposed" {
			open++
		}
	}
	if open > 0 {
		say("decisions", v.n("note.proposed", open))
	}
	unstable := 0
	for _, s := range v.doc.all {
		if !s.Stable {
			unstable++
		}
	}
	if unstable > 0 {
		say("", v.n("note.unstable", unstable))
	}
	if len(notes) == 0 {
		return
	}
	p.heading(v.base+1, "", v.t("notes"))
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
	p.heading(v.base, anchor, v.t("chapter."+id))
	if v.words.Has("livingdoc.chapter." + id + ".about") {
		p.element(`p class="hint"`, v.t("chapter."+id+".about"))
	}
}

func (v *view) end(p *page) { p.raw("</section>\n") }
