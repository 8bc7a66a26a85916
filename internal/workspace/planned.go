package workspace

import (
	"context"
	"errors"

	"recette/internal/plan"
	"recette/internal/planning"
)

// Planned is a plan as it stands: what is wrong with it, and what it asks of people.
type Planned struct {
	planning.Source // its manifest is nil when a problem refuses the plan

	Problems []PlanProblem
}

// Refused tells whether a problem forbids to freeze the plan.
func (p *Planned) Refused() bool { return p.Manifest == nil }

// PlanNames lists the plans of the project.
func (p *Project) PlanNames() ([]string, error) {
	names, err := plan.List(p.Tree())
	if err != nil {
		return nil, &PlanError{Plan: "plans", Err: err}
	}
	return names, nil
}

// Planned reads a plan as Freeze does, and keeps what is wrong with it instead of refusing. References that cannot be
// read are left out of the count: recette lint says what is wrong with them. It returns the errors of Freeze, but a
// *RefusedError.
func (p *Project) Planned(ctx context.Context, f Freezing) (*Planned, error) {
	p = p.once()
	in, data, err := p.freezing(ctx, f)
	if err != nil {
		return nil, err
	}
	set, _ := p.References()
	said := in.Plan // with what the files of its data sets say beside it: that is not left to be filled
	said.DataSets = in.DataSets()
	out := &Planned{Source: planning.Source{
		Input: planning.Input{Cases: in.Cases, Set: set, Tags: p.Tags}, Plan: &said, File: in.File, Data: data,
		IssuedAt: f.At,
	}}
	in.Unopened = true
	m, problems, err := plan.Freeze(in)
	p.place(problems, p.planFile(f.Dir, f.Plan))
	out.Problems = problems
	if errors.Is(err, plan.ErrRefused) {
		return out, nil
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the plan
	}
	out.Manifest = &m
	return out, nil
}

// Draft gives what a new plan is begun from. It returns the errors of Cases.
func (p *Project) Draft(ctx context.Context) (*planning.Draft, error) {
	p = p.once()
	cases, err := p.Cases(ctx, p.Features)
	if err != nil {
		return nil, err
	}
	known, _, _ := p.planned(func(error) {}) // a plan that cannot be read gives no title
	titles := map[string]string{}
	for code, j := range known {
		titles[code] = j.Title
	}
	set, _ := p.References()
	return &planning.Draft{
		Titles: titles, Set: set, Project: p.Name, Language: p.Language, Environments: environments(p.Environments),
		Participants: participants(p.Participants), Cases: cases, Tags: p.Tags,
	}, nil
}
