package workspace

import (
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/plan"
)

// place says where the names stand that nobody replaced: in the plan, else in recette.yaml.
func (p *Project) place(problems []plan.Problem, planFile string) {
	for i := range problems {
		name, field, ok := problems[i].Placed()
		if !ok {
			continue
		}
		for _, file := range []string{planFile, filepath.Join(p.Root, ConfigFile)} {
			data, err := bounded.ReadFile(file, bounded.Document)
			if err != nil {
				continue // it was read before: the name alone is said
			}
			line, exact := lineOf(string(data), name, field)
			if exact || line > 0 && problems[i].Line == 0 {
				problems[i].Path, problems[i].Line = p.shown(file), line
			}
			if exact {
				break
			}
		}
	}
}

// lineOf gives the line that holds a name, under a field rather than another, counted from one; zero when there is
// none. exact tells that it is under that field.
func lineOf(text, name, field string) (first int, exact bool) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		before, _, found := strings.Cut(line, name)
		switch {
		case found && strings.Contains(before, field+":"):
			return n, true
		case found && first == 0:
			first = n
		}
	}
	return first, false
}
