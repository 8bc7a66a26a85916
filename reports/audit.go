package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

// audit draws what the journal of the campaign holds (annex H): one line a fact.
func (d *doc) audit() {
	d.Note(page.BodyGrey, d.Tr("audit.intro"))
	t := d.Table(
		page.Col(d.Tr("col.fact"), 16), page.Col(d.Tr("col.instant"), 40), page.Col(d.Tr("col.author"), 50),
		page.Col(d.Tr("col.what"), 68),
	)
	for i := range d.pv.Audit {
		x := &d.pv.Audit[i]
		t.Row(
			page.Plain(strconv.FormatInt(x.Seq, 10)), page.Plain(d.Second(x.At)),
			page.Plain(page.Sentence(" – ", x.By, d.word("role", x.Role))), page.Plain(d.audited(x)),
		)
	}
	t.End()
}

// audited says in a few words what a fact is.
func (d *doc) audited(x *AuditLine) string {
	what, kind := d.Tr("fact.other"), strings.ReplaceAll(x.Kind, ".", "_")
	if slices.Contains(vocabulary("fact"), kind) {
		what = d.word("fact", kind)
	}
	says := d.word("verdict", x.Says)
	if x.Kind == "decision" {
		says = d.word("decision", x.Says)
	}
	return page.Sentence(d.Colon(), page.Sentence(" ", what, x.About), says)
}
