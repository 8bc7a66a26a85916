package conduct

import (
	"cmp"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports/committee"
)

// week is how many days a committee looks ahead, today among them.
const week = 7

// Committee makes the order of business of the product committee.
func Committee(in Input) committee.Order {
	b := build(in)
	m, st := b.m, b.st
	p := &committee.Order{
		Schema: committee.Schema, Language: m.Language, Project: m.Project, Campaign: m.Campaign, Title: m.Title,
		Producer: in.Producer, IssuedAt: in.Now, Members: []string{}, Delivery: m.Release.Version, Build: m.Build(),
		End:       campaign.ForecastOf(st, in.Now, b.machine, func(string) bool { return true }).End,
		Decisions: []committee.Awaited{}, Blocking: []committee.Anomaly{}, Reserves: []committee.Reserve{},
		Criteria: []committee.Criterion{}, Sessions: []committee.Session{},
		Until: in.Now.AddDate(0, 0, week-1).Format(time.DateOnly), Reference: committee.Reference{
			Commit: m.Commit, Manifest: in.Digest, Checkpoint: in.Head.Size, Root: in.Head.Root,
		},
	}
	for i := range st.Cases {
		switch st.Progress(&st.Cases[i]) {
		case pace.Played:
			p.Done++
			p.Planned++
		case pace.Left:
			p.Planned++
		case pace.Aside:
		}
	}
	if m.Sections != nil && len(m.Sections.Committees) > 0 {
		p.Name = m.Sections.Committees[0].Name
		for _, member := range m.Sections.Committees[0].Members {
			if b.acts(member) {
				p.Members = append(p.Members, member)
			}
		}
	}
	b.awaited(p)
	p.Delays = b.delays()
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		if !a.Open() || recette.Severity(a.Severity) != recette.Blocking {
			continue
		}
		line := committee.Anomaly{
			Number: a.Number, Status: a.Status, Summary: b.text(a.Summary), Owner: b.text(a.Owner), Due: a.Due,
		}
		if t := b.instant(a.RaisedAt); t != nil {
			line.Days = max(int(in.Now.Sub(*t).Hours()/24), 0)
		}
		p.Blocking = append(p.Blocking, line)
	}
	for i := range st.Reserves {
		r := &st.Reserves[i]
		if r.Standing().Pending() {
			p.Reserves = append(p.Reserves, committee.Reserve{
				Number: r.Number, Class: r.Class, Text: b.text(r.Text), Owner: b.text(r.Owner), Due: r.Due,
				Overdue: r.Due != "" && r.Due < b.today(),
			})
		}
	}
	slices.SortStableFunc(p.Reserves, func(x, y committee.Reserve) int { return cmp.Compare(x.Due, y.Due) })
	b.unmet(p)
	for _, s := range m.PlannedSessions() {
		if s.Date < b.today() || s.Date > p.Until {
			continue
		}
		line := committee.Session{
			Code: s.Code, Title: s.Title, Date: s.Date, Start: s.Start, Place: s.Place, Animator: b.acting(s.Animator),
		}
		for _, id := range b.plays(&s) {
			i, ok := st.Index(id)
			if !ok || b.machine(i) {
				continue
			}
			switch st.Progress(&st.Cases[i]) {
			case pace.Left:
				line.Left++
				line.Rows++
			case pace.Played:
				line.Rows++
			case pace.Aside:
			}
		}
		p.Sessions = append(p.Sessions, line)
	}
	slices.SortStableFunc(p.Sessions, func(x, y committee.Session) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Start, y.Start))
	})
	return *p
}

// awaited lists what somebody has to decide: what the plan expects, what was proposed to the PO, what is contested,
// what waits to become an anomaly, what nobody attested yet.
func (b *builder) awaited(p *committee.Order) {
	st, add := b.st, func(a committee.Awaited) { p.Decisions = append(p.Decisions, a) }
	po := b.holder(recette.PO)
	var due, what string
	owner := po
	if s := b.m.Sections; s != nil {
		due, what, owner = s.Expected.On, s.Expected.What, cmp.Or(b.acting(s.Expected.By), po)
	}
	if len(b.m.Journeys) == 0 && st.Decision("") == nil {
		add(committee.Awaited{Kind: "pronounce", Text: what, Owner: owner, Due: due})
	}
	for i := range b.m.Journeys {
		if j := &b.m.Journeys[i]; st.Decision(j.Code) == nil {
			add(committee.Awaited{
				Kind: "pronounce", About: cmp.Or(j.Title, j.Code), Text: what, Owner: owner,
				Due: due,
			})
		}
	}
	for i := range st.Anomalies {
		if a := &st.Anomalies[i]; a.Proposal != nil {
			add(committee.Awaited{Kind: "proposal", About: a.Number, Text: b.text(a.Summary), Owner: po})
		}
	}
	qa := b.holder(recette.QA)
	for i := range st.Cases {
		if c := &st.Cases[i]; c.Last != nil && c.Last.Contested != nil && c.Last.Invalid == nil {
			add(committee.Awaited{Kind: "contested", About: c.ID, Text: b.m.Cases[i].Name, Owner: qa})
		}
	}
	for _, d := range st.Waiting() {
		add(committee.Awaited{Kind: "draft", About: d.ID(), Text: b.text(d.Observed), Owner: qa})
	}
}

// unmet lists the criteria of exit that are not met, those of suspension that are reached, and whose word is missing.
func (b *builder) unmet(p *committee.Order) {
	gates := pv.Measure(b.m, b.in.Records, b.in.Now)
	p.Exit = len(gates.Exit)
	for _, c := range gates.Suspension {
		p.Criteria = append(p.Criteria, committee.Criterion{
			Text: c.Text, Threshold: c.Threshold, Measured: c.Measured, Reached: true,
		})
	}
	for i, c := range gates.Exit {
		switch {
		case c.Met == "unknown" && b.m.Exit[i].Attested != "":
			p.Decisions = append(p.Decisions, committee.Awaited{
				Kind: "attest", About: c.Text, Owner: b.acting(b.m.Exit[i].Attested),
			})
			p.Criteria = append(p.Criteria, committee.Criterion{Text: c.Text, Threshold: c.Threshold})
		case c.Met != "yes":
			line := committee.Criterion{Text: c.Text, Threshold: c.Threshold, Measured: c.Measured}
			if c.Met != "no" && c.Met != "unknown" {
				line.Derogation, line.Elsewhere = c.Met, b.st.Elsewhere(c.Met)
			}
			p.Criteria = append(p.Criteria, line)
		}
	}
}

// holder gives who holds a role now, or the role.
func (b *builder) holder(role recette.Role) string {
	for i := range b.in.Crew {
		if b.in.Crew[i].Role == string(role) {
			return b.in.Crew[i].Name
		}
	}
	return string(role)
}

// acts tells whether nothing says that whom the plan names holds nothing any more. Of a function, or of somebody to
// whom the plan gives no role, nothing does.
func (b *builder) acts(name string) bool {
	named := func(p plan.Participant) bool { return p.Named(name) }
	return !slices.ContainsFunc(b.m.Parties, named) || slices.ContainsFunc(b.in.Crew, named)
}

// acting gives whom the plan names, and nobody once they hold nothing any more.
func (b *builder) acting(name string) string {
	if b.acts(name) {
		return name
	}
	return ""
}
