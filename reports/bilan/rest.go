package bilan

import (
	"strconv"
	"strings"

	"recette/reports/blocks"
	"recette/reports/chart"
	"recette/reports/page"
)

// named is how many rows without a result a journey names on a page: all of them stand in the JSON.
const named = 60

// remaining lists what is to be played again, with its reason, and what was not played.
func (t *teller) remaining() []blocks.Block {
	b := t.b
	var rows [][]blocks.Cell
	for i := range b.Replay {
		r := &b.Replay[i]
		rows = append(rows, []blocks.Cell{
			{Text: r.Case, Bold: true},
			{Text: r.Name},
			{Text: r.Journey},
			{Text: t.t("replay." + r.Why)},
			t.verdict(r.Verdict),
			{Text: r.Tester},
		})
	}
	list := []blocks.Block{
		t.said("remaining", t.rows(b.Progress.Planned), t.number(b.Progress.Replay), t.number(b.Progress.NotPlayed)),
		t.list("replay", []blocks.Col{
			t.col("row", 26), t.col("name", 52), t.col("journey", 24), t.col("reason", 30), t.col("was", 24),
			t.col("assigned", 24),
		}, rows),
	}
	rows = nil
	for i := range b.NotPlayed {
		w := &b.NotPlayed[i]
		title := page.Sentence(" – ", w.Journey, w.Title)
		if title == "" {
			title = t.t("nojourney")
		}
		cases := strings.Join(w.Cases[:min(len(w.Cases), named)], ", ")
		if n := len(w.Cases) - named; n > 0 {
			cases += " " + t.count("cases.more", n)
		}
		rows = append(rows, []blocks.Cell{
			{Text: title, Bold: true},
			{Text: t.number(w.Rows)},
			{Text: t.number(w.Blocked)},
			{Text: t.number(w.Invalid)},
			{Text: cases},
		})
	}
	return append(list, t.list("notplayed", []blocks.Col{
		t.col("journey", 44), t.figures("rows", 14), t.figures("blocked", 16), t.figures("invalid", 18),
		t.col("cases", 82),
	}, rows))
}

func (t *teller) freshness() []blocks.Block {
	total := 0
	for _, c := range t.b.Freshness {
		total += c.N
	}
	var rows [][]blocks.Cell
	bar := chart.Bar{Label: t.t("chart.freshness"), Strong: true, Ink: page.Navy, Word: t.count("results", total)}
	var keys []chart.Key
	for _, c := range t.b.Freshness {
		rows = append(rows, blocks.Text(t.word("freshness", c.Kind), t.f.Ratio(c.N, total)))
		p := freshnessPattern(c.Kind)
		bar.Parts = append(bar.Parts, chart.Part{N: c.N, Pattern: p})
		keys = append(keys, chart.Key{Pattern: p, Word: t.word("freshness", c.Kind)})
	}
	list := []blocks.Block{t.quiet("freshness.how")}
	if total > 0 {
		list = append(list, blocks.Block{
			Drawing: []*chart.Drawing{chart.Bars(t.f, bar.Label, page.TextW, []chart.Bar{bar}, keys)},
		})
	}
	list = append(list, t.list("", []blocks.Col{t.col("freshness", 120), t.figures("results", 54)}, rows))
	return append(list, t.drift()...)
}

// drift says how the frozen texts stand to the features of the day, and names those that are not as they were.
func (t *teller) drift() []blocks.Block {
	total := 0
	for _, c := range t.b.Drift {
		total += c.N
	}
	if total == 0 {
		return []blocks.Block{t.quiet("drift.unseen")}
	}
	var counts, rows [][]blocks.Cell
	for _, c := range t.b.Drift {
		counts = append(counts, blocks.Text(t.word("drift", c.Kind), t.f.Ratio(c.N, total)))
	}
	for i := range t.b.Drifted {
		c, result := &t.b.Drifted[i], "drift.result.none"
		if c.Result {
			result = "drift.result"
		}
		rows = append(rows, blocks.Text(c.Case, c.Name, t.word("drift", c.Kind), t.t(result)))
	}
	list := []blocks.Block{
		t.quiet("drift.how"), t.list("", []blocks.Col{t.col("drift", 120), t.figures("rows", 54)}, counts),
	}
	if rows == nil {
		return list
	}
	return append(list, t.list("", []blocks.Col{
		t.col("case", 28), t.col("name", 72), t.col("drift", 42), t.col("result", 32),
	}, rows))
}

func freshnessPattern(kind string) chart.Pattern {
	switch kind {
	case "fresh":
		return chart.Pattern{Ink: page.Green, Kind: chart.Plain}
	case "stale_text":
		return chart.Pattern{Ink: page.Red, Kind: chart.Crossed}
	case "stale_data":
		return chart.Pattern{Ink: page.Red, Kind: chart.Slanted}
	case "stale_version":
		return chart.Pattern{Ink: page.Amber, Kind: chart.Upright}
	}
	return chart.Pattern{Ink: page.Amber, Kind: chart.Dense}
}

// coverage tells, epic by epic, how many criteria of the stories of the plan are proved.
func (t *teller) coverage() []blocks.Block {
	all := &t.b.Coverage
	var rows [][]blocks.Cell
	var drawings []*chart.Drawing
	keys := []chart.Key{}
	for _, s := range states() {
		keys = append(keys, chart.Key{Pattern: s.pattern, Word: t.t("state." + s.key)})
	}
	var bars []chart.Bar
	line := func(code, title string, c *Coverage) {
		name := page.Sentence(" – ", code, title)
		if name == "" {
			name = t.t("noepic")
		}
		bar := chart.Bar{
			Label: name, Strong: true, Ink: page.Navy, Word: t.t("proved", t.f.Ratio(c.Proved, c.InScope)),
		}
		for _, s := range states() {
			bar.Parts = append(bar.Parts, chart.Part{N: s.of(c), Pattern: s.pattern})
		}
		bars = append(bars, bar)
		rows = append(rows, blocks.Text(name, t.f.Ratio(c.Covered, c.InScope), t.f.Ratio(c.Proved, c.InScope),
			t.number(c.Accepted), t.number(c.Failed), t.number(c.Stale), t.number(c.NotRun), t.number(c.Uncovered),
			t.number(c.OutOfScope)))
	}
	for i := range t.b.Epics {
		line(t.b.Epics[i].Code, t.b.Epics[i].Title, &t.b.Epics[i].Coverage)
	}
	for i := 0; i < len(bars); i += barsOnce {
		drawings = append(drawings, chart.Bars(t.f, t.t("section.coverage"), page.TextW,
			bars[i:min(i+barsOnce, len(bars))], keys))
	}
	line(t.t("total"), "", all)
	return []blocks.Block{
		t.said("coverage", t.f.Ratio(all.Covered, all.InScope), t.f.Ratio(all.Proved, all.InScope)),
		{Drawing: drawings},
		t.list("", []blocks.Col{
			t.col("epic", 50), t.figures("covered", 20), t.figures("proved", 18), t.figures("accepted", 17),
			t.figures("failed", 15), t.figures("stale", 15), t.figures("notrun", 17), t.figures("uncovered", 17),
			t.figures("out", 17),
		}, rows),
		t.quiet("coverage.how"),
	}
}

// state is a state of a criterion, as bars show it.
type state struct {
	key     string
	pattern chart.Pattern
	of      func(*Coverage) int
}

func states() []state {
	return []state{
		{"proved", chart.Verdict("passed"), func(c *Coverage) int { return c.Proved }},
		{"accepted", chart.Verdict("passed_with_remark"), func(c *Coverage) int { return c.Accepted }},
		{"failed", chart.Verdict("failed"), func(c *Coverage) int { return c.Failed }},
		{"stale", chart.Pattern{Ink: page.Amber, Kind: chart.Dense}, func(c *Coverage) int { return c.Stale }},
		{"not_run", chart.Verdict("not_run"), func(c *Coverage) int { return c.NotRun }},
		{"uncovered", chart.Verdict("blocked"), func(c *Coverage) int { return c.Uncovered }},
		{"out_of_scope", chart.Verdict("not_applicable"), func(c *Coverage) int { return c.OutOfScope }},
	}
}

// antennes draws where each scenario stands in each antenne.
func (t *teller) antennes() []blocks.Block {
	b := t.b
	if len(b.Map) == 0 {
		return []blocks.Block{t.quiet("antennes.none")}
	}
	m := chart.Map{Title: t.t("section.antennes"), Width: page.TextW, Columns: b.Antennes}
	seen := map[string]bool{}
	for i := range b.Map {
		r := &b.Map[i]
		row := chart.MapRow{Label: page.Sentence(" ", r.Case, r.Name)}
		for _, c := range r.Cells {
			cell := chart.MapCell{}
			if c.Verdict != "" {
				seen[c.Verdict] = true
				cell.Pattern, cell.Mark = chart.Verdict(c.Verdict), t.t("mark."+c.Verdict)
				if c.Replay {
					cell.Mark += "*"
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	for _, v := range verdicts() {
		if seen[v] {
			m.Keys = append(m.Keys, chart.Key{
				Pattern: chart.Verdict(v), Word: t.t("mark."+v) + t.f.Colon() + t.word("verdict", v),
			})
		}
	}
	return []blocks.Block{t.quiet("antennes.how"), {Drawing: m.Draw(t.f)}}
}

func (t *teller) people() []blocks.Block {
	b := t.b
	var rows [][]blocks.Cell
	for i := range b.Sessions {
		s := &b.Sessions[i]
		held := strings.Join(s.Held, ", ")
		if held == "" {
			held = t.t("notheld")
		}
		rows = append(rows, blocks.Text(page.Sentence(" – ", s.Code, s.Title), t.f.Date(s.Date), t.f.Ratio(s.Done,
			s.Rows),
			held))
	}
	list := []blocks.Block{t.list("sessions", []blocks.Col{
		t.col("session", 80), t.col("date", 30), t.figures("done", 30), t.col("held", 34),
	}, rows)}
	rows = nil
	for i := range b.Held {
		h := &b.Held[i]
		rows = append(rows, blocks.Text(h.Number, h.Planned, t.f.StampOf(h.From), t.f.StampOf(h.To),
			strconv.Itoa(h.Present), t.number(h.Results)))
	}
	list = append(list, t.list("held", []blocks.Col{
		t.col("number", 26), t.col("session", 22), t.col("from", 44), t.col("to", 44), t.figures("present", 18),
		t.figures("results", 20),
	}, rows))
	rows = nil
	for i := range b.Testers {
		p := &b.Testers[i]
		g := &p.Figures
		rows = append(rows, blocks.Text(page.Sentence(", ", p.Name, p.Entity), t.f.Ratio(p.Played, p.Assigned),
			t.number(g.InScope), t.number(p.Machine), t.number(g.Passed+g.Remark), t.number(g.Failed),
			t.number(g.Blocked), t.number(p.Sessions)))
	}
	return append(list, t.list("testers", []blocks.Col{
		t.col("who", 44), t.figures("assigned", 22), t.figures("recorded", 20), t.figures("automated", 20),
		t.figures("conform", 18), t.figures("failed", 17), t.figures("blocked", 16), t.figures("sittings", 17),
	}, rows), t.quiet("testers.how"))
}

func (t *teller) references() []blocks.Block {
	b, r := t.b, &t.b.Reference
	var rows [][]blocks.Cell
	for i := range b.Decisions {
		d := &b.Decisions[i]
		journey := d.Journey
		if journey == "" {
			journey = t.t("whole")
		}
		rows = append(rows, blocks.Text(d.Number, t.word("decision", d.Decision), journey, t.f.Date(d.On)))
	}
	head := t.t("head.none")
	if r.Checkpoint > 0 {
		head = t.t("head", t.f.Number(r.Checkpoint), r.Root)
		if r.LastLeaf >= r.Checkpoint {
			head = page.Sentence(" ", head, t.t("head.after"))
		}
	}
	return []blocks.Block{
		t.list("decisions", []blocks.Col{
			t.col("number", 34), t.col("decision", 70), t.col("journey", 40), t.col("date", 30),
		}, rows),
		{Title: t.t("part.references"), Fields: []page.Field{
			t.field("campaign", page.Sentence(" – ", b.Campaign, b.Title)), t.field("version", b.Version),
			t.field("commit", r.Commit), t.field("manifest", r.Manifest),
			t.field("facts", t.t("facts", t.number(r.Facts), t.f.Number(r.LastLeaf))), t.field("head", head),
			t.field("producer", b.Producer), t.field("issued", t.f.Stamp(b.IssuedAt)),
		}},
		t.quiet("nature"),
	}
}
