package workspace

import (
	"fmt"

	"recette/internal/project"
)

// EnvironmentError says that the environment to test in is not known. Name is the unknown one that was asked for; it is
// empty when one of several must be named.
type EnvironmentError struct {
	Name  string
	Known []string
}

func (e *EnvironmentError) Error() string {
	return fmt.Sprintf("environment %q among %q", e.Name, e.Known)
}

// ChosenEnvironment gives where the product is tested: by name, else the only environment of the project, nil when it
// has none. Among several none is taken for granted: the first one may be the one that nobody should test on. It
// returns an *EnvironmentError.
func (p *Project) ChosenEnvironment(name string) (*project.Environment, error) {
	if name == "" && len(p.Environments) <= 1 {
		for i := range p.Environments {
			return &p.Environments[i], nil
		}
		return nil, nil //nolint:nilnil // the project has none
	}
	if env := p.Environment(name); env != nil {
		return env, nil
	}
	e := &EnvironmentError{Name: name}
	for i := range p.Environments {
		e.Known = append(e.Known, p.Environments[i].Name)
	}
	return nil, e
}
