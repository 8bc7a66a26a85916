package importer

import (
	"recette/internal/importer/sheet"
	"recette/internal/recette"
	"recette/reports/cahier/workbook"
)

// answer is a row that somebody filled.
type answer struct {
	at       Place
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
}

func (a *answer) whole() bool { return a.to == 0 }

// said tells whether the row says anything beside who and when.
func (a *answer) said() bool {
	return a.verdict != "" || a.observed != "" || a.comment != "" || a.reason != "" || a.cause != "" ||
		a.severity != "" || len(a.evidence) > 0
}

// fields says which column of a sheet holds what.
type fields map[string]int

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

func own() fields {
	return fields{
		fieldVerdict: workbook.ColVerdict, fieldObserved: workbook.ColObserved, fieldComment: workbook.ColComment,
		fieldReason: workbook.ColReason, fieldCause: workbook.ColCause, fieldSeverity: workbook.ColSeverity,
		fieldEvidence: workbook.ColEvidence, fieldTester: workbook.ColTester, fieldDay: workbook.ColDay,
		fieldMinutes: workbook.ColMinutes,
	}
}

// fill reads what a row was filled with. refuse is told of each cell that cannot be read.
func (f fields) fill(b *sheet.Book, r *sheet.Row, a *answer, refuse func(column int, code string, args ...string)) {
	for i := range r.Cells {
		c := &r.Cells[i]
		name := ""
		for field, column := range f {
			if column == c.Column {
				name = field
			}
		}
		if name == "" {
			continue
		}
		if c.Failed {
			refuse(c.Column, "formula-failed", c.Text)
			continue
		}
		if c.Formula { // what a formula shows is what a machine computed, not what somebody wrote
			refuse(c.Column, "formula", c.Text)
			continue
		}
		ok := true
		switch name {
		case fieldVerdict:
			a.verdict, ok = verdictOf(c.Text)
		case fieldObserved:
			a.observed = clean(c.Text)
		case fieldComment:
			a.comment = clean(c.Text)
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
		}
		if !ok {
			refuse(c.Column, "bad-"+name, c.Text)
		}
	}
}
