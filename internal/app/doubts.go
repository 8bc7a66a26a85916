package app

import (
	"errors"

	"recette/internal/store"
	"recette/internal/verify"
)

// fault is a kind of doubt that a leaf names, and whether it bears on the whole record: another log, or an end that is
// gone, proves nothing of a PV.
type fault struct {
	is    error
	name  string
	grave bool
}

func faults() []fault {
	return []fault{
		{ErrRecordGone, "gone", true},
		{ErrOtherLog, "other-log", true},
		{ErrRolledBack, "rolled-back", true},
		{ErrDiverged, "diverged", true},
		{ErrBesideGone, "beside", false},
		{ErrHeadsGone, "heads", false},
		{ErrUnanchored, "outside", false},
		{ErrSchema, "schema", false},
	}
}

// DoubtCode names one of Record.Doubts, as reports do; its words are store.finding.<code>.
func DoubtCode(doubt error) string {
	code, _ := doubted(doubt)
	return code
}

// doubted names a doubt, and says whether it bears on the whole record.
func doubted(doubt error) (code string, grave bool) {
	for _, f := range faults() {
		if errors.Is(doubt, f.is) {
			return "record." + f.name, f.grave
		}
	}
	if errors.Is(doubt, ErrCorrupt) {
		return "record.altered", true
	}
	return "record.unread", false
}

// alterations gives what a full verification found wrong, and what was seen when the record was opened. What the
// verification names more exactly is not said again.
func (r *Record) alterations(report *Report) (found []verify.Alteration) {
	for _, f := range report.Findings {
		if !f.Code.Notice() {
			found = append(found, verify.Alteration{Code: string(f.Code), Seq: f.Seq, Subject: f.Subject})
		}
	}
	for _, doubt := range r.Doubts {
		code, grave := doubted(doubt)
		exact := errors.Is(doubt, ErrCorrupt) && !report.OK() ||
			errors.Is(doubt, ErrSchema) && report.Has(store.SchemaDiffers) ||
			errors.Is(doubt, ErrHeadsGone) && report.Has(store.CheckpointMissing)
		if !exact {
			found = append(found, verify.Alteration{Code: code, Seq: -1, Grave: grave})
		}
	}
	return found
}
