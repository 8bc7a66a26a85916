package markdown

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"recette/internal/livingdoc"
	"recette/internal/livingdoc/model"
)

func (v *view) rules(s *sheet) {
	for i := range v.Doc.Rules {
		e := &v.Doc.Rules[i]
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(e.ID+" "+cmp.Or(e.Title, v.T("rule.untitled"))))
		s.prose(v.md, e.Text)
		for _, r := range e.Blocks {
			s.prose(v.md, r.About)
		}
		if e.Source != "" {
			s.item(v.T("rule.source"), func() { s.text(e.Source) })
		}
		if len(e.Features) > 0 {
			s.item(v.T("rule.features"), func() { s.b.WriteString(v.featureLinks(e.Features)) })
		}
		s.item(v.T("rule.examples"), func() {
			if len(e.Scenarios) == 0 {
				s.text(v.T("rule.none"))
				return
			}
			s.text(v.KindCounts(e))
			s.b.WriteString(" " + v.scenarioLinks(e.Scenarios))
		})
		if v.Doc.Recorded && len(e.Scenarios) > 0 {
			s.item(v.T("rule.verified"), func() { s.text(v.TallyText(&e.Tally)) })
		}
		s.raw("\n")
	}
	if len(v.Doc.Rules) == 0 {
		s.text(v.T("rules.none"))
		s.raw("\n")
	}
}

func (v *view) exceptions(s *sheet) {
	for _, k := range []model.Kind{model.Exception, model.Limit, model.Right} {
		s.heading(2, v.T("special."+string(k)))
		n := 0
		for _, e := range v.Doc.Special {
			if e.Kind != k {
				continue
			}
			if n == 0 {
				s.header(v.T("column.scenario"), v.T("column.feature"), v.T("column.expected"))
			}
			n++
			var expected []string
			for _, t := range e.Expected {
				expected = append(expected, plain(t))
			}
			if values := v.Values(&e); values != "" {
				expected = append(expected, plain(values))
			}
			name := v.scenarioLink(e.Scenario)
			if e.Scenario.Stable {
				name += " " + plain(e.Scenario.Name)
			}
			s.row(
				name,
				v.featureLinks([]*model.Feature{e.Scenario.Feature})+" "+plain(strings.Join(e.Scenario.Rules, " ")),
				strings.Join(expected, "<br>"),
			)
		}
		if n == 0 {
			s.text(v.T("special.none"))
			s.raw("\n")
		}
		s.raw("\n")
	}
}

func (v *view) messages(s *sheet) {
	if len(v.Doc.Messages) == 0 {
		s.text(v.T("messages.none"))
		s.raw("\n")
		return
	}
	s.header(v.T("column.code"), v.T("column.text"), v.T("column.level"), v.T("column.shown"), v.T("column.notes"))
	for i := range v.Doc.Messages {
		e := &v.Doc.Messages[i]
		texts := []string{plain(e.Message.Text)}
		for _, name := range slices.Sorted(maps.Keys(e.Message.Overrides)) {
			texts = append(texts, plain(v.T("message.override", name, e.Message.Overrides[name])))
		}
		var findings []string
		for _, f := range e.Findings {
			findings = append(findings, "⚠ "+plain(v.T("message."+string(f.Kind), f.Other)))
		}
		s.row(`<a id="`+e.Anchor+`"></a>`+plain(e.Message.Code), strings.Join(texts, "<br>"),
			plain(strings.TrimSpace(v.Level(e.Message.Level)+" "+e.Message.Screen)), v.scenarioLinks(e.Shown),
			strings.Join(findings, "<br>"))
	}
	s.raw("\n")
	s.text(v.T("messages.how"))
	s.raw("\n")
}

func (v *view) rights(s *sheet) {
	m := &v.Doc.Rights
	titles := []string{v.T("column.action")}
	for i := range m.Roles {
		titles = append(titles, v.RoleName(&m.Roles[i]))
	}
	s.header(titles...)
	for i := range m.Actions {
		a := &m.Actions[i]
		name := v.linkTo(v.to(a.Feature.Anchor), a.Feature.Name)
		if a.Name != "" {
			name = plain(a.Name) + "<br>" + v.linkTo(v.to(a.Feature.Anchor), cmp.Or(a.Feature.Story, a.Feature.Name))
		}
		row := []string{name}
		for j := range a.Cells {
			g := &a.Cells[j]
			var cell []string
			if len(g.Allowed) > 0 {
				cell = append(cell, "✔ "+plain(v.T("grant.allowed"))+" "+v.ids(g.Allowed))
			}
			if len(g.Forbidden) > 0 {
				cell = append(cell, "✖ "+plain(v.T("grant.forbidden"))+" "+v.ids(g.Forbidden))
			}
			if len(cell) == 0 {
				cell = append(cell, plain(v.T("grant.unsaid")))
			}
			row = append(row, strings.Join(cell, "<br>"))
		}
		s.row(row...)
	}
	s.raw("\n")
	s.text(v.T("rights.how"))
	s.raw("\n\n")
	for i := range m.Roles {
		r := &m.Roles[i]
		s.anchor(r.Anchor)
		s.item(v.RoleName(r), func() { s.text(cmp.Or(r.Role.About, r.Role.Code)) })
		s.raw("\n")
	}
}

func (v *view) ids(list []*model.Scenario) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = v.linkTo(v.to(s.Anchor), cmp.Or(s.ShownID(), s.Name))
	}
	return strings.Join(out, ", ")
}

func (v *view) glossary(s *sheet) {
	for i := range v.Doc.Terms {
		t := &v.Doc.Terms[i]
		s.anchor(v.Doc.TermAnchors[i])
		s.heading(2, t.Name)
		s.prose(v.md, t.Meaning)
		if len(t.Forbidden) > 0 {
			s.text(v.T("term.forbidden", strings.Join(t.Forbidden, ", ")))
			s.raw("\n\n")
		}
	}
}

// origin says where data come from; another word than the product knows is shown as its file has it.
func (v *view) origin(said string) string {
	if key := model.OriginKey(said); key != "" {
		return v.T(key)
	}
	return said
}

func (v *view) dataSets(s *sheet) {
	for i := range v.Doc.DataSets {
		e := &v.Doc.DataSets[i]
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(e.Set.Code+" "+e.Set.Label))
		if !e.Declared {
			s.item(v.T("data.declared"), func() { s.text(v.T("data.unknown")) })
		}
		for _, x := range []struct{ key, value string }{
			{"data.owner", e.Set.Owner},
			{"data.origin", v.origin(e.Set.Origin)},
			{"data.cnil", e.Set.CNIL},
			{"data.antenne", e.Set.Antenne},
			{"data.states", strings.Join(e.Set.States, " · ")},
			{"data.load", e.Set.Load.Words()},
			{"data.reset", e.Set.Reset.Words()},
			{"data.digest", e.Set.SHA256[:min(16, len(e.Set.SHA256))]},
		} {
			if x.value != "" {
				s.item(v.T(x.key), func() { s.text(x.value) })
			}
		}
		s.item(v.T("data.used"), func() {
			if len(e.Features) == 0 {
				s.text(v.T("data.unused"))
				return
			}
			s.b.WriteString(v.featureLinks(e.Features))
		})
		s.raw("\n")
	}
}

func (v *view) journeys(s *sheet) {
	for i := range v.Doc.Journeys {
		j := &v.Doc.Journeys[i]
		s.anchor(j.Anchor)
		title := cmp.Or(j.Title, j.Code)
		if j.Critical {
			title = v.T("journey.critical", title)
		}
		s.heading(2, title)
		s.text(v.N("count.scenarios", len(j.Scenarios)) + v.TallySuffix(&j.Tally))
		s.raw("\n\n")
		s.b.WriteString(v.scenarioLinks(j.Scenarios))
		s.raw("\n\n")
	}
}

func (v *view) traceability(s *sheet) {
	for _, line := range v.CriteriaLines() {
		s.text(line)
		s.raw("\n\n")
	}
	s.header(v.T("column.story"), v.T("column.criterion"), v.T("column.proofs"), v.T("column.state"))
	for i := range v.Doc.Stories {
		e := &v.Doc.Stories[i]
		story := `<a id="` + e.Anchor + `"></a>` + plain(
			cmp.Or(e.Story.ID, v.T("trace.no-story")),
		) + " " + plain(e.Story.Title)
		if len(e.Criteria) == 0 {
			s.row(story, "–", v.scenarioLinks(e.Loose), plain(v.T(livingdoc.StoryState(e))))
		}
		for j := range e.Criteria {
			c := &e.Criteria[j]
			s.row(
				story, plain(c.Criterion.ID+" "+c.Criterion.Text), v.scenarioLinks(c.Scenarios),
				plain(v.CriterionWord(c)),
			)
			story = ""
		}
	}
	s.raw("\n")
}

func (v *view) history(s *sheet) {
	var titles []string
	for _, c := range livingdoc.HistoryColumns() {
		titles = append(titles, v.T(c))
	}
	s.header(titles...)
	for i := range v.Doc.History {
		row := v.HistoryRow(&v.Doc.History[i])
		for j := range row {
			row[j] = plain(row[j])
		}
		s.row(row...)
	}
	s.raw("\n")
}

func (v *view) decisions(s *sheet) {
	if len(v.Doc.Decisions) == 0 {
		s.text(v.T("decisions.none"))
		s.raw("\n")
	}
	for i := range v.Doc.Decisions {
		e := &v.Doc.Decisions[i]
		d := &e.Decision
		s.anchor(e.Anchor)
		s.heading(2, strings.TrimSpace(d.ID+" "+d.Title))
		s.item(v.T("decision.status"), func() {
			if e.Missing {
				s.text(v.T("decision.missing"))
				return
			}
			s.text(v.T("decision.status." + string(d.Status)))
			if d.ReplacedBy != "" {
				s.text(" " + v.T("decision.by") + " " + d.ReplacedBy)
			}
		})
		for _, x := range []struct{ key, value string }{
			{"decision.date", v.Day(d.Date)},
			{"decision.instance", d.Instance},
			{"decision.decider", d.Decider},
			{"decision.due", v.Day(d.Due)},
			{"decision.impacts", strings.Join(d.Impacts, ", ")},
		} {
			if x.value != "" {
				s.item(v.T(x.key), func() { s.text(x.value) })
			}
		}
		if len(e.Features)+len(e.Scenarios) > 0 {
			s.item(v.T("decision.cited"), func() {
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
				s.heading(3, v.T(x.key))
				s.prose(v.md, x.value)
			}
		}
		s.prose(v.md, d.More)
	}
}

func (v *view) changes(s *sheet) {
	c := v.Doc.Changes
	s.text(v.T("changes.since", c.Since))
	s.raw("\n\n")
	if len(c.List) == 0 {
		s.text(v.T("changes.none"))
		s.raw("\n")
	}
	for _, subject := range model.Subjects() {
		if v.ChangesOf(subject) == 0 {
			continue
		}
		s.heading(2, v.T("changes."+string(subject)))
		s.text(v.ChangeCounts(subject))
		s.raw("\n\n")
		for _, kind := range model.ChangeKinds() {
			for i := range c.List {
				if ch := &c.List[i]; ch.Subject == subject && ch.Kind == kind {
					v.change(s, ch)
				}
			}
		}
		s.raw("\n")
	}
}

func (v *view) change(s *sheet, ch *model.Change) {
	s.raw("- **")
	s.text(v.T("change." + string(ch.Kind)))
	s.raw("** ")
	label := v.Quote(ch.Name)
	if ch.ID != "" && ch.ID != ch.Name {
		label = ch.ID + " " + label
	}
	if ch.Anchor != "" {
		s.link(v.to(ch.Anchor), label)
	} else {
		s.text(label)
	}
	if text := v.ChangeDetail(ch); text != "" {
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
