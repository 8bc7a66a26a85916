package render

import (
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

// PDF writes the matrix as an A4 PDF, both directions, and gives its pages: the totals, what is uncovered and what is
// orphan, each criterion under its story, each scenario. It returns matrix.ErrFormat, blocks.ErrOptions,
// page.ErrRender, and the errors of w.
func PDF(w io.Writer, m matrix.Matrix, o Options) (int, error) {
	if err := m.Validate(); err != nil {
		return 0, err //nolint:wrapcheck // it says what is wrong with the matrix
	}
	at := time.Time{}
	if m.MadeAt != nil {
		at = *m.MadeAt
	}
	made := blocks.Options{Texts: report.Texts(o.Texts), Location: o.location()}
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
		{Title: p.t("matrix.legend"), Blocks: p.reading(at)},
	}
	return d
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
			for _, s := range standing.States() {
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
				chart.Bars(p.f, p.t(of.title), report.TextW, bars[i:min(i+once, len(bars))], p.keys()),
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
	for _, s := range standing.States() {
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

// forward gives each criterion under its story.
func (p *printed) forward() []blocks.Block {
	list := []blocks.Block{{Text: p.t("matrix.forward.caption"), Quiet: true}}
	story := "\x00"
	for i := range p.m.Rows {
		r := &p.m.Rows[i]
		if key := r.Epic + "\x00" + r.Story; key != story {
			story = key
			title := joined(" – ", r.Story, r.StoryTitle)
			if r.Story == "" {
				title = p.t("matrix.no-story")
			}
			list = append(list, blocks.Block{
				Title: title, Quiet: true, Text: report.Sentence("  ·  ", joined(" – ", r.Epic, r.EpicTitle),
					p.said("matrix.col.priority", p.priority(r.Priority)), p.said("matrix.col.ready",
						p.ready(r.Ready))),
				Cols: []blocks.Col{
					{Title: p.t("matrix.col.criterion"), Share: 48},
					{Title: p.t("matrix.col.scenarios"), Share: 46},
					{Title: p.t("matrix.col.state"), Share: 26},
					{Title: p.t("matrix.col.by-version"), Share: 54},
				},
			})
		}
		at := &list[len(list)-1]
		at.Rows = append(at.Rows, []blocks.Cell{
			{Text: lines(
				joined(" – ", p.criterion(r), r.Text), p.said("matrix.col.rules", strings.Join(r.Rules, ", ")),
				p.said("matrix.col.journeys", joined(", ", append(slices.Clone(r.Journeys),
					p.critical(r.Critical))...)),
				p.said("matrix.col.risk", strings.Join(r.Risks, ", ")),
				p.said("matrix.col.decisions", strings.Join(r.Decisions, ", ")),
				p.said("matrix.col.out-of-scope", r.OutOfScope),
			)},
			{Text: p.covering(r)},
			p.cell(r.State),
			{Text: p.outcome(r)},
		})
	}
	return list
}

func (p *printed) covering(r *matrix.Row) string {
	return lines(
		p.t("matrix.pdf.covering", len(r.Scenarios), r.Cases, r.Examples), strings.Join(r.Scenarios, ", "),
		p.said("matrix.col.drafts", strings.Join(r.Drafts, ", ")),
		p.said("matrix.col.obsolete", strings.Join(r.Obsolete, ", ")),
		p.said("matrix.col.natures", p.natures(r.Natures)), p.said("matrix.col.missing", p.natures(r.Missing)),
		p.said("matrix.col.data-sets", strings.Join(r.DataSets, ", ")),
		p.t("matrix.pdf.modes", r.Modes.Manual, r.Modes.Auto, r.Modes.Mixed),
		p.said("matrix.col.entities", p.targets(r.Entities, false)), p.said("matrix.col.cited",
			p.targets(r.Entities, true)),
	)
}

func (p *printed) outcome(r *matrix.Row) string {
	return lines(
		p.said("matrix.col.proved", p.f.Ratio(r.Proved, r.Cases)), p.lasts(r.Last), p.freshness(r.Freshness),
		p.dossier(r.Anomalies, r.Reserves, r.Accepted),
		p.said("matrix.col.session", report.Sentence(" – ", strings.Join(r.Campaigns, ", "), p.day(r.LastAt))),
		p.said("matrix.col.pv", strings.Join(r.PVs, ", ")),
	)
}

func (p *printed) dossier(c matrix.Counts, reserves, accepted []string) string {
	anomalies := ""
	if len(c.Numbers) > 0 {
		anomalies = p.said("matrix.col.anomalies", p.severities(c)+" ("+strings.Join(c.Numbers, ", ")+")")
	}
	return lines(
		anomalies, p.said("matrix.col.reserves", strings.Join(reserves, ", ")),
		p.said("matrix.col.accepted", strings.Join(accepted, ", ")),
	)
}

// backward gives each scenario under its feature.
func (p *printed) backward() []blocks.Block {
	list := []blocks.Block{{Text: p.t("matrix.reverse.caption"), Quiet: true}}
	feature := "\x00"
	for i := range p.m.Scenarios {
		s := &p.m.Scenarios[i]
		if key := s.Path; key != feature {
			feature = key
			list = append(list, blocks.Block{Title: s.Feature, Text: s.Path, Quiet: true, Cols: []blocks.Col{
				{Title: p.t("matrix.col.scenario"), Share: 56},
				{Title: p.t("matrix.col.criteria"), Share: 44},
				{Title: p.t("matrix.col.state"), Share: 26},
				{Title: p.t("matrix.col.verdict"), Share: 48},
			}})
		}
		at := &list[len(list)-1]
		served := strings.Join(s.Criteria, ", ")
		if len(s.Orphan) > 0 {
			served = lines(served, p.t("matrix.state.orphan")+p.f.Colon()+p.orphan(s.Orphan))
		}
		at.Rows = append(at.Rows, []blocks.Cell{
			{Text: joined(" – ", s.ID, s.Name)},
			{Text: lines(
				served, p.said("matrix.col.story", s.Story), p.said("matrix.col.rules", strings.Join(s.Rules, ", ")),
				p.said("matrix.col.journeys", strings.Join(s.Journeys, ", ")),
				p.said("matrix.col.natures", p.natures(s.Natures)), p.said("matrix.col.mode", p.mode(s.Mode)),
				p.said("matrix.col.data-sets", strings.Join(s.DataSets, ", ")),
			)},
			p.cell(s.State),
			{Text: lines(
				p.said("matrix.col.proved", p.f.Ratio(s.Proved, s.Cases)),
				report.Sentence(", ", p.verdict(s.Verdict), p.freshness(s.Freshness)),
				p.where(s.Version, s.Build, s.Environment), report.Sentence(", ", s.Tester, p.day(s.LastAt)),
				p.dossier(s.Anomalies, s.Reserves, s.Accepted), p.said("matrix.col.pv", strings.Join(s.PVs, ", ")),
				p.trial(s.Trial),
			)},
		})
	}
	return list
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
