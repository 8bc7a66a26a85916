package livingdoc

import (
	"cmp"
	"strings"
)

func (v *mdView) rules(s *sheet) {
	for i := range v.doc.Rules {
		e := &v.doc.Rules[i]
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(e.ID+" "+cmp.Or(e.Title, v.t("rule.untitled"))))
		s.prose(v.md, e.Text)
		for _, r := range e.Blocks {
			s.prose(v.md, r.About)
		}
		if e.Source != "" {
			s.item(v.t("rule.source"), func() { s.text(e.Source) })
		}
		if len(e.Features) > 0 {
			s.item(v.t("rule.features"), func() { s.b.WriteString(v.featureLinks(e.Features)) })
		}
		s.item(v.t("rule.examples"), func() {
			if len(e.Scenarios) == 0 {
				s.text(v.t("rule.none"))
				return
			}
			s.text(v.kindCounts(e))
			s.b.WriteString(" " + v.scenarioLinks(e.Scenarios))
		})
		if v.doc.Recorded && len(e.Scenarios) > 0 {
			s.item(v.t("rule.verified"), func() { s.text(v.tallyText(&e.Tally)) })
		}
		s.raw("\n")
	}
	if len(v.doc.Rules) == 0 {
		s.text(v.t("rules.none"))
		s.raw("\n")
	}
}

func (v *mdView) exceptions(s *sheet) {
	for _, k := range []Kind{Exception, Limit, Right} {
		s.heading(2, v.t("special."+string(k)))
		n := 0
		for _, e := range v.doc.Special {
			if e.Kind != k {
				continue
			}
			if n == 0 {
				s.header(v.t("column.scenario"), v.t("column.feature"), v.t("column.expected"))
			}
			n++
			var expected []string
			for _, t := range e.Expected {
				expected = append(expected, plainMD(t))
			}
			if values := v.values(&e); values != "" {
				expected = append(expected, plainMD(values))
			}
			name := v.scenarioLink(e.Scenario)
			if e.Scenario.Stable {
				name += " " + plainMD(e.Scenario.Name)
			}
			s.row(name, v.featureLinks([]*Feature{e.Scenario.Feature})+" "+plainMD(strings.Join(e.Scenario.Rules, " ")), strings.Join(expected, "<br>"))
		}
		if n == 0 {
			s.text(v.t("special.none"))
			s.raw("\n")
		}
		s.raw("\n")
	}
}

func (v *mdView) messages(s *sheet) {
	if len(v.doc.Messages) == 0 {
		s.text(v.t("messages.none"))
		s.raw("\n")
		return
	}
	s.header(v.t("column.code"), v.t("column.text"), v.t("column.level"), v.t("column.shown"), v.t("column.notes"))
	for i := range v.doc.Messages {
		e := &v.doc.Messages[i]
		texts := []string{plainMD(e.Message.Text)}
		for _, name := range sortedKeys(e.Message.Overrides) {
			texts = append(texts, plainMD(v.t("message.override", name, e.Message.Overrides[name])))
		}
		var findings []string
		for _, f := range e.Findings {
			findings = append(findings, "⚠ "+plainMD(v.t("message."+string(f.Kind), f.Other)))
		}
		s.row(`<a id="`+e.Anchor+`"></a>`+plainMD(e.Message.Code), strings.Join(texts, "<br>"),
			plainMD(strings.TrimSpace(v.level(e.Message.Level)+" "+e.Message.Screen)), v.scenarioLinks(e.Shown), strings.Join(findings, "<br>"))
	}
	s.raw("\n")
	s.text(v.t("messages.how"))
	s.raw("\n")
}

func (v *mdView) rights(s *sheet) {
	m := &v.doc.Rights
	titles := []string{v.t("column.action")}
	for i := range m.Roles {
		titles = append(titles, v.roleName(&m.Roles[i]))
	}
	s.header(titles...)
	for i := range m.Actions {
		a := &m.Actions[i]
		name := v.mdLink(v.to(a.Feature.Anchor), a.Feature.Name)
		if a.Name != "" {
			name = plainMD(a.Name) + "<br>" + v.mdLink(v.to(a.Feature.Anchor), cmp.Or(a.Feature.Story, a.Feature.Name))
		}
		row := []string{name}
		for j := range a.Cells {
			g := &a.Cells[j]
			var cell []string
			if len(g.Allowed) > 0 {
				cell = append(cell, "✔ "+plainMD(v.t("grant.allowed"))+" "+v.ids(g.Allowed))
			}
			if len(g.Forbidden) > 0 {
				cell = append(cell, "✖ "+plainMD(v.t("grant.forbidden"))+" "+v.ids(g.Forbidden))
			}
			if len(cell) == 0 {
				cell = append(cell, plainMD(v.t("grant.unsaid")))
			}
			row = append(row, strings.Join(cell, "<br>"))
		}
		s.row(row...)
	}
	s.raw("\n")
	s.text(v.t("rights.how"))
	s.raw("\n\n")
	for i := range m.Roles {
		r := &m.Roles[i]
		s.anchor(r.Anchor)
		s.item(v.roleName(r), func() { s.text(cmp.Or(r.Role.About, r.Role.Code)) })
		s.raw("\n")
	}
}

func (v *mdView) ids(list []*Scenario) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = v.mdLink(v.to(s.Anchor), cmp.Or(s.shownID(), s.Name))
	}
	return strings.Join(out, ", ")
}

func (v *mdView) glossary(s *sheet) {
	for i := range v.doc.Terms {
		t := &v.doc.Terms[i]
		s.anchor(v.doc.termAnchors[i])
		s.heading(2, t.Name)
		s.prose(v.md, t.Meaning)
		if len(t.Forbidden) > 0 {
			s.text(v.t("term.forbidden", strings.Join(t.Forbidden, ", ")))
			s.raw("\n\n")
		}
	}
}

func (v *mdView) dataSets(s *sheet) {
	for i := range v.doc.DataSets {
		e := &v.doc.DataSets[i]
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(e.Set.Code+" "+e.Set.Label))
		if !e.Declared {
			s.item(v.t("data.declared"), func() { s.text(v.t("data.unknown")) })
		}
		for _, x := range []struct{ key, value string }{
			{"data.owner", e.Set.Owner},
			{"data.origin", e.Set.Origin},
			{"data.load", e.Set.Load},
			{"data.reset", e.Set.Reset},
			{"data.digest", e.Set.SHA256[:min(16, len(e.Set.SHA256))]},
		} {
			if x.value != "" {
				s.item(v.t(x.key), func() { s.text(x.value) })
			}
		}
		s.item(v.t("data.used"), func() {
			if len(e.Features) == 0 {
				s.text(v.t("data.unused"))
				return
			}
			s.b.WriteString(v.featureLinks(e.Features))
		})
		s.raw("\n")
	}
}

func (v *mdView) journeys(s *sheet) {
	for i := range v.doc.Journeys {
		j := &v.doc.Journeys[i]
		s.anchor(j.Anchor)
		title := cmp.Or(j.Title, j.Code)
		if j.Critical {
			title = v.t("journey.critical", title)
		}
		s.heading(2, title)
		s.text(v.n("count.scenarios", len(j.Scenarios)) + v.tallySuffix(&j.Tally))
		s.raw("\n\n")
		s.b.WriteString(v.scenarioLinks(j.Scenarios))
		s.raw("\n\n")
	}
}

func (v *mdView) traceability(s *sheet) {
	for _, line := range v.criteriaLines() {
		s.text(line)
		s.raw("\n\n")
	}
	s.header(v.t("column.story"), v.t("column.criterion"), v.t("column.proofs"), v.t("column.state"))
	for i := range v.doc.Stories {
		e := &v.doc.Stories[i]
		story := `<a id="` + e.Anchor + `"></a>` + plainMD(cmp.Or(e.Story.ID, v.t("trace.no-story"))) + " " + plainMD(e.Story.Title)
		if len(e.Criteria) == 0 {
			s.row(story, "–", v.scenarioLinks(e.Loose), plainMD(v.t(storyState(e))))
		}
		for j := range e.Criteria {
			c := &e.Criteria[j]
			s.row(story, plainMD(c.Criterion.ID+" "+c.Criterion.Text), v.scenarioLinks(c.Scenarios), plainMD(v.criterionWord(c)))
			story = ""
		}
	}
	s.raw("\n")
}

func (v *mdView) history(s *sheet) {
	var titles []string
	for _, c := range historyColumns() {
		titles = append(titles, v.t(c))
	}
	s.header(titles...)
	for i := range v.doc.History {
		row := v.historyRow(&v.doc.History[i])
		for j := range row {
			row[j] = plainMD(row[j])
		}
		s.row(row...)
	}
	s.raw("\n")
}

func (v *mdView) decisions(s *sheet) {
	if len(v.doc.Decisions) == 0 {
		s.text(v.t("decisions.none"))
		s.raw("\n")
	}
	for i := range v.doc.Decisions {
		e := &v.doc.Decisions[i]
		d := &e.Decision
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(d.ID+" "+d.Title))
		s.item(v.t("decision.status"), func() {
			if e.Missing {
				s.text(v.t("decision.missing"))
				return
			}
			s.text(v.t("decision.status." + string(d.Status)))
			if d.ReplacedBy != "" {
				s.text(" " + v.t("decision.by") + " " + d.ReplacedBy)
			}
		})
		for _, x := range []struct{ key, value string }{
			{"decision.date", v.day(d.Date)},
			{"decision.instance", d.Instance},
			{"decision.decider", d.Decider},
			{"decision.due", v.day(d.Due)},
			{"decision.impacts", strings.Join(d.Impacts, ", ")},
		} {
			if x.value != "" {
				s.item(v.t(x.key), func() { s.text(x.value) })
			}
		}
		if len(e.Features)+len(e.Scenarios) > 0 {
			s.item(v.t("decision.cited"), func() {
				s.b.WriteString(strings.Trim(v.featureLinks(e.Features)+", "+v.scenarioLinks(e.Scenarios), ", "))
			})
		}
		s.raw("\n")
		for _, x := range []struct{ key, value string }{
			{"decision.question", d.Question},
			{"decision.options", d.Options},
			{"decision.choice", d.Choice},
		} {
			if strings.TrimSpace(x.value) != "" {
				s.heading(3, v.t(x.key))
				s.prose(v.md, x.value)
			}
		}
		s.prose(v.md, d.More)
	}
}

func (v *mdView) changes(s *sheet) {
	c := v.doc.Changes
	s.text(v.t("changes.since", c.Since))
	s.raw("\n\n")
	if len(c.List) == 0 {
		s.text(v.t("changes.none"))
		s.raw("\n")
	}
	for _, subject := range Subjects() {
		if v.changesOf(subject) == 0 {
			continue
		}
		s.heading(2, v.t("changes."+string(subject)))
		s.text(v.changeCounts(subject))
		s.raw("\n\n")
		for _, kind := range ChangeKinds() {
			for i := range c.List {
				if ch := &c.List[i]; ch.Subject == subject && ch.Kind == kind {
					v.change(s, ch)
				}
			}
		}
		s.raw("\n")
	}
}

func (v *mdView) change(s *sheet, ch *Change) {
	s.raw("- **")
	s.text(v.t("change." + string(ch.Kind)))
	s.raw("** ")
	label := v.quote(ch.Name)
	if ch.ID != "" && ch.ID != ch.Name {
		label = ch.ID + " " + label
	}
	if ch.Anchor != "" {
		s.link(v.to(ch.Anchor), label)
	} else {
		s.text(label)
	}
	if text := v.changeDetail(ch); text != "" {
		s.raw(" ")
		s.text(text)
	}
	s.raw("\n")
	if len(ch.Lines) > 0 {
		s.raw("\n")
		var b strings.Builder
		for i, l := range ch.Lines {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteByte(l.Op)
			b.WriteByte(' ')
			b.WriteString(l.Text)
		}
		s.fenced(b.String(), "  ", "diff")
		s.raw("\n")
	}
}
