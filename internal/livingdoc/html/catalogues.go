package html

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

// few is how many links a cell shows before it folds the others away.
const few = 4

// scenarioLinks writes links to scenarios with their last verdicts: a few of them, and the others behind a count.
func (v *view) scenarioLinks(p *page, list []*model.Scenario) { v.folded(p, list, few, v.scenarioLink) }

// folded writes links, and folds them away beyond a few.
func (v *view) folded(p *page, list []*model.Scenario, most int, link func(*page, *model.Scenario)) {
	write := func(list []*model.Scenario) {
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
	p.text(v.N("more", len(list)-most))
	p.raw("</summary>")
	write(list[most:])
	p.raw("</details>")
}

// idLink writes a link to a scenario by its id, on one line, or by its name when it has no id that lasts.
func (v *view) idLink(p *page, s *model.Scenario) {
	p.raw("<a")
	if s.Stable {
		p.raw(` class="i"`)
	}
	p.attr("href", v.to(s.Anchor))
	p.raw(">")
	p.text(cmp.Or(s.ShownID(), s.Name))
	p.raw("</a>")
}

// scenarioLink writes a link to a scenario with its last verdict.
func (v *view) scenarioLink(p *page, s *model.Scenario) {
	v.idLink(p, s)
	if v.Doc.Recorded {
		p.raw(" <span")
		p.attr("class", strings.Replace(classOf(livingdoc.ScenarioSign(s), s.Verdict()), "v ", "v dot ", 1))
		p.raw(">")
		p.element(`span class="sr"`, v.VerdictText(s))
		p.raw("</span>")
	}
}

func (v *view) featureLinks(p *page, list []*model.Feature) {
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
	if len(v.Doc.Rules) == 0 {
		p.element(`p class="none"`, v.T("rules.none"))
	}
	for i := range v.Doc.Rules {
		e := &v.Doc.Rules[i]
		p.raw(`<article class="e">`)
		tag := headings[v.base]
		p.raw("<" + tag)
		p.attr("id", e.Anchor)
		p.raw(">")
		if e.ID != "" {
			p.element(`span class="id"`, e.ID)
			p.raw(" ")
		}
		p.text(cmp.Or(e.Title, v.T("rule.untitled")))
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
				p.text(v.KindCounts(e) + " ")
				v.scenarioLinks(p, e.Scenarios)
			})
			if v.Doc.Recorded {
				v.pair(p, "rule.verified", func() { p.text(v.TallyText(&e.Tally)) })
			}
		} else {
			v.pair(p, "rule.examples", func() { p.element(`span class="warn"`, v.T("rule.none")) })
		}
		p.raw("</dl></article>\n")
	}
	v.end(p)
}

func (v *view) pair(p *page, key string, value func()) {
	p.raw("<div>")
	p.element("dt", v.T(key))
	p.raw("<dd>")
	value()
	p.raw("</dd></div>")
}

// exceptions writes the catalogue of exceptions, limits and refusals of rights.
func (v *view) exceptions(p *page) {
	v.begin(p, "exceptions")
	for _, k := range []model.Kind{model.Exception, model.Limit, model.Right} {
		var list []model.Special
		for _, s := range v.Doc.Special {
			if s.Kind == k {
				list = append(list, s)
			}
		}
		p.heading(v.base+1, "", v.T("special."+string(k)))
		if len(list) == 0 {
			p.element(`p class="none"`, v.T("special.none"))
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
				if r := v.Doc.Rule(id); r != nil {
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
			if values := v.Values(&e); values != "" {
				p.raw("<br>")
				p.element(`span class="hint"`, values)
			}
		}
		p.raw("</table></div>")
	}
	v.end(p)
}

// tableOf opens a table with its header. The caller closes it.
func (v *view) tableOf(p *page, columns ...string) {
	p.raw(`<div class="scroll"><table class="cat"><thead><tr>`)
	for _, c := range columns {
		p.element(`th scope="col"`, v.T(c))
	}
	p.raw("<tbody>")
}

// messagesChapter writes the catalogue of messages.
func (v *view) messagesChapter(p *page) {
	v.begin(p, "messages")
	if len(v.Doc.Messages) == 0 {
		p.element(`p class="none"`, v.T("messages.none"))
		v.end(p)
		return
	}
	v.tableOf(p, "column.code", "column.text", "column.level", "column.shown", "column.notes")
	for i := range v.Doc.Messages {
		e := &v.Doc.Messages[i]
		p.raw("<tr")
		p.attr("id", e.Anchor)
		p.raw("><td>")
		p.element(`span class="id"`, e.Message.Code)
		p.raw("<td>")
		p.text(e.Message.Text)
		for _, name := range slices.Sorted(maps.Keys(e.Message.Overrides)) {
			p.raw("<br>")
			p.text(v.T("message.override", name, e.Message.Overrides[name]))
		}
		p.raw("<td>")
		p.text(v.Level(e.Message.Level))
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
			p.element(`span class="warn"`, v.T("message."+string(f.Kind), f.Other))
		}
	}
	p.raw("</table></div>")
	p.element(`p class="hint"`, v.T("messages.how"))
	v.end(p)
}

func (v *view) glossary(p *page) {
	v.begin(p, "glossary")
	p.raw(`<dl class="gl">`)
	for i := range v.Doc.Terms {
		t := &v.Doc.Terms[i]
		p.raw("<div>")
		p.open("dt", "id", v.Doc.TermAnchors[i])
		p.text(t.Name)
		p.raw("</dt><dd>")
		v.prose(p, t.Meaning)
		if len(t.Forbidden) > 0 {
			p.element(`p class="hint"`, v.T("term.forbidden", strings.Join(t.Forbidden, ", ")))
		}
		p.raw("</dd></div>")
	}
	p.raw("</dl>")
	v.end(p)
}

// origin says where data come from; another word than the product knows is shown as its file has it.
func (v *view) origin(said string) string {
	if key := model.OriginKey(said); key != "" {
		return v.T(key)
	}
	return said
}

func (v *view) dataSets(p *page) {
	v.begin(p, "datasets")
	for i := range v.Doc.DataSets {
		e := &v.Doc.DataSets[i]
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
			v.pair(p, "data.declared", func() { p.element(`span class="warn"`, v.T("data.unknown")) })
		}
		for _, x := range []struct{ key, value string }{
			{"data.owner", e.Set.Owner},
			{"data.origin", v.origin(e.Set.Origin)},
			{"data.load", e.Set.Load.Words()},
			{"data.reset", e.Set.Reset.Words()},
		} {
			if x.value != "" || e.Declared {
				v.pair(p, x.key, func() { p.text(cmp.Or(x.value, v.T("unsaid"))) })
			}
		}
		for _, x := range []struct{ key, value string }{
			{"data.cnil", e.Set.CNIL},
			{"data.antenne", e.Set.Antenne},
			{"data.states", strings.Join(e.Set.States, " · ")},
		} {
			if x.value != "" {
				v.pair(p, x.key, func() { p.text(x.value) })
			}
		}
		v.pair(p, "data.used", func() {
			if len(e.Features) == 0 {
				p.element(`span class="warn"`, v.T("data.unused"))
				return
			}
			v.featureLinks(p, e.Features)
			p.text(" (" + v.N("count.cases", e.Cases) + ")")
		})
		if e.Set.SHA256 != "" {
			v.pair(p, "data.digest", func() { p.element("code", e.Set.SHA256[:min(16, len(e.Set.SHA256))]) })
		}
		p.raw("</dl></article>\n")
	}
	v.end(p)
}
