package conduct

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/planning"
	"recette/reports"
	"recette/reports/agenda"
)

// Agenda makes the agenda of the sessions that the plan of a campaign foresees, with what is left to play in each.
func Agenda(in Input) agenda.Agenda {
	b := build(in)
	m := b.m
	out := agenda.Agenda{
		Schema: agenda.Schema, Language: m.Language, Project: m.Project, Campaign: m.Campaign, Title: m.Title,
		Producer: in.Producer, IssuedAt: in.Now, Zone: m.TimeZone, Delivery: m.Release.Version, Build: m.Build(),
		Environment: m.Environment.Name, URL: m.Environment.URL, Sessions: []agenda.Session{},
		Accounts: []agenda.Account{}, Reference: agenda.Reference{
			Commit: m.Commit, Manifest: in.Digest, Checkpoint: in.Head.Size, Root: in.Head.Root,
		},
	}
	seen := map[string]bool{}
	effort := planning.Count(planning.Input{Manifest: m, Tags: b.in.Tags})
	foreseen := m.PlannedSessions()
	for i := range foreseen {
		s := b.session(&foreseen[i], &effort.Sessions[i], effort.Minutes)
		for k := range s.Rows {
			seen[s.Rows[k].Case] = true
		}
		out.Sessions = append(out.Sessions, s)
	}
	slices.SortStableFunc(out.Sessions, func(x, y agenda.Session) int {
		return cmp.Or(cmp.Compare(last(x.Date), last(y.Date)), cmp.Compare(last(x.Start), last(y.Start)))
	})
	for i := range b.st.Cases {
		c := &b.st.Cases[i]
		if !b.machine(i) && b.st.Progress(c) == pace.Left && !seen[c.ID] {
			out.Unplanned++
		}
	}
	asked := map[string]bool{}
	if m.Sections != nil {
		for _, x := range m.Sections.Accounts {
			out.Accounts = append(out.Accounts, agenda.Account(x))
			asked[x.Role] = true
		}
	}
	for _, r := range m.Names.Roles {
		if asked[r.Code] {
			out.RoleNames = append(out.RoleNames, reports.Name(r))
		}
	}
	return out
}

// last puts what is empty after all the rest.
func last(s string) string { return cmp.Or(s, "\xff") }

func (b *builder) session(s *plan.Session, load *planning.Load, each int) agenda.Session {
	out := agenda.Session{
		Code: s.Code, Title: s.Title, Date: s.Date, Start: s.Start, Minutes: load.Minutes, Place: s.Place,
		Entity: s.Entity, Animator: b.acting(s.Animator), Testers: []agenda.Person{}, Journeys: []string{},
		Rows:  []agenda.Row{},
		Holds: load.Holds, Each: cmp.Or(s.Capacity, each), DataSets: []agenda.DataSet{}, Held: []string{},
		Present: []agenda.Presence{},
	}
	out.Iteration, out.Build = b.installed(s.Date)
	if at, err := time.Parse("15:04", s.Start); err == nil {
		out.End = at.Add(time.Duration(load.Minutes) * time.Minute).Format("15:04")
	}
	for i := range b.m.Parties {
		if out.Animator != "" && b.m.Parties[i].Named(out.Animator) {
			out.From = b.m.Parties[i].Entity
			break
		}
	}
	for _, name := range s.Testers {
		if !b.acts(name) { // whoever left is not called
			continue
		}
		p := agenda.Person{Name: name}
		for i := range b.m.Parties {
			if b.m.Parties[i].Named(name) {
				p = agenda.Person{Name: b.m.Parties[i].Name, Role: b.m.Parties[i].Role, Entity: b.m.Parties[i].Entity}
				break
			}
		}
		out.Testers = append(out.Testers, p)
	}
	for _, code := range s.Journeys {
		title := code
		if j := b.m.Journey(code); j != nil {
			title = cmp.Or(j.Title, code)
		}
		out.Journeys = append(out.Journeys, title)
	}
	sets := map[string]bool{}
	for _, id := range b.plays(s) {
		i, ok := b.st.Index(id)
		if !ok {
			continue
		}
		c, f := &b.st.Cases[i], &b.m.Cases[i]
		switch {
		case b.machine(i):
			out.Machine++
			continue
		case b.st.Progress(c) == pace.Aside:
			continue
		}
		row := agenda.Row{
			Case: id, Name: f.Name, Antenne: c.Antenne, Assigned: b.name[c.Assigned],
			DataSets: append([]string{}, f.DataSets...), Done: b.st.Progress(c) == pace.Played,
		}
		if !row.Done {
			out.Left++
		}
		for _, code := range f.DataSets {
			sets[code] = true
		}
		out.Rows = append(out.Rows, row)
	}
	for i := range b.m.DataSets {
		if d := &b.m.DataSets[i]; sets[d.Code] {
			out.DataSets = append(out.DataSets, agenda.DataSet{Code: d.Code, Label: d.Label})
		}
	}
	for i := range b.st.Sessions {
		if held := &b.st.Sessions[i]; strings.EqualFold(held.Planned, s.Code) {
			out.Held = append(out.Held, held.Number)
			out.Present = append(out.Present, b.presences(held)...)
		}
	}
	return out
}

// installed gives the iteration of the plan on whose days a session is, and what is installed then: what the plan
// expects of one that is still to come, what the campaign tested or tests otherwise. Each iteration of the plan is of
// one delivery; the campaign may have several of the same.
func (b *builder) installed(date string) (code, build string) {
	if b.m.Sections == nil || date == "" {
		return "", ""
	}
	delivered := b.m.Deliveries()
	for i := range b.m.Sections.Iterations {
		x := &b.m.Sections.Iterations[i]
		if x.From == "" || date < x.From || x.To != "" && date > x.To {
			continue
		}
		switch {
		case i >= len(delivered):
			return x.Code, x.Build
		case date >= b.today():
			return x.Code, b.m.Build()
		default:
			return x.Code, delivered[i].Build
		}
	}
	return "", ""
}

func (b *builder) presences(s *state.Session) (out []agenda.Presence) {
	for i := range s.People {
		p := &s.People[i]
		one := agenda.Presence{
			Name: cmp.Or(b.name[p.Ref], b.text(p.Name), p.Ref), Entity: b.text(p.Entity), From: b.instant(p.From.At),
			To: b.instant(p.To.At),
		}
		for k := range b.m.Parties {
			if b.m.Parties[k].Ref == p.Ref && one.Entity == "" {
				one.Entity = b.m.Parties[k].Entity
			}
		}
		out = append(out, one)
	}
	return out
}
