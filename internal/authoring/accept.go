package authoring

import (
	"os"
	"path/filepath"

	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/lint/runner"
	"recette/internal/syntax"
	"recette/internal/workspace"
)

// Accepted is what became of a baseline that was renewed.
type Accepted struct {
	Name       string         // of the file: in the project, when it lies there
	Count      int            // findings that it accepts
	Left       []lint.Finding // errors that it may not accept
	Undeclared bool           // recette.yaml does not name it
}

// Accept renews the baseline from what a run found: what is there is accepted for later. What the run did not look at
// stays as it was. Nothing is written when dry. It returns a *durable.FileError.
func Accept(
	p *workspace.Project, b workspace.Baselining, old *lint.Baseline, l *runner.Runner, found []lint.Finding, dry bool,
) (*Accepted, error) {
	file := p.BaselineFile(b)
	judged := map[string]bool{}
	for i := range l.Entries {
		judged[l.Entries[i].Path] = true
	}
	keep := func(path string) bool { return l.Options.Partial && !judged[path] }
	renewed := old.Accept(found, l.Options.Rules, keep)
	data, err := renewed.Encode()
	if err != nil {
		return nil, err
	}
	if !dry {
		if err := fileError(file, replaceOrWrite(file, data)); err != nil {
			return nil, err
		}
	}
	out := &Accepted{Name: file, Count: renewed.Count(), Undeclared: p.Lint.Baseline == "" && b.File == ""}
	if rel, ok := workspace.Within(p.Root, file); ok {
		out.Name = filepath.ToSlash(rel)
	}
	for i := range found {
		if f := &found[i]; f.Severity == syntax.Error && !lint.Acceptable(f, l.Options.Rules) {
			out.Left = append(out.Left, *f)
		}
	}
	return out, nil
}

// replaceOrWrite writes a file, new or in place of the old one, whose mode it keeps.
func replaceOrWrite(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return durable.Replace(path, data)
	}
	return durable.Write(path, 0o644, durable.Bytes(data))
}
