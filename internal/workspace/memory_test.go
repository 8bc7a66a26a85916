package workspace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/catalogue"
)

// age makes the files of a project old enough for how they stand to be trusted.
func age(t *testing.T, p *Project) {
	t.Helper()
	entries, err := p.list(t.Context(), p.Features, p.Options())
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(p.Root, filepath.FromSlash(e.Path)), old, old); err != nil {
			t.Fatal(err)
		}
	}
}

func recall(t *testing.T, p *Project, tags, program string) *Memory {
	t.Helper()
	p.outside.Program = program
	m, err := p.Recall(t.Context(), p.Features, tags)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// walked reads the files and gives their paths.
func walked(t *testing.T, m *Memory) string {
	t.Helper()
	var paths []string
	err := m.each(t.Context(), func(f *catalogue.File) func() error {
		return func() error {
			paths = append(paths, f.Path)
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(paths, " ")
}

// TestMemory_Recalls what was kept of the very same files, whatever else of the project changes, and nothing of others.
func TestMemory_Recalls(t *testing.T) {
	p := opened(t, small())
	m := recall(t, p, "", "v1")
	if _, ok := m.Recall("k"); ok {
		t.Error("something is recalled of files that nobody read")
	}
	m.Keep("k", []byte("too soon")) // their content is not known
	if got, want := walked(t, m), "features/adhesion.feature features/cotisation.feature"; got != want {
		t.Errorf("each gives %q, want %q", got, want)
	}
	m.Keep("k", []byte("found"))
	if got, ok := recall(t, p, "", "v1").Recall("k"); !ok || got != "found" {
		t.Errorf("recalled %q, %v", got, ok)
	}
	write(t, p.Root, map[string]string{"features/adhesion.feature": small()["features/adhesion.feature"], "README.md": "x"})
	if got, ok := recall(t, p, "", "v1").Recall("k"); !ok || got != "found" {
		t.Errorf("a file written anew as it was: recalled %q, %v", got, ok)
	}
	for name, other := range map[string]*Memory{"tags": recall(t, p, "@a", "v1"), "program": recall(t, p, "", "v2")} {
		if got, ok := other.Recall("k"); ok {
			t.Errorf("other %s: recalled %q", name, got)
		}
	}
	if got, ok := recall(t, p, "", "v1").Recall("other"); ok {
		t.Errorf("another key: recalled %q", got)
	}
	one, err := p.Recall(t.Context(), []string{"features/adhesion.feature"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := one.Recall("k"); ok {
		t.Errorf("another target: recalled %q", got)
	}
}

// TestMemory_ForgetsWhatChanged: a file that changed, came or went, and an option of the reading.
func TestMemory_ForgetsWhatChanged(t *testing.T) {
	changed := strings.Replace(small()["features/adhesion.feature"], "Adhérer", "adhérer", 1)
	for name, change := range map[string]func(*testing.T, *Project){
		"a change": func(t *testing.T, p *Project) {
			write(t, p.Root, map[string]string{"features/adhesion.feature": changed})
		},
		"a file": func(t *testing.T, p *Project) { write(t, p.Root, map[string]string{"features/b.feature": changed}) },
		"a loss": func(t *testing.T, p *Project) {
			if err := os.Remove(filepath.Join(p.Root, "features/adhesion.feature")); err != nil {
				t.Fatal(err)
			}
		},
		"a retired id": func(_ *testing.T, p *Project) { p.Retired = []string{"SC-9"} },
		"a tag":        func(_ *testing.T, p *Project) { p.Tags.Manual = "@main" },
		"a limit":      func(_ *testing.T, p *Project) { p.Limits.Steps = 7 },
	} {
		for _, trusted := range []bool{false, true} {
			p := opened(t, small())
			if trusted {
				age(t, p)
			}
			m := recall(t, p, "", "v1")
			walked(t, m)
			m.Keep("k", []byte("found"))
			change(t, p)
			if got, ok := recall(t, p, "", "v1").Recall("k"); ok {
				t.Errorf("%s: recalled %q", name, got)
			}
		}
	}
}

// TestMemory_KeepsNothingOfAMovingFile: between two readings of one run.
func TestMemory_KeepsNothingOfAMovingFile(t *testing.T) {
	p := opened(t, small())
	m := recall(t, p, "", "v1")
	walked(t, m)
	changed := strings.Replace(small()["features/adhesion.feature"], "Adhérer", "adhérer", 1)
	write(t, p.Root, map[string]string{"features/adhesion.feature": changed})
	walked(t, m)
	m.Keep("k", []byte("found"))
	write(t, p.Root, small())
	for _, again := range []*Memory{m, recall(t, p, "", "v1")} {
		if got, ok := again.Recall("k"); ok {
			t.Errorf("recalled %q", got)
		}
	}
}
