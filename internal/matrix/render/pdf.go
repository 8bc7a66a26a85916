package render

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/matrix"
	"recette/internal/standing"
	"recette/reports/blocks"
	"recette/reports/chart"
	report "recette/reports/page"
)

// PDF writes the matrix as a PDF of A4 pages on their side, both directions, and gives its pages: the totals, what is
// uncovered and what is orphan, each criterion under its story, each scenario. It returns matrix.ErrFormat,
// blocks.ErrOptions, page.ErrRender, and the errors of w.
func PDF(w io.Writer, m matrix.Matrix, o Options) (int, error) {
	if err := m.Validate(); err != nil {
		return 0, err //nolint:wrapcheck // it says what is wrong with the matrix
	}
	at := time.Time{}
	if m.MadeAt != nil {
		at = *m.MadeAt
	}
	made := blocks.Options{Texts: report.Texts(o.Texts), Location: o.location(), Wide: true}
	return blocks.PDF(w, m.Language, at, made,
		func(f *report.Flow) *blocks.Document { //nolint:wrapcheck // it says what
			p := &printed{wording: newWording(&m, &o), f: f}
			return p.document(at)
		})
}

// printed puts a matrix on pages.
type printed struct {
	wording
	f *report.Flow
}

func (p *printed) document(at time.Time) *blocks.Document {
	m := p.m
	d := &blocks.Document{
		Lang: m.Language, Kind: p.t("matrix.kind"), Number: m.Project, Title: m.Project, Producer: m.Producer,
		IssuedAt: at, About: report.Sentence("  ·  ", p.selection(), p.builds(), p.f.Stamp(at)),
		Front: p.front(), Foot: p.f.Origin(at, m.Commit, ""),
	}
	if c := m.Campaign; c != nil {
		d.Number, d.Title = c.ID, c.Title
		d.Foot = p.f.Origin(at, m.Commit, c.Manifest)
		d.About = report.Sentence("  ·  ", m.Project, p.builds(), p.f.Stamp(at))
	}
	d.Chapters = []blocks.Chapter{
		{Title: p.t("matrix.gaps"), Blocks: p.gaps()},
		{Title: p.t("matrix.forward"), Blocks: p.forward()},
		{Title: p.t("matrix.reverse"), Blocks: p.backward()},
	}
	if len(m.Rules) > 0 {
		d.Chapters = append(d.Chapters, blocks.Chapter{Title: p.t("matrix.rules"), Blocks: p.rules()})
	}
	d.Chapters = append(d.Chapters, blocks.Chapter{Title: p.t("matrix.legend"), Blocks: p.reading(at)})
	return d
}

// rules says what the codes of rules stand for.
func (p *printed) rules() []blocks.Block {
	list := blocks.Block{Cols: []blocks.Col{
		{Title: p.t("matrix.col.rules"), Share: 30}, {Title: p.t("matrix.col.rule-titles"), Share: 144},
	}}
	for _, r := range p.m.Rules {
		list.Rows = append(list.Rows, []blocks.Cell{{Text: r.ID, Bold: true}, {Text: r.Title}})
	}
	return []blocks.Block{list}
}

// pattern is how a state is drawn.
func pattern(s standing.State) chart.Pattern {
	switch s {
	case standing.Proved:
		return chart.Verdict("passed")
	case standing.Accepted:
		return chart.Verdict("passed_with_remark")
	case standing.Failed:
		return chart.Verdict("failed")
	case standing.Stale:
		return chart.Pattern{Ink: report.Amber, Kind: chart.Dense}
	case standing.NotRun:
		return chart.Verdict("not_run")
	case standing.OutOfScope, matrix.Draft, matrix.Obsolete:
		return chart.Verdict("not_applicable")
	case standing.Uncovered, matrix.Orphan:
	}
	return chart.Verdict("blocked")
}

// state is a state as a cell: a sign and a word.
func (p *printed) cell(s standing.State) blocks.Cell {
	icon := report.IconNotRun
	switch s {
	case standing.Proved:
		icon = report.IconPassed
	case standing.Accepted:
		icon = report.IconRemark
	case standing.Failed:
		icon = report.IconFailed
	case standing.Stale, standing.Uncovered:
		icon = report.IconWarning
	case standing.OutOfScope, matrix.Draft, matrix.Obsolete:
		icon = report.IconNotApplicable
	case standing.NotRun, matrix.Orphan:
	}
	return blocks.Cell{Text: p.state(s), Icon: icon, Ink: pattern(s).Ink, Bold: true}
}

func (p *printed) front() []blocks.Block {
	t := &p.m.Totals
	all, back := &t.All, &t.Reverse
	list := []blocks.Block{{Strip: []blocks.Figure{
		{Value: p.f.Ratio(all.Covered, all.InScope), Label: p.t("matrix.tile.covered"), Ink: report.Navy},
		{Value: p.f.Ratio(all.Proved, all.InScope), Label: p.t("matrix.tile.proved"), Ink: report.Navy},
		{
			Value: strconv.Itoa(all.States.Uncovered), Label: p.t("matrix.state.uncovered"),
			Ink: ink(all.States.Uncovered),
		},
		{Value: strconv.Itoa(back.Scenarios), Label: p.t("matrix.tile.scenarios"), Ink: report.Navy},
		{Value: strconv.Itoa(back.Orphans), Label: p.t("matrix.tile.orphans"), Ink: ink(back.Orphans)},
	}}}
	for _, of := range []struct {
		title, none string
		list        []matrix.Total
	}{{"matrix.by-epic", "matrix.no-epic", t.Epics}, {"matrix.by-journey", "matrix.no-journey", t.Journeys}} {
		var bars []chart.Bar
		for i := range of.list {
			x := &of.list[i]
			bar := chart.Bar{
				Label: joined(" – ", x.Key, x.Title), Strong: x.Critical, Ink: report.Navy,
				Word: p.t("matrix.rates", p.rate(x.Covered, x.InScope), p.rate(x.Proved, x.InScope)),
			}
			if x.Key == "" {
				bar.Label = p.t(of.none)
			}
			for _, s := range shares() {
				bar.Parts = append(bar.Parts, chart.Part{N: x.States.Of(s), Pattern: pattern(s)})
			}
			bars = append(bars, bar)
		}
		const once = 18
		for i := 0; i < len(bars); i += once {
			title := ""
			if i == 0 {
				title = p.t(of.title)
			}
			list = append(list, blocks.Block{Title: title, Drawing: []*chart.Drawing{
				chart.Bars(p.f, p.t(of.title), p.f.TextWidth(), bars[i:min(i+once, len(bars))], p.keys()),
			}})
		}
	}
	return list
}

func ink(bad int) report.Color {
	if bad > 0 {
		return report.Red
	}
	return report.Navy
}

func (p *printed) keys() []chart.Key {
	var keys []chart.Key
	for _, s := range shares() {
		if p.m.Totals.All.States.Of(s) > 0 {
			keys = append(keys, chart.Key{Pattern: pattern(s), Word: p.state(s)})
		}
	}
	return keys
}

// gaps lists what stands in no one’s way and in nobody’s scope: criteria without a scenario, scenarios without a story
// or a criterion.
func (p *printed) gaps() []blocks.Block {
	uncovered := blocks.Block{Title: p.t("matrix.gaps.uncovered"), Cols: []blocks.Col{
		{Title: p.t("matrix.col.criterion"), Share: 26},
		{Title: p.t("matrix.col.text"), Share: 84},
		{Title: p.t("matrix.col.story"), Share: 40},
		{Title: p.t("matrix.col.drafts"), Share: 24},
	}}
	for i := range p.m.Rows {
		if r := &p.m.Rows[i]; r.State == standing.Uncovered {
			uncovered.Rows = append(uncovered.Rows, blocks.Text(p.criterion(r), r.Text, joined(" – ", r.Story,
				r.StoryTitle),
				strings.Join(append(slices.Clone(r.Drafts), r.Obsolete...), ", ")))
		}
	}
	orphans := blocks.Block{Title: p.t("matrix.gaps.orphans"), Cols: []blocks.Col{
		{Title: p.t("matrix.col.scenario"), Share: 30},
		{Title: p.t("matrix.col.name"), Share: 70},
		{Title: p.t("matrix.col.orphan"), Share: 34},
		{Title: p.t("matrix.col.file"), Share: 40},
	}}
	for i := range p.m.Scenarios {
		if s := &p.m.Scenarios[i]; len(s.Orphan) > 0 {
			orphans.Rows = append(orphans.Rows, blocks.Text(s.ID, s.Name, p.orphan(s.Orphan), spot(s.Path, s.Line)))
		}
	}
	for _, b := range []*blocks.Block{&uncovered, &orphans} {
		if len(b.Rows) == 0 {
			b.Cols, b.Text, b.Quiet = nil, p.t("matrix.gaps.none"), true
		}
	}
	return []blocks.Block{uncovered, orphans}
}

// said is a labelled line of a cell, nothing without a value.
func (p *printed) said(key, value string) string {
	if value == "" {
		return ""
	}
	return p.t(key) + p.f.Colon() + value
}

func lines(parts ...string) string { return report.Sentence("\n", parts...) }

// forward gives each criterion under its story, in the columns of the template.
func (p *printed) forward() []blocks.Block {
	list := blocks.Block{Text: p.t("matrix.forward.caption"), Quiet: true, Dense: true, Cols: p.cols(
		"criterion", 72, "rules", 32, "journeys", 66, "ready", 40, "scenarios", 44, "data", 46, "kinds", 50, "mode", 38,
		"branches", 46, "state", 60, "last", 92, "evidence", 36, "anomalies", 46, "decision", 68,
	)}
	story := "\x00"
	for i := range p.m.Rows {
		r := &p.m.Rows[i]
		if key := r.Epic + "\x00" + r.Story; key != story {
			story = key
			title := joined(" – ", r.Story, r.StoryTitle)
			if r.Story == "" {
				title = p.t("matrix.no-story")
			}
			list.Rows = append(list.Rows, []blocks.Cell{{Band: true, Text: title, Under: report.Sentence("  ·  ",
				joined(" – ", r.Epic, r.EpicTitle), p.said("matrix.col.priority", p.priority(r.Priority)),
				p.said("matrix.col.risk", strings.Join(r.Risks, ", ")))}})
		}
		list.Rows = append(list.Rows, p.row(r))
	}
	return []blocks.Block{list}
}

// cols makes columns of their keys below « matrix.pdf.col. », each with its part of the width.
func (p *printed) cols(keysAndShares ...any) []blocks.Col {
	var out []blocks.Col
	for pair := range slices.Chunk(keysAndShares, 2) {
		out = append(out, blocks.Col{Title: p.t("matrix.pdf.col." + pair[0].(string)), Share: float64(pair[1].(int))})
	}
	return out
}

// row is a criterion, a cell for each column.
func (p *printed) row(r *matrix.Row) []blocks.Cell {
	undeclared := ""
	if r.Unknown {
		undeclared = p.t("matrix.undeclared")
	}
	waivers := ""
	if r.Ready.Waivers > 0 {
		waivers = p.count("matrix.waivers", r.Ready.Waivers)
	}
	examples := ""
	if r.Examples > 0 {
		examples = p.count("matrix.examples", r.Examples)
	}
	state := p.cell(r.State)
	state.Under = p.t("matrix.pdf.proved", p.f.Ratio(r.Proved, r.Cases))
	return []blocks.Cell{
		{Text: p.criterion(r), Bold: true, Under: lines(r.Text, undeclared)},
		{Text: strings.Join(r.Rules, ", ")},
		p.place(r.Journeys, r.Critical),
		{Text: lines(p.ready(r.Ready), waivers)},
		{Text: strconv.Itoa(len(r.Scenarios)), Bold: true, Under: lines(
			strings.Join(r.Scenarios, ", "), p.said("matrix.col.drafts", strings.Join(r.Drafts, ", ")),
			p.said("matrix.col.obsolete", strings.Join(r.Obsolete, ", ")),
		)},
		{Text: lines(p.count("matrix.cases", r.Cases), p.times(r), examples, strings.Join(r.DataSets, ", "))},
		{Text: lines(p.natures(r.Natures), p.said("matrix.pdf.missing", p.natures(r.Missing)))},
		{Text: p.modes(r.Modes)},
		{Text: cmp.Or(
			lines(p.targets(r.Entities, false), p.said("matrix.pdf.cited", p.targets(r.Entities, true))), "–",
		)},
		state,
		{Text: p.lasts(r.Last, "\n"), Under: p.standing(r.Freshness, r.Drift)},
		p.evidence(r.Evidence, r.LastAt != nil),
		{Text: p.dossier(r.Anomalies, r.Reserves)},
		{Text: lines(
			strings.Join(r.Decisions, ", "), p.said("matrix.col.out-of-scope", r.OutOfScope),
			p.said("matrix.col.accepted", strings.Join(r.Accepted, ", ")),
			report.Sentence(", ", strings.Join(r.Campaigns, ", "), p.day(r.LastAt), p.sessions(r.Sessions...)),
			strings.Join(r.PVs, ", "),
		)},
	}
}

// place names the journeys of a criterion, or of a scenario: those that are critical say so.
func (p *printed) place(journeys []string, critical bool) blocks.Cell {
	c := blocks.Cell{Text: strings.Join(p.journeys(journeys), ", "), Under: p.critical(critical)}
	if critical {
		c.Bold = true
	}
	return c
}

// modes counts the cases by who observes them, those that there are.
func (p *printed) modes(m matrix.Modes) string {
	var out []string
	for _, of := range []struct {
		key string
		n   int
	}{{"manual", m.Manual}, {"auto", m.Auto}, {"mixed", m.Mixed}} {
		if of.n > 0 {
			out = append(out, p.t("matrix.mode."+of.key, of.n))
		}
	}
	if m.Unknown > 0 {
		out = append(out, strconv.Itoa(m.Unknown)+" "+p.t("matrix.mode.unknown"))
	}
	return lines(out...)
}

// standing says whether results still speak of the texts, and what became of those.
func (p *printed) standing(freshness, drift string) string {
	return lines(p.said("matrix.col.freshness", p.freshness(freshness)), p.said("matrix.col.drift", p.drift(drift)))
}

// evidence counts the pieces of a result; none of them is said only of what was played.
func (p *printed) evidence(n int, ran bool) blocks.Cell {
	if !ran {
		return blocks.Cell{}
	}
	return blocks.Cell{Text: strconv.Itoa(n)}
}

func (p *printed) dossier(c matrix.Counts, reserves []string) string {
	anomalies := ""
	if len(c.Numbers) > 0 {
		anomalies = lines(p.severities(c), strings.Join(c.Numbers, ", "))
	}
	return lines(anomalies, strings.Join(reserves, ", "))
}

// backward gives each scenario under its feature. The trials come last, when there is one.
func (p *printed) backward() []blocks.Block {
	list := blocks.Block{Text: p.t("matrix.reverse.caption"), Quiet: true, Dense: true, Cols: p.cols(
		"scenario", 98, "criteria", 50, "rules", 32, "journeys", 66, "nature", 42, "mode", 48, "sets", 46,
		"state", 60, "result", 108, "evidence", 36, "anomalies", 46, "decision", 68, "trial", 48,
	)}
	feature := "\x00"
	for i := range p.m.Scenarios {
		s := &p.m.Scenarios[i]
		if s.Path != feature {
			feature = s.Path
			list.Rows = append(list.Rows, []blocks.Cell{{Band: true, Text: s.Feature, Under: s.Path}})
		}
		list.Rows = append(list.Rows, p.line(s))
	}
	if !slices.ContainsFunc(p.m.Scenarios, func(s matrix.Scenario) bool { return s.Trial != nil }) {
		last := len(list.Cols) - 1
		list.Cols = list.Cols[:last]
		for i, row := range list.Rows {
			list.Rows[i] = row[:min(last, len(row))]
		}
	}
	return []blocks.Block{list}
}

// line is a scenario, a cell for each column.
func (p *printed) line(s *matrix.Scenario) []blocks.Cell {
	orphan := ""
	if len(s.Orphan) > 0 {
		orphan = p.t("matrix.state.orphan") + p.f.Colon() + p.orphan(s.Orphan)
	}
	state := p.cell(s.State)
	state.Under = p.t("matrix.pdf.proved", p.f.Ratio(s.Proved, s.Cases))
	return []blocks.Cell{
		{Text: s.ID, Bold: true, Under: s.Name},
		{Text: lines(s.Story, strings.Join(s.Criteria, ", "), orphan)},
		{Text: strings.Join(s.Rules, ", ")},
		p.place(s.Journeys, s.Critical),
		{Text: p.natures(s.Natures)},
		{Text: p.mode(s.Mode)},
		{Text: strings.Join(s.DataSets, ", ")},
		state,
		{Text: lines(p.results(s)...), Under: p.standing(s.Freshness, s.Drift)},
		p.evidence(s.Evidence, s.LastAt != nil),
		{Text: p.dossier(s.Anomalies, s.Reserves)},
		{Text: lines(
			p.said("matrix.col.accepted", strings.Join(s.Accepted, ", ")), s.Campaign, strings.Join(s.PVs, ", "),
		)},
		{Text: p.trial(s.Trial)},
	}
}

// reading says what the states mean, and what the matrix was made from.
func (p *printed) reading(at time.Time) []blocks.Block {
	meanings := blocks.Block{Cols: []blocks.Col{
		{Title: p.t("matrix.col.state"), Share: 44}, {Title: p.t("matrix.legend"), Share: 130},
	}}
	for _, s := range standing.States() {
		meanings.Rows = append(meanings.Rows, []blocks.Cell{p.cell(s), {Text: p.t("matrix.meaning." + string(s))}})
	}
	m := p.m
	field := func(key, value string) report.Field {
		return report.Field{Label: p.t("matrix.ref." + key), Value: value}
	}
	fields := []report.Field{field("project", m.Project), field("commit", m.Commit)}
	if c := m.Campaign; c != nil {
		head := ""
		if c.Checkpoint > 0 {
			head = p.t("matrix.ref.head.value", c.Checkpoint, c.Root)
		}
		fields = append(fields, field("campaign", joined(" – ", c.ID, c.Title)), field("frozen", c.Commit),
			field("manifest", c.Manifest), field("head", head))
	}
	fields = append(fields, field("made", report.Sentence(", ", p.f.Stamp(at), m.Producer)))
	return []blocks.Block{
		meanings, {Title: p.t("matrix.gaps.notes"), List: p.notes()}, {Title: p.t("matrix.references"), Fields: fields},
	}
}
