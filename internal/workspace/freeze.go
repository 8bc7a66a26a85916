package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/yamldoc"
)

// PlanError is a plan that cannot be read. Err is a *yamldoc.Error, or why the file cannot be read.
type PlanError struct {
	Plan  string // as it was given
	Err   error
	Known []string // names of the plans of the project, when none has that name
}

func (e *PlanError) Error() string { return fmt.Sprintf("read plan %s: %v", e.Plan, e.Err) }

// Unwrap gives the cause.
func (e *PlanError) Unwrap() error { return e.Err }

// PlanProblem is what is wrong with a plan.
type PlanProblem = plan.Problem

// RefusedError is a plan that cannot be frozen, with what is wrong with it, warnings too.
type RefusedError struct {
	Plan     string // as it was given
	Problems []PlanProblem
}

func (e *RefusedError) Error() string { return fmt.Sprintf("plan %s is refused", e.Plan) }

// Frozen is a plan and the texts that it selects, frozen. Those who take part have references to see it by; whoever
// records it gives them their own (plan.Manifest.Refer).
type Frozen struct {
	plan.Manifest
	People   []string      // names of those who take part
	Problems []PlanProblem // none forbids to freeze
}

// Freezing says what is frozen.
type Freezing struct {
	Plan  string // name of a plan of the project, or path of one
	Dir   string // folder that a path is relative to
	Build string // replaces that of the plan, unless empty
	At    time.Time

	ongoing bool // its campaign is open
}

// planFile gives the file of a plan, by its name, or by a path relative to a folder.
func (p *Project) planFile(dir, said string) string {
	switch {
	case !strings.ContainsAny(said, `/\`) && !strings.HasSuffix(said, ".yaml"):
		return p.Plan(said)
	case filepath.IsAbs(said):
		return said
	}
	return filepath.Join(dir, said)
}

// shown is the name of a file for whoever reads it: from the root of the project.
func (p *Project) shown(file string) string {
	if rel, err := filepath.Rel(p.Root, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}

// readPlan finds a plan by its name, or by a path relative to a folder, and reads it. It returns a *PlanError.
func (p *Project) readPlan(dir, said string) (*plan.Document, []byte, error) {
	file := p.planFile(dir, said)
	data, err := bounded.ReadFile(file, bounded.Document)
	if err != nil {
		refused := &PlanError{Plan: said, Err: err}
		if errors.Is(err, fs.ErrNotExist) {
			refused.Known, _ = plan.List(p.Tree()) // the plan that is missing is the fault, whatever the others are
		}
		return nil, nil, refused
	}
	read, err := plan.ReadDocument(p.shown(file), data)
	if err != nil {
		return nil, nil, &PlanError{Plan: said, Err: err}
	}
	read.Environment.URL = ShownAddress(read.Environment.URL)
	return read, data, nil
}

// Freeze reads a plan, the features and the references, and freezes them. It returns a *PlanError, a *ConfigError, a
// *FeaturesError, or a *RefusedError.
func (p *Project) Freeze(ctx context.Context, f Freezing) (*Frozen, error) {
	in, _, err := p.freezing(ctx, f)
	if err != nil {
		return nil, err
	}
	m, problems, err := plan.Freeze(in)
	p.place(problems, p.planFile(f.Dir, f.Plan))
	if errors.Is(err, plan.ErrRefused) {
		return nil, &RefusedError{Plan: f.Plan, Problems: problems}
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the plan
	}
	return &Frozen{Manifest: m, People: plan.People(in.Plan, in.Participants), Problems: problems}, nil
}

// freezing gathers what a plan is frozen from, and gives the bytes of the plan.
func (p *Project) freezing(ctx context.Context, f Freezing) (in plan.Input, data []byte, err error) {
	pl, data, err := p.readPlan(f.Dir, f.Plan)
	if err != nil {
		return in, nil, err
	}
	if f.Build != "" {
		pl.Release.Build = f.Build
	}
	p = p.noting(ctx)
	cases, waivers, err := p.casesAndWaivers(ctx)
	if err != nil {
		return in, nil, err
	}
	chosen, err := catalogue.ParseExpression(pl.Tags)
	if err != nil {
		return in, nil, badExpression(pl, f.Plan, "tags", err)
	}
	again, err := catalogue.ParseExpression(pl.Regression)
	if err != nil {
		return in, nil, badExpression(pl, f.Plan, "regression", err)
	}
	in = plan.Input{
		File: pl.File, Place: pl.Place, Regression: again.Matches,
		Plan: pl.Plan, Project: p.Name, Language: p.Language, TimeZone: p.TimeZone, Now: f.At, Cases: cases,
		Waivers: waivers, Match: chosen.Matches, Environments: environments(p.Environments),
		Participants: participants(p.Participants), Policies: policies(p.Policies),
		Approved: p.Policies.Approved, Ongoing: f.ongoing,
		Tags: p.Tags,
		Refs: map[string]string{},
	}
	for _, who := range plan.People(pl.Plan, in.Participants) {
		in.Refs[who] = "p-" + who
	}
	refs, _ := p.References() // what is wrong with the files is in the set
	in.References = refs
	in.Data, in.Faults = dataFiles(refs)
	in.Decisions = p.acted(in.Plan.Cited())
	in.Commit = p.commit(ctx)
	return in, data, nil
}

// BadExpression is the code of a tag expression of a plan that cannot be read: its arguments are the expression, what
// is wrong as catalogue.Fault says it, and where.
const BadExpression yamldoc.Code = "plan_expression"

// badExpression says where the plan holds an expression that cannot be read.
func badExpression(pl *plan.Document, said, key string, err error) error {
	e, ok := errors.AsType[*catalogue.ExpressionError](err)
	if !ok {
		return err
	}
	p := yamldoc.Problem{
		File: pl.File, Path: key, Code: BadExpression, Args: []string{e.Expression, string(e.Fault), e.Token},
		Suggest: e.Suggestion,
	}
	p.Line, p.Column = pl.Place(key)
	return &PlanError{Plan: said, Err: errors.Join(&yamldoc.Error{Problems: []yamldoc.Problem{p}}, e)}
}

// dataFiles gives the digest of the file of each data set, what its head says when it reads, and what is wrong with it.
func dataFiles(refs *reference.Set) (map[string]plan.DataSet, map[string][]yamldoc.Problem) {
	files, faults := make(map[string]plan.DataSet, len(refs.DataSets)), map[string][]yamldoc.Problem{}
	for i := range refs.DataSets {
		d := &refs.DataSets[i]
		files[d.Code] = plan.DataSet{
			Code: d.Code, Label: d.Label, Origin: d.Origin, SHA256: d.SHA256, DataDetail: plan.DataDetail{
				Owner: d.Owner, Entity: d.Antenne, States: oneLine(d.States), Volume: oneLine(d.Volumes),
				Limits: oneLine(d.Limits), Absent: oneLine(d.Absent), Forbidden: oneLine(d.Forbidden),
				Repeated: oneLine(d.Repeated), Load: d.Load.Words(), Reset: d.Reset.Words(),
			},
		}
	}
	for _, fault := range refs.Problems {
		if code, ok := reference.DataCode(fault.File); ok {
			faults[code] = append(faults[code], fault)
		}
	}
	return files, faults
}

// acted tells of each number whose decision has a page whether it is acted.
func (p *Project) acted(numbers []string) map[string]bool {
	out := map[string]bool{}
	for _, number := range numbers {
		if err := reference.CheckActed(p.Tree(), number); !errors.Is(err, reference.ErrNoDecision) {
			out[number] = err == nil
		}
	}
	return out
}

func oneLine(list []string) string { return strings.Join(list, " · ") }

// casesAndWaivers gives, in one reading of the features, what Cases does, and the rules that authors set aside there,
// for the plan that is frozen and its PV.
func (p *Project) casesAndWaivers(ctx context.Context) ([]catalogue.Case, []plan.Waiver, error) {
	o, err := p.LintOptions()
	if err != nil {
		return nil, nil, err
	}
	l, err := p.Linting(ctx, o, p.Features, true)
	if err != nil {
		return nil, nil, err
	}
	l.Reading.OutlineOnly = false
	var cases []catalogue.Case
	var faults []syntax.Diagnostic
	found, err := l.Waivers(ctx, func(f *catalogue.File) {
		faults = append(faults, errorsOf(f.Diagnostics)...)
		cases = append(cases, f.Cases...)
	})
	switch {
	case err != nil:
		return nil, nil, err //nolint:wrapcheck // it says which file could not be judged
	case len(faults) > 0:
		return nil, nil, &FeaturesError{Faults: faults}
	}
	var waivers []plan.Waiver
	for _, w := range found {
		waivers = append(waivers, plan.Waiver(w))
	}
	return cases, waivers, nil
}

func environments(list []project.Environment) []plan.Environment {
	var out []plan.Environment
	for _, e := range list {
		out = append(out, plan.Environment{Name: e.Name, URL: ShownAddress(e.URL), Build: e.Build, Notes: e.Notes})
	}
	return out
}

// policies gives how strictly the project keeps the rules of the separation of duties.
func policies(p project.Policies) []plan.Policy {
	var out []plan.Policy
	if p.Separation != "" {
		out = append(out, plan.Policy{Rule: recette.Duties()[0], Effect: p.Separation})
	}
	for _, d := range p.Duties {
		out = append(out, plan.Policy(d))
	}
	return out
}

func participants(list []project.Participant) []plan.Participant {
	var out []plan.Participant
	for _, w := range list {
		out = append(out, plan.Participant{
			Name: w.Name, Role: w.Role, Entity: w.Entity, Function: w.Function, Perimeter: w.Perimeter,
		})
	}
	return out
}
