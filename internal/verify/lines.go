package verify

import (
	"slices"
	"time"

	"recette/internal/journal"
)

// auditLine is a fact of the journal as annex H shows it.
type auditLine struct {
	Seq   int64     `json:"seq"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Role  string    `json:"role"`
	Kind  string    `json:"kind"`
	About string    `json:"about"`
	Says  string    `json:"says"`
}

// auditAnnex is the letter of the annex that lists the facts of the journal.
const auditAnnex = "H"

// lines compares annex H with the journal: each leaf of the campaign has its line, in order, and nothing else has one.
func (c *check) lines(f *fold) {
	var want []auditLine
	n := &notes{fold: f}
	if slices.Contains(c.pv.Printed, auditAnnex) {
		for i := range c.proven {
			want = append(want, n.line(&c.proven[i].leaf, at(c.pv.Audit, i)))
		}
	}
	for _, x := range differs(field{"audit", c.pv.Audit, want}) {
		c.contents.add(bad(NoteMismatch, x))
	}
}

// line gives the line of a leaf.
func (n *notes) line(l *journal.Leaf, shown auditLine) auditLine {
	x := auditLine{Seq: l.Seq, At: n.at(l), By: n.by(l, shown.By), Kind: string(l.Kind), Role: string(roleOf(l.Actor))}
	if r := l.Result; r != nil {
		if x.About = r.Case; r.Closed {
			x.Says = r.Verdict
		}
	}
	if d := l.Decision; d != nil {
		x.About, x.Says = d.Number, d.Decision
	}
	for _, of := range []struct {
		there bool
		about func() string
	}{
		{l.Anomaly != nil, func() string { return l.Anomaly.Number }},
		{l.Reserve != nil, func() string { return l.Reserve.Number }},
		{l.PV != nil, func() string { return l.PV.Number }},
		{l.End != nil, func() string { return l.End.Number }},
		{l.Scan != nil, func() string { return l.Scan.Number }},
		{l.Visa != nil, func() string { return l.Visa.Number }},
		{l.Milestone != nil, func() string { return l.Milestone.Number }},
		{l.Derogation != nil, func() string { return l.Derogation.Number }},
		{l.Delegation != nil, func() string { return l.Delegation.Number }},
		{l.Deviation != nil, func() string { return l.Deviation.Number }},
		{l.Session != nil, func() string { return l.Session.Number }},
		{l.Objection != nil, func() string { return l.Objection.Case }},
		{l.Review != nil, func() string { return l.Review.Case }},
		{l.Amend != nil, func() string { return l.Amend.Case }},
		{l.Drop != nil, func() string { return l.Drop.Case }},
		{l.Data != nil, func() string { return l.Data.Set }},
	} {
		if of.there {
			x.About = of.about()
		}
	}
	return x
}
