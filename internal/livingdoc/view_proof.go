package livingdoc

import (
	"cmp"
	"strings"
	"time"

	"recette/internal/recette"
	"recette/internal/reference"
)

// journeys writes the journeys with how far each is verified.
func (v *view) journeysChapter(p *page) {
	v.begin(p, "journeys")
	for i := range v.doc.Journeys {
		j := &v.doc.Journeys[i]
		p.raw(`<article class="e">`)
		title := cmp.Or(j.Title, j.Code)
		if j.Critical {
			title = v.t("journey.critical", title)
		}
		p.heading(v.base+1, j.Anchor, title)
		p.element("p", v.n("count.scenarios", len(j.Scenarios))+v.tallySuffix(&j.Tally))
		if v.doc.Recorded {
			v.bar(p, &j.Tally)
		}
		p.raw("<div>") // a paragraph cannot hold what folds
		v.scenarioLinks(p, j.Scenarios)
		p.raw("</div></article>\n")
	}
	v.end(p)
}

func (v *view) tallySuffix(t *Tally) string {
	if !v.doc.Recorded {
		return ""
	}
	return ", " + v.tallyText(t)
}

// criteriaLines says how many criteria are covered, proven and left out, as the traceability matrix counts them.
func (v *view) criteriaLines() []string {
	c := &v.doc.Figures.Criteria
	out := []string{v.n("trace.covered", c.Covered, c.InScope)}
	if v.doc.Recorded {
		out = append(out, v.n("trace.proven", c.Proven, c.InScope))
	}
	if c.Out > 0 {
		out = append(out, v.n("trace.out", c.Out))
	}
	return out
}

// traceability writes stories and criteria with what proves them, then what nothing proves.
func (v *view) traceability(p *page) {
	v.begin(p, "traceability")
	for i, line := range v.criteriaLines() {
		if i == 0 {
			p.element(`p class="big"`, line)
		} else {
			p.element("p", line)
		}
	}
	if v.doc.Recorded {
		never := 0
		for _, s := range v.doc.all {
			if !s.Ran() {
				never++
			}
		}
		p.element("p", v.t("trace.never", never, len(v.doc.all)))
	}
	v.tableOf(p, "column.story", "column.criterion", "column.proofs", "column.state")
	for i := range v.doc.Stories {
		e := &v.doc.Stories[i]
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
				if storyState(e) == "state.draft" {
					class = "hint"
				}
				p.open("span", "class", class)
				p.text(v.t(storyState(e)))
				p.raw("</span>")
				continue
			}
			v.criterion(p, &e.Criteria[j])
		}
	}
	p.raw("</table></div>")
	v.end(p)
}

func (v *view) storyCell(p *page, e *StoryEntry, rows int) {
	p.raw("<td")
	if rows > 1 {
		p.attr("rowspan", itoa(rows))
	}
	p.raw(">")
	p.element(`span class="id"`, cmp.Or(e.Story.ID, v.t("trace.no-story")))
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
	if !e.Declared && v.doc.refs.Has(reference.Stories) && e.Story.ID != "" {
		p.raw(" ")
		p.element(`span class="warn"`, v.t("trace.undeclared"))
	}
}

// storyState is the state of a story that has no criterion.
func storyState(e *StoryEntry) string {
	switch {
	case len(e.Features) == 0 && e.Draft:
		return "state.draft"
	case len(e.Features) == 0:
		return "state.uncovered"
	}
	return "state.no-criterion"
}

func (v *view) criterion(p *page, c *CriterionEntry) {
	p.raw("<td>")
	p.element(`span class="id"`, c.Criterion.ID)
	p.raw(" ")
	p.text(c.Criterion.Text)
	p.raw("<td>")
	v.folded(p, c.Scenarios, few, v.idLink) // the state stands beside
	p.raw("<td>")
	if id := c.Criterion.OutOfScope; c.Out {
		p.text(v.t("state.out") + " ")
		if d := v.doc.decision(id); d != nil {
			p.link(v.to(d.Anchor), id)
		}
		return
	}
	p.open("span", "class", v.criterionClass(c))
	p.text(v.criterionWord(c))
	p.raw("</span>")
}

// criterionWord says how far a criterion is proved.
func (v *view) criterionWord(c *CriterionEntry) string {
	if c.Out {
		return v.t("state.out") + " " + c.Criterion.OutOfScope
	}
	state := v.criterionState(c)
	word := v.t(state)
	if v.doc.Recorded && len(c.Scenarios) > 0 {
		word += " " + v.ratio(c.Tally.Proven+c.Tally.Idle, c.Tally.Total)
	}
	return word
}

func (v *view) criterionState(c *CriterionEntry) string { return "state." + c.State(v.doc.Recorded) }

func (v *view) criterionClass(c *CriterionEntry) string {
	switch v.criterionState(c) {
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

// historyColumns are the columns of the history.
func historyColumns() []string {
	return []string{"column.build", "column.environment", "column.campaign", "column.date", "column.conform", "column.failed", "column.blocked"}
}

// historyRow gives the cells of a point of the history.
func (v *view) historyRow(r *Round) []string {
	build := r.Build
	if !strings.HasPrefix(r.Build, r.Version) {
		build = strings.TrimSpace(r.Version + " " + build)
	}
	return []string{
		cmp.Or(build, v.t("unsaid")), cmp.Or(r.Environment, v.t("unsaid")), r.Campaign, v.words.Date(r.At),
		v.ratio(r.Proven, r.Total), itoa(r.Verdicts[recette.Failed]), itoa(r.Verdicts[recette.Blocked]),
	}
}

// historyChapter writes what each build gave, oldest first.
func (v *view) historyChapter(p *page) {
	v.begin(p, "history")
	v.tableOf(p, historyColumns()...)
	for i := range v.doc.History {
		r := &v.doc.History[i]
		p.raw("<tr>")
		for j, cell := range v.historyRow(r) {
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
	if len(v.doc.Decisions) == 0 {
		p.element(`p class="none"`, v.t("decisions.none"))
	}
	for i := range v.doc.Decisions {
		e := &v.doc.Decisions[i]
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
			{"decision.date", v.day(d.Date)},
			{"decision.instance", d.Instance},
			{"decision.decider", d.Decider},
			{"decision.due", v.day(d.Due)},
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
					p.text(" " + v.t("decision.out", strings.Join(e.Criteria, ", ")))
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
				p.element(`p class="ph"`, v.t(x.key))
				v.prose(p, x.value)
			}
		}
		v.prose(p, d.More)
		p.raw("</article>\n")
	}
	v.end(p)
}

func (v *view) decisionStatus(p *page, e *DecisionEntry) {
	if e.Missing {
		p.element(`span class="warn"`, v.t("decision.missing"))
		return
	}
	p.text(v.t("decision.status." + string(e.Decision.Status)))
	if e.Decision.ReplacedBy == "" {
		return
	}
	p.text(" " + v.t("decision.by") + " ")
	if d := v.doc.decision(e.Decision.ReplacedBy); d != nil {
		p.link(v.to(d.Anchor), e.Decision.ReplacedBy)
	} else {
		p.text(e.Decision.ReplacedBy)
	}
	if e.Current != "" && e.Current != e.Decision.ReplacedBy {
		p.text(v.t("decision.current") + " ")
		if d := v.doc.decision(e.Current); d != nil {
			p.link(v.to(d.Anchor), e.Current)
		}
	}
	if len(e.Features)+len(e.Scenarios) > 0 {
		p.raw(" ")
		p.element(`span class="warn"`, v.t("decision.stale"))
	}
}

// day prints a day of a file; what is not one is printed as it stands.
func (v *view) day(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return v.words.Date(t)
}

// upcoming writes the drafts.
func (v *view) upcoming(p *page) {
	v.begin(p, "upcoming")
	for _, d := range v.doc.Upcoming {
		p.heading(v.base+1, d.Anchor, v.domainTitle(d))
		for _, f := range d.Features {
			v.feature(p, f, v.base+2, true)
		}
	}
	v.end(p)
}
