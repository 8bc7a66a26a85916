// Package usual makes a cahier de recette in the layout that French projects use: a row a case, and eleven columns. As
// delimited text or as a workbook, it is what internal/importer takes back. The same cahier gives the same bytes. It
// binds no row to the frozen text: the texts of the steps do. What it was made for stands above its columns.
package usual

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/delimited"
	"recette/reports/cahier"
	"recette/reports/page"
)

// The columns, from 0.
const (
	colID = iota
	colTitle
	colAim
	colData
	colSteps
	colExpected
	colObserved
	colVerdict
	colComment
	colTester
	colDay
	columns
)

// names are the keys of the titles of the columns, in order.
func names() [columns]string {
	return [columns]string{
		"id", "title", "aim", "data", "steps", "expected", "observed", "verdict", "comment", "tester", "day",
	}
}

type table struct {
	c        *cahier.Cahier
	texts    page.Texts
	flow     *page.Flow // formats of the language alone
	contexts map[string]*cahier.Context
}

func of(c *cahier.Cahier, o cahier.Options) *table {
	t := &table{
		c: c, texts: o.Texts, flow: &page.Flow{Words: o.Texts, Lang: c.Language, Zone: o.Location},
		contexts: map[string]*cahier.Context{},
	}
	for i := range c.Contexts {
		t.contexts[c.Contexts[i].Number] = &c.Contexts[i]
	}
	return t
}

// row is a row of texts.
type row = [columns]string

func (t *table) t(key string) string { return t.texts("cahier.usual." + key) }

// above is how many rows come before the titles of the columns.
const above = 1

// madeFor says what the cahier was made for: results of one build are none of the next. A plan that no campaign plays
// names none.
func (t *table) madeFor() (out row) {
	c := t.c
	said := []string{t.t("above." + string(c.Kind))}
	if build := cmp.Or(c.Environment.Build, c.Release.Version); build != "" {
		said = append(said, t.texts("cahier.usual.above.build", build))
	}
	said = append(said, t.texts("cahier.usual.above.iteration", strconv.Itoa(max(c.Iteration, 1))))
	if c.Reference.File == "" {
		said = append(said, t.texts("cahier.usual.above.campaign", c.Campaign))
	}
	copy(out[:], said)
	return out
}

// rows gives what the cahier was made for, the titles of the columns, then a row for each case.
func (t *table) rows() []row {
	var head row
	for i, name := range names() {
		head[i] = t.t("col." + name)
	}
	out := []row{t.madeFor(), head}
	for i := range t.c.Cases {
		out = append(out, t.row(&t.c.Cases[i]))
	}
	return out
}

func (t *table) row(c *cahier.Case) row {
	done, expected := t.steps(c)
	out := row{
		colID: c.ID, colTitle: c.Name, colAim: cmp.Or(c.Aim, c.Rule, c.Feature), colData: t.data(c), colSteps: done,
		colExpected: expected,
	}
	if t.c.Kind == cahier.Executed {
		t.found(c, &out)
	}
	return out
}

// all gives the steps of a case, those of its Contexte first.
func (t *table) all(c *cahier.Case) []cahier.Step {
	if x := t.contexts[c.Context]; x != nil && c.Prior > 0 {
		return slices.Concat(x.Steps, c.Steps)
	}
	return c.Steps
}

// steps lists what is done and what is expected of it: a step a line, behind its number, as it is frozen.
func (t *table) steps(c *cahier.Case) (done, expected string) {
	var lines [2][]string
	for _, s := range t.all(c) {
		of := 0
		if s.Expects() {
			of = 1
		}
		lines[of] = append(lines[of], strconv.Itoa(s.Number)+". "+page.Sentence(" ", s.Keyword, s.Text))
	}
	return strings.Join(lines[0], "\n"), strings.Join(lines[1], "\n")
}

// data lists what a case is played with: data sets, the values of its row of examples, the tables and the texts that
// its steps carry.
func (t *table) data(c *cahier.Case) string {
	lines := slices.Clone(c.DataSets)
	for _, v := range c.Row {
		lines = append(lines, v.Name+t.flow.Colon()+v.Text)
	}
	for _, s := range t.all(c) {
		step := t.texts("cahier.step", strconv.Itoa(s.Number)) + t.flow.Colon()
		for _, cells := range s.Table {
			lines = append(lines, step+strings.Join(cells, " | "))
		}
		if s.DocString != "" {
			lines = append(lines, step+s.DocString)
		}
	}
	return strings.Join(lines, "\n")
}

// found adds what the journal tells of a case. A verdict that does not stand as it is says so in its own cell.
func (t *table) found(c *cahier.Case, out *row) {
	seen := slices.Clone(c.Background)
	for len(seen) < c.Prior {
		seen = append(seen, cahier.Seen{})
	}
	for i := range c.Steps {
		seen = append(seen, c.Steps[i].Seen)
	}
	out[colObserved] = t.gathered(c.Message, seen, func(s *cahier.Seen) string { return s.Observed })
	out[colComment] = t.gathered("", seen, func(s *cahier.Seen) string {
		return page.Sentence("\n", s.Comment, s.Reason)
	})
	if of := strings.Join(c.Anomalies, ", "); of != "" {
		out[colComment] = page.Sentence("\n", out[colComment], of)
	}
	for _, said := range cahier.Corrections(t.flow, c.Amended) {
		out[colComment] = page.Sentence("\n", out[colComment], said)
	}
	verdict := t.t("verdict." + c.Verdict)
	if c.Verdict == "blocked" {
		if i := slices.IndexFunc(seen, func(s cahier.Seen) bool { return s.Cause != "" }); i >= 0 {
			verdict += t.flow.Colon() + t.texts("reports.cause."+seen[i].Cause)
		}
	}
	out[colVerdict] = page.Sentence(" – ", verdict, t.limits(c))
	out[colTester] = c.Tester
	if day := t.day(c); !day.IsZero() {
		out[colDay] = t.flow.Date(day.Format(time.DateOnly))
	}
}

// gathered joins what was seen of the steps: behind its number where several steps say something.
func (t *table) gathered(before string, seen []cahier.Seen, say func(*cahier.Seen) string) string {
	var said, numbered []string
	for i := range seen {
		if text := say(&seen[i]); text != "" && !slices.Contains(said, text) {
			said = append(said, text)
			numbered = append(numbered, t.texts("cahier.step", strconv.Itoa(i+1))+t.flow.Colon()+text)
		}
	}
	if len(said) > 1 {
		said = numbered
	}
	return page.Sentence("\n", append([]string{before}, said...)...)
}

// limits says why a verdict does not stand as it is: empty when it does.
func (t *table) limits(c *cahier.Case) string {
	if c.Attempt == 0 {
		return ""
	}
	var out []string
	if c.Freshness != "" && c.Freshness != "fresh" {
		out = append(out, t.texts("reports.freshness."+c.Freshness))
	}
	for _, of := range []struct {
		is  bool
		key string
	}{
		{c.Due, "due"},
		{c.Invalid != nil, "invalid"},
		{c.Contested != nil, "contested"},
		{len(c.Amended) > 0, "amended"},
		{c.Unread, "unread"},
		{c.Returned != nil, "returned"},
		{c.Open, "open"},
	} {
		if of.is {
			out = append(out, t.texts("cahier.state."+of.key))
		}
	}
	return page.Sentence(", ", out...)
}

// day is when a case was played: the day that the cahier it was taken from says, else that of its end.
func (t *table) day(c *cahier.Case) time.Time {
	if o := c.Origin; o != nil && o.Day != "" {
		if day, err := time.Parse(time.DateOnly, o.Day); err == nil {
			return day
		}
	}
	if at := cmp.Or(c.EndedAt, c.StartedAt); at != nil {
		local := at.In(t.flow.Location())
		return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// answers lists what the column of verdicts offers: a blocking has its cause beside it, for which there is no column.
func (t *table) answers() (out []string) {
	for _, v := range []string{"passed", "passed_with_remark", "failed"} {
		out = append(out, t.t("verdict."+v))
	}
	for _, cause := range []string{"environment", "data", "rights", "dependency", "anomaly"} {
		out = append(out, t.t("verdict.blocked")+t.flow.Colon()+t.texts("reports.cause."+cause))
	}
	for _, v := range []string{"not_applicable", "not_run"} {
		out = append(out, t.t("verdict."+v))
	}
	return out
}

// inert gives the cells of a row that no spreadsheet computes, within what it takes.
func inert(r row) []string {
	out := make([]string, len(r))
	for i, s := range r {
		out[i] = delimited.Inert(s)
	}
	return out
}
