package runner

import (
	"go/parser"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
	"testing"
)

// TestSourcesAreSelfContained holds that the sources can be built inside any module that requires godog: they import
// the standard library, godog, what godog itself requires, and one another by ImportPath.
func TestSourcesAreSelfContained(t *testing.T) {
	seen := map[string]int{}
	err := fs.WalkDir(Sources(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		folder, _, _ := strings.Cut(path, "/")
		seen[folder]++
		data, err := fs.ReadFile(Sources(), path)
		if err != nil {
			return err
		}
		n := strings.Count(string(data), "//go:build ")
		if n > 1 || n == 1 && !strings.HasPrefix(string(data), "//go:build ") {
			t.Errorf("%s: a build constraint stands alone on the first line, where the worker's own joins it", path)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, data, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			switch {
			case name == "C":
				t.Errorf("%s needs cgo", path)
			case name == ImportPath+"/protocol", strings.HasPrefix(name, "github.com/cucumber/"):
				if folder == "protocol" {
					t.Errorf("%s imports %s", path, name)
				}
			case strings.Contains(first, "."), first == "recette":
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["host"] == 0 || seen["protocol"] == 0 || len(seen) != 2 {
		t.Errorf("files by folder: %v", seen)
	}
}
