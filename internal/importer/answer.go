package importer

import (
	"time"

	"recette/internal/importer/sheet"
	"recette/internal/recette"
	"recette/reports/cahier/workbook"
)

// answer is a row that somebody filled.
type answer struct {
	at       Place
	block    int // rows that stand together and speak of one case have one number
	place    int // of its case in the cahier as it stands; -1: none
	id       string
	from, to int // steps, from 0, to left out; to is 0 for the whole case
	content  string
	attempt  int  // number of the last attempt when the cahier was made; -1: nobody knows
	bad      bool // a cell of it cannot be read

	verdict  recette.Verdict
	observed string
	comment  string
	reason   string
	cause    recette.Cause
	severity recette.Severity
	evidence []string
	tester   string
	day      string
	minutes  float64
	timed    bool // somebody wrote minutes

	build, site     string // that it says the case was played on; they are compared, and not recorded
	buildAt, siteAt Place

	given time.Time // when a device says that it was said

	lost []string // of the evidence, what is named and did not come
}

func (a *answer) whole() bool { return a.to == 0 }

// said tells whether the row says anything beside who, when and where.
func (a *answer) said() bool {
	return a.verdict != "" || a.observed != "" || a.comment != "" || a.reason != "" || a.cause != "" ||
		a.severity != "" || len(a.evidence) > 0
}

// filled tells whether the row says anything at all.
func (a *answer) filled() bool {
	return a.said() || a.tester != "" || a.day != "" || a.timed || a.build != "" || a.site != ""
}

// The fields of a row.
const (
	fieldVerdict  = "verdict"
	fieldObserved = "observed"
	fieldComment  = "comment"
	fieldReason   = "reason"
	fieldCause    = "cause"
	fieldSeverity = "severity"
	fieldEvidence = "evidence"
	fieldTester   = "tester"
	fieldDay      = "day"
	fieldMinutes  = "minutes"
)

// own gives the field of a column of a workbook that the product made, empty for the others.
func own(column int) string {
	switch column {
	case workbook.ColVerdict:
		return fieldVerdict
	case workbook.ColObserved:
		return fieldObserved
	case workbook.ColComment:
		return fieldComment
	case workbook.ColReason:
		return fieldReason
	case workbook.ColCause:
		return fieldCause
	case workbook.ColSeverity:
		return fieldSeverity
	case workbook.ColEvidence:
		return fieldEvidence
	case workbook.ColTester:
		return fieldTester
	case workbook.ColDay:
		return fieldDay
	case workbook.ColMinutes:
		return fieldMinutes
	}
	return ""
}

// unwritten says why what a cell shows is not what somebody wrote; empty when it is. What a formula shows was computed
// by a machine.
func unwritten(c *sheet.Cell) string {
	switch {
	case c.Failed:
		return "formula-failed"
	case c.Formula:
		return "formula"
	}
	return ""
}

// fill takes a cell into a field. It gives why the cell cannot be read, empty when it can. What several columns say in
// one field of free text is kept in the order of the columns.
func (a *answer) fill(b *sheet.Book, c *sheet.Cell, field string) (code string) {
	if code := unwritten(c); code != "" {
		return code
	}
	ok := true
	switch field {
	case fieldVerdict:
		a.verdict, ok = verdictOf(c.Text)
	case fieldObserved:
		a.observed = clean(c.Text)
	case fieldComment:
		a.comment = joined(a.comment, clean(c.Text))
	case fieldReason:
		a.reason = clean(c.Text)
	case fieldCause:
		a.cause, ok = causeOf(c.Text)
	case fieldSeverity:
		a.severity, ok = severityOf(c.Text)
	case fieldEvidence:
		a.evidence = names(c.Text)
	case fieldTester:
		a.tester = clean(c.Text)
	case fieldDay:
		a.day, ok = dayOf(b, c)
	case fieldMinutes:
		a.minutes, ok = minutesOf(c)
		a.timed = ok
	}
	if !ok {
		return "bad-" + field
	}
	return ""
}
