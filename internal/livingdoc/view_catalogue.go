package livingdoc

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// few is how many links a cell shows before it folds the others away.
const few = 4

// scenarioLinks writes links to scenarios with their last verdicts: a few of them, and the others behind a count.
func (v *view) scenarioLinks(p *page, list []*Scenario) { v.folded(p, list, few, v.scenarioLink) }

// folded writes links, and folds them away beyond a few.
func (v *view) folded(p *page, list []*Scenario, most int, link func(*page, *Scenario)) {
	write := func(list []*Scenario) {
		for i, s := range list {
			if i > 0 {
				p.raw(", ")
			}
			link(p, s)
		}
	}
	if len(list) <= most+1 {
		write(list)
		return
	}
	write(list[:most])
	p.raw(` <details class="more"><summary>`)
	p.text(v.n("more", len(list)-most))
	p.raw("</summary>")
	write(list[most:])
	p.raw("</details>")
}

// idLink writes a link to a scenario by its id, on one line, or by its name when it has no id that lasts.
func (v *view) idLink(p *page, s *Scenario) {
	p.raw("<a")
	if s.Stable {
		p.raw(` class="i"`)
	}
	p.attr("href", v.to(s.Anchor))
	p.raw(">")
	p.text(cmp.Or(s.shownID(), s.Name))
	p.raw("</a>")
}

// scenarioLink writes a link to a scenario with its last verdict.
func (v *view) scenarioLink(p *page, s *Scenario) {
	v.idLink(p, s)
	if v.doc.Recorded {
		ran := s.Ran()
		class := "v dot " + sign(s.Verdict(), ran)
		if s.Stale() != "fresh" {
			class += " old"
		}
		p.raw(" <span")
		p.attr("class", class)
		p.raw(">")
		p.element(`span class="sr"`, v.verdictText(s))
		p.raw("</span>")
	}
}

func (v *view) featureLinks(p *page, list []*Feature) {
	for i, f := range list {
		if i > 0 {
			p.raw(", ")
		}
		p.link(v.to(f.Anchor), cmp.Or(f.Story, f.Name))
	}
}

// rulesChapter writes the catalogue of business rules.
func (v *view) rulesChapter(p *page) {
	v.begin(p, "rules")
	if len(v.doc.Rules) == 0 {
		p.element(`p class="none"`, v.t("rules.none"))
	}
	for i := range v.doc.Rules {
		e := &v.doc.Rules[i]
		p.raw(`<article class="e">`)
		tag := headings[v.base]
		p.raw("<" + tag)
		p.attr("id", e.Anchor)
		p.raw(">")
		if e.ID != "" {
			p.element(`span class="id"`, e.ID)
			p.raw(" ")
		}
		p.text(cmp.Or(e.Title, v.t("rule.untitled")))
		p.raw("</" + tag + ">")
		v.prose(p, e.Text)
		for _, r := range e.Blocks {
			v.prose(p, r.About)
		}
		p.raw(`<dl class="kv">`)
		if e.Source != "" {
			v.pair(p, "rule.source", func() { p.text(e.Source) })
		}
		if len(e.Features) > 0 {
			v.pair(p, "rule.features", func() { v.featureLinks(p, e.Features) })
		}
		if len(e.Scenarios) > 0 {
			v.pair(p, "rule.examples", func() {
				p.text(v.kindCounts(e) + " ")
				v.scenarioLinks(p, e.Scenarios)
			})
			if v.doc.Recorded {
				v.pair(p, "rule.verified", func() { p.text(v.tallyText(&e.Tally)) })
			}
		} else {
			v.pair(p, "rule.examples", func() { p.element(`span class="warn"`, v.t("rule.none")) })
		}
		p.raw("</dl></article>\n")
	}
	v.end(p)
}

func (v *view) kindCounts(e *RuleEntry) string {
	out := []string{v.n("count.scenarios", len(e.Scenarios))}
	for _, k := range Kinds() {
		if n := e.Counts(k); n > 0 {
			out = append(out, v.n("count."+string(k), n))
		}
	}
	return strings.Join(out, ", ") + v.t("colon")
}

func (v *view) pair(p *page, key string, value func()) {
	p.raw("<div>")
	p.element("dt", v.t(key))
	p.raw("<dd>")
	value()
	p.raw("</dd></div>")
}

// exceptions writes the catalogue of exceptions, limits and refusals of rights.
func (v *view) exceptions(p *page) {
	v.begin(p, "exceptions")
	for _, k := range []Kind{Exception, Limit, Right} {
		var list []Special
		for _, s := range v.doc.Special {
			if s.Kind == k {
				list = append(list, s)
			}
		}
		p.heading(v.base+1, "", v.t("special."+string(k)))
		if len(list) == 0 {
			p.element(`p class="none"`, v.t("special.none"))
			continue
		}
		v.tableOf(p, "column.scenario", "column.feature", "column.expected")
		for _, e := range list {
			p.raw("<tr><td>")
			v.scenarioLink(p, e.Scenario)
			if e.Scenario.Stable {
				p.raw("<br>")
				p.text(e.Scenario.Name)
			}
			p.raw("<td>")
			p.link(v.to(e.Scenario.Feature.Anchor), cmp.Or(e.Scenario.Feature.Story, e.Scenario.Feature.Name))
			for _, id := range e.Scenario.Rules {
				p.raw(" ")
				if r := v.doc.rule(id); r != nil {
					p.link(v.to(r.Anchor), id)
				}
			}
			p.raw("<td>")
			for i, text := range e.Expected {
				if i > 0 {
					p.raw("<br>")
				}
				v.stepText(p, text)
			}
			if values := v.values(&e); values != "" {
				p.raw("<br>")
				p.element(`span class="hint"`, values)
			}
		}
		p.raw("</table></div>")
	}
	v.end(p)
}

// values lists what examples give to the results of a scenario, a few of them when there are many.
func (v *view) values(e *Special) string {
	const most = 8
	list := make([]string, 0, most+1)
	for i, text := range e.Values {
		if i == most {
			list = append(list, "…")
			break
		}
		list = append(list, v.quote(text))
	}
	return strings.Join(list, ", ")
}

// tableOf opens a table with its header. The caller closes it.
func (v *view) tableOf(p *page, columns ...string) {
	p.raw(`<div class="scroll"><table class="cat"><thead><tr>`)
	for _, c := range columns {
		p.element(`th scope="col"`, v.t(c))
	}
	p.raw("<tbody>")
}

// messagesChapter writes the catalogue of messages.
func (v *view) messagesChapter(p *page) {
	v.begin(p, "messages")
	if len(v.doc.Messages) == 0 {
		p.element(`p class="none"`, v.t("messages.none"))
		v.end(p)
		return
	}
	v.tableOf(p, "column.code", "column.text", "column.level", "column.shown", "column.notes")
	for i := range v.doc.Messages {
		e := &v.doc.Messages[i]
		p.raw("<tr")
		p.attr("id", e.Anchor)
		p.raw("><td>")
		p.element(`span class="id"`, e.Message.Code)
		p.raw("<td>")
		p.text(e.Message.Text)
		for _, name := range sortedKeys(e.Message.Overrides) {
			p.raw("<br>")
			p.text(v.t("message.override", name, e.Message.Overrides[name]))
		}
		p.raw("<td>")
		p.text(v.level(e.Message.Level))
		if e.Message.Screen != "" {
			p.raw("<br>")
			p.text(e.Message.Screen)
		}
		p.raw("<td>")
		v.scenarioLinks(p, e.Shown)
		p.raw("<td>")
		for j, f := range e.Findings {
			if j > 0 {
				p.raw("<br>")
			}
			p.element(`span class="warn"`, v.t("message."+string(f.Kind), f.Other))
		}
	}
	p.raw("</table></div>")
	p.element(`p class="hint"`, v.t("messages.how"))
	v.end(p)
}

// level gives the word for a level; one that the product does not know is printed as it stands.
func (v *view) level(s string) string {
	if s == "" {
		return ""
	}
	if key := "livingdoc.level." + fold(s); v.words.Has(key) {
		return v.words.T(key)
	}
	return s
}

func (v *view) glossary(p *page) {
	v.begin(p, "glossary")
	p.raw(`<dl class="gl">`)
	for i := range v.doc.Terms {
		t := &v.doc.Terms[i]
		p.raw("<div>")
		p.open("dt", "id", v.doc.termAnchors[i])
		p.text(t.Name)
		p.raw("</dt><dd>")
		v.prose(p, t.Meaning)
		if len(t.Forbidden) > 0 {
			p.element(`p class="hint"`, v.t("term.forbidden", strings.Join(t.Forbidden, ", ")))
		}
		p.raw("</dd></div>")
	}
	p.raw("</dl>")
	v.end(p)
}

func (v *view) dataSets(p *page) {
	v.begin(p, "datasets")
	for i := range v.doc.DataSets {
		e := &v.doc.DataSets[i]
		p.raw(`<article class="e">`)
		tag := headings[v.base]
		p.raw("<" + tag)
		p.attr("id", e.Anchor)
		p.raw(">")
		p.element(`span class="id"`, e.Set.Code)
		p.raw(" ")
		p.text(e.Set.Label)
		p.raw("</" + tag + `><dl class="kv">`)
		if !e.Declared {
			v.pair(p, "data.declared", func() { p.element(`span class="warn"`, v.t("data.unknown")) })
		}
		for _, x := range []struct{ key, value string }{
			{"data.owner", e.Set.Owner},
			{"data.origin", e.Set.Origin},
			{"data.load", e.Set.Load},
			{"data.reset", e.Set.Reset},
		} {
			if x.value != "" || e.Declared {
				v.pair(p, x.key, func() { p.text(cmp.Or(x.value, v.t("unsaid"))) })
			}
		}
		v.pair(p, "data.used", func() {
			if len(e.Features) == 0 {
				p.element(`span class="warn"`, v.t("data.unused"))
				return
			}
			v.featureLinks(p, e.Features)
			p.text(" (" + v.n("count.cases", e.Cases) + ")")
		})
		if e.Set.SHA256 != "" {
			v.pair(p, "data.digest", func() { p.element("code", e.Set.SHA256[:min(16, len(e.Set.SHA256))]) })
		}
		p.raw("</dl></article>\n")
	}
	v.end(p)
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
