package validation

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

// block is a piece of a section, the same in every format: a title, a paragraph, labelled values, a table.
type block struct {
	title  string
	text   string
	quiet  bool // of a text: said in passing
	fields []page.Field
	cols   []col
	rows   [][]string
	draw   func(*doc) // a figure; what it shows stands in words beside it
}

// col is a column of a table, with its part of the width.
type col struct {
	title string
	share float64
	right bool
}

// chapter is one of the sections of a plan.
type chapter struct {
	number string
	title  string
	blocks []block
}

// teller puts a plan into words.
type teller struct {
	p     *Plan
	texts page.Texts
	f     *page.Flow // formats of the language alone
}

func (t *teller) t(key string, args ...any) string { return t.texts("validation."+key, args...) }

// word gives the word for a value that has one; an empty one stays empty.
func (t *teller) word(kind, value string) string {
	if value == "" {
		return ""
	}
	return t.t(kind + "." + value)
}

// Who words a function, and leaves a name as it is.
func Who(texts page.Texts, who string) string {
	if slices.Contains(Functions(), who) {
		return texts("validation.who." + who)
	}
	return who
}

// Functions lists the words for what somebody does that have a text; any other word is a name.
func Functions() []string {
	return []string{
		"ppo", "po", "qa", "tester", "delivery", "referent", "ux", "leadtech", "supplier", "auditor", "admin",
		"branch_tester",
	}
}

func (t *teller) who(who ...string) string {
	out := make([]string, len(who))
	for i, w := range who {
		out[i] = Who(t.texts, w)
	}
	return strings.Join(out, ", ")
}

func (t *teller) date(iso string) string { return t.f.Date(iso) }

func (t *teller) number(n int) string { return t.f.Number(int64(n)) }

// cases says how many cases there are.
func (t *teller) cases(n int) string {
	if n == 1 || n == 0 && t.p.Language != "en" {
		return t.t("count.one", t.number(n))
	}
	return t.t("count.many", t.number(n))
}

// some is a number that 0 leaves out.
func (t *teller) some(n int) string {
	if n == 0 {
		return ""
	}
	return t.number(n)
}

func (t *teller) col(key string, share float64) col {
	return col{title: t.t("col." + key), share: share}
}

func (t *teller) figures(key string, share float64) col {
	return col{title: t.t("col." + key), share: share, right: true}
}

func (t *teller) field(key, value string) page.Field {
	return page.Field{Label: t.t("field." + key), Value: value}
}

// list is a table, or the words that say that there is nothing.
func (t *teller) list(title string, cols []col, rows [][]string) block {
	if title != "" {
		title = t.t("part." + title)
	}
	if len(rows) == 0 {
		return block{title: title, text: t.t("none"), quiet: true}
	}
	return block{title: title, cols: cols, rows: rows}
}

func rowsOf[T any](list []T, row func(*T) []string) [][]string {
	rows := make([][]string, len(list))
	for i := range list {
		rows[i] = row(&list[i])
	}
	return rows
}

// chapters gives the eighteen sections of a plan, what is left to be filled, and the references.
func (t *teller) chapters() []chapter {
	parts := [][]block{
		t.identification(), t.context(), t.basis(), t.journeys(), t.scope(), t.risks(), t.levels(), t.data(),
		t.environments(), t.sessions(), t.calendar(), t.criteria(), t.anomalies(), t.reporting(), t.duties(),
		t.deliverables(), t.archiving(), t.approval(),
	}
	var all []chapter
	for i, blocks := range parts {
		n := strconv.Itoa(i + 1)
		all = append(all, chapter{number: n, title: t.t("section." + n), blocks: blocks})
	}
	letter := "A"
	if len(t.p.Remaining) > 0 {
		all = append(all, chapter{number: letter, title: t.t("section.remaining"), blocks: t.remaining()})
		letter = "B"
	}
	return append(all, chapter{number: letter, title: t.t("section.references"), blocks: t.references()})
}
