package archtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The files that are the repository's are those that git would list, with git and in an archive without it: a demo that
// was left in the folder is none of them.
func TestOwn_SkipsWhatGitIgnores(t *testing.T) {
	root := t.TempDir()
	rules, err := os.ReadFile(filepath.Join("..", "..", ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	files := []string{
		"cmd/main.go", "demo/recette-1/steps/steps.go", "bin/recette", "internal/demo/demo.go", "internal/bin/x.go",
		"features/.recette/recette.db", "cmd/cmd.test", "cpu.prof", "docs/cpu.prof.md", ".ci/run", "docs/.recette.head",
	}
	for _, name := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, ".gitignore"), rules, 0o600); err != nil {
		t.Fatal(err)
	}
	want := []string{
		".ci/run", ".gitignore", "cmd/main.go", "docs/cpu.prof.md", "internal/bin/x.go", "internal/demo/demo.go",
	}
	check := func(when string) {
		t.Helper()
		var got []string
		if err := Own(root, func(name string) error { got = append(got, name); return nil }); err != nil {
			t.Fatal(err)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	check("an archive")
	for _, args := range [][]string{{"init", "-q"}, {"ls-files", "--others", "--exclude-standard"}} {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = root
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if listed := strings.Fields(string(out)); args[0] == "ls-files" && !slices.Equal(listed, want) {
			t.Errorf("git lists %q, want %q", listed, want)
		}
	}
	check("a clone")
}

// A pattern that is not read here is said: the tests would judge by another rule than git's.
func TestOwn_RefusesPatternsThatItDoesNotRead(t *testing.T) {
	for _, pattern := range []string{"!keep.go", "a/**/b", "[a"} {
		root := t.TempDir()
		if err := os.WriteFile(filepath.Join(root, ".gitignore"), []byte(pattern+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Own(root, func(string) error { return nil }); err == nil {
			t.Errorf("%q is taken", pattern)
		}
	}
}
