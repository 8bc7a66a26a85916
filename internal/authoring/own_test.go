package authoring

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recette/internal/workspace"
)

func TestOwns(t *testing.T) {
	files := small()
	files["plans/demo.yaml"] = "name: demo\n"
	files[workspace.ConfigFile] += "automation:\n  - go: ./steps\n"
	files["steps/steps.go"], files["steps/vide.go"] = "package steps\n", ""
	files["notes.txt"] = "rien\n"
	files["sous/features/a.txt"] = "rien\n"
	p := opened(t, files)
	write(t, p.Root, map[string]string{"autre/recette.yaml": "name: Autre\n", "autre/plans/a.yaml": "name: a\n"})
	if err := os.Link(filepath.Join(p.Root, "plans/demo.yaml"), filepath.Join(p.Root, "copie.txt")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"recette.yaml":              true,
		"stories.yaml":              true, // to come: it would be read
		"STORIES.yaml":              true,
		".gitignore":                true,
		"plans/demo.yaml":           true,
		"plans/demo.txt":            false,
		"copie.txt":                 true, // another name of a plan
		"features/adhesion.feature": true,
		"features/sous/x.feature":   true,
		"features/x.pdf":            false,
		".recette/n-importe":        true,
		"steps/steps.go":            true,
		"steps/vide.go":             false, // nothing is lost
		"steps/neuf.go":             false,
		"notes.txt":                 false,
		"autre/plans/a.yaml":        true, // of the project that holds it
	} {
		path := filepath.Join(p.Root, filepath.FromSlash(name))
		var info fs.FileInfo
		if found, err := os.Stat(path); err == nil {
			info = found
		}
		if got := Owns(p.Root, path, info); got != want {
			t.Errorf("Owns(%s) = %t, want %t", name, got, want)
		}
	}
	for name, want := range map[string]bool{
		"features": true, "features/docs": true, "steps": true, "stories.yaml": true, ".recette/x": true,
		"docs-recette": false, "sortie/features": false,
	} {
		if got := OwnsPlace(p.Root, filepath.Join(p.Root, filepath.FromSlash(name))); got != want {
			t.Errorf("OwnsPlace(%s) = %t, want %t", name, got, want)
		}
	}
}

// The baseline is replaced where the project keeps it, and nowhere else.
func TestOwnsBaseline(t *testing.T) {
	files := small()
	files[workspace.ConfigFile] += "lint:\n  baseline: qualite/acceptes.json\n"
	p := opened(t, files)
	for name, want := range map[string]bool{
		workspace.DefaultBaseline: true, "qualite/acceptes.json": true,
		"a.json": false, "qualite/" + workspace.DefaultBaseline: false,
	} {
		if got := OwnsBaseline(p, filepath.Join(p.Root, filepath.FromSlash(name))); got != want {
			t.Errorf("OwnsBaseline(%s) = %t, want %t", name, got, want)
		}
	}
}
