package reports

import "slices"

// onOneLine gives a PV whose names, titles and steps stand on a line each, as the pages print them: a line end in one
// would write a line that nobody recorded. It shows as its mark, and the PV of the caller is left alone. What people
// say at length (what was observed, comments, reasons, cells, notes) keeps its lines.
func onOneLine(pv PV) PV {
	for _, p := range []*Party{&pv.Client, &pv.Supplier} {
		flatten(&p.Name, &p.Representative, &p.Title, &p.Lot)
	}
	flatten(
		&pv.Title, &pv.Place, &pv.Contract.Reference, &pv.Reference.Campaign, &pv.Reference.Plan,
		&pv.Reference.PlanVersion,
		&pv.Release.Version, &pv.Release.Build, &pv.Environment.Name, &pv.Environment.URL, &pv.Decision.By,
	)
	for _, list := range []*[]string{&pv.Rules, &pv.Roles, &pv.Entities, &pv.NotShown} {
		*list = edited(*list, func(s *string) bool { return flatten(s) })
	}
	pv.Journeys = edited(pv.Journeys, func(j *Journey) bool { return flatten(&j.Title, &j.Owner) })
	pv.Stories = edited(pv.Stories, func(s *Story) bool { return flatten(&s.Title, &s.Epic) })
	for _, list := range []*[]Name{&pv.Names.Epics, &pv.Names.Criteria, &pv.Names.Rules, &pv.Names.Roles} {
		*list = edited(*list, func(n *Name) bool { return flatten(&n.Code, &n.Name) })
	}
	pv.Messages = edited(pv.Messages, func(m *Message) bool { return flatten(&m.Code, &m.Antenne, &m.Text) })
	pv.DataSets = edited(pv.DataSets, func(s *DataSet) bool { return flatten(&s.Code, &s.Label) })
	pv.Sessions = edited(pv.Sessions, func(s *Session) bool { return flatten(&s.Actor, &s.TakenBy) })
	pv.Anomalies = edited(pv.Anomalies, func(a *Anomaly) bool {
		named := flatten(&a.Summary, &a.RaisedBy, &a.Owner, &a.FixedBy, &a.Build)
		life := edited(a.Life, func(e *AnomalyEvent) bool { return flatten(&e.By, &e.Owner, &e.Build) })
		if len(life) > 0 && &life[0] != &a.Life[0] {
			a.Life, named = life, true
		}
		return named
	})
	pv.Reserves = edited(pv.Reserves, func(r *Reserve) bool { return flatten(&r.Owner, &r.FixedBy, &r.Build) })
	pv.SeverityChanges = edited(pv.SeverityChanges, func(x *SeverityChange) bool { return flatten(&x.By) })
	pv.Documents = edited(pv.Documents, func(x *Document) bool {
		named := flatten(&x.DecidedBy)
		signed := edited(x.Signed, func(s *DocumentSigned) bool { return flatten(&s.By) })
		if len(signed) > 0 && &signed[0] != &x.Signed[0] {
			x.Signed, named = signed, true
		}
		return named
	})
	pv.Audit = edited(pv.Audit, func(x *AuditLine) bool { return flatten(&x.By) })
	pv.Unsigned = edited(pv.Unsigned, func(x *Unsigned) bool { return flatten(&x.By) })
	pv.Warnings = edited(pv.Warnings, func(w *Warning) bool { return flatten(&w.Text) })
	pv.Signers = edited(pv.Signers, func(s *Signatory) bool { return flatten(&s.Name, &s.Entity) })
	pv.Cases = edited(pv.Cases, func(c *Case) bool {
		named := flatten(&c.Name, &c.Feature, &c.Rule, &c.Examples, &c.Row, &c.Tester)
		if t := c.Taken; t != nil {
			line := *t
			if flatten(&line.File, &line.By) {
				c.Taken, named = &line, true
			}
		}
		steps := edited(c.Steps, func(s *Step) bool { return flatten(&s.Text) })
		if len(steps) > 0 && &steps[0] != &c.Steps[0] {
			c.Steps, named = steps, true
		}
		return named
	})
	return pv
}

// flatten puts texts on a line each, and tells whether one was on several.
func flatten(texts ...*string) (changed bool) {
	for _, s := range texts {
		if line := flat(*s); line != *s {
			*s, changed = line, true
		}
	}
	return changed
}

// edited gives a list with what edit changes in it: the same one when that is nothing, a copy otherwise.
func edited[T any](list []T, edit func(*T) bool) []T {
	out := list
	for i := range list {
		item := list[i]
		if !edit(&item) {
			continue
		}
		if &out[0] == &list[0] {
			out = slices.Clone(list)
		}
		out[i] = item
	}
	return out
}
