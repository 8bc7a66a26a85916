package authoring

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"recette/internal/durable"
	"recette/internal/plan"
	"recette/internal/workspace"
)

// ErrPlanName says that no plan can have a name: nothing was written.
var ErrPlanName = errors.New("no name of a plan")

// FreePlan gives a name that no plan of the project has: "recette-1", "recette-2"…
func FreePlan(p *workspace.Project) (string, error) {
	names, err := p.PlanNames()
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		if name := "recette-" + strconv.Itoa(n); !slices.Contains(names, name) {
			return name, nil
		}
	}
}

// WritePlan writes a new plan of the project. It returns a *durable.FileError; one that holds fs.ErrExist when a plan
// of that name is there, which is left alone. It returns ErrPlanName for a name that no plan can have.
func WritePlan(p *workspace.Project, name string, data []byte) (path string, err error) {
	if !plan.ValidName(name) {
		return "", fmt.Errorf("%w: %q", ErrPlanName, name)
	}
	path = p.Plan(name)
	if err := durable.MakeDir(filepath.Dir(path), 0o755); err != nil {
		return path, fileError(path, err)
	}
	return path, fileError(path, durable.WriteNew(path, 0o644, data))
}
