package reports

import (
	"cmp"
	"slices"

	"recette/reports/page"
)

// signoff draws what the plan asks before the decision and where it stands, then what people did about it.
func (d *doc) signoff() {
	s := d.pv.Signoff
	if s == nil {
		return
	}
	phase := d.word("signoff.phase", s.Phase)
	if s.Phase == "decided" && !s.Complete {
		phase = d.Tr("signoff.early")
	}
	if s.Number != "" {
		phase = page.Sentence(", ", d.Tr("signoff.pv", s.Number, d.Number(int64(s.Round))), phase)
	}
	effect := d.word("signoff.effect", s.Effect)
	if s.Phase == "decided" { // nothing waits any more
		effect = d.word("signoff.was", s.Effect)
	}
	d.Fields(d.f("7.7", page.Sentence("\n", phase, effect)))
	t := d.Table(
		page.Col(d.Tr("col.signoff.asked"), 66), page.Col(d.Tr("col.signoff.status"), 50),
		page.Col(d.Tr("col.recorded"), 58),
	)
	for i := range s.Steps {
		x := &s.Steps[i]
		by := ""
		if x.At != nil {
			by = d.signed(x.By, *x.At)
		}
		t.Row(page.Bold(d.asked(x)), page.Plain(d.signoffStatus(x)), page.Plain(by))
	}
	t.End()
	if len(s.Acts) == 0 {
		return
	}
	t = d.Table(
		page.Col(d.Tr("col.signoff.act"), 66), page.Col(d.Tr("col.reason"), 50), page.Col(d.Tr("col.recorded"), 58),
	)
	for i := range s.Acts {
		a := &s.Acts[i]
		what := d.Tr("signoff.act", d.word("signoff.act", a.Act), a.Number)
		t.Row(page.Bold(what), page.Plain(a.Reason),
			page.Plain(page.Sentence("\n", d.signed(a.By, a.At), d.word("role", a.Role))))
	}
	t.End()
}

// capacity says in which capacity somebody comes in the table of signatures: their role and, where the plan has a
// route, what is asked of them.
func (d *doc) capacity(kind, role string) page.Cell {
	c := page.Bold(d.roleName(role))
	if d.pv.Signoff != nil {
		c = append(c, page.Run{Style: page.SmallGrey, Text: d.word("capacity", kind)})
	}
	return c
}

// routed adds to the table of signatures what the route asks of people, from a rank on: who gave it and when, who
// refused it, or that it is still to come. It returns the last rank.
func (d *doc) routed(t *page.Table, rank int, kinds ...string) int {
	if d.pv.Signoff == nil {
		return rank
	}
	for i := range d.pv.Signoff.Steps {
		x := &d.pv.Signoff.Steps[i]
		if !slices.Contains(kinds, x.Kind) || x.Status == "unneeded" {
			continue
		}
		rank++
		said := d.signoffStatus(x)
		if x.Status == "given" && x.At != nil {
			said = page.Sentence("\n", d.Tr("meaning."+x.Kind, d.pv.Signoff.Number), d.Stamp(*x.At))
		} else if x.At != nil {
			said = page.Sentence("\n", said, d.refusal(x), d.Stamp(*x.At))
		}
		who := page.Sentence("\n", cmp.Or(x.By, x.Who), x.Branch)
		if d.has.covers && x.By != "" {
			who = page.Sentence("\n", x.By, d.Known(x.Function), x.Branch)
		}
		row := []page.Cell{
			page.Plain(d.Number(int64(rank))), d.capacity(x.Kind, x.Role), page.Plain(who), page.Plain(said),
		}
		if d.has.covers {
			row = append(row, d.recordedAs(x))
		}
		t.Row(row...)
	}
	return rank
}

// recordedAs says how a step of the route was recorded, and the digest of the file that it was said of; nothing of one
// that is still to come.
func (d *doc) recordedAs(x *SignoffStep) page.Cell {
	if x.Identity == "" {
		return page.Plain("–")
	}
	c := page.Plain(d.Tr("method.recorded." + x.Identity))
	if x.SHA256 != "" {
		c = append(c, page.Run{Style: page.SmallGrey, Text: d.Tr("method.digest", page.Digest(x.SHA256, 16))})
	}
	return c
}

// refusal gives the reason of a visa that was refused.
func (d *doc) refusal(x *SignoffStep) string {
	for i := range d.pv.Signoff.Acts {
		if a := &d.pv.Signoff.Acts[i]; a.Act == "refuse" && a.By == x.By && a.At.Equal(*x.At) {
			return d.Labelled("reason", a.Reason)
		}
	}
	return ""
}

// asked says what a step asks, and of whom.
func (d *doc) asked(x *SignoffStep) string {
	who := d.word("role", x.Role)
	switch {
	case x.Branch != "":
		who = x.Branch
	case x.Who != "":
		who = x.Who + " (" + who + ")"
	}
	return page.Sentence(", ", d.word("signoff.kind", x.Kind), who)
}

// signoffStatus says where a step stands. A silence is said to be no opinion.
func (d *doc) signoffStatus(x *SignoffStep) string {
	status := d.word("signoff.status", x.Status)
	switch {
	case x.Status == "silent":
		return page.Sentence("\n", status, d.Tr("signoff.silent", d.Date(x.Due)))
	case x.Late:
		return page.Sentence("\n", status, d.Tr("signoff.late", d.Date(x.Due)))
	case x.Due != "" && x.At == nil:
		return page.Sentence("\n", status, d.Tr("signoff.due", d.Date(x.Due)))
	}
	return status
}
