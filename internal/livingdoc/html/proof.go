package html

import (
	"cmp"
	"strconv"
	"strings"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
	"recette/internal/reference"
)

// journeys writes the journeys with how far each is verified.
func (v *view) journeysChapter(p *page) {
	v.begin(p, "journeys")
	for i := range v.Doc.Journeys {
		j := &v.Doc.Journeys[i]
		p.raw(`<article class="e">`)
		title := cmp.Or(j.Title, j.Code)
		if j.Critical {
			title = v.T("journey.critical", title)
		}
		p.heading(v.base+1, j.Anchor, title)
		p.element("p", v.N("count.scenarios", len(j.Scenarios))+v.TallySuffix(&j.Tally))
		if v.Doc.Recorded {
			v.bar(p, &j.Tally)
		}
		p.raw("<div>") // a paragraph cannot hold what folds
		v.scenarioLinks(p, j.Scenarios)
		p.raw("</div></article>\n")
	}
	v.end(p)
}

// traceability writes stories and criteria with what proves them, then what nothing proves.
func (v *view) traceability(p *page) {
	v.begin(p, "traceability")
	for i, line := range v.CriteriaLines() {
		if i == 0 {
			p.element(`p class="big"`, line)
		} else {
			p.element("p", line)
		}
	}
	if v.Doc.Recorded {
		never := 0
		for _, s := range v.Doc.All {
			if !s.Ran() {
				never++
			}
		}
		p.element("p", v.T("trace.never", never, len(v.Doc.All)))
	}
	v.tableOf(p, "column.story", "column.criterion", "column.proofs", "column.state")
	for i := range v.Doc.Stories {
		e := &v.Doc.Stories[i]
		rows := max(len(e.Criteria), 1)
		for j := range rows {
			p.raw("<tr")
			if j == 0 {
				p.attr("id", e.Anchor)
			}
			p.raw(">")
			if j == 0 {
				v.storyCell(p, e, rows)
			}
			if len(e.Criteria) == 0 {
				p.raw("<td>–<td>")
				v.scenarioLinks(p, e.Loose)
				p.raw("<td>")
				class := "warn"
				if livingdoc.StoryState(e) == "state.draft" {
					class = "hint"
				}
				p.open("span", "class", class)
				p.text(v.T(livingdoc.StoryState(e)))
				p.raw("</span>")
				continue
			}
			v.criterion(p, &e.Criteria[j])
		}
	}
	p.raw("</table></div>")
	v.end(p)
}

func (v *view) storyCell(p *page, e *model.StoryEntry, rows int) {
	p.raw("<td")
	if rows > 1 {
		p.attr("rowspan", strconv.Itoa(rows))
	}
	p.raw(">")
	p.element(`span class="id"`, cmp.Or(e.Story.ID, v.T("trace.no-story")))
	p.raw(" ")
	if len(e.Features) == 1 {
		p.link(v.to(e.Features[0].Anchor), cmp.Or(e.Story.Title, e.Features[0].Name))
	} else {
		p.text(e.Story.Title)
		if len(e.Features) > 1 {
			p.raw("<br>")
			v.featureLinks(p, e.Features)
		}
	}
	if !e.Declared && v.Doc.References.Has(reference.Stories) && e.Story.ID != "" {
		p.raw(" ")
		p.element(`span class="warn"`, v.T("trace.undeclared"))
	}
}

func (v *view) criterion(p *page, c *model.CriterionEntry) {
	p.raw("<td>")
	p.element(`span class="id"`, c.Criterion.ID)
	p.raw(" ")
	p.text(c.Criterion.Text)
	p.raw("<td>")
	v.folded(p, c.Scenarios, few, v.idLink) // the state stands beside
	p.raw("<td>")
	if id := c.Criterion.OutOfScope; c.Out {
		p.text(v.T("state.out") + " ")
		if d := v.Doc.Decision(id); d != nil {
			p.link(v.to(d.Anchor), id)
		}
		return
	}
	p.open("span", "class", v.criterionClass(c))
	p.text(v.CriterionWord(c))
	p.raw("</span>")
}

func (v *view) criterionClass(c *model.CriterionEntry) string {
	switch v.CriterionState(c) {
	case "state.uncovered":
		return "warn"
	case "state.failed":
		return "v ko"
	case "state.proven":
		return "v ok"
	case "state.accepted":
		return "v rk"
	case "state.stale":
		return "v old"
	case "state.draft", "state.described":
		return "hint"
	}
	return "v nr"
}

// historyChapter writes what each build gave, oldest first.
func (v *view) historyChapter(p *page) {
	v.begin(p, "history")
	v.tableOf(p, livingdoc.HistoryColumns()...)
	for i := range v.Doc.History {
		r := &v.Doc.History[i]
		p.raw("<tr>")
		for j, cell := range v.HistoryRow(r) {
			if j == 0 {
				p.element(`th scope="row"`, cell)
				continue
			}
			p.raw("<td>")
			p.text(cell)
			if j == 4 {
				v.bar(p, &r.Tally)
			}
		}
	}
	p.raw("</table></div>")
	v.end(p)
}

// decisionsChapter writes the log of decisions.
func (v *view) decisionsChapter(p *page) {
	v.begin(p, "decisions")
	if len(v.Doc.Decisions) == 0 {
		p.element(`p class="none"`, v.T("decisions.none"))
	}
	for i := range v.Doc.Decisions {
		e := &v.Doc.Decisions[i]
		d := &e.Decision
		p.raw(`<article class="e">`)
		tag := headings[v.base]
		p.raw("<" + tag)
		p.attr("id", e.Anchor)
		p.raw(">")
		p.element(`span class="id"`, d.ID)
		p.raw(" ")
		p.text(d.Title)
		p.raw("</" + tag + `><dl class="kv">`)
		v.pair(p, "decision.status", func() { v.decisionStatus(p, e) })
		for _, x := range []struct{ key, value string }{
			{"decision.date", v.Day(d.Date)},
			{"decision.instance", d.Instance},
			{"decision.decider", d.Decider},
			{"decision.due", v.Day(d.Due)},
		} {
			if x.value != "" {
				v.pair(p, x.key, func() { p.text(x.value) })
			}
		}
		if len(d.Impacts) > 0 {
			v.pair(p, "decision.impacts", func() { v.prose(p, strings.Join(d.Impacts, ", ")) })
		}
		if len(e.Features)+len(e.Scenarios)+len(e.Criteria) > 0 {
			v.pair(p, "decision.cited", func() {
				v.featureLinks(p, e.Features)
				if len(e.Features) > 0 && len(e.Scenarios) > 0 {
					p.raw(", ")
				}
				v.scenarioLinks(p, e.Scenarios)
				if len(e.Criteria) > 0 {
					p.text(" " + v.T("decision.out", strings.Join(e.Criteria, ", ")))
				}
			})
		}
		p.raw("</dl>")
		for _, x := range []struct{ key, value string }{
			{"decision.question", d.Question},
			{"decision.options", d.Options},
			{"decision.choice", d.Choice},
		} {
			if strings.TrimSpace(x.value) != "" {
				p.element(`p class="ph"`, v.T(x.key))
				v.prose(p, x.value)
			}
		}
		v.prose(p, d.More)
		p.raw("</article>\n")
	}
	v.end(p)
}

func (v *view) decisionStatus(p *page, e *model.DecisionEntry) {
	if e.Missing {
		p.element(`span class="warn"`, v.T("decision.missing"))
		return
	}
	p.text(v.T("decision.status." + string(e.Decision.Status)))
	if e.Decision.ReplacedBy == "" {
		return
	}
	p.text(" " + v.T("decision.by") + " ")
	if d := v.Doc.Decision(e.Decision.ReplacedBy); d != nil {
		p.link(v.to(d.Anchor), e.Decision.ReplacedBy)
	} else {
		p.text(e.Decision.ReplacedBy)
	}
	if e.Current != "" && e.Current != e.Decision.ReplacedBy {
		p.text(v.T("decision.current") + " ")
		if d := v.Doc.Decision(e.Current); d != nil {
			p.link(v.to(d.Anchor), e.Current)
		}
	}
	if len(e.Features)+len(e.Scenarios) > 0 {
		p.raw(" ")
		p.element(`span class="warn"`, v.T("decision.stale"))
	}
}

// upcoming writes the drafts.
func (v *view) upcoming(p *page) {
	v.begin(p, "upcoming")
	for _, d := range v.Doc.Upcoming {
		p.heading(v.base+1, d.Anchor, v.DomainTitle(d))
		for _, f := range d.Features {
			v.feature(p, f, v.base+2, true)
		}
	}
	v.end(p)
}
