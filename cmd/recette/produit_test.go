package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProduit executes the product's own acceptance criteria through the product: features/produit, by the binary that
// a user would have, which is also the one that its steps drive. They run on a copy, in a module of its own: nothing is
// left in the repository.
func TestProduit(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs the product's own recette")
	}
	t.Parallel()
	p := newProduct(t, "")
	if err := os.CopyFS(p.dir, os.DirFS(filepath.Join("..", "..", "features", "produit"))); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(p.dir, ".recette")); err != nil {
		t.Fatal(err)
	}
	mod, sum, err := stepsModule()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"go.mod": mod, "go.sum": sum} {
		if err := os.WriteFile(filepath.Join(p.dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p.env = append(p.env, "PATH="+filepath.Dir(p.binary)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	p.goSettings()
	words := []string{"run"}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Log("SKIPPED: criteria tagged @poppler need pdftotext")
		words = append(words, "--tags", "not @poppler")
	}
	out := p.run(0, words...)
	t.Log("\n" + out)
	executed, err := count(out, "cas : ")
	if err != nil {
		t.Fatalf("%v in:\n%s", err, out)
	}
	if green := strings.Count(out, "✔ conforme  SC-"); executed <= 15 || green != executed {
		t.Errorf("%d criteria are green of %d executed, want all of more than 15", green, executed)
	}
	if out := p.run(0, "lint"); !strings.Contains(fold(out), "0 erreur, 0 avertissement") {
		t.Errorf("lint:\n%s", out)
	}
	p.run(0, "journal", "verify")
}

// goSettings writes the settings of the Go command into the product's home: workers get few variables of their parent's
// environment, and the projects that these steps write are built from their own.
func (p *product) goSettings() {
	p.t.Helper()
	home := ""
	var settings []string
	for _, kv := range p.env {
		if value, ok := strings.CutPrefix(kv, "HOME="); ok {
			home = value
		} else if strings.HasPrefix(kv, "GO") {
			settings = append(settings, kv)
		}
	}
	dir := filepath.Join(home, ".config", "go")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "env"), []byte(strings.Join(settings, "\n")+"\n"), 0o644); err != nil {
		p.t.Fatal(err)
	}
}
