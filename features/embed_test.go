package features_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/features"
)

func TestExample_HoldsEveryFile(t *testing.T) {
	t.Parallel()
	example := features.Example()
	dir := filepath.Join("exemples", "crm")
	count := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.Name() == ".recette" {
			return fs.SkipDir // private: held out by the test below
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		got, err := fs.ReadFile(example, filepath.ToSlash(rel))
		if err != nil {
			t.Errorf("%s is not embedded: %v", rel, err)
		} else if string(got) != string(want) {
			t.Errorf("%s is not embedded as it is on disk", rel)
		}
		count++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 25 {
		t.Errorf("%d files in the example, want at least 25", count)
	}
}

func TestExample_HoldsWhatAProjectNeeds(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"recette.yaml", "go.mod.txt", "go.sum.txt", "README.md", "messages.yaml", "plans/recette-v1.yaml",
		"answers/recette-v1.yaml", "delegations/NS-2026-41.md", "decisions/DEC-0001.md", "data/JDD-adhesion.yaml",
		"steps/steps.go", "steps/steps_test.go", ".gitignore",
	} {
		if data, err := fs.ReadFile(features.Example(), name); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if _, err := fs.Stat(features.Example(), name); err == nil {
			t.Errorf("%s is in the example: go:embed would leave the whole folder out", name)
		}
	}
}

// TestExample_StepsAreFreeStanding: the copied project cannot import recette.
func TestExample_StepsAreFreeStanding(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(features.Example(), "steps/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("steps = %v, %v", files, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(features.Example(), name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			quoted := strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`)
			if quoted && strings.Contains(line, ".") && line != `"github.com/cucumber/godog"` || line == `"recette"` ||
				strings.HasPrefix(line, `"recette/`) {
				t.Errorf("%s imports %s, want the standard library and godog only", name, line)
			}
		}
	}
}

// A database or keys that somebody left beside the example must not travel in the binary.
func TestExample_LeavesPrivateFilesOut(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(features.Example(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".") && d.Name() != "." && d.Name() != ".gitignore" {
			t.Errorf("%s is embedded", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
