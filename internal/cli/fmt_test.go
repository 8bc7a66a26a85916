package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/format"
	"recette/internal/syntax"
)

// manyFiles makes a project of untidy files and one that is faulty.
func manyFiles(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("recette.yaml", "name: essai\n")
	write(".editorconfig", "root = true\n[*.feature]\nindent_size = 4\n")
	for i := range n {
		write(
			fmt.Sprintf("features/d%d/f%d.feature", i%5, i),
			fmt.Sprintf("# language: fr\nFonctionnalité: f%d\nScénario: s\nQuand x\nAlors y\n", i),
		)
	}
	write("features/fautif.feature", "# language: fr\nFonctionnalité: x\nScénario : y\n")
	return dir
}

// Files are laid out two at a time; what is printed is in the order of their paths all the same.
func TestFmtManyFiles(t *testing.T) {
	dir := manyFiles(t, 60)
	var out, errs strings.Builder
	if code := Run(t.Context(), testEnv(t, &out, &errs, "fmt", "-C", dir)); code != exitFeatures {
		t.Fatalf("exit %d: %s%s", code, out.String(), errs.String())
	}
	lines := strings.Split(out.String(), "\n")
	for i := 1; i < 60; i++ {
		if lines[i] <= lines[i-1] {
			t.Fatalf("%q comes after %q", lines[i], lines[i-1])
		}
	}
	if !strings.Contains(
		out.String(), "61 fichiers, 60 remis en forme, 1 refusé",
	) || !strings.Contains(errs.String(), "fautif.feature") {
		t.Errorf("printed:\n%s%s", out.String(), errs.String())
	}
	got, err := os.ReadFile(filepath.Join(dir, "features/d3/f33.feature"))
	if err != nil ||
		string(got) != "# language: fr\nFonctionnalité: f33\n\n    Scénario: s\n        Quand x\n        Alors y\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// A file that somebody saves, or removes, while it is laid out is left to them.
func TestFmtLeavesAFileThatChangesMeanwhile(t *testing.T) {
	dir := manyFiles(t, 1)
	var out, errs strings.Builder
	a := &app{env: testEnv(t, &out, &errs), words: printers(t)[0], dir: dir}
	f, err := a.newFormatting(fmtFlags{}, false)
	if err != nil {
		t.Fatal(err)
	}
	result := format.Result{Bytes: []byte("mis en forme"), Changed: true}
	outcomes := []outcome{
		{source: syntax.Source{Path: "features/d0/f0.feature", Bytes: []byte("lu avant")}, result: result},
		{source: syntax.Source{Path: "features/parti.feature", Bytes: []byte("lu avant")}, result: result},
	}
	if err := f.write(t.Context(), outcomes); err != nil {
		t.Fatal(err)
	}
	if err := f.tell(outcomes); !errors.Is(err, quiet(exitEnv)) {
		t.Errorf("error %v, want exit %d", err, exitEnv)
	}
	data, err := os.ReadFile(filepath.Join(dir, "features/d0/f0.feature"))
	if err != nil || !strings.HasPrefix(string(data), "# language") {
		t.Errorf("the file was overwritten: %q, %v", data, err)
	}
	for _, want := range []string{"f0.feature a été modifié", "parti.feature"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("no %q in %q", want, errs.String())
		}
	}
}

// What the checks refuse is said with the line, the reason and what to do.
func TestFmtSaysWhatItRefuses(t *testing.T) {
	var out, errs strings.Builder
	a := &app{env: testEnv(t, &out, &errs), words: printers(t)[0], dir: manyFiles(t, 1)}
	f, err := a.newFormatting(fmtFlags{}, false)
	if err != nil {
		t.Fatal(err)
	}
	list := []outcome{
		{
			source: syntax.Source{Path: "a.feature"},
			err:    &format.UnsafeError{Line: 12, What: "a character would change"},
		},
	}
	if err := f.tell(list); !errors.Is(err, quiet(exitFeatures)) {
		t.Errorf("error %v, want exit %d", err, exitFeatures)
	}
	for _, want := range []string{"refus de formater a.feature", "ligne 12", "le fichier est intact", "signalez"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("no %q in %q", want, errs.String())
		}
	}
}

func TestLineRange(t *testing.T) {
	tests := map[string][3]int{
		"12-40": {12, 40, 1}, "7": {7, 7, 1}, "0-3": {}, "9-3": {}, "a-b": {}, "3-": {}, "-3": {}, "": {},
	}
	for text, want := range tests {
		first, last, err := lineRange(text)
		if (err == nil) != (want[2] == 1) || err == nil && (first != want[0] || last != want[1]) {
			t.Errorf("lineRange(%q) = %d, %d, %v", text, first, last, err)
		}
	}
}
