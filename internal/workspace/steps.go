package workspace

import (
	"context"
	"errors"

	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/steps"
)

// ErrNothing says that the targets hold no case, or none that is selected.
var ErrNothing = errors.New("nothing is selected")

// Steps is what runs the steps of a project, while somebody asks about it: the definitions of all its workers.
type Steps struct {
	*steps.Matcher
	sources []steps.Source
	workers []execution.Worker
}

// Steps builds and starts the workers of the project. It may take seconds. The caller closes what it gives.
func (p *Project) Steps(ctx context.Context) (*Steps, error) {
	built, err := p.StepSources(ctx, Target{})
	if err != nil {
		return nil, err
	}
	o := &Steps{}
	for _, s := range built {
		w, err := s.Open(ctx)
		if err != nil {
			return nil, errors.Join(err, o.Close())
		}
		o.workers = append(o.workers, w)
		o.sources = append(o.sources, s.Steps(w))
	}
	o.Matcher = steps.NewMatcher(o.sources)
	return o, nil
}

// Close ends the workers. No step ran in them: they have nothing to tidy up.
func (o *Steps) Close() error {
	var errs []error
	for _, w := range o.workers {
		errs = append(errs, w.Kill())
	}
	return errors.Join(errs...)
}

// StepIndex reads the features of the targets and asks the workers of the project about their steps. It returns
// ErrNothing when there is no case.
func (p *Project) StepIndex(ctx context.Context, targets []string) (*steps.Index, error) {
	c := steps.NewCollector(p.Tags.Manual)
	cases := 0
	err := p.Read(ctx, targets, func(f *catalogue.File) {
		cases += len(f.Cases)
		c.Add(f)
	})
	if err != nil {
		return nil, err
	}
	if cases == 0 {
		return nil, ErrNothing
	}
	s, err := p.Steps(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()                //nolint:errcheck // no step ran: they have nothing to leave behind
	return c.Index(ctx, s.sources) //nolint:wrapcheck // it names the source
}
