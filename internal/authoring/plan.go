package authoring

import (
	"path/filepath"
	"slices"
	"strconv"

	"recette/internal/durable"
	"recette/internal/workspace"
)

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
// of
// that name is there, which is left alone.
func WritePlan(p *workspace.Project, name string, data []byte) (path string, err error) {
	path = p.Plan(name)
	if err := durable.MakeDir(filepath.Dir(path), 0o755); err != nil {
		return path, fileError(path, err)
	}
	return path, fileError(path, durable.WriteNew(path, 0o644, data))
}
