package bilan

import (
	"strings"
	"time"

	"recette/reports/blocks"
	"recette/reports/chart"
	"recette/reports/page"
)

// teller puts a bilan into words.
type teller struct {
	b *Bilan
	f *page.Flow
}

func (t *teller) t(key string, args ...any) string { return t.f.Words("bilan."+key, args...) }

// word gives a word that other documents say too; an empty value stays empty.
func (t *teller) word(kind, value string) string {
	if value == "" {
		return ""
	}
	return t.f.Tr(kind + "." + value)
}

func (t *teller) number(n int) string { return t.f.Number(int64(n)) }

func (t *teller) rows(n int) string { return t.count("rows", n) }

// count gives key.one or key.many, with the number.
func (t *teller) count(key string, n int) string {
	if n == 1 || n == 0 && t.f.Lang != "en" {
		return t.t(key+".one", t.number(n))
	}
	return t.t(key+".many", t.number(n))
}

func (t *teller) col(key string, share float64) blocks.Col {
	return blocks.Col{Title: t.t("col." + key), Share: share}
}

func (t *teller) figures(key string, share float64) blocks.Col {
	return blocks.Col{Title: t.t("col." + key), Share: share, Right: true}
}

// list is a table, or the words that say that there is nothing.
func (t *teller) list(title string, cols []blocks.Col, rows [][]blocks.Cell) blocks.Block {
	if title != "" {
		title = t.t("part." + title)
	}
	if len(rows) == 0 {
		return blocks.Block{Title: title, Text: t.t("none"), Quiet: true}
	}
	return blocks.Block{Title: title, Cols: cols, Rows: rows}
}

func (t *teller) said(key string, args ...any) blocks.Block {
	return blocks.Block{Text: t.t(key, args...)}
}

func (t *teller) quiet(key string) blocks.Block { return blocks.Block{Text: t.t(key), Quiet: true} }

// verdict is a verdict as a cell.
func (t *teller) verdict(v string) blocks.Cell {
	if v == "" {
		return blocks.Cell{}
	}
	return blocks.Cell{Text: t.word("verdict", v), Icon: chart.Sign(v), Ink: chart.Verdict(v).Ink, Bold: true}
}

// short writes a day without its year, as axes do.
func (t *teller) short(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	switch {
	case err != nil:
		return day
	case t.f.Lang == "en":
		return d.Format("2 Jan")
	}
	return d.Format("02/01")
}

// parts gives the parts of a bar, in the printed order of verdicts.
func parts(f *Figures) []chart.Part {
	counts := []int{f.Passed, f.Remark, f.Failed, f.Blocked, f.NotRun, f.NotApplicable}
	out := make([]chart.Part, len(counts))
	for i, v := range verdicts() {
		out[i] = chart.Part{N: counts[i], Pattern: chart.Verdict(v)}
	}
	return out
}

func verdicts() []string {
	return []string{"passed", "passed_with_remark", "failed", "blocked", "not_run", "not_applicable"}
}

func severities() []string { return []string{"blocking", "major", "minor", "observation"} }

// counted says the parts of a bar in words.
func (t *teller) counted(f *Figures) string {
	var out []string
	for i, p := range parts(f) {
		if p.N > 0 {
			out = append(out, t.word("short", verdicts()[i])+t.f.Colon()+t.number(p.N))
		}
	}
	return strings.Join(out, " · ")
}

// legend gives the keys of the verdicts that some figures have.
func (t *teller) legend(of ...*Figures) []chart.Key {
	var keys []chart.Key
	for i, v := range verdicts() {
		for _, f := range of {
			if parts(f)[i].N > 0 {
				keys = append(keys, chart.Key{Pattern: chart.Verdict(v), Word: t.word("verdict", v)})
				break
			}
		}
	}
	return keys
}

// bars draws journeys, some on a figure.
func (t *teller) bars(list []Journey) *chart.Drawing {
	bars, all := make([]chart.Bar, len(list)), make([]*Figures, len(list))
	for i := range list {
		j := &list[i]
		label := j.Title
		if label == "" {
			label = j.Code
		}
		word := t.word("verdict", j.Verdict)
		if j.Critical {
			word = t.t("critical") + " · " + word
		}
		bars[i] = chart.Bar{
			Label: label, Strong: true, Note: t.counted(&j.Figures), Word: word,
			Ink: chart.Verdict(j.Verdict).Ink, Parts: parts(&j.Figures),
		}
		all[i] = &j.Figures
	}
	return chart.Bars(t.f, t.t("chart.journeys"), page.TextW, bars, t.legend(all...))
}

// curve draws what was planned and what is done, day after day.
func (t *teller) curve(height float64) []*chart.Drawing {
	b := t.b
	if len(b.Days) == 0 {
		return nil
	}
	p := &b.Progress
	scope := chart.Line{Key: chart.Key{
		Pattern: chart.Pattern{Ink: page.Slate}, Line: true, Dash: 1.2, Weight: 1,
		Word: t.t("line.scope", t.rows(p.Planned)),
	}}
	planned := chart.Line{Key: chart.Key{
		Pattern: chart.Pattern{Ink: page.Amber}, Line: true, Dash: 4, Weight: 1.3, Word: t.t("line.planned"),
	}}
	done := chart.Line{Dots: true, Key: chart.Key{
		Pattern: chart.Pattern{Ink: page.Navy}, Line: true, Weight: 2.2,
		Word: t.t("line.done", t.f.Ratio(p.Done, p.Planned)),
	}}
	most, last := p.Planned, 0
	for i := range b.Days {
		d := &b.Days[i]
		most = max(most, d.Scope, d.Planned, d.Done)
		planned.Points = append(planned.Points, chart.Point{Day: d.Date, N: float64(d.Planned)})
		if d.Known {
			scope.Points = append(scope.Points, chart.Point{Day: d.Date, N: float64(d.Scope)})
			if i == 0 || d.Done != b.Days[last].Done || i+1 == len(b.Days) || !b.Days[i+1].Known {
				done.Points = append(done.Points, chart.Point{Day: d.Date, N: float64(d.Done)})
			}
			last = i
		}
	}
	to := b.Days[len(b.Days)-1].Date
	lines := []chart.Line{scope, done}
	if b.Planned {
		lines = []chart.Line{scope, planned, done}
	}
	if f := &b.Forecast; f.End != "" && f.End > b.Days[last].Date {
		to = max(to, f.End)
		lines = append(lines, chart.Line{Slope: true, Key: chart.Key{
			Pattern: chart.Pattern{Ink: page.Navy}, Line: true, Dash: 2, Weight: 1,
			Word: t.t("line.forecast", t.f.Date(f.End)),
		}, Points: []chart.Point{
			{Day: b.Days[last].Date, N: float64(b.Days[last].Done)}, {Day: f.End, N: float64(p.Planned - f.Machine)},
		}})
	}
	o := chart.Over{
		Title: t.t("chart.curve"), Width: page.TextW, Height: height, Lines: lines,
		Axis: chart.Axis{
			From: b.Days[0].Date, To: to, Most: most, Day: t.short, Amount: t.number,
			Today: b.Days[last].Date, Word: t.t("chart.today", t.f.Date(b.Days[last].Date)),
		},
	}
	return []*chart.Drawing{o.Draw(t.f)}
}
