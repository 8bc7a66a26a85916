package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/cache"
	"recette/internal/cli"
)

// TestStamps_DecideAndPVReadTheTexts: a file system of the network may tell, for a while, that a feature stands as it
// stood. A decision and a PV say which results are stale: they read the bytes.
func TestStamps_DecideAndPVReadTheTexts(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	answers := "tester: Théo Legrand\ndefault: passed\ncases:\n" +
		"  - {id: SC-0001, steps: [{match: le montant dû, verdict: passed}]}\n" +
		"  - {id: SC-0002, steps: [{match: rien n'est dû, verdict: passed}]}\n"
	if err := os.WriteFile(filepath.Join(p.dir, "answers.yaml"), []byte(answers), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run(0, "test", "demo", "--answers", "answers.yaml")
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--format", "json", "--out", "avant.json")
	if before := p.read(t, "avant.json"); strings.Contains(before, staleText) {
		t.Fatalf("a result is stale before anything changed:\n%s", before)
	}
	p.changeBehindItsStamp(t)
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--format", "json", "--out", "apres.json")
	if after := p.read(t, "apres.json"); !strings.Contains(after, staleText) {
		t.Errorf("report pv took the stamp for the text:\n%s", after)
	}
	p.changeBehindItsStamp(t)
	out, err := p.command("pv", "decide", "demo", "--as", "Odile Roux", "--decision", "accepted").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "SC-0001") {
		t.Errorf("pv decide took the stamp for the text: %v\n%s", err, out)
	}
}

// staleText is how the PV says that a result is about another text.
const staleText = `"stale_text"`

func (p *product) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// changeBehindItsStamp changes the texts of the features, and makes what is kept of them say that they hold the old
// ones.
func (p *product) changeBehindItsStamp(t *testing.T) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(p.dir, "features", "*.feature"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	old := map[string][]byte{}
	for _, name := range names {
		if old[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(old[name]), "    Alors ", "    Alors vraiment ", 1)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(cache.Margin + 100*time.Millisecond) // no program can set when a file changed last
	program, err := os.Stat(p.binary)
	if err != nil {
		t.Fatal(err)
	}
	version := fmt.Sprintf("%s-%d-%d", cli.Version, program.Size(), program.ModTime().UnixNano())
	kept := cache.Open(filepath.Join(p.dir, ".recette", "cache"), "cases", version)
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		path, err := filepath.Rel(p.dir, name)
		if err != nil {
			t.Fatal(err)
		}
		kept.Sum(path, info)
		kept.Learn(path, info, sha256.Sum256(old[name]))
	}
	if err := kept.Save(); err != nil {
		t.Fatal(err)
	}
}
