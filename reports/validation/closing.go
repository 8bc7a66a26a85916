package validation

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

func (t *teller) deliverables() []block {
	return []block{t.list("", []col{
		t.col("deliverable", 64), t.col("format", 34), t.col("owner", 36),
		t.col("due", 40),
	},
		rowsOf(t.p.Deliverables, func(x *Deliverable) []string {
			return []string{x.What, x.Format, t.who(x.Owner), t.date(x.Due)}
		}))}
}

func (t *teller) archiving() []block {
	a, years := t.p.Archiving, ""
	if a.Years > 0 {
		years = t.t("years", t.number(a.Years))
	}
	return []block{{fields: []page.Field{
		t.field("formats", strings.Join(a.Formats, ", ")), t.field("kept", years), t.field("place", a.Place),
		t.field("handover", a.Handover), t.field("recipients", strings.Join(t.p.Distribution.Recipients, ", ")),
		t.field("confidentiality", t.p.Distribution.Confidentiality),
	}}}
}

func (t *teller) approval() []block {
	rows := rowsOf(t.p.Approval, func(x *Approval) []string {
		return []string{"", t.who(x.Who), t.word("capacity", x.As), "", "\u00a0\n\u00a0"}
	})
	for i := range rows {
		rows[i][0] = strconv.Itoa(i + 1)
	}
	return []block{
		t.list("", []col{
			t.figures("rank", 12), t.col("who", 56), t.col("capacity", 32), t.col("date", 28),
			t.col("signature", 46),
		}, rows),
		{text: t.t("approval.note"), quiet: true},
	}
}

func (t *teller) remaining() []block {
	rows := rowsOf(t.p.Remaining, func(r *Remains) []string {
		if r.Marked {
			return []string{t.t("marked"), r.Path}
		}
		return []string{t.t("section." + strconv.Itoa(r.Section)), r.Path}
	})
	return []block{
		{text: t.t("remaining.intro"), quiet: true},
		{rows: rows, cols: []col{t.col("section", 80), t.col("key", 94)}},
	}
}

func (t *teller) references() []block {
	r := t.p.Reference
	return []block{{fields: []page.Field{
		t.field("file", r.File), t.field("file-digest", r.SHA256), t.field("commit", r.Commit),
		t.field("manifest", r.Manifest), t.field("issued", t.f.Stamp(t.p.IssuedAt)), t.field("producer", t.p.Producer),
	}}, {text: t.t("references.note"), quiet: true}}
}
