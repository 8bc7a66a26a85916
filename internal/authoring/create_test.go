package authoring

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recette/internal/durable"
	"recette/internal/workspace"
)

// A file in the way, or a project, is found before anything is written.
func TestCreate_AllOrNothing(t *testing.T) {
	files := map[string]string{
		workspace.ConfigFile: "name: x\n", "plans/p.yaml": "p\n", IgnoreFile: "/.recette/\n", "a": "a\n",
	}
	for name, tt := range map[string]struct {
		there  map[string]string
		taken  string // empty: it is made
		ignore string
	}{
		"an empty folder":         {nil, "", "/.recette/\n"},
		"another file":            {map[string]string{"plans/p.yaml": "à moi"}, "plans/p.yaml", ""},
		"a project":               {map[string]string{workspace.ConfigFile: "name: x\n"}, workspace.ConfigFile, ""},
		"what was begun":          {map[string]string{"plans/p.yaml": "p\n"}, "", "/.recette/\n"},
		"a repository":            {map[string]string{IgnoreFile: "/bin/"}, "", "/bin/\n/.recette/\n"},
		"a repository that knows": {map[string]string{IgnoreFile: "/.recette/\r\n"}, "", "/.recette/\r\n"},
	} {
		dir := t.TempDir()
		write(t, dir, tt.there)
		err := Create(dir, files)
		if tt.taken != "" {
			at, _ := errors.AsType[*durable.FileError](err)
			if !errors.Is(err, fs.ErrExist) || at == nil || at.Path != filepath.Join(dir, tt.taken) {
				t.Errorf("%s: Create = %v, want fs.ErrExist of %s", name, err, tt.taken)
			}
			if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
				t.Errorf("%s: a part was written", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: Create = %v", name, err)
		}
		for path, want := range files {
			if path == IgnoreFile {
				want = tt.ignore
			}
			if got, err := os.ReadFile(filepath.Join(dir, path)); string(got) != want {
				t.Errorf("%s: %s = %q, %v, want %q", name, path, got, err, want)
			}
		}
	}
}

// What makes a folder a project comes last: a call that dies before is called again.
func TestCreate_ConfigurationComesLast(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"z": "a file where a folder is to be"})
	err := Create(dir, map[string]string{workspace.ConfigFile: "name: x\n", "a": "a\n", "z/z": "z\n"})
	if err == nil || !exists(filepath.Join(dir, "a")) || exists(filepath.Join(dir, workspace.ConfigFile)) {
		t.Errorf("Create = %v, want a failure before the configuration is there", err)
	}
}
