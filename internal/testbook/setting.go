package testbook

import (
	"cmp"
	"strings"

	"recette/internal/plan"
	"recette/internal/reference"
	"recette/reports/cahier"
)

// dataSets gives the cards of the data sets that the cases name, and of those that no case of the plan names: they may
// serve any.
func (b *builder) dataSets() {
	b.doc.DataSets = []cahier.DataSet{}
	named, here := map[string]bool{}, map[string]bool{}
	for i := range b.m.Cases {
		for _, code := range b.m.Cases[i].DataSets {
			named[code] = true
		}
	}
	for i := range b.doc.Cases {
		for _, code := range b.doc.Cases[i].DataSets {
			here[code] = true
		}
	}
	for i := range b.m.DataSets {
		d := &b.m.DataSets[i]
		if here[d.Code] || !named[d.Code] {
			b.doc.DataSets = append(b.doc.DataSets, b.dataSet(d))
		}
	}
}

func (b *builder) dataSet(d *plan.DataSet) cahier.DataSet {
	out := cahier.DataSet{
		Code: d.Code, Label: d.Label, Origin: d.Origin, Owner: d.Owner, Antenne: d.Entity, States: d.States,
		Limits: d.Limits, Load: d.Load, Reset: d.Reset, Values: []cahier.Value{}, SHA256: d.SHA256,
	}
	if b.in.Set == nil {
		return out
	}
	known, ok := b.in.Set.DataSet(d.Code)
	if !ok || known.SHA256 != d.SHA256 { // another file than the frozen one says nothing of this recette
		return out
	}
	out.Load, out.Reset = cmp.Or(out.Load, known.Load.Words()), cmp.Or(out.Reset, known.Reset.Words())
	out.Owner = cmp.Or(out.Owner, known.Owner)
	out.States = cmp.Or(out.States, strings.Join(known.States, ", "))
	out.Limits = cmp.Or(out.Limits, strings.Join(known.Limits, ", "))
	for i := range known.Values {
		out.Values = append(out.Values, cahier.Value{Name: known.Values[i].Name, Text: valueText(&known.Values[i])})
	}
	return out
}

func valueText(v *reference.Value) string {
	if len(v.Fields) == 0 {
		return v.Text
	}
	parts := make([]string, len(v.Fields))
	for i, f := range v.Fields {
		parts[i] = f.Name + " = " + f.Text
	}
	return strings.Join(parts, ", ")
}

// sessions gives those of the plan to a blank cahier, those that were held to an executed one.
func (b *builder) sessions() {
	b.doc.Sessions = []cahier.Session{}
	if b.in.Kind == cahier.Blank {
		for _, s := range sections(b.m).Sessions {
			b.doc.Sessions = append(b.doc.Sessions, cahier.Session{
				Code: s.Code, Title: s.Title, Date: s.Date, Start: s.Start, Minutes: s.Minutes, Place: s.Place,
				Animator: s.Animator, Testers: list(s.Testers), Present: []cahier.Presence{},
			})
		}
		return
	}
	for i := range b.state.Sessions {
		s := &b.state.Sessions[i]
		out := cahier.Session{
			Code: s.Planned, Number: s.Number, Place: b.text(s.Place), OpenedAt: instant(s.Opened.At),
			ClosedAt: instant(s.Closed.At), Remark: b.text(s.Remark), Testers: []string{}, Present: []cahier.Presence{},
		}
		for k := range s.People {
			p := &s.People[k]
			here := cahier.Presence{
				Name: b.participant(p.Ref), Function: b.text(p.Function), Entity: b.text(p.Entity),
				Animates: p.Animates, From: instant(p.From.At), To: instant(p.To.At),
			}
			if p.Name != "" {
				here.Name = b.text(p.Name)
			}
			for n := range b.m.Parties {
				if q := &b.m.Parties[n]; p.Ref != "" && q.Ref == p.Ref {
					here.Entity = cmp.Or(here.Entity, q.Entity)
					here.Function = cmp.Or(here.Function, b.m.FunctionOf(q))
				}
			}
			if here.Animates {
				out.Animator = here.Name
			}
			out.Present = append(out.Present, here)
		}
		b.doc.Sessions = append(b.doc.Sessions, out)
	}
}
