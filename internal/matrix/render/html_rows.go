package render

import (
	"cmp"
	"html"
	"strings"

	"recette/internal/matrix"
)

// part opens a direction: its title, and its columns as a line that stays in sight. Each group below has a table of its
// own, so that a browser lays out what is on the screen and leaves the rest for later: ten thousand rows open at once.
func (p *page) part(id, title, caption string, columns []string) {
	p.raw("<section id=\"", id, "\" class=\"part\">\n")
	p.tag("h2", p.tr(title))
	p.tag(`p class="m"`, p.tr(caption))
	p.raw("\n<div class=\"cols\" aria-hidden=\"true\">")
	for _, c := range columns {
		p.tag("span", p.tr(c))
	}
	p.raw("</div>\n")
}

// group opens a group with its heading, which head writes, and its table.
func (p *page) group(columns []string, head func()) {
	p.raw("<div class=\"g\"><h3>")
	head()
	p.raw(
		"</h3><table class=\"big\"><colgroup><col class=\"c1\"><col class=\"c2\"><col class=\"c3\"><col " +
			"class=\"c4\"><col class=\"c5\"><col class=\"c6\"></colgroup><thead><tr>",
	)
	for _, c := range columns {
		p.tag(`th scope="col"`, p.tr(c))
	}
	p.raw("</tr></thead><tbody>\n")
}

func (p *page) close() { p.raw("</tbody></table></div>\n") }

func (p *page) end(n int) {
	if n == 0 {
		p.tag("p", p.tr("matrix.empty"))
	}
	p.raw("</section>\n")
}

// rows writes the criteria, under their stories.
func (p *page) rows() {
	columns := []string{
		"matrix.col.criterion", "matrix.col.state", "matrix.col.scenarios", "matrix.col.verdict",
		"matrix.head.anomalies", "matrix.head.session",
	}
	p.part("criteria", "matrix.forward", "matrix.forward.caption", columns)
	rows := p.m.Rows
	for i := range rows {
		r := &rows[i]
		if i == 0 || r.Story != rows[i-1].Story || r.Epic != rows[i-1].Epic {
			if i > 0 {
				p.close()
			}
			p.group(columns, func() { p.story(r) })
		}
		p.row(r)
	}
	if len(rows) > 0 {
		p.close()
	}
	p.end(len(rows))
}

// story is the heading of the rows of a story.
func (p *page) story(r *matrix.Row) {
	p.text(joined(" – ", cmp.Or(r.Story, p.tr("matrix.no-story")), r.StoryTitle))
	p.raw(" <span class=\"m\">")
	parts := []string{joined(" ", r.Epic, r.EpicTitle), p.w.priority(r.Priority)}
	if len(r.Risks) > 0 {
		parts = append(parts, p.tr("matrix.risk", strings.Join(r.Risks, ", ")))
	}
	if r.Ready.State != "" {
		state := p.w.ready(r.Ready)
		if r.Ready.Waivers > 0 {
			state += " (" + p.w.count("matrix.waivers", r.Ready.Waivers) + ")"
		}
		parts = append(parts, p.tr("matrix.readiness", state))
	}
	if len(r.Missing) > 0 && len(r.Missing) < 4 {
		parts = append(parts, p.tr("matrix.missing", p.w.natures(r.Missing)))
	}
	p.text(joined(" · ", parts...))
	p.raw("</span>")
}

func (p *page) row(r *matrix.Row) {
	p.raw(`<tr data-s="`, string(r.State), `"`)
	p.journeys(r.Journeys)
	p.raw(p.anchor("c", r.Criterion), `><th scope="row">`)
	p.tag(`span class="id"`, p.w.criterion(r))
	p.raw(" ")
	p.text(r.Text)
	p.raw(`<p class="m">`)
	if r.Unknown {
		p.tag(`span class="k w"`, p.tr("matrix.undeclared"))
	}
	p.chips(r.Rules, r.Decisions)
	p.place(r.Journeys, r.Critical)
	p.raw("</p></th><td>")
	p.badge(r.State)
	if r.Cases > 0 {
		p.tag(`p class="m"`, p.tr("matrix.proved-cases", p.w.rate(r.Proved, r.Cases)))
	}
	if r.OutOfScope != "" {
		p.tag(`p class="m"`, p.tr("matrix.left-out", r.OutOfScope))
	}
	p.raw("</td><td>")
	p.covering(r)
	p.raw("</td><td>")
	for i := range r.Last {
		p.tag("p", p.w.last(&r.Last[i]))
	}
	p.tag(`p class="m"`, p.w.freshness(r.Freshness))
	p.proof(r.Drift, r.Evidence, r.LastAt != nil)
	p.raw("</td><td>")
	p.dossier(r.Anomalies, r.Reserves, r.Accepted)
	p.raw("</td><td>")
	p.tag("p", strings.Join(r.Campaigns, ", "))
	p.tag("p", joined(", ", p.w.day(r.LastAt), p.w.sessions(r.Sessions...)))
	p.tag("p", strings.Join(r.PVs, ", "))
	p.raw("</td></tr>\n")
}

// proof says what became of the frozen text, and how much evidence a result has.
func (p *page) proof(drift string, evidence int, ran bool) {
	if drift != "" {
		p.tag(`p class="m"`, p.tr("matrix.drift", p.w.drift(drift)))
	}
	if ran {
		p.tag(`p class="m"`, p.tr("matrix.evidence", evidence))
	}
}

func (p *page) journeys(list []string) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, j := range list {
		words[i] = token(j)
	}
	p.raw(` data-j="`, html.EscapeString(strings.Join(words, " ")), `"`)
}

func (p *page) chips(lists ...[]string) {
	for _, l := range lists {
		for _, s := range l {
			p.tag(`span class="k"`, s)
		}
	}
}

// place says in which journeys, whether it is critical, and what else is known.
func (p *page) place(journeys []string, critical bool, more ...string) {
	parts := []string{strings.Join(p.w.journeys(journeys), ", ")}
	if critical {
		parts = append(parts, p.w.critical(true))
	}
	p.text(joined(" · ", append(parts, more...)...))
}

// covering says what covers a criterion.
func (p *page) covering(r *matrix.Row) {
	if len(r.Scenarios) > 0 {
		counts := []string{
			p.w.count("matrix.scenarios", len(r.Scenarios)),
			joined(" = ", p.w.times(r), p.w.count("matrix.cases", r.Cases)),
		}
		if r.Examples > 0 {
			counts = append(counts, p.w.count("matrix.examples", r.Examples))
		}
		p.tag("p", strings.Join(counts, ", "))
		p.raw("<p>")
		p.links("s", r.Scenarios)
		p.raw("</p>")
	}
	var parts []string
	if len(r.Natures) > 0 {
		parts = append(parts, p.w.natures(r.Natures))
	}
	for _, m := range []struct {
		key string
		n   int
	}{
		{"matrix.mode.manual", r.Modes.Manual},
		{"matrix.mode.auto", r.Modes.Auto},
		{"matrix.mode.mixed", r.Modes.Mixed},
	} {
		if m.n > 0 {
			parts = append(parts, p.tr(m.key, m.n))
		}
	}
	if len(r.DataSets) > 0 {
		parts = append(parts, strings.Join(r.DataSets, ", "))
	}
	p.tag(`p class="m"`, strings.Join(parts, " · "))
	for key, cited := range map[string]bool{"matrix.entities": false, "matrix.cited": true} { // one of them at most
		if text := p.w.targets(r.Entities, cited); text != "" {
			p.tag(`p class="m"`, p.tr(key, text))
		}
	}
	p.aside("matrix.state.draft", r.Drafts)
	p.aside("matrix.state.obsolete", r.Obsolete)
}

// aside lists scenarios that cover nothing.
func (p *page) aside(key string, ids []string) {
	if len(ids) == 0 {
		return
	}
	p.raw(`<p class="m">`)
	p.text(p.tr(key) + " : ")
	p.links("s", ids)
	p.raw("</p>")
}

// dossier lists anomalies, reserves and the decisions that accept.
func (p *page) dossier(c matrix.Counts, reserves, accepted []string) {
	if len(c.Numbers) > 0 {
		p.tag("p", p.w.severities(c))
		p.tag(`p class="m"`, strings.Join(c.Numbers, ", "))
	}
	p.tag("p", strings.Join(reserves, ", "))
	if len(accepted) > 0 {
		p.tag(`p class="m"`, p.tr("matrix.accepted-by", strings.Join(accepted, ", ")))
	}
}

// scenarios writes the reverse direction, under the files.
func (p *page) scenarios() {
	columns := []string{
		"matrix.col.scenario", "matrix.col.state", "matrix.col.criteria", "matrix.col.verdict", "matrix.head.anomalies",
		"matrix.head.session",
	}
	p.part("scenarios", "matrix.reverse", "matrix.reverse.caption", columns)
	list := p.m.Scenarios
	for i := range list {
		s := &list[i]
		if i == 0 || s.Path != list[i-1].Path {
			if i > 0 {
				p.close()
			}
			p.group(columns, func() {
				p.text(s.Feature)
				p.raw(" ")
				p.tag(`span class="m"`, s.Path)
			})
		}
		p.scenario(s)
	}
	if len(list) > 0 {
		p.close()
	}
	p.end(len(list))
}

func (p *page) scenario(s *matrix.Scenario) {
	state := string(s.State)
	if len(s.Orphan) > 0 {
		state += " " + string(matrix.Orphan)
	}
	p.raw(`<tr data-s="`, state, `"`)
	p.journeys(s.Journeys)
	p.raw(p.anchor("s", s.ID), `><th scope="row">`)
	p.tag(`span class="id"`, s.ID)
	p.raw(" ")
	p.text(s.Name)
	p.raw(`<p class="m">`)
	p.place(s.Journeys, s.Critical, p.w.natures(s.Natures), p.w.mode(s.Mode), strings.Join(s.DataSets, ", "))
	p.raw("</p></th><td>")
	p.badge(s.State)
	p.tag(`p class="m"`, p.tr("matrix.proved-cases", p.w.rate(s.Proved, s.Cases)))
	p.raw("</td><td><p>")
	p.text(s.Story)
	p.raw(" ")
	p.links("c", s.Criteria)
	p.raw("</p>")
	if len(s.Orphan) > 0 {
		p.tag(`span class="k w"`, p.tr("matrix.state.orphan")+" : "+p.w.orphan(s.Orphan))
	}
	p.raw(`<p class="m">`)
	p.chips(s.Rules)
	p.raw("</p></td><td>")
	if s.LastAt != nil {
		for _, line := range p.w.results(s) {
			p.tag("p", line)
		}
		p.tag(`p class="m"`, p.w.freshness(s.Freshness))
	}
	p.proof(s.Drift, s.Evidence, s.LastAt != nil)
	if s.Trial != nil {
		p.tag(`p class="m"`, p.tr("matrix.tried", p.w.trial(s.Trial)))
	}
	p.raw("</td><td>")
	p.dossier(s.Anomalies, s.Reserves, s.Accepted)
	p.raw("</td><td>")
	p.tag("p", s.Campaign)
	p.tag("p", strings.Join(s.PVs, ", "))
	p.raw("</td></tr>\n")
}
