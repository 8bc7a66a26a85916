package pv

import (
	"slices"

	"recette/internal/journal"
	"recette/reports"
)

// audit fills a line for each leaf of the campaign that the PV rests on, when annex H is asked for.
func (b *builder) audit() {
	if !slices.Contains(b.pv.Printed, reports.AnnexAudit) {
		return
	}
	at := make(map[int64]int, len(b.in.Records))
	for i := range b.in.Records {
		at[b.in.Records[i].Leaf.Seq] = i
	}
	b.pv.Audit = make([]reports.AuditLine, 0, len(b.pv.Journal.Leaves))
	for i := range b.pv.Journal.Leaves {
		l := &b.in.Records[at[b.pv.Journal.Leaves[i].Seq]].Leaf
		x := reports.AuditLine{Seq: l.Seq, At: moment(l.At), Kind: string(l.Kind), About: subject(l)}
		if l.Actor != nil {
			x.By, x.Role = b.name(*l.Actor), l.Actor.Role
		}
		switch {
		case l.Result != nil && l.Result.Closed:
			x.Says = l.Result.Verdict
		case l.Decision != nil:
			x.Says = l.Decision.Decision
		}
		b.pv.Audit = append(b.pv.Audit, x)
	}
}

// subject gives the number, or the case, that a leaf is about; empty when it is about none.
func subject(l *journal.Leaf) string {
	switch {
	case l.Result != nil:
		return l.Result.Case
	case l.Anomaly != nil:
		return l.Anomaly.Number
	case l.Reserve != nil:
		return l.Reserve.Number
	case l.Decision != nil:
		return l.Decision.Number
	case l.PV != nil:
		return l.PV.Number
	case l.Deviation != nil:
		return l.Deviation.Number
	case l.Session != nil:
		return l.Session.Number
	case l.Objection != nil:
		return l.Objection.Case
	case l.Data != nil:
		return l.Data.Set
	case l.Drop != nil:
		return l.Drop.Case
	case l.End != nil:
		return l.End.Number
	case l.Scan != nil:
		return l.Scan.Number
	case l.Visa != nil:
		return l.Visa.Number
	case l.Milestone != nil:
		return l.Milestone.Number
	case l.Review != nil:
		return l.Review.Case
	case l.Amend != nil:
		return l.Amend.Case
	case l.Derogation != nil:
		return l.Derogation.Number
	case l.Delegation != nil:
		return l.Delegation.Number
	}
	return ""
}
