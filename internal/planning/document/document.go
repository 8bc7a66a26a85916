// Package document makes the plan de validation of a plan: what its sections refer to is resolved from the cases that
// it selects and from the references of the project. It is pure, and words nothing: reports/validation draws what it
// makes.
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"recette/internal/plan"
	"recette/internal/planning"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/reports"
	"recette/reports/validation"
)

// Of makes the plan de validation.
func Of(in planning.Source) (validation.Plan, error) {
	m, s := in.Manifest, &plan.Sections{}
	if m.Sections != nil {
		s = m.Sections
	}
	frozen, err := Digest(m)
	if err != nil {
		return validation.Plan{}, err
	}
	sum := sha256.Sum256(in.Data)
	estimate := planning.Count(in.Input)
	d := validation.Plan{
		Schema: validation.Schema, Language: m.Language, Project: m.Project, Name: m.Campaign, Title: m.Title,
		Version: m.Version, Status: s.Status, Author: s.Author, Nature: m.Nature, Regime: m.Regime,
		Producer: in.Producer, IssuedAt: in.IssuedAt,
		Reference: validation.Reference{
			File: in.File, SHA256: hex.EncodeToString(sum[:]), Commit: m.Commit, Manifest: frozen, Cases: len(m.Cases),
		},
		History: each(s.History, func(x plan.Change) validation.Change { return validation.Change(x) }),
		Context: s.Context, Purpose: s.Purpose, Expected: validation.Expected(s.Expected),
		Client: validation.Party(m.Client), Supplier: validation.Party(m.Supplier),
		Contract: validation.Contract(m.Contract), Release: validation.Release(m.Release),
		People: people(m, s), Entities: list(m.Entities), Selection: m.Tags,
		Basis:   each(s.Basis, func(x plan.Basis) validation.Basis { return validation.Basis(x) }),
		InScope: each(s.InScope, func(x plan.Inclusion) validation.Inclusion { return validation.Inclusion(x) }),
		OutOfScope: each(m.OutOfScope, func(x plan.Exclusion) validation.Exclusion {
			return validation.Exclusion{
				What: x.What, Reason: x.Reason, AgreedBy: x.AgreedBy, Elsewhere: recette.Elsewhere(x.AgreedBy),
			}
		}),
		Levels: each(s.Levels, func(x plan.TestLevel) validation.Level {
			x.Who = list(x.Who)
			return validation.Level(x)
		}),
		Regression: validation.Regression{Selection: s.Regression, Cases: len(s.RegressionCases)},
		Flags:      each(s.Flags, func(x plan.Flag) validation.Flag { return validation.Flag(x) }),
		DataSets:   each(m.DataSets, dataSet),
		Environments: each(append([]plan.Environment{m.Environment}, s.Environments...),
			func(x plan.Environment) validation.Environment { return validation.Environment(x) }),
		Integrations: each(s.Integrations, func(x plan.Integration) validation.Integration {
			return validation.Integration(x)
		}),
		Accounts: each(s.Accounts, func(x plan.Account) validation.Account { return validation.Account(x) }),
		Sessions: sessions(s, estimate.Sessions),
		Estimate: validation.Estimate{
			Parts: each(estimate.Parts, func(x planning.Part) validation.Part {
				return validation.Part{Kind: x.Kind, Count: x.Count, Each: x.Each, Cases: x.Cases}
			}),
			Estimated: estimate.Estimated, Selected: estimate.Selected, Automated: estimate.Automated,
			Minutes: estimate.Minutes, Total: estimate.SelectedMinutes, Available: estimate.Available,
			Unplanned: estimate.Unplanned, Needed: estimate.Needed,
		},
		Calendar:   validation.Calendar(s.Calendar),
		Iterations: each(s.Iterations, func(x plan.Iteration) validation.Iteration { return validation.Iteration(x) }),
		Entry:      each(m.Entry, criterion), Exit: each(m.Exit, criterion),
		Suspension: each(s.Suspension, criterion), Resumption: each(s.Resumption, criterion),
		Anomalies: validation.Anomalies{
			Circuit: s.Anomalies.Circuit, Tool: s.Anomalies.Tool, URL: s.Anomalies.URL,
			Qualified: list(s.Anomalies.Qualified),
			Severities: each(s.Anomalies.Severities, func(x plan.SeverityRule) validation.Severity {
				return severity(m, x)
			}),
		},
		Indicators: each(s.Indicators, func(x plan.Indicator) validation.Indicator { return validation.Indicator(x) }),
		Committees: each(s.Committees, func(x plan.Committee) validation.Committee {
			x.Members = list(x.Members)
			return validation.Committee(x)
		}),
		Duties: each(s.Duties, func(x plan.Duty) validation.Duty {
			x.Responsible, x.Consulted, x.Informed = list(x.Responsible), list(x.Consulted), list(x.Informed)
			return validation.Duty(x)
		}),
		Deputies: each(s.Deputies, func(x plan.Deputy) validation.Deputy { return validation.Deputy(x) }),
		Policies: each(s.Policies, func(x plan.Policy) validation.Policy { return validation.Policy(x) }),
		Authors: each(s.Authors, func(x plan.Authorship) validation.Author {
			return validation.Author{Who: x.Who, Cases: list(x.Cases), Rows: len(x.Named)}
		}),
		Accelerated: validation.Accelerated(s.Accelerated),
		Review: validation.Review{
			Cases: list(s.Review.Cases), Verdicts: list(s.Review.Verdicts), By: list(s.Review.By),
			Rows: len(s.Review.Named),
		},
		Signoff: signoff(s.Signoff.With(m.Antennes)),
		Deliverables: each(s.Deliverables, func(x plan.Deliverable) validation.Deliverable {
			return validation.Deliverable(x)
		}),
		Archiving: validation.Archiving{
			Formats: list(s.Archiving.Formats), Years: s.Archiving.Years, Place: s.Archiving.Place,
			Handover: s.Archiving.Handover,
		},
		Distribution: validation.Distribution{
			Recipients: list(s.Distribution.Recipients), Confidentiality: s.Distribution.Confidentiality,
		},
		Approval: each(s.Approval, func(x plan.Approval) validation.Approval { return validation.Approval(x) }),
		Remaining: each(planning.Remaining(in.Plan), func(x planning.Remains) validation.Remains {
			return validation.Remains(x)
		}),
	}
	scope(&in, &d)
	d.RoleNames = roleNames(m.Names.Roles, &d)
	return d, nil
}

// Digest gives the digest of a manifest without what changes each time it is frozen: its instant, and the references
// that the journal gives to people.
func Digest(m *plan.Manifest) (string, error) {
	same := *m
	same.FrozenAt, same.Parties = "", slices.Clone(m.Parties)
	for i := range same.Parties {
		same.Parties[i].Ref = ""
	}
	data, err := same.Bytes()
	if err != nil {
		return "", err //nolint:wrapcheck // it says what it encodes
	}
	return plan.Digest(data), nil
}

// scope fills journeys, stories, rules and risks from the selected cases.
func scope(in *planning.Source, d *validation.Plan) {
	m, tags := in.Manifest, in.Tags.Filled()
	byID, stories, rules := map[string]*plan.FrozenCase{}, map[string]int{}, map[string]bool{}
	d.Stories, d.Rules, d.Journeys, d.Risks = []validation.Story{}, []validation.Rule{}, []validation.Journey{},
		[]validation.Risk{}
	for i := range m.Cases {
		c := &m.Cases[i]
		byID[c.ID] = c
		if c.Story != "" {
			at, known := stories[c.Story]
			if !known {
				at, stories[c.Story] = len(d.Stories), len(d.Stories)
				told, _ := in.Set.Story(c.Story)
				title := told.Title
				if title == "" {
					title = c.Feature.Name
				}
				d.Stories = append(d.Stories, validation.Story{ID: c.Story, Title: title, Criteria: []string{}})
			}
			for _, id := range c.Criteria {
				if !slices.Contains(d.Stories[at].Criteria, id) {
					d.Stories[at].Criteria = append(d.Stories[at].Criteria, id)
				}
			}
		}
		for _, id := range c.Rules {
			if !rules[id] {
				rules[id] = true
				told, _ := in.Set.Rule(id)
				d.Rules = append(d.Rules, validation.Rule{ID: id, Title: told.Title, Threshold: told.Threshold})
			}
		}
	}
	for i := range d.Stories {
		slices.Sort(d.Stories[i].Criteria)
	}
	slices.SortFunc(d.Rules, func(a, b validation.Rule) int { return strings.Compare(a.ID, b.ID) })
	for i := range m.Journeys {
		j := &m.Journeys[i]
		out := validation.Journey{
			Code: j.Code, Title: j.Title, Owner: j.Owner, Criticality: j.Criticality, Frequency: j.Frequency,
			Consequence: j.Consequence, Roles: list(j.Roles), Entities: list(j.Entities), Blocking: j.Blocking,
			Cases: len(j.Cases), Scenarios: []validation.Scenario{},
		}
		switch {
		case j.Critical:
			out.Criticality = "critical"
		case out.Criticality == "":
			out.Criticality = "ordinary"
		}
		for _, id := range j.Cases {
			c := byID[id]
			if tags.Mode(c.Tags) == recette.Automated {
				out.Automated++
			}
			base, _, _ := strings.Cut(plan.CaseID(id), "/")
			if n := len(out.Scenarios); n > 0 && out.Scenarios[n-1].ID == base {
				out.Scenarios[n-1].Cases++
				continue
			}
			out.Scenarios = append(out.Scenarios, validation.Scenario{ID: base, Name: c.Name, Cases: 1})
			for _, role := range c.Roles {
				if len(j.Roles) == 0 && !slices.Contains(out.Roles, role) {
					out.Roles = append(out.Roles, role)
				}
			}
		}
		d.Journeys = append(d.Journeys, out)
	}
	if m.Sections == nil {
		return
	}
	for _, r := range m.Sections.Risks {
		out := validation.Risk{
			Text: r.Text, Kind: r.Kind, Probability: r.Probability, Impact: r.Impact, Response: r.Response, Tag: r.Tag,
			Owner: r.Owner,
		}
		for i := range m.Cases {
			if r.Tag != "" && slices.Contains(m.Cases[i].Tags, r.Tag) {
				out.Cases++
			}
		}
		d.Risks = append(d.Risks, out)
	}
}

// roleNames keeps the names of the roles that the document names.
func roleNames(known []plan.Name, d *validation.Plan) (out []reports.Name) {
	asked := map[string]bool{}
	for i := range d.Journeys {
		for _, code := range d.Journeys[i].Roles {
			asked[code] = true
		}
	}
	for i := range d.Accounts {
		asked[d.Accounts[i].Role] = true
	}
	for _, r := range known {
		if asked[r.Code] {
			out = append(out, reports.Name(r))
		}
	}
	return out
}

func people(m *plan.Manifest, s *plan.Sections) []validation.Person {
	out := []validation.Person{}
	for _, p := range m.Parties {
		out = append(out, validation.Person{Name: p.Name, Role: p.Role, Entity: p.Entity})
	}
	for _, c := range s.Contacts {
		out = append(out, validation.Person{Name: c.Name, Function: c.Function, Entity: c.Entity})
	}
	return out
}

func sessions(s *plan.Sections, loads []planning.Load) []validation.Session {
	out := []validation.Session{}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		out = append(out, validation.Session{
			Code: x.Code, Title: x.Title, Date: x.Date, Start: x.Start, Minutes: loads[i].Minutes, Place: x.Place,
			Entity: x.Entity, Animator: x.Animator, Testers: list(x.Testers), Journeys: list(x.Journeys),
			Cases: loads[i].Cases, Asked: loads[i].Asked, Holds: loads[i].Holds,
		})
	}
	return out
}

func dataSet(x plan.DataSet) validation.DataSet {
	return validation.DataSet{
		Code: x.Code, Label: x.Label, Origin: x.Origin, SHA256: x.SHA256, Owner: x.Owner, Entity: x.Entity,
		States: x.States, Volume: x.Volume, Limits: x.Limits, Absent: x.Absent, Forbidden: x.Forbidden,
		Repeated: x.Repeated, Load: x.Load, Reset: x.Reset,
	}
}

func criterion(x plan.Criterion) validation.Criterion {
	return validation.Criterion{
		Text: x.Text, Threshold: x.Threshold, Base: x.Base, Window: x.Window, By: x.By, Measure: x.Measure,
		Attested: x.Attested, Journey: x.Journey, Met: x.Met,
	}
}

// signoff lists what is asked for before the decision, in the order of the route.
func signoff(p route.Policy) validation.Signoff {
	out := validation.Signoff{Steps: []validation.SignoffStep{}}
	if !p.Asked() {
		return out
	}
	out.Effect, out.InOrder = p.Effect, p.Ordered
	for _, v := range p.Visas {
		out.Steps = append(out.Steps, validation.SignoffStep{
			Kind: "visa", Role: v.Role, Who: v.Who, Days: v.Days, Unit: v.Unit,
		})
	}
	b := &p.Branches
	for _, name := range b.Panel {
		out.Quorum, out.Silence = b.Quorum, b.Silence
		out.Steps = append(out.Steps, validation.SignoffStep{
			Kind: "opinion", Role: string(recette.Referent), Who: name, Days: b.Days, Unit: b.Unit,
		})
	}
	for _, v := range p.Noted {
		out.Steps = append(out.Steps, validation.SignoffStep{
			Kind: "note", Role: v.Role, Who: v.Who, Days: v.Days, Unit: v.Unit,
		})
	}
	return out
}

func each[From, To any](from []From, to func(From) To) []To {
	out := make([]To, 0, len(from))
	for _, x := range from {
		out = append(out, to(x))
	}
	return out
}

func list(from []string) []string { return append([]string{}, from...) }

// severity says what a severity means, and what the rules make of it: the usual ones, or what the plan says.
func severity(m *plan.Manifest, x plan.SeverityRule) validation.Severity {
	out := validation.Severity(x)
	weighs := m.Scale().Of(recette.Severity(x.Severity))
	out.Decision, out.AtMost = string(weighs.Weight), weighs.AtMost
	return out
}
